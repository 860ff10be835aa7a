package web_test

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"nutgraf/internal/news"

	"github.com/PuerkitoBio/goquery"
)

type goquerySelection = goquery.Selection

// TestNothingBeyondTheLicence looks for words and pictures on every page and feed that could show them.
func TestNothingBeyondTheLicence(t *testing.T) {
	t.Parallel()
	s := &shelf{sources: []news.Source{
		{ID: 1, Name: "Open", Licence: news.LicenceFull}, {ID: 2, Name: "Half", Licence: news.LicenceExcerpt},
		{ID: 3, Name: "Closed", Licence: news.LicenceHeadline}, {ID: 4, Name: "Silent"},
	}, feeds: []news.Feed{{ID: 1}}}
	words := map[news.SourceID]string{1: "open", 2: "half", 3: "closed", 4: "silent"}
	for id := news.SourceID(1); id <= 4; id++ {
		w := words[id]
		a := news.Article{
			ID: news.ArticleID(id), SourceID: id, StoryID: news.StoryID(id), FamilyID: news.ArticleID(id), Headline: "Headline of " + w, Outlet: s.sources[id-1].Name,
			URL: "https://" + w + ".example/1", PublishedAt: now, SeenAt: now, Language: "en", Kind: news.KindReport, Section: news.SectionWorld,
			Summary: w + "summary is here", Image: news.Image{URL: "https://pictures.example/" + w + "picture.jpg"}, Licence: s.sources[id-1].Licence,
			Enclosures: []news.Enclosure{{URL: "https://" + w + ".example/" + w + "sound.mp3", Type: "audio/mpeg"}},
			Blocks: []news.Block{{Role: news.RoleParagraph, Text: w + "first words"}, {Role: news.RoleParagraph, Text: strings.Repeat("and so on ", 40) + w + "late"},
				{Role: news.RoleImage, URL: "https://pictures.example/" + w + "inside.jpg"}, {Role: news.RolePullQuote, Text: w + "pull"}},
			Related: []news.Link{{Title: w + "related", URL: "https://x.example/"}},
		}
		s.articles = append(s.articles, a)
		s.stories = append(s.stories, news.Story{ID: news.StoryID(id), Headline: a.Headline, Summary: a.Summary, Image: a.Image, Licence: a.Licence, Lead: a.ID,
			LeadSource: id, SourceName: a.Outlet, Articles: 2, Sources: 2, Independent: 2, Language: "en", Section: news.SectionWorld, FirstSeenAt: now, UpdatedAt: now})
	}
	may := map[string]map[string]bool{ // word → for whom it may stand somewhere
		"summary": {"open": true, "half": true, "silent": true}, "first": {"open": true, "half": true, "silent": true},
		"late": {"open": true}, "picture": {"open": true}, "inside": {"open": true}, "pull": {"open": true}, "related": {"open": true},
		"sound": {"open": true, "half": true, "silent": true},
	}
	site := newSite(t, options(s))
	everything := ""
	for _, path := range []string{"/", "/latest", "/section/world", "/story/1", "/story/2", "/story/3", "/story/4", "/article/1", "/article/2", "/article/3",
		"/article/4", "/source/1", "/source/2", "/source/3", "/source/4", "/search?q=late", "/search?q=and+so", "/feed.atom", "/feed.json", "/latest/feed.atom",
		"/latest/feed.json", "/section/world/feed.atom", "/story/3/feed.json", "/source/3/feed.atom", "/search/feed.atom?q=late", "/search/feed.json?q=and"} {
		w := get(t, site, path)
		if to := w.Header().Get("Location"); to != "" {
			w = get(t, site, to)
		}
		if w.Code != http.StatusOK {
			t.Fatalf("GET %s: got %d", path, w.Code)
		}
		everything += w.Body.String()
		for _, who := range words {
			for word, allowed := range may {
				if strings.Contains(w.Body.String(), who+word) && !allowed[who] {
					t.Errorf("GET %s shows %q, beyond the licence", path, who+word)
				}
			}
		}
	}
	for word, allowed := range may {
		for who := range allowed {
			if !strings.Contains(everything, who+word) {
				t.Errorf("%q is granted and shown nowhere", who+word)
			}
		}
	}
	owner := signedIn(t, site, s)
	d := page(t, site, get(t, site, "/article/3").Header().Get("Location"), owner)
	if !strings.Contains(d.Find(".body").Text(), "closedlate") {
		t.Error("the owner does not see the text that was gathered for them")
	}
}

