package extractbench

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var sets = []string{"naeb", "fundus258", "wcxb-dev-articles"}

// labelled is a page and what it should give.
type labelled struct {
	page []byte

	ID      string `json:"id"`
	URL     string `json:"url"`
	Words   string `json:"text"`
	Title   string `json:"title"`
	Date    string `json:"date"`
	DateToo string `json:"date_published"`
	Flag    string `json:"flag"` // why the page is no fair one
	Body    *struct {
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

func (g *labelled) text() string {
	if g.Body == nil {
		return g.Words
	}
	parts := append([]string(nil), g.Body.Summary...)
	for _, s := range g.Body.Sections {
		parts = append(append(parts, s.Headline...), s.Paragraphs...)
	}
	return strings.Join(parts, "\n\n")
}

func (g *labelled) day() string {
	for _, date := range []string{g.Date, g.DateToo} {
		if len(date) >= len("2006-01-02") {
			return date[:len("2006-01-02")]
		}
	}
	return ""
}

// read gives at most so many pages of a set, spread over it; 0 is all.
func read(tb testing.TB, set string, most int) []*labelled {
	tb.Helper()
	dir := filepath.Join(data(tb), set)
	file, err := os.Open(filepath.Join(dir, "gold.jsonl"))
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	var all []*labelled
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var g labelled
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			tb.Fatal(err)
		}
		if g.Flag == "" {
			all = append(all, &g)
		}
	}
	if lines.Err() != nil || len(all) == 0 {
		tb.Fatalf("%s: no pages: %v", dir, lines.Err())
	}
	if most > 0 && most < len(all) {
		for i := range most {
			all[i] = all[i*len(all)/most]
		}
		all = all[:most]
	}
	for _, g := range all {
		if g.page, err = unzipped(filepath.Join(dir, "html", g.ID+".html.gz")); err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

// data is the folder of labelled sets, $NUTGRAF_SHARED/data/extract or below a folder "shared" further up.
func data(tb testing.TB) string {
	folder := os.Getenv("NUTGRAF_SHARED")
	for up, _ := filepath.Abs("."); folder == "" && up != filepath.Dir(up); up = filepath.Dir(up) {
		if _, err := os.Stat(filepath.Join(up, "shared", "data", "extract")); err == nil {
			folder = filepath.Join(up, "shared")
		}
	}
	if folder == "" {
		tb.Skip("no evaluation data (NUTGRAF_SHARED): there is nothing to measure on")
	}
	return filepath.Join(folder, "data", "extract")
}

func unzipped(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
