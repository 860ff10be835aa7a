package story_test

import (
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
)

// mint makes articles as a busy stream has them: events come and go, an event is told by two articles on average and by
// a hundred at most, in words of which few are its own and most are everybody's.
type mint struct {
	chance *rand.Rand
	common *rand.Zipf
	next   news.ArticleID
	now    time.Time
	live   []mintedEvent
}

type mintedEvent struct {
	words []string
	left  int
}

func newMint() *mint {
	chance := rand.New(rand.NewPCG(7, 7))
	return &mint{chance: chance, common: rand.NewZipf(chance, 1.07, 4, 300_000), now: time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC)}
}

// word is the n-th commonest word of the mint's language.
func (m *mint) word(n uint64) string {
	syllables := [...]string{"ka", "to", "ri", "mel", "sun", "dor", "ve", "lin", "pas", "hu", "gre", "ost", "ba", "ny", "cal", "fe"}
	s := ""
	for n++; n > 0; n /= 16 {
		s += syllables[n%16]
	}
	return s
}

func (m *mint) article() news.Article {
	if len(m.live) < 400 || m.chance.IntN(3) == 0 {
		e := mintedEvent{left: 1 + int(1/(.01+m.chance.Float64())/2)}
		for range 30 {
			e.words = append(e.words, m.word(2000+m.chance.Uint64N(300_000)))
		}
		m.live = append(m.live, e)
	}
	at := m.chance.IntN(len(m.live))
	e := &m.live[at]
	own := e.words
	if e.left--; e.left <= 0 {
		m.live = slices.Delete(m.live, at, at+1)
	}
	say := func(n int) string {
		var b strings.Builder
		for i := range n {
			w := m.word(m.common.Uint64())
			if m.chance.IntN(5) == 0 {
				k := m.chance.IntN(len(own))
				w = own[k]
				if k%3 == 0 {
					w = strings.ToUpper(w[:1]) + w[1:]
				}
			}
			if i%14 == 13 {
				w += "."
			}
			b.WriteString(w + " ")
		}
		return b.String()
	}
	m.next++
	m.now = m.now.Add(3 * time.Second)
	return news.Article{ID: m.next, SourceID: news.SourceID(1 + m.chance.IntN(3000)), Language: "en", Headline: say(10), PublishedAt: m.now, SeenAt: m.now,
		Blocks: []news.Block{{Role: news.RoleParagraph, Text: say(150 + m.chance.IntN(400))}}}
}

// full is kept from one run of the benchmark to the next, which is longer: to fill it takes minutes.
var full struct {
	mint   *mint
	window *story.Window
	heap   runtime.MemStats
}

func fullWindow(size int) (*mint, *story.Window, *runtime.MemStats) {
	if full.window != nil {
		return full.mint, full.window, &full.heap
	}
	m, w := newMint(), story.New(story.Options{Most: size, Span: 30 * 24 * time.Hour})
	for range size / 256 {
		batch := make([]news.Article, 256)
		for i := range batch {
			batch[i] = m.article()
		}
		w.Add(batch)
	}
	w.Repair()
	runtime.GC()
	runtime.ReadMemStats(&full.heap)
	full.mint, full.window = m, w
	return m, w, &full.heap
}

// BenchmarkWindow measures grouping in a window that is full: NUTGRAF_WINDOW articles, 20,000 without. The command for the
// figures: GOMAXPROCS=1 NUTGRAF_WINDOW=200000 go test ./internal/story -run XXX -bench Window -benchtime 20000x -timeout 30m
func BenchmarkWindow(b *testing.B) {
	size, _ := strconv.Atoi(os.Getenv("NUTGRAF_WINDOW"))
	if size == 0 {
		size = 20_000
	}
	m, w, heap := fullWindow(size)
	batch := make([]news.Article, 0, 256)
	var spent time.Duration
	b.ResetTimer()
	for n := b.N; n > 0; n -= 256 {
		b.StopTimer()
		batch = batch[:0]
		for range min(n, 256) {
			batch = append(batch, m.article())
		}
		b.StartTimer()
		at := time.Now()
		w.Add(batch)
		spent += time.Since(at)
	}
	b.ReportMetric(float64(b.N)/spent.Seconds(), "articles/s")
	at := time.Now()
	w.Repair()
	b.ReportMetric(float64(time.Since(at).Milliseconds()), "ms-repair")
	b.ReportMetric(float64(heap.HeapAlloc)/1e6, "MB")
	b.ReportMetric(float64(heap.Sys)/1e6, "MB-sys")
}
