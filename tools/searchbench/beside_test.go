// Package searchbench looks for the same words in the same articles with our store, with plain FTS5, with bleve and with
// PostgreSQL's own text search, in one run. It is a module of its own so that bleve is no dependency of ours:
//
//	cd tools/searchbench && NUTGRAF_VOLUME=/tmp/much go test -run Beside -v -timeout 2h -articles 100000
//
// NUTGRAF_VOLUME is a folder with a database that internal/app/volume made; it is only read, and its schema must be this
// program's. Each engine takes the articles one after the other, with nothing else running, and says where each stands in time:
// all are asked for the twenty newest of what they find, and those that rank by relevance for the twenty best. It measures; what
// it compares, and the only thing that may fail, is whether they find the same.
package searchbench

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

var (
	most    = flag.Int("articles", 100_000, "how many articles, at most")
	engines = flag.String("engines", "ours,fts5,bleve,postgres", "which, with commas; kept is the database itself, which takes nothing")
	each    = flag.Int("each", 25, "how many queries of each class")
	within  = flag.Duration("within", 20*time.Minute, "an engine that has not taken all articles by then is asked for those it has taken")
)

// limit is how many articles every query asks for.
const limit = 20

// document is an article as all engines take it.
type document struct {
	id   int64
	at   time.Time
	text string // headline, authors, summary and text, a line each
	from news.Article
	host string
}

// engine is one way to search.
type engine interface {
	name() string
	// add takes some articles, in the order of their identifiers.
	add(batch []document) error
	// ready is called after the last, and returns the bytes of the index alone and of all that is kept.
	ready() (index, all int64, err error)
	orders() []string
	// find returns the identifiers of what is found.
	find(q question, order string) ([]int64, error)
}

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestBeside(t *testing.T) {
	folder := os.Getenv("NUTGRAF_VOLUME")
	if folder == "" {
		t.Skip("not run: there is no database to search in (NUTGRAF_VOLUME)")
	}
	questions := questionsOf(t, folder)
	fmt.Printf("%d cores, %s\n\n", runtime.NumCPU(), runtime.Version())
	found := map[string]map[question][]int64{}
	for _, name := range strings.Split(*engines, ",") {
		e := open(t, name, folder)
		began, before, taken := time.Now(), spent(), 0
		var batch []document
		stopped := errors.New("enough")
		flush := func() error {
			err := e.add(batch)
			taken += len(batch)
			batch = batch[:0]
			if err == nil && time.Since(began) > *within {
				return stopped
			}
			return err
		}
		err := read(t, folder, func(d document) error {
			if batch = append(batch, d); len(batch) == 500 {
				return flush()
			}
			return nil
		})
		if err == nil {
			err = flush()
		}
		if err != nil && !errors.Is(err, stopped) {
			t.Fatal(err)
		}
		index, all, err := e.ready()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%s: %d articles in %v (processor %v), index %.1f MB, all %.1f MB\n", name, taken, time.Since(began).Round(time.Second), (spent() - before).Round(time.Second), float64(index)/1e6, float64(all)/1e6)
		for _, order := range e.orders() {
			ask(t, e, order, questions, found)
		}
		fmt.Println()
	}
	disagreements(questions, found)
}

// ask asks everything three times and tells for each class how long the answers take (median, 95th percentile, longest), how much
// processor time of this process one takes on average, which says nothing of PostgreSQL, and how many articles are found.
func ask(t *testing.T, e engine, order string, questions []question, found map[string]map[question][]int64) {
	took, used, n := map[string][]time.Duration{}, map[string]time.Duration{}, map[string]int{}
	answers := map[question][]int64{}
	for range 3 {
		for _, q := range questions {
			before, began := spent(), time.Now()
			ids, err := e.find(q, order)
			took[q.class], used[q.class] = append(took[q.class], time.Since(began)), used[q.class]+spent()-before
			if err != nil {
				t.Fatalf("%s: %q: %v", e.name(), q.text, err)
			}
			n[q.class] += len(ids)
			answers[q] = ids
		}
	}
	found[e.name()+" "+order] = answers
	for _, class := range classes {
		list := took[class]
		if len(list) == 0 {
			continue
		}
		slices.Sort(list)
		fmt.Printf("| %s, %s | %s | %s | %s | %s | %s | %.1f |\n", e.name(), order, class, short(list[len(list)/2]), short(list[len(list)*95/100]), short(list[len(list)-1]),
			short(used[class]/time.Duration(len(list))), float64(n[class])/float64(len(list)))
	}
}

func short(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}

// disagreements tells for how many queries two engines' newest twenty are not the same.
func disagreements(questions []question, found map[string]map[question][]int64) {
	names := []string{}
	for name := range found {
		if strings.HasSuffix(name, " newest") || strings.HasSuffix(name, " as typed") && !strings.Contains(name, "best") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for i, a := range names {
		for _, b := range names[i+1:] {
			var differ []string
			for _, q := range questions {
				if !slices.Equal(found[a][q], found[b][q]) {
					differ = append(differ, q.text)
				}
			}
			fmt.Printf("%s and %s differ in %d of %d queries: %.200q\n", a, b, len(differ), len(questions), differ[:min(len(differ), 5)])
		}
	}
}

// read gives the articles of the volume in the order of their identifiers.
func read(t *testing.T, folder string, yield func(document) error) error {
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(folder, "nutgraf.db"), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, enough := 0, errors.New("enough")
	err = s.ExportArticles(context.Background(), func(a news.Article, from news.Source) error {
		if n++; n > *most {
			return enough
		}
		text := strings.Join([]string{a.Headline, strings.Join(a.Authors, ", "), a.Summary, a.Text()}, "\n")
		return yield(document{int64(a.ID), a.Time().Truncate(time.Second), text, a, cmp.Or(from.Host, "a.example")})
	})
	if errors.Is(err, enough) {
		return nil
	}
	return err
}
