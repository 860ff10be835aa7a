package story

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const maxPhrases = 6 // of a story

// phrases are the names that several texts of a story share, or that its only text has; those of more words first. They
// are spelled as the first that has them spells them, but not in capitals alone.
func (t *teller) phrases() []string {
	type phrase struct {
		text, key string
		families  []news.ArticleID
		score     float64
	}
	found := map[string]*phrase{}
	for _, l := range t.lines {
		if l.place == 0 && titled(l.text) {
			continue
		}
		for _, run := range t.runs(l.text) {
			key := strings.Join(text.Terms(run), " ")
			p := found[key]
			if p == nil {
				p = &phrase{text: run, key: key}
				found[key] = p
			}
			if shouts(p.text) && !shouts(run) {
				p.text = run
			}
			if !slices.Contains(p.families, l.it.family) {
				p.families = append(p.families, l.it.family)
			}
		}
	}
	var all []*phrase
	for key, p := range found {
		if key == "" || len(p.families) < 2 && t.texts > 1 {
			continue
		}
		p.score = float64(len(p.families)) * (1 + 0.35*float64(min(strings.Count(key, " "), 2)))
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *phrase) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.key, b.key)) })
	var kept []string
	var keys []string
	for _, p := range all {
		inside := slices.ContainsFunc(keys, func(k string) bool { return within(k, p.key) || within(p.key, k) })
		if !inside && len(kept) < maxPhrases {
			kept, keys = append(kept, p.text), append(keys, p.key)
		}
	}
	return kept
}

// titled reports whether a headline is set in title case, where capitals tell nothing.
func titled(h string) bool {
	words, upper := 0, 0
	for word := range strings.FieldsSeq(h) {
		if first, _ := utf8.DecodeRuneInString(word); utf8.RuneCountInString(word) > 3 && unicode.IsLetter(first) {
			words++
			if unicode.IsUpper(first) {
				upper++
			}
		}
	}
	return words > 3 && upper*4 > words*3
}

// within reports whether the words of one phrase stand in another.
func within(part, whole string) bool { return strings.Contains(" "+whole+" ", " "+part+" ") }

// runs are the names in a sentence: capitalised words beside each other, and small ones between them.
func (t *teller) runs(s string) []string {
	var runs []string
	opens := true // the sentence: a capital there tells nothing
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("\"“”„«»()[]|:;!?—–,…", r) }) {
		var name []string
		joint := "" // a small word that may stand within a name: "Hall of Palms"
		flush := func(opened bool) {
			joint = ""
			if len(name) > 1 && len(name) <= 5 || len(name) == 1 && !opened {
				last := &name[len(name)-1]
				*last = strings.TrimSuffix(strings.TrimSuffix(*last, "'s"), "’s")
				runs = append(runs, strings.Join(name, " "))
			}
			name = nil
		}
		opened := false
		for f := range strings.FieldsSeq(part) {
			bare := strings.TrimLeftFunc(f, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
			ends := strings.HasSuffix(bare, ".") && strings.Count(bare, ".") == 1
			if ends || strings.HasSuffix(bare, "'") || strings.HasSuffix(bare, "’") {
				bare = strings.TrimRight(bare, ".'’")
			}
			first, _ := utf8.DecodeRuneInString(bare)
			if _, after, ok := strings.Cut(bare, "-"); ok && strings.HasPrefix(strings.ToLower(bare), "al-") {
				first, _ = utf8.DecodeRuneInString(after) // "al-Nahr"
			}
			if len(name) > 0 && joint == "" && joints[bare] {
				joint = bare
				continue
			}
			if folded := text.Fold(bare); unicode.IsUpper(first) && t.rare(folded) > 0.6 && !calendar[folded] {
				opened = opened || len(name) == 0 && opens
				if joint != "" {
					name, joint = append(name, joint), ""
				}
				name = append(name, bare)
			} else {
				flush(opened)
				opened = false
			}
			if opens = false; ends {
				flush(opened)
				opened = false
			}
		}
		flush(opened)
	}
	return runs
}

// joints are the small words within names.
var joints = map[string]bool{"of": true, "de": true, "du": true, "des": true, "la": true, "del": true, "da": true, "do": true, "di": true, "von": true,
	"van": true, "der": true, "bin": true, "ibn": true, "al": true}

// calendar are the names of days and months, which tell when and not what, in the languages that write them with a
// capital letter, and "sept" and the like.
var calendar = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
		september october november december jan feb mar apr jun jul aug sept sep oct nov dec today montag dienstag mittwoch donnerstag freitag
		samstag sonnabend sonntag januar februar marz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche lunes
		martes miercoles jueves viernes sabado domingo`) {
		set[w] = true
	}
	return set
}()
