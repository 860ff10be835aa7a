package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"nutgraf/internal/text"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Plain ASCII 42":      "plain ascii 42",
		"Élection à São Tomé": "election a sao tome",
		"STRASSE straße":      "strasse strasse",
		"Łódź, Ørsted, İzmir": "lodz, orsted, izmir",
		"ﬁnance ①":            "finance 1",
		"Ёлка й":              "елка и",
		"ΆΘΗΝΑΣ":              "αθηνασ",
		"हिन्दी":              "हिन्दी",
		"서울":                  "서울",
		"がぎぐ":                 "がぎぐ",
		"الأَخْبَار":          "الاخبار",
		"soft\u00adhyphen":    "softhyphen",
		"bad \xff byte":       "bad \uFFFD byte",
		"l’été":               "l'ete",
	} {
		if got := text.Fold(in); got != want {
			t.Errorf("Fold(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestTerms(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                              {},
		"The Élysée's 3,000 rooms":      {"the", "elysee", "s", "3000", "rooms"},
		"1,2 and 10,0000":               {"1", "2", "and", "10", "0000"},
		"東京タワー opens":                   {"東京", "京タ", "タワ", "ワー", "opens"},
		"水":                             {"水"},
		"e-mail: a@b.example":           {"e", "mail", "a", "b", "example"},
		"हिन्दी समाचार":                 {"हिन्दी", "समाचार"},
		strings.Repeat("x", 100) + " y": {strings.Repeat("x", 64), "y"},
	} {
		if diff := cmp.Diff(want, text.Terms(in)); diff != "" {
			t.Errorf("Terms(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"":                                       nil,
		"One. Two! Three?":                       {"One.", "Two!", "Three?"},
		"Dr. Ada M. Brook paid 3.5 million.":     {"Dr. Ada M. Brook paid 3.5 million."},
		"“We won.” She left.":                    {"“We won.”", "She left."},
		"It rose in the U.S. Senate on Jan. 3.":  {"It rose in the U.S. Senate on Jan. 3."},
		"Am 3. Mai und im 19. Jahrhundert.":      {"Am 3. Mai und im 19. Jahrhundert."},
		"At 5 p.m. Tuesday. At 6 p.m. They left": {"At 5 p.m. Tuesday.", "At 6 p.m.", "They left"},
		"They won 3. Mia left.":                  {"They won 3.", "Mia left."},
		"Headline\nFirst line. second half":      {"Headline", "First line. second half"},
		"今日は晴れ。明日は雨。":                            {"今日は晴れ。", "明日は雨。"},
		"Wait... What?! Yes":                     {"Wait...", "What?!", "Yes"},
	}
	for in, want := range cases {
		var got []string
		for _, s := range text.Sentences(in) {
			got = append(got, in[s.Start:s.End])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Sentences(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestExcerpt(t *testing.T) {
	t.Parallel()
	cases := []struct {
		in    string
		words int
		want  string
	}{
		{"one  two\nthree", 5, "one two three"},
		{"one two, three four", 2, "one two…"},
		{"one two three", 3, "one two three"},
		{"don't stop now", 1, "don't…"},
		{"東京都庁舎", 2, "東京都庁…"},
		{"", 3, ""},
	}
	for _, c := range cases {
		if got := text.Excerpt(c.in, c.words); got != c.want {
			t.Errorf("Excerpt(%q, %d): got %q, want %q", c.in, c.words, got, c.want)
		}
	}
}

func TestShingles(t *testing.T) {
	t.Parallel()
	words := strings.Fields("the river rose and the river rose again")
	for n, want := range map[int]int{3: 6, 8: 1, 9: 1, 0: 0} {
		if got := len(text.Shingles(words, n)); got != want {
			t.Errorf("runs of %d of 8 words: got %d, want %d", n, got, want)
		}
	}
	got := text.Shingles(words, 3)
	if got[0] != got[4] || got[0] == got[1] {
		t.Errorf("got %x, want the first and the fifth equal, and not the second", got)
	}
	if text.Shingles(nil, 5) != nil {
		t.Error("an empty text has shingles")
	}
}

// FuzzAll guards that no input breaks anything, and that spans and folds keep their promises.
func FuzzAll(f *testing.F) {
	for _, seed := range []string{"", "One. Two.", "東京タワー 3,000", "\xff\xfe", "الأخبار", "a\u0301\u0301", strings.Repeat("…", 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := text.Fold(s)
		if !utf8.ValidString(folded) {
			t.Errorf("Fold(%q) is not valid UTF-8", s)
		}
		for _, term := range text.Terms(s) {
			if term == "" || strings.ContainsAny(term, " \n\t") {
				t.Errorf("Terms(%q) has %q", s, term)
			}
		}
		end := 0
		for _, span := range text.Sentences(s) {
			if span.Start < end || span.End <= span.Start || span.End > len(s) {
				t.Errorf("Sentences(%q): span %v after %d", s, span, end)
			}
			end = span.End
		}
		text.Excerpt(s, 3)
		if _, sure := text.Language(s); sure < 0 || sure > 1.0001 {
			t.Errorf("Language(%q): confidence %v", s, sure)
		}
		if terms := text.Terms(s); len(text.Shingles(terms, 3)) > len(terms) {
			t.Errorf("%q has more shingles than terms", s)
		}
	})
}
