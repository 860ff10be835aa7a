package text_test

import (
	"strings"
	"testing"

	"nutgraf/internal/text"
)

func TestReadCutsTextIntoTokens(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Mayor Ilse Brandt’s plan, she said, isn't done.":  "Mayor|Ilse|Brandt|’s|plan|,|she|said|,|isn't|done|.",
		"U.S.-China talks at 3:30 p.m. cost $1,250.50.":    "U.S.|-|China|talks|at|3|:|30|p.m.|cost|$|1,250.50|.",
		"“We won,” Dr. John F. Kessel told The Gull's Ana": "“|We|won|,|”|Dr.|John|F.|Kessel|told|The|Gull|'s|Ana",
		"L’Europe et l'Italie aujourd’hui":                 "L’|Europe|et|l'|Italie|aujourd’hui",
		"in the 1990s ... the 12th—no":                     "in|the|1990s|...|the|12th|—|no",
		"rock 'n' roll’":                                   "rock|'|n|'|roll|’",
		"三人 died":                                          "三|人|died",
		"О’Брайен сказал: «Да».":                           "О’Брайен|сказал|:|«|Да|»|.",
		"": "",
	} {
		p := text.Read(s)
		var got []string
		for i := range p.Tokens {
			got = append(got, p.Word(i))
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("Read(%q) = %s, want %s", s, got, want)
		}
	}
}

func TestReadPlacesTokensInSentences(t *testing.T) {
	t.Parallel()
	p := text.Read("The dam broke. Nobody was hurt.\n\nOn Monday, work began.")
	var got []string
	for _, s := range p.Sentences {
		got = append(got, p.Word(s.First)+" "+p.Word(s.End-1)+" "+strings.Repeat("¶", s.Paragraph))
	}
	if want := "The . /Nobody . /On . ¶"; strings.Join(got, "/") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "/"), want)
	}
	if got := p.SentenceAt(15); got != 1 {
		t.Errorf("offset 15 is in sentence %d, want 1", got)
	}
	if got := p.Word(p.TokenAt(16)); got != "Nobody" {
		t.Errorf("at offset 16 stands %q, want Nobody", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"A. B.C. ’s 'S 3.4.5 ... l'", "\xff’s.", "三人。二"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := text.Read(s)
		end := 0
		for i, token := range p.Tokens {
			if token.Start < end || token.End <= token.Start || token.End > len(s) {
				t.Fatalf("token %d of %q is at %v, after %d", i, s, token, end)
			}
			if strings.TrimSpace(s[end:token.Start]) != "" {
				t.Fatalf("%q is in no token", s[end:token.Start])
			}
			end = token.End
		}
		at := 0
		for _, sentence := range p.Sentences {
			if sentence.First != at || sentence.End < at {
				t.Fatalf("sentence %v of %q: its tokens do not follow", sentence, s)
			}
			at = sentence.End
		}
	})
}

func BenchmarkRead(b *testing.B) {
	s := strings.Repeat("The council of Brandt said on Monday that 3,000 houses “must be built” by 2031. ", 40)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		text.Read(s)
	}
}
