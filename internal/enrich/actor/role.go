package actor

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// telling is one place where the text says what somebody is.
type telling struct {
	actor      int
	first, end int // tokens
	weight     float64
}

// Weights of the ways in which a text tells what somebody is.
const (
	byApposition = 6.  // "X, director of the laboratory,"
	byCopula     = 5.  // "X is the director of the laboratory"
	byTitle      = 4.  // "laboratory director X"
	byClause     = 1.5 // "X, who leads the laboratory"
	perWord      = .4  // up to six
	forName      = 1.  // that a body or place is named
	ofKin        = -5  // "X, wife of Y": that is not what one is known for
	atFirst      = 3.  // where the full name stands first: there it is said what matters
)

const (
	maxRole   = 18 // tokens
	maxBefore = 9  // tokens before the word that says it
)

// roles finds what people are said to be: of all that the text says the longest useful piece.
func (f *finder) roles(actors []news.Actor) {
	best, told := make([]telling, len(actors)), make([]bool, len(actors))
	tell := func(t telling, ok bool) {
		if !ok {
			return
		}
		if t.weight = f.worth(t); !told[t.actor] {
			t.weight += atFirst
		}
		if t.weight > best[t.actor].weight {
			best[t.actor] = t
		}
	}
	for i := range f.named {
		n := &f.named[i]
		if n.actor < 0 || n.mention.Kind != news.EntityPerson {
			continue
		}
		tell(f.title(n))
		tell(f.apposed(n))
		tell(f.apposedBefore(n))
		tell(f.copula(n.end, n.actor))
		tell(f.clause(n))
		told[n.actor] = told[n.actor] || len(n.words) > 1
	}
	f.pronounCopulas(actors, tell)
	for i, t := range best {
		if t.weight > 0 {
			for t.first < t.end-1 && f.pointing(t.first) {
				t.first++
			}
			at := news.Range{Start: f.p.Tokens[t.first].Start, End: f.p.Tokens[t.end-1].End}
			actors[i].Role, actors[i].RoleAt = at.In(f.p.Text), at
		}
	}
}

// whose words point from what somebody is to what was said before: "their leader" is a leader.
var whose = set(`their our its my your leur notre nuestro nuestra su nostro nostra nosso nossa unser unsere seu sua`)

// pointing reports whether a token at the beginning of what somebody is says nothing of it.
func (f *finder) pointing(i int) bool {
	w := f.word(i)
	return whose[w] || f.tongue.articles[w] || f.tongue.also[w] || f.tongue.pronouns[w] != 0
}

// worth adds to the weight of a telling what its words are worth.
func (f *finder) worth(t telling) float64 {
	w := t.weight + perWord*float64(min(t.end-t.first, 6))
	for i := t.first; i < t.end; i++ {
		if m := f.mentionAt(i); m != nil && m.mention.Kind != news.EntityPerson && !m.mention.Word {
			w += forName
			break
		}
	}
	for i := t.first; i < t.end; i++ {
		if f.tongue.isRole(f.word(i)) {
			if kin[f.word(i)] {
				w += ofKin
			}
			break
		}
	}
	return max(w, .1)
}

// kin words say whose somebody is, or what somebody only is in this one piece of news.
var kin = set(`wife husband son daughter father mother brother sister widow widower cousin niece nephew uncle aunt friend partner victim suspect
	resident neighbour neighbor member colleague predecessor successor star collegue membre survivor witness supporter winner participant epouse femme mari fils fille pere mere frere soeur veuve temoin victime
	vater mutter tochter sohn bruder schwester witwe zeuge zeugin esposa esposo hija hijo madre padre hermano hermana viuda moglie marito figlio
	figlia fratello sorella vedova filho filha mae pai irmao irma жена муж сын дочь отец мать брат сестра вдова`)

// word returns a token folded, without the dot of an abbreviation.
func (f *finder) word(i int) string {
	if f.folded == nil {
		f.folded = make([]string, len(f.p.Tokens))
	}
	if f.folded[i] == "" {
		f.folded[i] = text.Fold(f.p.Word(i))
		if n := len(f.folded[i]); n > 1 && f.folded[i][n-1] == '.' {
			f.folded[i] = f.folded[i][:n-1]
		}
	}
	return f.folded[i]
}

