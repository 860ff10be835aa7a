package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
)

// evalArticles measures what "read --json" wrote.
type evalArticles struct {
	evalFiles
	Against string `required:"" help:"What \"nutgraf read --json\", or another system, wrote: lines {\"path\", \"articles\": [{\"text\"}]} or {\"id\", \"text\"}." placeholder:"FILE"`
}

func (evalArticles) Help() string {
	return `Reads lines {"id", "text"} with the text that a page has, and compares the first article that was read from it. A page is found by its
path without folders and endings, or by its id: pages/a17.html.gz has the text of id a17.

  nutgraf read --json pages/ > read.jsonl
  nutgraf eval articles --against read.jsonl gold.jsonl`
}

// textFinding is how well texts were taken from their pages.
type textFinding struct {
	Missing int `json:"missing,omitempty"` // pages of which nothing was read: nothing of them is right
	measure.Reading
}

func (c *evalArticles) Run(s *session) error {
	theirs, err := readTexts(c.Against)
	if err != nil {
		return err
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		var found textFinding
		var golds, told []string
		for line, err := range file.Lines() {
			var g struct {
				ID   label
				Path string
				Text string
			}
			if err == nil {
				err = json.Unmarshal(line.Text, &g)
			}
			if err == nil && g.ID == "" && g.Path == "" {
				err = invalid("the line has neither id nor path")
			}
			if err != nil {
				bad.add(line.Number, err)
				continue
			}
			if g.Text == "" {
				continue
			}
			answer, known := theirs[pageKey(string(g.ID), g.Path)]
			if !known {
				found.Missing++
			}
			golds, told = append(golds, g.Text), append(told, answer)
		}
		switch {
		case len(golds) == 0:
			return nil, errNothing(file.Path, `a gold "text"`)
		case found.Missing == len(golds):
			return nil, fmt.Errorf("%s: no page of it is in %s: %w", file.Path, c.Against, news.ErrInvalid)
		}
		found.Reading = measure.Texts(golds, told)
		return found, nil
	})
}

// readTexts reads the text of each page that a system wrote.
func readTexts(path string) (map[string]string, error) {
	all := map[string]string{}
	for file, err := range app.Files([]string{path}) {
		if err != nil {
			return nil, err
		}
		for line, err := range file.Lines() {
			var page struct {
				ID       label
				Path     string
				Text     string
				Articles []struct{ Text string }
			}
			if err == nil {
				err = json.Unmarshal(line.Text, &page)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", file.Path, line.Number, err)
			}
			if len(page.Articles) > 0 {
				page.Text = page.Articles[0].Text
			}
			all[pageKey(string(page.ID), page.Path)] = page.Text
		}
	}
	return all, nil
}

// pageKey is what a page is called in the gold and in what was read of it.
func pageKey(id, path string) string {
	if id != "" {
		return id
	}
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	return strings.TrimSuffix(name, filepath.Ext(name))
}

func (f textFinding) print(w io.Writer) {
	fmt.Fprintf(w, "%d texts", f.Texts)
	if f.Missing > 0 {
		fmt.Fprintf(w, ", of %d pages nothing was read", f.Missing)
	}
	fmt.Fprintln(w)
	t := newTable(w)
	t.row("", "precision", "recall", "F1")
	t.row("text", f.Precision, f.Recall, f.F1)
	t.Flush()
}
