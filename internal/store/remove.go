package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// removeArticles deletes articles with all that belongs to them, and mends the stories that lose them.
func (t *tx) removeArticles(ctx context.Context, articles []news.ArticleID, places []int64, stories []news.StoryID, sums tally) error {
	if err := t.unindex(ctx, places); err != nil {
		return err
	}
	if err := t.forget(ctx, articles, false); err != nil {
		return err
	}
	const orphans = "UPDATE articles SET family_id = id WHERE family_id IN (:ids) AND family_id <> id AND family_id <> 0"
	if len(stories) > 0 { // only what was grouped can be the first of a family
		if _, err := t.exec(ctx, orphans, ids(t.s.d, articles)); err != nil {
			return err
		}
	}
	if _, err := t.exec(ctx, "DELETE FROM articles WHERE id IN (:ids)", ids(t.s.d, articles)); err != nil {
		return err
	}
	slices.Sort(stories)
	return t.mend(ctx, slices.Compact(stories), sums)
}

// mend makes stories true again after articles were taken from them: counts, the lead, or the end of the story when
// nothing is left. Its number is not given again.
func (t *tx) mend(ctx context.Context, stories []news.StoryID, sums tally) error {
	if len(stories) == 0 {
		return nil
	}
	now := time.Now()
	if err := t.beforeStories(ctx, stories, now); err != nil {
		return err
	}
	const recount = `UPDATE stories SET
			articles    = (SELECT count(*) FROM articles a WHERE a.story_id = stories.id),
			sources     = (SELECT count(DISTINCT a.source_id) FROM articles a WHERE a.story_id = stories.id),
			independent = (SELECT count(DISTINCT a.source_id) FROM articles a WHERE a.story_id = stories.id AND a.family_id = a.id),
			fresh = '', link_version = 0 -- its gist and what it told as new may be words of what is gone
		WHERE id IN (:ids)`
	if _, err := t.exec(ctx, recount, ids(t.s.d, stories)); err != nil {
		return err
	}
	const emptied = "DELETE FROM stories WHERE id IN (:ids) AND articles = 0 RETURNING language"
	err := t.each(ctx, func(row scanner) error {
		var language string
		err := row.Scan(&language)
		sums["stories"]--
		sums["language/"+language]--
		return err
	}, emptied, ids(t.s.d, stories))
	if err != nil {
		return err
	}
	// Until the next grouping the oldest article left is the lead.
	const newLead = `UPDATE stories SET lead = a.id, lead_source = a.source_id, headline = a.headline, summary = a.summary,
			image_url = a.image_url, image_caption = a.image_caption, image_credit = a.image_credit, image_of = a.id, image_source = a.source_id
		FROM articles a WHERE a.story_id = stories.id
		AND a.pos = (SELECT min(m.pos) FROM articles m WHERE m.story_id = stories.id)
		AND stories.id IN (:ids) AND NOT EXISTS (SELECT 1 FROM articles l WHERE l.id = stories.lead)`
	if _, err = t.exec(ctx, newLead, ids(t.s.d, stories)); err != nil {
		return err
	}
	const noImage = `UPDATE stories SET image_url = '', image_caption = '', image_credit = '', image_of = 0, image_source = 0
		WHERE id IN (:ids) AND image_of <> 0 AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.id = stories.image_of)`
	if _, err = t.exec(ctx, noImage, ids(t.s.d, stories)); err != nil {
		return err
	}
	return t.logStories(ctx, stories, now)
}

