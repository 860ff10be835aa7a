package app_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/demo"
	"nutgraf/internal/news"
	"nutgraf/internal/store/pgtest"
)

var frozen = time.Date(2031, 5, 17, 9, 0, 0, 0, time.UTC)

// settings are those of a service on a free port with the demo press at a frozen moment.
func settings(data string) app.Config {
	return app.Config{
		Storage:   app.Storage{Data: data},
		Logging:   app.Logging{LogLevel: "error"},
		Gathering: app.Gathering{UserAgent: "NutgrafTest/1.0", FetchTimeout: 10 * time.Second, MaxPageBytes: 10 << 20},
		Listen:    "127.0.0.1:0", Title: "Nutgraf", AdminPassword: "correct horse",
		Demo: true, DemoClock: frozen.Format(time.RFC3339),
	}
}

// start runs the service until the test ends, or until stop is called, which gives what Run returned.
func start(t testing.TB, c app.Config) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		ended <- app.Run(ctx, c, app.Announcements{
			Listening: func(address string) { listening <- address }, Notice: func(string) {},
		})
	}()
	stopped := false
	stop = func() error {
		cancel()
		if stopped {
			return nil
		}
		stopped = true
		return <-ended
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("the service ended with: %v", err)
		}
	})
	select {
	case address = <-listening:
	case err := <-ended:
		stopped = true
		t.Fatalf("the service did not start: %v", err)
	}
	return address, stop
}

func get(t testing.TB, address string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

type status struct {
	Articles, Entries, Stories, Feeds int
	Backlog                           struct{ Feeds, Entries, Articles int }
	Demo                              struct{ Done bool }
}

// awaitDemo asks until all that the press published is in stories.
func awaitDemo(t testing.TB, address string) status {
	t.Helper()
	deadline := time.After(4 * time.Minute)
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for {
		var s status
		_, body := get(t, address+"/api/v1/status")
		if err := json.Unmarshal([]byte(body), &s); err != nil {
			t.Fatalf("status: %v: %s", err, body)
		}
		if s.Demo.Done {
			return s
		}
		select {
		case <-deadline:
			t.Fatalf("the demo is not done in time: %s", body)
		case <-ticker.C:
		}
	}
}

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestDemoRun is the river end to end: invented publishers over HTTP, real pages out of the other end.
func TestDemoRun(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		demoRun(t, settings(t.TempDir()))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		c := settings(t.TempDir())
		c.Database = pgtest.URL(t)
		demoRun(t, c)
	})
	t.Run("PgBouncer", func(t *testing.T) {
		t.Parallel()
		c := settings(t.TempDir())
		c.Database = pgtest.Pooled(t)
		demoRun(t, c)
	})
}

func demoRun(t *testing.T, c app.Config) {
	address, stop := start(t, c)
	got := awaitDemo(t, address)

	press, err := demo.New(demo.Options{Now: frozen})
	if err != nil {
		t.Fatal(err)
	}
	gold := press.Articles()
	if got.Articles < len(gold) || got.Articles > len(gold)+10 { // stacked pages hold several
		t.Errorf("articles: got %d, the press published %d", got.Articles, len(gold))
	}
	if got.Stories >= got.Articles || got.Stories < 30 {
		t.Errorf("stories: got %d of %d articles", got.Stories, got.Articles)
	}
	for _, page := range []string{"/", "/section/world", "/sources", "/about", "/search?q=Tamsel", "/search?q=-Tamsel", "/feed.atom", "/feed.json", "/healthz", "/readyz", "/metrics", "/api/v1/stories?limit=5"} {
		response, body := get(t, address+page)
		if response.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: status %d, %d bytes", page, response.StatusCode, len(body))
		}
	}
	checkEvents(t, c, gold)

	// Stopped and started again, it finds everything done, and adds nothing.
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	address, _ = start(t, c)
	if again := awaitDemo(t, address); again.Articles != got.Articles || again.Stories != got.Stories {
		t.Errorf("after a restart: got %d articles in %d stories, want %d in %d", again.Articles, again.Stories, got.Articles, got.Stories)
	}
}

