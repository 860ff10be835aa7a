package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"nutgraf/internal/query"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

func init() { maxSaid, maxCarriers = 60, 300 } // so that small databases show what large ones do

// A Read is something that pages or stages read. It may end with [context.Canceled] after its first statement.
type Read struct {
	Do      func() error
	Search  query.Node // what Do searches for, if it does
	Whole   bool       // it has no condition: its index may be walked from an end
	Glances int        // how many times more rows it may look at; 0: once
	Slices  bool       // it sorts or filters what is in a slice of time, for which a search has patience, or what one story or thread has
	Few     string     // an index that holds a handful of rows only: it may be walked, and those be sorted
}

// Explain opens a way to watch the statements of a store; url is that of PostgreSQL. What it returns tells what is
// wrong with the plans of a read: on PostgreSQL, that it looked at more rows than most; on SQLite, which does not
// count, that it walks a table, sorts, or filters a whole index.
func Explain(tb testing.TB, s *Store, url string) func(read Read, most int) []string {
	tb.Helper()
	if s.d.name == "sqlite" {
		return func(read Read, _ int) []string { return explainSQLitePlans(tb, s, read) }
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		tb.Fatal(err)
	}
	w := &watcher{}
	config.DefaultQueryExecMode, config.Tracer = pgx.QueryExecModeExec, w
	plain := s.reads
	s.reads = stdlib.OpenDB(*config)
	s.writes = s.reads
	tb.Cleanup(func() { plain.Close() })
	return func(read Read, most int) []string { return w.explain(tb, plain, read, most) }
}

var (
	walk      = regexp.MustCompile(`^SCAN (a|e|s|articles|entries|stories|b|d|c|h|hubs)\b`)
	bareLimit = regexp.MustCompile(`(LIMIT|OFFSET) \?([^+]|$)`)
	walkIndex = regexp.MustCompile(`^SCAN \w+ USING (COVERING )?INDEX`)
)

const sortsSlice = "ORDER BY +rowid" // few places of one slice, as the statement wants

func explainSQLitePlans(tb testing.TB, s *Store, read Read) (wrong []string) {
	tb.Helper()
	s.texts.Clear()
	if err := read.Do(); err != nil && !errors.Is(err, context.Canceled) {
		tb.Fatal(err)
	}
	var texts []string
	s.texts.Range(func(_, text any) bool {
		texts = append(texts, text.(string))
		return true
	})
	if read.Search != nil {
		texts = append(texts, searchTexts(tb, s, read.Search)...)
	}
	if len(texts) == 0 {
		tb.Fatal("no statement was seen")
	}
	for _, text := range texts {
		if bareLimit.MatchString(text) {
			wrong = append(wrong, "prepared anew each time: "+text)
		}
		joined, ordered := false, false
		rows, err := s.reads.Query("EXPLAIN QUERY PLAN "+text, make([]any, strings.Count(text, "?"))...)
		err = all(rows, err, func(row scanner) error {
			var step string
			err := row.Scan(new(int), new(int), new(int), &step)
			joined = joined || strings.HasPrefix(step, "SEARCH a USING INTEGER PRIMARY KEY")
			ordered = ordered || step == "SCAN f" && !joined
			if few := read.Few != "" && (strings.HasSuffix(step, " "+read.Few) || strings.Contains(step, "FOR ORDER BY")); few {
				return err
			}
			if walk.MatchString(step) && !(read.Whole && walkIndex.MatchString(step)) || strings.Contains(step, "FOR ORDER BY") && strings.HasSuffix(text, "LIMIT ?+0") && !read.Slices && !strings.Contains(text, sortsSlice) {
				wrong = append(wrong, step+" in "+text)
			}
			return err
		})
		if err != nil {
			tb.Fatalf("%s: %v", text, err)
		}
		if strings.Contains(text, ") f CROSS JOIN") && !(ordered && joined) {
			wrong = append(wrong, "articles are not looked up in the order of what matches: "+text)
		}
	}
	return wrong
}

// searchTexts are the statements that a search may run, whatever the counts are.
func searchTexts(tb testing.TB, s *Store, q query.Node) (texts []string) {
	tb.Helper()
	for _, headlines := range []bool{false, true} {
		k, err := s.seeker(context.Background(), &question{query: q}, headlines, everywhere)
		if err != nil {
			tb.Fatal(err)
		}
		for _, few := range []bool{false, len(k.lists) > 0} {
			k.few = few
			for _, upwards := range []bool{false, true} {
				text, _ := k.statement(candidateColumns, upwards)
				texts = append(texts, s.d.text(text))
			}
		}
	}
	return texts
}

// watcher remembers statements as pgx sends them.
type watcher struct {
	mu   sync.Mutex
	seen []pgx.TraceQueryStartData
}

func (w *watcher) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, data)
	return ctx
}

func (w *watcher) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (w *watcher) explain(tb testing.TB, db *sql.DB, read Read, most int) (wrong []string) {
	tb.Helper()
	w.seen = nil
	if err := read.Do(); err != nil && !errors.Is(err, context.Canceled) {
		tb.Fatal(err)
	}
	explained := 0
	for _, data := range w.seen {
		if word, _, _ := strings.Cut(data.SQL, " "); word != "SELECT" && word != "WITH" {
			continue
		}
		explained++
		var told []byte
		if err := db.QueryRow("EXPLAIN (ANALYZE, FORMAT JSON) "+data.SQL, data.Args...).Scan(&told); err != nil {
			tb.Fatalf("%s: %v", data.SQL, err)
		}
		var plans []struct{ Plan planStep }
		if err := json.Unmarshal(told, &plans); err != nil {
			tb.Fatal(err)
		}
		if n, where := plans[0].Plan.looked(); n > float64(most) && !read.Slices {
			wrong = append(wrong, fmt.Sprintf("%.0f rows looked at, in %s: %s", n, where, data.SQL))
		}
	}
	if explained == 0 {
		tb.Fatal("no statement was seen")
	}
	return wrong
}

// planStep is what EXPLAIN of PostgreSQL tells of a step.
type planStep struct {
	Type    string     `json:"Node Type"`
	Table   string     `json:"Relation Name"`
	Index   string     `json:"Index Name"`
	Rows    float64    `json:"Actual Rows"`
	Removed float64    `json:"Rows Removed by Filter"`
	Checked float64    `json:"Rows Removed by Index Recheck"`
	Loops   float64    `json:"Actual Loops"`
	Plans   []planStep `json:"Plans"`
}

// looked is how many rows the step with the most rows looked at.
func (p planStep) looked() (most float64, where string) {
	most, where = (p.Rows+p.Removed+p.Checked)*p.Loops, p.Type+" "+p.Table+p.Index
	for _, step := range p.Plans {
		if n, at := step.looked(); n > most {
			most, where = n, at
		}
	}
	return most, where
}
