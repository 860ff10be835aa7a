package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text is the visible words of a node, white space folded to single blanks. Block elements and line breaks part words.
func Text(n *html.Node) string {
	var f folder
	f.node(n, 0)
	return f.String()
}

// PlainText is the visible words of an HTML fragment, white space folded to single blanks.
func PlainText(fragment string) string {
	fragment = fragment[:min(len(fragment), MaxPage)]
	if strings.IndexByte(fragment, '<') < 0 {
		return Fold(html.UnescapeString(fragment))
	}
	var f folder
	z := html.NewTokenizer(strings.NewReader(fragment))
	hidden := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return f.String()
		case html.TextToken:
			if hidden == 0 {
				f.text(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if invisible(a) {
				hidden++
			} else if blocky(a) {
				f.gap()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if invisible(a) {
				hidden = max(0, hidden-1)
			} else if blocky(a) {
				f.gap()
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); blocky(atom.Lookup(name)) {
				f.gap()
			}
		}
	}
}

// Fold joins the words of s by single blanks and drops characters that show nothing: controls, soft hyphens,
// zero-width spaces and byte order marks. Joiners stay; Persian and Indic scripts need them.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	var f folder
	f.text(s)
	return f.String()
}

// folded reports that a text of plain letters has single blanks only.
func folded(s string) bool {
	blank := true
	for i := range len(s) {
		switch c := s[i]; {
		case c > ' ' && c < 0x7f:
			blank = false
		case c == ' ' && !blank:
			blank = true
		default:
			return false
		}
	}
	return !blank || s == ""
}

// folder collects text and folds white space as it comes.
type folder struct {
	strings.Builder
	space bool
}

func (f *folder) gap() { f.space = true }

func (f *folder) text(s string) {
	start := -1 // of the run of plain characters not yet written
	for i := 0; i < len(s); {
		c := s[i]
		if c > ' ' && c < 0x7f {
			if start < 0 {
				f.open()
				start = i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		blank := unicode.IsSpace(r)
		if !blank && !unshown(r, size) {
			if start < 0 {
				f.open()
				start = i
			}
			i += size
			continue
		}
		if start >= 0 {
			f.WriteString(s[start:i])
			start = -1
		}
		if blank {
			f.space = true
		}
		i += size
	}
	if start >= 0 {
		f.WriteString(s[start:])
	}
}

// open writes the blank that is due before the next visible character.
func (f *folder) open() {
	if f.space && f.Len() > 0 {
		f.WriteByte(' ')
	}
	f.space = false
}

func unshown(r rune, size int) bool {
	switch r {
	case utf8.RuneError:
		return size <= 1
	case 0xad, 0x200b, 0x2060, 0xfeff:
		return true
	}
	return r < ' ' || (r >= 0x7f && r < 0xa0)
}

// textDepth bounds the recursion of Text; parsed pages stay far below it.
const textDepth = 600

func (f *folder) node(n *html.Node, depth int) {
	if n == nil || depth > textDepth {
		return
	}
	switch n.Type {
	case html.TextNode:
		f.text(n.Data)
		return
	case html.ElementNode:
		if invisible(n.DataAtom) {
			return
		}
		if blocky(n.DataAtom) {
			f.gap()
			defer f.gap()
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		f.node(c, depth+1)
	}
}

func invisible(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Title, atom.Textarea, atom.Select,
		atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Noframes, atom.Noembed, atom.Button:
		return true
	}
	return false
}

// blocky reports whether an element parts the words before it from those after it.
func blocky(a atom.Atom) bool {
	switch a {
	case atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn,
		atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Nobr, atom.Q, atom.S, atom.Samp,
		atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var,
		atom.Wbr, atom.Ruby, atom.Rb, atom.Rt, atom.Rp, 0:
		return false
	}
	return true
}
