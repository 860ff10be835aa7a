package app_test

import (
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"nutgraf/internal/app"
	"nutgraf/internal/licence"
	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// A sweep reads every address that a visitor of a public instance can reach: pages, feeds, calendars and the API.

// owner is a client that is signed in.
func owner(t *testing.T, address string) *http.Client {
	t.Helper()
	return signedIn(t, address, "", "correct horse")
}

func signedIn(t *testing.T, address, name, password string) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	tell(t, client, address+"/sign-in", url.Values{"username": {name}, "password": {password}, "next": {"/about"}})
	return client
}

// tell posts a form, and fails unless it succeeds.
func tell(t *testing.T, client *http.Client, address string, form url.Values) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, _ := io.ReadAll(response.Body); response.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d: %.300s", address, response.StatusCode, body)
	}
}

var (
	linked = regexp.MustCompile(`(?:href|src)="(/[^/"][^"]*|/)"`)
	named  = regexp.MustCompile(`https?://news\.example(/[^"<\s]*)`)
	folded = regexp.MustCompile(`\r?\n[ \t]`)
)

// plainly is a body as it is read: without the ways in which HTML, JSON and calendars write letters.
func plainly(body string) string {
	body = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\"`, `"`, `\,`, ",", `\;`, ";").Replace(folded.ReplaceAllString(body, ""))
	return html.UnescapeString(html.UnescapeString(body))
}

// mostOfAKind is how many addresses of one kind, such as the feeds of persons, are followed beside those that a sweep begins with.
const mostOfAKind = 25

var (
	numbers = regexp.MustCompile(`\d+`)
	slugs   = regexp.MustCompile(`^(/\w+/N)/[^/.?]+$`)
	values  = regexp.MustCompile(`=[^&]*`)
)

// addressKind is what an address has in common with those of its kind.
func addressKind(path string) string {
	return slugs.ReplaceAllString(values.ReplaceAllString(numbers.ReplaceAllString(path, "N"), "="), "$1/slug")
}

// sweep reads what can be reached from some addresses, of each kind the first. It returns the bodies by their addresses.
func sweep(t *testing.T, address string, seeds []string) map[string]string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	bodies := map[string]string{}
	queue := slices.Clone(seeds)
	seen := map[string]bool{}
	for _, path := range seeds {
		seen[path] = true
	}
	kinds := map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			continue // not an address that a browser would call
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode >= http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, response.StatusCode)
		}
		body := html.UnescapeString(string(raw))
		bodies[path] = plainly(string(raw))
		next := []string{response.Header.Get("Location")}
		for _, pattern := range []*regexp.Regexp{linked, named} {
			for _, m := range pattern.FindAllStringSubmatch(body, -1) {
				next = append(next, html.UnescapeString(m[1]))
			}
		}
		for _, to := range next {
			to, _, _ = strings.Cut(to, "#")
			// Past hours are without end; the pages of one moment are swept. One tongue is as good as another.
			if !strings.HasPrefix(to, "/") || seen[to] || strings.HasPrefix(to, "/static/") || strings.Contains(to, "at=") || strings.Contains(to, "tongue=") {
				continue
			}
			seen[to] = true
			kind := addressKind(to)
			if kinds[kind]++; kinds[kind] <= mostOfAKind {
				queue = append(queue, to)
			}
		}
	}
	return bodies
}

// doors are where a sweep begins: what no page links to, and what stands under a number.
func doors(articles []news.Article) []string {
	paths := []string{"/", "/api/v1/stories", "/api/v1/threads", "/api/v1/entities", "/api/v1/quotes", "/api/v1/agenda", "/api/v1/timeline", "/api/v1/sources",
		"/api/v1/search?q=the", "/search?q=the", "/search/feed.atom?q=the", "/search/feed.json?q=the", "/agenda.ics", "/feed.atom", "/feed.json", "/log", "/sitemap.xml", "/robots.txt",
		"/sitemap-news.xml", "/sitemap/pages.xml", "/sitemap/stories-1.xml", "/opensearch.xml", "/manifest.webmanifest", "/offline", "/trending", "/trending/feed.atom",
		"/trending/feed.json", "/media", "/media/feed.atom", "/media/feed.json", "/media?kind=audio", "/media?kind=video", "/suggest?q=th", "/suggest?q=da", "/new?since=0"}
	for _, a := range articles {
		paths = append(paths, fmt.Sprintf("/article/%d", a.ID), fmt.Sprintf("/api/v1/articles/%d", a.ID), fmt.Sprintf("/api/v1/articles/%d/facts", a.ID),
			fmt.Sprintf("/source/%d", a.SourceID), fmt.Sprintf("/source/%d/feed.atom", a.SourceID))
		if a.StoryID != 0 {
			for _, what := range []string{"/story/%d", "/story/%d/feed.json", "/story/%d/agenda.ics", "/new?since=0&story=%d", "/api/v1/stories/%d", "/api/v1/stories/%d/why", "/api/v1/stories/%d/quotes",
				"/api/v1/stories/%d/timeline", "/api/v1/stories/%d/numbers"} {
				paths = append(paths, fmt.Sprintf(what, a.StoryID))
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// whole reads all articles with their texts.
func whole(t *testing.T, db *store.Store) (all []news.Article) {
	t.Helper()
	f := news.Filter{Limit: news.MaxLimit}
	for {
		some, next, err := db.Latest(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range some {
			full, _, err := db.Article(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, full)
		}
		if next == "" {
			return all
		}
		f.After = next
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?؟]["”»]?\s+`)

