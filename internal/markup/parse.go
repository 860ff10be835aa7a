package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTree bounds the nodes that html.Parse may make of a page. Unclosed formatting elements are repeated in every
// later paragraph, so the bound is on tags times formatting elements left open.
const maxTree = 2_000_000

// Parse reads a page into a tree with html, head and body. It decodes first ([Decode]) and never fails on what the
// page says: pages that html.Parse refuses (more than 512 nested elements) or that would blow up in it are read by a
// simple builder that keeps tags and text in order and stops nesting at a fixed depth. The error is [ErrEmpty].
func Parse(page []byte, contentType string) (*html.Node, error) {
	if len(page) == 0 {
		return nil, ErrEmpty
	}
	return parseString(closeEmptyLinks(Decode(page, contentType))), nil
}

func parseString(s string) *html.Node {
	if tree := likelyTree(s); tree <= maxTree {
		if root, err := html.Parse(strings.NewReader(s)); err == nil {
			return root
		}
	}
	return parseFlat(s)
}

// closeEmptyLinks writes <a href="…"/> as <a href="…"></a>. Pages made by XML tools mean an empty link; HTML would
// stretch the link over all that follows.
func closeEmptyLinks(s string) string {
	var out strings.Builder
	done := 0
	for at := 0; ; {
		i := strings.Index(s[at:], "<a ")
		if i < 0 {
			break
		}
		at += i + 3
		end := strings.IndexByte(s[at:], '>')
		if end < 0 {
			break
		}
		at += end
		if before := s[at-2]; s[at-1] != '/' || (before != '"' && before != '\'' && before != ' ') {
			continue
		}
		out.WriteString(s[done : at-1])
		out.WriteString("></a>")
		at++
		done = at
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}

// likelyTree estimates from above how many nodes html.Parse makes: it counts tags, and how many formatting elements
// are open at once.
func likelyTree(s string) int {
	tags, deepest := 0, 0
	var open [formattingTags]int
	total := 0
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 || i+1 >= len(s) {
			return 2 * tags * (1 + deepest)
		}
		s = s[i+1:]
		tags++
		closing := s[0] == '/'
		if closing {
			s = s[1:]
		}
		tag := formattingTag(s)
		switch {
		case tag < 0:
		case closing && open[tag] > 0:
			open[tag]--
			total--
		case !closing:
			open[tag]++
			total++
			deepest = max(deepest, total)
		}
	}
}

const formattingTags = 14

// formattingTag numbers the element whose name starts s, -1 when it is not one that HTML re-opens by itself.
func formattingTag(s string) int {
	end := 0
	for end < len(s) && end < 8 && isLetter(s[end]) {
		end++
	}
	if end == 0 || end == 8 {
		return -1
	}
	var lower [8]byte
	for i := range end {
		lower[i] = s[i] | 0x20
	}
	switch string(lower[:end]) {
	case "a":
		return 0
	case "b":
		return 1
	case "i":
		return 2
	case "u":
		return 3
	case "s":
		return 4
	case "em":
		return 5
	case "tt":
		return 6
	case "big":
		return 7
	case "font":
		return 8
	case "code":
		return 9
	case "nobr":
		return 10
	case "small":
		return 11
	case "strike":
		return 12
	case "strong":
		return 13
	}
	return -1
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

const (
	flatDepth = 120     // how deep parseFlat nests
	flatNodes = 600_000 // how many nodes parseFlat makes; the rest of the page is dropped
)

// parseFlat builds a tree without the repairs of the HTML standard: in order, bounded in depth and number.
func parseFlat(s string) *html.Node {
	root := &html.Node{Type: html.DocumentNode}
	page := &html.Node{Type: html.ElementNode, DataAtom: atom.Html, Data: "html"}
	head := &html.Node{Type: html.ElementNode, DataAtom: atom.Head, Data: "head"}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	root.AppendChild(page)
	page.AppendChild(head)
	page.AppendChild(body)
	stack := []*html.Node{body}
	z := html.NewTokenizer(strings.NewReader(s))
	for nodes := 0; nodes < flatNodes; nodes++ {
		switch z.Next() {
		case html.ErrorToken:
			return root
		case html.TextToken:
			stack[len(stack)-1].AppendChild(&html.Node{Type: html.TextNode, Data: string(z.Text())})
		case html.EndTagToken:
			name, _ := z.TagName()
			stack = closeFlat(stack, string(name))
		case html.StartTagToken, html.SelfClosingTagToken:
			stack = openFlat(z.Token(), stack, page, head)
		}
	}
	return root
}

func closeFlat(stack []*html.Node, name string) []*html.Node {
	for i := len(stack) - 1; i > 0; i-- {
		if stack[i].Data == name {
			return stack[:i]
		}
	}
	return stack
}

func openFlat(token html.Token, stack []*html.Node, page, head *html.Node) []*html.Node {
	switch token.DataAtom {
	case atom.Html:
		page.Attr = append(page.Attr[:0], token.Attr...)
		return stack
	case atom.Head, atom.Body:
		return stack
	case atom.P, atom.Li, atom.Td, atom.Tr, atom.Th, atom.Option:
		if top := stack[len(stack)-1]; top.DataAtom == token.DataAtom {
			stack = stack[:len(stack)-1] // these end where the next begins
		}
	}
	node := &html.Node{Type: html.ElementNode, DataAtom: token.DataAtom, Data: token.Data, Attr: token.Attr}
	top := stack[len(stack)-1]
	if token.DataAtom == atom.Meta || token.DataAtom == atom.Link || token.DataAtom == atom.Title {
		if len(stack) == 1 {
			top = head
		}
	}
	top.AppendChild(node)
	if void(token.DataAtom) || token.Type == html.SelfClosingTagToken || len(stack) >= flatDepth {
		return stack
	}
	return append(stack, node)
}

func void(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
