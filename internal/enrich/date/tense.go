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
	case it.mark != 0 || it.upper || it.end-it.first > 1:
		return unknown
	}
	w := s.p.Word(it.first)
	switch s.language {
	case "en":
		if it.classes.has(toWord) && i+1 < len(s.items) && w == "to" {
			next := &s.items[i+1]
			if next.classes == 0 && next.mark == 0 && !next.upper && !strings.HasSuffix(s.p.Word(next.first), "s") {
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
	"de": {{"te", "ten", "iert"}, nil},
	"fr": {{"é", "ée", "és", "ées", "ait", "aient"}, {"era", "eront", "ira", "iront", "dra", "dront", "vra", "vront"}},
	"es": {{"ó", "aron", "ieron", "aba", "aban", "ado", "ido"}, {"rá", "rán"}},
	"it": {{"ato", "ata", "ati", "ate", "uto", "ito", "ò", "arono"}, {"rà", "ranno"}},
	"pt": {{"ou", "aram", "eu", "iu", "ado", "ava"}, {"rá", "rão"}},
	"ru": {{"л", "ла", "ло", "ли", "лся", "лась", "лось", "лись"}, {"ет", "ётся", "ется", "ит", "ится", "ут", "ют", "ат", "ят", "утся", "ются", "атся", "ятся", "ёт"}},
}

func ending(language, w string) tense {
	if len(w) < 5 {
		return unknown
	}
	both := endings[language]
	for _, e := range both[1] {
		if strings.HasSuffix(w, e) {
			return future
		}
	}
	for _, e := range both[0] {
		if strings.HasSuffix(w, e) {
			return past
		}
	}
	return unknown
}
