package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// said is the findings as lines "verdict check: words".
func said(all []app.Finding) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "%s %s: %s", f.Verdict, f.Check, f.Says)
		if f.Do != "" {
			fmt.Fprintf(&b, " => %s", f.Do)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func holds(t *testing.T, what, got string, want ...string) {
	t.Helper()
	for _, line := range want {
		without, unwanted := strings.CutPrefix(line, "!")
		if strings.Contains(got, without) == unwanted {
			t.Errorf("%s: %q is wanted: %v; got\n%s", what, without, !unwanted, got)
		}
	}
}

const strata = `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Strata</title><link>http://strata.example/</link>
<atom:link rel="hub" href="https://hub.example/"/>
%s</channel></rss>`

// rss is a feed with an entry every three hours, the newest of so long ago.
func recent(newest time.Duration) string {
	var b strings.Builder
	for i := range 12 {
		at := time.Now().Add(-newest - time.Duration(i)*3*time.Hour)
		fmt.Fprintf(&b, "<item><title>Item %d</title><link>http://strata.example/%d</link><pubDate>%s</pubDate></item>", i, i, at.UTC().Format(time.RFC1123Z))
	}
	return fmt.Sprintf(strata, b.String())
}

// misbehaving is a publisher that goes wrong in every way that the doctor must name.
func misbehaving(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	feed := func(newest time.Duration) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"one"`)
			w.Header().Set("Cache-Control", "max-age=1200")
			w.Header().Set("Content-Type", "application/rss+xml")
			if r.Header.Get("If-None-Match") == `"one"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = w.Write([]byte(recent(newest)))
		}
	}
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /private/\n"))
	})
	mux.HandleFunc("/feed", feed(time.Hour))
	mux.HandleFunc("/silent", feed(20*24*time.Hour))
	mux.HandleFunc("/private/feed", feed(time.Hour))
	mux.HandleFunc("/plain", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(recent(time.Hour))) })
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(recent(time.Hour)[:900])) })
	mux.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		if _, word, _ := r.BasicAuth(); word != "sesame" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		feed(time.Hour)(w, r)
	})
	mux.HandleFunc("/forbidden", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/wall", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
	})
	mux.HandleFunc("/tired", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) })
	mux.Handle("/moved", http.RedirectHandler("/feed", http.StatusMovedPermanently))
	mux.Handle("/elsewhere", http.RedirectHandler("/feed", http.StatusFound))
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`<html><head><title>Strata</title><link rel="alternate" type="application/rss+xml" href="/feed"></head><body><p>Hello</p></body></html>`))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func examiner(t *testing.T) app.Examiner {
	local := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	client := fetch.New(fetch.Options{UserAgent: "Nutgraf-Test/1.0", AllowNetworks: local, Robots: true, Timeout: 20 * time.Second})
	t.Cleanup(client.Close)
	return app.Examiner{Client: client, Allow: local, Now: time.Now}
}

func TestExamineAFeed(t *testing.T) {
	t.Parallel()
	server := misbehaving(t)
	for path, want := range map[string][]string{
		"/feed": {"ok DNS: 127.0.0.1 is at 127.0.0.1", "ok address guard", "ok robots.txt: the site lets", "ok answer: 200 OK", `ok header: ETag: "one"`, "Cache-Control: max-age=1200",
			`ok format: rss2.0: "Strata"`, "ok entries: 12", "ok newest: 1 h ago", "ok rhythm: an entry about every 3 h", "ok next reading: in ", "ok hub: https://hub.example/",
			"ok conditional: asked again, it answers 304", "!wrong", "!note"},
		"/silent":       {"note newest: Nothing new for 20 days; usually about every 3 h. => Look whether the publisher", "!wrong"},
		"/private/feed": {"note robots.txt: the site's robots.txt asks programs not to read it; a feed that a person asked for is read nevertheless", "ok entries: 12"},
		"/plain":        {"note conditional: neither ETag nor Last-Modified", "ok entries: 12", "!asked again"},
		"/cut":          {"note parser: ", "ok entries: "},
		"/login":        {"wrong answer: it asks for a user name and a password (401) => If you have them: follow it", "wrong wall: who keeps us out: a login (401)"},
		"/forbidden":    {"wrong answer: the server forbids it to programs of our name (403) => Ask the publisher", "who keeps us out: 403 to our name"},
		"/wall":         {"who keeps us out: Cloudflare's bot check", "such a wall is not got round"},
		"/tired":        {"wrong answer: the server answers 503", "note Retry-After: the host wants no calls for 2 h"},
		"/gone":         {"wrong answer: the server answers 410"},
		"/moved":        {"note redirect: it has moved for good to " + server.URL + "/feed", "ok entries: 12"},
		"/elsewhere":    {"note redirect: for now it leads to " + server.URL + "/feed"},
		"/page":         {"note format: ", "note feed of it: " + server.URL + "/feed (", "!wrong"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			holds(t, path, said(examiner(t).Feed(t.Context(), news.Feed{URL: server.URL + path})), want...)
		})
	}
}

