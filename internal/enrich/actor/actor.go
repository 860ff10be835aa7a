// Package actor finds out who is who inside one article: which of its names mean the same person, organisation or place,
// what people are said to be, and which country they belong to.
//
// Long forms come first: "Jennifer Daskal" makes a person, and "Daskal", "Jen Daskal" and "J. Daskal" join her. Two people
// of one surname stay two; a bare surname is the one the text is about, or speaks of just then. What only has a
// surname in the whole text stays a person of its own.
package actor

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Find groups the names of a text by who bears them. Mentions must be in the order of the text and must not overlap. It returns
// those that name somebody, cut to the name ("Joe Biden" of "President Joe Biden’s"), one kind for each name, with
// their actors, in the order in which the text first names them. The headline may spell out a name that the text cuts short.
func Find(p *text.Prose, language, headline string, mentions []news.Mention) ([]news.Mention, []news.Actor) {
	f := &finder{p: p, tongue: tongueOf(language), language: language}
	f.read(mentions)
	f.again()
	f.settleKinds()
	f.people()
	f.bodies()
	f.places()
	return f.result(headline)
}

// finder is a text on its way to actors.
type finder struct {
	p        *text.Prose
	tongue   *tongue
	language string
	named    []named
	groups   []group
	folded   []string // tokens, as they are asked for
}

// group is an actor in the making.
type group struct {
	kind    news.EntityKind
	members []int    // indices into finder.named, rising once all have joined
	longest *named   // whose words the others are compared with
	country string   // of a place
	nation  bool     // it is that country
	given   []string // all given names it has appeared with
	woman   float64  // evidence for a woman minus evidence for a man
}

// result makes actors of groups in the order in which the text first names them.
func (f *finder) result(headline string) ([]news.Mention, []news.Actor) {
	groups := make([]*group, 0, len(f.groups))
	for i := range f.groups {
		if g := &f.groups[i]; len(g.members) > 0 {
			slices.Sort(g.members)
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(a, b *group) int { return cmp.Compare(a.members[0], b.members[0]) })
	actors := make([]news.Actor, len(groups))
	for i, g := range groups {
		for _, m := range g.members {
			f.named[m].actor = i
		}
		actors[i] = f.actor(g, headline)
	}
	f.genders(groups, actors)
	f.roles(actors)
	f.countries(actors)
	mentions := make([]news.Mention, 0, len(f.named))
	for i := range f.named {
		if n := &f.named[i]; n.actor >= 0 {
			n.mention.Kind, n.mention.Actor = actors[n.actor].Kind, n.actor
			mentions = append(mentions, n.mention)
		}
	}
	return mentions, actors
}

func (f *finder) actor(g *group, headline string) news.Actor {
	first := &f.named[g.members[0]]
	a := news.Actor{Kind: g.kind, Country: g.country, Female: .5, Mentions: len(g.members), First: first.mention.Start}
	for _, m := range g.members {
		n := &f.named[m]
		if form := strings.Join(strings.Fields(n.mention.In(f.p.Text)), " "); !n.mention.Word && !slices.Contains(a.Forms, form) {
			a.Forms = append(a.Forms, form)
		}
	}
	slices.SortStableFunc(a.Forms, func(x, y string) int { return cmp.Compare(len(y), len(x)) })
	a.Name = f.name(g, a.Forms)
	if g.kind == news.EntityPerson && !strings.Contains(a.Name, " ") {
		if full := spelledOut(headline, a.Name); full != "" {
			a.Name = full
		}
	}
	if !slices.Contains(a.Forms, a.Name) {
		a.Forms = slices.Insert(a.Forms, 0, a.Name)
	}
	return a
}

// name chooses the form by which an actor goes: the longest, in the nominative where the language declines names.
func (f *finder) name(g *group, forms []string) string {
	if len(forms) == 0 { // words of nationality only
		if name := text.CountryIn(g.country, f.language); name != "" {
			return name
		}
		return f.named[g.members[0]].mention.In(f.p.Text)
	}
	best := forms[0]
	words := strings.Count(best, " ")
	for _, form := range forms[1:] {
		if strings.Count(form, " ") == words && moreBasic(form, best, f.tongue) {
			best = form
		}
	}
	return best
}

// spelledOut returns a bare name with the word before it in a headline when that is a given name.
func spelledOut(headline, bare string) string {
	at := strings.Index(headline, " "+bare)
	if at <= 0 {
		return ""
	}
	if end := at + 1 + len(bare); end < len(headline) && wordByte(headline[end]) {
		return ""
	}
	given := headline[strings.LastIndexByte(headline[:at], ' ')+1 : at]
	if known, _ := givenName(text.Fold(given)); !known || !capital(given) {
		return ""
	}
	return given + " " + bare
}
