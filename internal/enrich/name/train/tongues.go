package main

import (
	"fmt"
	"os"
	"strings"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

// lines calls f for each line of one of our own files that is no comment.
func lines(path string, f func(line string) error) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
	}
	return nil
}

// kindsOfLists are the names of lists in our own files.
var kindsOfLists = map[string]uint32{
	"title": name.ListTitle, "body": name.ListBodyWord, "place": name.ListPlaceWord, "say": name.ListSay, "in": name.ListIn, "of": name.ListOf,
	"the": name.ListThe, "and": name.ListAnd, "kin": name.ListKin, "calendar": name.ListCalendar, "common": name.ListCommon,
}

// local adds bits to a word of one language.
func (all items) local(language, word string, bits uint32) {
	h := name.Local(name.Tongue(language), name.HashWord(word))
	it := all[h]
	it.Bits |= bits
	all[h] = it
}

// words reads words.txt.
func (all items) words(path string) error {
	return lines(path, func(line string) error {
		f := strings.Fields(line)
		bits, ok := kindsOfLists[f[1]]
		if !ok {
			return fmt.Errorf("no list is called %q", f[1])
		}
		for _, phrase := range f[2:] {
			p := text.Read(phrase)
			for i := range p.Tokens {
				if p.Tokens[i].Kind == text.TokenWord && (len(p.Tokens) == 1 || i == 0 && len(p.Word(i)) > 3) {
					all.local(f[0], p.Word(i), bits)
				}
			}
		}
		return nil
	})
}

// named reads places.txt.
func (all items) named(path string) error {
	return lines(path, func(line string) error {
		f := strings.Fields(line)
		bits, ok := map[string]uint32{"town": name.ListTown, "region": name.ListRegion, "body": name.ListBody, "country": 0}[f[1]]
		if !ok {
			return fmt.Errorf("no list is called %q", f[1])
		}
		for _, entry := range f[2:] {
			code, phrase, ok := strings.Cut(entry, ":")
			if !ok {
				code, phrase = "", entry
			}
			phrase = strings.ReplaceAll(phrase, "_", " ")
			forms := []string{phrase}
			if f[0] == "ru" && f[1] != "body" {
				forms = russianCases(phrase)
			}
			for _, form := range forms {
				all.add(form, bits)
				all.country(form, code, f[1] == "country")
			}
		}
		return nil
	})
}

// nations reads nations.txt.
func (all items) nations(path string) error {
	return lines(path, func(line string) error {
		parts := strings.Split(line, "|")
		for _, part := range parts[1:] {
			language, words, ok := strings.Cut(strings.TrimSpace(part), ":")
			if !ok {
				return fmt.Errorf("%q has no language", part)
			}
			for _, w := range strings.Fields(words) {
				for _, form := range formsOf(language, w) {
					all.nation(language, strings.ReplaceAll(form, "_", " "), strings.TrimSpace(parts[0]), true)
				}
			}
		}
		return nil
	})
}

// nation adds a word of nationality to a language, in place of another meaning if it is sure: one of several tokens to all, with its first word marked.
func (all items) nation(language, word, code string, sure bool) {
	if word == "" {
		return
	}
	p := text.Read(word)
	h := name.Local(name.Tongue(language), name.HashPhrase(word))
	if len(p.Tokens) > 1 {
		all.add(word, name.ListNation)
		all.local(language, p.Word(0), name.ListNationFirst)
	} else {
		all.local(language, word, name.ListNation)
	}
	it := all[h]
	if it.Country == [2]byte{} || sure {
		it.Country = [2]byte{code[0], code[1]}
	}
	all[h] = it
}

// formsOf returns the forms of a word of nationality.
func formsOf(language, w string) []string {
	stem := func(end string) (string, bool) { return strings.CutSuffix(w, end) }
	with := func(stem string, ends ...string) (all []string) {
		for _, end := range ends {
			all = append(all, stem+end)
		}
		return all
	}
	switch language {
	case "en":
		if !strings.HasSuffix(w, "sh") && !strings.HasSuffix(w, "ch") && !strings.HasSuffix(w, "se") {
			return with(w, "", "s")
		}
	case "de":
		if strings.HasSuffix(w, "isch") || w == "deutsch" {
			return with(w, "", "e", "en", "er", "es", "em")
		}
		if s, ok := stem("e"); ok {
			return with(s, "e", "en", "in", "innen")
		}
		if w == "Deutscher" {
			return with("Deutsch", "e", "er", "en", "em")
		}
		return with(w, "", "s", "n", "in", "innen", "en")
	case "fr":
		switch {
		case strings.HasSuffix(w, "ien") || strings.HasSuffix(w, "éen"):
			return with(w, "", "s", "ne", "nes")
		case strings.HasSuffix(w, "s"):
			return with(w, "", "e", "es")
		case w == "grec":
			return []string{"grec", "grecs", "grecque", "grecques"}
		case w == "turc":
			return []string{"turc", "turcs", "turque", "turques"}
		case strings.HasSuffix(w, "e"):
			return with(w, "", "s")
		}
		return with(w, "", "s", "e", "es", "ne", "nes")
	case "es", "pt", "it":
		return romance(language, w)
	case "ru":
		return russianNation(w)
	}
	return []string{w}
}

