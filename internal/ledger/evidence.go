package ledger

import (
	"slices"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// sight is what one article shows of an actor besides the name: what can tell it from a namesake.
type sight struct {
	actor    *news.Actor
	words    []string // of the longest form
	bare     bool     // a person's surname alone
	roles    []uint32
	spheres  []uint32
	company  []companion // named beside it
	country  uint32
	language uint32
	stories  []uint32
	day      uint32
}

// companion is somebody or something named in the same article.
type companion struct {
	hash   uint32
	weight float64
}

// sights looks at all actors of an article.
func sights(a *Article) []sight {
	all := make([]companion, len(a.Facts.Actors))
	for i := range a.Facts.Actors {
		all[i] = companionOf(&a.Facts.Actors[i])
	}
	var stories []uint32
	if a.Story != 0 {
		stories = append(stories, hash32("story")+uint32(a.Story)*2654435761)
	}
	if a.Thread != 0 {
		stories = append(stories, hash32("thread")+uint32(a.Thread)*2654435761)
	}
	home := homeOf(a.Facts.Actors)
	out := make([]sight, len(all))
	for i := range a.Facts.Actors {
		actor := &a.Facts.Actors[i]
		s := sight{actor: actor, language: letters(a.Language), country: letters(actor.Country), stories: stories, day: unixDay(a.At)}
		if actor.Kind == news.EntityPerson {
			s.words = personWords(actor.Name)
			s.bare = len(s.words) < 2
		} else {
			s.words = bodyWords(actor.Name)
			if s.country == 0 && actor.Kind == news.EntityOrganisation && bodyRarity(s.words) <= 1 {
				s.country = home // "the Supreme Court" is that of the country the article is about
			}
		}
		s.roles, s.spheres = roleWords(actor.Role)
		s.company = slices.Concat(all[:i], all[i+1:])
		out[i] = s
	}
	return out
}

// homeOf returns the country whose places an article names most, if it names no other half as often.
func homeOf(actors []news.Actor) uint32 {
	times := map[uint32]int{}
	for _, a := range actors {
		if c := letters(a.Country); c != 0 && a.Kind == news.EntityPlace {
			times[c] += a.Mentions
		}
	}
	best, second := uint32(0), 0
	for c, n := range times {
		switch {
		case n > times[best] || n == times[best] && c < best:
			best, second = c, max(second, times[best])
		default:
			second = max(second, n)
		}
	}
	if 2*second > times[best] {
		return 0
	}
	return best
}

func companionOf(a *news.Actor) companion {
	words, weight := []string(nil), 1.
	switch a.Kind {
	case news.EntityPerson:
		if words = personWords(a.Name); len(words) < 2 {
			weight = .4
		}
		if len(words) > 2 {
			words = []string{words[0], words[len(words)-1]}
		}
	case news.EntityPlace:
		words, weight = bodyWords(a.Name), .6
		if isCountry(a.Name, a.Country) {
			words, weight = []string{a.Country}, .25
		}
	default:
		words = bodyWords(a.Name)
	}
	return companion{hash32(string(a.Kind[:1]) + strings.Join(words, " ")), weight}
}

func unixDay(t time.Time) uint32 {
	if t.Unix() <= 0 {
		return 0
	}
	return uint32(t.Unix() / 86400)
}

// together weighs the company that an article and a memory share, and how much they could share.
func (s *sight) together(m *memory) float64 {
	sum := 0.
	for _, c := range s.company {
		if seen(m.Company, c.hash) > 0 {
			sum += c.weight
		}
	}
	return min(sum, 4)
}

// remember adds a sight to a memory.
func (m *memory) remember(s *sight) {
	m.Articles++
	m.Woman += int32((s.actor.Female - .5) * 100)
	if s.day > 0 {
		if m.From == 0 || s.day < m.From {
			m.From = s.day
		}
		m.To = max(m.To, s.day)
	}
	for _, f := range s.actor.Forms {
		if s.actor.Kind != news.EntityPerson || strings.Contains(f, " ") {
			m.call(f)
		}
	}
	if s.actor.Kind == news.EntityPerson && !s.bare && !slices.Contains(s.actor.Forms, s.actor.Name) {
		m.call(s.actor.Name)
	}
	for _, h := range s.roles {
		m.Roles = count(m.Roles, h, maxRoles)
	}
	for _, h := range s.spheres {
		m.Spheres = count(m.Spheres, h, maxFew)
	}
	for _, c := range s.company {
		m.Company = count(m.Company, c.hash, maxCompany)
	}
	if s.country != 0 {
		m.Countries = count(m.Countries, s.country, maxFew)
	}
	if s.language != 0 {
		m.Languages = count(m.Languages, s.language, maxFew)
	}
	for _, h := range s.stories {
		m.Stories = count(m.Stories, h, maxStories)
	}
}

// roleWords returns the words of a role that mean something, and the walks of life that they belong to.
func roleWords(role string) (words, walks []uint32) {
	for _, w := range text.Terms(role) {
		if len(w) < 3 || dull[w] {
			continue
		}
		if h := hash32(w); !slices.Contains(words, h) && len(words) < 12 {
			words = append(words, h)
		}
		if walk := walkOf(w); walk != 0 && !slices.Contains(walks, walk) {
			walks = append(walks, walk)
		}
	}
	return words, walks
}

// dull words say nothing of what somebody is.
var dull = set(`the and for von der die das des dem den und für les los las del the who has was year old its his her their new former acting
	de la le du di da do en of in at to`)

// walkOf returns a number for the walk of life that a word of a role belongs to; 0: none.
func walkOf(word string) uint32 {
	if walk, ok := walks()[word]; ok {
		return walk
	}
	for end, walk := range walkEnds {
		if strings.HasSuffix(word, end) && len(word) > len(end) {
			return walks()[walk]
		}
	}
	return 0
}

var walkEnds = map[string]string{
	"minister": "minister", "ministerin": "minister", "kanzler": "minister", "kanzlerin": "minister", "burgermeister": "minister",
	"abgeordnete": "minister", "spieler": "footballer", "spielerin": "footballer", "trainer": "coach", "forscher": "scientist",
	"sanger": "singer", "richter": "judge",
}

var walks = sync.OnceValue(func() map[string]uint32 {
	m := map[string]uint32{}
	for i, line := range strings.Split(strings.TrimSpace(walkWords), "\n") {
		for _, w := range strings.Fields(line) {
			m[w] = uint32(i + 1)
		}
	}
	return m
})

// walkWords are words of roles, folded; each line is a walk of life.
const walkWords = `
minister president senator mayor governor congressman congresswoman lawmaker councillor councilor politician chancellor premier ambassador diplomat parliament senate candidate deputy ministre maire depute senateur presidente ministro alcalde senador sindaco deputato prefeito министр президент депутат сенатор мэр губернатор посол prasident prasidentin politiker representative rep sen gov secretary leader
footballer striker midfielder goalkeeper defender winger captain coach player quarterback sprinter swimmer cyclist boxer golfer jockey athlete champion olympian pitcher batsman bowler rower skier gymnast trainer footballeur attaquant gardien entraineur joueur futbolista delantero portero entrenador jugador calciatore allenatore jogador tecnico футболист тренер нападающий вратарь torwart sturmer keeper tennis
singer actor actress novelist author writer poet painter sculptor composer musician pianist violinist rapper filmmaker playwright comedian artist conductor soprano tenor chanteur chanteuse acteur actrice ecrivain romanciere peintre cantante escritor pintor attore scrittore певец актер актриса писатель schauspieler schauspielerin schriftsteller schriftstellerin
scientist researcher physicist chemist biologist geologist astronomer professor economist historian volcanologist hydrologist epidemiologist chercheur chercheuse professeur investigador cientifico ricercatore professore ученый профессор wissenschaftler wissenschaftlerin lecturer climatologist seismologist botanist
executive banker investor entrepreneur founder ceo cfo trader financier analyst businessman businesswoman industrialist shareholder unternehmer entrepreneur empresario imprenditore предприниматель
judge lawyer attorney prosecutor solicitor barrister magistrate juge avocat avocate procureur juez abogado fiscal giudice avvocato судья адвокат прокурор staatsanwalt anwalt anwaltin
detective constable sergeant inspector superintendent sheriff officer policeman policewoman firefighter
general colonel soldier commander admiral lieutenant major marine offizier soldat militaire
bishop priest imam rabbi pastor archbishop cardinal monk nun pope vicar
journalist reporter correspondent editor columnist anchor presenter broadcaster
doctor nurse surgeon physician midwife paramedic arzt arztin medecin medico врач
farmer teacher driver fisherman baker butcher shopkeeper waiter student pupil pensioner docker carpenter plumber electrician lehrer lehrerin bauer agriculteur enseignant profesor maestro учитель фермер
victim suspect defendant murderer robber burglar`
