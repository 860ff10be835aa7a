package extract_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// gold is what a labelled page should give.
type gold struct {
	ID     string          `json:"id"`
	URL    string          `json:"url"`
	Text   string          `json:"text"`
	Title  string          `json:"title"`
	Date   string          `json:"date"`
	Flag   string          `json:"flag"`
	Author json.RawMessage `json:"author"`
	Body   *struct {
		Summary  []string `json:"summary"`
		Sections []struct {
			Headline   []string `json:"headline"`
			Paragraphs []string `json:"paragraphs"`
		} `json:"sections"`
	} `json:"body"`
	Images []struct {
		Caption string `json:"caption"`
	} `json:"images"`
}

func (g gold) body() string {
	if g.Body == nil {
		return g.Text
	}
	parts := append([]string(nil), g.Body.Summary...)
	for _, s := range g.Body.Sections {
		parts = append(append(parts, s.Headline...), s.Paragraphs...)
	}
	return strings.Join(parts, "\n\n")
}

// measures are sums over pages.
type measures struct {
	pages, failed, split                int
	f1, precision, recall               float64
	titles, titled, dates, dated        int
	authors, authored, captions, leaked int
	took                                time.Duration
}

func (m measures) String() string {
	part := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	n := float64(max(1, m.pages))
	return fmt.Sprintf("%5d pages  F1 %.3f (P %.3f R %.3f)  title %.3f of %d  date %.3f of %d  authors %.3f of %d  captions leaked %.3f of %d  none %d  split %d  %.0f pages/s",
		m.pages, m.f1/n, m.precision/n, m.recall/n, part(m.titles, m.titled), m.titled, part(m.dates, m.dated), m.dated,
		part(m.authors, m.authored), m.authored, part(m.leaked, m.captions), m.captions, m.failed, m.split, n/m.took.Seconds())
}

