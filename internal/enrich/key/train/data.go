package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"nutgraf/internal/text"
)

// doc is an article with what its publisher says of it in a sentence or two.
type doc struct {
	language, headline, standfirst, text string
	teaches                              bool
}

const (
	minText       = 1000 // bytes
	minStandfirst = 8    // words
	verbatim      = 60   // bytes at either end of a standfirst that must not stand in the text
)

// page is an article of contest-pages.
type page struct{ Site, Title, Description, Text string }

// eachPage visits the articles of contest-pages.
func eachPage(dir string, visit func(p page)) error {
	path := filepath.Join(dir, "contest-pages", "articles.jsonl.gz")
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	scanner := bufio.NewScanner(z)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		var p page
		if err := json.Unmarshal(scanner.Bytes(), &p); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		visit(p)
	}
	return scanner.Err()
}

// teaches reports whether a site is of the half that teaches.
func teaches(site string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(site))
	return h.Sum32()>>4%2 == 0
}

// standfirsts reads the articles that have a standfirst of their own, not the first words of the text over again.
func standfirsts(dir string) ([]doc, error) {
	var docs []doc
	seen := map[string]bool{}
	err := eachPage(dir, func(p page) {
		if own(p.Description, p.Title, p.Text) && !seen[p.Description] {
			seen[p.Description] = true
			language, _ := text.Language(p.Text)
			docs = append(docs, doc{language, p.Title, p.Description, p.Text, teaches(p.Site)})
		}
	})
	return docs, err
}

// own reports whether a standfirst is more than the text's own words or a piece of them.
func own(standfirst, headline, body string) bool {
	s, b := plain(standfirst), plain(body)
	if len(body) < minText || strings.Count(s, " ")+1 < minStandfirst || len(s) < verbatim || s == plain(headline) {
		return false
	}
	if strings.HasSuffix(strings.TrimSpace(standfirst), "…") || strings.HasSuffix(strings.TrimSpace(standfirst), "...") {
		return false
	}
	return !strings.Contains(b, s[:verbatim]) && !strings.Contains(b, s[len(s)-verbatim:])
}

// plain is a text's words alone.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// fundus reads articles with the standfirst that stands on their page, from another collection, which never teaches.
func fundus(dir string) ([]doc, error) {
	path := filepath.Join(filepath.Dir(dir), "extract", "fundus258", "gold.jsonl")
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var docs []doc
	scanner := bufio.NewScanner(f)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		var row struct {
			Title string
			Body  *struct {
				Summary  []string
				Sections []struct{ Headline, Paragraphs []string }
			}
		}
		if err := json.Unmarshal(scanner.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if row.Body == nil {
			continue
		}
		var paragraphs []string
		for _, s := range row.Body.Sections {
			paragraphs = append(paragraphs, s.Paragraphs...)
		}
		body, standfirst := strings.Join(paragraphs, "\n\n"), strings.Join(row.Body.Summary, " ")
		if !own(standfirst, row.Title, body) {
			continue
		}
		language, _ := text.Language(body)
		docs = append(docs, doc{language: language, headline: row.Title, standfirst: standfirst, text: body})
	}
	return docs, scanner.Err()
}
