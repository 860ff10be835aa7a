package story

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// A thread's name is made of at most titleNames names, and its phrases are at most maxPhrases.
const (
	titleNames = 3
	maxPhrases = 8
	titledFrom = 40 // stories of a thread that are asked for their names, the last ones
)

// describe counts a thread's stories and makes its name: the names that most of its stories have and few others, the
// most telling first. The name of a thread that grows may change; its number does not.
func (t *Threads) describe(th *thread) {
	th.Stories, th.Articles = len(th.stories), 0
	th.FirstSeenAt, th.UpdatedAt, th.Language = th.stories[0].from, th.stories[0].to, th.stories[0].lang
	for _, s := range th.stories {
		th.Articles += s.articles
		if s.to.After(th.UpdatedAt) {
			th.UpdatedAt = s.to
		}
	}
	th.Phrases = t.phrases(th)
	th.Thread.Name = strings.Join(th.Phrases[:min(len(th.Phrases), titleNames)], ", ")
}

// phrase is a name that stories of a thread have.
type phrase struct {
	text    string
	key     string
	stories int
	weight  float64
}

// phrases are the names of a thread.
func (t *Threads) phrases(th *thread) []string {
	all := map[string]*phrase{}
	last := th.stories[max(0, len(th.stories)-titledFrom):]
	for _, s := range last {
		g, err := UnpackGist(s.id, s.packed)
		if err != nil {
			continue
		}
		for _, n := range g.Names {
			key := text.Fold(n.Text)
			p := all[key]
			if p == nil {
				p = &phrase{text: n.Text, key: key}
				all[key] = p
			}
			p.stories++
			p.weight += min(float64(n.Weight)/16, 4)
		}
	}
	ranked := make([]*phrase, 0, len(all))
	for _, p := range all {
		if p.stories*3 >= len(last) || len(last) < 3 {
			p.weight *= float64(p.stories) * t.nameRarity(th.Language, p.key)
			ranked = append(ranked, p)
		}
	}
	slices.SortFunc(ranked, func(a, b *phrase) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text)) })
	var names []string
	for _, p := range ranked {
		if len(names) < maxPhrases && !slices.ContainsFunc(names, func(n string) bool { return sharesWord(n, p.text) }) {
			names = append(names, p.text)
		}
	}
	return names
}

// sharesWord reports whether two names have a word in common: "Kestrel" says nothing beside "Idris Kestrel".
func sharesWord(a, b string) bool {
	words := text.Terms(a)
	return slices.ContainsFunc(text.Terms(b), func(w string) bool { return slices.Contains(words, w) && len(w) > 3 })
}

// nameRarity is the mean rarity of a name's words among all stories.
func (t *Threads) nameRarity(lang, key string) float64 {
	sum, n := 0.0, 0.0
	for _, word := range text.Terms(key) {
		if rare := scarcity(lang, word); rare >= 4 {
			sum += t.rarity.of(saltOf(lang), float64(t.rarity.stories[lang]), traitOf(stem(word, lang), traitName))
			n++
		}
	}
	if n == 0 {
		return 0.5
	}
	return max(sum/n, 0.5)
}

// Thread gives a thread that is remembered, and whether there is one.
func (t *Threads) Thread(id news.ThreadID) (news.Thread, bool) {
	th := t.threads[id]
	if th == nil || len(th.stories) < 2 {
		return news.Thread{}, false
	}
	t.describe(th)
	return th.Thread, true
}
