package contest

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// MaxPage is how many bytes a page may have.
const MaxPage = 4 << 20

// Page is a page of the contest: what it says, and what it was found to be.
type Page struct {
	Name     string // of its file
	Article  news.Article
	Category Category // see Judge
	News     bool     // likewise
}

// Counts reports whether the page is news in a language of the contest.
func (p *Page) Counts() bool { return p.News && Judged(p.Article.Language) }

// Read reads a page in the form of the contest: what Telegram's instant view makes of a site. The head has the meta
// properties og:url, og:site_name, og:title, og:description and article:published_time, the body an article of headings,
// paragraphs, lists, quotes and tables. Figures, related links, asides, footers and embeds are left out. It reads the
// tags as they come, which is several times faster than to build a tree, and takes any bytes; pages as sites make
// them are not for it but for the extractor. It finds the language too. The error wraps news.ErrInvalid.
func Read(name string, body []byte) (Page, error) {
	switch {
	case len(body) > MaxPage:
		return Page{}, fmt.Errorf("%d bytes are more than the %d that a page may have: %w", len(body), MaxPage, news.ErrInvalid)
	case bytes.IndexByte(body, 0) >= 0:
		return Page{}, fmt.Errorf("not a page of text: %w", news.ErrInvalid)
	}
	r := reader{z: html.NewTokenizer(strings.NewReader(markup.Decode(body, ""))), in: true}
	r.read()
	a := r.article
	if a.Headline == "" && len(a.Blocks) == 0 {
		return Page{}, fmt.Errorf("no article: the page has neither a title nor a text: %w", news.ErrInvalid)
	}
	a.Kind = news.KindReport
	a.Language, _ = text.Language(a.Headline + "\n" + a.Summary + "\n" + opening(a.Blocks))
	return Page{Name: name, Article: a}, nil
}

// opening is about as much of a text as its language is told by.
func opening(blocks []news.Block) string {
	var b strings.Builder
	for _, block := range blocks {
		if b.WriteString(block.Text + "\n"); b.Len() > 2000 {
			break
		}
	}
	return b.String()
}

// reader collects an article from the tags of a page.
type reader struct {
	z       *html.Tokenizer
	article news.Article
	heading string // the first h1
	block   []byte
	role    news.Role
	skip    string // the element that is left out, "" when none is
	depth   int    // of elements of that name in it
	in      bool   // what may be text: the article, or the body of a page that marks none
	marked  bool   // it has an article element
}

func (r *reader) read() {
	for {
		switch r.z.Next() {
		case html.ErrorToken: // the end, or a page cut off
			r.end()
			if r.article.Headline == "" {
				r.article.Headline = r.heading
			}
			return
		case html.TextToken:
			if r.in && r.skip == "" {
				r.block = append(r.block, r.z.Text()...)
			}
		case html.StartTagToken:
			r.open(false)
		case html.SelfClosingTagToken:
			r.z.NextIsNotRawText() // <iframe/> has no end that the tokenizer would have to look for
			r.open(true)
		case html.EndTagToken:
			name, _ := r.z.TagName()
			r.close(string(name))
		}
	}
}

// omitted are elements of no use for the text.
func omitted(a atom.Atom, name string) bool {
	switch a {
	case atom.Figure, atom.Iframe, atom.Script, atom.Style, atom.Noscript, atom.Video, atom.Audio, atom.Aside, atom.Footer, atom.Address, atom.Map, atom.Svg, atom.Template:
		return true
	}
	return name == "related" || name == "slideshow"
}

// roleOf is what a block in an element is; "" when it makes no block.
func roleOf(a atom.Atom) news.Role {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Table, atom.Details, atom.Summary:
		return news.RoleParagraph
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return news.RoleHeading
	case atom.Li:
		return news.RoleListItem
	case atom.Blockquote:
		return news.RoleQuote
	case atom.Tr:
		return news.RoleTable
	case atom.Pre:
		return news.RoleCode
	}
	return ""
}

