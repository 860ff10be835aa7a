package actor

import (
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// apposed reads "X, director of the laboratory," and "X, 46, a farmer,".
func (f *finder) apposed(n *named) (telling, bool) {
	limit := f.sentenceEnd(n)
	i := f.behind(n, limit)
	if i >= limit || !opens(f.p.Word(i)) {
		return telling{}, false
	}
	i++
	if i+1 < limit && f.p.Tokens[i].Kind == text.TokenNumber && f.p.Word(i+1) == "," {
		i += 2
	}
	first, end, ok := f.phrase(i, limit)
	if !ok || !f.closed(end, limit) || f.listed(end, limit) {
		return telling{}, false
	}
	return telling{n.actor, first, end, byApposition}, true
}

// behind returns the token behind a name and what hangs on it: "(R-Texas)", "of the Civic Union".
func (f *finder) behind(n *named, limit int) int {
	i := n.end
	if i < limit && f.p.Word(i) == "(" { // "(R-Texas)"
		for j := i + 1; j < min(limit, i+7); j++ {
			if f.p.Word(j) == ")" {
				i = j + 1
				break
			}
		}
	}
	if i < limit && f.p.Word(i) == "of" { // "X of the Civic Union, the deputy mayor,"
		for j := i + 1; j < min(limit, i+6) && (f.p.Word(i) != ","); j++ {
			if f.p.Word(j) == "," {
				i = j
			}
		}
	}
	return i
}

// opens reports whether a mark can open an apposition.
func opens(mark string) bool {
	return mark == "," || mark == "–" || mark == "—" || mark == "--" || mark == "("
}

// listed reports whether a phrase is the title of the next person of a list: "X, President Y and Z".
func (f *finder) listed(end, limit int) bool { return end < limit && f.personAt(end) }

// apposedBefore reads "the director of the laboratory, X,".
func (f *finder) apposedBefore(n *named) (telling, bool) {
	comma := n.first - 1
	if n.title >= 0 {
		comma = n.title - 1
	}
	start, limit := f.sentenceFirst(n), f.sentenceEnd(n)
	if comma <= start || f.p.Word(comma) != "," || n.end < limit && !f.mark(n.end) && !f.tongue.stops[f.word(n.end)] {
		return telling{}, false
	}
	for from := max(start, comma-maxRole); from < comma; from++ {
		if from > start && !f.tongue.articles[f.word(from)] && !f.mark(from-1) && f.tongue.pronouns[f.word(from-1)] == 0 {
			continue
		}
		if first, end, ok := f.phrase(from, comma); ok && end == comma {
			return telling{n.actor, first, end, byApposition}, true
		}
	}
	return telling{}, false
}

// copula reads "is also the Minister of Public Security" from a token on.
func (f *finder) copula(from, actor int) (telling, bool) {
	s := f.p.SentenceAt(f.p.Tokens[min(from, len(f.p.Tokens)-1)].Start)
	if s >= len(f.p.Sentences) || from >= f.p.Sentences[s].End || !f.tongue.copulas[f.word(from)] {
		return telling{}, false
	}
	limit := f.p.Sentences[s].End
	i := from + 1
	for i < limit && f.tongue.also[f.word(i)] {
		i++
	}
	if i+1 < limit && chosen[f.word(i)] { // "was elected mayor"
		i++
	}
	first, end, ok := f.phrase(i, limit)
	if !ok || f.listed(end, limit) {
		return telling{}, false
	}
	return telling{actor, first, end, byCopula}, true
}

// chosen words stand between a copula and what somebody became.
var chosen = set("elected appointed named sworn re-elected nominated elu elue nomme nommee elegido elegida nombrado nombrada eletto eletta eleito eleita")

// pronounCopulas reads "He is also deputy director" after a sentence about somebody.
func (f *finder) pronounCopulas(actors []news.Actor, tell func(telling, bool)) {
	at := 0
	for _, s := range f.p.Sentences {
		for at < len(f.named) && f.named[at].first < s.First {
			at++
		}
		if s.End-s.First < 4 {
			continue
		}
		gender, ok := f.tongue.pronouns[f.word(s.First)]
		if !ok || !f.tongue.copulas[f.word(s.First+1)] {
			continue
		}
		for i := at - 1; i >= 0 && i >= at-4; i-- {
			n := &f.named[i]
			if n.actor < 0 || n.mention.Kind != news.EntityPerson || (actors[n.actor].Female-.5)*gender < -.2 {
				continue
			}
			tell(f.copula(s.First+1, n.actor))
			break
		}
	}
}

// clause reads "X, who leads the laboratory".
func (f *finder) clause(n *named) (telling, bool) {
	limit := f.sentenceEnd(n)
	i := f.behind(n, limit)
	if i < limit && f.p.Word(i) == "," {
		i++
	}
	if i+2 >= limit || !f.tongue.relatives[f.word(i)] || !f.tongue.leads[f.word(i+1)] {
		return telling{}, false
	}
	end := i + 2
	for end < min(limit, i+maxRole) && !(f.mark(end) && !f.inner(end)) && !f.tongue.stops[f.word(end)] && !(strings.HasSuffix(f.word(end), "ed") && !capital(f.p.Word(end))) && f.tongue.pronouns[f.word(end)] == 0 {
		end++
	}
	if end = f.trimmed(i+2, end); end <= i+2 || end == i+3 && len(f.p.Word(i+2)) <= 4 && !capital(f.p.Word(i+2)) {
		return telling{}, false
	}
	return telling{n.actor, i, end, byClause}, true
}
