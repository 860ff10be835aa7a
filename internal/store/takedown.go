package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// What is taken down is removed with all that was made of it, as if it had never come; what stays is who asked for it and
// the keys by which it would be known again. So no list, page or search has to remember to leave it out, and reading,
// grouping or importing again cannot bring it back: see [batch.bars].

// TakeDown takes something off everything that the instance shows, for good, and writes that into the public log. An
// article, or all articles of a story, go at once; those of a source go in portions, while its pages are closed from the
// beginning. What is not there is [news.ErrNotFound].
func (s *Store) TakeDown(ctx context.Context, d news.Takedown, now time.Time) (news.Takedown, error) {
	if err := d.Validate(); err != nil {
		return d, err
	}
	d.At, d.By, d.UndoneAt = now.UTC(), clip(d.By, maxName), time.Time{}
	edit := int64(0)
	if d.Kind == news.TakedownEntity {
		hide, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditHide, Entity: news.EntityID(d.Of), By: d.By, Note: d.Reason}, now)
		if err != nil && !errors.Is(err, news.ErrConflict) { // it is hidden already
			return d, err
		}
		edit = hide.ID
	}
	op := fmt.Sprintf("take down %s %d", d.Kind, d.Of)
	err := s.write(ctx, op, func(ctx context.Context, t *tx) (err error) {
		if err := t.nextTerm(ctx); err != nil { // before any article, as SaveStories does: they lock in one order
			return err
		}
		if d.ID, err = t.turn(ctx); err != nil {
			return err
		}
		return t.takeDown(ctx, &d, edit)
	})
	if err != nil || d.Kind != news.TakedownSource {
		return d, err
	}
	portion := func(ctx context.Context, t *tx) (int, error) {
		if err := t.nextTerm(ctx); err != nil {
			return 0, err
		}
		articles, err := t.articleIDs(ctx, "SELECT id FROM articles WHERE source_id = ? ORDER BY pos DESC LIMIT ?", d.Of, maxRemoved)
		if err != nil {
			return 0, err
		}
		return len(articles), t.takeArticles(ctx, d.ID, articles, false)
	}
	log := func(ctx context.Context, t *tx) (int, error) { return t.removeLog(ctx, news.SourceID(d.Of)) }
	for _, some := range []func(context.Context, *tx) (int, error){portion, log} {
		for left := maxRemoved; err == nil && left == maxRemoved; {
			err = s.write(ctx, op, func(ctx context.Context, t *tx) (err error) {
				left, err = some(ctx, t)
				return err
			})
		}
	}
	return d, err
}

// takeDown does what a takedown says, but for the articles of a source.
func (t *tx) takeDown(ctx context.Context, d *news.Takedown, edit int64) error {
	var articles []news.ArticleID
	var err error
	switch d.Kind {
	case news.TakedownArticle:
		articles = []news.ArticleID{news.ArticleID(d.Of)}
		err = t.publisher(ctx, d, "SELECT a.source_id, CASE WHEN a.outlet <> '' THEN a.outlet ELSE o.name END FROM articles a JOIN sources o ON o.id = a.source_id WHERE a.id = ?", d.Of)
	case news.TakedownStory:
		const whole = "SELECT id FROM articles WHERE story_id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?) AND story_id > 0"
		if articles, err = t.articleIDs(ctx, whole, d.Of, d.Of); err == nil && len(articles) == 0 {
			err = news.ErrNotFound
		}
	case news.TakedownSource:
		err = t.publisher(ctx, d, "SELECT id, name FROM sources WHERE id = ? AND hidden = 0", d.Of)
	case news.TakedownEntity:
		d.Publisher = ""
	case news.TakedownQuote:
		err = t.publisher(ctx, d, "SELECT 0, spoken_by FROM sayings WHERE hidden = 0 AND id = "+thisSaying, d.Of, d.Of)
		d.Publisher = ""
	}
	if err != nil {
		return err
	}
	const insert = "INSERT INTO takedowns (id, kind, of_id, source_id, publisher, reason, made_by, made_at, edit_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
	if _, err := t.exec(ctx, insert, d.ID, string(d.Kind), d.Of, int64(d.Source), d.Publisher, clean(d.Reason), d.By, micros(d.At), edit); err != nil {
		return err
	}
	switch d.Kind {
	case news.TakedownArticle, news.TakedownStory:
		return t.takeArticles(ctx, d.ID, articles, true)
	case news.TakedownSource:
		if _, err := t.exec(ctx, "UPDATE sources SET hidden = ? WHERE id = ?", d.ID, d.Of); err != nil {
			return err
		}
		_, err := t.exec(ctx, "UPDATE feeds SET stopped = 1 WHERE source_id = ?", d.Of)
		return err
	case news.TakedownQuote:
		return t.takeSaying(ctx, d)
	}
	return nil
}

