package stacks

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Style is how a page was made into text.
type Style struct {
	Name   string
	Tight  bool   // no blank lines
	CRLF   bool   // ends of lines
	Indent string // before each line
	Wrap   int    // letters of a line; 0 for none
	Bullet string // before list items
	Mark   bool   // headings with "#" before them
}

// Styles are ways that texts of pages come in.
func Styles() []Style {
	return []Style{
		{Name: "blank lines"},
		{Name: "tight, bullets", Tight: true, Bullet: "• "},
		{Name: "CRLF, indented", CRLF: true, Indent: "    "},
		{Name: "wrapped", Wrap: 76, Bullet: "* "},
		{Name: "Markdown", Mark: true, Bullet: "- "},
	}
}

// Scrape makes the text of a page's HTML, as copying it from a browser does.
func Scrape(page Page, s Style) Page {
	root, err := html.Parse(strings.NewReader(string(page.Content)))
	if err != nil {
		return page
	}
	t := &scraper{Style: s}
	t.node(root)
	t.end()
	gap := "\n\n"
	if s.Tight {
		gap = "\n"
	}
	text := strings.Join(t.lines, gap) + "\n"
	if s.CRLF {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	page.Content, page.ContentType = []byte(text), "text/plain; charset=utf-8"
	return page
}

type scraper struct {
	Style
	lines  []string
	line   strings.Builder
	prefix string
}

func (t *scraper) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		t.line.WriteString(n.Data)
		return
	case n.Type == html.ElementNode:
		switch n.DataAtom {
		case atom.Head, atom.Script, atom.Style, atom.Img, atom.Noscript:
			return
		case atom.A, atom.B, atom.I, atom.Font, atom.Span, atom.Time, atom.Em, atom.Strong:
			t.children(n)
			return
		}
		t.end()
		if t.Mark && len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			t.prefix = strings.Repeat("#", int(n.Data[1]-'0')) + " "
		}
		if n.DataAtom == atom.Li {
			t.prefix = t.Bullet
		}
		t.children(n)
		t.end()
		t.prefix = ""
		return
	}
	t.children(n)
}

func (t *scraper) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		t.node(c)
	}
}

// end closes a line.
func (t *scraper) end() {
	words := strings.Fields(t.line.String())
	t.line.Reset()
	if len(words) == 0 {
		return
	}
	words[0] = t.prefix + words[0]
	t.prefix = ""
	line, out := t.Indent, ""
	for i, word := range words {
		if t.Wrap > 0 && i > 0 && utf8.RuneCountInString(line)+utf8.RuneCountInString(word) >= t.Wrap {
			out += line + "\n"
			line = t.Indent
		} else if i > 0 {
			line += " "
		}
		line += word
	}
	t.lines = append(t.lines, out+line)
}
