package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// ClaimArticles returns up to limit articles that wait for grouping, with their blocks: those never grouped or with a
// changed text first, then those that a lower version has grouped; ordered by time. It sets no lease on them: only the
// holder of the lease "stories" groups, and SaveStories checks that.
func (s *Store) ClaimArticles(ctx context.Context, limit, version int) ([]news.Article, error) {
	const query = "SELECT " + fullColumns + fullArticles + " WHERE a.group_version < ? ORDER BY a.group_version, a.id LIMIT ?"
	articles, err := s.full(ctx, query, version, limit)
	slices.SortStableFunc(articles, func(a, b news.Article) int { return a.Time().Compare(b.Time()) })
	return articles, s.fail("claim articles", err)
}

// maxRecent bounds what Recent returns: its text takes some 4 KB an article.
const maxRecent = 300_000

// Recent returns all articles of the stories that were updated at that time or later, with their blocks, oldest first,
// for rebuilding the window of live stories. It takes stories whole, the newest first, and none after the one with
// which their articles reach 300,000: so a rebuild has a bound, whatever the window.
func (s *Store) Recent(ctx context.Context, since time.Time) ([]news.Article, error) {
	return s.recent(ctx, since, maxRecent)
}

// NthNewest is the time of the n-th newest article, counting from 1; zero when there are not so many.
func (s *Store) NthNewest(ctx context.Context, n int) (time.Time, error) {
	var pos int64
	err := s.one(ctx, func(row scanner) error { return row.Scan(&pos) }, "SELECT pos FROM articles ORDER BY pos DESC LIMIT 1 OFFSET ?", n-1)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.Unix(pos>>30, 0).UTC(), s.fail("time of an article", err)
}

func (s *Store) recent(ctx context.Context, since time.Time, most int) ([]news.Article, error) {
	articles, err := s.full(ctx, recentArticles, micros(since), most)
	sortByTime(articles)
	return articles, s.fail("recent articles", err)
}

// CROSS JOIN keeps SQLite from walking all articles and asking of each one whether its story is live.
const recentArticles = `WITH live AS (
		SELECT id, articles, sum(articles) OVER (ORDER BY updated_at DESC, id DESC) AS total FROM stories WHERE updated_at >= ?)
	SELECT ` + fullColumns + " FROM live CROSS JOIN articles a" + withBody + `
	WHERE a.story_id = live.id AND live.total - live.articles < ?`

// Members returns all articles of these stories with their blocks, oldest first: for grouping that meets a story which
// has left its window.
func (s *Store) Members(ctx context.Context, stories []news.StoryID) ([]news.Article, error) {
	const query = "SELECT " + fullColumns + fullArticles + " WHERE a.story_id IN (:ids)"
	articles, err := s.full(ctx, query, ids(s.d, stories))
	sortByTime(articles)
	return articles, s.fail("members of stories", err)
}

// Newest returns the newest articles of a story with their blocks, oldest first, at most so many.
func (s *Store) Newest(ctx context.Context, id news.StoryID, most int) ([]news.Article, error) {
	const query = `WITH newest AS (SELECT id FROM articles WHERE story_id = ? ORDER BY pos DESC LIMIT ?)
		SELECT ` + fullColumns + " FROM newest CROSS JOIN articles a" + withBody + " WHERE a.id = newest.id"
	articles, err := s.full(ctx, query, int64(id), most)
	sortByTime(articles)
	return articles, s.fail(fmt.Sprintf("newest of story %d", id), err)
}

func sortByTime(articles []news.Article) {
	slices.SortFunc(articles, func(a, b news.Article) int { return cmp.Or(a.Time().Compare(b.Time()), cmp.Compare(a.ID, b.ID)) })
}

func (s *Store) full(ctx context.Context, query string, args ...any) ([]news.Article, error) {
	var articles []news.Article
	rows, err := s.rows(ctx, query, args...)
	err = all(rows, err, func(row scanner) error {
		a, err := scanFull(row)
		articles = append(articles, a)
		return err
	})
	return articles, err
}

// NextStory is the identifier that the next new story gets. Numbers of stories that are gone are not given again.
func (s *Store) NextStory(ctx context.Context) (news.StoryID, error) {
	var last news.StoryID
	err := s.one(ctx, func(row scanner) error { return row.Scan(&last) }, "SELECT last FROM sequences WHERE name = 'story'")
	return last + 1, s.fail("next story", err)
}

