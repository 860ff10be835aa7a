package app_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// quotedWords is how many words of one article a page may show beside its opening: what is quoted of it, its key sentence, and
// its summary.
const quotedWords = 60 + 40 + 40

// TestNothingIsShownBeyondItsLicence gives the sources of an instance all licences that there are, and sweeps it.
func TestNothingIsShownBeyondItsLicence(t *testing.T) {
	t.Parallel()
	c := settings(t.TempDir())
	c.BaseURL, c.Licence = "https://news.example", "headline"
	address, _ := start(t, c)
	awaitDemo(t, address)
	db, err := c.Read(t.Context(), c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	states, err := db.Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := owner(t, address)
	articles := whole(t, db)
	ours := drawn(t, client, address, articles) // the owner sees them all
	reader := keeper(t, c, address, articles)
	given := map[news.SourceID]licence.Grant{}
	all := append(news.Licences(), news.LicenceUnknown)
	for i, state := range states {
		l := all[i%len(all)]
		given[state.Source.ID] = licence.Of(l, news.LicenceHeadline, false)
		tell(t, client, fmt.Sprintf("%s/sources/%d/set", address, state.Source.ID), url.Values{
			"name": {state.Source.Name}, "country": {state.Source.Country}, "weight": {"1"}, "section": {string(state.Source.Section)}, "licence": {string(l)}})
	}
	articles = whole(t, db)
	bodies := sweep(t, address, doors(articles))
	maps.Copy(bodies, kept(t, reader, address))
	t.Logf("%d addresses, %d articles", len(bodies), len(articles))
	shown, granted := map[string]bool{}, map[string]licence.Grant{} // who grants a sentence or a picture most
	more := func(key string, g licence.Grant) {
		old, known := granted[key]
		if !known || g.View > old.View {
			old.View = g.View
		}
		old.Images = old.Images || g.Images
		granted[key] = old
	}
	var texts []string
	for _, a := range articles {
		for _, s := range append(sentencesOf(a), picturesIn(a)...) {
			more(s, given[a.SourceID])
			texts = append(texts, s)
		}
	}
	found := standsIn(bodies, texts)
	for _, a := range articles {
		g := given[a.SourceID]
		sentences, pictures := sentencesOf(a), picturesIn(a)
		cut := g.Article(a)
		opening := cut.Summary + " " + cut.Text()
		words := map[string]int{} // beside the opening, by address
		for _, s := range sentences {
			for _, path := range found[s] {
				shown[s] = true
				switch best := granted[s]; {
				case best.View == licence.Headline && !strings.Contains(a.Headline, s):
					t.Errorf("%s: of a source that grants headlines: %q", path, s)
				case best.View == licence.Excerpt && !strings.Contains(opening, s):
					words[path] += len(strings.Fields(s))
				}
			}
		}
		for path, n := range words {
			if n > quotedWords {
				t.Errorf("%s: %d words of article %d beside its excerpt", path, n, a.ID)
			}
		}
		for _, p := range pictures {
			for _, path := range found[p] {
				shown[p] = true
				if best := granted[p]; !best.Images || best.View < licence.Full && p != a.Image.URL {
					t.Errorf("%s: picture %s of a source that does not grant it", path, p)
				}
			}
		}
	}
	granting, beyond := 0, 0
	for _, a := range articles {
		served := 0
		for _, path := range ours[a.ID] {
			switch response, _ := get(t, address+path); response.StatusCode {
			case http.StatusOK:
				served++
			case http.StatusNotFound:
				beyond++
			default:
				t.Errorf("%s: status %d", path, response.StatusCode)
			}
		}
		granting += served
		if g := given[a.SourceID]; !g.Images && served > 0 || g.View < licence.Full && served > 1 {
			t.Errorf("article %d: %d pictures are served, its source grants %s", a.ID, served, g.Licence())
		}
	}
	if granting == 0 || beyond == 0 {
		t.Errorf("%d pictures are served, %d are not: neither may be none", granting, beyond)
	}
	for l, count := range map[string]int{"sentences and pictures shown": len(shown), "addresses": len(bodies)} {
		if count < 200 {
			t.Errorf("%s: %d: the sweep did not see what is granted", l, count)
		}
	}
}

// TestTakenDownIsNowhere takes one of each down, and looks for it in all that there is.
func TestTakenDownIsNowhere(t *testing.T) {
	t.Parallel()
	c := settings(t.TempDir())
	c.BaseURL, c.Licence = "https://news.example", "full"
	address, _ := start(t, c)
	awaitDemo(t, address)
	db, err := c.Read(t.Context(), c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	stories, _, err := db.Stories(t.Context(), news.Filter{Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(stories, func(s news.Story) bool { return s.Articles > 3 && s.Image.URL != "" && len(s.Keys) > 1 })
	if at < 0 || at+1 >= len(stories) {
		t.Fatal("no story with a picture and several articles")
	}
	lead, story := stories[at].Lead, stories[(at+1)%len(stories)]
	articles := whole(t, db)
	var source news.SourceID
	for _, a := range articles {
		if a.ID != lead && a.StoryID != story.ID && a.SourceID != stories[at].LeadSource {
			source = a.SourceID
		}
	}
	before := doors(articles)
	client := owner(t, address)
	ours := drawn(t, client, address, articles)
	reader := keeper(t, c, address, articles)
	gone := map[news.ArticleID]bool{}
	for _, a := range articles {
		gone[a.ID] = a.ID == lead || a.StoryID == story.ID || a.SourceID == source
	}
	for _, what := range []string{fmt.Sprintf("/article/%d", lead), fmt.Sprintf("/story/%d", story.ID), fmt.Sprintf("/source/%d", source)} {
		tell(t, client, address+"/takedown", url.Values{"what": {what}, "reason": {"Those who own it asked"}})
	}
	time.Sleep(1100 * time.Millisecond) // for so long a rendered page may be kept

	left := map[string]bool{}
	for _, a := range articles {
		if gone[a.ID] {
			continue
		}
		for _, s := range append(append(sentencesOf(a), a.Headline), picturesIn(a)...) {
			left[s] = true
		}
	}
	bodies := sweep(t, address, before)
	maps.Copy(bodies, kept(t, reader, address))
	var texts []string
	for _, a := range articles {
		if gone[a.ID] {
			texts = append(append(append(texts, sentencesOf(a)...), a.Headline), picturesIn(a)...)
		}
	}
	found := standsIn(bodies, texts)
	looked := 0
	for _, a := range articles {
		if !gone[a.ID] {
			continue
		}
		for _, path := range []string{fmt.Sprintf("/article/%d", a.ID), fmt.Sprintf("/api/v1/articles/%d", a.ID)} {
			response, body := get(t, address+path)
			if response.StatusCode != http.StatusGone || !strings.Contains(body, "Those who own it asked") {
				t.Errorf("%s: status %d, want 410 with the reason", path, response.StatusCode)
			}
		}
		for _, path := range ours[a.ID] {
			if response, _ := get(t, address+path); response.StatusCode != http.StatusGone && response.StatusCode != http.StatusNotFound {
				t.Errorf("%s, a picture of article %d: status %d", path, a.ID, response.StatusCode)
			}
		}
		for _, s := range append(append(sentencesOf(a), a.Headline), picturesIn(a)...) {
			if left[s] || s == "" {
				continue
			}
			looked++
			for _, path := range found[s] {
				t.Errorf("%s still shows %q of article %d", path, s, a.ID)
			}
		}
	}
	t.Logf("%d words and pictures looked for at %d addresses", looked, len(bodies))
	if looked < 20 || len(bodies) < 500 {
		t.Errorf("looked for %d at %d addresses: that is no sweep", looked, len(bodies))
	}
	if log := bodies["/log"]; !strings.Contains(log, "Those who own it asked") {
		t.Error("the log does not tell of it")
	}
}
