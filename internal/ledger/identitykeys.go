package ledger

import (
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxProfileKeys = 32
	maxKey         = 80 // bytes
)

// NameKeys returns the keys under which entities may be known whom an article names, each once. They are short folded
// strings: "p jennifer marlow", "s marlow" for a surname alone, "o harbour control commission" and "o osk" for what is no person,
// "c DE" for a country in whatever language.
func NameKeys(f news.Facts) []string {
	var keys []string
	for i := range f.Actors {
		for _, key := range actorKeys(&f.Actors[i]) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// ProfileKeys returns the keys under which an entity is to be found, each once, at most 32.
func ProfileKeys(p news.Profile) []string {
	var keys []string
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		for _, key := range nameKeys(p.Kind, name, p.Country, true) {
			if len(keys) < maxProfileKeys && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// actorKeys returns the keys under which an actor is looked for. Of a person with a full name bare forms are not.
func actorKeys(a *news.Actor) []string {
	var keys []string
	full := a.Kind == news.EntityPerson && strings.Contains(a.Name, " ")
	for _, form := range append([]string{a.Name}, a.Forms...) {
		if full && !strings.Contains(form, " ") {
			continue
		}
		for _, key := range nameKeys(a.Kind, form, a.Country, false) {
			if !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// nameKeys returns the keys of one form; those under which it is kept are more than those under which it is looked for.
func nameKeys(kind news.EntityKind, name, country string, kept bool) []string {
	switch kind {
	case news.EntityPerson:
		return personKeys(name, kept)
	case news.EntityPlace:
		if isCountry(name, country) {
			return []string{"c " + country}
		}
	}
	return bounded("o ", bodyWords(name))
}

func bounded(sort string, words []string) []string {
	key := sort + strings.Join(words, " ")
	if len(words) == 0 {
		return nil
	}
	if len(key) > maxKey {
		key = strings.ToValidUTF8(key[:maxKey], "")
	}
	return []string{key}
}

func personKeys(name string, kept bool) []string {
	words := personWords(name)
	if len(words) == 0 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	if len(words) == 1 {
		return bounded("s ", words)
	}
	var keys []string
	for _, given := range text.Given(first) {
		keys = append(keys, bounded("p ", []string{given, last})...)
	}
	if len(words) > 2 && !text.Particle(words[len(words)-2]) && len(words[len(words)-2]) > 1 { // Spanish: the first surname is the one that is used
		keys = append(keys, bounded("p ", []string{first, words[len(words)-2]})...)
	}
	if initial := firstRune(first); kept || initial == first {
		keys = append(keys, bounded("p ", []string{initial, last})...)
	}
	if kept {
		keys = append(keys, bounded("s ", words[len(words)-1:])...)
		if text.FamilyFirst(first) {
			keys = append(keys, bounded("s ", words[:1])...)
		}
	}
	return keys
}

// personWords returns the folded words of a person's name, without what tells generations apart.
func personWords(name string) []string {
	words := strings.FieldsFunc(text.Fold(name), func(r rune) bool { return r == ' ' || r == '.' || r == ',' || r == '-' || r == '·' || r == '\u00a0' })
	kept := words[:0]
	for i, w := range words {
		if i > 0 && generations[w] {
			continue
		}
		kept = append(kept, text.NameStem(w))
	}
	return kept
}

var generations = set("jr sr ii iii iv")

// generationOf returns what tells a person from a parent of the same name: "jr"; "" for nothing.
func generationOf(name string) string {
	if words := strings.FieldsFunc(text.Fold(name), func(r rune) bool { return r == ' ' || r == '.' || r == ',' }); len(words) > 2 && generations[words[len(words)-1]] {
		return words[len(words)-1]
	}
	return ""
}

// bodyWords returns the folded words of another name, without articles and legal forms.
func bodyWords(name string) []string {
	words := strings.FieldsFunc(strings.ReplaceAll(text.Fold(name), ".", ""), func(r rune) bool {
		return r == ' ' || r == ',' || r == '-' || r == '"' || r == '(' || r == ')' || r == '\u00a0' || r == '/'
	})
	kept := make([]string, 0, len(words))
	for i, w := range words {
		w = strings.TrimSuffix(w, "'s")
		if w == "" || i == 0 && len(words) > 1 && articles[w] || i > 1 && i == len(words)-1 && legalForms[w] {
			continue
		}
		kept = append(kept, text.NameStem(w))
	}
	return kept
}

var (
	articles   = set("the der die das le la les el los las il lo i gli o os as")
	legalForms = set("inc ltd llc plc corp ag gmbh sa spa nv co company corporation limited incorporated holding holdings")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func firstRune(w string) string {
	for i := range w {
		if i > 0 {
			return w[:i]
		}
	}
	return w
}

// isCountry reports whether a place with the code of a country is that country itself.
func isCountry(name, code string) bool { return code != "" && text.CountryOf(name) == code }
