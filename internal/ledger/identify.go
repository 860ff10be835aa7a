package ledger

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// choice is an actor who may be a known entity.
type choice struct {
	actor    int
	who      *someone
	score    float64
	mistaken int // 1: it is of another kind; those of one kind come first
}

// identify says who the actors of an article are; zero for those who are nobody.
func (s *settler) identify(a *Article) []news.EntityID {
	seen := sights(a)
	entities := make([]news.EntityID, len(seen))
	taken := map[*someone]bool{}
	for _, c := range s.choices(a, seen) {
		who := c.who.now()
		if entities[c.actor] != 0 || taken[who] && who.Kind == news.EntityPerson {
			continue
		}
		entities[c.actor], taken[who] = who.ID, true
		s.take(a, &seen[c.actor], who)
	}
	for i := range seen {
		if entities[i] == 0 && !seen[i].bare && seen[i].worth() {
			entities[i] = s.other(a, &seen[i], entities)
		}
		if entities[i] != 0 {
			s.named = append(s.named, news.Naming{Article: a.ID, Actor: i, Entity: entities[i]})
		}
	}
	return entities
}

// worth reports whether an actor has a name that can have a page.
func (s *sight) worth() bool { return len(s.words) > 0 }

// choices returns which actors are which known entities, the surest first.
func (s *settler) choices(a *Article, seen []sight) []choice {
	var all []choice
	for i := range seen {
		if c, ok := s.choose(a, &seen[i]); ok {
			c.actor = i
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(x, y choice) int {
		return cmp.Or(cmp.Compare(x.mistaken, y.mistaken), cmp.Compare(y.score, x.score))
	})
	return all
}

// choose finds the known entity that an actor is, if one is likely enough and no other nearly as likely.
func (s *settler) choose(a *Article, view *sight) (choice, bool) {
	var found []choice
	for _, who := range s.candidates(view) {
		score, ok := view.fit(who)
		if !ok {
			continue
		}
		was := slices.Contains(s.before[a.ID], who.ID)
		if was {
			score += 2
		}
		if s.sentAway(a, who) {
			continue
		}
		c := choice{who: who, score: score}
		if who.Kind != view.actor.Kind {
			c.mistaken = 1
		}
		found = append(found, c)
	}
	if len(found) == 0 {
		return choice{}, false
	}
	slices.SortFunc(found, func(x, y choice) int {
		return cmp.Or(cmp.Compare(x.mistaken, y.mistaken), cmp.Compare(y.score, x.score), cmp.Compare(y.who.memory.Articles, x.who.memory.Articles), cmp.Compare(x.who.ID, y.who.ID))
	})
	best := found[0]
	if to := s.sentTo(a, best.who); to != nil {
		return choice{who: to, score: best.score + 10}, true
	}
	if view.bare {
		return best, best.score >= enoughBare && (len(found) == 1 || best.score >= found[1].score+ahead)
	}
	if best.score < enough {
		return choice{}, false
	}
	if len(found) > 1 && found[1].score >= certain && best.score >= certain {
		s.reconcile(best.who, found[1].who)
		best.who = best.who.now()
	}
	return best, true
}

// candidates returns the entities under the keys of an actor.
func (s *settler) candidates(view *sight) []*someone {
	var all []*someone
	for _, key := range actorKeys(view.actor) {
		for _, who := range s.byKey[key] {
			if who = who.now(); !slices.Contains(all, who) {
				all = append(all, who)
			}
		}
	}
	return all
}

// reconcile joins two entities that one article is surely about both, unless they are known to differ.
func (s *settler) reconcile(a, b *someone) {
	if a == b || a.Kind != b.Kind || s.apart[pairOf(a.ID, b.ID)] {
		return
	}
	if walkA, walkB := most(a.Spheres), most(b.Spheres); walkA != 0 && walkB != 0 && seen(a.Spheres, walkB) == 0 && seen(b.Spheres, walkA) == 0 {
		return
	}
	if placeA, placeB := most(a.Countries), most(b.Countries); placeA != 0 && placeB != 0 && placeA != placeB {
		return
	}
	s.merge(a, b)
}

// sentAway reports whether an editor said that the article does not name this entity.
func (s *settler) sentAway(a *Article, who *someone) bool {
	for _, e := range s.moved[a.ID] {
		if who.ID == e.Entity && e.Other == 0 {
			return true
		}
	}
	return false
}

// sentTo returns whom the article names instead, as an editor said.
func (s *settler) sentTo(a *Article, who *someone) *someone {
	for _, e := range s.moved[a.ID] {
		if who.ID == e.Entity && e.Other != 0 && s.byID[e.Other] != nil {
			return s.byID[e.Other].now()
		}
	}
	return nil
}

// other returns the entity of an actor whom nothing known fits: one that the article itself takes for two kinds, or a new one.
func (s *settler) other(a *Article, view *sight, entities []news.EntityID) news.EntityID {
	for _, id := range entities {
		if who := s.byID[id]; who != nil && who.Kind != view.actor.Kind && view.mistaken(who) {
			s.take(a, view, who)
			return id
		}
	}
	return s.create(a, view).ID
}

// create makes a new entity of an actor.
func (s *settler) create(a *Article, view *sight) *someone {
	who := &someone{Profile: news.Profile{Entity: news.Entity{ID: s.next, Kind: view.actor.Kind, Name: view.actor.Name, Country: view.actor.Country}}}
	s.next++
	s.byID[who.ID] = who
	s.take(a, view, who)
	return who
}

// take lets an entity remember an article that names it.
func (s *settler) take(a *Article, view *sight, who *someone) {
	if slices.Contains(s.before[a.ID], who.ID) {
		for _, f := range view.actor.Forms {
			if !slices.Contains(who.names(), f) && (who.Kind != news.EntityPerson || spelled(f)) {
				who.call(f)
			}
		}
	} else {
		who.remember(view)
		who.mind(view.actor.Kind)
	}
	if view.actor.Role != "" && view.day >= who.RoleDay {
		who.RoleDay = view.day
		if !briefer(view.actor.Role, who.Role) {
			who.Role = view.actor.Role
		}
	}
	if who.FirstSeenAt.IsZero() || a.At.Before(who.FirstSeenAt) {
		who.FirstSeenAt = a.At
	}
	if a.At.After(who.UpdatedAt) {
		who.UpdatedAt = a.At
	}
	s.touch(who)
}

// mind counts what articles take an entity for, and takes it for what most of them do.
func (w *someone) mind(kind news.EntityKind) {
	if kind == w.Kind {
		return
	}
	if w.Otherwise++; 2*w.Otherwise > w.memory.Articles+1 {
		w.Kind, w.Otherwise = kind, w.memory.Articles-w.Otherwise
	}
}

// briefer reports whether a role is one word of another one, which says more: "minister" of "Valmere’s water minister". Who is said to be
// a former one is not any more.
func briefer(role, than string) bool {
	words := strings.Fields(text.Fold(than))
	return !strings.Contains(role, " ") && len(words) > 1 && slices.Contains(words, text.Fold(role)) && !past[words[0]] && !strings.HasPrefix(words[0], "ex-")
}

var past = set("former ex outgoing late then ehemaliger ehemalige fruherer fruhere ancien ancienne antiguo antigua antigo antiga бывший бывшая")

// profiles returns the entities that changed, as they are kept.
func (s *settler) profiles() []news.Profile {
	var out []news.Profile
	for _, who := range s.changed {
		if who.into == nil {
			who.Profile.Memory = who.pack()
			out = append(out, who.Profile)
		}
	}
	slices.SortFunc(out, func(a, b news.Profile) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// now returns the number by which an entity goes after all joins.
func (s *settler) now(id news.EntityID) news.EntityID {
	if who := s.byID[id]; who != nil {
		return who.now().ID
	}
	return id
}

// namings returns who names whom after all joins.
func (s *settler) namings() []news.Naming {
	for i := range s.named {
		s.named[i].Entity = s.now(s.named[i].Entity)
	}
	return s.named
}
