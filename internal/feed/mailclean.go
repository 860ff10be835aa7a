package feed

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/text"

	"golang.org/x/net/html"
	tag "golang.org/x/net/html/atom"
)

// cleaner takes out of a letter what is for its reader alone: it is going to be published.
type cleaner struct {
	names   []string // of readers, lower case
	marks   []string // what gives a reader away in an address: the mail address itself, and its usual disguises
	mailbox *regexp.Regexp
	hosts   map[string]int // of links in the text, with how often each is there
	lang    string
	known   map[string]remark // what texts are about
	online  string            // address of the "view in browser" link, as it came
}

func newCleaner(reader []mail.Address) *cleaner {
	c := &cleaner{hosts: map[string]int{}, known: map[string]remark{}}
	c.hide(reader)
	return c
}

// hide makes people readers whom nothing may give away.
func (c *cleaner) hide(people []mail.Address) {
	for _, a := range people {
		if name := strings.ToLower(a.Name); len(name) > 2 && !strings.Contains(name, "@") {
			c.names = append(c.names, name)
		}
		if len(a.Address) > 3 {
			c.marks = append(c.marks, disguises(a.Address)...)
		}
	}
	slices.Sort(c.marks)
	c.marks = slices.Compact(c.marks)
	c.mailbox = nil
	var quoted []string
	for _, mark := range c.marks {
		if strings.Contains(mark, "@") {
			quoted = append(quoted, regexp.QuoteMeta(mark))
		}
	}
	if len(quoted) > 0 {
		c.mailbox = regexp.MustCompile(`(?i)<?(mailto:)?(` + strings.Join(quoted[:min(len(quoted), 200)], "|") + `)>?`)
	}
}

// redact takes the readers' addresses out of a text.
func (c *cleaner) redact(s string) string {
	if c.mailbox == nil || !c.mailbox.MatchString(s) {
		return s
	}
	return strings.TrimSpace(markup.Fold(c.mailbox.ReplaceAllString(s, "")))
}

// parse gives the body of a letter.
func (c *cleaner) parse(text string) *html.Node {
	root, err := markup.Parse([]byte("\ufeff"+text), "text/html; charset=utf-8")
	if err != nil {
		return &html.Node{Type: html.ElementNode, DataAtom: tag.Body, Data: "body"}
	}
	body := root
	for n := range root.Descendants() {
		if n.DataAtom == tag.Html && c.lang == "" {
			c.lang = attribute(n, "lang")
		}
		if n.DataAtom == tag.Body {
			body = n
			break
		}
	}
	return body
}

// clean works through the tree, from the leaves up, and returns the address of the letter's public copy as it came.
func (c *cleaner) clean(n *html.Node) string {
	c.walk(n, 0)
	return c.online
}

const maxCleanDepth = 400

// walk cleans the children of n. What has been taken out of a block may take the block with it.
func (c *cleaner) walk(n *html.Node, depth int) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		switch {
		case child.Type == html.TextNode:
			child.Data = c.words(child.Data)
		case child.Type != html.ElementNode, depth > maxCleanDepth, unwanted(child), hidden(child):
			n.RemoveChild(child)
		case child.DataAtom == tag.Img:
			if !c.picture(child) {
				n.RemoveChild(child)
			}
		default:
			c.element(n, child, depth)
		}
		child = next
	}
}

func (c *cleaner) element(n, child *html.Node, depth int) {
	link := ""
	if child.DataAtom == tag.A {
		link = attribute(child, "href")
		if c.isFurnitureLink(child, link) {
			n.RemoveChild(child)
			return
		}
	}
	if isBlock(child) && c.isFurniture(child) {
		c.noteOnline(child)
		n.RemoveChild(child)
		return
	}
	c.walk(child, depth+1)
	child.Attr = slices.DeleteFunc(child.Attr, func(a html.Attribute) bool { return !keptAttribute(a.Key) || c.betrays(a.Val) })
	if child.DataAtom == tag.A {
		c.link(n, child, link)
	}
}

// link makes a link public, or leaves only its words.
func (c *cleaner) link(n, child *html.Node, ref string) {
	public := c.publicLink(ref, 0)
	if public == "" {
		for inner := child.FirstChild; inner != nil; inner = child.FirstChild {
			child.RemoveChild(inner)
			n.InsertBefore(inner, child)
		}
		n.RemoveChild(child)
		return
	}
	child.Attr = []html.Attribute{{Key: "href", Val: public}}
	if host := hostOf(public); host != "" && len(c.hosts) < 500 {
		c.hosts[host]++
	}
}

var webAddress = text.Lazy(`(?:\(|<|\[)?\bhttps?://[^\s<>"\])]+(?:\)|>|\])?`)

