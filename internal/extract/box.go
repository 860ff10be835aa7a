package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
)

// enter opens a box for a block element.
func (w *walker) enter(n *html.Node, at place) place {
	var names design
	class := ""
	for _, a := range n.Attr {
		switch a.Key {
		case "class":
			class = a.Val
			fallthrough
		case "id", "itemprop", "role", "data-component", "data-testid", "data-type":
			names |= w.designOf(a.Val)
		}
	}
	w.boxes = append(w.boxes, box{
		parent: at.box, tag: n.DataAtom, sign: n.Data + "." + class, names: names, flags: names.flags(), depth: w.boxes[at.box].depth + 1,
	})
	at.box, at.tag, at.format = len(w.boxes)-1, n.DataAtom, 0
	switch n.DataAtom {
	case atom.Nav:
		at.flags |= inNav
	case atom.Footer:
		at.flags |= inFooter
	case atom.Header:
		at.flags |= inHeader
	case atom.Aside:
		at.flags |= inAside
	case atom.Figure:
		at.flags |= inFigure
	case atom.Figcaption:
		at.flags |= inCaption
	case atom.Blockquote:
		at.flags |= inQuote
	case atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dd, atom.Dt:
		at.flags |= inList
	case atom.Table, atom.Tr:
		at.flags |= inTable
	case atom.Form:
		at.flags |= inForm
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		at.flags |= isHeading
	}
	if n.Data == "related" {
		w.boxes[at.box].names |= forRelated
		w.boxes[at.box].flags |= inRelated
	}
	if _, hidden := lookup(n, "hidden"); hidden || strings.Contains(strings.ReplaceAll(attribute(n, "style"), " ", ""), "display:none") {
		at.flags |= inHidden
	}
	return at
}

// media makes a leaf of a picture or player.
func (w *walker) media(n *html.Node, at place) {
	l := leaf{tag: n.DataAtom, box: at.box, flags: at.flags | isPicture, url: attribute(n, "src"), alt: markup.Fold(attribute(n, "alt"))}
	if n.DataAtom != atom.Img {
		l.flags ^= isPicture | isEmbed
		for c := n.FirstChild; c != nil && l.url == ""; c = c.NextSibling {
			if c.DataAtom == atom.Source {
				l.url = attribute(c, "src")
			}
		}
	} else {
		for _, lazy := range []string{"data-src", "data-original", "data-lazy-src"} {
			if l.url == "" || strings.HasPrefix(l.url, "data:") {
				l.url = attribute(n, lazy)
			}
		}
	}
	if l.url != "" && len(w.leaves) < maxLeaves {
		w.leaves = append(w.leaves, l)
	}
}

func inlineElement(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data,
		atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr,
		atom.Picture, atom.Q, atom.Rb, atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span,
		atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Td, atom.Th, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}

// layoutCell reports whether a cell holds blocks, as in tables that lay out a page, and not data.
func layoutCell(n *html.Node) bool {
	if n.DataAtom != atom.Td && n.DataAtom != atom.Th {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Br && c.DataAtom != atom.Img && !inlineElement(c.DataAtom) {
			return true
		}
	}
	return false
}
