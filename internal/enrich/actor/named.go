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
	generation  string // "jr"
	capitalised bool   // all in capitals: an acronym
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
		f.extend(&n, last)
		f.honour(&n)
		f.spell(&n)
		if len(n.words) == 0 || len(n.words) == 1 && f.noName(n.words[0]) && !n.capitalised {
			continue
		}
		n.mention.Range = news.Range{Start: f.p.Tokens[n.first].Start, End: f.p.Tokens[n.end-1].End}
		if n.mention.End > m.End {
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
	f.cutTail(n)
	f.cutTitles(n)
	if before := n.first - 1; n.end == n.first+2 && before >= 0 && f.tongue.complement && f.tongue.small[f.word(n.first)] && !capital(f.p.Word(n.first)) &&
		f.p.Tokens[before].Kind == text.TokenWord && !capital(f.p.Word(before)) && !f.tongue.isRole(f.word(before)) && !f.tongue.stops[f.word(before)] {
		n.first++ // "le village de Montrevaux"
	}
}

// honour looks for a title right before a person's name.
func (f *finder) honour(n *named) {
	if n.mention.Kind != news.EntityPerson || n.title >= 0 || n.first == 0 {
		return
	}
	w := f.word(n.first - 1)
	if w == "." && n.first > 1 { // "Mr" "."
		w = f.word(n.first - 2)
	}
	if woman, ok := f.tongue.honorifics[w]; ok {
		n.title, n.woman = n.first-1, woman
	}
}

// cutTitles takes off what stands before a person's name in a mention: "Finance Minister Tobias Wrenhall", "Assistant Secretary of State
// John Kornblum". What is nothing but a title stays: "Duke of Norfolk".
func (f *finder) cutTitles(n *named) {
	for i := n.end - 2; i >= n.first; i-- {
		w := f.word(i)
		woman, honorific := f.tongue.honorifics[w]
		if !honorific && (!f.tongue.isRole(w) || alsoGiven[w] && n.end-i == 2) || i > n.first && f.p.Word(i-1) == "-" {
			continue
		}
		first := i + 1
		for first < n.end && f.tongue.links[f.word(first)] {
			first += 2 // "of State"
		}
		for first < n.end && f.mark(first) {
			first++
		}
		if first >= n.end {
			continue
		}
		n.title, n.first = i, first
		n.woman += woman
		for i--; i >= n.title-2 && i >= 0; i-- { // "Prime Minister Mrs …"
			n.woman += f.tongue.honorifics[f.word(i)]
		}
		return
	}
}

// alsoGiven are words for what people are that are given names too.
var alsoGiven = set("dean earl duke major king prince baron bishop marshal guy page porter miner mason sergeant carter chase hunter cook potter tailor baker butler miller")

// cutTail takes off where somebody is from and who else there is: "Salma al-Rashidi of Qasira".
func (f *finder) cutTail(n *named) {
	for i := n.first + 2; i < n.end; i++ {
		if w := f.word(i); tails[w] && f.tongue.small[w] || f.p.Word(i) == "," {
			n.end = i
			return
		}
	}
}

var tails = set("of and for from und aus fur et pour y para per и")

// spell sets the words of a name.
func (f *finder) spell(n *named) {
	n.words = make([]string, 0, n.end-n.first)
	for i := n.first; i < n.end; i++ {
		t := f.p.Tokens[i]
		if t.Kind == text.TokenMark {
			continue
		}
		word := text.Fold(f.p.Text[t.Start:t.End])
		if strings.HasSuffix(word, ".") {
			word = strings.ReplaceAll(word, ".", "")
		}
		if n.mention.Kind == news.EntityPerson && len(n.words) > 1 && suffixes[word] {
			n.generation = word
			continue
		}
		if word == "'s" || word == "" {
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

// noName reports whether a word that was taken for a name is one of those that hold sentences together.
func (f *finder) noName(w string) bool {
	return noNames[w] || f.tongue.pronouns[w] != 0 || f.tongue.articles[w] || f.tongue.stops[w] && len(w) > 2
}

// noNames are folded words that begin sentences, and stand where names are looked for.
var noNames = set(`we you they our your their this that these those there here what how why yes no now then so if also both some many most all
	comments copyright advertisement wir ich ihr nous vous ils je ce cette ces nosotros yo ellos esto esta noi voi loro questo nos eles isso мы вы они это`)

// extend takes in what belongs to a person's name before it: "al-", "von", and a given name that was overlooked.
func (f *finder) extend(n *named, last int) {
	if n.mention.Kind != news.EntityPerson {
		return
	}
	free := func(i int) bool { return i >= 0 && f.p.Tokens[i].Start >= last && f.p.Tokens[i].Kind == text.TokenWord }
	if i := n.first - 2; n.first > 1 && f.p.Word(i+1) == "-" && !f.p.Tokens[i+1].Spaced && free(i) && text.Particle(f.word(i)) {
		n.first = i
	} else if i := n.first - 1; n.first > 0 && free(i) && nobility[f.p.Word(i)] {
		n.first = i
	}
	if i := n.first - 1; n.end-n.first < 3 && free(i) && capital(f.p.Word(i)) && n.title != i && !f.startsFull(n) {
		if w := f.word(i); (usualGiven(w) || len(text.Given(w)) > 1) && !f.tongue.isRole(w) && !f.noName(w) && !f.tongue.small[w] && !f.tongue.before[w] {
			n.first = i
		}
	}
}

// startsFull reports whether a name has a given name already.
func (f *finder) startsFull(n *named) bool {
	return n.end-n.first > 1 && !text.Particle(f.word(n.first))
}

// nobility words stand before surnames and are nothing else there.
var nobility = set("von van bin ibn Von Van Bin Ibn")

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