// TestProcessesShareDatabase runs two services on one PostgreSQL: both work, both show the same.
func TestProcessesShareDatabase(t *testing.T) {
	t.Parallel()
	first, second := settings(t.TempDir()), settings(t.TempDir())
	first.Database = pgtest.URL(t)
	second.Database, second.Demo = first.Database, false
	second.DemoClock = ""
	one, _ := start(t, first)
	two, _ := start(t, second)
	got := awaitDemo(t, one)
	var other status
	_, body := get(t, two+"/api/v1/status")
	if err := json.Unmarshal([]byte(body), &other); err != nil || other.Articles != got.Articles || other.Stories != got.Stories {
		t.Errorf("the second shows %s (%v), want %+v", body, err, got)
	}
	if response, _ := get(t, two+"/"); response.StatusCode != http.StatusOK {
		t.Errorf("the second's front page: status %d", response.StatusCode)
	}
}

// checkEvents holds the stories against the events that the press knows of: pairs of articles, rightly together.
func checkEvents(t *testing.T, c app.Config, gold []demo.Item) {
	t.Helper()
	db, err := c.Read(t.Context(), c.Logger())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	event := map[string]string{}
	for _, item := range gold {
		event[item.Headline] = item.Language + " " + item.Event // stories are of one language
	}
	type article struct {
		event string
		story news.StoryID
	}
	var found []article
	err = db.ExportArticles(t.Context(), func(a news.Article, _ news.Source) error {
		if e, known := event[a.Headline]; known {
			found = append(found, article{e, a.StoryID})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var right, wrong, missed float64
	for i, a := range found {
		for _, b := range found[:i] {
			switch {
			case a.event == b.event && a.story == b.story:
				right++
			case a.story == b.story:
				wrong++
			case a.event == b.event:
				missed++
			}
		}
	}
	precision, recall := right/(right+wrong), right/(right+missed)
	t.Logf("grouping of %d articles: precision %.3f, recall %.3f of pairs", len(found), precision, recall)
	if len(found) < len(gold)*8/10 || precision < .8 || recall < .6 {
		t.Errorf("of %d articles %d were found by headline; pairs: precision %.3f (want .8), recall %.3f (want .6)", len(gold), len(found), precision, recall)
	}
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() }) // after the parallel tests below
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("not a database, but long enough to look at"), 0o600); err != nil {
		t.Fatal(err)
	}
	inUse := t.TempDir()
	start(t, settings(inUse))
	wrecked := t.TempDir()
	if err := os.WriteFile(filepath.Join(wrecked, "nutgraf.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name   string
		change func(*app.Config)
		want   string
	}{
		{"port in use", func(c *app.Config) { c.Listen = taken.Addr().String() }, "cannot listen on " + taken.Addr().String()},
		{"folder is a file", func(c *app.Config) { c.Data = file }, "--data"},
		{"folder in use", func(c *app.Config) { c.Data = inUse }, "in use by another nutgraf"},
		{"no database", func(c *app.Config) { c.Data = wrecked }, "nutgraf.db"},
		{"PostgreSQL not there", func(c *app.Config) { c.Database = "postgres://nobody@127.0.0.1:1/none" }, "127.0.0.1"},
		{"PostgreSQL address", func(c *app.Config) { c.Database = "mysql://x" }, "postgres://"},
		{"password file", func(c *app.Config) { c.AdminPasswordFile = file + ".missing" }, "--admin-password-file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := settings(t.TempDir())
			test.change(&c)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			err := app.Run(ctx, c, app.Announcements{Listening: func(string) {}, Notice: func(string) {}})
			if err == nil || errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want one with %q", err, test.want)
			}
			if err != nil && strings.Contains(err.Error(), "\n") {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

// TestPrivateMeansLocal sees a private service refuse a name that leads here from outside (DNS rebinding).
func TestPrivateMeansLocal(t *testing.T) {
	t.Parallel()
	c := settings(t.TempDir())
	c.Demo, c.DemoClock = false, ""
	address, _ := start(t, c)
	for _, path := range []string{"/", "/api/v1/sources", "/metrics"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "rebound.invalid"
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusMisdirectedRequest {
			t.Errorf("%s: status %d, want 421", path, response.StatusCode)
		}
	}
}

func TestWelcomeWithoutSources(t *testing.T) {
	t.Parallel()
	c := settings(t.TempDir())
	c.Demo, c.DemoClock = false, ""
	address, _ := start(t, c)
	response, body := get(t, address+"/")
	if response.StatusCode != http.StatusOK || !strings.Contains(body, "OPML") {
		t.Errorf("first page without sources: status %d, no welcome:\n%s", response.StatusCode, fmt.Sprintf("%.500s", body))
	}
}
