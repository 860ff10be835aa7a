package actor

import (
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// votes are for what sort of thing a name means: person, organisation, place.
type votes struct {
	of    [3]float64
	first news.EntityKind
}

// What speaks for a kind besides each mention that a finder of names says is of it, which counts one.
const (
	voteTitle  = 2. // "Mr" stands before it
	voteBeside = .5 // a name of that kind stands beside it: "Valmere, Corvenne and"
	voteAlone  = .7
	voteSmall  = .5  // "of" or the like stands before it
	voteIn     = 1.5 // "in" stands before it
	voteSort   = 1.5 // it ends with a word for a sort of body or place, and begins with no given name
	voteTown   = 1.5 // it begins with what is a place elsewhere in the text, and with no given name
	sureOther  = 3.  // times as often a town is meant by its team's name, or a team by its town's, before all are one
)

// settleKinds gives every name one kind in the whole text: that for which most speaks, that of the first mention at a tie. A team and its
// town, or a government and its capital, may both be there. A single word that is the surname of somebody in the text is a
// person when nothing else speaks for itself.
func (f *finder) settleKinds() {
	count := map[string]*votes{}
	surnames := map[string]int{}
	for i := range f.named {
		n := &f.named[i]
		if n.mention.Word {
			continue
		}
		v := count[n.key]
		if v == nil {
			v = &votes{first: n.mention.Kind}
			count[n.key] = v
		}
		v.of[kindIndex(n.mention.Kind)]++
		f.vote(i, v)
		if n.mention.Kind == news.EntityPerson && len(n.words) > 1 {
			surnames[n.words[len(n.words)-1]]++
			if text.FamilyFirst(n.words[0]) {
				surnames[n.words[0]]++
			}
		}
	}
	for i := range f.named {
		n := &f.named[i]
		if n.mention.Word {
			continue
		}
		v := count[n.key]
		f.voteAlone(n, v, surnames)
		if town := count[n.words[0]]; len(n.words) > 1 && town != nil && town.best() == news.EntityPlace && town.of[2] >= 1 && !usualGiven(n.words[0]) {
			v.of[1] += voteTown / max(1, v.of[0]+v.of[1])
		}
		best := v.best()
		if n.mention.Kind != news.EntityPerson && best != news.EntityPerson && v.of[kindIndex(best)] < sureOther*v.of[kindIndex(n.mention.Kind)] {
			best = n.mention.Kind
		}
		if best != news.EntityPerson && len(n.words) == 1 && surnames[n.key] > 0 && !n.capitalised {
			person := v.of[0]
			if person > 0 && 2*person >= v.of[kindIndex(best)] || best == news.EntityOrganisation && float64(surnames[n.key]) >= v.of[1] && text.CountryOf(n.key) == "" {
				best = news.EntityPerson
			}
		}
		n.mention.Kind = best
	}
}

// vote adds what stands beside a mention, and in it, to what speaks for its name's kind.
func (f *finder) vote(i int, v *votes) {
	n := &f.named[i]
	for _, j := range [2]int{i - 1, i + 1} {
		if j >= 0 && j < len(f.named) && f.coordinate(min(i, j)) {
			v.of[kindIndex(f.named[j].mention.Kind)] += voteBeside
		}
	}
	if n.title >= 0 {
		v.of[0] += voteTitle
	} else if n.first > 0 && f.tongue.within[f.word(n.first-1)] {
		v.of[2] += voteIn
	}
	if len(n.words) < 2 {
		return
	}
	switch last := n.words[len(n.words)-1]; {
	case f.tongue.generic[last]:
		v.of[1] += voteSort
	case f.tongue.ground[last]:
		v.of[2] += voteSort
	}
}

// voteAlone makes less of a person who has nothing but one word, and neither title nor full name, in the whole text.
func (f *finder) voteAlone(n *named, v *votes, surnames map[string]int) {
	if n.mention.Kind == news.EntityPerson && len(n.words) == 1 && n.title < 0 && surnames[n.key] == 0 {
		v.of[0] -= voteAlone
		if n.first > 0 && f.tongue.small[f.word(n.first-1)] {
			v.of[2] += voteSmall
		}
	}
}

// coordinate reports whether nothing but a comma or "and" stands between a mention and the next.
func (f *finder) coordinate(i int) bool {
	a, b := &f.named[i], &f.named[i+1]
	if b.first != a.end+1 || a.mention.Word || b.mention.Word {
		return false
	}
	w := f.word(a.end)
	return w == "," || w == "and" || w == "und" || w == "et" || w == "y" || w == "e" || w == "и" || w == "or"
}

func usualGiven(word string) bool {
	known, _ := givenName(word)
	return known
}

func (v *votes) best() news.EntityKind {
	best := v.first
	for _, kind := range news.EntityKinds() {
		if v.of[kindIndex(kind)] > v.of[kindIndex(best)] {
			best = kind
		}
	}
	return best
}

func kindIndex(kind news.EntityKind) int {
	switch kind {
	case news.EntityPerson:
		return 0
	case news.EntityOrganisation:
		return 1
	}
	return 2
}
