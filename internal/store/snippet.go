package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// A snippet shows so much text around the first match, in bytes, of no more text than is looked at.
const (
	snippetBefore = 80
	snippetLength = 280
	snippetLooks  = 100 << 10
)

// marker finds the words of a query in the text of its hits.
type marker struct{ wanted map[string]bool }

func newMarker(q query.Node) marker {
	m := marker{map[string]bool{}}
	if q == nil {
		return m
	}
	for _, words := range query.Wanted(q) {
		for _, term := range text.Terms(words) {
			m.wanted[term] = true
		}
	}
	return m
}

// snippet cuts the part of an article around the first match, or its beginning, and tells where the matches are.
func (m marker) snippet(a *news.Article) (string, [][2]int) {
	body := folded(a.Text())
	if body == "" {
		body = folded(a.Summary)
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

// matches finds up to most runs of letters whose terms are wanted; all of them when most is negative.
func (m marker) matches(s string, most int) [][2]int {
	var found [][2]int
	if len(m.wanted) == 0 {
		return nil
	}
	for i := 0; i < len(s) && len(found) != most; {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !lettery(r) {
			i += size
			continue
		}
		end := i
		for end < len(s) {
			r, size := utf8.DecodeRuneInString(s[end:])
			if !lettery(r) {
				break
			}
			end += size
		}
		found = m.inRun(found, s, i, end)
		i = end
	}
	if most > 0 && len(found) > most {
		found = found[:most]
	}
	return found
}

// inRun adds the matches of one run of letters: the run itself, or, where it holds several terms as in scripts
// without spaces, the pairs of characters that are wanted.
func (m marker) inRun(found [][2]int, s string, begin, end int) [][2]int {
	terms := text.Terms(s[begin:end])
	if len(terms) == 1 {
		if m.wanted[terms[0]] {
			found = append(found, [2]int{begin, end})
		}
		return found
	}
	_, size := utf8.DecodeRuneInString(s[begin:end])
	for i, next := begin, begin+size; next < end; {
		_, size := utf8.DecodeRuneInString(s[next:end])
		pair := text.Terms(s[i : next+size])
		if len(pair) == 1 && m.wanted[pair[0]] {
			if last := len(found) - 1; last >= 0 && found[last][1] >= i {
				found[last][1] = next + size
			} else {
				found = append(found, [2]int{i, next + size})
			}
		}
		i, next = next, next+size
	}
	return found
}

func lettery(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}
