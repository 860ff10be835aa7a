package ledger

import (
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// How sure one must be that an actor is a known entity. Evidence is added up in something like log odds.
const (
	enough     = 2.  // for a full name
	enoughBare = 3.5 // for a surname alone
	ahead      = 1.5 // of the next candidate with as good a name
	otherKind  = 2.  // for the name of an organisation that is a place's: any of its own kind comes first
	certain    = 5.5 // two entities of one name are one when the same article is surely about both
)

// fit says how likely an actor is a known entity; ok is false when it cannot be.
func (s *sight) fit(p *someone) (score float64, ok bool) {
	switch {
	case s.actor.Kind != p.Kind:
		return otherKind, s.mistaken(p)
	case s.actor.Kind == news.EntityPerson:
		score, ok = s.personName(p)
	default:
		score, ok = s.bodyName(p)
	}
	if !ok {
		return 0, false
	}
	if s.actor.Kind == news.EntityPlace {
		return score + s.where(&p.memory), true
	}
	return score + s.circumstances(&p.memory), true
}

// mistaken reports whether an organisation and a place may be one thing that an article took for the wrong kind: they have one
// name, and nobody knows where the place is, so that nothing but the articles' words told the kind.
func (s *sight) mistaken(p *someone) bool {
	if s.actor.Kind == news.EntityPerson || p.Kind == news.EntityPerson || s.actor.Country != "" || p.Country != "" {
		return false
	}
	return slices.Equal(s.words, bodyWords(p.Name))
}

// circumstances weighs everything but the name.
func (s *sight) circumstances(m *memory) float64 {
	score := s.together(m)
	for _, h := range s.stories {
		if seen(m.Stories, h) > 0 {
			score += 2.5
		}
	}
	score += s.role(m) + s.where(m)
	if s.language != 0 && len(m.Languages) > 0 && seen(m.Languages, s.language) == 0 {
		score -= .5
	}
	if woman := float64(m.Woman) / float64(100*max(1, m.Articles)); (s.actor.Female-.5)*woman < -.1 {
		score -= 4
	}
	if m.To != 0 && s.day != 0 && (s.day > m.To+5*365 || s.day+5*365 < m.From) {
		score -= .5
	}
	return score
}

// role compares what an actor is said to be with what the entity was: for it or against it.
func (s *sight) role(m *memory) float64 {
	if len(s.roles) == 0 || len(m.Roles) == 0 {
		return 0
	}
	shared := 0
	for _, h := range s.roles {
		if seen(m.Roles, h) > 0 {
			shared++
		}
	}
	walk := len(s.spheres) > 0 && len(m.Spheres) > 0
	for _, w := range s.spheres {
		if seen(m.Spheres, w) > 0 {
			return min(1+.75*float64(shared), 3)
		}
	}
	if walk {
		return -3
	}
	return min(.75*float64(shared), 2)
}

// where compares countries.
func (s *sight) where(m *memory) float64 {
	switch {
	case s.country == 0 || len(m.Countries) == 0:
		return 0
	case seen(m.Countries, s.country) > 0:
		return 1
	case s.actor.Kind == news.EntityOrganisation && bodyRarity(s.words) > 1:
		return -.5 // at work in many countries
	}
	return -2.5
}

// personName says how well a person's name fits an entity's: its base of evidence.
func (s *sight) personName(p *someone) (float64, bool) {
	best, ok := 0., false
	for _, name := range p.names() {
		words := personWords(name)
		if len(words) < 2 || len(s.words) == 0 {
			continue
		}
		score, fits := nameFit(s.words, words)
		if fits && !s.bare && s.words[0] == words[0] && generationOf(s.actor.Name) != generationOf(name) {
			fits = false // father and son
		}
		if fits && (!ok || score > best) {
			best, ok = score, true
		}
	}
	if ok && s.bare && p.memory.Articles >= 3 {
		best += .5
	}
	return best, ok
}

func (p *someone) names() []string { return append([]string{p.Name}, p.Aliases...) }

// nameFit compares the folded words of an actor's name with those of a full name.
func nameFit(a, b []string) (float64, bool) {
	lastA, lastB := a[len(a)-1], b[len(b)-1]
	if len(a) == 1 {
		return 0, lastA == lastB || text.FamilyFirst(b[0]) && lastA == b[0]
	}
	if slices.Equal(a, b) {
		return rarity(a), true
	}
	spanish := lastA != lastB && (len(b) > 2 && lastA == b[len(b)-2] && !text.Particle(lastA) || len(a) > 2 && lastB == a[len(a)-2] && !text.Particle(lastB))
	if lastA != lastB && !spanish || !middlesAgree(a, b) {
		return 0, false
	}
	switch first, other := a[0], b[0]; {
	case first == other:
		return rarity(a) - .3, true
	case len(firstRune(first)) == len(first) || len(firstRune(other)) == len(other):
		return rarity(a) - 1.8, firstRune(first) == firstRune(other)
	default:
		return rarity(a) - .7, text.SameGiven(first, other)
	}
}

// middlesAgree reports whether middle names do not tell two people apart.
func middlesAgree(a, b []string) bool {
	if len(a) < 3 || len(b) < 3 || len(a) != len(b) {
		return true
	}
	for i := 1; i < len(a)-1; i++ {
		if a[i] != b[i] && firstRune(a[i]) != firstRune(b[i]) && !text.Particle(a[i]) {
			return false
		}
	}
	return true
}

// rarity is the evidence in two people's having one name: little in a common one.
func rarity(words []string) float64 {
	score := 3.
	if commonSurnames[words[len(words)-1]] {
		score -= 1.25
	}
	if commonGiven[words[0]] {
		score -= .75
	}
	if len(words) > 2 {
		score += .5
	}
	return score
}

// bodyName says how well the name of an organisation or place fits an entity's.
func (s *sight) bodyName(p *someone) (float64, bool) {
	mine := [][]string{s.words}
	for _, form := range s.actor.Forms {
		mine = append(mine, bodyWords(form))
	}
	country := s.actor.Country
	if s.actor.Kind == news.EntityPlace && country != "" {
		if a, b := isCountry(s.actor.Name, country), isCountry(p.Name, p.Country); a || b {
			return 6, a && b && country == p.Country
		}
	}
	best, ok := 0., false
	full := bodyWords(p.Name)
	for _, name := range p.names() {
		words := bodyWords(name)
		for i, m := range mine {
			if len(m) == 0 || !slices.Equal(m, words) {
				continue
			}
			score := bodyRarity(m)
			if i > 0 && len(m) < len(s.words) {
				score -= cutForm
			}
			if len(words) < len(full) {
				score -= cutForm
			}
			if len(s.words) > 1 && len(full) > 1 && !within(s.words, full) && !within(full, s.words) {
				continue // two bodies of one acronym
			}
			if !ok || score > best {
				best, ok = score, true
			}
		}
	}
	return best, ok
}

// cutForm is what it takes from the evidence that only a cut form of a name is the same: many bodies are "the Congress".
const cutForm = 1.

// within reports whether some words stand in others, one after the other.
func within(short, long []string) bool {
	for at := 0; at+len(short) <= len(long); at++ {
		if slices.Equal(short, long[at:at+len(short)]) {
			return true
		}
	}
	return false
}

// bodyRarity is little for names that every country has: "Ministry of Health", "Supreme Court".
func bodyRarity(words []string) float64 {
	own := 0
	for _, w := range words {
		if !everyCountry[w] {
			own++
		}
	}
	switch {
	case own == 0:
		return 1
	case len(words) == 1 && len(words[0]) <= 4:
		return 2
	}
	return 3
}
