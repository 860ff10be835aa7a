package story_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/text"
)

// copySets are texts in which copies are counted. Where an article stands in them twice it counts twice.
var copySets = []string{
	"stream-en/docs.jsonl", "contest-pages/articles.jsonl.gz", "contest-labels/pairs_gold.jsonl", "wikinews-medium/wikinews_medium.jsonl",
	"vmds/docs.jsonl", "ecbplus/docs.jsonl",
}

// TestFamilyQuality compares text families with the truth: the pairs of texts that share half of their runs of five
// words (near), and those of which the shorter stands to four fifths in the other (short). A pair that is neither, and
// joined, is loose: copies of one text are not always copies of each other. It is false when they share less than a third,
// and less than two thirds of the shorter one.
func TestFamilyQuality(t *testing.T) {
	dir := golden.Stories()
	if dir == "" {
		t.Skip("no shared/data/stories beside the project and NUTGRAF_SHARED not set: copies not counted")
	}
	t.Logf("%-38s %6s | %6s %7s %6s | %6s %7s | %6s %6s %6s %6s %6s", "set", "texts", "near", "joined", "%", "short", "%", "pairs", "loose", "%", "false", "%")
	var all copyCount
	for _, name := range copySets {
		docs, err := loadTexts(filepath.Join(dir, name))
		if err != nil || len(docs) == 0 {
			t.Fatalf("%s: %d texts, %v", name, len(docs), err)
		}
		terms := make([][]string, len(docs))
		for i := range docs {
			terms[i] = text.Terms(docs[i].Text())
		}
		c := countCopies(docs, terms, story.FoldAll(terms))
		t.Log(c.line(name))
		all.add(c)
		if os.Getenv("NUTGRAF_MISSES") != "" {
			for _, s := range c.examples {
				t.Log(s)
			}
		}
	}
	t.Log(all.line("all"))
	if recall := all.joined * 1000 / all.near; recall < 995 {
		t.Errorf("%d of %d near copies are joined: less than 99.5 %%", all.joined, all.near)
	}
	if all.wrong*1000 > all.pairs*5 {
		t.Errorf("%d of %d joined pairs are no copies: more than .5 %%", all.wrong, all.pairs)
	}
}

type copyCount struct {
	texts, near, joined, short, shortJoined, pairs, loose, wrong int
	examples                                                     []string
}

func (c *copyCount) add(o copyCount) {
	c.texts, c.near, c.joined = c.texts+o.texts, c.near+o.near, c.joined+o.joined
	c.short, c.shortJoined, c.pairs = c.short+o.short, c.shortJoined+o.shortJoined, c.pairs+o.pairs
	c.loose, c.wrong = c.loose+o.loose, c.wrong+o.wrong
}

func (c *copyCount) line(name string) string {
	percent := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	return fmt.Sprintf("%-38s %6d | %6d %7d %6.2f | %6d %7.2f | %6d %6d %6.2f %6d %6.2f", name, c.texts, c.near, c.joined, percent(c.joined, c.near),
		c.short, percent(c.shortJoined, c.short), c.pairs, c.loose, percent(c.loose, c.pairs), c.wrong, percent(c.wrong, c.pairs))
}

// countCopies compares all pairs that share a shingle, exactly.
func countCopies(docs []news.Article, terms [][]string, families []news.ArticleID) copyCount {
	c := copyCount{texts: len(docs)}
	sizes, holders, members := make([]int, len(docs)), map[uint64][]int{}, map[news.ArticleID]int{}
	shared, right := make([]int, len(docs)), 0
	for b := range docs {
		members[families[b]]++
		c.pairs += members[families[b]] - 1
		if len(terms[b]) < 25 {
			continue
		}
		shingles := text.Shingles(terms[b], 5)
		slices.Sort(shingles)
		shingles = slices.Compact(shingles)
		sizes[b] = len(shingles)
		clear(shared)
		for _, s := range shingles {
			for _, a := range holders[s] {
				shared[a]++
			}
			holders[s] = append(holders[s], b)
		}
		for a, n := range shared[:b] {
			if n == 0 {
				continue
			}
			right += c.judge(docs, a, b, likeness{n, sizes[a], sizes[b]}, families[a] == families[b])
		}
	}
	slices.Sort(c.examples)
	c.loose = c.pairs - right
	return c
}

type likeness struct{ shared, a, b int }

// judge notes a pair, and returns 1 when it is a copy that was joined.
func (c *copyCount) judge(docs []news.Article, a, b int, l likeness, joined bool) int {
	jaccard, contained := float64(l.shared)/float64(l.a+l.b-l.shared), float64(l.shared)/float64(min(l.a, l.b))
	note := func(what string) {
		c.examples = append(c.examples, fmt.Sprintf("%s %.2f %.2f %d+%d: %s (%s) | %s (%s)", what, jaccard, contained, l.a, l.b,
			docs[a].Headline, docs[a].URL, docs[b].Headline, docs[b].URL))
	}
	all, found := &c.near, &c.joined
	switch {
	case jaccard >= .5:
	case contained >= .8:
		all, found = &c.short, &c.shortJoined
	case joined && jaccard < 1./3 && contained < 2./3:
		c.wrong++
		note("false")
		return 0
	case joined:
		note("loose")
		return 0
	default:
		return 0
	}
	*all++
	if !joined {
		note("miss")
		return 0
	}
	*found++
	return 1
}

// loadTexts reads the articles of a set, two from each line of a set of pairs.
func loadTexts(path string) ([]news.Article, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := io.Reader(f)
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	var docs []news.Article
	seen := map[string]bool{}
	add := func(id, title, body, url string) {
		if body == "" || seen[id] {
			return
		}
		seen[id] = true
		a := news.Article{ID: news.ArticleID(len(docs) + 1), SourceID: 1, Headline: title, URL: url,
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
		docs = append(docs, a)
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<24)
	for n := 0; lines.Scan(); n++ {
		var d struct {
			ID, Title, Text, URL, Title1, Text1, URL1, Title2, Text2, URL2 string
			Lines                                                          []string
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if d.ID == "" {
			d.ID = fmt.Sprint(n)
		}
		add(d.ID, d.Title, d.Text+strings.Join(d.Lines, "\n\n"), d.URL)
		add(d.URL1, d.Title1, d.Text1, d.URL1)
		add(d.URL2, d.Title2, d.Text2, d.URL2)
	}
	return docs, lines.Err()
}
