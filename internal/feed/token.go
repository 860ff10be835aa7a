package feed

import "strings"

// The tokenizer reads XML as it is found: it never fails, and every byte is looked at a bounded number of times, so
// that no document takes more than linear time.

type tokenKind uint8

const (
	textToken tokenKind = iota
	cdataToken
	startToken
	endToken
)

// token is one piece of a document. Its strings are parts of the document, entities not yet resolved.
type token struct {
	kind   tokenKind
	text   string // of a text; the name of a tag as written
	attrs  []rawAttr
	closed bool // <empty/>
}

type rawAttr struct {
	name, value string
	left        int // bytes of the document from the value on
}

const (
	maxAttrs     = 64       // of one tag; more are dropped
	maxAttrValue = 64 << 10 // a quotation mark further away than this was forgotten
	maxEntities  = 128      // declared by the document
	maxEntity    = 128      // bytes of its value
)

type tokenizer struct {
	rest     string
	attrs    []rawAttr         // reused
	entities map[string]string // declared in the document type
	missing  map[string]bool   // closing marks known to be in no later place
	cut      bool              // the document ended within a tag
}

// next gives the next token; false at the end. Attributes are valid until the next call.
func (z *tokenizer) next() (token, bool) {
	for z.rest != "" {
		if z.rest[0] != '<' {
			return z.text(0), true
		}
		switch second := z.peek(1); {
		case nameStart(second):
			if t, ok := z.start(); ok {
				return t, true
			}
		case second == '/' && nameStart(z.peek(2)):
			return z.end(), true
		case second == '?':
			z.skip(2, "?>")
		case second != '!':
			return z.text(1), true // a bare "<" is a character
		case strings.HasPrefix(z.rest, "<![CDATA["):
			return z.cdata(), true
		case strings.HasPrefix(z.rest, "<!--"):
			z.skip(4, "-->")
		default:
			z.declaration()
		}
	}
	return token{}, false
}

// peek is the byte at i of what is left; 0 beyond the end.
func (z *tokenizer) peek(i int) byte {
	if i < len(z.rest) {
		return z.rest[i]
	}
	return 0
}

// text reads up to the next "<" after the first from bytes.
func (z *tokenizer) text(from int) token {
	end := strings.IndexByte(z.rest[from:], '<')
	if end < 0 {
		end = len(z.rest)
	} else {
		end += from
	}
	t := token{kind: textToken, text: z.rest[:end]}
	z.rest = z.rest[end:]
	return t
}

func (z *tokenizer) cdata() token {
	z.rest = z.rest[len("<![CDATA["):]
	body, found := z.until("]]>")
	if !found { // the rest of the document, as far as it goes
		body, z.rest, z.cut = z.rest, "", true
	}
	return token{kind: cdataToken, text: body}
}

// skip drops a comment or an instruction. Without its end only its first bytes go.
func (z *tokenizer) skip(opening int, mark string) {
	z.rest = z.rest[opening:]
	if _, found := z.until(mark); !found {
		if end := strings.IndexByte(z.rest, '<'); end >= 0 {
			z.rest = z.rest[end:]
		} else {
			z.rest = ""
		}
	}
}

// until takes everything before a mark, and the mark. Once a mark is known to be missing it is not looked for again.
func (z *tokenizer) until(mark string) (string, bool) {
	if z.missing[mark] {
		return "", false
	}
	before, after, found := strings.Cut(z.rest, mark)
	if !found {
		if z.missing == nil {
			z.missing = map[string]bool{}
		}
		z.missing[mark] = true
		return "", false
	}
	z.rest = after
	return before, true
}

// declaration skips <!DOCTYPE …>, reading the entities that it declares.
func (z *tokenizer) declaration() {
	z.rest = z.rest[2:]
	if len(z.rest) >= 6 && strings.EqualFold(z.rest[:6], "ENTITY") {
		z.entity()
		return
	}
	// An internal subset is left to the main loop: its declarations are skipped one by one, "]>" is dropped as text.
	if end := strings.IndexAny(z.rest, "[<>"); end >= 0 && z.rest[end] != '<' {
		z.rest = z.rest[end+1:]
	} else {
		z.rest = z.rest[max(end, 0):]
	}
}

