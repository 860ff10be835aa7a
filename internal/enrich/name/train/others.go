package main

import (
	"fmt"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// mostText is how many bytes of unlabelled news teach a language.
const mostText = 1_500_000

// others trains the languages without labels.
func (t *training) others(dir string) error {
	lists, err := t.lists()
	if err != nil {
		return err
	}
	sets, err := load(dir)
	if err != nil {
		return err
	}
	var pages []page
	for _, p := range t.pages(sets) {
		if len(p.sentences) > 3 {
			pages = append(pages, p)
		}
	}
	teacher := name.Reader{Lists: lists, Plain: true}
	if teacher.Model, _, err = t.firstPass(pages, "en", true, lists); err != nil {
		return err
	}
	teacher.Language = "en"
	fmt.Printf("plain: testa %s\n", score(sets["testa"], style{lines: true}, teacher.Find, false))
	second, err := t.second()
	if err != nil {
		return err
	}
	teacher.Second = second
	texts, err := corpus(dir)
	if err != nil {
		return err
	}
	for _, language := range name.Languages()[1:] {
		teacher.Language = language
		lessons := label(texts[language], teacher)
		pupil := teacher
		o := t.options
		o.epochs, o.drop, o.rows = 5, .4, 100_000
		var b []byte
		pupil.Plain = false
		if pupil.Model, b, err = o.firstPass(lessons, language, false, lists); err != nil {
			return err
		}
		if err := t.write(language, b); err != nil {
			return err
		}
	}
	return nil
}

// label makes pages of texts, with the names that a teacher finds.
func label(texts []string, teacher name.Reader) (pages []page) {
	size := 0
	for i, s := range texts {
		if size += len(s); size > mostText {
			break
		}
		p := page{doc: &doc{set: "silver", weight: .5}, prose: text.Read(s), fold: i % folds}
		for _, m := range teacher.Find(p.prose) {
			for kind, k := range kinds {
				if k == m.Kind && !m.Word {
					p.spans = append(p.spans, span{m.Start, m.End, kind})
				}
			}
			if m.Word && m.Kind == news.EntityPlace {
				p.spans = append(p.spans, span{m.Start, m.End, name.Other})
			}
		}
		p.align()
		pages = append(pages, p)
	}
	return pages
}