func TestExamineWhatCannotBeCalled(t *testing.T) {
	t.Parallel()
	guarded := app.Examiner{Client: fetch.New(fetch.Options{Robots: true}), Now: time.Now}
	for address, want := range map[string][]string{
		"http://127.0.0.1:9/feed":  {"wrong address guard: 127.0.0.1 is not public, and is not called => if that network is yours", "!answer"},
		"http://news.localhost/":   {"wrong address guard", "!answer"},
		"gopher://strata.example/": {"wrong address: feed address"},
		"http://[::1]/feed":        {"wrong address guard: ::1"},
	} {
		holds(t, address, said(guarded.Feed(t.Context(), news.Feed{URL: address})), want...)
	}
	mail := guarded.Feed(t.Context(), news.Feed{URL: "imaps://mail.example/INBOX", Kind: news.FeedMail})
	holds(t, "mailbox", said(mail), "note address: imaps://mail.example/INBOX is a mailbox")
}

// TestExamineAFollowedFeed: it is asked as the service asks, with its password.
func TestExamineAFollowedFeed(t *testing.T) {
	t.Parallel()
	server := misbehaving(t)
	f := news.Feed{ID: 9, URL: server.URL + "/login", PolledAt: time.Now(), Failures: 4, Reason: news.ReasonBlocked, Problem: "the problem", Health: news.Health{Diagnosis: "a login (401)"}}
	holds(t, "without", said(examiner(t).Feed(t.Context(), f)), "note followed: as feed 9, blocked: It asks for a user name and a password. the problem => ",
		"wrong answer", `"nutgraf sources set 9 --user NAME`)
	f.Wish.User, f.Wish.Password = "me", "sesame"
	holds(t, "with", said(examiner(t).Feed(t.Context(), f)), "ok entries: 12", "!wrong", "!sesame")
}

func TestReach(t *testing.T) {
	t.Parallel()
	server := misbehaving(t)
	feeds := []news.Feed{{ID: 1, URL: server.URL + "/feed"}, {ID: 2, URL: server.URL + "/gone"}, {ID: 3, URL: "http://127.0.0.1:9/", Stopped: true}}
	holds(t, "one host", said(examiner(t).Reach(t.Context(), feeds, 5)), "answers 200", "!410", "!wrong")
	holds(t, "nothing answers", said(examiner(t).Reach(t.Context(), feeds[1:2], 5)), `note online: `, `"nutgraf doctor 2"`, "wrong online: none of the 1 feeds")
	holds(t, "no feed", said(examiner(t).Reach(t.Context(), nil, 5)), "note online: no feed to call", "!wrong")
}