// words cleans a text: no readers' addresses, no personal links.
func (c *cleaner) words(s string) string {
	if c.mailbox != nil && strings.Contains(s, "@") {
		s = c.mailbox.ReplaceAllString(s, "")
	}
	if !strings.Contains(s, "://") {
		return s
	}
	return webAddress.ReplaceAllStringFunc(s, func(found string) string {
		bare := strings.TrimRight(strings.Trim(found, "()<>[]"), ".,;:!?")
		public := c.publicLink(bare, 0)
		if public == "" {
			return ""
		}
		if host := hostOf(public); host != "" && len(c.hosts) < 500 {
			c.hosts[host]++
		}
		return strings.Replace(found, bare, public, 1)
	})
}

// unwanted are elements that say nothing, or must not be kept.
func unwanted(n *html.Node) bool {
	switch n.DataAtom {
	case tag.Script, tag.Style, tag.Head, tag.Meta, tag.Link, tag.Title, tag.Base, tag.Object, tag.Embed, tag.Iframe, tag.Form,
		tag.Input, tag.Button, tag.Select, tag.Textarea, tag.Noscript, tag.Template, tag.Svg, tag.Map, tag.Frame, tag.Audio, tag.Video:
		return true
	}
	return strings.Contains(n.Data, ":") // <o:p>, <v:rect>
}

var hiding = text.Lazy(`(?i)display\s*:\s*none|visibility\s*:\s*hidden|max-height\s*:\s*0|(?:^|;)\s*(?:height|width|max-width|line-height)\s*:\s*0(?:px)?\s*(?:;|$|!)[^;]*overflow|font-size\s*:\s*[01](?:px|pt|em)?\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|mso-hide\s*:\s*all`)

// hidden reports whether mail programs show nothing of an element, such as the preview text.
func hidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if hiding.MatchString(a.Val) {
				return true
			}
		case "class", "id":
			if v := strings.ToLower(a.Val); strings.Contains(v, "preheader") || strings.Contains(v, "preview-text") || strings.Contains(v, "previewtext") {
				return true
			}
		}
	}
	return false
}

var (
	tinySize     = text.Lazy(`^\s*0*[0-3](?:px)?\s*$`)
	tinyStyle    = text.Lazy(`(?i)(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*[0-3](?:px)?\s*(?:;|!|$)`)
	trackedImage = text.Lazy(`(?i)/(?:open|opens|wf/open|trk|track|tracking|pixel|beacon|o|e/o|gp|imp|q)(?:[/.?]|$)|/track/open|open\.(?:gif|php|aspx)|pixel\.(?:gif|png)|(?:spacer|blank|clear)\.gif|list-manage\.com/track|doubleclick\.net|google-analytics\.com|mailtrack|litmus|emltrk`)
)

// picture reports whether an image may stay: one that is seen, comes over the web and tells nobody that it was.
func (c *cleaner) picture(n *html.Node) bool {
	src := markup.Absolute("", attribute(n, "src"))
	if src == "" || trackedImage.MatchString(src) || c.betrays(src) {
		return false // also cid: and data:
	}
	for _, a := range n.Attr {
		if (a.Key == "width" || a.Key == "height") && tinySize.MatchString(a.Val) || a.Key == "style" && (tinyStyle.MatchString(a.Val) || hiding.MatchString(a.Val)) {
			return false
		}
	}
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return !keptAttribute(a.Key) })
	for i := range n.Attr {
		if n.Attr[i].Key == "src" {
			n.Attr[i].Val = src
		} else {
			n.Attr[i].Val = c.redact(n.Attr[i].Val)
		}
	}
	return true
}

func keptAttribute(key string) bool {
	switch key {
	case "href", "src", "alt", "width", "height", "colspan", "rowspan", "class", "lang", "dir", "datetime":
		return true
	}
	return false
}

func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case tag.P, tag.Div, tag.Td, tag.Th, tag.Tr, tag.Table, tag.Tbody, tag.Li, tag.Ul, tag.Section, tag.Footer, tag.Header, tag.Center,
		tag.H1, tag.H2, tag.H3, tag.H4, tag.H5, tag.H6, tag.Blockquote, tag.Pre, tag.Address:
		return true
	}
	return false
}

// inside writes the children of a node as HTML.
func inside(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if html.Render(&b, c) != nil {
			break // a tree that HTML cannot write, such as children of <br>
		}
	}
	return strings.TrimSpace(b.String())
}

// headingOf is the first heading of a letter, or its first words.
func headingOf(page *html.Node) string {
	for n := range page.Descendants() {
		switch n.DataAtom {
		case tag.H1, tag.H2, tag.H3:
			if text := markup.Text(n); text != "" {
				return firstWords(text)
			}
		}
	}
	return firstWords(markup.Text(page))
}

func firstWords(s string) string {
	words := strings.Fields(s)
	if len(words) > 12 {
		return outlineText(strings.Join(words[:12], " ")) + " …"
	}
	return outlineText(strings.Join(words, " "))
}
