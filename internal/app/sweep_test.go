package app_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nutgraf/internal/app"
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
