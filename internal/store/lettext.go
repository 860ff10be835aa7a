package store

import (
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// forGood is the version of what no stage reads again: there is nothing left to read.
const forGood = 1 << 30

// openingWords are kept of a text without a summary.
const openingWords = 40

// leaving is an article whose text is about to go.
type leaving struct {
	articleDraft // without the text: what stays of it
	err          error
}

// DropTexts lets the texts of articles go, with the raw pages and what feeds told of the texts, and returns how many went and how
// long the database was held. Of an article stay its headline, summary, picture, names and what was made of it: facts, quotations,
// its place in its story. It is found by these, and read by no stage again. A text that changed meanwhile, or that somebody saved,
// stays.
func (s *Store) DropTexts(ctx context.Context, articles []int64, now time.Time) (gone int, held time.Duration, err error) {
	ready, err := s.readyToLeave(ctx, articles, now)
	if err != nil || len(ready) == 0 {
		return 0, 0, s.fail("let texts go", err)
	}
	err = s.write(ctx, "let texts go", func(ctx context.Context, t *tx) error {
		began := time.Now()
		defer func() { held = time.Since(began) }()
		still, err := t.stillLeaving(ctx, ready)
		if err != nil || len(still) == 0 {
			gone = 0
			return err
		}
		gone = len(still)
		return t.dropTexts(ctx, still, now)
	})
	return gone, held, err
}

// readyToLeave reads what stays of articles, before the database is held.
func (s *Store) readyToLeave(ctx context.Context, articles []int64, now time.Time) (ready []*leaving, err error) {
	const query = "SELECT " + articleColumns + ", a.pos, a.text_key, b.body FROM articles a JOIN article_bodies b ON b.article_id = a.id WHERE a.id IN (:ids)"
	rows, err := s.rows(ctx, query, ids(s.d, articles))
	err = all(rows, err, func(row scanner) error {
		l := &leaving{}
		ready = append(ready, l)
		return scanArticle(row, &l.Article, &l.pos, &l.textKey, &l.body)
	})
	parallel(len(ready), func(i int) {
		l := ready[i]
		if l.err = unpackArticle(l.body, &l.Article); l.err != nil {
			return
		}
		opening := text.Excerpt(l.Text(), openingWords)
		l.Blocks, l.Related, l.Clues, l.GoneAt = nil, nil, news.Clues{}, now
		if l.Summary == "" && opening != "" { // else nothing but the headline would be left to tell what it was about
			l.Blocks = []news.Block{{Role: news.RoleParagraph, Text: opening}}
		}
		l.terms = s.d.search.encode(termsOf(&l.Article, l.Text()))
		l.body, l.err = packArticle(&l.Article)
	})
	for _, l := range ready {
		if err == nil {
			err = l.err
		}
	}
	return ready, err
}

// stillLeaving locks the entries of articles, as whoever reads them does, and keeps those whose text is what it was.
func (t *tx) stillLeaving(ctx context.Context, ready []*leaving) (still []*leaving, err error) {
	var entries, articles []int64
	for _, l := range ready {
		entries, articles = append(entries, int64(l.EntryID)), append(articles, int64(l.ID))
	}
	free, err := t.readyEntries(ctx, entries)
	if err != nil {
		return nil, err
	}
	type state struct{ pos, textKey int64 }
	kept := map[news.ArticleID]state{}
	const query = "SELECT a.id, a.pos, a.text_key FROM articles a JOIN article_bodies b ON b.article_id = a.id WHERE a.id IN (:ids) AND b.gone_at = 0 AND" + textReady
	err = t.each(ctx, func(row scanner) error {
		var id news.ArticleID
		var at state
		err := row.Scan(&id, &at.pos, &at.textKey)
		kept[id] = at
		return err
	}, query, ids(t.s.d, articles))
	for _, l := range ready {
		if at, found := kept[l.ID]; found && at == (state{l.pos, l.textKey}) && slices.Contains(free, l.EntryID) {
			still = append(still, l)
		}
	}
	return still, err
}

func (t *tx) dropTexts(ctx context.Context, gone []*leaving, now time.Time) error {
	var bodies [][]any
	var places []int64
	var articles []news.ArticleID
	var entries []news.EntryID
	var drafts []*articleDraft
	for _, l := range gone {
		bodies = append(bodies, []any{int64(l.ID), l.body, micros(now)})
		places, articles, entries = append(places, l.pos), append(articles, l.ID), append(entries, l.EntryID)
		drafts = append(drafts, &l.articleDraft)
	}
	// Deleted first: SQLite joins pages that lose rows, and never those whose rows only become shorter.
	if _, err := t.exec(ctx, "DELETE FROM article_bodies WHERE article_id IN (:ids)", ids(t.s.d, articles)); err != nil {
		return err
	}
	if _, err := t.bulk(ctx, "INSERT INTO article_bodies (article_id, body, gone_at) VALUES (?, ?, ?)", bodies); err != nil {
		return err
	}
	if err := t.unindex(ctx, places); err != nil {
		return err
	}
	if err := t.index(ctx, drafts); err != nil {
		return err
	}
	for _, query := range []string{"UPDATE facts SET version = ? WHERE article_id IN (:ids)", "UPDATE articles SET group_version = ? WHERE id IN (:ids)"} {
		if _, err := t.exec(ctx, query, int64(forGood), ids(t.s.d, articles)); err != nil {
			return err
		}
	}
	if err := t.dropCaptures(ctx, entries); err != nil {
		return err
	}
	return t.dropContents(ctx, entries)
}

// dropContents takes the texts out of what feeds told of entries, now and before.
func (t *tx) dropContents(ctx context.Context, entries []news.EntryID) error {
	var details, versions [][]any
	err := t.each(ctx, func(row scanner) error {
		var id int64
		var packed []byte
		if err := row.Scan(&id, &packed); err != nil {
			return err
		}
		var d entryDetail
		if err := unpack(packed, &d); err != nil || d.Content == "" {
			return err
		}
		d.Content = ""
		packed, err := pack(d)
		details = append(details, []any{id, packed})
		return err
	}, "SELECT entry_id, detail FROM entry_details WHERE entry_id IN (:ids)", ids(t.s.d, entries))
	if err != nil {
		return err
	}
	err = t.each(ctx, func(row scanner) error {
		var id, seq int64
		var packed []byte
		if err := row.Scan(&id, &seq, &packed); err != nil {
			return err
		}
		var d versionDetail
		if err := unpack(packed, &d); err != nil || d.Content == "" {
			return err
		}
		d.Content = ""
		packed, err := pack(d)
		versions = append(versions, []any{id, seq, packed})
		return err
	}, "SELECT entry_id, seq, detail FROM entry_versions WHERE entry_id IN (:ids)", ids(t.s.d, entries))
	if err != nil {
		return err
	}
	return t.bulks(ctx, []bulk{
		{"UPDATE entry_details SET detail = v.column2 FROM (VALUES (?, ?)) AS v WHERE entry_id = v.column1", details},
		{"UPDATE entry_versions SET detail = v.column3 FROM (VALUES (?, ?, ?)) AS v WHERE entry_id = v.column1 AND seq = v.column2", versions},
	})
}
