package feed

import (
	"encoding/base64"
	"html"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/markup"
)

const (
	maxAddress = 8 << 10
	maxAdded   = 200 // bytes that a base may add to an address before it counts against maxExpansion
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
			if a.space == xmlSpace {
				b.WriteString("xml:")
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
	if n.space == atom && kind == "xhtml" || n.space == atom && kind == "application/xhtml+xml" {
		if div := onlyDiv(n); div != nil {
			return r.inner(div)
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

// address is an absolute web address that n names, "" when it names none.
func address(base, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || len(ref) > maxAddress {
		return ""
	}
	if isPlainAddress(ref) {
		return ref
	}
	return markup.Absolute(base, resolveReference(base, ref))
}

// isPlainAddress knows the addresses that resolving leaves as they are, which are nearly all.
func isPlainAddress(ref string) bool {
	rest, secure := strings.CutPrefix(ref, "https://")
	if !secure {
		var found bool
		if rest, found = strings.CutPrefix(ref, "http://"); !found {
			return false
		}
	}
	host := true
	for i := range len(rest) {
		switch c := rest[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-', c == '.' && i > 0:
		case c == '/' && i > 0:
			host = false
		case host:
			return false
		case c >= 'A' && c <= 'Z', strings.IndexByte("_~?=&+,:;@!$#", c) >= 0:
		default:
			return false
		}
	}
	return rest != ""
}

// absolute makes the addresses in a fragment of HTML absolute and leaves every other byte as it is. It looks at what
// stands around each "=", and takes only those tags apart that name a relative address.
func (r *resolver) absolute(fragment, base string) string {
	if base == "" {
		return fragment
	}
	var b strings.Builder
	written, from, tag := 0, 0, -1 // tag is where the last "<" before the "=" stands
	for {
		equals := strings.IndexByte(fragment[from:], '=')
		if equals < 0 {
			break
		}
		if open := strings.LastIndexByte(fragment[from:from+equals], '<'); open >= 0 {
			tag = from + open
		}
		from += equals + 1
		if tag < 0 || !namesRelative(fragment, from-1) {
			continue
		}
		z := tokenizer{rest: fragment[tag:]}
		t, ok := z.next()
		if !ok {
			break // the end of the tag is missing
		}
		for _, a := range t.attrs {
			if !addressAttr(lower(a.name)) {
				continue
			}
			ref := html.UnescapeString(a.value)
			if full := r.absoluteRef(base, ref); full != ref {
				start := len(fragment) - a.left
				b.WriteString(fragment[written:start])
				b.WriteString(escapeAttr(full))
				written = start + len(a.value)
			}
		}
		from, tag = max(from, len(fragment)-len(z.rest)), -1
	}
	if written == 0 {
		return fragment
	}
	b.WriteString(fragment[written:])
	return b.String()
}

// namesRelative reports whether an attribute whose "=" stands at equals may name a relative address.
func namesRelative(fragment string, equals int) bool {
	name := strings.TrimRight(fragment[max(0, equals-20):equals], " \t\r\n")
	start := len(name)
	for start > 0 && classes[name[start-1]]&inName != 0 {
		start--
	}
	if !addressAttr(lower(name[start:])) {
		return false
	}
	value := skipSpace(fragment[equals+1 : min(len(fragment), equals+40)])
	return !hasScheme(strings.TrimLeft(value, `"'`))
}

func addressAttr(name string) bool {
	switch name {
	case "href", "src", "cite", "action", "poster", "data", "background", "longdesc", "usemap", "codebase", "classid", "profile":
		return true
	}
	return false
}

// absoluteRef resolves what is relative and keeps everything else.
func (r *resolver) absoluteRef(base, ref string) string {
	trimmed := strings.TrimSpace(ref)
	if base == "" || trimmed == "" || len(trimmed) > maxAddress || hasScheme(trimmed) || r.expanded > maxExpansion {
		return ref
	}
	full := resolveReference(base, trimmed)
	r.expanded += max(0, len(full)-len(ref)-maxAdded)
	return full
}

func hasScheme(ref string) bool {
	for i := range len(ref) {
		switch c := ref[i]; {
		case c == ':':
			return i > 0
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}
