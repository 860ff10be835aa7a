package thread

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// A thread's name is made of at most so many names and words, and so many names stand on its page.
const (
	titleNames    = 2
	titleTopics   = 2
	everydayTopic = 3.5 // scarcity of words that name no matter
	maxPhrases    = 8
	titledFrom    = 40 // stories of a thread that are asked for their names, the last ones
)

// describe counts a thread's stories and makes its name: the names that most of its stories have and few others, the
// most telling first, and what it is about. The name of a thread that grows may change; its number does not.
func (t *Threads) describe(th *thread) {
	th.Stories, th.Articles = len(th.stories), 0
	if len(th.stories) == 0 {
		return
	}
	th.FirstSeenAt, th.UpdatedAt, th.Language = th.stories[0].from, th.stories[0].to, th.stories[0].lang
	var gists []Gist
	for i, s := range th.stories {
		th.Articles += s.articles
		if s.to.After(th.UpdatedAt) {
			th.UpdatedAt = s.to
		}
		if i >= len(th.stories)-titledFrom {
			if g, err := UnpackGist(s.id, s.packed); err == nil {
				gists = append(gists, g)
			}
		}
	}
	names := t.common(gists, traitName, func(g Gist) []Name { return g.Names })
	topics := t.common(gists, traitWord, func(g Gist) []Name { return g.Topics })
	names, topics = names[:min(len(names), maxPhrases)], topics[:min(len(topics), maxTopics)]
	th.Phrases = slices.Concat(names, topics)
	title := strings.Join(names[:min(len(names), titleNames)], ", ")
	if about := strings.Join(topics[:min(len(topics), titleTopics)], ", "); about != "" {
		title = strings.TrimPrefix(title+": "+about, ": ")
	}
	for i := len(gists) - 1; i >= 0 && title == ""; i-- { // nothing in common but single words
		for _, n := range gists[i].Names[:min(len(gists[i].Names), titleNames)] {
			title = strings.TrimPrefix(title+", "+n.Text, ", ")
		}
	}
	th.Thread.Name = title
}

// phrase is a name or word that stories of a thread have.
type phrase struct {
	text    string
	stories int
	weight  float64
}

// common are the names or words that a third of the stories have, two at least, the most telling first.
func (t *Threads) common(gists []Gist, kind uint32, of func(Gist) []Name) []string {
	all := map[string]*phrase{}
	for _, g := range gists {
		seen := map[string]bool{}
		for _, n := range of(g) {
			key := text.Fold(n.Text)
			if kind == traitWord && counting[key] {
				continue
			}
			if kind == traitWord {
				key = stem(key, g.Language)
			}
			p := all[key]
			if p == nil {
				p = &phrase{text: n.Text}
				all[key] = p
			}
			if strings.ToUpper(p.text) == p.text && !isAcronym(n.Text) {
				p.text = n.Text
			}
			if !seen[key] {
				p.stories++
			}
			seen[key] = true
			p.weight += min(float64(n.Weight)/16, 4) * max(0.1, scarcity(g.Language, text.Fold(n.Text))-everydayTopic)
		}
	}
	ranked := make([]*phrase, 0, len(all))
	for key, p := range all {
		if p.stories*3 >= len(gists) && p.stories > 1 {
			p.weight *= float64(p.stories) * t.traitRarity(gists[0].Language, key, kind)
			ranked = append(ranked, p)
		}
	}
	slices.SortFunc(ranked, func(a, b *phrase) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text)) })
	var names []string
	for _, p := range ranked {
		if !slices.ContainsFunc(names, func(n string) bool { return sharesWord(n, p.text) }) {
			names = append(names, p.text)
		}
	}
	return names
}

// counting are words for numbers and times, folded: a thread has them often, and is never about them.
var counting = wordSet(`one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred thousand million billion
	first second third fourth half dozen cent per day days week weeks month months year years hour hours today tomorrow yesterday
	un une deux trois quatre cinq sept huit neuf dix onze douze quinze vingt trente cent mille million millions premier premiere deuxieme jour jours
	semaine semaines mois an ans annee annees heure heures
	zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig hundert tausend erste zweite dritte tag tage woche wochen monat monate jahr jahre
	stunde stunden uhr prozent
	uno dos tres cuatro cinco seis siete ocho nueve diez cien mil millones primero primera segundo dia dias semana semanas mes meses ano anos hora horas
	due tre quattro cinque sei sette otto nove dieci mila milioni primo prima giorno giorni settimana mesi anno anni ore
	dois duas quatro sete oito dez milhoes primeiro primeira twee drie vijf zes zeven acht negen tien dagen jaar
	два три четыре пять шесть семь восемь девять десять первый второй день дней неделя месяц год года лет час часов процентов`)

// sharesWord reports whether two names have a word in common: "Kestrel" says nothing beside "Idris Kestrel".
func sharesWord(a, b string) bool {
	words := text.Terms(a)
	return slices.ContainsFunc(text.Terms(b), func(w string) bool { return slices.Contains(words, w) && len(w) > 3 })
}

// traitRarity is the mean rarity of a phrase's words among all stories.
func (t *Threads) traitRarity(lang, key string, kind uint32) float64 {
	sum, n := 0.0, 0.0
	for _, word := range text.Terms(key) {
		if rare := scarcity(lang, word); rare >= 4 {
			sum += t.rarity.of(saltOf(lang), float64(t.rarity.stories[lang]), traitOf(stem(word, lang), kind))
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