const thisSaying = "coalesce((SELECT into_id FROM saying_redirects WHERE from_id = ?), ?)"

// publisher reads whose work it is that is taken down.
func (t *tx) publisher(ctx context.Context, d *news.Takedown, query string, args ...any) error {
	err := news.ErrNotFound
	failed := t.each(ctx, func(row scanner) error {
		err = nil
		return row.Scan(&d.Source, &d.Publisher)
	}, query, args...)
	return errors.Join(failed, err)
}

func (t *tx) articleIDs(ctx context.Context, query string, args ...any) (articles []news.ArticleID, err error) {
	return articles, t.each(ctx, func(row scanner) error {
		var id news.ArticleID
		err := row.Scan(&id)
		articles = append(articles, id)
		return err
	}, query, args...)
}

// takeArticles removes articles and bars them; past says that the log of stories is to be searched for their words.
func (t *tx) takeArticles(ctx context.Context, takedown int64, articles []news.ArticleID, past bool) error {
	if len(articles) == 0 {
		return nil
	}
	var bars [][]any
	var places []int64
	var stories []news.StoryID
	sources := map[news.SourceID]bool{}
	sums := tally{}
	const query = "SELECT " + articleColumns + ", a.pos, a.text_key, b.body FROM articles a" + withBody + " WHERE a.id IN (:ids)"
	err := t.each(ctx, func(row scanner) error {
		var a news.Article
		var pos, textKey int64
		var body []byte
		if err := scanArticle(row, &a, &pos, &textKey, &body); err != nil {
			return err
		}
		if err := unpackArticle(body, &a); err != nil {
			return err
		}
		for _, key := range append(barsOf(&a, textKey), picturesOf(&a)...) {
			bars = append(bars, []any{key, takedown, int64(a.ID), int64(a.StoryID), int64(a.EntryID)})
		}
		places = append(places, pos)
		if a.StoryID != 0 {
			stories = append(stories, a.StoryID)
		}
		sources[a.SourceID] = true
		sums["articles"]--
		sums[sourceSum(a.SourceID)]--
		return nil
	}, query, ids(t.s.d, articles))
	if err != nil {
		return err
	}
	const bar = "INSERT INTO barred (key, takedown_id, article_id, story_id, entry_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
	if _, err := t.bulk(ctx, bar, bars); err != nil {
		return err
	}
	slices.Sort(stories)
	stories = slices.Compact(stories)
	if err := t.unquote(ctx, stories, articles); err != nil {
		return err
	}
	threads, err := t.threadsOf(ctx, stories)
	if err != nil {
		return err
	}
	if err := t.removeArticles(ctx, articles, places, stories, sums); err != nil {
		return err
	}
	if past {
		if err := t.forgetPast(ctx, articles, sources); err != nil {
			return err
		}
	}
	if err := t.countThreads(ctx, threads); err != nil {
		return err
	}
	if len(threads) > 0 {
		const ended = "DELETE FROM threads WHERE id IN (:ids) AND NOT EXISTS (SELECT 1 FROM stories s WHERE s.thread_id = threads.id AND s.thread_id > 0)"
		if _, err := t.exec(ctx, ended, ids(t.s.d, threads)); err != nil {
			return err
		}
	}
	return t.count(ctx, sums)
}