// RemoveSources takes sources out with everything that came from them: feeds, entries, captures and articles. Stories
// that lose all their articles end. It is how a demo or a mistake is undone, and how a takedown is obeyed.
func (s *Store) RemoveSources(ctx context.Context, sources []news.SourceID) error {
	for _, id := range sources {
		if err := s.removeSource(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// maxRemoved is how many entries one transaction removes: a large source must not hold the others up.
const maxRemoved = 500

func (s *Store) removeSource(ctx context.Context, id news.SourceID) error {
	op := fmt.Sprintf("remove source %d", id)
	// First the feeds, so that nothing new comes; then the entries in portions; then the source.
	err := s.write(ctx, op, func(ctx context.Context, t *tx) error { return t.removeFeeds(ctx, id) })
	for _, some := range []func(*tx, context.Context, news.SourceID) (int, error){(*tx).removeSome, (*tx).removeLog} {
		for left := maxRemoved; err == nil && left == maxRemoved; {
			err = s.write(ctx, op, func(ctx context.Context, t *tx) (err error) {
				left, err = some(t, ctx, id)
				return err
			})
		}
	}
	if err != nil {
		return err
	}
	return s.write(ctx, op, func(ctx context.Context, t *tx) error { return t.removeRest(ctx, id) })
}

func (t *tx) removeFeeds(ctx context.Context, source news.SourceID) error {
	_, err := t.exec(ctx, "DELETE FROM feeds WHERE source_id = ?", int64(source))
	return err
}

// removeSome removes some entries of a source with their articles, and returns how many. An entry goes together with
// what was made of it: who reads it at this moment finds it gone and saves nothing.
func (t *tx) removeSome(ctx context.Context, source news.SourceID) (int, error) {
	var entries []news.EntryID
	sums := tally{}
	const some = "SELECT id, reason FROM entries WHERE source_id = ? ORDER BY id LIMIT ? {FOR UPDATE}"
	err := t.each(ctx, func(row scanner) error {
		var id news.EntryID
		var reason news.Reason
		err := row.Scan(&id, &reason)
		entries = append(entries, id)
		sums["entries"]--
		if reason != news.ReasonNone {
			sums[reasonSum(reason)]--
		}
		return err
	}, some, int64(source), maxRemoved)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	if err := t.removeArticlesOf(ctx, entries, sums); err != nil {
		return 0, err
	}
	if _, err := t.exec(ctx, "DELETE FROM entries WHERE id IN (:ids)", ids(t.s.d, entries)); err != nil {
		return 0, err
	}
	return len(entries), t.count(ctx, sums)
}

func (t *tx) removeArticlesOf(ctx context.Context, entries []news.EntryID, sums tally) error {
	var articles []news.ArticleID
	var places []int64
	var stories []news.StoryID
	if err := t.nextTerm(ctx); err != nil { // before any article, as SaveStories does: they lock in one order
		return err
	}
	err := t.each(ctx, func(row scanner) error {
		var id news.ArticleID
		var source news.SourceID
		var place int64
		var story news.StoryID
		err := row.Scan(&id, &source, &place, &story)
		articles, places = append(articles, id), append(places, place)
		if story != 0 {
			stories = append(stories, story)
		}
		sums["articles"]--
		sums[sourceSum(source)]--
		return err
	}, "SELECT id, source_id, pos, story_id FROM articles WHERE entry_id IN (:ids)", ids(t.s.d, entries))
	if err != nil || len(articles) == 0 {
		return err
	}
	return t.removeArticles(ctx, articles, places, stories, sums)
}

// removeRest removes the source, and what an import or an operator added to it meanwhile. Holding its row keeps more
// from coming: on PostgreSQL whoever adds to it waits, and then finds it gone.
func (t *tx) removeRest(ctx context.Context, source news.SourceID) error {
	found := false
	err := t.each(ctx, func(row scanner) error {
		found = true
		return row.Scan(new(int64))
	}, "SELECT id FROM sources WHERE id = ? {FOR UPDATE}", int64(source))
	if err == nil && !found {
		err = fmt.Errorf("source %d: %w", source, news.ErrNotFound)
	}
	if err == nil {
		err = t.removeFeeds(ctx, source)
	}
	for left := maxRemoved; err == nil && left == maxRemoved; {
		left, err = t.removeSome(ctx, source)
	}
	for left := maxRemoved; err == nil && left == maxRemoved; {
		left, err = t.removeLog(ctx, source)
	}
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, "DELETE FROM sources WHERE id = ?", int64(source)); err != nil {
		return err
	}
	if _, err = t.exec(ctx, "DELETE FROM counters WHERE name = ?", sourceSum(source)); err != nil {
		return err
	}
	_, err = t.exec(ctx, "DELETE FROM threads WHERE NOT EXISTS (SELECT 1 FROM stories s WHERE s.thread_id = threads.id AND s.thread_id > 0)")
	return err
}
