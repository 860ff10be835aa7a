package web_test

import (
	"strings"
	"testing"

	"nutgraf/internal/news"
)

// TestAnArticleWithoutItsText: it says that the text is no longer kept, leads to the publisher, and shows the quotations that are.
func TestAnArticleWithoutItsText(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	a := &s.articles[0]
	a.Blocks, a.Summary, a.GoneAt = []news.Block{{Role: news.RoleParagraph, Text: "The gates were opened at noon, and …"}}, "", now
	site := newSite(t, options(s))
	d := page(t, site, get(t, site, "/article/"+a.ID.String()).Header().Get("Location"))
	if got := d.Find(".terms").Text(); !strings.Contains(got, "no longer kept here") {
		t.Errorf("it is said to be %q", got)
	}
	if got := strings.TrimSpace(d.Find(".body").Text()); !strings.HasSuffix(got, "The gates were opened at noon, and …") {
		t.Errorf("the text is %q", got)
	}
	if got := d.Find(".go a").First().AttrOr("href", ""); got != a.URL {
		t.Errorf("it leads to %q", got)
	}
	if d.Find(".more").Length() > 0 || strings.Contains(d.Find(".line").Text(), "to read") {
		t.Error("it is called a part of something that can be read here")
	}
	if quotes := d.Find(".spoken > details"); quotes.Length() != 1 || !quotes.Is("[open]") || quotes.Find("blockquote, q").Length() == 0 {
		t.Errorf("quotations: %d, %v", quotes.Length(), quotes.Is("[open]"))
	}
}