// SaveStories saves a grouping whole: stories, the places of their articles, and redirects from merged stories, whose
// articles move along. Unless holder holds the lease "stories" at now, in the term that AcquireLease gave it, it is
// [news.ErrConflict] and nothing changes.
func (s *Store) SaveStories(ctx context.Context, holder string, term int64, g news.Grouping, now time.Time) error {
	into, err := straighten(g.Merged)
	if err != nil {
		return fmt.Errorf("save stories: %w", err)
	}
	return s.write(ctx, "save stories", func(ctx context.Context, t *tx) error {
		if err := t.fence(ctx, leaderLease, holder, term, now); err != nil {
			return err
		}
		sums := tally{}
		at := cmp.Or(g.At, now)
		touched := touchedBy(g, into)
		if err := t.beforeStories(ctx, touched, at); err != nil {
			return err
		}
		if err := t.merge(ctx, into, sums); err != nil {
			return err
		}
		if err := t.putStories(ctx, g.Stories, into, sums); err != nil {
			return err
		}
		if err := t.placeArticles(ctx, g, into); err != nil {
			return err
		}
		if err := t.mark(ctx); err != nil {
			return err
		}
		if err := t.logStories(ctx, touched, at); err != nil {
			return err
		}
		return t.count(ctx, sums)
	})
}

// touchedBy are the stories that a grouping changes or ends.
func touchedBy(g news.Grouping, into map[news.StoryID]news.StoryID) []news.StoryID {
	touched := map[news.StoryID]bool{}
	for from := range into {
		touched[from] = true
	}
	for _, s := range g.Stories {
		if s.ID > 0 {
			touched[s.ID] = true
		}
	}
	return slices.Sorted(maps.Keys(touched))
}

// straighten follows merges of merges to their ends.
func straighten[ID ~int64](merged map[ID]ID) (map[ID]ID, error) {
	straight := map[ID]ID{}
	for from, into := range merged {
		for steps := 0; ; steps++ {
			next, further := merged[into]
			if !further {
				break
			}
			if into == from || steps > len(merged) {
				return nil, fmt.Errorf("%d is merged in a circle: %w", from, news.ErrInvalid)
			}
			into = next
		}
		straight[from] = into
	}
	return straight, nil
}

// merge turns stories into redirects. Older redirects to them are pointed on, so that one step always arrives.
func (t *tx) merge(ctx context.Context, into map[news.StoryID]news.StoryID, sums tally) error {
	if len(into) == 0 {
		return nil
	}
	from := slices.Sorted(maps.Keys(into))
	err := t.languages(ctx, from, func(_ news.StoryID, language string) {
		sums["stories"]--
		sums["language/"+language]--
	})
	if err != nil {
		return err
	}
	var moves, redirects [][]any
	for _, id := range from {
		moves = append(moves, []any{int64(id), int64(into[id])})
		redirects = append(redirects, []any{int64(id), int64(into[id])})
	}
	const move = "UPDATE articles SET story_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE story_id = v.column1"
	if _, err := t.bulk(ctx, move, moves); err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM stories WHERE id IN (:ids)", ids(t.s.d, from)); err != nil {
		return err
	}
	const onward = "UPDATE redirects SET into_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE into_id = v.column1"
	if _, err := t.bulk(ctx, onward, moves); err != nil {
		return err
	}
	const redirect = `INSERT INTO redirects (from_id, into_id) VALUES (?, ?)
		ON CONFLICT (from_id) DO UPDATE SET into_id = excluded.into_id`
	if _, err = t.bulk(ctx, redirect, redirects); err != nil {
		return err
	}
	_, err = t.bulk(ctx, "UPDATE stories SET coverage_id = v.column2 FROM (VALUES (?, ?)) AS v WHERE coverage_id = v.column1 AND coverage_id > 0", moves)
	return err
}

// languages reads the languages of those stories that are stored.
func (t *tx) languages(ctx context.Context, stories []news.StoryID, found func(news.StoryID, string)) error {
	return t.each(ctx, func(row scanner) error {
		var id news.StoryID
		var language string
		if err := row.Scan(&id, &language); err != nil {
			return err
		}
		found(id, language)
		return nil
	}, "SELECT id, language FROM stories WHERE id IN (:ids)", ids(t.s.d, stories))
}

