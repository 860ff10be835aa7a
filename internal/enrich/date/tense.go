package date

import "strings"

// tense is what a verb says about time.
type tense int8

const (
	unknown tense = iota
	intent        // an infinitive: "to meet"
	past
	present
	future
)

// tenseAt returns the tense in which item i stands: that of the nearest verb before it, else of the nearest after it.
func (s *scanner) tenseAt(i int) tense {
	if len(s.tense) == 0 {
		for j := range s.items {
			s.tense = append(s.tense, s.tenseOf(j))
		}
	}
	j := i - 1
	for ; j >= 0 && !s.parts(j); j-- {
		if s.tense[j] != unknown {
			return s.tense[j]
		}
	}
	for k := i; k < len(s.tense) && !s.parts(k); k++ { // the date leads its clause
		if s.tense[k] != unknown {
			return s.tense[k]
		}
	}
	for ; j >= 0; j-- {
		if s.tense[j] != unknown {
			return s.tense[j]
		}
	}
	for k := i; k < len(s.tense); k++ {
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
			return ending(s.language, w)
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

// ending judges a verb by how it ends.
func ending(language, w string) tense {
	if noVerbs[w] {
		return unknown
	}
	both := endings[language]
	for t, list := range both {
		for _, e := range list {
			if strings.HasSuffix(w, e) && (len(w) >= 5 || len(w) == len(e)) {
				return [...]tense{past, future}[t]
			}
		}
	}
	if language == "de" && len(w) > 3 && w[len(w)-1] == 't' {
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
