package store_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
	"nutgraf/internal/text"
)

// BenchmarkSearch measures searches of several classes on the database in the folder $NUTGRAF_VOLUME, or on that of
// $NUTGRAF_VOLUME_URL: the words are drawn from what is stored, always the same ones. It tells the middle, the 95th of a
// hundred and the worst in milliseconds; first_p95 is of each query asked for the first time.
func BenchmarkSearch(b *testing.B) {
	o := store.Options{URL: os.Getenv("NUTGRAF_VOLUME_URL"), ReadOnly: true}
	if dir := os.Getenv("NUTGRAF_VOLUME"); dir != "" {
		o.Path = filepath.Join(dir, "nutgraf.db")
	} else if o.URL == "" {
		b.Skip("wants NUTGRAF_VOLUME=FOLDER of a database, see internal/app/volume")
	}
	s := open(b, o)
	classes := drawQueries(b, s)
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		for _, order := range []news.Order{news.OrderNewest, news.OrderRelevant, "tally"} {
			b.Run(strings.ReplaceAll(name, " ", "-")+"/"+string(order), func(b *testing.B) {
				var first, later []time.Duration
				found, partly := 0, 0
				for n := range 1 + b.N {
					for _, q := range classes[name] {
						began := spent()
						hits, whole := ask(b, s, q, order)
						took := spent() - began
						if os.Getenv("SEARCH_BENCH_SLOW") != "" && took > 100*time.Millisecond {
							b.Logf("%s: %s: %v, %d found", name, q, took, hits)
						}
						if n == 0 {
							first = append(first, took)
							continue
						}
						later = append(later, took)
						if n == 1 && hits > 0 {
							found++
						}
						if n == 1 && !whole {
							partly++
						}
					}
				}
				b.ReportMetric(milliseconds(first, .95), "first_p95_ms")
				b.ReportMetric(milliseconds(later, .5), "p50_ms")
				b.ReportMetric(milliseconds(later, .95), "p95_ms")
				b.ReportMetric(milliseconds(later, 1), "max_ms")
				b.ReportMetric(float64(found)/float64(len(classes[name])), "found")
				b.ReportMetric(float64(partly)/float64(len(classes[name])), "partly")
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

var benchBegan = time.Now()

// spent is the time by which searches are measured.
var spent = func() time.Duration { return time.Since(benchBegan) }

// ask searches as a page does. Whole: it was answered without an end of patience.
func ask(tb testing.TB, s *store.Store, q string, order news.Order) (hits int, whole bool) {
	tb.Helper()
	node, _ := query.Parse(q)
	if order == "tally" {
		t, err := s.Tally(context.Background(), node, news.Filter{})
		check(tb, err)
		return t.Counted, true
	}
	found, err := s.Search(context.Background(), node, news.Filter{Order: order})
	if err != nil && !errors.Is(err, news.ErrInvalid) {
		tb.Fatalf("%s: %v", q, err)
	}
	return len(found.Hits), found.Reached.IsZero()
}

func milliseconds(took []time.Duration, share float64) float64 {
	slices.Sort(took)
	at := min(len(took)-1, int(float64(len(took))*share))
	return float64(took[at].Microseconds()) / 1000
}

// drawQueries makes the queries of each class from what a sample of the articles says.
func drawQueries(tb testing.TB, s *store.Store) map[string][]string {
	tb.Helper()
	ctx := context.Background()
	r := rand.New(rand.NewPCG(8, 2026))
	counts := must(s.Counts(ctx))(tb)
	sources := map[string]int{}
	for _, source := range must(s.Sources(ctx))(tb) {
		sources[source.Source.Host] = source.Articles
	}
	var (
		sample []news.Article
		hosts  []string
		in     = map[string]int{} // articles of the sample that have a term
		texts  [][]string
		cjk    []string
	)
	for len(sample) < 600 {
		a, source, err := s.Article(ctx, news.ArticleID(1+r.Int64N(int64(counts.Articles))))
		if errors.Is(err, news.ErrNotFound) {
			continue
		}
		check(tb, err)
		terms := text.Terms(a.Text())
		for _, term := range slices.Compact(slices.Sorted(slices.Values(terms))) {
			in[term]++
		}
		if strings.HasPrefix(a.Language, "zh") || strings.HasPrefix(a.Language, "ja") {
			for _, char := range a.Headline {
				if char >= 0x4E00 && char <= 0x9FFF {
					cjk = append(cjk, string(char))
				}
			}
		}
		sample, texts, hosts = append(sample, a), append(texts, terms), append(hosts, source.Host)
	}
	ranked := slices.SortedFunc(maps.Keys(in), func(a, b string) int { return cmp.Or(in[b]-in[a], strings.Compare(a, b)) })
	ranked = slices.DeleteFunc(ranked, func(term string) bool { return term[0] >= 0x80 })
	from := func(least, most float64) func() string { // a word that so large a share of the articles has
		var some []string
		for _, term := range ranked {
			if share := float64(in[term]) / float64(len(sample)); share >= least && share <= most {
				some = append(some, term)
			}
		}
		if len(some) == 0 {
			tb.Fatalf("no word is in %v to %v of the articles", least, most)
		}
		return func() string { return some[r.IntN(len(some))] }
	}
	common, middling, rare := from(.2, 1), from(.01, .05), from(0, 1.5/600)
	rareSource := slices.SortedFunc(maps.Keys(sources), func(a, b string) int { return cmp.Or(sources[a]-sources[b], strings.Compare(a, b)) })
	rareSource = slices.DeleteFunc(rareSource, func(host string) bool { return sources[host] == 0 })
	times := slices.SortedFunc(slices.Values(sample), func(a, b news.Article) int { return a.Time().Compare(b.Time()) })
	any := func() int { return r.IntN(len(sample)) }
	pair := func(of []string, wanted func(a, b string) bool) string { // two neighbours of a text
		for range 1000 {
			if len(of) < 2 {
				break
			}
			if i := r.IntN(len(of) - 1); wanted(of[i], of[i+1]) {
				return of[i] + " " + of[i+1]
			}
		}
		return ""
	}
	classes := map[string]func() string{
		"rare word":             rare,
		"middling word":         middling,
		"common word":           common,
		"two common":            func() string { return common() + " " + common() },
		"two middling":          func() string { return middling() + " " + middling() },
		"rare and common":       func() string { return rare() + " " + common() },
		"common without common": func() string { return common() + " -" + common() },
		"middling without":      func() string { return middling() + " -" + common() },
		"or of ten": func() string {
			return strings.Join([]string{common(), middling(), middling(), middling(), middling(), middling(), middling(), rare(), rare(), rare()}, " OR ")
		},
		"nothing":                 func() string { return rare() + " " + rare() },
		"no such word":            func() string { return "xqzv" + rare() },
		"common in common source": func() string { return common() + " source:" + hosts[any()] },
		"common in rare source":   func() string { return common() + " source:" + rareSource[r.IntN(1+len(rareSource)/10)] },
		"middling in source":      func() string { return middling() + " source:" + hosts[any()] },
		"common in section":       func() string { return common() + " section:" + string(cmp.Or(sample[any()].Section, "world")) },
		"common in language":      func() string { return common() + " lang:" + cmp.Or(sample[any()].Language, "en") },
		"common before":           func() string { return common() + " before:" + times[len(times)/10].Time().Format("2006-01-02") },
		"middling before":         func() string { return middling() + " before:" + times[len(times)/5].Time().Format("2006-01-02") },
		"headline": func() string {
			terms := text.Terms(sample[any()].Headline)
			return strings.Join(terms[:min(len(terms), 3)], " ")
		},
		"phrase of common": func() string {
			share := float64(len(sample)) * .1
			for {
				if found := pair(texts[any()], func(a, b string) bool { return float64(in[a]) > share && float64(in[b]) > share }); found != "" {
					return `"` + found + `"`
				}
			}
		},
		"phrase turned round": func() string { // two common words in the order in which nobody says them
			share := float64(len(sample)) * .1
			for {
				if found := pair(texts[any()], func(a, b string) bool { return float64(in[a]) > share && float64(in[b]) > share && a != b }); found != "" {
					a, b, _ := strings.Cut(found, " ")
					return fmt.Sprintf(`"%s %s"`, b, a)
				}
			}
		},
	}
	if len(cjk) > 0 {
		classes["one character"] = func() string { return cjk[r.IntN(len(cjk))] }
	}
	queries := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(classes)) {
		for range 40 {
			queries[name] = append(queries[name], classes[name]())
		}
	}
	return queries
}
