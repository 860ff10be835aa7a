package main

import (
	_ "embed"
	"net/url"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

//go:embed shelves.txt
var shelvesText string

//go:embed invented.txt
var inventedText string

// shelfLabels are the labels that names in addresses give, by name.
var shelfLabels = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(shelvesText) {
		names, words, ok := strings.Cut(strings.TrimSpace(line), ":")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			m[w] = names
		}
	}
	return m
}()

// shelf labels an article by the names in its address: where two shelves disagree the inner one counts, for it is the
// narrower. nil when the address names none.
func shelf(a news.Article) []float64 {
	u, err := url.Parse(a.URL)
	if err != nil {
		return nil
	}
	parts := strings.Split(strings.Trim(text.Fold(u.Path), "/"), "/")
	host, _, _ := strings.Cut(u.Hostname(), ".")
	found := ""
	for _, part := range append([]string{host}, parts[:len(parts)-1]...) {
		if names := shelfLabels[part]; names != "" {
			if found == "" || names != "world" && names != "local" { // these two say where, not what
				found = names
			}
		}
	}
	return label(found)
}

// invented reads the invented headlines: "class: headline" a line.
func invented() []doc {
	var docs []doc
	for line := range strings.Lines(inventedText) {
		names, headline, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		docs = append(docs, doc{set: "invented", label: label(strings.ReplaceAll(names, "+", " ")), weight: 1, fold: nofold, article: article("", headline, "", "")})
	}
	return docs
}

//go:embed labels.txt
var labelsText string

// ours are the classes that the project gave texts from headline and host, by the key of the text.
var ours = func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(labelsText) {
		if id, name, ok := strings.Cut(strings.TrimSpace(line), " "); ok && id != "#" {
			m[id] = name
		}
	}
	return m
}()