// sentencesOf are the longer sentences of an article, without their marks at the end.
func sentencesOf(a news.Article) (list []string) {
	for _, s := range sentenceEnd.Split(a.Summary+". "+strings.ReplaceAll(a.Text(), "\n", ". "), -1) {
		if s = strings.Trim(s, " .!?؟"); len(strings.Fields(s)) >= 8 {
			list = append(list, s)
		}
	}
	return list
}

func picturesIn(a news.Article) (list []string) {
	if a.Image.URL != "" {
		list = append(list, a.Image.URL)
	}
	for _, b := range a.Blocks {
		if b.Role == news.RoleImage && b.URL != "" {
			list = append(list, b.URL)
		}
	}
	return list
}

// keeper is a reader with an account, who saves, follows and has read all that there is.
func keeper(t *testing.T, c app.Config, address string, articles []news.Article) *http.Client {
	t.Helper()
	const name, password = "Ines", "battery staple"
	users, err := c.Users(t.Context(), c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer users.Close()
	if _, err := users.Add(t.Context(), name, password); err != nil {
		t.Fatal(err)
	}
	client := signedIn(t, address, name, password)
	done := map[string]bool{}
	say := func(path string, form url.Values) {
		if form.Set("back", "/about"); !done[path+form.Encode()] {
			done[path+form.Encode()] = true
			tell(t, client, address+path, form)
		}
	}
	for _, a := range articles {
		say("/saved", url.Values{"article": {a.ID.String()}})
		say("/read", url.Values{"article": {a.ID.String()}})
		say("/follow", url.Values{"kind": {"source"}, "ref": {a.SourceID.String()}, "name": {"A source"}})
		if a.StoryID != 0 {
			say("/saved", url.Values{"story": {a.StoryID.String()}, "note": {"for later"}})
			say("/read", url.Values{"story": {a.StoryID.String()}})
		}
	}
	say("/settings/key", url.Values{})
	return client
}

var keyedFeed = regexp.MustCompile(`/(?:saved|yours)/feed\.(?:atom|json)\?key=\w+`)

// kept reads what a keeper has: lists, exports, what a mute would hide, and the feeds with their key, which need no sign-in.
func kept(t *testing.T, client *http.Client, address string) map[string]string {
	t.Helper()
	bodies := map[string]string{}
	read := func(client *http.Client, path string) string {
		response, err := client.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK || len(body) == 0 {
			t.Fatalf("%s: status %d, %d bytes, %v", path, response.StatusCode, len(body), err)
		}
		bodies[path] = plainly(string(body))
		return string(body)
	}
	for _, path := range []string{"/saved.json", "/saved.md", "/yours", "/history", "/mutes?kind=words&value=the", "/", "/latest", "/trending", "/media"} {
		read(client, path)
	}
	after := regexp.MustCompile(`href="(/saved\?after=[^"]+)"`)
	for path := "/saved"; path != ""; {
		m := after.FindStringSubmatch(read(client, path))
		if path = ""; m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	feeds := keyedFeed.FindAllString(html.UnescapeString(read(client, "/settings")), -1)
	if len(feeds) < 4 {
		t.Fatalf("feeds with a key: %v", feeds)
	}
	for _, path := range feeds {
		read(http.DefaultClient, path)
	}
	return bodies
}

// drawn are the addresses of the pictures here that each article's own page shows to a client.
func drawn(t *testing.T, client *http.Client, address string, articles []news.Article) map[news.ArticleID][]string {
	t.Helper()
	shown := map[news.ArticleID][]string{}
	for _, a := range articles {
		if len(picturesIn(a)) == 0 {
			continue
		}
		response, err := client.Get(fmt.Sprintf("%s/article/%d", address, a.ID))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(fmt.Sprintf(`/picture/160/%d/[\w-]+`, a.ID)).FindAllString(string(body), -1)
		slices.Sort(found)
		shown[a.ID] = slices.Compact(found)
	}
	return shown
}

// standsIn finds texts in the bodies of a sweep: the addresses at which each stands. A body is split into words once, and held
// only against the texts that begin as it has it somewhere.
func standsIn(bodies map[string]string, texts []string) map[string][]string {
	const few = 3
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	begin := map[string][]string{}
	for _, text := range slices.Compact(slices.Sorted(slices.Values(texts))) {
		words := split(text)
		key := strings.Join(words[:min(few, len(words))], " ")
		begin[key] = append(begin[key], text)
	}
	found := map[string][]string{}
	for path, body := range bodies {
		words := split(body)
		tried := map[string]bool{}
		for i := range words {
			for n := 1; n <= few && i+n <= len(words); n++ {
				key := strings.Join(words[i:i+n], " ")
				if tried[key] || begin[key] == nil {
					continue
				}
				tried[key] = true
				for _, text := range begin[key] {
					if strings.Contains(body, text) {
						found[text] = append(found[text], path)
					}
				}
			}
		}
	}
	return found
}

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
