package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/extract/stacks"
	"nutgraf/internal/forest"
	"nutgraf/internal/news"
)

// stackPage is a page that the model for stacks learns from or is measured on.
type stackPage struct {
	stacks.Page
	url        string
	what       string
	held       bool
	fold       int
	want       []string // headlines
	candidates []extract.Candidate
	labels     []float32
}

// stackTraining is the training of the forest that judges stacks.
type stackTraining struct {
	pages   []*stackPage
	options forest.Options
}

// trainStacks makes the forest that judges whether headers part a stack: from stacks made of the sets' articles, in the shapes
// that are not held out, from pages made to look like stacks, and from the sets' own pages, as they are and as text.
func trainStacks(dir string, sets []string, pages int, o forest.Options, out string) error {
	o.Leaves = min(o.Leaves, 12) // few pages: small trees
	t := &stackTraining{options: o}
	for k, set := range sets {
		if err := t.read(filepath.Join(dir, set), uint64(k), pages); err != nil {
			return err
		}
	}
	if err := t.inspect(); err != nil {
		return err
	}
	var folds []*forest.Forest
	for k := range extract.Folds {
		folds = append(folds, t.grow(k))
	}
	t.report(folds)
	if out == "" {
		return nil
	}
	for k, f := range folds {
		if err := writeForest(filepath.Join(out, "testdata", "folds", fmt.Sprintf("%d.stack.forest", k)), f); err != nil {
			return err
		}
	}
	return writeForest(filepath.Join(out, "model", "stack.forest"), t.grow(-1))
}

// read adds the pages of a set, and those made of its articles; a page is made of articles of one fold.
func (t *stackTraining) read(dir string, seed uint64, pages int) error {
	file, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		return err
	}
	defer file.Close()
	styles := stacks.Styles()
	var byFold [extract.Folds][]news.Article
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 0; lines.Scan(); n++ {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			return fmt.Errorf("%s: %w", dir, err)
		}
		fold := extract.Fold(g.URL)
		page, err := readGzip(filepath.Join(dir, "html", g.ID+".html.gz"))
		if err != nil {
			return err
		}
		whole := stackPage{Page: stacks.Page{Content: page, ContentType: "text/html"}, url: g.URL, what: "page", fold: fold}
		t.pages = append(t.pages, &whole)
		for i := range 2 {
			text := whole
			text.what, text.Page = "page as text", stacks.Scrape(whole.Page, styles[(n+i)%len(styles)])
			t.pages = append(t.pages, &text)
		}
		if a, ok := g.article(); ok {
			byFold[fold] = append(byFold[fold], a)
		}
	}
	t.make(byFold, seed, pages)
	return lines.Err()
}

// article is what a set says of a page; not ok when that is too little.
func (g gold) article() (a news.Article, ok bool) {
	if g.Flag != "" || g.Title == "" || len(g.body()) < 600 {
		return a, false
	}
	a = news.Article{Headline: g.Title, Language: "en"}
	if json.Unmarshal(g.Author, &a.Authors) != nil || len(a.Authors) > 3 {
		a.Authors = nil
	}
	if len(g.Date) >= 10 {
		a.PublishedAt, _ = time.Parse(time.DateOnly, g.Date[:10])
	}
	for line := range strings.SplitSeq(g.body(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: line})
		}
	}
	return a, true
}

// inspect finds the candidates of all pages and labels them: the F1 of the headlines.
func (t *stackTraining) inspect() error {
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(t.pages); i += workers {
				p := t.pages[i]
				all, err := extract.Candidates(p.Content, extract.Context{URL: p.url, ContentType: p.ContentType})
				if err != nil {
					errs[w] = fmt.Errorf("%s %s: %w", p.what, p.url, err)
				}
				p.candidates, p.Content = all, nil
				for _, c := range all {
					p.labels = append(p.labels, float32(p.f1(c.Headlines)))
				}
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func (p *stackPage) f1(got []string) float64 {
	if len(p.want) == 0 {
		return 0
	}
	right, next := 0, 0
	for _, headline := range got {
		for i := next; i < len(p.want); i++ {
			if strings.Join(tokens(headline), " ") == strings.Join(tokens(p.want[i]), " ") {
				right, next = right+1, i+1
				break
			}
		}
	}
	return 2 * float64(right) / float64(len(got)+len(p.want))
}

// grow trains on the folds but one, without the shapes that are held out.
func (t *stackTraining) grow(but int) *forest.Forest {
	var rows []forest.Row
	for _, p := range t.pages {
		if p.fold == but || p.held {
			continue
		}
		for i, c := range p.candidates {
			// Nearly right counts less, so that the best way to split wins.
			l := p.labels[i]
			rows = append(rows, forest.Row{Values: c.Values, Answer: l * l, Weight: float32(1 / math.Sqrt(float64(len(p.candidates))))})
		}
	}
	fmt.Printf("%d candidates\n", len(rows))
	return forest.Grow(rows, t.options)
}

func writeForest(path string, f *forest.Forest) error {
	b, err := f.MarshalBinary()
	if err != nil {
		return err
	}
	return os.WriteFile(path, b, 0o644)
}
