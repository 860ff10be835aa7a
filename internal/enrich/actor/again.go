package actor

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// again adds mentions of people whose surname stands where no name was seen: whoever is named in full is meant by it there too.
func (f *finder) again() {
	surnames := map[string][]string{} // and the given names they stand behind
	for i := range f.named {
		n := &f.named[i]
		if n.mention.Kind != news.EntityPerson || len(n.words) < 2 {
			continue
		}
		last := f.p.Word(n.end - 1)
		if len(last) < 4 || !capital(last) || mayMeanMore[last] {
			continue
		}
		surnames[last] = append(surnames[last], n.words[0])
	}
	if len(surnames) == 0 {
		return
	}
	seen, at := len(f.named), 0
	for _, s := range f.p.Sentences {
		for i := s.First; i < s.End; i++ {
			for at < seen && f.named[at].end <= i {
				at++
			}
			if f.p.Tokens[i].Kind != text.TokenWord || at < seen && f.named[at].first <= i {
				continue
			}
			given := surnames[f.p.Word(i)]
			if given == nil || i+1 < s.End && f.p.Tokens[i+1].Kind == text.TokenWord && capital(f.p.Word(i+1)) && f.p.Tokens[i+1].Spaced {
				continue
			}
			first := i
			if i > s.First && (at == 0 || f.named[at-1].end < i) && capital(f.p.Word(i-1)) {
				before := text.Fold(strings.TrimSuffix(f.p.Word(i-1), "."))
				if !slices.ContainsFunc(given, func(g string) bool { return sameFirst(before, g) }) {
					if _, honorific := f.tongue.honorifics[before]; !honorific && !f.tongue.isRole(before) {
						continue // somebody else, or something named after them
					}
				} else {
					first = i - 1
				}
			} else if i == s.First {
				continue // it may be an everyday word
			}
			n := named{mention: news.Mention{Range: news.Range{Start: f.p.Tokens[first].Start, End: f.p.Tokens[i].End}, Kind: news.EntityPerson, Actor: -1},
				title: -1, actor: -1, first: first, end: i + 1}
			last := 0
			if at > 0 {
				last = f.named[at-1].mention.End
			}
			f.cut(&n)
			f.extend(&n, last)
			f.honour(&n)
			f.spell(&n)
			n.mention.Start = f.p.Tokens[n.first].Start
			n.sentence = f.p.SentenceAt(n.mention.Start)
			f.named = append(f.named, n)
		}
	}
	if len(f.named) > seen {
		slices.SortFunc(f.named, func(a, b named) int { return cmp.Compare(a.first, b.first) })
	}
}

// mayMeanMore are surnames that are words with a capital too.
var mayMeanMore = set(`May March April August Sunday Monday Friday English French German Young Day King Prince Pope Bishop Judge Major Church Street House
	Park Hill Lake Ford Post Times West East North South Christmas Christian Summer Winter Lord Court Law Bank Bush Green White Black Brown`)
