package licence_test

import (
	"strings"
	"testing"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

func grants(l news.Licence) licence.Grant { return licence.Of(l, news.LicenceHeadline, false) }

func TestQuotationsOfAnArticleNeverAddUp(t *testing.T) {
	t.Parallel()
	var q licence.Quota
	quotation := strings.TrimSpace(strings.Repeat("word ", 25))
	excerpt := licence.Grant{View: licence.Excerpt}
	for i, want := range []string{quotation, quotation, ""} {
		if got := q.Take(excerpt, 1, quotation); got != want {
			t.Errorf("quotation %d of an article: got %q, want %q", i+1, got, want)
		}
	}
	if q.Take(excerpt, 1, "ten more words") == "" {
		t.Error("what still fits is not shown")
	}
	if q.Take(excerpt, 2, quotation) != quotation {
		t.Error("another article's quotation is not shown")
	}
	for range 9 {
		if q.Take(licence.Grant{View: licence.Full}, 1, quotation) != quotation {
			t.Fatal("the whole text may be shown, but not its quotations")
		}
	}
	if got := q.Take(licence.Grant{}, 3, "words"); got != "" {
		t.Errorf("of an article that grants its headline: got %q", got)
	}
}

func TestSayingIsQuotedFromWhoeverGrantsIt(t *testing.T) {
	t.Parallel()
	s := news.Saying{Text: "We waited", Carriers: []news.Carrier{
		{Article: 1, Licence: news.LicenceHeadline, Text: "We waited"}, {Article: 2, Licence: news.LicenceFull, Text: "We waited long"},
		{Article: 3, Licence: news.LicenceFull, Text: "We all waited"}}}
	var q licence.Quota
	got, at := q.Saying(s, grants)
	if got.Text != "We waited long" || at != 1 || len(got.Carriers) != 3 {
		t.Errorf("got %q of carrier %d", got.Text, at)
	}
	for i, c := range got.Carriers {
		if c.Text != "" {
			t.Errorf("carrier %d still has %q", i, c.Text)
		}
	}
	if s.Text != "We waited" || s.Carriers[2].Text != "We all waited" {
		t.Error("cutting changed the original")
	}
	s.Carriers = s.Carriers[:1]
	if got, at := q.Saying(s, grants); got.Text != "" || at != -1 {
		t.Errorf("nobody grants it: got %q of carrier %d", got.Text, at)
	}
}
