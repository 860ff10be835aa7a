package feed

import "strings"

// Limits of one document. What is beyond them is not seen; a note says so.
const (
	maxDepth = 200
	maxNodes = 400_000
	maxBase  = 1 << 10 // bytes of an address to resolve against
	maxBases = 4_000   // different ones
	maxNotes = 20
)

// node is an element or, with an empty local name, a text.
type node struct {
	space    space
	prefixed bool
	cdata    bool
	local    string // lower case
	raw      string // the local name as written
	text     string // of a text, entities not yet resolved
	attrs    []attr
	base     string // address that its own addresses are relative to; may be empty
	lang     string

	parent, first, last, next *node
}

type attr struct {
	space space
	local string // lower case
	raw   string
	value string // entities resolved
}

// builder makes a tree of tokens: a lenient one, in which wrong end tags end what they can and are ignored otherwise.
type builder struct {
	*resolver
	z        *tokenizer
	root     *node
	open     []*node  // from the root to the innermost open element
	names    []string // of the open elements, lower case, as end tags spell them
	over     int      // elements open beyond maxDepth
	bindings []binding
	bases    map[string]string // resolved ones, by the address and what it is relative to
	slab     []node
	nodes    int
	notes    notes
	cut      bool // the root has no end
}

// build reads a document whose address is base.
func build(document, base string) (*node, *builder) {
	z := &tokenizer{rest: document}
	b := &builder{z: z, resolver: &resolver{z: z}, bases: map[string]string{}}
	b.root = b.node()
	b.root.base = base
	b.open, b.names = append(b.open, b.root), append(b.names, "")
	for {
		t, ok := z.next()
		if !ok {
			break
		}
		if b.nodes >= maxNodes {
			b.notes.add("the document has too many elements; its end was not read")
			break
		}
		switch t.kind {
		case startToken:
			b.start(t)
		case endToken:
			b.end(t.text)
		default:
			b.addText(t)
		}
	}
	b.cut = len(b.open) > 1 || z.cut
	if b.cut || b.over > 0 {
		b.notes.add("the document is cut off or ill-formed: <" + shorten(b.names[len(b.names)-1]) + "> has no end")
	}
	if last := b.open[len(b.open)-1]; b.cut && halfIsWrong(last.local) && !last.hasElements() {
		last.first, last.last = nil, nil
	}
	return b.root, b
}

// halfIsWrong reports whether the beginning of an element's value says something else than the whole of it: half an
// address leads elsewhere, half a date is another day.
func halfIsWrong(local string) bool {
	switch local {
	case "link", "guid", "id", "identifier", "origlink", "comments", "url", "loc", "new-feed-url", "pubdate", "published", "updated",
		"modified", "issued", "created", "date", "lastbuilddate", "lastmod":
		return true
	}
	return false
}

func (b *builder) node() *node {
	if len(b.slab) == 0 {
		b.slab = make([]node, min(max(64, b.nodes), 1024))
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.nodes++
	return n
}

func (b *builder) add(n *node) {
	parent := b.open[len(b.open)-1]
	n.parent, n.base, n.lang = parent, parent.base, parent.lang
	if parent.last == nil {
		parent.first = n
	} else {
		parent.last.next = n
	}
	parent.last = n
}

func (b *builder) addText(t token) {
	if t.kind == textToken && skipSpace(t.text) == "" {
		last := b.open[len(b.open)-1].last
		if last == nil || t.text == "" {
			return // indentation before the first child
		}
	}
	n := b.node()
	n.text, n.cdata = t.text, t.kind == cdataToken
	b.add(n)
}

func (b *builder) start(t token) {
	if b.over > 0 || len(b.open) > maxDepth {
		if !t.closed {
			b.over++
			b.notes.add("elements are nested too deeply; the innermost were not read")
		}
		return
	}
	name := lower(t.text)
	if (name == "item" || name == "entry") && b.sibling(name) {
		b.end(name)
		b.notes.add("an <" + name + "> has no end")
	}
	for _, a := range t.attrs {
		if a.name == "xmlns" {
			b.bind("", a.value)
		} else if prefix, found := strings.CutPrefix(a.name, "xmlns:"); found {
			b.bind(prefix, a.value)
		}
	}
	n := b.node()
	b.add(n)
	prefix, local, found := strings.Cut(t.text, ":")
	if !found {
		prefix, local = "", t.text
	}
	n.prefixed, n.raw, n.local = found, local, lower(local)
	n.space = b.lookup(prefix)
	b.attributes(n, t.attrs)
	if t.closed || (!found && void(n.local)) {
		b.unbind(len(b.open))
		return
	}
	b.open, b.names = append(b.open, n), append(b.names, name)
}

// sibling reports whether a new item would stand within an unfinished one, rather than in something embedded.
func (b *builder) sibling(name string) bool {
	for i := len(b.names) - 1; i > 0; i-- {
		switch b.open[i].local {
		case name:
			return true
		case "content", "in-reply-to", "encoded", "body":
			return false
		}
	}
	return false
}

func (b *builder) attributes(n *node, attrs []rawAttr) {
	if len(attrs) == 0 {
		return
	}
	n.attrs = make([]attr, 0, len(attrs))
	for _, raw := range attrs {
		if raw.name == "xmlns" || strings.HasPrefix(raw.name, "xmlns:") {
			continue
		}
		a := attr{raw: raw.name, value: b.resolve(raw.value)}
		if prefix, local, found := strings.Cut(raw.name, ":"); found {
			a.space, a.raw = b.lookup(prefix), local
		}
		a.local = lower(a.raw)
		n.attrs = append(n.attrs, a)
		if a.space != xmlSpace {
			continue
		}
		switch a.local {
		case "base":
			n.base = b.rebase(n.base, strings.TrimSpace(a.value))
		case "lang":
			n.lang = strings.TrimSpace(a.value)
		}
	}
}

// rebase resolves an xml:base. The same pairs come again and again, so they are remembered; no feed in good faith has
// more than a few, so that the map may be small.
func (b *builder) rebase(base, ref string) string {
	if len(ref) > maxBase || ref == "" {
		return base
	}
	key := base + "\x00" + ref
	if known, ok := b.bases[key]; ok {
		return known
	}
	if len(b.bases) >= maxBases {
		return base
	}
	result := resolveReference(base, ref)
	if result == "" || len(result) > maxBase {
		result = base
	}
	b.bases[key] = result
	return result
}

func (b *builder) end(name string) {
	if b.over > 0 {
		b.over--
		return
	}
	name = lower(name)
	from := len(b.names) - 1 // at most maxDepth, so that wrong end tags take linear time too
	for from > 0 && b.names[from] != name {
		from--
	}
	if from == 0 {
		if !void(name) {
			b.notes.add("</" + shorten(name) + "> ends nothing")
		}
		return
	}
	for _, last := range b.names[from+1:] {
		b.notes.add("<" + shorten(last) + "> has no end")
	}
	b.open, b.names = b.open[:from], b.names[:from]
	b.unbind(from)
}

// void names the HTML elements without an end that stand in feeds whose HTML is not escaped.
func void(name string) bool {
	switch name {
	case "br", "hr", "img", "wbr":
		return true
	}
	return false
}

// notes are what a reader of the health page should know, each said once.
type notes []string

func (n *notes) add(note string) {
	for _, said := range *n {
		if said == note {
			return
		}
	}
	if len(*n) < maxNotes {
		*n = append(*n, note)
	}
}

func shorten(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}
