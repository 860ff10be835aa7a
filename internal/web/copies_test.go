package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// spoken is the world with a first story that has key sentences of three sources, whose licences differ, and lineage.
func spoken() *shelf {
	s := world(pictures)
	of := map[news.SourceID]news.Article{}
	var copies []news.Relative
	for _, a := range s.articles {
		if a.StoryID != 1 {
			continue
		}
		if _, known := of[a.SourceID]; !known {
			of[a.SourceID] = a
		}
		if a.Copy() {
			copies = append(copies, news.Relative{Article: a.ID, Relation: news.RelationShortened})
		}
	}
	story := &s.stories[0]
	for i, text := range []string{"Full words of the wire.", "Words of the Times.", "Words of the Herald that nobody grants."} {
		source := news.SourceID(i + 1)
		story.Keys = append(story.Keys, news.KeySentence{Text: text, Article: of[source].ID, Source: source})
	}
	story.Phrases = []string{"Tamsel", "river commission"}
	story.Lineages = []news.Lineage{{Family: of[1].ID, Agency: "Corvenne Press", Copies: copies}}
	return s
}

func TestKeySentencesKeepTheLicence(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(spoken()))
	for path, want := range map[string]int{get(t, site, "/story/1").Header().Get("Location"): 2, "/": 1} {
		keys := page(t, site, path).Find(".keys li")
		text := keys.Text()
		if keys.Length() != want || !strings.Contains(text, "Full words of the wire.") || want == 2 && !strings.Contains(text, "The Harbour Times") || strings.Contains(text, "nobody grants") {
			t.Errorf("%s: got key sentences %q", path, text)
		}
		if keys.Find("a.out").Length() != want {
			t.Errorf("%s: not every key sentence leads to its publisher", path)
		}
	}
}

func TestCopiesAreShownAsChosen(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(spoken()))
	path := get(t, site, "/story/1").Header().Get("Location")
	for mode, want := range map[string][4]int{ // families, details, beside, marks
		"": {4, 3, 0, 6}, "fold": {4, 3, 0, 6}, "mark": {4, 0, 3, 6}, "show": {10, 0, 0, 6}, "nonsense": {4, 3, 0, 6},
	} {
		for name, d := range map[string]*http.Cookie{"asked": nil, "remembered": {Name: "copies", Value: mode}} {
			at := path
			var cookies []*http.Cookie
			if d == nil {
				at += "?copies=" + mode
			} else {
				cookies = append(cookies, d)
			}
			found := page(t, site, at, cookies...)
			got := [4]int{found.Find(".family").Length(), found.Find(".family details").Length(), found.Find(".beside").Length(), found.Find(".copied").Length()}
			if got != want {
				t.Errorf("%q %s: got families, details, beside, marks %v, want %v", mode, name, got, want)
			}
			if n := found.Find(".told").Length(); n != 10 {
				t.Errorf("%q %s: %d of 10 articles are shown", mode, name, n)
			}
		}
	}
	w := post(t, site, "/preferences", "copies=mark&back="+path)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != path || !strings.Contains(w.Header().Get("Set-Cookie"), "copies=mark") {
		t.Errorf("choosing: got %d %v", w.Code, w.Header())
	}
	if w := post(t, site, "/preferences", "copies=none"); w.Code != http.StatusBadRequest {
		t.Errorf("choosing nonsense: got %d, want 400", w.Code)
	}
	if text := unmarked.Replace(page(t, site, path).Find(".told-all").Text()); !strings.Contains(text, "text: Corvenne Press") || !strings.Contains(text, "copy, shortened") {
		t.Errorf("the lineage is not told: %q", text)
	}
}

func TestHiddenStoriesAreGone(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.stories[0].Hidden = true
	for i := range s.articles {
		s.articles[i].Hidden = s.articles[i].StoryID == 1
	}
	site := newSite(t, options(s))
	for _, path := range []string{"/story/1", "/story/1/any-words", "/story/1/feed.atom", "/story/1/feed.json", "/article/100"} {
		w := get(t, site, path)
		if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "taken off by the editors") || !strings.Contains(w.Body.String(), "noindex") || strings.Contains(w.Body.String(), "Tamsel") {
			t.Errorf("GET %s: got %d, want 410 in words and without the news: %.300s", path, w.Code, w.Body)
		}
	}
}

func TestPinnedStoriesAreOnTheFrontPage(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	for i := range 200 { // more than a front page looks at
		story := s.stories[1]
		story.ID, story.Headline = news.StoryID(20_000+i), "Another report of the day"
		s.stories = append([]news.Story{story}, s.stories...)
	}
	old := &s.stories[len(s.stories)-1]
	old.Headline, old.Language, old.Section = "The clock that was wound again", "en", news.SectionWorld
	o := options(s)
	seen := 0
	front := o.Front
	o.Front = func(candidates []news.Story, at time.Time, e news.Edition) news.Page {
		for _, c := range candidates {
			if c.ID == old.ID {
				seen++
			}
		}
		return front(candidates, at, e)
	}
	old.PinnedUntil = now.Add(1)
	page(t, newSite(t, o), "/")
	if seen != 1 {
		t.Errorf("the pinned story was among the candidates %d times, want once", seen)
	}
}
