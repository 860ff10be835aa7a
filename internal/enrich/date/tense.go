package date

import (
	"strings"
	"sync"
)

// tense is what a verb says about time.
type tense int8

const (
	unknown tense = iota
	intent        // an infinitive: "to meet"
	past
	present
	future
)

// reach is how many items off a verb is looked for: sentences without end must not take for ever.
const reach = 80

// judge fills in the tenses of the items.
func (s *scanner) judge() {
	if len(s.tense) > 0 {
		return
	}
	for j := range s.items {
		s.tense = append(s.tense, s.tenseOf(j))
	}
}

// tenseAt returns the tense in which item i stands: that of the nearest verb before it in its clause, or after it when the
// date leads the clause; else of the nearest before, or after it at all.
func (s *scanner) tenseAt(i int) tense {
	s.judge()
	first, last := max(0, i-reach), min(len(s.items), i+reach)
	j := i - 1
	for ; j >= first && !s.parts(j); j-- {
		if s.tense[j] != unknown {
			return s.tense[j]
		}
	}
	for k := i; k < last && !s.parts(k); k++ {
		if s.tense[k] != unknown {
			return s.tense[k]
		}
	}
	for ; j >= first; j-- {
		if s.tense[j] != unknown {
			return s.tense[j]
		}
	}
	for k := i; k < last; k++ {
		if s.tense[k] != unknown {
			return s.tense[k]
		}
	}
	return unknown
}

// parts reports whether item i parts two clauses.
func (s *scanner) parts(i int) bool {
	switch s.items[i].mark {
	case ',', ';', ':', '(', ')', '"', '“', '”':
		return true
	}
	return false
}

// tenseOf judges one word by the lists, and by its ending.
func (s *scanner) tenseOf(i int) tense {
	it := &s.items[i]
	switch {
	case it.classes.has(willWord):
		return future
	case it.classes.has(wasWord):
		if s.passive(i) {
			return unknown
		}
		if w := s.after(i); (w == "has" || w == "have") && i+1 < len(s.items) &&
			s.items[i+1].classes&(1<<aWord|1<<theWord|1<<numWord|1<<someWord|1<<numberMark) != 0 {
			return present // "has a new hull"
		}
		return past
	case it.classes.has(isWord):
		return present
	case it.classes.has(sayWord) && it.end-it.first == 1 && !s.passive(i):
		if w := s.word(i); s.language == "en" && w[len(w)-1] == 's' {
			return present
		}
		return past
	case it.mark != 0 || it.upper || it.end-it.first > 1:
		return unknown
	}
	w := s.word(i)
	switch s.language {
	case "en":
		if it.classes.has(toWord) && i+1 < len(s.items) && w == "to" {
			next := &s.items[i+1]
			if next.classes == 0 && next.mark == 0 && !next.upper && !strings.HasSuffix(s.word(i+1), "s") {
				return intent
			}
		}
		if it.classes == 0 && !s.passive(i) && len(w) > 3 && strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed") {
			return past
		}
	default:
		if it.classes == 0 {
			return s.ending(w)
		}
	}
	return unknown
}

// passive reports whether a participle stands behind a form of "be" that tells the tense: "will be held", "is set".
func (s *scanner) passive(i int) bool {
	if s.language != "en" || i == 0 {
		return false
	}
	return s.has(i-1, isWord) || s.after(i-1) == "be"
}

// endings of verbs by language, those of the past and those of the future.
var endings = map[string][2][]string{
	"de": {{"te", "ten", "fuhr", "fuhren", "ging", "gingen", "kam", "kamen", "stand", "standen", "sah", "sahen", "gab", "gaben", "nahm",
		"nahmen", "fand", "fanden", "hielt", "hielten", "ließ", "ließen", "lief", "liefen", "rief", "riefen", "starb", "starben", "traf",
		"trafen", "trat", "traten", "sprach", "sprachen", "brach", "brachen", "schlug", "schlugen", "trug", "trugen", "zog", "zogen", "flog",
		"flogen", "verlor", "verloren", "gann", "gannen", "wann", "schloss", "schlossen", "schoss", "schossen", "fiel", "fielen", "blieb",
		"blieben", "schrieb", "schrieben", "stieg", "stiegen", "losch", "sank", "sanken", "sprang", "schien", "schienen", "wies", "wiesen",
		"griff", "griffen", "bot", "boten", "lud", "luden", "schuf", "schufen", "schwand", "wuchs", "wuchsen", "warf", "warfen", "half",
		"galt", "hieß", "saß", "saßen", "riss", "litt", "schnitt", "stritt", "floh", "flohen", "geschah"}, nil},
	"fr": {{"é", "ée", "és", "ées", "ait", "aient"}, {"era", "eront", "ira", "iront", "dra", "dront", "vra", "vront"}},
	"es": {{"ó", "aron", "ieron", "aba", "aban", "ado", "ido"}, {"rá", "rán"}},
	"it": {{"ato", "ata", "ati", "ate", "uto", "ito", "ò", "arono"}, {"rà", "ranno"}},
	"pt": {{"ou", "aram", "eu", "iu", "ado", "ava"}, {"rá", "rão"}},
	"ru": {{"л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"}, {"ет", "ётся", "ется", "ит", "ится", "ут", "ют", "ат", "ят", "утся", "ются", "атся", "ятся", "ёт"}},
}

// verbEnds are the endings of a language by their last byte.
type verbEnds [256][]struct {
	end   string
	tense tense
}

var endingsOf = sync.OnceValue(func() map[string]*verbEnds {
	all := map[string]*verbEnds{}
	for language, both := range endings {
		all[language] = &verbEnds{}
		for i, t := range [...]tense{past, future} {
			for _, e := range both[i] {
				at := &all[language][e[len(e)-1]]
				*at = append(*at, struct {
					end   string
					tense tense
				}{e, t})
			}
		}
	}
	return all
})

// ending judges a verb by how it ends.
func (s *scanner) ending(w string) tense {
	if s.ends == nil {
		return unknown
	}
	for _, e := range s.ends[w[len(w)-1]] {
		if strings.HasSuffix(w, e.end) && (len(w) >= 5 || len(w) == len(e.end)) && !noVerbs[w] {
			return e.tense
		}
	}
	if s.language == "de" && len(w) > 3 && w[len(w)-1] == 't' && !noVerbs[w] {
		return present
	}
	return unknown
}

// noVerbs end as verbs do, in German and Russian.
var noVerbs = map[string]bool{"nicht": true, "mit": true, "seit": true, "fast": true, "erst": true, "dort": true, "statt": true, "sofort": true,
	"weit": true, "damit": true, "somit": true, "selbst": true, "insgesamt": true, "zuletzt": true, "meist": true, "sonst": true, "leicht": true,
	"recht": true, "gesamt": true, "bekannt": true, "überhaupt": true, "zumeist": true, "zunächst": true, "direkt": true, "schlecht": true,
	"бюджет": true, "совет": true, "ответ": true, "запрет": true, "комитет": true, "пакет": true, "кабинет": true, "интернет": true, "визит": true,
	"кредит": true, "дефицит": true, "лимит": true, "результат": true, "депутат": true, "кандидат": true, "сенат": true, "штат": true, "солдат": true,
	"институт": true, "маршрут": true, "факультет": true, "университет": true, "приоритет": true, "суверенитет": true}
