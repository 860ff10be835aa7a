package text_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"nutgraf/internal/text"
)

// TestPattern: a pattern finds what the expression finds, also where many ask it at once.
func TestPattern(t *testing.T) {
	t.Parallel()
	letters := []rune("aAbBkKsSſK0 9:.Ææшש文→\n\xff")
	for _, source := range []string{
		`^a`, `(?i)^a|^s`, `(?i)^(?:k|s)a?`, `^[^a]b?`, `^\PL`, `^\p{Lu}+`, `(?i)^æ`, `^(?:a|)b?`, `^$`, `^\b[ab]`, `(?m)^a`, `a|^b`, `^(?:a|.b)`, `(?i)^\s*(k)(s)?$`,
		`^(?:[→»] |\S+(?: \S+){0,3} →$|\d+\b)`, `(?i)^[^\d:]{1,3}[:.]`, `\Aa`, `^(?s:.)b`, `^[\x{fffd}a]`,
		`a$`, `(?m)a$`, `a\z`, `\ba\b`, `\Ba`, `b\B.`, `(?i)k{2,3}`, `[^\x00-\x7f]`, `.b`, `(?s).b`, `(?i)\b(?:sa|ab|K9)\b`, `(a|ab)(b?)`, ``, `[^\s\S]`, `\d ?[:.] ?\d`, `(?:^|[^a])b`,
	} {
		want, got := regexp.MustCompile(source), text.Lazy(source)
		var all sync.WaitGroup
		for seed := range uint64(4) {
			all.Go(func() {
				r := rand.New(rand.NewPCG(1, seed))
				for range 700 {
					s := make([]rune, r.IntN(6))
					for i := range s {
						s[i] = letters[r.IntN(len(letters))]
					}
					line := string(s)
					if r.IntN(8) == 0 {
						line = "\xff" + line // no letter at all
					}
					compare(t, want, got, line)
				}
			})
		}
		all.Wait()
	}
}

// TestPatternOfManySituations: what an automaton has no room for is asked of the expression itself.
func TestPatternOfManySituations(t *testing.T) {
	t.Parallel()
	source := `a[ab]{14}c`
	want, got := regexp.MustCompile(source), text.Lazy(source)
	r := rand.New(rand.NewPCG(2, 2))
	met := 0
	for range 2000 {
		var line strings.Builder
		for range 60 {
			line.WriteByte("aabbbc"[r.IntN(6)] - byte(r.IntN(20)/19))
		}
		if want.MatchString(line.String()) {
			met++
		}
		compare(t, want, got, line.String())
	}
	if met < 100 || met > 1900 {
		t.Errorf("%d of 2000 lines matched", met)
	}
}

func compare(t *testing.T, want *regexp.Regexp, got *text.Pattern, line string) {
	t.Helper()
	for n := -1; n < 3; n++ {
		if !slices.Equal(got.FindAllString(line, n), want.FindAllString(line, n)) || !slices.Equal(got.Split(line, n), want.Split(line, n)) ||
			!slices.EqualFunc(got.FindAllStringIndex(line, n), want.FindAllStringIndex(line, n), slices.Equal) ||
			!slices.EqualFunc(got.FindAllStringSubmatchIndex(line, n), want.FindAllStringSubmatchIndex(line, n), slices.Equal) {
			t.Errorf("%s in %q, %d times: got %q, want %q", want, line, n, got.Split(line, n), want.Split(line, n))
		}
	}
	if got.ReplaceAllString(line, "<$0>") != want.ReplaceAllString(line, "<$0>") {
		t.Errorf("%s in %q: got %q, want %q", want, line, got.ReplaceAllString(line, "<$0>"), want.ReplaceAllString(line, "<$0>"))
	}
	at := want.FindStringSubmatchIndex(line)
	if got.MatchString(line) != (at != nil) || !slices.Equal(got.FindStringSubmatchIndex(line), at) || got.FindString(line) != want.FindString(line) ||
		!slices.Equal(got.FindStringIndex(line), want.FindStringIndex(line)) || !slices.Equal(got.FindStringSubmatch(line), want.FindStringSubmatch(line)) {
		t.Errorf("%s in %q: got %v, %v, want %v", want, line, got.MatchString(line), got.FindStringSubmatchIndex(line), at)
	}
}
