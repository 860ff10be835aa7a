package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

// TestWhatIsNew holds the live bar to what a reload shows.
func TestWhatIsNew(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	site := newSite(t, options(s))
	for _, path := range []string{"/", "/section/world", settledAt(t, site, "/story/1")} {
		live, found := page(t, site, path).Find("main").Attr("data-live")
		if !found {
			t.Fatalf("%s does not say where to ask for news", path)
		}
		if got := whatIsNew(t, get(t, site, live).Body.String()); got.Count != 0 || got.Words != "" {
			t.Errorf("%s: got %+v at once, want nothing new", path, got)
		}
	}
	live, _ := page(t, site, "/").Find("main").Attr("data-live")
	fresh := s.stories[0]
	fresh.ID, fresh.Headline = 90001, "A ferry comes back"
	s.stories = append([]news.Story{fresh}, s.stories...)
	w := get(t, site, live)
	if got := whatIsNew(t, w.Body.String()); got.Count != 1 || got.Words != "1 new story" {
		t.Errorf("after one came: got %+v", got)
	}
	if got := w.Header().Get("Cache-Control"); got != "public, max-age=15" {
		t.Errorf("Cache-Control: got %q", got)
	}
	if n := page(t, site, "/").Find("a[data-story='90001']").Length(); n == 0 {
		t.Error("what was announced is not on the page")
	}
	u, _ := url.Parse(live)
	q := u.Query()
	q.Set("tongue", "en")
	q.Set("since", "x")
	if got := get(t, site, "/new?"+q.Encode()).Code; got != http.StatusBadRequest {
		t.Errorf("a broken number: got %d, want 400", got)
	}
}

type liveAnswer struct {
	Count int
	Words string
}

func whatIsNew(t *testing.T, body string) (a liveAnswer) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &a); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return a
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for q, want := range map[string]string{"polit": `"URL":"/section/politics"`, "selwyn": `"Kind":"Source"`, "ilse": `"Kind":"Person"`, "": `"URL":"/latest"`} {
		body := get(t, site, "/suggest?q="+q).Body.String()
		var found []struct{ Name, URL string }
		if err := json.Unmarshal([]byte(body), &found); err != nil || len(found) > 8 || !strings.Contains(body, want) {
			t.Errorf("%q: got %s, want at most 8 with %s", q, body, want)
		}
	}
	if got := get(t, site, "/suggest?q=zzzzqqq").Body.String(); got != "[]" {
		t.Errorf("nothing of that name: got %s", got)
	}
}

// TestInstalled checks what a device is told when the site is installed: its files are there, and nothing secret is kept.
func TestInstalled(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	var m struct{ Icons []struct{ Src string } }
	if err := json.Unmarshal(get(t, site, "/manifest.webmanifest").Body.Bytes(), &m); err != nil || len(m.Icons) != 4 {
		t.Fatalf("manifest: %v, %d icons", err, len(m.Icons))
	}
	for _, icon := range m.Icons {
		if got := get(t, site, icon.Src).Code; got != http.StatusOK {
			t.Errorf("%s: got %d", icon.Src, got)
		}
	}
	w := get(t, site, "/sw.js")
	first, _, _ := strings.Cut(w.Body.String(), "\n")
	_, list, _ := strings.Cut(first, "files = ")
	var files []string
	if err := json.Unmarshal([]byte(strings.TrimSuffix(list, ";")), &files); err != nil || len(files) != 4 {
		t.Fatalf("worker: %v in %s", err, first)
	}
	for _, file := range files {
		if got := get(t, site, file).Code; got != http.StatusOK {
			t.Errorf("the worker keeps %s: got %d", file, got)
		}
	}
	if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "no-cache") {
		t.Errorf("worker's Cache-Control: got %q", got)
	}
}
