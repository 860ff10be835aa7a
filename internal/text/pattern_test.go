package text_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"nutgraf/internal/text"
)

// TestPatternLooksAtTheBeginning: a pattern that looks at the first letter before anything else finds what the expression finds.
func TestPatternLooksAtTheBeginning(t *testing.T) {
	t.Parallel()
	letters := []rune("aAbBkKsSſK0 9:.Ææшש文→\n\xff")
	r := rand.New(rand.NewPCG(1, 1))
	met := 0
	for _, source := range []string{
		`^a`, `(?i)^a|^s`, `(?i)^(?:k|s)a?`, `^[^a]b?`, `^\PL`, `^\p{Lu}+`, `(?i)^æ`, `^(?:a|)b?`, `^$`, `^\b[ab]`, `(?m)^a`, `a|^b`, `^(?:a|.b)`, `(?i)^\s*(k)(s)?$`,
		`^(?:[→»] |\S+(?: \S+){0,3} →$|\d+\b)`, `(?i)^[^\d:]{1,3}[:.]`, `\Aa`, `^(?s:.)b`, `^[\x{fffd}a]`,
	} {
		want, got := regexp.MustCompile(source), text.Lazy(source)
		for range 5000 {
			s := make([]rune, r.IntN(4))
			for i := range s {
				s[i] = letters[r.IntN(len(letters))]
			}
			line := string(s)
			if r.IntN(8) == 0 {
				line = "\xff" + line // no letter at all
			}
			if want.MatchString(line) {
				met++
			}
			if got.MatchString(line) != want.MatchString(line) || !slices.Equal(got.FindStringSubmatchIndex(line), want.FindStringSubmatchIndex(line)) {
				t.Fatalf("%s in %q: got %v, want %v", source, line, got.FindStringSubmatchIndex(line), want.FindStringSubmatchIndex(line))
			}
		}
	}
	if met < 10_000 {
		t.Errorf("only %d lines matched", met)
	}
}
