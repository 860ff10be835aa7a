package feed

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"nutgraf/internal/markup"
)

const (
	maxAddress = 8 << 10
	maxAdded   = 200 // bytes that a base may add to an address before it counts against maxExpansion
)

// resolveReference resolves as RFC 3986 says, and repairs "http:///host/". It returns ref when nothing can be made of it.
func resolveReference(base, ref string) string {
	for _, scheme := range []string{"http:", "https:"} {
		if rest, found := strings.CutPrefix(ref, scheme); found && rest != "" {
			ref = scheme + "//" + strings.TrimLeft(rest, "/")
		}
	}
	r, err := url.Parse(strings.ReplaceAll(ref, " ", "%20"))
	if err != nil {
		return ref
	}
	if r.IsAbs() {
		return ref
	}
	b, err := url.Parse(base)
	if err != nil || !b.IsAbs() || b.Opaque != "" {
		return ref
	}
	return b.ResolveReference(r).String()
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
	return markup.Absolute(base, asciiHost(resolveReference(base, ref)))
}

// asciiHost writes the name of a host as the name service has it (RFC 5890).
func asciiHost(ref string) string {
	if !strings.ContainsFunc(ref, func(c rune) bool { return c >= utf8.RuneSelf }) {
		return ref
	}
	u, err := url.Parse(strings.ReplaceAll(ref, " ", "%20"))
	if err != nil || u.Host == "" {
		return ref
	}
	host, err := idna.Lookup.ToASCII(u.Host)
	if err != nil {
		return ref
	}
	u.Host = host
	return u.String()
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
		case c >= 'A' && c <= 'Z', strings.IndexByte("_~?=&+,:;@!$", c) >= 0:
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
	written, from, seen := 0, 0, 0 // there is no "<" of interest before seen
	for {
		equals := strings.IndexByte(fragment[from:], '=')
		if equals < 0 {
			break
		}
		from += equals + 1
		if !namesRelative(fragment, from-1) {
			continue
		}
		tag := strings.LastIndexByte(fragment[seen:from], '<')
		if tag < 0 {
			seen = from
			continue
		}
		z := tokenizer{rest: fragment[seen+tag:]}
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
		from = max(from, len(fragment)-len(z.rest))
		seen = from
	}
	if written == 0 {
		return fragment
	}
	b.WriteString(fragment[written:])
	return b.String()
}

// namesRelative reports whether an attribute whose "=" stands at equals may name a relative address.
func namesRelative(fragment string, equals int) bool {
	end := equals
	for end > 0 && classes[fragment[end-1]]&isSpace != 0 && end > equals-10 {
		end--
	}
	start := end
	for start > 0 && classes[fragment[start-1]]&inName != 0 && start > end-12 {
		start--
	}
	if !addressAttr(lower(fragment[start:end])) {
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
	if strings.ContainsFunc(trimmed, func(c rune) bool { return c >= utf8.RuneSelf }) {
		full = readable(full) // it was an IRI and stays one
	}
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

// readable writes the escaped characters beyond ASCII of an address as themselves.
func readable(address string) string {
	var b []byte
	for i := 0; i < len(address); i++ {
		c := address[i]
		if c == '%' && i+2 < len(address) && address[i+1] >= '8' { // "8" to "F": beyond ASCII
			if n, err := strconv.ParseUint(address[i+1:i+3], 16, 8); err == nil {
				c, i = byte(n), i+2
			}
		}
		b = append(b, c)
	}
	if !utf8.Valid(b) {
		return address
	}
	return string(b)
}
