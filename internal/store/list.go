package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

// where collects the conditions of a list and their values. It joins constants; values never enter the text.
type where struct {
	text string
	args []any
}

func (w *where) and(condition string, args ...any) {
	if w.text == "" {
		w.text = " WHERE " + condition
	} else {
		w.text += " AND " + condition
	}
	w.args = append(w.args, args...)
}

func limitOf(f news.Filter) int {
	if f.Limit <= 0 {
		return news.DefaultLimit
	}
	return min(f.Limit, news.MaxLimit)
}

// A cursor is where a page ended: the name of its order and the values it is sorted by.
func cursor(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join(parts, " ")))
}

func parseCursor(after, order string, parts int) ([]string, error) {
	text, err := base64.RawURLEncoding.DecodeString(after)
	fields := strings.Split(string(text), " ")
	if err != nil || len(fields) != parts+1 || fields[0] != order {
		return nil, fmt.Errorf("page after %.40q: %w", after, news.ErrInvalid)
	}
	return fields[1:], nil
}

const (
	storyColumns = `s.id, s.headline, s.summary, s.language, s.section, s.lead, s.lead_source, s.image_url, s.image_caption,
	s.image_credit, s.articles, s.sources, s.independent, s.first_seen_at, s.updated_at, s.score, s.ranking, s.hidden, s.pinned_until,
	s.image_of, s.image_source, s.detail, s.thread_id, s.coverage_id, s.fresh, coalesce(o.name, ''), coalesce(o.licence, ''), coalesce(i.licence, o.licence, '')`
	storySources = " FROM stories s LEFT JOIN sources o ON o.id = s.lead_source LEFT JOIN sources i ON i.id = s.image_source"
)

// scanStory reads storyColumns and whatever columns follow them.
func scanStory(row scanner, after ...any) (news.Story, error) {
	var s news.Story
	var first, updated, hidden, pinned int64
	var ranking, detail []byte
	var fresh string
	err := row.Scan(append([]any{&s.ID, &s.Headline, &s.Summary, &s.Language, &s.Section, &s.Lead, &s.LeadSource, &s.Image.URL, &s.Image.Caption,
		&s.Image.Credit, &s.Articles, &s.Sources, &s.Independent, &first, &updated, &s.Score, &ranking, &hidden, &pinned,
		&s.ImageOf, &s.ImageSource, &detail, &s.Thread, &s.Coverage, &fresh, &s.SourceName, &s.Licence, &s.ImageLicence}, after...)...)
	if err != nil {
		return s, err
	}
	s.FirstSeenAt, s.UpdatedAt, s.PinnedUntil, s.Hidden = fromMicros(first), fromMicros(updated), fromMicros(pinned), hidden != 0
	if err := unpackRanking(ranking, &s); err != nil {
		return s, err
	}
	if s.Fresh, err = unpackSentences(fresh); err != nil {
		return s, err
	}
	return s, unpackStory(detail, &s)
}

// stories adds the conditions of a filter on stories s.
func (w *where) stories(f news.Filter) {
	if f.Edition.Language != "" {
		w.and("s.language = ?", primaryTag(f.Edition.Language))
	}
	if f.Edition.Region != "" {
		w.and("EXISTS (SELECT 1 FROM articles r WHERE r.story_id = s.id AND r.source_id IN (SELECT id FROM sources WHERE country = ?))", f.Edition.Region)
	}
	if f.Section != "" {
		w.and("s.section = ?", string(f.Section))
	}
	if f.Source != 0 {
		w.and("s.lead_source = ?", int64(f.Source))
	}
	if !f.Since.IsZero() {
		w.and("s.updated_at >= ?", micros(f.Since))
	}
	if !f.Before.IsZero() {
		w.and("s.updated_at < ?", micros(f.Before))
	}
	if f.Thread != 0 {
		w.and("s.thread_id = ? AND s.thread_id > 0", int64(f.Thread))
	}
	if f.Coverage != 0 {
		w.and("s.coverage_id = ? AND s.coverage_id > 0", int64(f.Coverage))
	}
}

