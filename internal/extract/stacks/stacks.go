// Package stacks makes pages that stack several articles out of single articles, in the shapes that such pages have on
// the web, and pages that only look like stacks. It measures how [extract.Extract] splits pages: each page comes with
// the articles that are on it.
//
//	page := stacks.Write(shape, articles, rand.New(rand.NewPCG(1, 2)))
//
// Nothing here is used by the running service. `go run ./internal/extract/stacks/make DIR` writes such pages to files.
package stacks

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Shape is a kind of page.
type Shape struct {
	Name   string
	Held   bool // held out: not looked at while the rules were made
	Single bool // one article that looks like several: a live page, a page with comments
	write  func(p *press, articles []news.Article)
}

// Page is a page and what is on it.
type Page struct {
	Shape       Shape
	Content     []byte
	ContentType string
	Articles    []news.Article // in their order; one when the shape is [Shape.Single]
}

// Write puts articles on a page. A single shape makes an article of the first and takes the others as its furniture.
// The same chance gives the same bytes.
func Write(s Shape, articles []news.Article, r *rand.Rand) Page {
	p := &press{r: r, site: siteNames[r.IntN(len(siteNames))], style: r.IntN(4)}
	s.write(p, articles)
	on := articles
	if s.Single {
		on = articles[:1]
	}
	return Page{Shape: s, Content: []byte(p.String()), ContentType: "text/html; charset=utf-8", Articles: on}
}

// Shapes are all kinds of pages of HTML. Each can be made into text with [Scrape].
func Shapes() []Shape {
	return []Shape{
		{Name: "headline twice", write: twice},
		{Name: "blog", write: blog},
		{Name: "dated headings", write: dated},
		{Name: "soup", write: soup},
		{Name: "letter", write: letter},
		{Name: "wire", write: wire},
		{Name: "varied", write: varied},
		{Name: "date above", Held: true, write: above},
		{Name: "old table", Held: true, write: table},
		{Name: "endless scroll", Held: true, write: scroll},
		{Name: "signed below", Held: true, write: signed},
		{Name: "sections", Held: true, write: sections},
		{Name: "standfirst", Held: true, write: standfirst},
		{Name: "live", Single: true, write: live},
		{Name: "comments", Single: true, write: comments},
		{Name: "teasers", Single: true, write: teasers},
		{Name: "sub-headings", Single: true, write: subheadings},
		{Name: "parts", Single: true, write: parts},
		{Name: "timeline", Single: true, Held: true, write: timeline},
		{Name: "questions", Single: true, Held: true, write: questions},
	}
}

// press is a page while it is written.
type press struct {
	strings.Builder
	r     *rand.Rand
	site  string
	style int // of dates
}

var siteNames = []string{"Lakeside Digest", "The Orla Post", "Morning Ferry", "Upper Town Notes", "Valley Wire", "Harbour & Hill"}

// say writes a line of HTML; its values are escaped.
func (p *press) say(format string, values ...any) {
	for i, v := range values {
		values[i] = html.EscapeString(fmt.Sprint(v))
	}
	fmt.Fprintf(p, format+"\n", values...)
}

// open writes the head and masthead of a page.
func (p *press) open(title, meta string) {
	p.say(`<!doctype html><html><head><meta charset="utf-8"><title>%s</title><meta property="og:site_name" content="%s">`, title, p.site)
	p.WriteString(meta + "</head><body>\n")
	p.say(`<header><a href="/">%s</a><nav><ul><li><a href="/world">World</a></li><li><a href="/local">Local</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>`, p.site)
}

func (p *press) close() {
	p.say(`<footer><p>© %s. All rights reserved. <a href="/privacy">Privacy</a></p></footer></body></html>`, p.site)
}

// day writes a date as the page's theme does, in words that the article's language uses.
func (p *press) day(a news.Article) string {
	t := a.PublishedAt
	if t.IsZero() {
		t = time.Date(2025, 3, 1+p.r.IntN(28), 9, 0, 0, 0, time.UTC)
	}
	switch {
	case p.style == 0 && a.Language == "en":
		return t.Format("January 2, 2006")
	case p.style == 1 && a.Language == "en":
		return t.Format("2 Jan 2006")
	case p.style == 2:
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("02.01.2006")
}

// signed is a byline in the article's language.
func (p *press) signed(a news.Article) string {
	word := map[string]string{"ar": "بقلم", "fr": "Par", "de": "Von"}[a.Language]
	if word == "" {
		word = "By"
	}
	return word + " " + p.by(a)
}

// by is a byline without its first word; invented where the article has none.
func (p *press) by(a news.Article) string {
	if len(a.Authors) == 0 {
		return [...]string{"Ilka Morav", "Jonas Petrel", "Ada Quint", "Rosa Kehl"}[p.r.IntN(4)]
	}
	return strings.Join(a.Authors, ", ")
}

// blocks writes the article's text with the given element for paragraphs; between is written now and then.
func (p *press) blocks(a news.Article, tag, between string) {
	for i, b := range a.Blocks {
		if b.Text == "" {
			continue
		}
		switch b.Role {
		case news.RoleParagraph, news.RoleCorrection:
			p.say("<"+tag+">%s</"+strings.Fields(tag)[0]+">", b.Text)
		case news.RoleHeading:
			p.say("<h4>%s</h4>", b.Text)
		case news.RoleListItem:
			p.say("<ul><li>%s</li></ul>", b.Text)
		case news.RoleQuote:
			p.say("<blockquote><p>%s</p></blockquote>", b.Text)
		case news.RoleCaption:
			p.say("<figure><img src=/p%s.jpg><figcaption>%s</figcaption></figure>", i, b.Text)
		}
		if between != "" && i%3 == 2 {
			p.WriteString(between + "\n")
		}
	}
}