func (t *tx) putStories(ctx context.Context, stories []news.Story, into map[news.StoryID]news.StoryID, sums tally) error {
	byID := map[news.StoryID]news.Story{}
	for _, story := range stories {
		if _, merged := into[story.ID]; !merged && story.ID > 0 {
			byID[story.ID] = story
		}
	}
	if len(byID) == 0 {
		return nil
	}
	given := slices.Sorted(maps.Keys(byID))
	before := map[news.StoryID]string{}
	if err := t.languages(ctx, given, func(id news.StoryID, language string) { before[id] = language }); err != nil {
		return err
	}
	var rows [][]any
	for _, id := range given {
		story := byID[id]
		language := primaryTag(story.Language)
		if old, known := before[id]; known {
			sums["language/"+old]--
		} else {
			sums["stories"]++
		}
		sums["language/"+language]++
		ranking, err := packRanking(&story)
		if err != nil {
			return err
		}
		detail, err := packStory(&story)
		if err != nil {
			return err
		}
		lineage, err := packLineage(story.Lineages)
		if err != nil {
			return err
		}
		rows = append(rows, []any{int64(id), clip(story.Headline, maxHeadline), clip(story.Summary, maxText), language, clip(string(story.Section), 20),
			int64(story.Lead), int64(story.LeadSource), address(story.Image.URL), clip(story.Image.Caption, maxHeadline), clip(story.Image.Credit, maxHeadline),
			int64(story.Articles), int64(story.Sources), int64(story.Independent),
			micros(story.FirstSeenAt), micros(story.UpdatedAt), number(story.Score), ranking,
			int64(story.ImageOf), int64(story.ImageSource), detail, lineage})
	}
	if _, err := t.bulk(ctx, putStory, rows); err != nil {
		return err
	}
	const remember = "UPDATE sequences SET last = ? WHERE name = 'story' AND last < ?"
	last := int64(given[len(given)-1])
	_, err := t.exec(ctx, remember, last, last)
	return err
}

const putStory = `INSERT INTO stories (id, headline, summary, language, section, lead, lead_source,
		image_url, image_caption, image_credit, articles, sources, independent, first_seen_at, updated_at, score, ranking,
		image_of, image_source, detail, lineage)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	ON CONFLICT (id) DO UPDATE SET headline = excluded.headline, summary = excluded.summary, language = excluded.language,
		section = excluded.section, lead = excluded.lead, lead_source = excluded.lead_source, image_url = excluded.image_url,
		image_caption = excluded.image_caption, image_credit = excluded.image_credit, articles = excluded.articles,
		sources = excluded.sources, independent = excluded.independent, first_seen_at = excluded.first_seen_at,
		updated_at = excluded.updated_at, score = excluded.score, ranking = excluded.ranking,
		image_of = excluded.image_of, image_source = excluded.image_source, detail = excluded.detail,
		lineage = excluded.lineage,
		link_version = CASE WHEN stories.articles = excluded.articles
			AND stories.updated_at = excluded.updated_at AND stories.lead = excluded.lead THEN stories.link_version ELSE 0 END`

func (t *tx) placeArticles(ctx context.Context, g news.Grouping, into map[news.StoryID]news.StoryID) error {
	const query = `UPDATE articles SET story_id = v.column2, family_id = v.column3, group_version = v.column4
		FROM (VALUES (?, ?, ?, ?)) AS v WHERE id = v.column1`
	seen := map[news.ArticleID]bool{}
	var rows [][]any
	for _, p := range slices.Backward(g.Placed) { // the last word on an article counts
		if seen[p.Article] {
			continue
		}
		seen[p.Article] = true
		story := p.Story
		if other, merged := into[story]; merged {
			story = other
		}
		rows = append(rows, []any{int64(p.Article), int64(story), int64(p.Family), int64(max(g.Version, 1))})
	}
	slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(int64), b[0].(int64)) })
	if _, err := t.bulk(ctx, query, rows); err != nil {
		return err
	}
	placed := slices.Sorted(maps.Keys(seen))
	_, err := t.exec(ctx, "UPDATE facts SET version = 0 WHERE article_id IN (:ids) AND version < 0", ids(t.s.d, placed))
	return err
}

// primaryTag is the language without region and script, which is how editions ask for it.
func primaryTag(language string) string {
	tag, _, _ := strings.Cut(strings.ToLower(clip(language, 35)), "-")
	return tag
}