func romance(language, w string) []string {
	with := func(stem string, ends ...string) (all []string) {
		for _, end := range ends {
			all = append(all, stem+end)
		}
		return all
	}
	for _, e := range []struct {
		languages, end string
		ends           []string
	}{
		{"es", "és", []string{"és", "esa", "eses", "esas"}}, {"es", "án", []string{"án", "ana", "anes", "anas"}}, {"es", "ón", []string{"ón", "ona", "ones", "onas"}}, {"es", "ol", []string{"ol", "ola", "oles", "olas"}},
		{"es", "í", []string{"í", "íes", "ís"}}, {"es", "o", []string{"o", "a", "os", "as"}}, {"es", "e", []string{"e", "es"}}, {"es", "a", []string{"a", "as"}},
		{"pt", "ês", []string{"ês", "esa", "eses", "esas"}}, {"pt", "ão", []string{"ão", "ã", "ães", "ãs", "ãos"}}, {"pt", "eu", []string{"eu", "eia", "eus", "eias"}}, {"pt", "ol", []string{"ol", "ola", "óis", "olas"}},
		{"pt", "o", []string{"o", "a", "os", "as"}}, {"pt", "e", []string{"e", "es"}}, {"pt", "a", []string{"a", "as"}}, {"pt", "i", []string{"i", "is"}},
		{"it", "co", []string{"co", "ca", "ci", "chi", "che"}}, {"it", "o", []string{"o", "a", "i", "e"}}, {"it", "e", []string{"e", "i"}}, {"it", "a", []string{"a", "i", "e"}},
	} {
		if stem, ok := strings.CutSuffix(w, e.end); ok && e.languages == language {
			return with(stem, e.ends...)
		}
	}
	return with(w, "", "s")
}

func russianNation(w string) (all []string) {
	if strings.HasSuffix(w, "к") && (strings.HasSuffix(w, "ск") || strings.HasSuffix(w, "цк")) && w != "словак" {
		for _, end := range []string{"ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими"} {
			all = append(all, w+end)
		}
		return all
	}
	stem, singular := w, []string{"", "а", "у", "ом", "е"}
	plural := []string{"ы", "и", "ов", "ам", "ами", "ах"}
	if s, ok := strings.CutSuffix(w, "нин"); ok {
		stem, singular, plural = s, []string{"нин", "нина", "нину", "нином", "нине"}, []string{"не", "н", "нам", "нами", "нах"}
	} else if s, ok := strings.CutSuffix(w, "ец"); ok {
		stem, singular, plural = s, []string{"ец", "ца", "цу", "цем", "це", "йца", "йцу", "йцем"}, []string{"цы", "цев", "цам", "цами", "цах", "йцы", "йцев", "йцам"}
	}
	for _, end := range append(singular, plural...) {
		all = append(all, stem+end)
	}
	return all
}

// russianCases returns a Russian name in its cases, as far as its ending tells; of several words the last, and an adjective before it, change.
func russianCases(n string) []string {
	all := []string{n}
	cut := strings.LastIndexAny(n, " -") + 1
	head, last := n[:cut], n[cut:]
	add := func(stem string, ends ...string) {
		for _, end := range ends {
			all = append(all, head+stem+end)
		}
	}
	switch {
	case strings.HasSuffix(last, "ия"):
		add(strings.TrimSuffix(last, "я"), "и", "ю", "ей")
	case strings.HasSuffix(last, "я"):
		add(strings.TrimSuffix(last, "я"), "и", "ю", "ей", "е")
	case strings.HasSuffix(last, "а"):
		add(strings.TrimSuffix(last, "а"), "ы", "и", "е", "у", "ой")
	case strings.HasSuffix(last, "ы"):
		add(strings.TrimSuffix(last, "ы"), "", "ам", "ами", "ах")
	case strings.HasSuffix(last, "ь"):
		add(strings.TrimSuffix(last, "ь"), "и", "ью", "я", "ю", "ем", "е")
	case strings.HasSuffix(last, "й"):
		add(strings.TrimSuffix(last, "й"), "я", "ю", "ем", "е", "ого", "ому", "им")
	case strings.HasSuffix(last, "о"), strings.HasSuffix(last, "е"), strings.HasSuffix(last, "и"), strings.HasSuffix(last, "у"):
	case last != strings.ToUpper(last):
		add(last, "а", "у", "ом", "е")
	}
	return all
}

const nameBits = name.ListCountry | name.ListTown | name.ListRegion | name.ListBody | name.ListNation

// german adds the common nouns of German, which have capitals like names.
func (all items) german(path string) error {
	return lines(path, func(line string) error {
		if all[name.HashPhrase(line)].Bits&nameBits == 0 {
			all.local("de", line, name.ListCommon)
		}
		return nil
	})
}

// common adds the words that are written small four times in five and more, away from the beginnings of sentences.
func (all items) common(language string, texts []string) {
	type count struct{ small, big int }
	counts := map[string]count{}
	for _, s := range texts {
		p := text.Read(s)
		for _, sentence := range p.Sentences {
			for i := sentence.First + 1; i < sentence.End; i++ {
				w := p.Word(i)
				if p.Tokens[i].Kind != text.TokenWord || p.Tokens[i-1].Kind == text.TokenMark {
					continue
				}
				folded := strings.ToLower(w)
				c := counts[folded]
				if folded == w {
					c.small++
				} else {
					c.big++
				}
				counts[folded] = c
			}
		}
	}
	for w, c := range counts {
		if c.small >= 5 && c.small >= 4*c.big {
			all.local(language, w, name.ListCommon)
		}
	}
}
