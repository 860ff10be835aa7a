package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

func TestMutedStoriesAreLeftOutEverywhere(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	_, hers := member(t, site, s, "Ines")
	stories, _, err := s.Stories(t.Context(), news.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	victim := stories[0]
	section := string(victim.Section)
	post(t, site, "/follow", "kind=section&ref="+section+"&name=x", hers)
	paths := []string{"/", "/section/" + section, "/latest", "/yours"}
	mentions := func(path string, c ...*http.Cookie) bool {
		body := get(t, site, path, c...).Body.String()
		return strings.Contains(body, fmt.Sprintf("/story/%d/", victim.ID)) || strings.Contains(body, "/article/"+victim.Lead.String()+"/")
	}
	for _, path := range paths {
		if !mentions(path, hers) {
			t.Fatalf("%s does not show the story at first", path)
		}
	}
	w := post(t, site, "/mutes", fmt.Sprintf("kind=story&value=%d&for=&back=/", victim.ID), hers)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("muting: got %d", w.Code)
	}
	for _, path := range paths {
		if mentions(path, hers) {
			t.Errorf("%s shows what is muted", path)
		}
		d := page(t, site, path, hers)
		if d.Find(".hushed-note a[href*='muted=show']").Length() != 1 {
			t.Errorf("%s does not say that something is muted: %q", path, d.Find(".hushed-note").Text())
		}
		if shown := path + "?muted=show"; !mentions(shown, hers) || page(t, site, shown, hers).Find(".hushed").Length() == 0 {
			t.Errorf("%s does not show the muted, marked", shown)
		}
	}
	for _, path := range paths[:3] {
		if !mentions(path) {
			t.Errorf("%s leaves out for visitors what she muted", path)
		}
	}
	its := fmt.Sprintf("/story/%d/", victim.ID)
	d := page(t, site, get(t, site, its+"x", hers).Header().Get("Location"), hers)
	if rule, _ := d.Find(".acts button[name=remove]").Last().Attr("value"); rule == "" || d.Find("#mute").Length() != 0 {
		t.Errorf("the story's own page does not say that it is muted: %q", d.Find(".acts").Text())
	}
	word := strings.Fields(victim.Headline)[0]
	if d := page(t, site, "/search?q="+word, hers); d.Find(".entry").Length() == 0 || d.Find(".entry.hushed").Length() == 0 {
		t.Errorf("search: got %d hits, %d of them marked as muted", d.Find(".entry").Length(), d.Find(".entry.hushed").Length())
	}
}

// TestMutedRivers: a muted source is in no list of what trends or plays, nor in their feeds for a user.
func TestMutedRivers(t *testing.T) {
	t.Parallel()
	rivers := world(pictures)
	site, s, _ := readers(t, func(o *web.Options) {
		o.Reader = rivers
		o.Trending = func(candidates []news.Story, _ time.Time, _ news.Edition, _ int) (slots []news.Slot) {
			for _, story := range candidates {
				slots = append(slots, news.Slot{Story: story})
			}
			return slots
		}
	})
	_, hers := member(t, site, s, "Ines")
	for path, one := range map[string]string{"/trending": "main a[data-story]", "/media": "main a[href^='/article/']"} {
		before := page(t, site, path, hers).Find(one)
		if before.Length() == 0 {
			t.Fatalf("%s lists nothing", path)
		}
		kind, number, _ := strings.Cut(strings.TrimPrefix(before.First().AttrOr("href", ""), "/"), "/")
		id, _, _ := strings.Cut(number, "/")
		if kind == "article" {
			at := slices.IndexFunc(rivers.articles, func(a news.Article) bool { return a.ID.String() == id })
			kind, id = "source", rivers.articles[at].SourceID.String()
		}
		if w := post(t, site, "/mutes", "kind="+kind+"&value="+id, hers); w.Code != http.StatusSeeOther {
			t.Fatalf("muting %s %s: got %d", kind, id, w.Code)
		}
		d := page(t, site, path, hers)
		if again := d.Find(one + "[href='" + before.First().AttrOr("href", "") + "']").Length(); again > 0 || d.Find(".hushed-note").Length() != 1 {
			t.Errorf("%s: shows the muted %d times, note %q", path, again, d.Find(".hushed-note").Text())
		}
	}
}

