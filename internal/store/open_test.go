package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

func TestASecondWriterIsRefusedAndAReaderIsNot(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	s := open(t, store.Options{Path: path})
	articles(t, s, "a.example", 1)
	_, err := store.Open(ctx, store.Options{Path: path})
	if !errors.Is(err, news.ErrConflict) || !strings.Contains(err.Error(), "in use by another nutgraf (pid ") {
		t.Errorf("a second writer: got %v", err)
	}
	reader := open(t, store.Options{Path: path, ReadOnly: true})
	equal(t, "seen by the reader", len(latest(t, reader)), 1)
	articles(t, s, "b.example", 1)
	equal(t, "seen by the reader", len(latest(t, reader)), 2)
	if err := reader.SetSetting(ctx, "x", "y"); !errors.Is(err, news.ErrUnavailable) {
		t.Errorf("a reader wrote: got %v", err)
	}
	check(t, s.Close())
	check(t, s.Close())
	open(t, store.Options{Path: path})
}

func TestOpeningAgainTakesBackLeases(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	s, err := store.Open(ctx, store.Options{Path: path})
	check(t, err)
	poll(t, s, feed(t, s, "a.example"), entry("a.example", 1))
	feed(t, s, "b.example") // claimed and never saved
	old := must(s.ClaimEntries(ctx, noon, noon.Add(time.Hour), 10, 1))(t)
	must(s.AcquireLease(ctx, "stories", "killed", noon, noon.Add(time.Hour)))(t)
	check(t, s.Close()) // a kill leaves the same rows: nothing is written on closing

	s = open(t, store.Options{Path: path})
	equal(t, "feeds", len(must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t)), 2)
	works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
	if len(works) != 1 || works[0].Attempts != 1 {
		t.Errorf("got %+v", works)
	}
	if term := must(s.AcquireLease(ctx, "stories", "me", noon, noon.Add(time.Minute)))(t); term == 0 {
		t.Error("the killed process still leads")
	}
	check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: old[0].Entry, Articles: []news.Article{plain(old[0], "x")}, LeaseUntil: old[0].LeaseUntil}}, noon))
	equal(t, "saved under the lease of the killed", len(latest(t, s)), 0)
}

// TestKilledProcess runs this test binary as a writer, kills it in the middle of its work and looks at what it left.
func TestKilledProcess(t *testing.T) {
	t.Parallel()
	path := os.Getenv("STORE_TEST_KILLED")
	ctx := context.Background()
	if path != "" { // the process to be killed: it works until then
		s := open(t, store.Options{Path: path})
		f := feed(t, s, "a.example")
		var entries []news.Entry
		for i := range 5000 {
			entries = append(entries, entry("a.example", i))
		}
		poll(t, s, f, entries...)
		for {
			works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Hour), 10, 1))(t)
			var outcomes []news.Outcome
			for _, w := range works {
				outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "quokka")}, Version: 1, LeaseUntil: w.LeaseUntil})
			}
			check(t, s.SaveArticles(ctx, outcomes, noon))
			os.Stdout.WriteString(".\n")
		}
	}
	path = filepath.Join(t.TempDir(), "nutgraf.db")
	killed := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	killed.Env = append(os.Environ(), "STORE_TEST_KILLED="+path)
	out, err := killed.StdoutPipe()
	check(t, err)
	check(t, killed.Start())
	saved := make([]byte, 40) // twenty batches
	for n := 0; n < len(saved); {
		some, err := out.Read(saved[n:])
		check(t, err)
		n += some
	}
	check(t, killed.Process.Kill())
	_ = killed.Wait() // it was killed

	s := open(t, store.Options{Path: path})
	counts := must(s.Counts(ctx))(t)
	stored := 0
	check(t, s.ExportArticles(ctx, func(news.Article, news.Source) error { stored++; return nil }))
	if stored < 200 || stored%10 != 0 || counts.Articles != stored || counts.Entries != 5000 {
		t.Errorf("%d articles are stored, counts say %+v", stored, counts)
	}
	waiting := must(s.Backlogs(ctx, noon))(t)[1].Waiting
	equal(t, "read and waiting", stored+waiting, 5000)
	equal(t, "claimed at once", len(must(s.ClaimEntries(ctx, noon, noon.Add(time.Hour), 5000, 1))(t)), waiting)
	db, err := sql.Open("sqlite", path)
	check(t, err)
	defer db.Close()
	var verdict string
	check(t, db.QueryRow("PRAGMA integrity_check").Scan(&verdict))
	equal(t, "integrity", verdict, "ok")
	check(t, db.QueryRow("SELECT count(*) FROM article_search WHERE article_search MATCH 'quokka'").Scan(&waiting))
	equal(t, "indexed", waiting, stored)
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		check(t, os.MkdirAll(filepath.Dir(path), 0o755))
		check(t, os.WriteFile(path, content, 0o644))
		return path
	}
	cases := map[string]struct {
		options store.Options
		kind    error
		says    []string
	}{
		"no name":         {store.Options{}, nil, []string{"is a folder", "database file"}},
		"folder":          {store.Options{Path: dir}, news.ErrInvalid, []string{dir, "is a folder"}},
		"no folder":       {store.Options{Path: filepath.Join(dir, "no", "such", "n.db")}, news.ErrUnavailable, []string{"does not exist", "--data"}},
		"nothing to read": {store.Options{Path: filepath.Join(dir, "n.db"), ReadOnly: true}, news.ErrNotFound, []string{"n.db", "--data"}},
		"not a database":  {store.Options{Path: write("a/x.db", bytes.Repeat([]byte("not a database"), 1000))}, news.ErrInvalid, []string{"x.db", "not a database of nutgraf", "--data"}},
		"bad address":     {store.Options{URL: "postgres://%zz"}, news.ErrInvalid, []string{"postgres://user@host/name"}},
		"nobody there":    {store.Options{URL: "postgres://u:secret@127.0.0.1:1/x"}, news.ErrUnavailable, []string{"127.0.0.1:1", "--database"}},
	}
	for name, c := range cases {
		s, err := store.Open(context.Background(), c.options)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if c.kind != nil && !errors.Is(err, c.kind) {
			t.Errorf("%s: got %v, want %v", name, err, c.kind)
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %q does not say %q", name, err, says)
			}
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %q tells the password", name, err)
		}
	}
}

func TestOddFileNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"with space.db", "what?.db", "100%41.db", "a#b.db", "ü.db", "a&_pragma=x.db"} {
		path := filepath.Join(t.TempDir(), name)
		check(t, open(t, store.Options{Path: path}).SetSetting(context.Background(), "x", "y"))
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
		equal(t, name, must(open(t, store.Options{Path: path, ReadOnly: true}).Setting(context.Background(), "x"))(t), "y")
	}
}

func TestADatabaseOfTheFutureIsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	check(t, open(t, store.Options{Path: path}).Close())
	places := map[string]store.Options{"sqlite": {Path: path}}
	for engine, o := range places {
		db, err := sql.Open(engine, path)
		check(t, err)
		_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)")
		check(t, errors.Join(err, db.Close()))
		for _, readOnly := range []bool{false, true} {
			o.ReadOnly = readOnly
			_, err := store.Open(ctx, o)
			if !errors.Is(err, news.ErrConflict) || !strings.Contains(err.Error(), "newer nutgraf") {
				t.Errorf("%s: got %v", engine, err)
			}
		}
	}
}

func TestProcessesThatStartAtOnceMigrateOnce(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{"direct": pgtest.URL, "pooled": pgtest.Pooled} { // a pool of three
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := address(t)
			var all sync.WaitGroup
			for range 8 {
				all.Go(func() {
					s, err := store.Open(context.Background(), store.Options{URL: address})
					if err != nil {
						t.Error(err)
						return
					}
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			check(t, open(t, store.Options{URL: address, ReadOnly: true}).Ping(context.Background()))
		})
	}
}

func TestAFullDiskLosesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := engines()["sqlite"](t)
	var entries []news.Entry
	for i := range 200 {
		entries = append(entries, entry("a.example", i))
	}
	poll(t, s, feed(t, s, "a.example"), entries...)
	works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 200, 1))(t)
	var outcomes []news.Outcome
	for i, w := range works {
		o := news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "quokka")}, Version: 1, LeaseUntil: w.LeaseUntil}
		o.Entry.Capture = &news.Capture{FetchedAt: noon, Body: noise(i, 20_000)}
		outcomes = append(outcomes, o)
	}
	limit := store.LimitPages(t, s, 200)
	if err := s.SaveArticles(ctx, outcomes, noon); !errors.Is(err, news.ErrUnavailable) {
		t.Errorf("got %v, want unavailable", err)
	}
	equal(t, "articles", len(latest(t, s)), 0)
	equal(t, "found", len(search(t, s, "quokka")), 0)
	limit(0)
	check(t, s.SaveArticles(ctx, outcomes, noon))
	equal(t, "articles", must(s.Counts(ctx))(t).Articles, 200)
}
