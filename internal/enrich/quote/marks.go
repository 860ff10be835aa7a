package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// piece is what stands between a pair of quotation marks.
type piece struct {
	start, end   int  // bytes, the marks with them
	in, out      int  // bytes between the marks
	first, last  int  // tokens between the marks, half-open
	before       int  // token of the opening mark
	after        int  // token after the closing mark
	gap, resume  int  // bytes between which somebody is said to speak, inside the marks; zeros: nobody is
	continues    bool // it goes on with the piece before it
	paragraph    int
	startsPara   bool // nothing stands before it in its paragraph
	endsPara     bool // nothing stands behind it
	words        int
	capitalWords int // words that begin with a capital
}

// A family is the kind of mark that closes what another opened.
type family uint8

const (
	noFamily        family = iota
	curlyFamily            // “…”, and ”…” of Swedish
	lowFamily              // „…“, „…”
	straightFamily         // "…", ''…'', ``…''
	guillemetFamily        // «…»
	invertedFamily         // »…«
	singleFamily           // ‘…’
	tickFamily             // '…'
	cornerFamily           // 「…」
)

// longestSingle is how many bytes ahead the close of a single mark is looked for: an apostrophe may look like one.
const longestSingle = 3000

// pieces finds what stands in quotation marks, outermost marks only. What is not closed in its paragraph is no piece,
// unless the next paragraph opens with the same mark, as quotations over several paragraphs do.
func pieces(p *text.Prose) []piece {
	var all []piece
	s := p.Text
	open := -1 // piece of the paragraph before that was not closed
	number := 0
	for start := 0; start < len(s); number++ {
		end := paragraphEnd(s, start)
		m := marks{s: s[:end], all: all, paragraph: number, from: start}
		m.scan(start, open)
		all, open = m.all, m.open
		for start = end; start < len(s) && (s[start] == '\n' || s[start] == '\r' || s[start] == ' '); {
			start++
		}
	}
	if open >= 0 { // nothing followed
		all = dropOpen(all, open)
	}
	for i := range all {
		measurePiece(p, &all[i])
	}
	return all
}

// dropOpen drops a piece that was never closed, and what it continued is closed where its paragraph ended.
func dropOpen(all []piece, open int) []piece {
	if all[open].continues {
		return all // its close was forgotten: the speech ended with its paragraph
	}
	return append(all[:open], all[open+1:]...)
}