// Stories lists stories by score or by time, of an edition, a section, a source (that leads them) or all, as they are
// or as they stood at f.At; without those that an editor hides.
func (s *Store) Stories(ctx context.Context, f news.Filter) (stories []news.Story, next string, err error) {
	if !f.At.IsZero() {
		return s.pastStories(ctx, f)
	}
	var w where
	w.stories(f)
	w.and("s.hidden = 0")
	if err := s.rareRegion(ctx, &w, f.Edition.Region); err != nil {
		return nil, "", s.fail("stories", err)
	}
	order := " ORDER BY s.score DESC, s.id DESC"
	if f.Order == news.OrderUpdated {
		order = " ORDER BY s.updated_at DESC, s.id DESC"
	}
	if err := w.afterStory(f); err != nil {
		return nil, "", err
	}
	limit := limitOf(f)
	query := "SELECT " + storyColumns + storySources + w.text + order + " LIMIT ?"
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		story, err := scanStory(row)
		stories = append(stories, story)
		return err
	})
	if err != nil {
		return nil, "", s.fail("stories", err)
	}
	if len(stories) > limit {
		stories = stories[:limit]
		next = storyCursor(f.Order, stories[limit-1])
	}
	return stories, next, s.fail("stories", s.voices(ctx, stories))
}

// rareRegion has the stories of a region with little news looked up, where walking along all stories would meet them seldom or never.
func (s *Store) rareRegion(ctx context.Context, w *where, region string) error {
	if region == "" {
		return nil
	}
	its, all, err := s.newsOf(ctx, region)
	if err != nil {
		return err
	}
	if its == 0 {
		w.and("1 = 0") // both engines see at once that there is nothing
		return nil
	}
	if its*its <= walkedCost*all { // looking up costs as much as there is, walking as much as it is seldom
		w.and("s.id IN (SELECT r.story_id FROM articles r WHERE r.source_id IN (SELECT id FROM sources WHERE country = ?))", region)
	}
	return nil
}

// newsOf is how many articles a region's sources have, and how many there are in all. They are kept sums.
func (s *Store) newsOf(ctx context.Context, region string) (its, all float64, err error) {
	const query = `SELECT coalesce((SELECT sum(n) FROM counters WHERE name IN (SELECT 'source/' || CAST(id AS TEXT) FROM sources WHERE country = ?)), 0),
		coalesce((SELECT sum(n) FROM counters WHERE name = 'articles'), 0)`
	err = s.one(ctx, func(row scanner) error { return row.Scan(&its, &all) }, query, region)
	return its, all, err
}

// walkedCost is about how many stories are walked for a page in the time in which one article is looked up, at 100,000 articles.
const walkedCost = 200

func storyCursor(order news.Order, last news.Story) string {
	if order == news.OrderUpdated {
		return cursor("u", strconv.FormatInt(micros(last.UpdatedAt), 10), last.ID.String())
	}
	return cursor("s", strconv.FormatFloat(last.Score, 'g', -1, 64), last.ID.String())
}

func (w *where) afterStory(f news.Filter) error {
	if f.After == "" {
		return nil
	}
	name, column := "s", "s.score"
	if f.Order == news.OrderUpdated {
		name, column = "u", "s.updated_at"
	}
	parts, err := parseCursor(f.After, name, 2)
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
	}
	var bound any
	if name == "u" {
		bound, err = strconv.ParseInt(parts[0], 10, 64)
	} else {
		bound, err = strconv.ParseFloat(parts[0], 64)
	}
	if err != nil {
		return fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
	}
	w.and("("+column+", s.id) < (?, ?)", bound, id)
	return nil
}

// Story returns a story, hidden or not, with where its texts come from, following the redirect of one that was merged: then its ID is not the one asked for.
func (s *Store) Story(ctx context.Context, id news.StoryID) (story news.Story, err error) {
	const query = "SELECT " + storyColumns + ", s.lineage" + storySources + ` WHERE s.id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?)`
	err = s.one(ctx, func(row scanner) (err error) {
		var lineage []byte
		if story, err = scanStory(row, &lineage); err != nil {
			return err
		}
		return unpackLineage(lineage, &story)
	}, query, int64(id), int64(id))
	if err == nil {
		one := []news.Story{story}
		err = s.voices(ctx, one)
		story = one[0]
	}
	return story, s.fail(fmt.Sprintf("story %d", id), err)
}

// StoryName returns a story with nothing but its ID, its headline and whether it is hidden. It follows the redirect of a merged story.
func (s *Store) StoryName(ctx context.Context, id news.StoryID) (story news.Story, err error) {
	const query = `SELECT s.id, s.headline, s.hidden FROM stories s WHERE s.id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?)`
	err = s.one(ctx, func(row scanner) error {
		var hidden int64
		err := row.Scan(&story.ID, &story.Headline, &hidden)
		story.Hidden = hidden != 0
		return err
	}, query, int64(id), int64(id))
	return story, s.fail(fmt.Sprintf("name of story %d", id), err)
}

const lightColumns = articleColumns + ", coalesce(o.name, ''), coalesce(o.licence, ''), coalesce(o.weight, 1)"

