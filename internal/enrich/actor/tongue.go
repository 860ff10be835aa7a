package actor

import (
	"strings"
	"sync"

	"nutgraf/internal/text"
)

// tongue is what must be known of a language. Words are folded.
type tongue struct {
	articles   map[string]bool
	honorifics map[string]float64 // 1: of women, -1: of men, 0: of both
	pronouns   map[string]float64 // 1: she, -1: he
	generic    map[string]bool    // words for sorts of bodies
	ground     map[string]bool    // words for sorts of places
	small      map[string]bool    // words that acronyms leave out
	jobs       map[string]bool    // what people are
	jobEnds    []string           // how words for what people are end
	before     map[string]bool    // words before words for what people are
	within     map[string]bool    // words before places
	links      map[string]bool    // words inside what somebody is
	stops      map[string]bool    // words that end it
	copulas    map[string]bool
	also       map[string]bool
	leads      map[string]bool
	relatives  map[string]bool
	complement bool // names stand behind all that is said of the job: "le ministre de l’Intérieur X"
	genitive   bool // names take an s
	plural     bool // so do families
}

// isRole reports whether a folded word says what somebody is.
func (t *tongue) isRole(word string) bool {
	if t.jobs[word] {
		return true
	}
	for _, end := range t.jobEnds {
		if strings.HasSuffix(word, end) && len(word) > len(end) {
			return true
		}
	}
	return false
}

// ranks are forms of address that say what somebody is.
var ranks = set(`queen princess duchess countess baroness king prince duke count baron pope konigin prinzessin konig prinz papst reine princesse
	roi pape reina princesa rey principe papa regina principessa re rainha rei папа`)

// Address reports whether a word before a name is a form of address, which says nothing of whom it names: "Ms", "Dr.", "Frau".
func Address(language, word string) bool {
	w := strings.TrimSuffix(text.Fold(word), ".")
	_, ok := tongueOf(language).honorifics[w]
	return ok && !ranks[w]
}

// tongueOf returns the language of a tag; one that is not known has the words that all known ones have.
func tongueOf(language string) *tongue {
	code, _, _ := strings.Cut(language, "-")
	if t := tongues()[strings.ToLower(code)]; t != nil {
		return t
	}
	return tongues()[""]
}

var tongues = sync.OnceValue(func() map[string]*tongue {
	m := map[string]*tongue{}
	for _, l := range languages {
		m[l.code] = &tongue{
			articles: set(l.articles), honorifics: weigh(l.women, l.men, l.both), pronouns: weigh(l.she, l.he, ""),
			generic: set(l.generic), ground: set(l.ground), small: set(l.small), jobs: set(l.jobs),
			before: set(l.before), within: set(l.within), links: set(l.links), stops: set(l.stops), copulas: set(l.copulas), also: set(l.also), leads: set(l.leads), relatives: set(l.relatives),
			complement: l.complement,
			jobEnds:    strings.Fields(l.jobEnds), genitive: l.code == "de", plural: l.code == "en",
		}
	}
	return m
})

func weigh(women, men, both string) map[string]float64 {
	m := map[string]float64{}
	for weight, words := range map[float64]string{1: women, -1: men, 0: both} {
		for _, w := range strings.Fields(words) {
			m[w] = weight
		}
	}
	return m
}

// moreBasic reports whether a form of a name is nearer the nominative than another of as many words.
func moreBasic(a, b string, t *tongue) bool {
	if t.genitive {
		return len(a) < len(b) && strings.HasPrefix(b, a)
	}
	return text.CaseRank(a) < text.CaseRank(b)
}