// mentionAt returns the mention that a token is part of.
func (f *finder) mentionAt(token int) *named {
	low, high := 0, len(f.named)
	for low < high {
		if mid := (low + high) / 2; f.named[mid].end <= token {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(f.named) && f.named[low].first <= token {
		return &f.named[low]
	}
	return nil
}

func (f *finder) personAt(token int) bool {
	m := f.mentionAt(token)
	return m != nil && m.mention.Kind == news.EntityPerson
}

func (f *finder) mark(i int) bool { return f.p.Tokens[i].Kind == text.TokenMark }

// inner reports whether a token is a mark, or a clitic, that may stand inside what somebody is.
func (f *finder) inner(i int) bool {
	w := f.p.Word(i)
	switch w {
	case "’", "'": // "the Growers’ League"
		return i > 0 && i+1 < len(f.p.Tokens) && f.p.Tokens[i+1].Spaced && strings.HasSuffix(f.p.Word(i-1), "s") && capital(f.p.Word(i+1))
	}
	return w == "-" || w == "’s" || w == "'s" || w == "&" || w == "/" || w == "‑"
}

// phrase reads a noun phrase that says what somebody is, from a token on: articles, words before, the word that says it, and
// what follows: "the | former water | minister | of Valmere". It returns where the phrase begins behind its articles and where it ends.
func (f *finder) phrase(from, limit int) (first, end int, ok bool) {
	t := f.tongue
	for from < limit && (t.articles[f.word(from)] || t.pronouns[f.word(from)] != 0) { // "his coach"
		from++
	}
	job := -1
	for i := from; i < limit && i < from+maxBefore; i++ {
		w := f.word(i)
		if t.isRole(w) && (i+1 >= limit || !possessive(f.p.Word(i+1))) && !f.personAt(i) {
			job = i
			break
		}
		if f.personAt(i) || t.stops[w] || t.links[w] && !capital(f.p.Word(i)) || f.mark(i) && !f.inner(i) || t.pronouns[w] != 0 || t.articles[w] ||
			t.complement && !t.before[w] && !capital(f.p.Word(i)) {
			return 0, 0, false
		}
	}
	if job < 0 {
		return 0, 0, false
	}
	for i := job + 1; i < min(limit, job+4) && !t.complement; i++ { // "deputy | homeland security | advisor"
		w := f.word(i)
		if f.mark(i) && f.p.Word(i) != "-" || t.links[w] || t.stops[w] || f.personAt(i) || t.articles[w] {
			break
		}
		if t.isRole(w) && !(i+1 < limit && possessive(f.p.Word(i+1))) {
			job = i
		}
	}
	end = job + 1
	for end+1 < limit && f.p.Word(end) == "-" && !f.p.Tokens[end+1].Spaced { // "mayor-elect"
		end += 2
	}
	end = f.complement(end, min(limit, from+maxRole))
	return from, end, end > from
}

func possessive(w string) bool { return w == "’s" || w == "'s" || w == "’" || w == "'" }

// complement extends a noun phrase over what follows the word that says what somebody is.
func (f *finder) complement(end, limit int) int {
	t := f.tongue
	loose := 0
	if t.complement {
		loose = 2 // adjectives stand behind the noun
	}
	for i := end; i < limit; i++ {
		w := f.word(i)
		switch {
		case f.mark(i) && !f.inner(i), t.stops[w], t.pronouns[w] != 0 && !t.articles[w]:
			return f.trimmed(end, i)
		case i == end && !t.links[w] && !f.inner(i):
			if loose == 0 || f.p.Tokens[i].Kind != text.TokenWord || capital(f.p.Word(i)) {
				return end
			}
			loose--
			end++
		case f.personAt(i) && !f.owned(i):
			return f.trimmed(end, i)
		case strings.HasSuffix(w, "ed") && !t.complement && i > end && !t.links[f.word(i-1)] && !capital(f.p.Word(i)):
			return f.trimmed(end, i)
		}
	}
	return f.trimmed(end, limit)
}

// owned reports whether the person at a token is what somebody's role is about: "aide to Mr Strake", "wife of".
func (f *finder) owned(i int) bool {
	m := f.mentionAt(i)
	before := m.first - 1
	if m.title >= 0 && m.title < m.first {
		before = m.title - 1
	}
	for before > 0 && f.tongue.isRole(f.word(before)) {
		before--
	}
	if before < 0 {
		return false
	}
	w := f.word(before)
	return m.first < i || f.tongue.links[w] && w != "and" && w != "und" && w != "et" && w != "y" && w != "e" && w != "и"
}

// trimmed takes links and marks off the end of a phrase.
func (f *finder) trimmed(least, end int) int {
	for end > least && (f.mark(end-1) || f.tongue.links[f.word(end-1)] || f.tongue.articles[f.word(end-1)] || f.tongue.also[f.word(end-1)]) {
		end--
	}
	return end
}

// sentenceEnd returns the token behind the sentence in which a mention stands.
func (f *finder) sentenceEnd(n *named) int {
	if n.sentence < len(f.p.Sentences) {
		return f.p.Sentences[n.sentence].End
	}
	return len(f.p.Tokens)
}

func (f *finder) sentenceFirst(n *named) int {
	if n.sentence < len(f.p.Sentences) {
		return f.p.Sentences[n.sentence].First
	}
	return 0
}

// closed reports whether a phrase ends where something ends: at a mark, a relative clause, or the sentence.
func (f *finder) closed(end, limit int) bool {
	if end >= limit {
		return true
	}
	return f.mark(end) && !f.inner(end) || f.tongue.relatives[f.word(end)]
}
