package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// terms are those of an article that the search index takes. Both engines get the same ones: at most so many that
// PostgreSQL, which counts positions to 16,383, can tell them all apart.
type terms struct {
	headline, author, body []string
	// What other forms of these words are found by. No phrase runs into it, because its terms are marked.
	headlineStems, authorStems, bodyStems []string
}

const (
	maxHeadlineTerms = 300
	maxAuthorTerms   = 200
	maxBodyTerms     = 15_000
	maxStems         = 5_000
	maxIndexedText   = 512 << 10 // bytes of text looked at
	maxTermBytes     = 700 << 10 // of all terms of the body: a vector of more than 1 MiB is an error, for the whole batch
	maxStemBytes     = 150 << 10 // likewise, of its stems
)

func termsOf(a *news.Article, body string) terms {
	headline, authors := clip(a.Headline, 8<<10), clip(strings.Join(a.Authors, " \n "), 8<<10)
	body = clip(a.Summary+"\n\n"+body, maxIndexedText)
	t := terms{
		headline: some(text.Terms(headline), maxHeadlineTerms, maxTermBytes),
		author:   some(text.Terms(authors), maxAuthorTerms, maxTermBytes),
		body:     some(text.Terms(body), maxBodyTerms, maxTermBytes),
	}
	t.headlineStems = some(stem.Of(headline, a.Language), maxHeadlineTerms, maxStemBytes)
	t.authorStems = some(stem.Names(authors), maxAuthorTerms, maxStemBytes)
	t.bodyStems = some(stem.Of(body, a.Language), maxStems, maxStemBytes)
	return t
}

// some are the first terms of a list, at most so many and of so many bytes.
func some(list []string, most, mostBytes int) []string {
	list = list[:min(len(list), most)]
	bytes := 0
	for i, term := range list {
		if bytes += len(term); bytes > mostBytes {
			return list[:i]
		}
	}
	return list
}

// searcher is how an engine indexes terms and finds them.
type searcher struct {
	encode func(terms) []any // the terms as columns: made outside the transaction, because it takes time
	insert string            // takes the place, the article's identifier and those columns
	remove string            // takes a list of places

	// slice is the index with a slice and its order filled in, joined to articles a: matches as f, newest first, before
	// anything is joined. Empty: from.
	slice string
	from  string // the index as f joined to articles a, to be followed by AND …
	// sorted is the same where the words alone drive: sorted before it is joined, for else each match is joined with its
	// article only to be sorted away.
	sorted string
	pos    string // the place of a row of from
	within string // the condition that the place %[1]s of a row of from is in a slice
	edges  []any  // its values
	in     string // a condition on articles a, which finds all matches in a slice first; takes an expression and the edges
	has    string // the same condition, for words to leave out: the other conditions drive
	one    string // the same condition, which looks at one article at a time; empty: the planner chooses
	begins string // stands in an expression with a beginning of terms, if the engine reads all of these anew for each slice
	// present takes a list of expressions and tells which of them match anything. Empty: to ask costs more than to look for all.
	present string
	expr    exprs

	renewed string   // tells whether the index is made as it is wanted; empty: it always is
	renew   []string // makes it so, while searches and writers go on: outside of any transaction
}

func (t *tx) index(ctx context.Context, drafts []*articleDraft) error {
	rows := make([][]any, len(drafts))
	for i, a := range drafts {
		rows[i] = append([]any{a.pos, int64(a.ID)}, a.terms...)
	}
	// The rowids of SQLite's index must rise within a transaction: each step back would flush what it has gathered.
	slices.SortFunc(rows, func(a, b []any) int {
		return cmp.Compare(a[0].(int64), b[0].(int64))
	})
	t.s.heard(drafts)
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
	encode: func(t terms) []any {
		return []any{spaced(t.headline, t.headlineStems), spaced(t.author, t.authorStems), spaced(t.body, t.bodyStems)}
	},
	// The place holds the identifier: ?2 is only taken. With INSERT … SELECT every row would be a segment of its own.
	insert: "INSERT INTO article_search (rowid, headline, author, body) VALUES (?1, ?3, ?4, ?5)",
	remove: "DELETE FROM article_search WHERE rowid IN (:ids)",
	// CROSS, because the order of the rows is that of f: SQLite keeps the order of tables that are joined so.
	slice: "(SELECT rowid AS pos FROM article_search WHERE article_search MATCH ?%s ORDER BY %s DESC LIMIT -1) f" +
		" CROSS JOIN articles a ON a.id = (f.pos & " + strconv.Itoa(posMask) + ")",
	edges:   []any{edgeLow, edgeHigh},
	in:      "a.pos IN (SELECT rowid FROM article_search WHERE article_search MATCH ? AND rowid >= ? AND rowid < ?)",
	has:     "a.pos IN (SELECT rowid FROM article_search WHERE article_search MATCH ? AND rowid >= ? AND rowid < ?)", // a look into one takes 110 µs, all go at 0.3 µs
	one:     "EXISTS (SELECT 1 FROM article_search x WHERE x.article_search MATCH ? AND x.rowid = a.pos)",
	begins:  "\" *",
	present: "SELECT w.value FROM json_each(?) w WHERE EXISTS (SELECT 1 FROM article_search WHERE article_search MATCH w.value)",
	expr:    fts5,
}

