package feed

import (
	"fmt"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	maxSelector = 500   // bytes
	maxItems    = 2_000 // elements that the selector of an item may pick
)

// CheckSelectors says which of the selectors cannot be read. The error wraps [news.ErrInvalid].
func CheckSelectors(s news.Selectors) error {
	_, err := compile(s)
	return err
}

// compiled are selectors ready for use; nil where there is none.
type compiled struct{ item, link, title, date, summary, image cascadia.Sel }

func compile(s news.Selectors) (*compiled, error) {
	c := &compiled{}
	for _, one := range []struct {
		name, text string
		into       *cascadia.Sel
	}{{"item", s.Item, &c.item}, {"link", s.Link, &c.link}, {"title", s.Title, &c.title}, {"date", s.Date, &c.date}, {"summary", s.Summary, &c.summary}, {"image", s.Image, &c.image}} {
		if strings.TrimSpace(one.text) == "" {
			continue
		}
		if len(one.text) > maxSelector {
			return nil, fmt.Errorf("the selector of the %s is longer than %d bytes: %w", one.name, maxSelector, news.ErrInvalid)
		}
		sel, err := cascadia.ParseWithPseudoElement(one.text)
		if err != nil || sel.PseudoElement() != "" {
			return nil, fmt.Errorf("the selector of the %s, %q, is no CSS selector such as \"article.teaser h2 a\": %w", one.name, one.text, news.ErrInvalid)
		}
		*one.into = sel
	}
	if c.item == nil {
		return nil, fmt.Errorf("selectors are given, but none of an item, which the others are looked for in: %w", news.ErrInvalid)
	}
	return c, nil
}

// selected reads the items that selectors pick out.
func (p *lister) selected(s news.Selectors) ([]news.Entry, error) {
	c, err := compile(s)
	if err != nil {
		return nil, err
	}
	items := cascadia.QueryAll(p.root, c.item)
	var entries []news.Entry
	known := map[string]bool{}
	for _, item := range items[:min(len(items), maxItems)] {
		link := pick(item, c.link)
		if c.link == nil {
			link = firstLink(item)
		} else if link != nil && attribute(link, "href") == "" {
			link = firstLink(link)
		}
		if link == nil {
			continue
		}
		u := parseAddress(markup.Absolute(p.base, attribute(link, "href")))
		u.Fragment = ""
		withoutTracking(u)
		if u.Host == "" || known[addressKey(u)] || len(entries) >= maxPageEntries {
			continue
		}
		title := ""
		if n := pick(item, c.title); n != nil {
			title = markup.Text(n)
		}
		if title == "" {
			title, _, _ = linkText(link, place{})
		}
		if title = shortTitle(firstOf(title, pictureText(link))); title == "" {
			continue
		}
		known[addressKey(u)] = true
		e := news.Entry{GUID: u.String(), URL: u.String(), Title: escapeText(title)}
		p.pickFacts(&e, item, c)
		p.describe(&e, item, title)
		entries = append(entries, e)
	}
	if len(entries) == 0 {
		return nil, fmt.Errorf("the selector of the item, %q, picks %d elements, and none has a link with a title: %w", s.Item, len(items), news.ErrInvalid)
	}
	return entries, nil
}

// pickFacts reads what has a selector of its own.
func (p *lister) pickFacts(e *news.Entry, item *html.Node, c *compiled) {
	if n := pick(item, c.date); n != nil {
		e.PublishedAt = parseDate(firstOf(attribute(n, "datetime"), attribute(n, "content"), markup.Text(n)), p.at.Now)
		if e.PublishedAt.IsZero() {
			e.PublishedAt = p.shortDate(markup.Text(n))
		}
	}
	if n := pick(item, c.summary); n != nil {
		e.Summary = escapeText(markup.Text(n))
	}
	if n := pick(item, c.image); n != nil {
		e.Image = p.picture(n)
	}
}

func pick(item *html.Node, sel cascadia.Sel) *html.Node {
	if sel == nil {
		return nil
	}
	if sel.Match(item) {
		return item
	}
	return cascadia.Query(item, sel)
}

func firstLink(n *html.Node) *html.Node {
	if n.Data == "a" && attribute(n, "href") != "" {
		return n
	}
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && c.Data == "a" && attribute(c, "href") != "" {
			return c
		}
	}
	return nil
}