func TestPreviewOfAMute(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	stories, _, _ := s.Stories(t.Context(), news.Filter{Order: news.OrderUpdated})
	word := strings.Fields(stories[0].Headline)[0]
	d := page(t, site, "/mutes?kind=words&value="+word+"&for=7", hers)
	text := strings.Join(strings.Fields(d.Find(".tried").Text()), " ")
	if !regexp.MustCompile(`would have hidden [1-9]\d* stor(y|ies) of 10\.`).MatchString(text) || d.Find(".tried .row").Length() == 0 {
		t.Errorf("preview: got %q", text)
	}
	if mutes, _ := s.Mutes(t.Context(), ines.ID, now); len(mutes) != 0 {
		t.Error("looking at a rule kept it")
	}
	post(t, site, "/mutes", "kind=words&value="+word+"&for=7", hers)
	d = page(t, site, "/mutes", hers)
	if got := strings.Join(strings.Fields(d.Find("main .kept").Text()), " "); !strings.Contains(got, word) || !strings.Contains(got, "until") {
		t.Errorf("the rule's line: got %q", got)
	}
	if d := page(t, site, "/mutes?kind=words&value="+word+"&for=7", hers); d.Find(".tried").Length() != 0 {
		t.Error("what is muted already is said to be not muted yet")
	}
	if d := page(t, site, "/mutes?kind=words&value=%22", hers); d.Find(".trouble").Length() != 1 || d.Find(".tried").Length() != 0 {
		t.Error("a rule without words was taken")
	}
	id, _ := d.Find("button[name=remove]").Attr("value")
	post(t, site, "/mutes", "remove="+id, hers)
	if mutes, _ := s.Mutes(t.Context(), ines.ID, now); len(mutes) != 0 {
		t.Error("the rule did not end")
	}
}

// TestAMuteIsAnyQuery: what the box takes that is not plain words is kept as a query, and told where it is not understood.
func TestAMuteIsAnyQuery(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, nil)
	ines, hers := member(t, site, s, "Ines")
	stories, _, _ := s.Stories(t.Context(), news.Filter{Order: news.OrderUpdated})
	word := strings.Fields(stories[0].Headline)[0]
	for typed, want := range map[string]string{
		"dam talks": `"dam talks"`, `"dam talks"`: `"dam talks"`, "headline:" + word + " -walrus": "query:headline:" + word + " -walrus",
		`dam OR person:"Ines Halloran"`: `query:dam OR person:"Ines Halloran"`, "has:unicorn -walrus": "query:has:unicorn -walrus",
	} {
		if w := post(t, site, "/mutes", "kind=words&value="+url.QueryEscape(typed), hers); w.Code != http.StatusSeeOther {
			t.Fatalf("%s: got %d", typed, w.Code)
		}
		mutes, _ := s.Mutes(t.Context(), ines.ID, now)
		if mutes[0].Rule != want {
			t.Errorf("%s: kept as %q, want %q", typed, mutes[0].Rule, want)
		}
		if w := post(t, site, "/mutes", "remove="+strconv.FormatInt(mutes[0].ID, 10), hers); w.Code != http.StatusSeeOther {
			t.Fatalf("ending it: got %d", w.Code)
		}
	}
	try := func(typed string) (tried, trouble string) {
		d := page(t, site, "/mutes?kind=words&value="+url.QueryEscape(typed), hers)
		return strings.Join(strings.Fields(d.Find(".tried").Text()), " "), d.Find(".trouble").Text()
	}
	if tried, trouble := try("headline:" + word + " -walrus"); !regexp.MustCompile(`would have hidden [1-9]`).MatchString(tried) || trouble != "" {
		t.Errorf("a query: got %q, %q", tried, trouble)
	}
	if tried, trouble := try("kind:rumour"); !strings.Contains(tried, "would have hidden 0") || !strings.Contains(trouble, "rumour") {
		t.Errorf("not understood: got %q, %q", tried, trouble)
	}
	if tried, trouble := try("-walrus"); tried != "" || !strings.Contains(trouble, "cannot be muted") {
		t.Errorf("only left out: got %q, %q", tried, trouble)
	}
}

// TestMutedQuotes: quotations of muted words are neither on the front page nor among all quotes; who asks for them sees them.
func TestMutedQuotes(t *testing.T) {
	t.Parallel()
	site, s, _ := readers(t, func(o *web.Options) { o.Reader = world(pictures) })
	_, hers := member(t, site, s, "Ines")
	for _, path := range []string{"/", "/quotes"} {
		if !strings.Contains(get(t, site, path, hers).Body.String(), "The river does not read maps") {
			t.Fatalf("%s does not quote her at first", path)
		}
	}
	post(t, site, "/mutes", "kind=words&value="+url.QueryEscape(`"river does" -walrus`), hers)
	for _, path := range []string{"/", "/quotes"} {
		if strings.Contains(get(t, site, path, hers).Body.String(), "The river does not read maps") {
			t.Errorf("%s quotes what is muted", path)
		}
	}
	if !strings.Contains(get(t, site, "/quotes?q=river", hers).Body.String(), "The river does not read maps") {
		t.Error("who asks for the words does not see them")
	}
}
