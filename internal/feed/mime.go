package feed

import (
	"bytes"
	"mime"
	"strings"

	"nutgraf/internal/text"
)

// Mail is read as it is found, like feeds: a broken header line, boundary or encoding costs that line or part, never
// the message.

// Limits of one message. What is beyond them is not seen.
const (
	maxMIMEDepth  = 16
	maxMIMEParts  = 200
	maxMailHeader = 256 << 10 // bytes
	maxMailFields = 500       // lines of a header, unfolded
)

// mailHeader holds the values of fields by their names in lower case, undecoded.
type mailHeader map[string][]string

// get is the first value of a field, decoded, as one line.
func (h mailHeader) get(name string) string {
	if len(h[name]) == 0 {
		return ""
	}
	return outlineText(decodeWords(h[name][0]))
}

// part is a message or a part of one.
type part struct {
	header mailHeader
	kind   string // media type, lower case; text/plain when not told
	params map[string]string
	body   []byte // as it came; of what has no parts
	parts  []*part
}

// mailReader counts the parts of one message.
type mailReader struct{ parts int }

// read reads a message or part: header, blank line, body.
func (r *mailReader) read(b []byte, depth int, usual string) *part {
	r.parts++
	head, body := splitMail(b)
	p := &part{header: parseMailHeader(head), kind: usual, body: body}
	if said := p.header["content-type"]; len(said) > 0 {
		p.kind, p.params = partType(said[0], usual)
	}
	if depth >= maxMIMEDepth {
		return p
	}
	switch {
	case strings.HasPrefix(p.kind, "multipart/"):
		within := "text/plain"
		if p.kind == "multipart/digest" {
			within = "message/rfc822" // RFC 2046, section 5.1.5
		}
		for _, piece := range splitParts(body, p.params["boundary"]) {
			if r.parts >= maxMIMEParts {
				break
			}
			p.parts = append(p.parts, r.read(piece, depth+1, within))
		}
		p.body = nil
	case p.kind == "message/rfc822" || p.kind == "message/global":
		if r.parts < maxMIMEParts {
			p.parts = []*part{r.read(p.decoded(), depth+1, "text/plain")}
		}
		p.body = nil
	}
	return p
}

// splitMail cuts a message after its header: at the first blank line, or before the first line that cannot be of a header.
func splitMail(b []byte) (head, body []byte) {
	for at := 0; at < len(b); {
		line, next := nextLine(b, at)
		trimmed := bytes.TrimRight(line, "\r\n")
		isFrom := at == 0 && (bytes.HasPrefix(line, []byte("From ")) || bytes.HasPrefix(line, []byte(">From ")))
		switch {
		case len(bytes.TrimSpace(trimmed)) == 0:
			return b[:at], b[next:]
		case at > maxMailHeader:
			return b[:at], skipHeader(b[next:])
		case isFrom, trimmed[0] == ' ', trimmed[0] == '\t', fieldName(trimmed) > 0:
		default:
			return b[:at], b[at:]
		}
		at = next
	}
	return b, nil
}

// skipHeader drops the rest of a header that is too long.
func skipHeader(b []byte) []byte {
	for _, blank := range []string{"\n\n", "\n\r\n"} {
		if _, rest, found := bytes.Cut(b, []byte(blank)); found {
			return rest
		}
	}
	return nil
}

func nextLine(b []byte, at int) (line []byte, next int) {
	if end := bytes.IndexByte(b[at:], '\n'); end >= 0 {
		return b[at : at+end+1], at + end + 1
	}
	return b[at:], len(b)
}

// fieldName is the length of the name before the colon; 0 when the line is no field.
func fieldName(line []byte) int {
	for i, c := range line {
		if c == ':' {
			return i
		}
		if c <= ' ' || c >= 0x7f || i > 100 {
			return 0
		}
	}
	return 0
}

func parseMailHeader(head []byte) mailHeader {
	h := mailHeader{}
	name, fields := "", 0
	var value []byte
	flush := func() {
		if name != "" && fields < maxMailFields {
			fields++
			h[name] = append(h[name], string(bytes.TrimSpace(value)))
		}
	}
	for at := 0; at < len(head); {
		line, next := nextLine(head, at)
		at = next
		line = bytes.TrimRight(line, "\r\n")
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
			value = append(append(value, ' '), bytes.TrimSpace(line)...)
			continue
		}
		flush()
		name, value = "", nil
		if n := fieldName(line); n > 0 {
			name, value = strings.ToLower(string(line[:n])), bytes.Clone(line[n+1:])
		}
	}
	flush()
	return h
}

var looseBoundary = text.Lazy(`(?i)boundary\s*=\s*"?([^";\r\n]{1,200})`)

// partType is the media type of a part, with its parameters; usual when it names none.
func partType(value, usual string) (string, map[string]string) {
	kind, params, err := mime.ParseMediaType(value)
	if err != nil || kind == "" {
		kind, _, _ = strings.Cut(value, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
		if params == nil {
			params = map[string]string{}
		}
		if found := looseBoundary.FindStringSubmatch(value); found != nil {
			params["boundary"] = strings.TrimSpace(found[1])
		}
	}
	if kind == "text" { // early mailers
		kind = "text/plain"
	}
	if !strings.Contains(kind, "/") {
		kind = usual
	}
	return kind, params
}

// splitParts cuts a body at the lines of its boundary. Where the boundary is not told, the first line that looks like
// one is taken; where its end is missing, the last part goes to the end.
func splitParts(body []byte, boundary string) (parts [][]byte) {
	if boundary == "" {
		for at := 0; at < len(body); {
			line, next := nextLine(body, at)
			if rest, found := bytes.CutPrefix(bytes.TrimSpace(line), []byte("--")); found && len(rest) > 3 && !bytes.HasSuffix(rest, []byte("--")) {
				boundary = string(rest)
				break
			}
			at = next
		}
	}
	if boundary == "" {
		return nil
	}
	mark := []byte("--" + boundary)
	start := -1
	for at := 0; at < len(body); {
		line, next := nextLine(body, at)
		rest, found := bytes.CutPrefix(line, mark)
		rest = bytes.TrimSpace(rest)
		if found && (len(rest) == 0 || string(rest) == "--") {
			if start >= 0 {
				parts = append(parts, bytes.TrimSuffix(bytes.TrimSuffix(body[start:at], []byte("\n")), []byte("\r")))
			}
			if start = next; len(rest) > 0 || len(parts) >= maxMIMEParts {
				return parts
			}
		}
		at = next
	}
	if start >= 0 {
		parts = append(parts, body[start:])
	}
	return parts
}
