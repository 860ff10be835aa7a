package feed

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// child finds the first element among n's children; nil when there is none.
func (n *node) child(s space, local string) *node {
	for c := n.first; c != nil; c = c.next {
		if c.local == local && c.space == s {
			return c
		}
	}
	return nil
}

// get is the value of an attribute without a prefix, trimmed.
func (n *node) get(local string) string {
	for _, a := range n.attrs {
		if a.local == local && (a.space == core || a.space == n.space) {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}

// of is the value of an attribute of a namespace, or of one without a prefix when the element has that namespace.
func (n *node) of(s space, local string) string {
	for _, a := range n.attrs {
		if a.local == local && (a.space == s || (a.space == core && n.space == s)) {
			return strings.TrimSpace(a.value)
		}
	}
	return ""
}

func (n *node) hasElements() bool {
	for c := n.first; c != nil; c = c.next {
		if c.local != "" {
			return true
		}
	}
	return false
}

// plain is the text of an element whose value is no prose: an address, a date, a number.
func (r *resolver) plain(n *node) string {
	if n == nil {
		return ""
	}
	if n.first != nil && n.first.next == nil && n.first.local == "" { // nearly always
		return strings.TrimSpace(r.piece(n.first))
	}
	var b strings.Builder
	for c := n.first; c != nil; c = c.next {
		if c.local == "" {
			b.WriteString(r.piece(c))
		}
	}
	if text := strings.TrimSpace(b.String()); text != "" {
		return text
	}
	for c := n.first; c != nil; c = c.next { // wrapped in markup that does not belong there
		if c.local != "" && c.space == n.space {
			b.WriteString(r.plain(c))
		}
	}
	return strings.TrimSpace(b.String())
}

func (r *resolver) piece(n *node) string {
	if n.cdata {
		return n.text
	}
	return r.resolve(n.text)
}

// prose is the value of an element that holds text or HTML, as the feed means it: escaped markup resolved once,
// markup that is not escaped written out again.
func (r *resolver) prose(n *node) string {
	if n == nil {
		return ""
	}
	if !n.hasElements() {
		return r.plain(n)
	}
	return r.inner(n)
}

// inner is what n holds, written as HTML.
func (r *resolver) inner(n *node) string {
	var b strings.Builder
	r.write(&b, n)
	return strings.TrimSpace(b.String())
}

// proseHTML is prose that is HTML: its addresses become absolute.
func (r *resolver) proseHTML(n *node) string {
	if n == nil {
		return ""
	}
	if n.hasElements() {
		return r.prose(n)
	}
	return r.absolute(r.plain(n), r.base(n))
}

// base is the address that n's own ones are relative to.
func (r *resolver) base(n *node) string {
	if n.base == "" {
		return r.home
	}
	return n.base
}

// write serializes the children of n as HTML. Depth is bounded by the tree's.
func (r *resolver) write(b *strings.Builder, n *node) {
	for c := n.first; c != nil; c = c.next {
		if c.local == "" {
			b.WriteString(escapeText(r.piece(c)))
			continue
		}
		b.WriteByte('<')
		b.WriteString(c.raw)
		for _, a := range c.attrs {
			value := a.value
			if addressAttr(a.local) && a.space == core {
				value = r.absoluteRef(r.base(c), value)
			}
			b.WriteByte(' ')
			switch a.space { // the two prefixes that HTML knows
			case xmlSpace:
				b.WriteString("xml:")
			case xlink:
				b.WriteString("xlink:")
			}
			b.WriteString(a.raw)
			b.WriteString(`="`)
			b.WriteString(escapeAttr(value))
			b.WriteByte('"')
		}
		if c.first == nil && (void(c.local) || c.local == "input" || c.local == "area" || c.local == "col") {
			b.WriteString(" />")
			continue
		}
		b.WriteByte('>')
		r.write(b, c)
		b.WriteString("</")
		b.WriteString(c.raw)
		b.WriteByte('>')
	}
}

var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)

func escapeText(s string) string { return textEscaper.Replace(s) }
func escapeAttr(s string) string { return attrEscaper.Replace(s) }

// construct is the value of an Atom text construct (RFC 4287, section 3.1), or of its forerunner with type and mode.
func (r *resolver) construct(n *node) string {
	if n == nil {
		return ""
	}
	kind, mode := strings.ToLower(n.get("type")), strings.ToLower(n.get("mode"))
	kind, _, _ = strings.Cut(kind, ";")
	isText := kind == "" || kind == "text" || kind == "html" || kind == "xhtml" || strings.HasPrefix(kind, "text/") ||
		strings.HasSuffix(kind, "xml") || strings.Contains(kind, "html")
	if mode == "base64" || (!isText && strings.Contains(kind, "/")) {
		if decoded, ok := fromBase64(r.plain(n)); ok {
			return r.absolute(decoded, r.base(n))
		}
	}
	if kind == "xhtml" || n.space == atom && kind == "application/xhtml+xml" {
		if div := onlyDiv(n); div != nil {
			return r.inner(div)
		}
	}
	if kind == "html" {
		if div := onlyDiv(n); div != nil && !div.hasElements() { // escaped markup, wrapped as if it were XHTML
			return r.proseHTML(div)
		}
	}
	if kind == "" || kind == "text" || kind == "text/plain" {
		return r.prose(n)
	}
	return r.proseHTML(n)
}

// onlyDiv is the element that XHTML content is wrapped in, which is no part of it (RFC 4287, section 3.1.1.3).
func onlyDiv(n *node) *node {
	var div *node
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.local == "" && strings.TrimSpace(c.text) == "":
		case c.local == "div" && div == nil:
			div = c
		default:
			return nil
		}
	}
	return div
}

func fromBase64(s string) (string, bool) {
	s = strings.Join(strings.Fields(s), "")
	decoded, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(decoded) == 0 || !utf8.Valid(decoded) {
		return "", false
	}
	return strings.TrimSpace(string(decoded)), true
}