func (r *reader) open(closed bool) {
	raw, attributes := r.z.TagName()
	a := atom.Lookup(raw)
	switch {
	case a == atom.Meta:
		r.meta(attributes)
	case a == atom.Head || a == atom.Body:
		r.in = a == atom.Body
	case a == atom.Article:
		r.end()
		if !r.marked {
			r.article.Blocks = nil // what stood before it
		}
		r.in, r.marked, r.skip = true, true, ""
	case r.skip != "":
		if !closed && string(raw) == r.skip {
			r.depth++
		}
		if a == atom.Img && r.article.Image.URL == "" {
			r.article.Image.URL = markup.Absolute("", r.attribute("src"))
		}
		if a == atom.Time && r.article.PublishedAt.IsZero() {
			r.article.PublishedAt = readTime(r.attribute("datetime"))
		}
	case !r.in:
	case omitted(a, string(raw)):
		if !closed {
			r.skip, r.depth = string(raw), 1
		}
	case a == atom.Br || a == atom.Hr:
		r.block = append(r.block, ' ')
	case a == atom.Td || a == atom.Th:
		if !r.blank() {
			r.block = append(r.block, " | "...)
		}
	default:
		r.begin(a)
	}
}

// begin starts a block. A paragraph that begins a quote or a list item is that.
func (r *reader) begin(a atom.Atom) {
	role := roleOf(a)
	if role == "" || role == news.RoleParagraph && r.role != "" && r.blank() {
		return
	}
	r.end()
	if r.role = role; a == atom.H1 && r.heading == "" {
		r.role = roleTitle
	}
}

// roleTitle marks the headline until it is known what it is called in the head.
const roleTitle = news.Role("title")

func (r *reader) close(name string) {
	a := atom.Lookup([]byte(name))
	switch {
	case a == atom.Article || a == atom.Body || a == atom.Html:
		r.end()
		r.in, r.skip = false, ""
	case r.skip == name:
		if r.depth--; r.depth == 0 {
			r.skip = ""
		}
	case r.skip == "" && roleOf(a) != "":
		r.end()
	}
}

// blank reports whether the block has no words yet.
func (r *reader) blank() bool { return len(bytes.TrimSpace(r.block)) == 0 }

// end finishes a block. What only repeats headline or description is no block.
func (r *reader) end() {
	words, role := markup.Fold(string(r.block)), r.role
	r.block, r.role = r.block[:0], ""
	switch {
	case words == "":
	case role == roleTitle:
		r.heading = words
	case words == r.article.Headline, words == r.article.Summary && role == news.RoleHeading:
	default:
		if role == "" {
			role = news.RoleParagraph
		}
		r.article.Blocks = append(r.article.Blocks, news.Block{Role: role, Text: words})
	}
}

func (r *reader) meta(attributes bool) {
	var name, content string
	for attributes {
		var key, value []byte
		key, value, attributes = r.z.TagAttr()
		switch string(key) {
		case "property", "name":
			name = string(value)
		case "content":
			content = string(value)
		}
	}
	a := &r.article
	switch name {
	case "og:url":
		a.URL = markup.Absolute("", content)
	case "og:site_name":
		a.Outlet = markup.Fold(content)
	case "og:title":
		a.Headline = markup.Fold(content)
	case "og:description":
		a.Summary = markup.Fold(content)
	case "article:published_time":
		a.PublishedAt = readTime(content)
	}
}

func (r *reader) attribute(name string) string {
	for {
		key, value, more := r.z.TagAttr()
		if string(key) == name {
			return string(value)
		}
		if !more {
			return ""
		}
	}
}

// readTime reads a time of the contest; zero when it is none, or before the web.
func readTime(s string) time.Time {
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	if err != nil || at.Year() < 1990 || at.Year() > 2200 {
		return time.Time{}
	}
	return at.UTC()
}
