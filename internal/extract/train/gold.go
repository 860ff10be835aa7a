package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nutgraf/internal/extract"
)

// gold is a line of gold.jsonl, of any set.
type gold struct {
	ID, URL, Text, Flag string
	Title, Date         string
	Author              json.RawMessage
	Body                *struct {
		Summary  []string
		Sections []struct{ Headline, Paragraphs []string }
	}
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

// readSet reads and takes apart the pages of a set.
func readSet(dir, set string, limit int) ([]*page, error) {
	file, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all []*page
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() && (limit == 0 || len(all) < limit) {
		var g gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("%s: %w", set, err)
		}
		if g.Flag != "" || g.body() == "" {
			continue
		}
		html, err := readGzip(filepath.Join(dir, "html", g.ID+".html.gz"))
		if err != nil {
			return nil, err
		}
		in, err := extract.Inspect(html, extract.Context{URL: g.URL})
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", set, g.ID, err)
		}
		p := &page{set: set, id: g.ID, fold: extract.Fold(g.URL), gold: g.body(), inspected: in}
		p.label()
		all = append(all, p)
	}
	return all, lines.Err()
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