// followed makes a database with feeds in these numbers of failures, blocked each.
func followed(t *testing.T, folder string, failures ...int) *store.Store {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(folder, "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for i, n := range failures {
		feeds, err := db.Subscribe(ctx, []news.Subscription{{URL: fmt.Sprintf("http://o%d.example/feed", i)}}, now)
		if err != nil {
			t.Fatal(err)
		}
		claimed, err := db.ClaimFeeds(ctx, now, now.Add(time.Minute), 10)
		if err != nil || len(claimed) != 1 || claimed[0].ID != feeds[0].ID {
			t.Fatalf("claimed %+v, %v", claimed, err)
		}
		f := claimed[0]
		f.PolledAt, f.NextPollAt, f.Failures = now, now.Add(time.Hour), n
		if n > 0 {
			f.Reason, f.Problem, f.Health.Diagnosis = news.ReasonBlocked, "a wall stands there", "DataDome"
		}
		if _, err := db.SaveEntries(ctx, []news.Poll{{Feed: f}}, now); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestExamineAnInstallation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		prepare func(t *testing.T, c *app.Config)
		want    []string
	}{
		"nothing there": {func(t *testing.T, c *app.Config) { c.Data = filepath.Join(c.Data, "none") }, []string{"note data folder: ", "is not there yet", "!wrong"}},
		"well": {func(t *testing.T, c *app.Config) {
			db := followed(t, c.Data, 0, 0, 0)
			t.Cleanup(func() { _ = db.Close() })
		}, []string{"ok configuration", "ok data folder", "ok disk", fmt.Sprintf("ok process: a nutgraf (pid %d) works on it", os.Getpid()), "ok schema", "ok integrity: the database is whole",
			"ok backlog: no feeds wait", "ok clock", "ok feeds: 3 are followed: 3 well", "!wrong"}},
		"one of three blocked": {func(t *testing.T, c *app.Config) {
			db := followed(t, c.Data, 4, 0, 0)
			if err := db.SaveHolds(ctx, []news.Hold{{Host: "o1.example", Until: time.Now().Add(3 * time.Hour), Why: "429"}}, time.Now()); err != nil {
				t.Fatal(err)
			}
			_ = db.Close()
		}, []string{"note process: no nutgraf works on it", "note feeds: 1 of 3 are in trouble: 1 blocked", "note feed 1: o0.example, http://o0.example/feed: It is kept from programs by DataDome. a wall stands there",
			"note host o1.example: it wants no calls for 3 h: 429", "!wrong"}},
		"all blocked": {func(t *testing.T, c *app.Config) { _ = followed(t, c.Data, 4, 4).Close() }, []string{"wrong feeds: 2 of 2 are in trouble"}},
		"others may look": {func(t *testing.T, c *app.Config) {
			if err := os.Chmod(c.Data, 0o755); err != nil { //nolint:gosec // that is what is found
				t.Fatal(err)
			}
		}, []string{"note data folder: others on this machine may look into it", "chmod go-rwx"}},
		"not a database": {func(t *testing.T, c *app.Config) {
			if err := os.WriteFile(filepath.Join(c.Data, "nutgraf.db"), []byte(strings.Repeat("a letter to a friend. ", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, []string{"wrong database: "}},
		"a file": {func(t *testing.T, c *app.Config) {
			c.Data = filepath.Join(c.Data, "f")
			_ = os.WriteFile(c.Data, nil, 0o600)
		}, []string{"wrong data folder: ", "is a file"}},
		"wrong setting":   {func(_ *testing.T, c *app.Config) { c.Listen = "8080" }, []string{`wrong configuration: --listen "8080"`}},
		"everything open": {func(_ *testing.T, c *app.Config) { c.AllowNetworks = []string{"0.0.0.0/0"} }, []string{"wrong address guard: 0.0.0.0/0"}},
		"metadata":        {func(_ *testing.T, c *app.Config) { c.AllowNetworks = []string{"169.254.0.0/16"} }, []string{"wrong address guard: 169.254.0.0/16 includes"}},
		"in the open": {func(_ *testing.T, c *app.Config) { c.BaseURL = "http://news.example.org" },
			[]string{"note address: the site is public without encryption", "note user agent: "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := settings(t.TempDir())
			if err := os.MkdirAll(config.Data, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(config.Data, 0o700); err != nil { //nolint:gosec // a folder
				t.Fatal(err)
			}
			config.Demo, config.DemoClock, config.AllowNetworks = false, "", nil
			config.UserAgent = "Nutgraf/1.0 (+https://localhost; news reader)"
			c.prepare(t, &config)
			holds(t, name, said(app.Examine(ctx, config, time.Now())), c.want...)
		})
	}
}

// TestExamineADamagedDatabase overwrites the middle of the file, as a failing disk would.
func TestExamineADamagedDatabase(t *testing.T) {
	t.Parallel()
	config := settings(t.TempDir())
	_ = os.MkdirAll(config.Data, 0o700)
	db := followed(t, config.Data, 0, 0, 0, 0)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(config.Data, "nutgraf.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096 * 8; i < len(whole)-4096; i += 3 {
		whole[i] ^= 0x5a
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := said(app.Examine(context.Background(), config, time.Now())); !strings.Contains(got, "wrong integrity: ") && !strings.Contains(got, "wrong database: ") {
		t.Errorf("damage is not found:\n%s", got)
	}
}
