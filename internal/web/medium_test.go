package web_test

import (
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

// TestChapters finds the times that an episode's notes list, as far as the licence shows the notes.
func TestChapters(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	at := slices.IndexFunc(s.articles, func(a news.Article) bool { return len(a.Enclosures) > 0 })
	a := &s.articles[at]
	a.Blocks = nil
	for _, line := range []string{"00:00 Welcome", "(02:30) – The dam", "At 10:15 they left.", "1:02:30 Letters", "00:10 out of order"} {
		a.Blocks = append(a.Blocks, news.Block{Role: news.RoleParagraph, Text: line})
	}
	o := options(s)
	o.Private = true
	site := newSite(t, o)
	path := settledAt(t, site, "/article/"+a.ID.String())
	d := page(t, site, path)
	var got []string
	d.Find(".chapter-list li").Each(func(_ int, li *goquerySelection) {
		second, _ := li.Find("a").Attr("data-at")
		got = append(got, second+" "+strings.TrimSpace(li.Find("a").Text()))
	})
	if want := []string{"0 Welcome", "150 The dam", "3750 Letters"}; !slices.Equal(got, want) {
		t.Errorf("chapters: got %q, want %q", got, want)
	}
	player := d.Find("main [data-episode]")
	if href, _ := player.Attr("data-href"); player.Length() != 1 || href != path {
		t.Errorf("the player's way back: got %q, want %q", href, path)
	}
	if preload, _ := player.Attr("preload"); preload != "none" {
		t.Errorf("preload: got %q, want none", preload)
	}
}