func spaced(terms, stems []string) string {
	if len(stems) == 0 {
		return strings.Join(terms, " ")
	}
	return strings.Join(terms, " ") + " " + strings.Join(stems, " ")
}

// postgresSearch is a vector with positions: of the headline marked A, of the authors B, of the body D. A gap between
// them keeps phrases inside one of them.
var postgresSearch = searcher{
	encode: func(t terms) []any { return []any{vector(t)} },
	insert: "INSERT INTO article_search (pos, article_id, terms) VALUES (?, ?, CAST(? AS tsvector))",
	remove: "DELETE FROM article_search WHERE pos IN (:ids)",
	from:   "article_search f JOIN articles a ON a.id = f.article_id WHERE f.terms @@ CAST(? AS tsquery) AND looked_into(f.article_id)",
	sorted: "(SELECT article_id, pos FROM article_search WHERE terms @@ CAST(? AS tsquery) AND looked_into(article_id) ORDER BY pos DESC) f" +
		" JOIN articles a ON a.id = f.article_id WHERE true",
	within: betweenPeriods,
	edges:  []any{edgeLow, edgeHigh, edgePeriods, edgePeriods},
	in:     "a.id IN (SELECT x.article_id FROM article_search x WHERE x.terms @@ CAST(? AS tsquery) AND " + fmt.Sprintf(betweenPeriods, "x.pos") + ")",
	has:    "EXISTS (SELECT 1 FROM article_search x WHERE x.article_id = a.id AND x.terms @@ CAST(? AS tsquery) AND " + fmt.Sprintf(betweenPeriods, "x.pos") + ")",
	expr:   tsquery,

	renewed: "SELECT to_regclass('article_search_terms') IS NULL AND EXISTS (SELECT 1 FROM pg_index WHERE " + periodIndex + " AND indisvalid)",
	renew: []string{
		"CREATE INDEX CONCURRENTLY IF NOT EXISTS article_search_periods ON article_search USING GIN (periods(pos), terms)",
		"DROP INDEX CONCURRENTLY IF EXISTS article_search_terms",
		"ANALYZE article_search",
	},
}

// The index of sayings has two parts: the speaker with role and listener, and the words. Its places are those of sayings.
var (
	sqliteSayings = searcher{
		encode: func(t terms) []any { return []any{strings.Join(t.headline, " "), strings.Join(t.body, " ")} },
		insert: "INSERT INTO saying_search (rowid, speaker, words) VALUES (?, ?, ?)",
		remove: "DELETE FROM saying_search WHERE rowid IN (:ids)",
		from:   "saying_search CROSS JOIN sayings s",
		in:     "saying_search MATCH ? AND s.place = saying_search.rowid",
		pos:    "saying_search.rowid",
	}
	postgresSayings = searcher{
		encode: postgresSearch.encode,
		insert: "INSERT INTO saying_search (place, terms) VALUES (?, CAST(? AS tsvector))",
		remove: "DELETE FROM saying_search WHERE place IN (:ids)",
		from:   "saying_search f JOIN sayings s ON s.place = f.place",
		in:     "f.terms @@ CAST(? AS tsquery) AND looked_into(f.place)",
		pos:    "f.place",
	}
)

// vector writes a tsvector. A term keeps the first 256 of its positions, which is all that PostgreSQL stores.
func vector(t terms) string {
	type lexeme struct {
		term   string
		places []byte
		n      int
	}
	var lexemes []lexeme
	index := make(map[string]int, len(t.body))
	at := 0
	add := func(list []string, weight string) {
		for _, term := range list {
			at++
			i, known := index[term]
			if !known {
				i = len(lexemes)
				index[term] = i
				lexemes = append(lexemes, lexeme{term: term})
			}
			l := &lexemes[i]
			if l.n++; l.n > 256 {
				continue
			}
			if l.n > 1 {
				l.places = append(l.places, ',')
			}
			l.places = append(strconv.AppendInt(l.places, int64(at), 10), weight...)
		}
		at += 10
	}
	add(t.headline, "A")
	add(t.headlineStems, "A")
	add(t.author, "B")
	add(t.authorStems, "B")
	add(t.body, "")
	var b strings.Builder
	for i, l := range lexemes {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoteTerm(l.term))
		b.WriteByte(':')
		b.Write(l.places)
	}
	for _, term := range t.bodyStems { // all in the last place, of which there are 16,383; without one they would be in every column
		if _, known := index[term]; known {
			continue // in the headline
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoteTerm(term))
		b.WriteString(":16383")
	}
	return b.String()
}

// quoteTerm writes a term as tsvector and tsquery read it, whatever is in it.
func quoteTerm(term string) string {
	if strings.ContainsAny(term, `'\`) {
		term = strings.ReplaceAll(strings.ReplaceAll(term, `\`, `\\`), "'", "''")
	}
	return "'" + term + "'"
}
