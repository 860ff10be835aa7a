package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
)

// ailments are feeds in every state, as seen at now.
func ailments(now time.Time) []news.Feed {
	ago := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	base := func(title string) news.Feed {
		return news.Feed{Title: title, URL: "https://" + strings.ToLower(strings.ReplaceAll(title, " ", "-")) + ".example/feed?key=secret",
			Interval: time.Hour, NextPollAt: now.Add(25 * time.Minute), PolledAt: now.Add(-35 * time.Minute), SucceededAt: now.Add(-35 * time.Minute),
			Health: news.Health{Polls: 812, Unchanged: 700, Failed: 3, Bytes: 1_240_000_000, NewestAt: ago(2), Rhythm: 3 * time.Hour, LastEntries: 30}}
	}
	fail := func(f news.Feed, n int, reason news.Reason, wall, problem string) news.Feed {
		f.Failures, f.Reason, f.Health.Diagnosis, f.SucceededAt = n, reason, wall, ago(60)
		f.Problem = "fetch " + f.URL + ": " + problem
		return f
	}
	feeds := make([]news.Feed, 0, 14)
	add := func(title string, change func(f news.Feed) news.Feed) { feeds = append(feeds, change(base(title))) }
	add("Well", func(f news.Feed) news.Feed {
		f.Health.HubUntil = now.Add(100 * time.Hour)
		f.Health.Changes = []news.Change{{State: news.FeedFailing, At: ago(70), Says: "It could not be read, 3 times in a row."}, {State: news.FeedWell, At: ago(20), Says: "It answers."}}
		return f
	})
	add("New", func(f news.Feed) news.Feed { return news.Feed{Title: f.Title, URL: f.URL, NextPollAt: now} })
	add("Quiet", func(f news.Feed) news.Feed {
		f.Quiet.Hours = (1<<24 - 1) &^ (1 << ((now.UTC().Hour() + 3) % 24))
		return f
	})
	add("Silent", func(f news.Feed) news.Feed { f.Health.NewestAt = ago(12 * 24); return f })
	add("Failing", func(f news.Feed) news.Feed {
		return fail(f, 7, news.ReasonFailed, "", "it took too long: more than 30s")
	})
	add("Login", func(f news.Feed) news.Feed {
		return fail(f, 4, news.ReasonBlocked, "a login (401)", "it asks for a user name and a password (401)")
	})
	add("Walled", func(f news.Feed) news.Feed {
		return fail(f, 4, news.ReasonBlocked, "Cloudflare's bot check", "Cloudflare's bot check stands in front of it and lets no programs in (403)")
	})
	add("Moving", func(f news.Feed) news.Feed {
		f.Moving = news.Move{To: "https://elsewhere.example/feed?key=secret", Since: ago(30)}
		return f
	})
	add("Moved", func(f news.Feed) news.Feed {
		f.Health.MovedFrom, f.Health.MovedAt = "https://before.example/feed?key=secret", ago(50)
		return f
	})
	add("Gone", func(f news.Feed) news.Feed {
		f = fail(f, 1, news.ReasonGone, "", "the server answers 410 Gone")
		f.Stopped = true
		return f
	})
	add("Paused", news.Feed.Paused)
	add("Unlisted", func(f news.Feed) news.Feed { f.Stopped, f.ListID, f.Reason = true, 1, news.ReasonUnlisted; return f })
	add("Held", func(f news.Feed) news.Feed { return fail(f, 2, news.ReasonFailed, "", "it wants no calls") })
	for i := range feeds {
		feeds[i].ID = news.FeedID(i + 1)
	}
	return feeds
}

// ward is a world in which every source has a feed in another state.
func ward(picture func(n int) string) *shelf {
	s := world(picture)
	now := time.Now()
	s.feeds = ailments(now)
	for i, f := range s.feeds {
		source := outlets[i%len(outlets)]
		if i >= len(outlets) {
			source = news.Source{ID: news.SourceID(i + 1), Host: strings.ToLower(f.Title) + ".example", Name: "The " + f.Title + " Post", Weight: 1, Country: "XA", Language: "en"}
			s.sources = append(s.sources, source)
		}
		s.feeds[i].SourceID = source.ID
	}
	s.sources = append(s.sources, news.Source{ID: 99, Host: "imported.example", Name: "Imported", Weight: 1})
	s.holds = []news.Hold{{Host: "held.example", Until: now.Add(3 * time.Hour), Why: "held.example asked for silence by Retry-After"}}
	return s
}

