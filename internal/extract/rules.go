package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file reads a page as an operator's rules say. A rule that picks nothing leaves its matter to the automatic way.

// CheckRules says which of the rules is no CSS selector. The error wraps [news.ErrInvalid].
func CheckRules(r news.PageRules) error {
	_, err := compileRules(r)
	return err
}

// compileRules makes selectors of rules, by their names.
func compileRules(r news.PageRules) (map[string]selector, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	compiled := map[string]selector{}
	for _, rule := range r.Named() {
		if strings.TrimSpace(rule.Selector) == "" {
			continue
		}
		group, err := compile(rule.Selector)
		if err != nil {
			return nil, fmt.Errorf("the selector of the %s, %q, is no CSS selector such as \"div.story p\", or too intricate: %w", rule.Name, rule.Selector, news.ErrInvalid)
		}
		compiled[rule.Name] = group
	}
	return compiled, nil
}

// picked is what rules pick on one page.
type picked struct {
	headline string
	bylines  []string
	date     string
	image    string
	body     []*html.Node
	missed   []string
}

// maxPicked is how many elements of a page a rule may pick.
const maxPicked = 500

// pick applies rules to a parsed page: what is to be dropped is gone from it afterwards.
func pick(root *html.Node, r news.PageRules) (*picked, error) {
	compiled, err := compileRules(r)
	if err != nil {
		return nil, err
	}
	for _, n := range elementsOf(root).pick(compiled["drop"]) {
		if n.Parent != nil && n.DataAtom != atom.Html && n.DataAtom != atom.Head && n.DataAtom != atom.Body {
			n.Parent.RemoveChild(n)
		}
	}
	p, all := &picked{}, elementsOf(root)
	for _, rule := range r.Named() {
		selector := compiled[rule.Name]
		if selector == nil || rule.Name == "drop" { // that a page has nothing to drop is no loss
			continue
		}
		nodes := all.pick(selector)
		if !p.take(rule.Name, nodes[:min(len(nodes), maxPicked)]) {
			p.missed = append(p.missed, rule.Name)
		}
	}
	return p, nil
}

// take keeps what a rule picks, and reports whether there was anything.
func (p *picked) take(rule string, nodes []*html.Node) (found bool) {
	all := map[*html.Node]bool{}
	for _, n := range nodes {
		words := markup.Text(n)
		all[n] = true
		switch rule {
		case "body":
			if words != "" && !inside(n, all) {
				p.body = append(p.body, n)
			}
		case "headline":
			p.headline = firstOf(p.headline, words)
		case "byline":
			if words = firstOf(words, attribute(n, "content")); words != "" {
				p.bylines = append(p.bylines, words)
			}
		case "date":
			if told := firstOf(attribute(n, "datetime"), attribute(n, "content"), words); p.date == "" {
				if _, _, readable := readDate(told); readable {
					p.date = told
				}
			}
		case "image":
			p.image = firstOf(p.image, pictureIn(n))
		}
	}
	switch rule {
	case "body":
		return len(p.body) > 0
	case "headline":
		return p.headline != ""
	case "byline":
		return len(people(p.bylines, nil)) > 0
	case "date":
		return p.date != ""
	}
	return p.image != ""
}

// inside reports whether a node stands in one of others.
func inside(n *html.Node, others map[*html.Node]bool) bool {
	for up := n.Parent; up != nil; up = up.Parent {
		if others[up] {
			return true
		}
	}
	return false
}

// pictureIn is the address of a picture: the element's own, or that of the first one in it.
func pictureIn(n *html.Node) string {
	own := func(n *html.Node) string {
		return firstOf(attribute(n, "data-src"), attribute(n, "src"), attribute(n, "content"))
	}
	if address := own(n); address != "" {
		return address
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img && own(c) != "" {
			return own(c)
		}
	}
	return attribute(n, "href")
}

// apply gives an article what rules picked for it.
func (p *picked) apply(a *news.Article, base string) {
	if p == nil {
		return
	}
	if p.headline != "" {
		a.Headline, a.Clues.Headline = p.headline, "rule"
	}
	if names := people(p.bylines, []string{a.Outlet}); len(names) > 0 {
		a.Authors, a.Clues.Authors = names, "rule"
	}
	if t, dateOnly, found := readDate(p.date); found {
		a.PublishedAt, a.DateOnly, a.Clues.Published = t, dateOnly, "rule"
	}
	if address := markup.Absolute(base, p.image); address != "" {
		a.Image = news.Image{URL: address}
	}
	if len(p.body) == 0 {
		return
	}
	a.Blocks, a.Dateline = nil, ""
	for _, n := range p.body {
		a.Blocks = append(a.Blocks, fragment(takeApart(n), base)...)
	}
	for i, b := range a.Blocks {
		if strings.EqualFold(b.Text, a.Headline) {
			a.Blocks = append(a.Blocks[:i], a.Blocks[i+1:]...)
			break
		}
	}
	a.Blocks = a.Blocks[:min(len(a.Blocks), maxBlocks)]
	body := a.Text()
	if i := strings.IndexByte(body, '\n'); i > 0 {
		a.Dateline = dateline(body[:i])
	}
	switch letters := measure(body); {
	case letters >= stubLetters && a.Kind == news.KindStub:
		a.Kind = news.KindReport
	case letters < stubLetters && a.Kind == news.KindReport:
		a.Kind = news.KindStub
	}
	a.Truncated = a.Truncated && measure(body) < wholeLetters
	if a.Language == "" {
		a.Language, _ = text.Language(a.Headline + ". " + body)
	}
}

// wholeLetters is from when on a text that the rules pick is believed to be whole, whatever walls the page speaks of.
const wholeLetters = 2500
