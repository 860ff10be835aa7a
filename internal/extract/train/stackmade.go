package main

import (
	"html"
	"math/rand/v2"
	"strings"

	"nutgraf/internal/extract"
	"nutgraf/internal/extract/stacks"
	"nutgraf/internal/news"
)

// make adds stacks, and pages that look like them, in all shapes and forms.
func (t *stackTraining) make(byFold [extract.Folds][]news.Article, seed uint64, pages int) {
	forms := append([]stacks.Style{{Name: "HTML"}}, stacks.Styles()...)
	for n, shape := range stacks.Shapes() {
		for f, form := range forms {
			r := rand.New(rand.NewPCG(seed<<16|uint64(n)<<8|uint64(f), 77))
			n := pages
			if shape.Name == "varied" || shape.Name == "parts" {
				n *= 4
			}
			for i := range n {
				fold := i % extract.Folds
				page := stacks.Write(shape, some(byFold[fold], r), r)
				page.Content = surround(page.Content, byFold[fold], r)
				p := &stackPage{fold: fold, held: shape.Held, what: shape.Name, Page: page}
				if f > 0 {
					p.Page = stacks.Scrape(page, form)
					p.what += ", text"
				}
				for _, a := range page.Articles {
					if !shape.Single {
						p.want = append(p.want, a.Headline)
					}
				}
				t.pages = append(t.pages, p)
			}
		}
	}
}

// some chooses articles. Every other page has them cut, as front pages do.
func some(all []news.Article, r *rand.Rand) []news.Article {
	var out []news.Article
	short := r.IntN(2) == 0
	for _, i := range r.Perm(len(all))[:min(2+r.IntN(9), len(all))] {
		a := all[i]
		if short {
			a = beginning(a, 200+r.IntN(1000))
		}
		out = append(out, a)
	}
	return out
}

// beginning is an article cut after a paragraph.
func beginning(a news.Article, letters int) news.Article {
	for i, b := range a.Blocks {
		if letters -= len(b.Text); letters <= 0 {
			a.Blocks = a.Blocks[:i+1]
			break
		}
	}
	return a
}

// surround puts menus, lists of other articles and a footer round what stands on a page, on every other page.
func surround(page []byte, all []news.Article, r *rand.Rand) []byte {
	if r.IntN(2) == 0 {
		return page
	}
	var above, below strings.Builder
	item := func(b *strings.Builder, s string) {
		b.WriteString("<li><a href='/l'>" + html.EscapeString(s) + "</a></li>")
	}
	menu := func(b *strings.Builder, n int) {
		b.WriteString("<ul>")
		for range n {
			words := strings.Fields(all[r.IntN(len(all))].Headline)
			item(b, strings.Join(words[:min(len(words), 1+r.IntN(3))], " "))
		}
		b.WriteString("</ul>")
	}
	menu(&above, r.IntN(60))
	if r.IntN(2) == 0 {
		below.WriteString("<h3>Most read</h3><ul>")
		for range 2 + r.IntN(12) {
			a := all[r.IntN(len(all))]
			if item(&below, a.Headline); r.IntN(3) == 0 {
				below.WriteString("<p>" + a.PublishedAt.Format("2 January 2006") + "</p>")
			}
		}
		below.WriteString("</ul>")
	}
	menu(&below, r.IntN(40))
	below.WriteString("<p>Subscribe to our newsletter</p><p>All rights reserved</p>")
	s := string(page)
	if i := strings.Index(s, "<body"); i >= 0 {
		i += strings.IndexByte(s[i:], '>') + 1
		s = s[:i] + above.String() + s[i:]
	}
	return []byte(strings.Replace(s, "</body>", below.String()+"</body>", 1))
}