// entity reads the rest of <!ENTITY name "value">.
func (z *tokenizer) entity() {
	end := strings.IndexByte(z.rest[:min(len(z.rest), 4<<10)], '>')
	if end < 0 {
		return
	}
	words := strings.Fields(z.rest[len("ENTITY"):end])
	value := z.rest[len("ENTITY"):end]
	z.rest = z.rest[end+1:]
	if len(words) < 2 || words[0] == "%" || words[1] == "SYSTEM" || words[1] == "PUBLIC" || len(z.entities) >= maxEntities {
		return
	}
	_, value, _ = strings.Cut(value, words[0])
	value = strings.Trim(value, " \t\r\n")
	if len(value) < 2 || len(value) > maxEntity || value[0] != value[len(value)-1] {
		return
	}
	if z.entities == nil {
		z.entities = map[string]string{}
	}
	if _, known := z.entities[words[0]]; !known {
		z.entities[words[0]] = value[1 : len(value)-1]
	}
}

func (z *tokenizer) end() token {
	name := z.rest[2:]
	end := nameEnd(name)
	name, z.rest = name[:end], name[end:]
	if z.peek(0) == '>' { // nearly always
		z.rest = z.rest[1:]
	} else if end := strings.IndexAny(z.rest, "<>"); end < 0 {
		z.rest = ""
	} else if z.rest[end] == '>' {
		z.rest = z.rest[end+1:]
	} else {
		z.rest = z.rest[end:]
	}
	return token{kind: endToken, text: name}
}

// start reads a tag. It is false when the document ends within it.
func (z *tokenizer) start() (token, bool) {
	end := nameEnd(z.rest[1:]) + 1
	t := token{kind: startToken, text: z.rest[1:end]}
	z.rest = z.rest[end:]
	z.attrs = z.attrs[:0]
	for {
		z.rest = skipSpace(z.rest)
		if z.rest == "" {
			z.cut = true
			return token{}, false
		}
		switch c := z.rest[0]; {
		case c == '>':
			z.rest = z.rest[1:]
			t.attrs = z.attrs
			return t, true
		case c == '<': // the ">" was forgotten
			t.attrs = z.attrs
			return t, true
		case c == '/':
			z.rest = z.rest[1:]
			t.closed = strings.HasPrefix(z.rest, ">")
		case nameStart(c):
			z.attr()
		default:
			z.rest = z.rest[1:]
		}
	}
}

// attr reads name, name=value, name="value" or name='value'.
func (z *tokenizer) attr() {
	end := nameEnd(z.rest)
	a := rawAttr{name: z.rest[:end]}
	z.rest = skipSpace(z.rest[end:])
	if strings.HasPrefix(z.rest, "=") {
		z.rest = skipSpace(z.rest[1:])
		quoted := strings.HasPrefix(z.rest, `"`) || strings.HasPrefix(z.rest, "'")
		a.left = len(z.rest)
		if quoted {
			a.left--
		}
		a.value = z.attrValue()
	}
	if len(z.attrs) < maxAttrs {
		z.attrs = append(z.attrs, a)
	}
}

func (z *tokenizer) attrValue() string {
	if z.rest == "" {
		return ""
	}
	if quote := z.rest[0]; quote == '"' || quote == '\'' {
		window := z.rest[1:min(len(z.rest), maxAttrValue)]
		if end := strings.IndexByte(window, quote); end >= 0 {
			z.rest = z.rest[end+2:]
			return window[:end]
		}
		z.rest = z.rest[1:]
	}
	end := strings.IndexAny(z.rest, " \t\r\n<>\"'")
	if end < 0 {
		end = len(z.rest)
	}
	value := z.rest[:end]
	if strings.HasSuffix(value, "/") && strings.HasPrefix(z.rest[end:], ">") {
		end--
		value = z.rest[:end] // <br clear=all/>
	}
	z.rest = z.rest[end:]
	return value
}
