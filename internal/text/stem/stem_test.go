package stem_test

import (
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

func everywhere(string) bool { return true }

// finds reports whether a text in a language is found by a word that it does not hold as it is written.
func finds(word, tag, s string) bool {
	of := append(stem.Of(s, tag), text.Terms(s)...)
	return slices.ContainsFunc(stem.Wanted(word, everywhere), func(term string) bool { return slices.Contains(of, term) })
}

// What words find in whole texts of each language is told by internal/store/testdata/words; this is what languages must not
// take from each other.
func TestLanguagesStayApart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		word, tag, text string
		want            bool
	}{
		{"dates", "en", "the date", true},
		{"data", "nl", "dat is zo", false}, // an Italian stem of the one is the other
		{"data", "en", "the date", false},
		{"Paris", "fr", "un pari", false},
		{"Paris", "en-GB", "Paris", true},
		{"does", "es", "dos", false},
		{"does", "de", "dösig", false},
		{"Mueller", "en", "Müller", true},
		{"Mueller", "de", "Müllers", true},
		{"Müller", "en", "Mueller", true},
		{"muller", "de", "Mueller", true},
		{"quelle", "de", "Quellen", true},
		{"the", "en", "then", false},
		{"dam", "", "dams", false},
		{"dam", "xx", "dams", false},
		{"dam", "en-", "dams", true},
		{"B2B", "en", "B2Bs", false},
		{strings.Repeat("a", 41), "en", strings.Repeat("a", 41) + "s", false},
	} {
		if got := finds(c.word, c.tag, c.text); got != c.want {
			t.Errorf("%q finds %q in %q: %v, want %v", c.word, c.text, c.tag, got, c.want)
		}
	}
}

func TestBare(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"l'eau": "eau", "L’Eau": "Eau", "qu'elle": "elle", "dell'acqua": "acqua", "Halloran's": "Halloran", "O'Neill": "O'Neill",
		"'x": "'x", "d'": "d'", "rock'n'roll": "rock'n'roll", "": "",
	} {
		if got := stem.Bare(word); got != want {
			t.Errorf("%q without what is joined to it is %q, want %q", word, got, want)
		}
	}
}

// FuzzOf: whatever a text is, its terms are few, none is one that can be typed, and every word finds itself.
func FuzzOf(f *testing.F) {
	for tag, s := range map[string]string{"de": "Häuser am Mueßli-Ufer", "ar": "وبالمحطات وقال", "tr": "IŞIKLAR İstanbul'da", "ru": "ёлки", "ko": "서울에서부터는",
		"fi": "taloissansa", "hu": "miniszterekkel", "fa": "كردند", "ro": "miniștrii", "zh": "塔姆塞尔河的水", "nl": "x\xffy ýý", "es": "díceselas", "pt": "eleições"} {
		f.Add(s, tag)
	}
	for tag := range stem.Languages() {
		f.Add("I iyy yyi ing ability s's sses ied eed", tag)
	}
	f.Fuzz(func(t *testing.T, s, tag string) {
		terms := stem.Of(s, tag)
		if len(terms) > 4*len(s) {
			t.Errorf("%q has %d terms", s, len(terms))
		}
		for _, term := range terms {
			if typed := text.Terms(term); slices.Equal(typed, []string{term}) {
				t.Errorf("%q has the term %q, which can be typed", s, term)
			}
			if strings.ContainsAny(term, " \n") || stem.First(term) == 0 {
				t.Errorf("%q has the term %q", s, term)
			}
		}
		for w := range text.Words(s) {
			if w.Spaceless {
				continue
			}
			word := s[w.Begin:w.End]
			wanted := stem.Wanted(word, everywhere)
			if of := stem.Word(word, tag); len(of) > 0 && strings.HasPrefix(of[0], "¬") && !strings.HasPrefix(of[0], "¬xx") && !strings.HasPrefix(of[0], "¬fa") {
				if !slices.Contains(wanted, of[0]) {
					t.Errorf("%q in %q has the terms %q, wanted are %q", word, tag, of, wanted)
				}
			}
		}
	})
}

func BenchmarkOf(b *testing.B) {
	for tag, sentence := range map[string]string{
		"en": "Ministers agreed on dams along the river after flooding had closed two cities; Halloran denied claims of delays. ",
		"de": "Die Häuser am Ufer wurden geräumt, sagte die Bürgermeisterin; neue Wahlen sollen im Herbst stattfinden. ",
		"ar": "اجتمع الوزراء في مدينة النهر لبحث بناء السد الجديد وقال عمدة البلدة إن المدرسة مغلقة. ",
	} {
		b.Run(tag, func(b *testing.B) {
			s := strings.Repeat(sentence, 25)
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				stem.Of(s, tag)
			}
		})
	}
}
