package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"

	"github.com/cespare/xxhash/v2"
)

// prose makes text of n words with the frequencies of a language: few common words, many rare ones.
func prose(r *rand.Rand, n int) string {
	zipf := rand.NewZipf(r, 1.1, 4, 50_000)
	var b strings.Builder
	for i := range n {
		word := zipf.Uint64()
		fmt.Fprintf(&b, "%s%c", syllables(word), " .,"[min(2, i%17)/2*(i%2)])
		if i%60 == 59 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

func syllables(n uint64) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	word := ""
	for ; n > 0 || word == ""; n /= 70 {
		word += string(consonants[n%14]) + string(vowels[n%5])
	}
	return word
}

// pages makes imported entries with captures of about 60 KB, as a crawl has them.
func pages(seed uint64, n int) []news.Entry {
	r := rand.New(rand.NewPCG(seed, 1))
	entries := make([]news.Entry, n)
	for i := range entries {
		text := prose(r, 500)
		page := "<html><head>" + strings.Repeat("<script>var a = function(x) { return x + 1 }</script><div class=\"menu\"><a href=\"/x\">Section</a></div>\n", 400) +
			"</head><body><p>" + text + "</p><div>" + prose(r, 800) + "</div></body></html>"
		entries[i] = news.Entry{
			GUID: fmt.Sprintf("%d-%d", seed, i), URL: fmt.Sprintf("http://s%d.example/%d/%d", i%50, seed, i), Title: text[:60], SeenAt: noon,
			Capture: &news.Capture{URL: "http://s.example/", ContentType: "text/html", FetchedAt: noon, Body: []byte(page)},
		}
	}
	return entries
}

func outcome(w news.Work) news.Outcome {
	body := string(w.Entry.Capture.Body)
	_, body, _ = strings.Cut(body, "<p>")
	body, _, _ = strings.Cut(body, "</p>")
	a := plain(w, "")
	a.Authors, a.Summary, a.Tags = []string{"Ines Halloran"}, body[:120], []string{"dam", "river"}
	a.PublishedAt = noon.Add(-time.Duration(w.Entry.ID%100_000) * time.Minute)
	a.Blocks = nil
	look := news.Look{Fresh: true, Letters: len(body), Share: .4, Headline: true, Dated: true}
	for _, paragraph := range strings.Split(body, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: paragraph})
		for from := 0; from+100 < len(paragraph); from += 100 { // some thirty blocks
			look.Imprints = append(look.Imprints, news.Imprint{Key: xxhash.Sum64String(paragraph[from : from+100]), Letters: 100, Text: paragraph[:100]})
		}
	}
	w.Entry.Capture = nil
	return news.Outcome{Entry: w.Entry, Articles: []news.Article{a}, Version: 1, LeaseUntil: w.LeaseUntil, Look: &look, Learned: w.Learned}
}

// fill brings a store to n articles in stories of four.
func fill(b *testing.B, s *store.Store, n int) {
	b.Helper()
	ctx := context.Background()
	for made := 0; made < n; made += 250 {
		must(s.ImportEntries(ctx, pages(uint64(made), 250), noon))(b)
		works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 250, 1))(b)
		var outcomes []news.Outcome
		for _, w := range works {
			outcomes = append(outcomes, outcome(w))
		}
		check(b, s.SaveArticles(ctx, outcomes, noon))
		var g news.Grouping
		for i, a := range must(s.ClaimArticles(ctx, 250, 1))(b) {
			id := news.StoryID(made+i)/4 + 1
			if i%4 == 0 {
				story := fullStory(id, a.SourceID)
				story.Lead, story.Score, story.UpdatedAt = a.ID, float64(a.Time().Unix())/3600, a.Time()
				g.Stories = append(g.Stories, story)
			}
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: id, Family: a.ID})
		}
		group(b, s, g)
	}
}

func eachEngineBench(b *testing.B, bench func(b *testing.B, s *store.Store)) {
	for _, name := range []string{"sqlite", "postgres"} {
		b.Run(name, func(b *testing.B) { bench(b, engines()[name](b)) })
	}
}

// BenchmarkSaveArticles measures each step of an article's way in, per article, in batches of 64.
func BenchmarkSaveArticles(b *testing.B) {
	eachEngineBench(b, func(b *testing.B, s *store.Store) {
		ctx := context.Background()
		const batch = 64
		spent := map[string]time.Duration{}
		step := func(name string, do func()) {
			began := time.Now()
			do()
			spent[name] += time.Since(began)
		}
		total := 0
		for seed := uint64(0); b.Loop(); seed++ {
			entries := pages(seed, batch)
			var works []news.Work
			var outcomes []news.Outcome
			step("import", func() { must(s.ImportEntries(ctx, entries, noon))(b) })
			step("claim", func() { works = must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), batch, 1))(b) })
			for _, w := range works {
				outcomes = append(outcomes, outcome(w))
			}
			step("save", func() { check(b, s.SaveArticles(ctx, outcomes, noon)) })
			var g news.Grouping
			step("waiting", func() {
				for i, a := range must(s.ClaimArticles(ctx, batch, 1))(b) {
					story := fullStory(news.StoryID(total+i+1), a.SourceID)
					story.Score = float64(a.Time().Unix())
					g.Stories = append(g.Stories, story)
					g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story.ID, Family: a.ID})
				}
			})
			step("group", func() { group(b, s, g) })
			total += batch
		}
		for name, took := range spent {
			b.ReportMetric(float64(took.Microseconds())/float64(total), name+"_µs/article")
		}
		b.ReportMetric(0, "ns/op")
	})
}

// BenchmarkPages measures reads on 20,000 articles in stories of four, or on as many as STORE_BENCH_ARTICLES says.
func BenchmarkPages(b *testing.B) {
	eachEngineBench(b, func(b *testing.B, s *store.Store) {
		ctx := context.Background()
		size, err := strconv.Atoi(cmp.Or(os.Getenv("STORE_BENCH_ARTICLES"), "20000"))
		check(b, err)
		fill(b, s, size)
		store.Exec(b, s, "ANALYZE") // PostgreSQL does so by itself, a minute later
		words := func(text string) query.Node {
			q, err := query.Parse(text)
			check(b, err)
			return q
		}
		common, rare := words(syllables(0)), words(syllables(30_000)+" OR "+syllables(40_001))
		for name, read := range map[string]func() error{
			"front": func() error {
				_, _, err := s.Stories(ctx, news.Filter{Limit: 60, Edition: news.Edition{Language: "en"}})
				return err
			},
			"section": func() error {
				_, _, err := s.Stories(ctx, news.Filter{Limit: 30, Section: news.SectionWorld})
				return err
			},
			"latest":  func() error { _, _, err := s.Latest(ctx, news.Filter{Limit: 30}); return err },
			"story":   func() error { _, err := s.StoryArticles(ctx, 100); return err },
			"article": func() error { _, _, err := s.Article(ctx, 100); return err },
			"sources": func() error { _, err := s.Sources(ctx); return err },
			"counts":  func() error { _, err := s.Counts(ctx); return err },
			"common":  func() error { _, err := s.Search(ctx, common, news.Filter{Limit: 20}); return err },
			"rare":    func() error { _, err := s.Search(ctx, rare, news.Filter{Limit: 20}); return err },
			"without": func() error {
				_, err := s.Search(ctx, words(syllables(2)+" -"+syllables(0)), news.Filter{Limit: 20})
				return err
			},
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					check(b, read())
				}
			})
		}
	})
}
