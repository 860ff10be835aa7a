package number_test

import (
	"testing"

	"nutgraf/internal/enrich/number"
	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/google/go-cmp/cmp"
)

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"At least 12 people, three of them children, were killed by 5-10 $3.5m °C.", "Between 10 and 1.2.3,4 %-points", "zwei- und\ndreihundert 5’000 €",
		"a half a million 12 000 000 of of", "\xff3\xff%", "by 214-210 votes to 5", "de 5 à 10 mille milliards d’euros"} {
		f.Add(seed, "en")
		f.Add(seed, "fr")
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		p := text.Read(s)
		mentions := []news.Mention{{Range: news.Range{Start: 0, End: len(s) / 2}}}
		found := number.Find(p, language, mentions, []news.Actor{{Country: "AU"}})
		end := 0
		for _, n := range found {
			if n.Start < end || n.End <= n.Start || n.End > len(s) {
				t.Fatalf("figure at %v of %q, after %d", n.Range, s, end)
			}
			if n.Sentence.Start > n.Start || n.Sentence.End < n.End {
				t.Fatalf("figure at %v of %q is not in its sentence %v", n.Range, s, n.Sentence)
			}
			if n.High < n.Value {
				t.Fatalf("%q goes from %v down to %v", n.In(s), n.Value, n.High)
			}
			end = n.End
		}
		if diff := cmp.Diff(found, number.Find(p, language, mentions, []news.Actor{{Country: "AU"}})); diff != "" {
			t.Fatalf("the second time it is another: %s", diff)
		}
	})
}
