package store

import (
	"context"
	"math"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// indexLease is the lease that IndexAgain demands.
const indexLease = "index"

// Indexed reports whether the search index holds the terms of this version for all articles, and is made as this version wants it.
func (s *Store) Indexed(ctx context.Context) (bool, error) {
	done, err := s.hasTerms(ctx)
	if done && err == nil && s.d.search.renewed != "" {
		done, err = s.renewed(ctx)
	}
	return done, s.fail("state of the search index", err)
}

func (s *Store) hasTerms(ctx context.Context) (bool, error) {
	var version, from int64
	err := s.one(ctx, func(row scanner) error { return row.Scan(&version, &from) }, "SELECT version, from_id FROM indexing")
	return version == stem.Version && from == 0, err
}

// IndexAgain indexes the newest articles anew that an earlier version of the terms indexed, at most limit, and returns below
// which identifier articles are left; zero: none. Until then they are found by the terms they have. Each call is one transaction, so that a killed
// process loses nothing. The first one makes the index itself as it shall be, which may take minutes.
func (s *Store) IndexAgain(ctx context.Context, holder string, term int64, limit int, now time.Time) (left news.ArticleID, err error) {
	if err := s.renew(ctx); err != nil {
		return 0, s.fail("make the search index", err)
	}
	err = s.write(ctx, "index again", func(ctx context.Context, t *tx) error {
		if err := t.fence(ctx, indexLease, holder, term, now); err != nil {
			return err
		}
		var version, from int64
		err := t.each(ctx, func(row scanner) error { return row.Scan(&version, &from) }, "SELECT version, from_id FROM indexing")
		if err != nil {
			return err
		}
		known := version == -withoutCharacters || version == withoutCharacters && from == 0
		if version != stem.Version && version != -withoutCharacters {
			from = math.MaxInt64
		}
		if known {
			limit *= passing
		}
		const query = "SELECT " + articleColumns + `, b.body, a.pos FROM articles a JOIN article_bodies b ON b.article_id = a.id
			WHERE a.id < ? ORDER BY a.id DESC LIMIT ? {FOR UPDATE OF a}`
		drafts, err := t.indexDrafts(ctx, query, from, limit)
		if err != nil {
			return err
		}
		left = 0
		if n := len(drafts); n > 0 {
			left = drafts[n-1].ID
		}
		if known {
			drafts = slices.DeleteFunc(drafts, func(d *articleDraft) bool { return !hasCharacters(&d.Article) })
		}
		places := make([]int64, len(drafts))
		for i, d := range drafts {
			places[i] = d.pos
		}
		if err := t.unindex(ctx, places); err != nil {
			return err
		}
		if err := t.index(ctx, drafts); err != nil {
			return err
		}
		if known && left != 0 {
			return t.setIndexed(ctx, -withoutCharacters, int64(left))
		}
		return t.setIndexed(ctx, stem.Version, int64(left))
	})
	return left, err
}

// Version 2 of the terms differs from version 1 only where characters stand in pairs: other articles are passed over, so many
// times more in one step. While that is being done the table has the version below zero.
const (
	withoutCharacters = 1
	passing           = 8
)

func hasCharacters(a *news.Article) bool {
	return slices.ContainsFunc(append([]string{a.Headline, a.Summary, a.Text()}, a.Authors...), func(s string) bool {
		return len(text.Characters(s)) > 0
	})
}

func (t *tx) setIndexed(ctx context.Context, version, from int64) error {
	_, err := t.exec(ctx, "UPDATE indexing SET version = ?, from_id = ?", version, from)
	return err
}

// indexNothing says of a database without articles that its index has the terms of this version.
func (s *Store) indexNothing(ctx context.Context) error {
	return s.write(ctx, "begin the search index", func(ctx context.Context, t *tx) error {
		const none = "UPDATE indexing SET version = ?, from_id = 0 WHERE version <> ? AND NOT EXISTS (SELECT 1 FROM articles)"
		_, err := t.exec(ctx, none, int64(stem.Version), int64(stem.Version))
		return err
	})
}

// indexDrafts reads articles and makes their terms.
func (t *tx) indexDrafts(ctx context.Context, query string, args ...any) ([]*articleDraft, error) {
	var drafts []*articleDraft
	err := t.each(ctx, func(row scanner) error {
		d := &articleDraft{}
		drafts = append(drafts, d)
		return scanArticle(row, &d.Article, &d.body, &d.pos)
	}, query, args...)
	if err != nil {
		return nil, err
	}
	failed := make([]error, len(drafts))
	parallel(len(drafts), func(i int) {
		d := drafts[i]
		failed[i] = unpackArticle(d.body, &d.Article)
		d.terms = t.s.d.search.encode(termsOf(&d.Article, d.Text()))
	})
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return drafts, nil
}

// reindex makes the search index of all articles, where there is none.
func (t *tx) reindex(ctx context.Context, step func()) error {
	const query = "SELECT " + articleColumns + `, b.body, a.pos FROM articles a JOIN article_bodies b ON b.article_id = a.id
		WHERE a.pos > ? ORDER BY a.pos LIMIT ?` // by place: SQLite's index wants its rows rising
	for last := int64(math.MinInt64); ; {
		drafts, err := t.indexDrafts(ctx, query, last, restoreStep)
		if err != nil {
			return err
		}
		if len(drafts) == 0 {
			return t.setIndexed(ctx, stem.Version, 0)
		}
		last = drafts[len(drafts)-1].pos
		if err := t.index(ctx, drafts); err != nil {
			return err
		}
		for range drafts {
			step()
		}
	}
}
