package store_test

import (
	"strings"
	"testing"

	"nutgraf/internal/store"
)

func TestNoiseIsNoEdit(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"<p>The dam held.</p><p>Nobody was hurt.</p>", "<p class=\"lead\">The dam  held.</p>\n<p>Nobody was <b>hurt</b>.</p>"},
		{`<a href="https://a.example/1?utm_source=x">More</a>`, `<a href='https://a.example/1?utm_source=y' data-x="a>b">More</a>`},
		{"See https://a.example/1?utm_source=x now", "See https://a.example/1?utm_source=feed#top now"},
		{"Rain. 5 min read", "Rain. 6 min read"},
		{"Rain. 5-minute read", "Rain. 12-minute read"},
		{"Rain. 5min read.", "Rain. 1 minute read."},
		{"Reading time: 4 minutes. Rain", "Reading time: 5 minutes. Rain"},
		{"Lesezeit: 4 Minuten", "Lesezeit: 5 Minuten"},
		{"3 minutes de lecture", "4 minutes de lecture"},
		{"Rain | 12 comments", "Rain | 1,013 Comments"},
		{"Rain. Comments (4)", "Rain. Comments (5)"},
		{"Updated 5 minutes ago: rain", "Updated 2 hours ago: rain"},
		{"Aktualisiert vor 5 Minuten", "Aktualisiert vor 6 Minuten"},
		{"il y a 5 minutes", "il y a 8 minutes"},
		{"“Rain” – so", "\"Rain\" - so"},
		{"a &amp; b", "a & b"},
		{"<script>var a = 1 < 2</script>Rain<!-- 1 > 0 -->", "Rain<style>p > a {}</style>"},
	} {
		if a, b := store.Words(same[0]), store.Words(same[1]); a != b {
			t.Errorf("%q and %q differ: %q, %q", same[0], same[1], a, b)
		}
	}
	for _, edit := range [][2]string{
		{"The dam held.", "The dam broke."},
		{"5 were hurt", "6 were hurt"},
		{"He waited 5 minutes", "He waited 7 minutes"},
		{"No comments: 5 dead", "No comments: many dead"},
		{"a < b", "a > b"},
		{"Rain (5)", "Rain (6)"},
		{"Will it hold?", "Will it hold"},
	} {
		if a, b := store.Words(edit[0]), store.Words(edit[1]); a == b {
			t.Errorf("%q and %q count as the same: %q", edit[0], edit[1], a)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, seed := range []string{"<p title=\"a>b\">x</p>", "<!-- x", "<a b='", "5 min read", "<script", "</>", "<>", "Comments (5)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := store.Words(s); len(got) > 3*len(s) || strings.ContainsAny(got, " \n\t") {
			t.Errorf("Words(%q) = %q", s, got)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	page := strings.Repeat("<p>The <b>river</b> rose by two metres near <a href=\"https://a.example/1\">Osk</a>, and 12 were hurt.</p>\n", 50)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		store.Words(page)
	}
}