// paragraphEnd finds the line break that ends the paragraph at start.
func paragraphEnd(s string, start int) int {
	if i := strings.IndexByte(s[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(s)
}

// marks is one paragraph on its way to pieces.
type marks struct {
	s         string // up to the end of the paragraph
	from      int
	all       []piece
	paragraph int
	open      int
	lost      [cornerFamily + 1]bool // no close of this family is in the rest of the paragraph
}

// scan reads a paragraph. before is the piece that the paragraph before left open, or -1.
func (m *marks) scan(at, before int) {
	m.open = -1
	begin := at
	for begin < len(m.s) && (m.s[begin] == ' ' || m.s[begin] == '\t') {
		begin++
	}
	continues := false
	if before >= 0 {
		kind, _ := m.opener(begin)
		if kind != noFamily && kind == familyAt(m.s, m.all[before].start) {
			continues = true
		} else {
			m.all = dropOpen(m.all, before)
		}
	}
	for at < len(m.s) {
		if c := m.s[at]; c < 0x80 && c != '"' && c != '\'' && c != '`' {
			at++
			continue
		}
		kind, size := m.opener(at)
		if kind == noFamily {
			_, size = utf8.DecodeRuneInString(m.s[at:])
			at += size
			continue
		}
		first := at == begin
		out, end := m.closer(kind, at+size)
		switch {
		case end > 0:
			m.add(piece{start: at, in: at + size, out: out, end: end, continues: continues && first, startsPara: first})
			at = end
		case m.mayStayOpen(kind, at+size):
			stop := len(strings.TrimRightFunc(m.s, unicode.IsSpace))
			if m.add(piece{start: at, in: at + size, out: stop, end: stop, continues: continues && first, startsPara: first}) {
				m.open = len(m.all) - 1
			}
			return
		default:
			at += size
		}
	}
}

// add takes a piece unless nothing is in it.
func (m *marks) add(p piece) bool {
	inner := strings.TrimSpace(m.s[p.in:p.out])
	if inner == "" {
		return false
	}
	p.in += strings.Index(m.s[p.in:p.out], inner) // French marks stand apart from the words
	p.out = p.in + len(inner)
	p.paragraph = m.paragraph
	m.all = append(m.all, p)
	return true
}

// mayStayOpen reports whether an unclosed mark may be one of a quotation that goes on in the next paragraph.
func (m *marks) mayStayOpen(kind family, at int) bool {
	return kind != singleFamily && kind != tickFamily && at < len(m.s)
}

// familyAt is the family of the mark that a piece begins with.
func familyAt(s string, at int) family {
	m := marks{s: s, from: at}
	kind, _ := m.opener(at)
	return kind
}

// opener returns the family and size of the mark that opens at i, if one does.
func (m *marks) opener(i int) (family, int) {
	if i >= len(m.s) {
		return noFamily, 0
	}
	r, size := utf8.DecodeRuneInString(m.s[i:])
	switch r {
	case '“', '‟':
		return curlyFamily, size
	case '„':
		return lowFamily, size
	case '«':
		return guillemetFamily, size
	case '「', '『':
		return cornerFamily, size
	case '”', '»':
		if m.spacedBefore(i) && !m.spacedAfter(i+size) {
			if r == '»' {
				return invertedFamily, size
			}
			return curlyFamily, size
		}
	case '"':
		if !m.spacedAfter(i+1) && (m.spacedBefore(i) || !m.digitBefore(i)) {
			return straightFamily, 1
		}
	case '`':
		if strings.HasPrefix(m.s[i:], "``") && !m.spacedAfter(i+2) {
			return straightFamily, 2
		}
	case '\'':
		if strings.HasPrefix(m.s[i:], "''") {
			if m.spacedBefore(i) && !m.spacedAfter(i+2) {
				return straightFamily, 2
			}
			return noFamily, 0
		}
		if m.spacedBefore(i) && m.letterAt(i+1) {
			return tickFamily, 1
		}
	case '‘', '‚':
		if m.spacedBefore(i) && m.letterAt(i+size) {
			return singleFamily, size
		}
	}
	return noFamily, 0
}

func (m *marks) spacedBefore(i int) bool {
	if i <= m.from {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(m.s[:i])
	return unicode.IsSpace(r) || strings.ContainsRune("([{—–-/“„«\"‘:>", r)
}

// spacedAfter reports whether no word can begin at i: white space, the end or a mark that ends something.
func (m *marks) spacedAfter(i int) bool {
	if i >= len(m.s) {
		return true
	}
	r, size := utf8.DecodeRuneInString(m.s[i:])
	if unicode.IsSpace(r) || strings.ContainsRune(",;:!?)]}—–", r) {
		return true
	}
	if r == '.' { // "...and then" opens
		return i+size >= len(m.s) || m.s[i+size] != '.'
	}
	return false
}

func (m *marks) letterAt(i int) bool {
	if i >= len(m.s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(m.s[i:])
	return unicode.IsLetter(r)
}

func (m *marks) digitBefore(i int) bool { return i > m.from && m.s[i-1] >= '0' && m.s[i-1] <= '9' }

// measurePiece fills in what a piece holds.
func measurePiece(p *text.Prose, q *piece) {
	q.first, q.last = p.TokenAt(q.in), p.TokenAt(q.out-1)+1
	q.last = min(q.last, len(p.Tokens))
	q.before, q.after = p.TokenAt(q.start), p.TokenAt(q.end)
	for i := q.first; i < q.last; i++ {
		if p.Tokens[i].Kind != text.TokenWord || isClitic(p.Word(i)) {
			continue
		}
		q.words++
		if r, _ := utf8.DecodeRuneInString(p.Word(i)); unicode.IsUpper(r) {
			q.capitalWords++
		}
	}
	q.endsPara = strings.Trim(p.Text[q.end:paragraphEnd(p.Text, q.end)], " \t\r\u00a0.") == ""
}

// isClitic reports whether a token hangs on the word before it: "’s".
func isClitic(word string) bool {
	return strings.HasPrefix(word, "’") || strings.HasPrefix(word, "'")
}