func TestSourcesTellEveryState(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(ward(pictures)))
	d := page(t, site, "/sources")
	got := map[string]string{}
	d.Find(".pipe").Each(func(_ int, p *goquerySelection) {
		got[strings.TrimSpace(p.Find(".by").Text())] = strings.Join(strings.Fields(p.Find(".badge").Text()+" "+p.Find(".says").Text()), " ")
	})
	for title, want := range map[string]string{
		"Well": "✓ well", "New": "○ new It has not been read yet.", "Quiet": "‖ waiting It asks not to be read before",
		"Silent": "◌ silent Nothing new for 12 days; usually about every 3 h.", "Failing": "✕ failing It could not be read, 7 times in a row",
		"Login": "⊘ blocked It asks for a user name and a password.", "Walled": "⊘ blocked It is kept from programs by Cloudflare's bot check.",
		"Moving": "→ moving It has led to another address for 30 h", "Moved": "→ moved It moved", "Gone": "† gone Its server says that it is gone for good",
		"Paused": "■ stopped It is switched off.", "Unlisted": "■ unlisted The list", "Held": "‖ waiting Its host wants no calls before",
	} {
		if !strings.HasPrefix(got[title], want) {
			t.Errorf("%s: got %q, want %q", title, got[title], want)
		}
	}
	facts := strings.Join(strings.Fields(d.Find("#feed-1 .facts").Text()), " ")
	if want := "read 35 min ago · next in 25 min · news about every 3 h · newest 2 h ago · 1.2 GB, 1.5 MB a poll · 86 % unchanged · pushed"; facts != want {
		t.Errorf("facts: got %q, want %q", facts, want)
	}
	if text := d.Find(".head").Text(); !strings.Contains(text, "14 publishers are read here. 13 feeds are followed. 5 have trouble.") {
		t.Errorf("head: got %q", text)
	}
	if n := d.Find("form[method=post] .quiet").Length(); n != 0 {
		t.Errorf("a visitor is offered %d buttons", n)
	}
}

// TestWhatIsBetweenTheInstanceAndItsPublishersStaysThere: a feed's address may hold a key.
func TestWhatIsBetweenTheInstanceAndItsPublishersStaysThere(t *testing.T) {
	t.Parallel()
	s := ward(pictures)
	s.feeds[0].Health.HubProblem = "no answer from https://hub.example/?key=secret"
	site := newSite(t, options(s))
	for _, path := range []string{"/sources", "/sources?show=blocked", "/sources/feed.atom", "/sources/feed.json", "/source/1", "/source/3", "/source/9"} {
		w := get(t, site, path)
		if to := w.Header().Get("Location"); to != "" {
			w = get(t, site, to)
		}
		if body := w.Body.String(); w.Code != http.StatusOK || strings.Contains(body, "secret") || strings.Contains(body, "nutgraf sources set") {
			t.Errorf("%s: got %d, a key or advice for the owner in it: %v", path, w.Code, strings.Contains(body, "secret"))
		}
	}
	owner := signedIn(t, site, s)
	r := httptest.NewRequest(http.MethodGet, "/sources", nil)
	r.AddCookie(owner)
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	for _, want := range []string{"https://walled.example/feed?key=secret", "lets no programs in", "nutgraf sources set 6", "/feeds/6/pause", "/feeds/11/resume"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the owner's page has no %q", want)
		}
	}
}

