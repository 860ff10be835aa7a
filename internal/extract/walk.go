package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	maxLeaves = 20_000 // of one page; the rest is not read
	maxDepth  = 560
)

// page is a document taken apart: its leaves in reading order, the boxes that hold them, and what its head claims.
type page struct {
	leaves   []leaf
	boxes    []box
	evidence evidence
	plain    bool    // made of lines of plain text
	ground   int     // the box that holds the article
	picked   *picked // by the rules of its source; nil without any
}

// box is a block element.
type box struct {
	parent int
	tag    atom.Atom
	sign   string // tag and class: what siblings of one design share
	names  design // what its names say it is for
	depth  int
	chars  int  // of all leaves within
	linked int  // bytes of it in links
	flags  flag // by its name; [page.inheritNames] gives them to the leaves when the box is small enough
}

// place is what a node inherits from those around it.
type place struct {
	box    int
	tag    atom.Atom
	flags  flag
	format format
	href   string
	depth  int
}

type walker struct {
	*page
	text    bytes.Buffer // of the leaf that grows
	pieces  []piece
	links   []news.Link
	linked  int
	started place             // where the growing leaf began
	named   map[string]design // what the classes so far say: most come many times
	broken  bool              // a line break was the last thing seen
	styled  bool
	cell    bool // a table cell began, and the leaf has words already
}

// takeApart walks a parsed page once.
func takeApart(root *html.Node) *page {
	w := walker{page: &page{boxes: []box{{parent: -1}}}, named: map[string]design{}}
	w.evidence.meta = map[string]string{}
	w.children(root, place{})
	w.flush()
	for i := range w.leaves {
		b := &w.boxes[w.leaves[i].box]
		b.chars += w.leaves[i].chars
		b.linked += w.leaves[i].linked
	}
	for i := len(w.boxes) - 1; i > 0; i-- { // boxes are numbered in document order
		b, parent := &w.boxes[i], &w.boxes[w.boxes[i].parent]
		parent.chars += b.chars
		parent.linked += b.linked
	}
	w.inheritNames()
	return w.page
}

// nameReach is how many letters a box may hold for a flag of its name to count: no caption is longer than that. Boxes
// with half of the page's text do not count either: pages call their whole body "has-caption".
var nameReach = [...]struct {
	name  flag
	reach int
}{{inCaption, 1200}, {isAuthor, 500}, {inRelated, 5000}}

func (p *page) inheritNames() {
	flags := make([]flag, len(p.boxes))
	for i := 1; i < len(p.boxes); i++ {
		flags[i] = flags[p.boxes[i].parent]
		for _, one := range nameReach {
			if p.boxes[i].flags&one.name != 0 && p.boxes[i].chars <= one.reach && 2*p.boxes[i].chars < p.boxes[0].chars {
				flags[i] |= one.name
			}
		}
	}
	for i := range p.leaves {
		p.leaves[i].flags |= flags[p.leaves[i].box]
	}
}

func (w *walker) children(n *html.Node, at place) {
	if at.depth++; at.depth > maxDepth || len(w.leaves) >= maxLeaves {
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.add(c.Data, at)
		case html.ElementNode:
			w.element(c, at)
		}
	}
}

func (w *walker) add(s string, at place) {
	if strings.TrimSpace(s) == "" {
		if w.text.Len() > 0 {
			w.text.WriteByte(' ')
			w.pieces = append(w.pieces, piece{text: " "})
		}
		return
	}
	if w.text.Len() == 0 {
		w.started = at
	}
	if w.cell { // the cells of a row are parted
		w.cell = false
		if w.text.Len() > 0 {
			w.text.WriteString("| ")
			w.pieces = append(w.pieces, piece{text: "| "})
		}
	}
	w.broken = false
	w.text.WriteString(s)
	w.pieces = append(w.pieces, piece{text: s, format: at.format, href: at.href})
	w.styled = w.styled || at.format != 0 || at.href != ""
	w.started.flags |= at.flags & (isTime | isAuthor)
	if at.href != "" {
		w.linked += len(strings.TrimSpace(s))
	}
}

// flush ends the growing leaf.
func (w *walker) flush() {
	w.broken = false
	if w.text.Len() == 0 {
		return
	}
	text := markup.Fold(w.text.String())
	if text != "" && len(w.leaves) < maxLeaves {
		l := leaf{
			text: text, tag: w.started.tag, box: w.started.box, flags: w.started.flags,
			chars: measure(text), linked: w.linked, links: w.links,
		}
		if w.styled || l.tag == atom.Pre || len(w.pieces) > 1 && len(text) <= maxDated {
			l.pieces = append([]piece(nil), w.pieces...)
		}
		w.leaves = append(w.leaves, l)
	}
	w.text.Reset()
	w.pieces, w.links, w.linked, w.styled, w.cell = w.pieces[:0], nil, 0, false, false
}

func (w *walker) element(n *html.Node, at place) {
	switch n.DataAtom {
	case atom.Script:
		w.evidence.script(n)
		return
	case atom.Meta:
		w.evidence.takeMeta(n)
		return
	case atom.Link, atom.Base, atom.Title, atom.Html:
		w.evidence.takeHead(n)
		if n.DataAtom != atom.Html {
			return
		}
	case atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Button, atom.Select, atom.Textarea,
		atom.Input, atom.Object, atom.Canvas, atom.Dialog, atom.Menu:
		return
	case atom.Br:
		if w.broken {
			w.flush()
		} else if w.text.Len() > 0 {
			w.text.WriteByte(' ')
			w.pieces = append(w.pieces, piece{text: " "})
			w.broken = true
		}
		return
	case atom.Img, atom.Iframe, atom.Video, atom.Audio, atom.Embed:
		w.media(n, at)
		return
	}
	if n.DataAtom == atom.Blockquote && w.post(n, at) {
		return
	}
	w.evidence.takeItem(n, len(w.leaves))
	if inlineElement(n.DataAtom) && !layoutCell(n) {
		w.inlineElement(n, at)
		return
	}
	w.flush()
	w.children(n, w.enter(n, at))
	w.flush()
}

func (w *walker) inlineElement(n *html.Node, at place) {
	switch n.DataAtom {
	case atom.B, atom.Strong:
		at.format |= strong
	case atom.I, atom.Em:
		at.format |= emphasis
	case atom.Code, atom.Kbd, atom.Samp:
		at.format |= code
	case atom.Sub:
		at.format |= subscript
	case atom.Sup:
		at.format |= superscript
	case atom.Time:
		at.flags |= isTime
	case atom.A:
		at.href = attribute(n, "href")
		if rel := attribute(n, "rel"); rel == "author" {
			at.flags |= isAuthor
		}
		if at.href != "" && len(w.links) < 50 {
			if title := markup.Text(n); title != "" && len(title) < 400 {
				w.links = append(w.links, news.Link{Title: title, URL: at.href})
			}
		}
	}
	for _, a := range n.Attr {
		if a.Key == "class" || a.Key == "itemprop" {
			at.flags |= w.designOf(a.Val).flags() &^ inRelated
		}
	}
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.cell = w.text.Len() > 0
	}
	w.children(n, at)
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.add(" ", at)
	}
}

// designOf is [designOf], asked once for each name of the page.
func (w *walker) designOf(name string) design {
	d, known := w.named[name]
	if !known {
		d = designOf(name)
		w.named[name] = d
	}
	return d
}

func attribute(n *html.Node, key string) string {
	value, _ := lookup(n, key)
	return value
}

func lookup(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
