package ledger

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// someone is an entity while articles are settled.
type someone struct {
	news.Profile
	memory
	changed bool
	into    *someone // it was joined with another
}

func (s *someone) now() *someone {
	for s.into != nil {
		s = s.into
	}
	return s
}

// How sure one must be that an actor is a known entity. Evidence is added up in something like log odds.
const (
	enough     = 2.  // for a full name
	enoughBare = 3.5 // for a surname alone
	ahead      = 1.5 // of the next candidate with as good a name
	certain    = 5.5 // two entities of one name are one when the same article is surely about both
)

// fit says how likely an actor is a known entity; ok is false when it cannot be.
func (s *sight) fit(p *someone) (score float64, ok bool) {
	if s.actor.Kind != p.Kind {
		return 0, false
	}
	switch s.actor.Kind {
	case news.EntityPerson:
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
		if score, fits := nameFit(s.words, words); fits && (!ok || score > best) {
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
	for _, name := range p.names() {
		words := bodyWords(name)
		for i, m := range mine {
			if len(m) == 0 || !slices.Equal(m, words) {
				continue
			}
			score := bodyRarity(m)
			if i > 0 && len(m) < len(s.words) {
				score -= 1 // a short form only
			}
			if !ok || score > best {
				best, ok = score, true
			}
		}
	}
	return best, ok
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

// settler is one pass of settling.
type settler struct {
	byID    map[news.EntityID]*someone
	byKey   map[string][]*someone
	apart   map[[2]news.EntityID]bool // an editor says so
	moved   map[news.ArticleID][]news.EntityEdit
	before  map[news.ArticleID][]news.EntityID
	next    news.EntityID
	merged  map[news.EntityID]news.EntityID
	named   []news.Naming
	changed []*someone
}

func newSettler(known Known, next news.EntityID) *settler {
	s := &settler{
		byID: map[news.EntityID]*someone{}, byKey: map[string][]*someone{}, apart: map[[2]news.EntityID]bool{},
		moved: map[news.ArticleID][]news.EntityEdit{}, before: known.Before, next: next, merged: map[news.EntityID]news.EntityID{},
	}
	profiles := slices.Clone(known.Profiles)
	slices.SortFunc(profiles, func(a, b news.Profile) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range profiles {
		if s.byID[p.ID] != nil {
			continue
		}
		one := &someone{Profile: p, memory: unpack(p.Memory)}
		s.byID[p.ID] = one
		s.index(one)
	}
	s.edits(known.Edits)
	return s
}

// index makes an entity findable by its names.
func (s *settler) index(p *someone) {
	for _, key := range ProfileKeys(p.Profile) {
		if !slices.Contains(s.byKey[key], p) {
			s.byKey[key] = append(s.byKey[key], p)
		}
	}
}

// edits takes in what editors said, the newest word on a pair last.
func (s *settler) edits(edits []news.EntityEdit) {
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b news.EntityEdit) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	last := map[[2]news.EntityID]news.EditKind{}
	var pairs [][2]news.EntityID
	for _, e := range edits {
		pair := pairOf(e.Entity, e.Other)
		switch {
		case e.Kind == news.EditPart && e.Article != 0:
			s.moved[e.Article] = append(s.moved[e.Article], e)
			if e.Other != 0 {
				last[pair] = news.EditPart
				pairs = append(pairs, pair)
			}
		case e.Kind.Pair():
			last[pair] = e.Kind
			pairs = append(pairs, pair)
		}
	}
	for _, pair := range pairs {
		s.apart[pair] = last[pair] == news.EditPart
	}
	for _, pair := range pairs {
		if a, b := s.byID[pair[0]], s.byID[pair[1]]; last[pair] == news.EditJoin && a != nil && b != nil {
			s.merge(a.now(), b.now())
		}
	}
}

func pairOf(a, b news.EntityID) [2]news.EntityID { return [2]news.EntityID{min(a, b), max(a, b)} }

// merge makes two entities one: the older number stays.
func (s *settler) merge(a, b *someone) *someone {
	if a == b {
		return a
	}
	if b.ID < a.ID {
		a, b = b, a
	}
	newer := b.UpdatedAt.After(a.UpdatedAt)
	b.into = a
	s.merged[b.ID] = a.ID
	for from, into := range s.merged {
		if into == b.ID {
			s.merged[from] = a.ID
		}
	}
	if newer && b.Role != "" || a.Role == "" {
		a.Role = b.Role
	}
	a.absorb(&b.memory)
	if a.FirstSeenAt.IsZero() || !b.FirstSeenAt.IsZero() && b.FirstSeenAt.Before(a.FirstSeenAt) {
		a.FirstSeenAt = b.FirstSeenAt
	}
	if newer {
		a.UpdatedAt = b.UpdatedAt
	}
	a.Hidden = a.Hidden || b.Hidden
	s.touch(a)
	return a
}

// touch marks an entity as changed and makes its names those it is called by most.
func (s *settler) touch(p *someone) {
	p.rename()
	if !p.changed {
		p.changed = true
		s.changed = append(s.changed, p)
	}
	s.index(p)
}

// rename chooses name and aliases by how often articles use them.
func (p *someone) rename() {
	p.memory.sort()
	if len(p.Forms) == 0 {
		return
	}
	best := 0
	if p.Kind == news.EntityOrganisation { // the long form, unless it is rare
		for i, f := range p.Forms {
			if spelled(f.text) && (!spelled(p.Forms[best].text) || 3*int(f.count) >= int(p.Forms[best].count) && len(f.text) > len(p.Forms[best].text)) {
				best = i
			}
		}
	}
	p.Name, p.Aliases = p.Forms[best].text, p.Aliases[:0:0]
	for i, f := range p.Forms {
		if i != best {
			p.Aliases = append(p.Aliases, f.text)
		}
	}
	if c := most(p.Countries); c != 0 {
		p.Country = string([]byte{byte(c >> 8), byte(c)})
	}
	if l := most(p.Languages); l != 0 {
		p.Language = string([]byte{byte(l >> 8), byte(l)})
	}
}

// spelled reports whether a name is more than an acronym.
func spelled(name string) bool { return strings.Contains(name, " ") }
