package extract_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"nutgraf/internal/extract"
	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

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

// TestQualityOnSharedSets measures the larger, labelled sets by weights that do not know their sites, and keeps the figures
// in testdata/shared.txt.
func TestQualityOnSharedSets(t *testing.T) {
	t.Parallel()
	root := shared()
	if root == "" || !testing.Verbose() {
		t.Skip("no shared/data/extract (or no -v): the larger sets are not measured")
	}
	var figures strings.Builder
	for _, set := range []string{"naeb", "fundus258", "wcxb-dev-articles", "postlight", "htmldate-extra"} {
		m := measureSet(t, filepath.Join(root, "data", "extract", set))
		if m.pages == 0 {
			t.Errorf("%s: no pages", set)
		}
		t.Logf("%-18s %v  %.0f pages/s", set, m, float64(m.pages)/m.took.Seconds())
		fmt.Fprintf(&figures, "%-18s %v\n", set, m)
	}
	if os.Getenv("NUTGRAF_HALF") == "" {
		golden.Check(t, "shared.txt", figures.String())
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
		if g.Flag != "" || otherHalf(g.URL) {
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

// otherHalf reports whether a page is not in the half of the sites that NUTGRAF_HALF names, 0 or 1: rules are made on one
// half and their figures taken on the other.
func otherHalf(address string) bool {
	half := os.Getenv("NUTGRAF_HALF")
	if half == "" {
		return false
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return false
	}
	sum := fnv.New32a()
	sum.Write([]byte(strings.TrimPrefix(parsed.Hostname(), "www.")))
	return half != strconv.Itoa(int(sum.Sum32()>>7&1))
}

// verbose prints what was missed, for whoever improves the extractor.
var verbose = sync.OnceValue(func() bool { return os.Getenv("NUTGRAF_MISSES") != "" })

func compare(m *measures, g gold, a news.Article) {
	miss := func(what, got, want string) {
		if verbose() {
			fmt.Printf("%s\t%s\t%q\t%q\n", what, g.ID, got, want)
		}
	}
	if g.body() != "" {
		m.texts++
		precision, recall, f1 := shingleF1(a.Text(), g.body())
		m.precision, m.recall, m.f1 = m.precision+precision, m.recall+recall, m.f1+f1
		if f1 < .9 {
			miss("text", fmt.Sprintf("F1 %.3f P %.3f R %.3f", f1, precision, recall), g.URL)
		}
	}
	if g.Title != "" && !m.titles.count(sameWords(a.Headline, g.Title)) {
		miss("title", a.Headline, g.Title)
	}
	if want := g.date(); want != "" {
		got := a.PublishedAt.Format(time.DateOnly)
		if !m.dates.count(got == want || a.PublishedAt.UTC().Format(time.DateOnly) == want) {
			miss("date", got+" "+a.Clues.Published, want)
		}
	}
	if want, known := g.authors(); known {
		strict := m.authors.count(sameSet(a.Authors, want))
		if !m.bylines.count(strict || sameSet(append(slices.Clone(a.Authors), a.Agencies...), want)) {
			miss("authors", strings.Join(a.Authors, "; ")+" | "+strings.Join(a.Agencies, "; ")+" | "+a.Clues.Authors, strings.Join(want, "; "))
		}
	}
	if len(a.Authors) > 0 && m.agencies.count(slices.ContainsFunc(a.Authors, wireNamed.MatchString)) {
		miss("agency", strings.Join(a.Authors, "; "), "")
	}
	compareImage(m, g, a, miss)
	if g.Dek != "" && !m.deks.count(strings.HasPrefix(folded(a.Summary), prefix(folded(g.Dek), 60))) {
		miss("dek", a.Summary, g.Dek)
	}
}

func compareImage(m *measures, g gold, a news.Article, miss func(what, got, want string)) {
	addresses, caption, credit := g.cover()
	if len(addresses) > 0 {
		got := pictureName(a.Image.URL)
		if !m.images.count(got != "" && slices.ContainsFunc(addresses, func(s string) bool { return pictureName(s) == got })) {
			miss("image", a.Image.URL, addresses[0])
		}
	}
	if caption != "" && !m.captions.count(strings.HasPrefix(folded(a.Image.Caption), prefix(folded(caption), 40))) {
		miss("caption", a.Image.Caption, caption)
	}
	if len(credit) > 0 && !m.credits.count(folded(a.Image.Credit) == folded(strings.Join(credit, " ")) || strings.Contains(folded(strings.Join(credit, " ")), folded(a.Image.Credit)) && a.Image.Credit != "") {
		miss("credit", a.Image.Credit+" | "+a.Image.Caption, strings.Join(credit, "; "))
	}
	for _, image := range g.Images {
		if words := strings.Fields(image.Caption); len(words) >= 8 {
			start := strings.Join(words[:8], " ")
			if m.leaked.count(strings.Contains(a.Text(), start) && !strings.Contains(g.body(), start)) {
				miss("leak", image.Caption, g.URL)
			}
		}
	}
}

// wireNamed matches the agencies that pages of all sets name, for counting those among the authors.
var wireNamed = regexp.MustCompile(`(?i)^(?:the )?(?:associated press|ap|reuters|afp|agence france[- ]presse|dpa|bloomberg|ansa|efe|pti|ians|ani|xinhua|tass|kyodo|yonhap|getty(?: images)?|news desk|staff)\b`)

// pictureName is the part of a picture's address that stays when it is scaled or served from elsewhere.
func pictureName(address string) string {
	address, _, _ = strings.Cut(address, "?")
	if unescaped, err := url.PathUnescape(address); err == nil {
		address = unescaped
	}
	name := path.Base(address)
	if name == "." || name == "/" {
		return ""
	}
	return strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
}

func folded(s string) string { return strings.Join(text.Terms(s), " ") }

func prefix(s string, n int) string { return s[:min(len(s), n)] }

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
