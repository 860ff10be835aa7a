package actor

import (
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// givenName reports whether a folded word is a usual given name, and how likely a woman's.
func givenName(word string) (known bool, female float64) {
	female, known = name.Female(word)
	return known, female
}

// genders weighs what titles, given names and pronouns say of each person.
func (f *finder) genders(groups []*group, actors []news.Actor) {
	for i, g := range groups {
		if g.kind != news.EntityPerson {
			continue
		}
		a := &actors[i]
		a.Female = .5
		for _, given := range g.given {
			if known, female := givenName(given); known && len(g.longest.words) > 1 {
				a.Female = clamp(female)
				break
			}
		}
		if sure(g.woman) {
			a.Female = clamp(.5 + .48*g.woman)
			continue
		}
		said := f.pronouns(i)
		if total := said[0] + said[1]; total > 0 { // a pronoun may be another's: two of them outweigh a name
			odds := a.Female / (1 - a.Female)
			for range said[0] {
				odds *= 4
			}
			for range said[1] {
				odds /= 4
			}
			a.Female = odds / (1 + odds)
		}
		a.Female = clamp(a.Female)
	}
}

func clamp(x float64) float64 { return min(max(x, .02), .98) }

// pronouns counts "she" and "he" after the mentions of an actor, up to the next person's or the end of the next sentence.
func (f *finder) pronouns(actor int) (said [2]int) {
	for i := range f.named {
		n := &f.named[i]
		if n.actor != actor {
			continue
		}
		end := len(f.p.Tokens)
		for j := i + 1; j < len(f.named); j++ {
			if f.named[j].actor != actor && f.named[j].mention.Kind == news.EntityPerson {
				end = f.named[j].first
				break
			}
		}
		if s := n.sentence + 1; s < len(f.p.Sentences) {
			end = min(end, f.p.Sentences[s].End)
		}
		for t := n.end; t < end; t++ {
			if w := f.p.Word(t); len(w) <= 6 {
				switch gender, ok := f.tongue.pronouns[text.Fold(w)]; {
				case !ok:
				case gender > 0:
					said[0]++
				default:
					said[1]++
				}
			}
		}
	}
	return [2]int{min(said[0], 4), min(said[1], 4)}
}
