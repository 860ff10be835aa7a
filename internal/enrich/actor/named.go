package actor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// named is one mention, taken apart.
type named struct {
	mention     news.Mention
	first, end  int      // its tokens
	words       []string // folded, without marks
	title       int      // token of the title before the name or in it; -1: none
	woman       float64  // what the title says: 1 a woman, -1 a man
	key         string   // the words, joined
	actor       int
	sentence    int
	dotted      bool // its first word is an initial
	capitalised bool // all in capitals: an acronym
}

// read takes mentions apart and leaves out what is no name.
func (f *finder) read(mentions []news.Mention) {
	f.named = make([]named, 0, len(mentions))
	last := -1
	for _, m := range mentions {
		if m.Start < last || m.Empty() || m.End > len(f.p.Text) {
			continue
		}
		n := named{mention: m, title: -1, actor: -1}
		n.first, n.end = f.p.TokenAt(m.Start), f.p.TokenAt(m.End-1)+1
		f.cut(&n)
		if n.end <= n.first {
			continue
		}
		f.spell(&n)
		if len(n.words) == 0 {
			continue
		}
		n.mention.Range = news.Range{Start: f.p.Tokens[n.first].Start, End: f.p.Tokens[n.end-1].End}
		if n.mention.Start < m.Start || n.mention.End > m.End {
			n.mention.Range = m.Range // it was not made of whole tokens
		}
		n.sentence = f.p.SentenceAt(m.Start)
		last = n.mention.End
		f.named = append(f.named, n)
	}
}

// cut takes titles, articles and possessives off the tokens of a name.
func (f *finder) cut(n *named) {
	for n.end > n.first+1 {
		if w := f.p.Word(n.end - 1); w == "’s" || w == "'s" || w == "’" || w == "'" || w == "," {
			n.end--
			continue
		}
		break
	}
	if n.mention.Kind != news.EntityPerson {
		if n.end > n.first+1 && f.tongue.articles[text.Fold(f.p.Word(n.first))] && !capital(f.p.Word(n.first)) {
			n.first++
		}
		return
	}
	for n.end > n.first+1 {
		w := text.Fold(strings.TrimRight(f.p.Word(n.first), "."))
		woman, honorific := f.tongue.honorifics[w]
		if !honorific && !f.tongue.isRole(w) || n.title < 0 && !honorific && knownGiven(w) {
			break
		}
		n.title = n.first
		n.woman += woman
		n.first++
		for n.first < n.end-1 && (f.p.Tokens[n.first].Kind == text.TokenMark || f.tongue.articles[text.Fold(f.p.Word(n.first))]) {
			n.first++
		}
	}
	if n.title < 0 && n.first > 0 {
		w := text.Fold(strings.TrimRight(f.p.Word(n.first-1), "."))
		if w == "" && n.first > 1 { // "Mr" "."
			w = text.Fold(f.p.Word(n.first - 2))
		}
		if woman, ok := f.tongue.honorifics[w]; ok {
			n.title, n.woman = n.first-1, woman
		}
	}
}

// spell sets the words of a name.
func (f *finder) spell(n *named) {
	n.words = make([]string, 0, n.end-n.first)
	for i := n.first; i < n.end; i++ {
		t := f.p.Tokens[i]
		if t.Kind == text.TokenMark {
			continue
		}
		word := text.Fold(f.p.Text[t.Start:t.End])
		dotted := strings.HasSuffix(word, ".")
		if dotted {
			word = strings.ReplaceAll(word, ".", "")
		}
		if len(n.words) == 0 {
			n.dotted = dotted && utf8.RuneCountInString(word) == 1
		}
		if word == "'s" || word == "" || n.mention.Kind == news.EntityPerson && len(n.words) > 0 && suffixes[word] {
			continue
		}
		n.words = append(n.words, text.NameStem(word))
	}
	if len(n.words) > 0 && n.mention.Kind != news.EntityPerson {
		if last := &n.words[len(n.words)-1]; strings.HasSuffix(*last, "'") {
			*last = strings.TrimSuffix(*last, "'")
		}
	}
	n.key = strings.Join(n.words, " ")
	if len(n.words) == 1 {
		n.capitalised = acronym(f.p.Text[n.mention.Start:n.mention.End])
	}
}

// suffixes tell generations apart and are left out.
var suffixes = set("jr sr ii iii iv")

// acronym reports whether a word is of two to eight letters, most of them capitals.
func acronym(word string) bool {
	upper, letters := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			upper++
			letters++
		case unicode.IsLetter(r):
			letters++
		case !unicode.IsDigit(r) && r != '.' && r != '&' && r != '-':
			return false
		}
	}
	return letters >= 2 && letters <= 8 && upper >= 2 && upper*3 >= letters*2
}

func capital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

func wordByte(c byte) bool {
	return c >= utf8.RuneSelf || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// same reports whether two folded words are one name in two cases: equal, or with the genitive's s.
func (f *finder) same(a, b string) bool {
	if a == b {
		return true
	}
	if !f.tongue.genitive {
		return false
	}
	if len(a) < len(b) {
		a, b = b, a
	}
	return len(b) >= 3 && len(a) == len(b)+1 && a[len(a)-1] == 's' && a[:len(b)] == b
}

// within returns where short's words stand in long's, one after the other; -1 when they do not.
func (f *finder) within(short, long []string) int {
	for at := 0; at+len(short) <= len(long); at++ {
		if slices.EqualFunc(short, long[at:at+len(short)], f.same) {
			return at
		}
	}
	return -1
}