func TestSourcesAreSifted(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(ward(pictures)))
	for path, want := range map[string][]string{
		"/sources?show=blocked":           {"The Ledger|Walled", "صحيفة النهر|Login"},
		"/sources?show=failing":           {"The Gone Post|Gone", "Le Journal de la Marée|Failing"},
		"/sources?show=silent":            {"VBS Radio|Silent"},
		"/sources?show=moved":             {"The Moved Post|Moved", "The Moving Post|Moving"},
		"/sources?show=stopped":           {"The Gone Post|Gone", "The Paused Post|Paused", "The Unlisted Post|Unlisted"},
		"/sources?name=POST&show=stopped": {"The Gone Post|Gone", "The Paused Post|Paused", "The Unlisted Post|Unlisted"},
		"/sources?name=mar%C3%A9e":        {"Le Journal de la Marée|Failing"},
		"/sources?name=vbs.exam":          {"VBS Radio|Silent"},
		"/sources?name=nowhere":           nil,
	} {
		var got []string
		page(t, site, path).Find(".sources > li").Each(func(_ int, li *goquerySelection) {
			got = append(got, strings.TrimSpace(li.Find("h2 a").Text())+"|"+strings.TrimSpace(li.Find(".by").Text()))
		})
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	first := func(path string) string { return page(t, site, path).Find(".sources > li .by").First().Text() }
	if got := first("/sources"); got != "Walled" && got != "Login" {
		t.Errorf("worst first: got %q", got)
	}
	if got := first("/sources?sort=news"); got == "Well" {
		t.Errorf("longest silent first: got %q", got)
	}
}

// TestManySourcesArePaged follows the pager to the end: each source stands on one page.
func TestManySourcesArePaged(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	for i := 1; i <= 250; i++ {
		s.sources = append(s.sources, news.Source{ID: news.SourceID(i), Name: fmt.Sprintf("Outlet %d", i%40), Host: fmt.Sprintf("o%d.example", i)})
		s.feeds = append(s.feeds, news.Feed{ID: news.FeedID(i), SourceID: news.SourceID(i), URL: fmt.Sprintf("https://o%d.example/", i)})
	}
	site := newSite(t, options(s))
	seen, pages := map[string]bool{}, 0
	for path := "/sources?show=waiting"; path != ""; pages++ {
		d := page(t, site, path)
		d.Find(".sources h2 a").Each(func(_ int, a *goquerySelection) { seen[a.AttrOr("href", "")] = true })
		path = d.Find(".pager .next").AttrOr("href", "")
		if pages > 5 {
			t.Fatal("the pager never ends")
		}
	}
	if len(seen) != 250 || pages != 3 {
		t.Errorf("got %d sources on %d pages, want 250 on 3", len(seen), pages)
	}
}

func TestTheOwnerSetsFeedsAndSources(t *testing.T) {
	t.Parallel()
	s := ward(pictures)
	o := options(s)
	o.KeepFor = time.Hour // what is kept must not hide what was done
	site := newSite(t, o)
	owner := signedIn(t, site, s)
	do := func(path, form string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(owner)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w
	}
	show := func(path string) string {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.AddCookie(owner)
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		return w.Body.String()
	}
	show("/sources")
	back := "back=" + url.QueryEscape("/sources?show=blocked")
	if w := do("/feeds/6/pause", back); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sources?show=blocked" || !s.feeds[5].Stopped {
		t.Errorf("pause: got %d to %q, stopped %v", w.Code, w.Header().Get("Location"), s.feeds[5].Stopped)
	}
	if body := show("/sources"); !strings.Contains(body, "The feed is paused") || !strings.Contains(body, "/feeds/6/resume") {
		t.Error("the page after pausing does not tell of it")
	}
	if do("/feeds/6/resume", "back=https://evil.example/"); s.feeds[5].Stopped {
		t.Error("not resumed")
	}
	if w := do("/feeds/6/resume", "back=//evil.example/"); w.Header().Get("Location") != "/sources" {
		t.Errorf("back to another site: got %q", w.Header().Get("Location"))
	}
	if do("/feeds/4/poll", back); !slices.Equal(s.polled, []news.FeedID{4}) {
		t.Errorf("polled: got %v", s.polled)
	}
	if do("/feeds/4/set", "interval=30m0s&section=science&reading=feed"); s.feeds[3].Wish.Interval != 30*time.Minute ||
		s.feeds[3].Section != news.SectionScience || s.feeds[3].Wish.Reading != news.ReadFeed {
		t.Errorf("set: got %+v", s.feeds[3])
	}
	for _, bad := range []string{"interval=1s&section=&reading=", "interval=x&section=&reading=", "interval=0s&section=nonsense&reading=", "interval=0s&section=&reading=aloud"} {
		if w := do("/feeds/4/set", bad); w.Code != http.StatusBadRequest || s.feeds[3].Wish.Interval != 30*time.Minute {
			t.Errorf("%s: got %d, feed %+v", bad, w.Code, s.feeds[3].Wish)
		}
	}
	if do("/sources/4/set", "name=+VBS+&country=fr&weight=2.5&section=culture&licence=headline"); s.sources[3].Name != "VBS" || s.sources[3].Country != "FR" ||
		s.sources[3].Weight != 2.5 || s.sources[3].Section != news.SectionCulture || s.sources[3].Licence != news.LicenceHeadline {
		t.Errorf("source: got %+v", s.sources[3])
	}
	for _, bad := range []string{"name=&weight=1", "name=x&weight=NaN", "name=x&weight=-1", "name=x&weight=1&country=FRA", "name=x&weight=1&licence=all"} {
		if do("/sources/4/set", bad); s.sources[3].Name != "VBS" {
			t.Errorf("%s: got %+v", bad, s.sources[3])
		}
		if body := show("/sources"); !strings.Contains(body, "Nothing was changed") {
			t.Errorf("%s: the owner is not told", bad)
		}
	}
	if w := do("/feeds/404/pause", ""); w.Code != http.StatusNotFound {
		t.Errorf("no such feed: got %d", w.Code)
	}
}

