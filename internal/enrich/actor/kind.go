package actor

import (
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// settleKinds gives every name one kind in the whole text: that of most of its mentions, of the first at a tie. A single word
// that is the surname of somebody in the text is a person when nothing else speaks for itself.
func (f *finder) settleKinds() {
	type votes struct {
		count [3]int
		first news.EntityKind
	}
	count := map[string]*votes{}
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
		v.count[kindIndex(n.mention.Kind)]++
	}
	surnames := map[string]int{}
	for i := range f.named {
		if n := &f.named[i]; n.mention.Kind == news.EntityPerson && len(n.words) > 1 {
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
		best := v.first
		for _, kind := range news.EntityKinds() {
			if v.count[kindIndex(kind)] > v.count[kindIndex(best)] {
				best = kind
			}
		}
		if best != news.EntityPerson && len(n.words) == 1 && surnames[n.key] > 0 && !n.capitalised {
			person := v.count[kindIndex(news.EntityPerson)]
			if code := text.CountryOf(n.key); person > 0 && 2*person >= v.count[kindIndex(best)] || code == "" && surnames[n.key] >= v.count[kindIndex(best)] && best == news.EntityOrganisation {
				best = news.EntityPerson
			}
		}
		n.mention.Kind = best
	}
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
