package actor

import (
	"cmp"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// countryOf returns the country that a mention of a place means; "" when it means a place in it.
func (f *finder) countryOf(n *named) string {
	words := n.mention.In(f.p.Text)
	if n.mention.Word {
		return name.Country(words, f.language)
	}
	return text.CountryOf(words)
}

// countryOfPlace returns the country in which a known place lies.
func (f *finder) countryOfPlace(n *named) string {
	return name.Country(n.mention.In(f.p.Text), f.language)
}

// countries sets the country of people and organisations as the text tells it: that of a word of nationality or a country
// in their role or name, or right before it.
func (f *finder) countries(actors []news.Actor) {
	for i := range f.named {
		n := &f.named[i]
		if n.actor < 0 || n.mention.Kind != news.EntityPlace {
			continue
		}
		code := f.countryOf(n)
		if code == "" && n.actor >= 0 {
			code = actors[n.actor].Country
		}
		if code == "" {
			continue
		}
		if i+1 < len(f.named) && f.leads(n, &f.named[i+1]) {
			f.belongs(actors, f.named[i+1].actor, code)
		}
		for a := range actors {
			if r := actors[a].RoleAt; r.Start <= n.mention.Start && n.mention.End <= r.End && f.owns(n, r) {
				f.belongs(actors, a, code)
			}
		}
	}
	for i := range f.named { // "Institute of Forensic Science of China"
		n := &f.named[i]
		if n.actor < 0 || n.mention.Kind != news.EntityOrganisation || actors[n.actor].Country != "" || len(n.words) < 2 {
			continue
		}
		code := ""
		for t := n.first; t < n.end; t++ {
			word := f.p.Word(t)
			if !capital(word) {
				continue
			}
			c := text.CountryOf(word)
			if c == "" && f.nation(word) {
				c = name.Country(word, f.language)
			}
			if c != "" && code != "" && c != code {
				code = "" // of two countries: of none
				break
			}
			code = cmp.Or(c, code)
		}
		f.belongs(actors, n.actor, code)
	}
}

// owns reports whether a country in a role is the one that somebody serves, and not one that is dealt with: "Minister of China", "China’s
// minister", "U.S. Ambassador to Ukraine".
func (f *finder) owns(n *named, role news.Range) bool {
	if n.mention.Word || n.mention.Start == role.Start || n.end < len(f.p.Tokens) && possessive(f.p.Word(n.end)) {
		return true
	}
	w := f.wordBefore(n)
	return w == "of" || f.tongue.complement || w == "von" || f.tongue.genitive && f.tongue.articles[w]
}

func (f *finder) belongs(actors []news.Actor, actor int, code string) {
	if actor >= 0 && actors[actor].Kind != news.EntityPlace && actors[actor].Country == "" {
		actors[actor].Country = code
	}
}

// leads reports whether a country stands right before an organisation's name, or a word of nationality before anybody's.
func (f *finder) leads(n, next *named) bool {
	gap := next.first - n.end
	switch {
	case next.capitalised: // "Afghan CIA fighters"
		return false
	case gap == 0:
		return n.mention.Word || next.mention.Kind == news.EntityOrganisation
	case gap == 1:
		w := f.p.Word(n.end)
		return next.mention.Kind == news.EntityOrganisation && (w == "’s" || w == "'s")
	}
	return false
}

// nation reports whether a word is found among the text's words of nationality.
func (f *finder) nation(word string) bool {
	for i := range f.named {
		if f.named[i].mention.Word && f.named[i].mention.In(f.p.Text) == word {
			return true
		}
	}
	return false
}
