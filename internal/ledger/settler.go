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
	for i, f := range p.Forms {
		if p.Kind == news.EntityOrganisation && acronym(p.Forms[best].text) && spelled(f.text) || shouted(p.Forms[best].text) && strings.EqualFold(f.text, p.Forms[best].text) ||
			text.CaseRank(f.text) < text.CaseRank(p.Forms[best].text) && slices.Equal(personWords(f.text), personWords(p.Forms[best].text)) {
			best = i
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
	if p.Kind == news.EntityPlace && isCountry(p.Name, p.Country) { // in a language of cases the form that is used most is seldom the name
		name := text.CountryIn(p.Country, p.Language)
		p.Aliases = slices.DeleteFunc(append([]string{p.Name}, p.Aliases...), func(alias string) bool { return alias == name })
		p.Name = name
	}
}

// spelled reports whether a name is of several words.
func spelled(name string) bool { return strings.Contains(name, " ") }

// acronym reports whether a name of an organisation is letters only.
func acronym(name string) bool {
	return !spelled(name) && len(name) <= 6 && strings.ToUpper(name) == name
}

// shouted reports whether a name is all in capitals.
func shouted(name string) bool { return len(name) > 6 && strings.ToUpper(name) == name }
