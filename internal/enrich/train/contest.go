package main

import (
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"nutgraf/internal/text"
)

// exampleClasses are the annotators' names of categories, in the languages of their guidelines.
var exampleClasses = map[string]string{
	"Not news": "not_news", "Society": "society", "Economy": "economy", "Sports": "sports", "Technology": "technology",
	"Entertainment": "entertainment", "Science": "science", "Other": "other",
	"Не новость": "not_news", "Общество": "society", "Экономика": "economy", "Спорт": "sports", "Технологии": "technology",
	"Культура и развлечения": "entertainment", "Наука": "science", "Прочее": "other",
}

var (
	breakTag = regexp.MustCompile(`</?(br|div|p|li|blockquote|h\d)\b[^>]*>`)
	anyTag   = regexp.MustCompile(`<[^>]+>`)
	example  = regexp.MustCompile(`(?m)^[^\pL\pN«"]*(.{10,200}?)[\s\x{a0}]*[—–-][\s\x{a0}]*(` + exampleNames() + `)(?:\PL|$)`)
)

func exampleNames() string {
	var names []string
	for name := range exampleClasses {
		names = append(names, regexp.QuoteMeta(name))
	}
	return strings.Join(names, "|")
}

// examples reads the headlines that the annotators' guidelines show for each category.
func examples(labels string) ([]doc, error) {
	var docs []doc
	for _, language := range []string{"en", "ru"} {
		b, err := os.ReadFile(filepath.Join(labels, "categories_guideline_"+language+"_description.html"))
		if err != nil {
			return nil, err
		}
		plain := html.UnescapeString(anyTag.ReplaceAllString(breakTag.ReplaceAllString(string(b), "\n"), ""))
		for _, m := range example.FindAllStringSubmatch(plain, -1) {
			docs = append(docs, doc{set: "contest examples", language: language, label: label(meanings["contest "+exampleClasses[m[2]]]), weight: 2,
				fold: nofold, article: article("", m[1], "", "")})
		}
	}
	return docs, nil
}

// translated reads the Russian that a machine made of English texts with a label, for the annotators. A text stays in the fold of its site.
func translated(labels string) ([]doc, error) {
	var docs []doc
	for _, name := range []string{"en_cat_exam.tsv", "en_cat_training.tsv"} {
		f, err := os.Open(filepath.Join(labels, name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r := csv.NewReader(f)
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = '\t', true, -1
		table, err := r.ReadAll()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		at := map[string]int{}
		for i, column := range table[0] {
			at[column] = i
		}
		for _, cells := range table[1:] {
			cell := func(column string) string {
				if i, ok := at[column]; ok && i < len(cells) {
					return cells[i]
				}
				return ""
			}
			names := meanings["contest "+cell("GOLDEN:res")]
			if cell("INPUT:trans_title") == "" || names == "" {
				continue
			}
			docs = append(docs, doc{set: "contest translated", language: "ru", label: label(names), weight: 2, fold: fold(site(cell("INPUT:url"))),
				article: article("", cell("INPUT:trans_title"), "", cell("INPUT:trans_text"))})
		}
	}
	return docs, nil
}

// pairs reads the texts of the contest's pairs that the project gave classes.
func pairs(labels string) ([]doc, error) {
	var docs []doc
	seen := map[string]bool{}
	err := rows(filepath.Join(labels, "pairs_gold.jsonl"), func(r row) {
		for _, a := range [][3]string{{r.URL1, r.Title1, r.Text1}, {r.URL2, r.Title2, r.Text2}} {
			h := fnv.New64a()
			h.Write([]byte(a[0]))
			if name := ours[fmt.Sprintf("pair:%016x", h.Sum64())]; name != "" && !seen[a[0]] {
				seen[a[0]] = true
				docs = append(docs, doc{set: "contest pairs", language: r.Lang, label: label(name), weight: 2, hide: .3, fold: fold(site(a[0])),
					article: article(a[0], a[1], "", a[2])})
			}
		}
	})
	return docs, err
}

// apart drops texts that are not measured but have the headline of one that is: nothing may learn what it is asked.
func apart(measured, docs []doc) []doc {
	asked := map[string]bool{}
	for i := range measured {
		if measured[i].measured() {
			asked[text.Fold(measured[i].article.Headline)] = true
		}
	}
	var kept []doc
	for _, d := range docs {
		if !asked[text.Fold(d.article.Headline)] {
			kept = append(kept, d)
		}
	}
	return kept
}
