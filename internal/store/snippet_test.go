package store

import (
	"strings"
	"testing"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

func articleOf(headline, summary, language, body string) *news.Article {
	a := &news.Article{Headline: headline, Summary: summary, Language: language}
	if body != "" {
		a.Blocks = []news.Block{{Role: news.RoleParagraph, Text: body}}
	}
	return a
}

// marked is a snippet with its matches in brackets.
func marked(snippet string, matches [][2]int) string {
	var b strings.Builder
	end := 0
	for _, m := range matches {
		b.WriteString(snippet[end:m[0]] + "[" + snippet[m[0]:m[1]] + "]")
		end = m[1]
	}
	return b.String() + snippet[end:]
}

func TestSnippetMarksWhatWasFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query   string
		article *news.Article
		want    string
	}{
		{"dam", articleOf("H", "", "en", "Two dams hold; the 'dam' is old."), "Two [dams] hold; the '[dam]' is old."},
		{`"dam"`, articleOf("H", "", "en", "Two dams hold; the dam is old."), "Two dams hold; the [dam] is old."},
		{"dam", articleOf("H", "", "pl", "Two dams hold."), "Two dams hold."},
		{"-dam rain", articleOf("H", "", "en", "Rain and dams."), "[Rain] and dams."},
		{"dam (rain OR -flood)", articleOf("H", "", "en", "Rains, dams, floods."), "[Rains], [dams], floods."},
		{"Mueller", articleOf("H", "", "en", "It was Jürgen Müller’s."), "It was Jürgen [Müller]’s."},
		{"haus", articleOf("H", "", "de", "DIE HÄUSER stehen."), "DIE [HÄUSER] stehen."},
		{"سد", articleOf("H", "", "ar", "بناء السدّ الجديد"), "بناء [السدّ] الجديد"},
		{"水位", articleOf("H", "", "zh", "河的水位上升"), "河的[水位]上升"},
		{"水", articleOf("H", "", "zh", "河的水位上升，洪水。"), "河的[水]位上升，洪[水]。"},
		{"iphone", articleOf("H", "", "zh", "新iPhone手机"), "新[iPhone]手机"},
		{"3000", articleOf("H", "", "en", "It lost 3,000 litres."), "It lost [3,000] litres."},
		{"floods", articleOf("H", "The flood came.", "en", "Rain fell."), "The [flood] came."},
		{"rain floods", articleOf("H", "The flood came.", "en", "Rain fell."), "[Rain] fell."},
		{"walrus", articleOf("H", "The flood came.", "en", "Rain fell."), "Rain fell."},
		{"floods", articleOf("H", "The flood came.", "en", ""), "The [flood] came."},
		{"floods", articleOf("A flood", "", "en", ""), "A [flood]"},
		{"headline:floods", articleOf("A flood", "", "en", "Rain fell."), "Rain fell."},
	} {
		q, _ := query.Parse(c.query)
		if got := marked(newMarker(q).snippet(c.article)); got != c.want {
			t.Errorf("%q marks %q, want %q", c.query, got, c.want)
		}
	}
}

// FuzzSnippet: whatever is looked for in whatever text, a snippet is a short part of it, and matches rise and are whole characters of
// the snippet.
func FuzzSnippet(f *testing.F) {
	f.Add("dam", "en", "Two dams hold.", "sum")
	f.Add("水 haus", "de", strings.Repeat("河的水位上升Häuser ", 40), "")
	f.Add("سد", "ar", "بناء السدّ \u00AD الجديد", "x\xff")
	f.Add(`"rain fell" -dam OR headline:水`, "en", strings.Repeat("Räin, fell; 3,000 ", 60)+"rain fell"+strings.Repeat("x", 400), "a b")
	f.Add("x ｶ", "ja", strings.Repeat("ｶﾞx\u0301", 300), "… x …")
	f.Add("강 서울", "ko", "서울에서 강물이", "")
	f.Fuzz(func(t *testing.T, words, language, body, summary string) {
		q, _ := query.Parse(words)
		a := articleOf("Headline", summary, language, body)
		snippet, matches := newMarker(q).snippet(a)
		if len(snippet) > snippetLength+60 {
			t.Fatalf("the snippet has %d bytes: %q", len(snippet), snippet)
		}
		part := strings.TrimSuffix(strings.TrimPrefix(snippet, "… "), " …")
		if !strings.Contains(folded(a.Text())+"\n"+folded(summary)+"\nHeadline", part) {
			t.Fatalf("%q is no part of the article", part)
		}
		end := 0
		for _, m := range matches {
			if m[0] < end || m[1] <= m[0] || m[1] > len(snippet) {
				t.Fatalf("the matches of %q are %v", snippet, matches)
			}
			if utf8.ValidString(snippet) && !utf8.ValidString(snippet[m[0]:m[1]]) {
				t.Fatalf("%v is no whole part of %q", m, snippet)
			}
			end = m[1]
		}
	})
}