func TestSourcePageTellsWhatItIsLike(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.articles = nil
	for i := range 8 {
		a := news.Article{ID: news.ArticleID(i + 1), FamilyID: news.ArticleID(i + 1), SourceID: 1, Headline: "Ferry", Language: "en", Section: news.SectionWorld, PublishedAt: now, SeenAt: now}
		if i < 2 {
			a.FamilyID, a.Language, a.Truncated = 99, "fr", true
		}
		s.articles = append(s.articles, a)
	}
	site := newSite(t, options(s))
	got := strings.Join(strings.Fields(page(t, site, "/source/1/selwyn-wire").Find(".lately").Text()), " ")
	for _, want := range []string{"Its newest 8 articles", "Texts of its own6 of 8", "Cut short by the publisher2 of 8", "English 75 %", "World 100 %"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

// TestTheHealthFeed: an entry for each turn, newest first, with an identity that stays.
func TestTheHealthFeed(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(ward(pictures)))
	read := func() (ids, titles []string, dates []string) {
		var feed struct {
			Items []struct {
				ID, Title string
				Text      string `json:"content_text"`
				Published string `json:"date_published"`
			}
		}
		if err := json.Unmarshal(get(t, site, "/sources/feed.json").Body.Bytes(), &feed); err != nil {
			t.Fatal(err)
		}
		for _, i := range feed.Items {
			ids, titles, dates = append(ids, i.ID), append(titles, i.Title), append(dates, i.Published)
			if i.Text == "" {
				t.Errorf("%s says nothing", i.Title)
			}
		}
		return ids, titles, dates
	}
	ids, titles, dates := read()
	for _, want := range []string{"Selwyn Wire: Well cannot be read", "Selwyn Wire: Well answers again", "VBS Radio: Silent fell silent", "The Ledger: Walled is kept from us",
		"The Gone Post: Gone is gone", "The Moving Post: Moving leads to another address", "The Paused Post: Paused is asked no more"} {
		if !slices.Contains(titles, want) {
			t.Errorf("no entry %q in %q", want, titles)
		}
	}
	if slices.ContainsFunc(titles, func(s string) bool { return strings.Contains(s, "Quiet") || strings.Contains(s, "New") }) {
		t.Errorf("what is no turn is told: %q", titles)
	}
	if !slices.IsSortedFunc(dates, func(a, b string) int { return strings.Compare(b, a) }) {
		t.Errorf("not newest first: %v", dates)
	}
	if again, _, _ := read(); !slices.Equal(ids, again) {
		t.Errorf("identities changed:\n%v\n%v", ids, again)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != len(titles) {
		t.Errorf("identities are not unique: %v", ids)
	}
}