// TestHostileNews puts markup and scripts wherever news has words or addresses.
func TestHostileNews(t *testing.T) {
	t.Parallel()
	const bad = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
	const js = "javascript:alert(3)"
	s := &shelf{sources: []news.Source{{ID: 1, Name: bad, Home: js, Host: bad, Icon: js, Country: bad, Language: bad, Licence: news.LicenceFull}},
		feeds: []news.Feed{{ID: 1, SourceID: 1, URL: js, Title: bad, Failures: 1, Problem: bad}}}
	a := news.Article{
		ID: 1, SourceID: 1, StoryID: 1, URL: js, CanonicalURL: js, Headline: bad, Authors: []string{bad}, Outlet: bad, Summary: bad, Dateline: bad, Language: bad,
		PublishedAt: now, SeenAt: now, Kind: news.KindReport, Licence: news.LicenceFull, Image: news.Image{URL: js, Caption: bad, Credit: bad},
		Enclosures: []news.Enclosure{{URL: js, Type: "audio/mpeg"}}, Related: []news.Link{{Title: bad, URL: js}},
	}
	for _, role := range []news.Role{news.RoleParagraph, news.RoleHeading, news.RoleListItem, news.RoleQuote, news.RoleTable, news.RoleCode, news.RoleEmbed,
		news.RoleImage, news.RoleCaption, news.RoleCredit, news.RoleBio, news.RoleTimestamp, news.RoleCorrection, news.RolePullQuote, news.RoleSummary} {
		a.Blocks = append(a.Blocks, news.Block{Role: role, Text: bad, HTML: bad + `<a href="` + js + `" onclick="x()">go</a><style>*{}</style>`, URL: js})
	}
	s.articles = []news.Article{a}
	s.stories = []news.Story{{ID: 1, Headline: bad, Summary: bad, SourceName: bad, Language: bad, Lead: 1, LeadSource: 1, Articles: 2, Sources: 2, Independent: 1,
		Image: a.Image, FirstSeenAt: now, UpdatedAt: now, Licence: news.LicenceFull, Section: news.SectionWorld}}
	o := options(s)
	o.Private = true
	site := newSite(t, o)
	for _, path := range []string{"/", "/latest", "/section/world", "/story/1", "/article/1", "/source/1", "/sources", "/search?q=" + "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		"/setup?code=%22%3E%3Cscript%3E", "/sign-in?next=javascript:alert(1)", "/?lang=%22%3E%3Cscript%3E"} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		d := page(t, site, path)
		if n := d.Find("script:not([type='application/ld+json']):not([src^='/static/script.']), style, [onerror], [onclick], img[src=x]").Length(); n != 0 {
			t.Errorf("GET %s: %d pieces of hostile markup came through", path, n)
		}
		d.Find("[href], [src], [action]").Each(func(_ int, e *goquerySelection) {
			for _, name := range []string{"href", "src", "action"} {
				if strings.HasPrefix(strings.ToLower(strings.TrimSpace(e.AttrOr(name, ""))), "javascript") {
					t.Errorf("GET %s: %s=%q", path, name, e.AttrOr(name, ""))
				}
			}
		})
	}
	for _, path := range []string{"/feed.atom", "/latest/feed.atom", "/story/1/feed.atom", "/source/1/feed.atom"} {
		if body := get(t, site, path).Body.String(); strings.Contains(body, js) || strings.Contains(body, "<script") {
			t.Errorf("GET %s carries a script", path)
		}
	}
}

func TestFeedsAreWellFormed(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for _, listing := range []string{"", "/latest", "/section/world", "/story/1", "/source/6", "/search"} {
		query := ""
		if listing == "/search" {
			query = "?q=dam"
		}
		w := get(t, site, listing+"/feed.atom"+query)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/atom+xml") {
			t.Errorf("GET %s/feed.atom: got %d, %s", listing, w.Code, w.Header().Get("Content-Type"))
		}
		var document struct {
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Entries []struct {
				ID      string `xml:"id"`
				Title   string `xml:"title"`
				Updated string `xml:"updated"`
			} `xml:"entry"`
		}
		if err := xml.NewDecoder(w.Body).Decode(&document); err != nil {
			t.Errorf("%s/feed.atom: %v", listing, err)
		}
		if document.ID == "" || document.Updated == "" || len(document.Entries) == 0 {
			t.Errorf("%s/feed.atom: got id %q, updated %q, %d entries", listing, document.ID, document.Updated, len(document.Entries))
		}
		ids := map[string]bool{}
		for _, e := range document.Entries {
			if e.Title == "" || e.Updated == "" || ids[e.ID] {
				t.Errorf("%s/feed.atom: entry %q without title or date, or twice", listing, e.ID)
			}
			ids[e.ID] = true
		}
		w = get(t, site, listing+"/feed.json"+query)
		var feed struct {
			Version string           `json:"version"`
			Items   []map[string]any `json:"items"`
		}
		if err := json.NewDecoder(w.Body).Decode(&feed); err != nil || feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.Items) != len(document.Entries) {
			t.Errorf("%s/feed.json: got version %q, %d items, error %v; want 1.1 and %d", listing, feed.Version, len(feed.Items), err, len(document.Entries))
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	o := options(world(pictures))
	o.KeepFor = 0 // as in production
	site := newSite(t, o)
	w := get(t, site, "/")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "public, max-age=60, stale-while-revalidate=30", "Vary": "Cookie",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "style-src 'self'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q: want %s", policy, want)
		}
	}
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "script-src 'self';") {
		t.Errorf("policy %q allows scripts of others", policy)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	site.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Errorf("the same page again: got %d with %d bytes, want 304 with none", again.Code, again.Body.Len())
	}
	d, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	style := get(t, site, d.Find("link[rel=stylesheet]").AttrOr("href", ""))
	if style.Code != http.StatusOK || !strings.Contains(style.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(style.Header().Get("Content-Type"), "text/css") {
		t.Errorf("style: got %d, %v", style.Code, style.Header())
	}
	if body, _ := io.ReadAll(style.Body); len(body) < 1000 {
		t.Errorf("style: got %d bytes", len(body))
	}
}
