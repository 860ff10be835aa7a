package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/news"
)

// goldLine is an article with what people say of it.
type goldLine struct {
	ID       label    `json:"id"`
	Path     string   `json:"path"`
	Story    label    `json:"story"`
	Family   label    `json:"family"`
	Section  string   `json:"section"`
	Category string   `json:"category"`
	Label    string   `json:"label"`
	Time     string   `json:"time"`
	Lines    []string `json:"lines"` // of the text, as some collections have it

	article news.Article
}

// label is a word or a number.
type label string

func (l *label) UnmarshalJSON(b []byte) error {
	var word string
	if json.Unmarshal(b, &word) == nil {
		*l = label(word)
		return nil
	}
	var number float64
	if err := json.Unmarshal(b, &number); err != nil {
		return fmt.Errorf("%.40s is neither a word nor a number", b)
	}
	*l = label(strconv.FormatFloat(number, 'f', -1, 64))
	return nil
}

// goldLines reads the articles of a labelled file. What an article's ID is to us is its place, plus one; one without an
// id is called after its line. What labels it is taken out of the article, where it would tell the answer.
func goldLines(file app.File, bad *troubles) []goldLine {
	var lines []goldLine
	sites := siteNumbers{}
	for line, err := range file.Lines() {
		if err != nil {
			bad.add(line.Number, err)
			break
		}
		g, record, err := parseGold(line.Text)
		if err != nil {
			bad.add(line.Number, err)
			continue
		}
		g.ID = cmp.Or(g.ID, label(strconv.Itoa(line.Number)))
		g.article = sites.article(record, news.ArticleID(len(lines)+1))
		lines = append(lines, g)
	}
	return lines
}

func parseGold(b []byte) (goldLine, extract.Record, error) {
	var g goldLine
	if err := json.Unmarshal(b, &g); err != nil {
		return g, extract.Record{}, fmt.Errorf("not a labelled article as JSON (%w): %w", err, news.ErrInvalid)
	}
	record, err := unlabelled(b)
	if len(g.Lines) > 0 && record.Text == "" {
		record.Text, err = strings.Join(g.Lines, "\n\n"), nil
	}
	if at, wrong := time.Parse("02/01/2006 15:04", g.Time); wrong == nil { // as some collections have it
		record.PublishedAt = at.Format(time.RFC3339)
	}
	return g, record, err
}

// unlabelled reads the article of a line without what labels it.
func unlabelled(b []byte) (extract.Record, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return extract.Record{}, err
	}
	for _, name := range []string{"story", "family", "section", "category", "label"} {
		delete(fields, name)
	}
	rest, err := json.Marshal(fields)
	if err != nil {
		return extract.Record{}, err
	}
	return extract.ParseRecord(rest)
}

// answers reads what another system wrote: a line per article with its id.
func answers(path string) (map[string]goldLine, error) {
	all := map[string]goldLine{}
	for file, err := range app.Files([]string{path}) {
		if err != nil {
			return nil, err
		}
		for line, err := range file.Lines() {
			var g goldLine
			if err == nil {
				err = json.Unmarshal(line.Text, &g)
			}
			if err == nil && g.ID == "" {
				err = invalid("the line has no id")
			}
			if err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", file.Path, line.Number, err)
			}
			all[string(g.ID)] = g
		}
	}
	return all, nil
}
