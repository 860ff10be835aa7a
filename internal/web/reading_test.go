package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

// drifted is a world in which every source is read worse than before.
func drifted() *shelf {
	s := world(pictures)
	since := time.Now().Add(-5 * time.Hour)
	drift := news.Drift{What: news.MeasureLength, Since: since, Was: 8, Is: 5.5}
	s.learned = news.Learning{
		Seen: 60, Averages: map[news.Measure]news.Average{news.MeasureLength: {Slow: 8, Fast: 5.5}, news.MeasureHeadline: {Slow: 1, Fast: 1}},
		Drifts: []news.Drift{drift}, Turns: []news.Turn{{Drift: drift, At: since}}, Rules: news.PageRules{Body: "div.story"},
	}
	s.furniture = []news.Furniture{{Key: 0xabc, Text: "Lost gloves may be fetched <at the quay>.", Pages: 31}, {Key: 0xdef, Text: "A column's motto.", Pages: 9, Allowed: true}}
	return s
}

func TestSourcesTellWhatIsReadWorse(t *testing.T) {
	t.Parallel()
	s := drifted()
	site := newSite(t, options(s))
	source := page(t, site, "/source/1/selwyn-wire")
	for where, text := range map[string]string{
		"the source":  source.Find("#reading").Text(),
		"all sources": page(t, site, "/sources").Find("main").Text(),
	} {
		if !strings.Contains(text, "Its texts are much shorter than they were: of late about 240 letters, usually 3000 letters.") {
			t.Errorf("%s: got %q", where, text)
		}
		if strings.Contains(text, "sources set") {
			t.Errorf("%s tells a visitor what its owner can do", where)
		}
	}
	if text := source.Find("#reading").Text(); !strings.Contains(text, "1 block that its pages repeat is left out") || strings.Contains(text, "Lost gloves") {
		t.Errorf("furniture: got %q", text)
	}
	if body := get(t, site, "/sources/feed.atom").Body.String(); !strings.Contains(body, "is read worse than before") {
		t.Errorf("the feed of turns: got %.300s", body)
	}
	for _, path := range []string{"/sources/1/reading"} {
		if w := get(t, site, path); w.Code != http.StatusForbidden {
			t.Errorf("%s for a visitor: got %d", path, w.Code)
		}
	}
	for _, path := range []string{"/sources/1/rules", "/sources/1/furniture", "/sources/1/accept"} {
		if w := post(t, site, path, "key=abc&allowed=yes"); w.Code != http.StatusForbidden || s.furniture[0].Allowed {
			t.Errorf("%s for a visitor: got %d", path, w.Code)
		}
	}
}

func TestOwnerRulesHowASourceIsRead(t *testing.T) {
	t.Parallel()
	s := drifted()
	site := newSite(t, options(s))
	owner := signedIn(t, site, s)
	d := page(t, site, "/sources/1/reading", owner)
	if value, _ := d.Find("input[name=body]").Attr("value"); value != "div.story" {
		t.Errorf("the rules in force: got %q", value)
	}
	s.preview = web.Preview{
		URL: "https://selwyn-wire.example/a", FetchedAt: time.Now(), Missed: []string{"byline"},
		Before: web.Result{Problem: "no article in the page"},
		After:  web.Result{Articles: []news.Article{{Headline: "Ferry <sails>", Blocks: []news.Block{{Role: news.RoleParagraph, Text: "It had been damaged."}, {Role: news.RoleBoilerplate, Text: "Lost gloves."}}}}},
	}
	w := post(t, site, "/sources/1/rules", "do=preview&body=.x1&byline=.au", owner)
	body := w.Body.String()
	for _, want := range []string{"no article in the page", "Ferry &lt;sails&gt;", "It had been damaged.", "nothing is picked by: byline", `value=".x1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("preview: no %q in it", want)
		}
	}
	if w.Code != http.StatusOK || s.learned.Rules.Body != "div.story" || strings.Contains(body, "<p>Lost gloves.</p>") {
		t.Errorf("preview: got %d, rules %+v", w.Code, s.learned.Rules)
	}
	if w := post(t, site, "/sources/1/rules", "do=preview&body="+strings.Repeat("x", 501), owner); !strings.Contains(w.Body.String(), "There is no preview: the selector of the body is longer than 500 bytes.") {
		t.Errorf("a selector without end: got %d", w.Code)
	}
	if w := post(t, site, "/sources/1/rules", "do=save&body=.x1&drop=.box", owner); w.Code != http.StatusSeeOther || s.learned.Rules != (news.PageRules{Body: ".x1", Drop: ".box"}) {
		t.Errorf("save: got %d, rules %+v", w.Code, s.learned.Rules)
	}
	if w := post(t, site, "/sources/1/furniture", "key=abc&allowed=yes", owner); w.Code != http.StatusSeeOther || !s.furniture[0].Allowed {
		t.Errorf("allow: got %d", w.Code)
	}
	if w := post(t, site, "/sources/1/furniture", "key=zz", owner); w.Code != http.StatusBadRequest {
		t.Errorf("a key that is none: got %d", w.Code)
	}
	if w := post(t, site, "/sources/1/accept", "", owner); w.Code != http.StatusSeeOther || len(s.learned.Drifts) > 0 {
		t.Errorf("accept: got %d", w.Code)
	}
}
