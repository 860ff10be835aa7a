package searchbench

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/simple"
	"github.com/blevesearch/bleve/v2/search/query"

	"nutgraf/internal/news"
	ourquery "nutgraf/internal/query"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

func open(t *testing.T, name, folder string) engine {
	dir := t.TempDir()
	var e engine
	var err error
	switch name {
	case "ours":
		e, err = openOurs(dir)
	case "kept":
		e, err = openKept(folder)
	case "fts5":
		e, err = openFTS(dir)
	case "bleve":
		e, err = openBleve(dir)
	case "postgres":
		e, err = openPostgres(pgtest.URL(t))
	default:
		t.Fatalf("there is no engine %q", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// ours is the product's store: it saves whole articles, as reading pages does, and answers with articles and snippets.
type ours struct {
	s    *store.Store
	path string
}

func openOurs(dir string) (*ours, error) {
	path := filepath.Join(dir, "nutgraf.db")
	s, err := store.Open(context.Background(), store.Options{Path: path})
	return &ours{s, path}, err
}

func (o *ours) name() string { return "ours" }

// As typed, words are found without their other forms, which is what the other engines do.
func (o *ours) orders() []string { return []string{"newest", "as typed", "best", "best as typed"} }

func (o *ours) add(batch []document) error {
	ctx, now := context.Background(), time.Now()
	entries := make([]news.Entry, len(batch))
	byURL := map[string]news.Article{}
	for i, d := range batch {
		url := fmt.Sprintf("http://%s/%d", d.host, d.id)
		entries[i] = news.Entry{GUID: url, URL: url, Title: d.from.Headline, PublishedAt: d.at, SeenAt: d.at}
		a := d.from
		a.URL, a.CanonicalURL, a.PublishedAt, a.StoryID, a.FamilyID = url, "", d.at, 0, 0
		byURL[url] = a
	}
	if _, err := o.s.ImportEntries(ctx, entries, now); err != nil {
		return err
	}
	works, err := o.s.ClaimEntries(ctx, now, now.Add(time.Minute), 2*len(batch), 1)
	if err != nil {
		return err
	}
	var outcomes []news.Outcome
	for _, w := range works {
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{byURL[w.Entry.URL]}, Version: 1, LeaseUntil: w.LeaseUntil})
	}
	return o.s.SaveArticles(ctx, outcomes, now)
}

func (o *ours) ready() (index, all int64, err error) {
	db, err := sql.Open("sqlite", o.path)
	if err != nil {
		return 0, 0, err
	}
	defer db.Close()
	err = db.QueryRow("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'article_search%'").Scan(&index)
	return index, bytesIn(filepath.Dir(o.path)), err
}

func (o *ours) find(q question, order string) ([]int64, error) {
	hits, err := o.hits(q, order)
	var ids []int64
	for _, hit := range hits {
		_, id, _ := strings.Cut(strings.TrimPrefix(hit.Article.URL, "http://"), "/")
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, n)
	}
	return ids, err
}

func (o *ours) hits(q question, order string) ([]news.Hit, error) {
	words := q.text
	if strings.HasSuffix(order, "as typed") {
		words = regexp.MustCompile(`[a-zA-Z]+`).ReplaceAllStringFunc(strings.ReplaceAll(words, `"`, ""), func(w string) string {
			if w == "OR" {
				return w
			}
			return `"` + w + `"`
		})
		if q.exact {
			words = q.text
		}
	}
	parsed, err := ourquery.Parse(words)
	if err != nil {
		return nil, err
	}
	by := news.OrderNewest
	if strings.HasPrefix(order, "best") {
		by = news.OrderRelevant
	}
	found, err := o.s.Search(context.Background(), parsed, news.Filter{Limit: limit, Order: by})
	return found.Hits, err
}

// kept is the volume itself, asked as it is: for sizes at which saving all of it anew would take hours.
type kept struct{ ours }

func openKept(folder string) (*kept, error) {
	path := filepath.Join(folder, "nutgraf.db")
	s, err := store.Open(context.Background(), store.Options{Path: path, ReadOnly: true})
	return &kept{ours{s, path}}, err
}

func (k *kept) name() string { return "kept" }

func (k *kept) add([]document) error { return nil }

func (k *kept) find(q question, order string) ([]int64, error) {
	hits, err := k.hits(q, order)
	var ids []int64
	for _, hit := range hits {
		ids = append(ids, int64(hit.Article.ID))
	}
	return ids, err
}

func bytesIn(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error { // what is gone has no size
		if info, statErr := os.Stat(path); err == nil && statErr == nil && !d.IsDir() {
			n += info.Size()
		}
		return nil
	})
	return n
}

// fts5 is a table of SQLite's over the texts as they are, without what the product does for newest first but its rowids.
type fts5 struct {
	db   *sql.DB
	path string
}

func openFTS(dir string) (*fts5, error) {
	path := filepath.Join(dir, "fts.db")
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(wal)&_pragma=synchronous(normal)")
	if err != nil {
		return nil, err
	}
	_, err = db.Exec("CREATE VIRTUAL TABLE t USING fts5 (words, content = '', tokenize = 'unicode61 remove_diacritics 2')")
	return &fts5{db, path}, err
}

func (f *fts5) name() string { return "fts5" }

func (f *fts5) orders() []string { return []string{"newest", "best"} }

