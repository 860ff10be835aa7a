package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// indexed are the terms of an article as the search index takes them. Both engines get the same ones: at most so many
// that PostgreSQL, which counts positions to 16,383, can tell them all apart.
type indexed struct{ headline, author, body []string }

const (
	maxHeadlineTerms = 300
	maxAuthorTerms   = 200
	maxBodyTerms     = 15_000
	maxIndexedText   = 512 << 10 // bytes of text looked at
)

func indexOf(a *news.Article, body string) indexed {
	return indexed{
		headline: some(text.Terms(clip(a.Headline, 8<<10)), maxHeadlineTerms),
		author:   some(text.Terms(clip(strings.Join(a.Authors, " \n "), 8<<10)), maxAuthorTerms),
		body:     some(text.Terms(clip(a.Summary+"\n\n"+body, maxIndexedText)), maxBodyTerms),
	}
}

func some(terms []string, most int) []string { return terms[:min(len(terms), most)] }

// searcher is how an engine indexes terms and finds them.
type searcher struct {
	insert string // takes the values of row
	remove string // takes a list of places
	row    func(id news.ArticleID, pos int64, terms indexed) []any

	from string // the index joined to articles a, to be followed by AND …
	pos  string // the place of a row of from
	in   string // a condition on articles a
	expr exprs
}

func (t *tx) index(ctx context.Context, drafts []*articleDraft) error {
	rows := make([][]any, len(drafts))
	for i, a := range drafts {
		rows[i] = t.s.d.search.row(a.ID, a.pos, a.terms)
	}
	// The rowids of SQLite's index must rise within a transaction: each step back would flush what it has gathered.
	slices.SortFunc(rows, func(a, b []any) int {
		return cmp.Compare(a[0].(int64), b[0].(int64))
	})
	_, err := t.bulk(ctx, t.s.d.search.insert, rows)
	return err
}

func (t *tx) unindex(ctx context.Context, places []int64) error {
	if len(places) == 0 {
		return nil
	}
	_, err := t.exec(ctx, t.s.d.search.remove, ids(t.s.d, places))
	return err
}

// sqliteSearch is FTS5 over terms joined by spaces.
var sqliteSearch = searcher{
	insert: "INSERT INTO article_search (rowid, headline, author, body) VALUES (?, ?, ?, ?)",
	remove: "DELETE FROM article_search WHERE rowid IN (:ids)",
	row: func(_ news.ArticleID, pos int64, terms indexed) []any {
		return []any{pos, strings.Join(terms.headline, " "), strings.Join(terms.author, " "), strings.Join(terms.body, " ")}
	},
	from: "article_search CROSS JOIN articles a WHERE article_search MATCH ? AND a.id = (article_search.rowid & " + strconv.Itoa(posMask) + ")",
	pos:  "article_search.rowid",
	in:   "a.pos IN (SELECT rowid FROM article_search WHERE article_search MATCH ?)",
	expr: fts5,
}

// postgresSearch is a vector with positions: of the headline marked A, of the authors B, of the body D. A gap between
// them keeps phrases inside one of them.
var postgresSearch = searcher{
	insert: "INSERT INTO article_search (pos, article_id, terms) VALUES (?, ?, CAST(? AS tsvector))",
	remove: "DELETE FROM article_search WHERE pos IN (:ids)",
	row: func(id news.ArticleID, pos int64, terms indexed) []any {
		return []any{pos, int64(id), vector(terms)}
	},
	from: "article_search f JOIN articles a ON a.id = f.article_id WHERE f.terms @@ CAST(? AS tsquery)",
	pos:  "f.pos",
	in:   "a.id IN (SELECT article_id FROM article_search WHERE terms @@ CAST(? AS tsquery))",
	expr: tsquery,
}

// vector writes a tsvector. A term keeps the first 256 of its positions, which is all that PostgreSQL stores.
func vector(terms indexed) string {
	places := map[string][]byte{}
	counts := map[string]int{}
	var order []string
	at := 0
	add := func(list []string, weight string) {
		for _, term := range list {
			at++
			if counts[term]++; counts[term] > 256 {
				continue
			}
			old, known := places[term]
			if !known {
				order = append(order, term)
			} else {
				old = append(old, ',')
			}
			places[term] = append(strconv.AppendInt(old, int64(at), 10), weight...)
		}
		at += 10
	}
	add(terms.headline, "A")
	add(terms.author, "B")
	add(terms.body, "")
	var b strings.Builder
	for i, term := range order {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoteTerm(term))
		b.WriteByte(':')
		b.Write(places[term])
	}
	return b.String()
}

// quoteTerm writes a term as tsvector and tsquery read it, whatever is in it.
func quoteTerm(term string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(term) + "'"
}
