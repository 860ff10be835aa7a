package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"nutgraf/internal/text"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                              "",
		"The Tamsel’s 3,000 dams.":      "The|Tamsel|s|3,000|dams",
		"Do\u00ADnau-Ufer":              "Do\u00ADnau|Ufer",
		"新iPhone手机。两米":                  "新|iPhone|手机|两米",
		"می\u200Cشود":                   "می\u200Cشود",
		"a\u00AD 水\u200B":               "a|水",
		"x\xffy":                        "x|y",
		"e\u0301te\u0301 \u00AD\u00ADb": "e\u0301te\u0301|b",
	} {
		var got []string
		for w := range text.Words(s) {
			got = append(got, s[w.Begin:w.End])
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("%q has the words %q, want %q", s, got, want)
		}
	}
}

func FuzzWordsOfTerms(f *testing.F) {
	for _, seed := range []string{"The 3,000 dams", "新iPhone手机", "Do\u00ADnau", "\u0301x", "서울에서"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		var terms []string
		for w := range text.Words(s) {
			if w.Begin < end || w.End <= w.Begin || w.End > len(s) {
				t.Fatalf("%q has the word %v after %d", s, w, end)
			}
			end = w.End
			terms = append(terms, text.Terms(s[w.Begin:w.End])...)
		}
		for i := range len(s) {
			if s[i] >= utf8.RuneSelf {
				return // folding may make letters of what is none, and the other way round
			}
		}
		if want := text.Terms(s); !slices.Equal(terms, want) {
			t.Errorf("%q has the terms %q word by word, %q in all", s, terms, want)
		}
	})
}

// FuzzCharacters: the characters of a text are those that its pairs are made of.
func FuzzCharacters(f *testing.F) {
	for _, s := range []string{"河的水位上升，水。", "ﾊﾞﾅﾅ “x” ㌀", "ไทย x ក", "a\u00AD河\u00AD水\xff", "强 강물 水"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want []string
		for _, term := range text.Terms(s) {
			for _, r := range term {
				if c := string(r); text.Character(c) && c != term && !slices.Contains(want, c) {
					want = append(want, c)
				}
			}
		}
		got := text.Characters(s)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q has the characters %q, its terms those of %q", s, got, want)
		}
	})
}