// scanLight reads lightColumns; an article without an outlet of its own gets its source's name, and
// every one its source's licence, without which nothing of it may be shown.
func scanLight(row scanner, after ...any) (news.Article, error) {
	var a news.Article
	var name string
	err := scanArticle(row, &a, append([]any{&name, &a.Licence, &a.Weight}, after...)...)
	if a.Outlet == "" {
		a.Outlet = name
	}
	return a, err
}

// maxCoverage bounds what a story's page lists.
const maxCoverage = 1000

// StoryArticles lists the articles of a story, oldest first, light: without blocks, links and media; of a story with more
// than a thousand, the newest thousand. It follows the redirect of a merged story.
func (s *Store) StoryArticles(ctx context.Context, id news.StoryID) (articles []news.Article, err error) {
	const query = "SELECT " + lightColumns + ` FROM articles a LEFT JOIN sources o ON o.id = a.source_id
		WHERE a.story_id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?) ORDER BY a.pos DESC LIMIT ?`
	rows, err := s.rows(ctx, query, int64(id), int64(id), maxCoverage)
	err = all(rows, err, func(row scanner) error {
		a, err := scanLight(row)
		articles = append(articles, a)
		return err
	})
	slices.Reverse(articles)
	return articles, s.fail(fmt.Sprintf("articles of story %d", id), err)
}

// Article returns an article with its blocks, and its source.
func (s *Store) Article(ctx context.Context, id news.ArticleID) (a news.Article, source news.Source, err error) {
	const query = "SELECT " + articleColumns + `, b.body, EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0), ` + sourceColumns + ` FROM articles a
		JOIN article_bodies b ON b.article_id = a.id JOIN sources o ON o.id = a.source_id WHERE a.id = ?`
	err = s.one(ctx, func(row scanner) error {
		var body []byte
		if err := scanArticle(row, &a, append([]any{&body, &a.Hidden}, into(&source)...)...); err != nil {
			return err
		}
		a.Licence, a.Weight, a.Country = source.Licence, source.Weight, source.Country
		return unpackArticle(body, &a)
	}, query, int64(id))
	if err == nil {
		a.Related, err = s.unbarred(ctx, a.Related)
	}
	return a, source, s.fail(fmt.Sprintf("article %d", id), err)
}

// Latest is the river: light articles, newest first, all or of an edition, a source, a section, a kind.
func (s *Store) Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error) {
	var w where
	if err := w.articles(f, "a.pos"); err != nil {
		return nil, "", err
	}
	if region := f.Edition.Region; region != "" {
		if its, _, err := s.newsOf(ctx, region); its == 0 || err != nil { // walking the river would meet none, to its end
			return nil, "", s.fail("latest articles", err)
		}
	}
	limit := limitOf(f)
	query := "SELECT " + lightColumns + " FROM articles a LEFT JOIN sources o ON o.id = a.source_id" + w.text + " ORDER BY a.pos DESC LIMIT ?"
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		a, err := scanLight(row)
		articles = append(articles, a)
		return err
	})
	if err != nil {
		return nil, "", s.fail("latest articles", err)
	}
	if len(articles) > limit {
		articles = articles[:limit]
		next = articleCursor(articles[limit-1])
	}
	return articles, next, nil
}

func articleCursor(last news.Article) string {
	return cursor("a", strconv.FormatInt(posOf(last.Time(), last.ID), 10))
}

// articles adds the conditions of a filter on articles a, of which those in hidden stories are none; pos is the column or expression to sort by.
func (w *where) articles(f news.Filter, pos string) error {
	if f.Edition.Language != "" {
		w.language(f.Edition.Language)
	}
	if f.Edition.Region != "" {
		w.and("a.source_id IN (SELECT id FROM sources WHERE country = ?)", f.Edition.Region)
	}
	if f.Section != "" {
		w.and("a.section = ?", string(f.Section))
	}
	if f.Kind != "" {
		w.and("a.kind = ?", string(f.Kind))
	}
	if f.Source != 0 {
		w.and("a.source_id = ?", int64(f.Source))
	}
	if !f.Since.IsZero() {
		w.and(pos+" >= ?", posFloor(f.Since))
	}
	w.and("NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)")
	if f.After == "" {
		return nil
	}
	parts, err := parseCursor(f.After, "a", 1)
	if err != nil {
		return err
	}
	bound, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
	}
	w.and(pos+" < ?", bound)
	return nil
}

func (w *where) language(tag string) {
	w.and("a.lang = ?", primaryTag(tag))
}
