package actor

import (
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Meant returns the person whom words without a name mean by what they say of somebody: "the deputy homeland security advisor", "the
// director, " before her name, "le maire". It is the one whose role stands there, or else the one named last of those with such a
// role; -1 when there is none. Mentions and actors are those that [Find] returned.
func Meant(p *text.Prose, language string, mentions []news.Mention, actors []news.Actor, words news.Range) int {
	for a := range actors {
		if at := actors[a].RoleAt; !at.Empty() && at.Start < words.End && words.Start < at.End && actors[a].Kind == news.EntityPerson {
			return a
		}
	}
	t := tongueOf(language)
	job := ""
	for i := p.TokenAt(words.Start); i < len(p.Tokens) && p.Tokens[i].End <= words.End; i++ {
		w := text.Fold(p.Word(i))
		if t.isRole(w) {
			job = w
		} else if job != "" && t.links[w] {
			break
		}
	}
	if job == "" {
		return -1
	}
	for i := len(mentions) - 1; i >= 0; i-- {
		m := &mentions[i]
		if m.Start >= words.Start || m.Word || m.Actor < 0 || m.Actor >= len(actors) || m.Kind != news.EntityPerson {
			continue
		}
		if role := actors[m.Actor].Role; role != "" && slices.Contains(text.Terms(role), job) {
			return m.Actor
		}
	}
	return -1
}
