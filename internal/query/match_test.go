package query_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/query"
)

// fold compares words in lower case, and finds those that end in s by what stands before it.
var fold = query.Fold{Terms: lower, Word: func(word string) (terms, forms []string) {
	if word[0] >= 0x80 {
		return lower(word), nil
	}
	return lower(word), []string{"=" + strings.TrimSuffix(strings.ToLower(word), "s")}
}}

func lower(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" .,-:!", r) })
}

var noon = time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)

func report() *query.Subject {
	return &query.Subject{
		Headline: fold.Terms("Dam talks end"), Byline: []string{"tom", "varrick", "", "ines", "halloran"},
		Text:       append(fold.Terms("The talks about the dam of Osk ended. Rain fell."), "", "=talk", "=rain"),
		Publishers: []query.Publisher{{Host: "gull.example", Country: "FR", Names: [][]string{{"the", "gull"}, {"gull", "example"}}}},
		Language:   "en", Section: "world", Kind: "report", At: noon.Add(-time.Hour), Has: []string{query.HasPicture},
		Names:   []query.Name{{Field: query.FieldPerson, Forms: [][]string{{"rue", "marek"}, {"the", "harbour", "master"}}}},
		Sayings: []query.Saying{{Forms: [][]string{{"rue", "marek"}}, Speaker: []string{"marek", "the", "harbour", "master"}, Words: []string{"osk", "is", "dry"}}},
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": true, "!": false, "dam": true, "DAM osk": true, "dam weir": false, "dam OR weir": true, "dam -weir": true, "dam -osk": false, "-!": false, "dam ! osk": true,
		`"dam talks"`: true, `"talks dam"`: false, `"end tom"`: false, `"varrick ines"`: false, `"end the talks"`: false, "rains": true, `"rains"`: false,
		"headline:dam": true, "headline:osk": false, "by:varrick": true, "by:dam": false, `by:"tom varrick"`: true,
		"source:gull": true, "source:gull.example": true, "source:times": false, "in:FR": true, "in:DE": false, "in:2026-03-31": true, "in:yesterday": false, "in:today": true,
		"after:2h": true, "after:30minutes": false, "before:30minutes": true, "before:today": false,
		"lang:en": true, "lang:fr": false, "section:world": true, "section:sport": false, "kind:report": true, "kind:video": false, "has:picture": true, "has:video": false,
		"person:marek": true, `person:"master harbour"`: true, `person:"marek master"`: false, "place:marek": false, "person:!": false, "person:! dam": true,
		"said:dry": true, "said:rain": false, `said:"is dry"`: true, "said:marek": true, `said:"rue marek"`: true,
	} {
		node, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.Compile(node, fold).Match(report(), noon); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
	river := &query.Subject{Text: []string{"水位", "位上"}}
	for text, want := range map[string]bool{"水": true, "上": false, "水位": true} {
		node, _ := query.Parse(text)
		if got := query.Compile(node, fold).Match(river, noon); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestSeeks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"dam": true, "-dam": false, "dam -weir": true, "dam OR -weir": false, "has:picture": false, "has:picture section:world": true, "-(-dam weir)": false, "!": false, "": false,
		"! dam": true, "after:2026": true,
	} {
		node, _ := query.Parse(text)
		if got := query.Compile(node, fold).Seeks(); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

// rules are n queries, of which few match anything.
func rules(n int) []*query.Matcher {
	all := make([]*query.Matcher, n)
	for i := range all {
		texts := []string{"word%d dam", "person:name%d", "headline:word%d OR \"two%d words\"", "word%d -dam", "said:word%d lang:en"}
		node, _ := query.Parse(strings.ReplaceAll(texts[i%len(texts)], "%d", fmt.Sprint(i)))
		all[i] = query.Compile(node, fold)
	}
	return all
}

func TestSetFindsWhatMatches(t *testing.T) {
	t.Parallel()
	all := rules(1000)
	want := []int{}
	for _, text := range []string{"dam", "rains", "-weir", "has:picture", "person:harbour", "said:osk", "source:gull", "weir OR osk", "-osk", "!", "weir", "(dam OR weir) after:2h"} {
		node, _ := query.Parse(text)
		m := query.Compile(node, fold)
		if m.Match(report(), noon) {
			want = append(want, len(all))
		}
		all = append(all, m)
	}
	got := slices.Sorted(query.NewSet(all).Matching(report(), noon))
	if len(want) != 9 || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for range query.NewSet(all).Matching(report(), noon) {
		break // a loop may end early
	}
}

func BenchmarkSet(b *testing.B) {
	set := query.NewSet(rules(10_000))
	text := strings.Fields(strings.Repeat("the river rose by three metres and ministers met in osk to talk of a dam ", 40))
	for b.Loop() {
		s := report()
		s.Text = text
		for range set.Matching(s, noon) {
			b.Fatal("nothing of it matches")
		}
	}
}
