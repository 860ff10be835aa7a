package markup

import (
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxFragment   = 2 << 20 // bytes of a fragment that are read
	fragmentDepth = 64      // open elements; deeper ones lose their tags, not their words
)

// policy says which markup may be shown. It is built once; bluemonday policies are safe to share.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	for a := range shown {
		p.AllowElements(a.String())
	}
	p.AllowURLSchemes("http", "https")
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + LinkRel + "$")).OnElements("a")
	p.AllowAttrs("src").OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[0-9]{1,5}$`)).OnElements("img")
	p.AllowAttrs("colspan", "rowspan").Matching(regexp.MustCompile(`^[0-9]{1,3}$`)).OnElements("td", "th")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[A-Za-z0-9-]{2,35}$`)).Globally()
	return p
})

// LinkRel is the rel attribute of all links that are shown.
const LinkRel = "nofollow noopener noreferrer"

// shown is every element that survives.
var shown = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.B: true, atom.Blockquote: true, atom.Br: true, atom.Caption: true,
	atom.Cite: true, atom.Code: true, atom.Dd: true, atom.Del: true, atom.Dl: true, atom.Dt: true, atom.Em: true,
	atom.Figcaption: true, atom.Figure: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true,
	atom.H6: true, atom.Hr: true, atom.I: true, atom.Img: true, atom.Ins: true, atom.Kbd: true, atom.Li: true,
	atom.Mark: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Q: true, atom.S: true, atom.Samp: true,
	atom.Small: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Table: true, atom.Tbody: true,
	atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.U: true, atom.Ul: true,
}

// Sanitize cleans an HTML fragment for showing: known text elements, links and pictures stay, everything that could
// run, load or style goes. Addresses become absolute against base and keep only http and https; links get
// rel="nofollow noopener noreferrer". Tags are balanced. Sanitizing twice changes nothing.
func Sanitize(fragment, base string) string {
	fragment = strings.ToValidUTF8(fragment[:min(len(fragment), maxFragment)], "")
	if !strings.ContainsAny(fragment, "<&>\"'\x00\r") {
		return fragment
	}
	return policy().Sanitize(balance(fragment, base))
}

// balance rewrites a fragment with known elements only, each closed, and addresses made absolute.
func balance(fragment, base string) string {
	var out strings.Builder
	out.Grow(len(fragment))
	var open []atom.Atom
	hidden := 0
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			for i := len(open) - 1; i >= 0; i-- {
				closeTag(&out, open[i])
			}
			return out.String()
		case html.TextToken:
			if hidden == 0 {
				out.WriteString(html.EscapeString(visible(string(z.Text()))))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if invisible(token.DataAtom) {
				if kind == html.StartTagToken {
					hidden++
				}
				continue
			}
			if hidden > 0 || !shown[token.DataAtom] || (len(open) >= fragmentDepth && !void(token.DataAtom)) {
				continue
			}
			if !openTag(&out, token, base) || void(token.DataAtom) {
				continue
			}
			open = append(open, token.DataAtom)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if invisible(a) {
				hidden = max(0, hidden-1)
			} else if hidden == 0 {
				open = closeThrough(&out, open, a)
			}
		}
	}
}

// visible drops characters that parsers treat differently from one another.
func visible(s string) string { return unseen.Replace(s) }

var unseen = strings.NewReplacer("\x00", "", "\r\n", "\n", "\r", "\n")

func closeThrough(out *strings.Builder, open []atom.Atom, a atom.Atom) []atom.Atom {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] != a {
			continue
		}
		for j := len(open) - 1; j >= i; j-- {
			closeTag(out, open[j])
		}
		return open[:i]
	}
	return open
}

func closeTag(out *strings.Builder, a atom.Atom) {
	out.WriteString("</")
	out.WriteString(a.String())
	out.WriteByte('>')
}

// openTag writes a start tag. A link or picture without a usable address is left out; it then returns false.
func openTag(out *strings.Builder, token html.Token, base string) bool {
	attributes := make(map[string]string, len(token.Attr))
	for _, a := range token.Attr {
		if _, twice := attributes[a.Key]; !twice && a.Namespace == "" {
			attributes[a.Key] = visible(a.Val)
		}
	}
	keep := []string{"dir", "lang"}
	switch token.DataAtom {
	case atom.A:
		if attributes["href"] = Absolute(base, attributes["href"]); attributes["href"] == "" {
			return false
		}
		attributes["rel"] = LinkRel
		keep = []string{"href", "rel", "dir", "lang"}
	case atom.Img:
		if attributes["src"] = Absolute(base, attributes["src"]); attributes["src"] == "" {
			return false
		}
		keep = []string{"src", "alt", "width", "height"}
	case atom.Td, atom.Th:
		keep = []string{"colspan", "rowspan", "dir", "lang"}
	}
	out.WriteByte('<')
	out.WriteString(token.DataAtom.String())
	for _, key := range keep {
		if value := attributes[key]; value != "" {
			out.WriteString(" " + key + `="` + html.EscapeString(value) + `"`)
		}
	}
	out.WriteByte('>')
	return true
}
