package quote

import (
	"strings"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// fillRoles gives each speaker a role: what the text says beside the saying, or the actor's, or else the first that it
// tells beside another saying.
func (s *scene) fillRoles(all []news.Quote) {
	for i := range all {
		q := &all[i]
		if q.Actor < 0 {
			continue
		}
		role, known := &s.roles[q.Actor], s.actors[q.Actor].Role
		if *role == "" {
			*role = known
			if known == "" {
				*role = q.Role
			}
		}
		if q.Role == "" || strings.HasPrefix(known, q.Role) { // "analyst" of "analyst at the bank"
			q.Role = *role
		}
	}
}

// roleOf is what the speaker's own phrase says of a name: the title before it, or what hangs on it.
func (s *scene) roleOf(a saying, whole news.Range) string {
	name := -1
	for i := a.source.first; i < a.source.last; i++ {
		if m := s.named[i]; m > 0 && s.mentions[m-1].Kind == news.EntityPerson && !s.mentions[m-1].Word {
			name = i
			break
		}
	}
	if name < 0 {
		return ""
	}
	behind := a.source.last
	if s.mark(behind) == ',' && s.p.Tokens[behind].End <= whole.End {
		return s.roleIn(behind+1, s.p.TokenAt(whole.End))
	}
	return s.roleIn(a.source.first, name)
}

// roleIn is what tokens say that somebody is, without the words around that say nothing of it: articles, days and forms of
// address. A clitic at the end goes: "NPR’s Ana" is Ana of NPR. Empty: an age, or words that break off.
func (s *scene) roleIn(first, last int) string {
	for first < last && (s.tags[first] == tagDeterminer || s.tags[first] == tagPossessive || s.is(first, classArticle|classDay) || s.p.Tokens[first].Kind == text.TokenMark) {
		first++
	}
	if last < len(s.p.Tokens) && isClitic(s.p.Word(last)) { // "Hua, the company’s director": cut in the middle
		return ""
	}
	whose := false
	for last > first {
		word := s.p.Word(last - 1)
		if !isClitic(word) && s.p.Tokens[last-1].Kind != text.TokenMark && !actor.Address(s.t.code, word) && s.tags[last-1] != tagGerund {
			break
		}
		whose = whose || isClitic(word)
		last--
	}
	if first >= last || s.isAge(first, last) || s.w != nil && s.tags[last-1] == tagAdjective || !whose && s.alone(first, last) {
		return ""
	}
	return s.span(first, last).In(s.p.Text)
}

// isAge reports whether tokens tell how old somebody is: "44", "aged 44", "44-year-old".
func (s *scene) isAge(first, last int) bool {
	for i := first; i < last; i++ {
		switch word := strings.ToLower(s.p.Word(i)); {
		case s.p.Tokens[i].Kind != text.TokenWord, word == "aged", word == "age", word == "year", word == "years", word == "old", strings.HasSuffix(word, "-old"):
		default:
			return false
		}
	}
	return true
}

// alone reports whether tokens are one name of a place or body, which says of nobody what he is.
func (s *scene) alone(first, last int) bool {
	m := s.named[first]
	for i := first; i < last; i++ {
		if s.named[i] != m {
			return false
		}
	}
	return m > 0
}

// bearer returns the person who is named in a range right behind the role that the range tells, the body being a part of it; -1: none.
func (s *scene) bearer(in news.Range) int {
	for _, m := range s.mentions {
		if m.Start < in.Start || m.End > in.End || m.Kind != news.EntityPerson || s.valid(m.Actor) < 0 {
			continue
		}
		if at := s.actors[m.Actor].RoleAt; !at.Empty() && at.Start >= in.Start && at.End < m.Start && m.Start-at.End <= 2 {
			return m.Actor
		}
	}
	return -1
}