func (f *fts5) add(batch []document) error {
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, d := range batch {
		if _, err := tx.Exec("INSERT INTO t (rowid, words) VALUES (?, ?)", d.at.Unix()<<30|d.id, d.text); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (f *fts5) ready() (index, all int64, err error) {
	err = f.db.QueryRow("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 't%'").Scan(&index)
	return index, bytesIn(filepath.Dir(f.path)), err
}

func (f *fts5) find(q question, order string) ([]int64, error) {
	words := quoted(q.all, " AND ")
	if q.exact {
		words = `"` + q.all + `"`
	}
	if q.any != "" {
		words = quoted(q.any, " OR ")
	}
	if q.not != "" {
		words += " NOT " + quoted(q.not, "")
	}
	by := map[string]string{"newest": "rowid DESC", "best": "rank"}[order]
	return numbers(f.db.Query("SELECT rowid & 1073741823 FROM t WHERE t MATCH ? ORDER BY "+by+" LIMIT ?", words, limit))
}

func quoted(words, by string) string {
	fields := strings.Fields(words)
	for i, word := range fields {
		fields[i] = `"` + word + `"`
	}
	return strings.Join(fields, by)
}

func numbers(rows *sql.Rows, err error) ([]int64, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// postgres is a table of vectors that PostgreSQL makes itself, with its index of words and one of times.
type postgres struct{ db *sql.DB }

func openPostgres(url string) (*postgres, error) {
	db, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	_, err = db.Exec(`CREATE TABLE t (id BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL, words TSVECTOR NOT NULL);
		CREATE INDEX t_words ON t USING GIN (words); CREATE INDEX t_at ON t (at, id)`)
	return &postgres{db}, err
}

func (p *postgres) name() string { return "postgres" }

func (p *postgres) orders() []string { return []string{"newest", "best"} }

func (p *postgres) add(batch []document) error {
	var values []string
	var args []any
	for i, d := range batch {
		values = append(values, fmt.Sprintf("($%d, $%d, to_tsvector('simple', $%d))", 3*i+1, 3*i+2, 3*i+3))
		args = append(args, d.id, d.at, strings.ToValidUTF8(strings.ReplaceAll(d.text, "\x00", " "), ""))
	}
	if len(values) == 0 {
		return nil
	}
	_, err := p.db.Exec("INSERT INTO t (id, at, words) VALUES "+strings.Join(values, ", "), args...)
	return err
}

func (p *postgres) ready() (index, all int64, err error) {
	if _, err = p.db.Exec("VACUUM ANALYZE t"); err != nil {
		return 0, 0, err
	}
	err = p.db.QueryRow("SELECT pg_relation_size('t_words'), pg_total_relation_size('t')").Scan(&index, &all)
	return index, all, err
}

func (p *postgres) find(q question, order string) ([]int64, error) {
	words := strings.Join(strings.Fields(q.all), " & ")
	if q.exact {
		words = strings.Join(strings.Fields(q.all), " <-> ")
	}
	if q.any != "" {
		words = strings.Join(strings.Fields(q.any), " | ")
	}
	if q.not != "" {
		words += " & !" + q.not
	}
	by := map[string]string{"newest": "at DESC, id DESC", "best": "ts_rank(words, q) DESC"}[order]
	return numbers(p.db.Query("SELECT id FROM t, to_tsquery('simple', $1) q WHERE words @@ q ORDER BY "+by+" LIMIT $2", words, limit))
}

// indexed is bleve's, of its usual kind (scorch) with a field of words and two to sort by.
type indexed struct {
	index bleve.Index
	path  string
}

func openBleve(dir string) (*indexed, error) {
	words := bleve.NewTextFieldMapping()
	words.Analyzer, words.Store, words.DocValues = simple.Name, false, false
	number := bleve.NewNumericFieldMapping()
	number.Store = false
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt("words", words)
	doc.AddFieldMappingsAt("at", number)
	doc.AddFieldMappingsAt("id", number)
	mapping := bleve.NewIndexMapping()
	mapping.DefaultMapping = doc
	path := filepath.Join(dir, "index.bleve")
	index, err := bleve.New(path, mapping)
	return &indexed{index, path}, err
}

func (b *indexed) name() string { return "bleve" }

func (b *indexed) orders() []string { return []string{"newest", "best"} }

func (b *indexed) add(documents []document) error {
	batch := b.index.NewBatch()
	for _, d := range documents {
		value := map[string]any{"words": d.text, "at": float64(d.at.Unix()), "id": float64(d.id)}
		if err := batch.Index(strconv.FormatInt(d.id, 10), value); err != nil {
			return err
		}
	}
	return b.index.Batch(batch)
}

func (b *indexed) ready() (index, all int64, err error) {
	time.Sleep(10 * time.Second) // what it merges behind one's back
	n := bytesIn(b.path)
	return n, n, nil
}

func (b *indexed) find(q question, order string) ([]int64, error) {
	term := func(word string) query.Query {
		one := bleve.NewTermQuery(strings.ToLower(word))
		one.SetField("words")
		return one
	}
	var wanted query.Query
	switch {
	case q.exact:
		phrase := bleve.NewMatchPhraseQuery(q.all)
		phrase.SetField("words")
		wanted = phrase
	case q.any != "":
		any := bleve.NewDisjunctionQuery()
		for _, word := range strings.Fields(q.any) {
			any.AddQuery(term(word))
		}
		wanted = any
	default:
		all := bleve.NewConjunctionQuery()
		for _, word := range strings.Fields(q.all) {
			all.AddQuery(term(word))
		}
		wanted = all
	}
	if q.not != "" {
		both := bleve.NewBooleanQuery()
		both.AddMust(wanted)
		both.AddMustNot(term(q.not))
		wanted = both
	}
	request := bleve.NewSearchRequestOptions(wanted, limit, 0, false)
	if order == "newest" {
		request.SortBy([]string{"-at", "-id"})
	}
	result, err := b.index.Search(request)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, hit := range result.Hits {
		id, err := strconv.ParseInt(hit.ID, 10, 64)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
