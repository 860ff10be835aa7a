package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// A snippet shows so much text around the first match, in bytes, of no more text than is looked at.
const (
	snippetBefore = 80
	snippetLength = 280
	snippetLooks  = 100 << 10
)

// marker finds the words of a query in the text of its hits.
type marker struct {
	wanted  map[string]bool // terms, those of other forms among them
	begins  []string        // words that begin so are wanted
	letters []string        // words that have these are wanted: characters of scripts without spaces, printed as if they had
	ascii   map[byte]bool   // letters and digits with which wanted terms begin, as far as they are plain: other words need not be folded
	first   map[rune]bool   // letters with which words begin that have the terms of other forms
	anyForm bool            // … which may begin with any letter

	language string // of the text
}

func newMarker(q query.Node) marker {
	m := marker{wanted: map[string]bool{}, ascii: map[byte]bool{}, first: map[rune]bool{}}
	m.want(q)
	return m
}

func (m *marker) want(q query.Node) {
	switch q := q.(type) {
	case query.And:
		for _, part := range q.Of {
			m.want(part)
		}
	case query.Or:
		for _, part := range q.Of {
			m.want(part)
		}
	case query.Phrase:
		m.mark(text.Terms(q.Text))
	case query.Word:
		m.word(q.Text)
	case query.Field:
		if q.Name == query.FieldHeadline {
			m.word(q.Value)
		}
	}
}

func (m *marker) mark(terms []string) {
	for _, term := range terms {
		m.wanted[term], m.ascii[term[0]] = true, true
	}
}

// word wants a word in the forms in which it is searched.
func (m *marker) word(word string) {
	terms, forms := stem.Typed(word, stem.Every)
	m.mark(terms)
	if len(terms) != 1 {
		return
	}
	if isSyllable(terms) {
		m.begins = append(m.begins, terms[0])
	}
	if isCharacter(terms) {
		m.letters = append(m.letters, terms[0])
	}
	for _, form := range forms {
		m.wanted[form] = true
		first := stem.First(form)
		m.first[first] = true
		if first < utf8.RuneSelf {
			m.ascii[byte(first)] = true
		}
		m.anyForm = m.anyForm || unicode.Is(unicode.Arabic, first)
	}
}

// snippet cuts the part of an article around the first match, or its beginning, and tells where the matches are. What the
// text does not say the summary may.
func (m marker) snippet(a *news.Article) (string, [][2]int) {
	m.language = a.Language
	body := folded(a.Text())
	for _, other := range []string{a.Summary, a.Headline} {
		if body == "" || other == a.Summary && len(m.matches(body, 1)) == 0 && len(m.matches(folded(other), 1)) > 0 {
			body = folded(other)
		}
	}
	first := m.matches(body, 1)
	begin := 0
	if len(first) > 0 && first[0][0] > snippetBefore {
		begin = wordStart(body, first[0][0]-snippetBefore)
	}
	end := len(body)
	if end-begin > snippetLength {
		end = wordStart(body, begin+snippetLength)
		if end <= begin || len(first) > 0 && end < first[0][1] {
			end = begin + snippetLength
			for end < len(body) && !utf8.RuneStart(body[end]) {
				end++
			}
		}
	}
	cut := strings.TrimRightFunc(body[begin:end], unicode.IsSpace)
	found := m.matches(cut, -1)
	if begin > 0 {
		const more = "… "
		cut = more + cut
		for i := range found {
			found[i] = [2]int{found[i][0] + len(more), found[i][1] + len(more)}
		}
	}
	if end < len(body) {
		cut += " …"
	}
	return cut, found
}

// folded joins a text to one line, at most so much as is looked at.
func folded(s string) string { return strings.Join(strings.Fields(clip(s, snippetLooks)), " ") }

// wordStart is where the first word at or after i begins; i's own character when none is near, as in scripts without
// spaces.
func wordStart(s string, i int) int {
	if space := strings.IndexByte(s[i:min(len(s), i+40)], ' '); space >= 0 {
		return i + space + 1
	}
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// matches finds up to most words that are wanted; all of them when most is negative.
func (m *marker) matches(s string, most int) [][2]int {
	var found [][2]int
	if len(m.wanted) == 0 {
		return nil
	}
	for w := range text.Words(s) {
		switch {
		case w.Spaceless:
			found = m.pairs(found, s, w.Begin, w.End)
		case m.wants(s[w.Begin:w.End]):
			found = append(found, [2]int{w.Begin, w.End})
		}
		if most > 0 && len(found) >= most {
			return found[:most]
		}
	}
	return found
}

func (m *marker) wants(word string) bool {
	if c := word[0]; c < utf8.RuneSelf && !m.ascii[lowerASCII(c)] && !m.anyForm {
		return false
	}
	terms := text.Terms(word)
	if len(terms) != 1 {
		return false
	}
	if m.wanted[terms[0]] || slices.ContainsFunc(m.letters, func(c string) bool { return strings.Contains(terms[0], c) }) ||
		slices.ContainsFunc(m.begins, func(start string) bool { return strings.HasPrefix(terms[0], start) }) {
		return true
	}
	if first, _ := utf8.DecodeRuneInString(terms[0]); !m.first[first] && !m.anyForm {
		return false
	}
	return slices.ContainsFunc(stem.Word(word, m.language), func(term string) bool { return m.wanted[term] })
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// pairs adds the matches of a run of characters of a script without spaces: the pairs that are wanted, joined where they
// overlap, and single characters.
func (m *marker) pairs(found [][2]int, s string, begin, end int) [][2]int {
	add := func(from, to int) {
		if last := len(found) - 1; last >= 0 && found[last][1] >= from {
			found[last][1] = max(found[last][1], to)
			return
		}
		found = append(found, [2]int{from, to})
	}
	for i := begin; i < end; {
		_, size := utf8.DecodeRuneInString(s[i:end])
		next := i + size
		if m.wanted[text.Fold(s[i:next])] {
			add(i, next)
		}
		if next < end {
			_, size := utf8.DecodeRuneInString(s[next:end])
			if m.wanted[text.Fold(s[i:next+size])] {
				add(i, next+size)
			}
		}
		i = next
	}
	return found
}