// shared is the folder of evaluation data, "" when it is not there.
func shared() string {
	if dir := os.Getenv("NUTGRAF_SHARED"); dir != "" {
		return dir
	}
	dir, _ := os.Getwd()
	for range 6 {
		if s := filepath.Join(dir, "shared", "data", "extract"); exists(s) {
			return filepath.Join(dir, "shared")
		}
		dir = filepath.Dir(dir)
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// TestQualityOnSharedSets prints the table of the larger, labelled sets; it asserts nothing but that they were read.
func TestQualityOnSharedSets(t *testing.T) {
	t.Parallel()
	root := shared()
	if root == "" || !testing.Verbose() {
		t.Skip("no shared/data/extract (or no -v): the larger sets are not measured")
	}
	for _, set := range []string{"naeb", "fundus258", "wcxb-dev-articles"} {
		m := measureSet(t, filepath.Join(root, "data", "extract", set))
		if m.pages == 0 {
			t.Errorf("%s: no pages", set)
		}
		t.Logf("%-18s %v", set, m)
	}
}

func measureSet(t *testing.T, dir string) measures {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var sum measures
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if g.Flag != "" || g.body() == "" {
			continue
		}
		page, err := readGzip(filepath.Join(dir, "html", g.ID+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		started := time.Now()
		articles, err := extract.ExtractUnseen(page, extract.Context{URL: g.URL, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
		sum.took += time.Since(started)
		sum.pages++
		if err != nil {
			sum.failed++
			articles = []news.Article{{}}
		}
		if len(articles) > 1 {
			sum.split++
		}
		compare(&sum, g, articles[0])
	}
	return sum
}

// verbose prints what was missed, for whoever improves the extractor.
var verbose = sync.OnceValue(func() bool { return os.Getenv("NUTGRAF_MISSES") != "" })

func compare(m *measures, g gold, a news.Article) {
	precision, recall, f1 := shingleF1(a.Text(), g.body())
	m.precision, m.recall, m.f1 = m.precision+precision, m.recall+recall, m.f1+f1
	miss := func(what, got, want string) {
		if verbose() {
			fmt.Printf("%s\t%s\t%q\t%q\n", what, g.ID, got, want)
		}
	}
	if f1 < .9 {
		miss("text", fmt.Sprintf("F1 %.3f P %.3f R %.3f", f1, precision, recall), g.URL)
	}
	if g.Title != "" {
		m.titled++
		if sameWords(a.Headline, g.Title) {
			m.titles++
		} else {
			miss("title", a.Headline, g.Title)
		}
	}
	if len(g.Date) >= 10 {
		m.dated++
		if got := a.PublishedAt.Format(time.DateOnly); got == g.Date[:10] || a.PublishedAt.UTC().Format(time.DateOnly) == g.Date[:10] {
			m.dates++
		} else {
			miss("date", got, g.Date)
		}
	}
	if want, known := g.authors(); known {
		m.authored++
		if sameSet(a.Authors, want) {
			m.authors++
		} else {
			miss("authors", strings.Join(a.Authors, "; "), strings.Join(want, "; "))
		}
	}
	for _, image := range g.Images {
		if words := strings.Fields(image.Caption); len(words) >= 8 {
			m.captions++
			if strings.Contains(a.Text(), strings.Join(words[:8], " ")) && !strings.Contains(g.body(), strings.Join(words[:8], " ")) {
				m.leaked++
				miss("caption", image.Caption, g.URL)
			}
		}
	}
}

func (g gold) authors() ([]string, bool) {
	var list []string
	if json.Unmarshal(g.Author, &list) == nil && g.Author != nil {
		return list, string(g.Author) != "null"
	}
	var one string
	if json.Unmarshal(g.Author, &one) == nil && one != "" {
		return strings.FieldsFunc(one, func(r rune) bool { return r == ',' || r == ';' }), true
	}
	return nil, false
}

func sameWords(a, b string) bool {
	return strings.Join(text.Terms(a), " ") == strings.Join(text.Terms(b), " ")
}

func sameSet(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	have := map[string]bool{}
	for _, name := range got {
		have[strings.Join(text.Terms(name), " ")] = true
	}
	for _, name := range want {
		if !have[strings.Join(text.Terms(name), " ")] {
			return false
		}
	}
	return true
}

// shingleF1 compares two texts by their multisets of four words in a row, as the public benchmark does.
func shingleF1(got, want string) (precision, recall, f1 float64) {
	g, w := fours(got), fours(want)
	common, gn, wn := 0, 0, 0
	for s, n := range g {
		gn += n
		common += min(n, w[s])
	}
	for _, n := range w {
		wn += n
	}
	if gn == 0 || wn == 0 {
		return 0, 0, 0
	}
	precision, recall = float64(common)/float64(gn), float64(common)/float64(wn)
	if common > 0 {
		f1 = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f1
}

func fours(s string) map[string]int {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	all := map[string]int{}
	for i := range max(1, len(words)-3) {
		all[strings.Join(words[i:min(len(words), i+4)], " ")]++
	}
	return all
}

func readGzip(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unzipped)
}

func BenchmarkExtract(b *testing.B) {
	root := shared()
	if root == "" {
		b.Skip("no shared/data/extract")
	}
	names, err := filepath.Glob(filepath.Join(root, "data", "extract", "fundus258", "html", "*.gz"))
	if err != nil || len(names) == 0 {
		b.Fatalf("no pages: %v", err)
	}
	var pages [][]byte
	total := 0
	for _, name := range names[:min(len(names), 60)] {
		page, err := readGzip(name)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, page)
		total += len(page)
	}
	b.SetBytes(int64(total / len(pages)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := extract.Extract(pages[i%len(pages)], extract.Context{}); err != nil {
			b.Log(err)
		}
	}
}

// BenchmarkContestPages reads pages in the format of the Telegram contest, unpacked to the folder in NUTGRAF_CONTEST.
func BenchmarkContestPages(b *testing.B) {
	dir := os.Getenv("NUTGRAF_CONTEST")
	if dir == "" {
		b.Skip("NUTGRAF_CONTEST is not set: no folder of contest pages")
	}
	var pages [][]byte
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".html") {
			return err
		}
		page, err := os.ReadFile(path)
		pages = append(pages, page)
		return err
	})
	if err != nil || len(pages) == 0 {
		b.Fatalf("no pages in %s: %v", dir, err)
	}
	b.ReportAllocs()
	n := 0
	for ; b.Loop(); n++ {
		_, _ = extract.Extract(pages[n%len(pages)], extract.Context{})
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "pages/s")
}
