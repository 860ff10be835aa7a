package store_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

var upgradeKills = flag.Int("upgrade-kills", 2, "how often TestKilledUpgrade kills the upgrade of a schema before it may finish")

// changed are the columns that an upgrade gives other values, by table: all else must be as it was. A lease is read as none.
var changed = map[string][]string{
	"entries": {"link_key", "title_key"}, // NULL until they are worked out
	"sources": {"country"},               // schema 11 finds it
}

// unchanged are the columns of a database that an upgrade leaves alone.
func unchanged(columns map[string][]string) map[string][]string {
	for table, some := range changed {
		columns[table] = slices.DeleteFunc(columns[table], func(column string) bool { return slices.Contains(some, column) })
	}
	return columns
}

// sameSums sees that what stood in an older schema stands there now.
func sameSums(tb testing.TB, version int64, before, now map[string]string) {
	tb.Helper()
	if len(before) < 10 {
		tb.Errorf("schema %d: %d tables and sequences only", version, len(before))
	}
	for what, sum := range before {
		equal(tb, fmt.Sprintf("%s, from schema %d", what, version), now[what], sum)
	}
}

func address(o store.Options) string { return o.Path + o.URL }

// TestKilledUpgrade kills the upgrade of databases of every released schema at random moments, on both engines. What
// stood in them stands in them at the end, row by row, and what the new schema wants is there too.
func TestKilledUpgrade(t *testing.T) {
	t.Parallel()
	if o := (store.Options{Path: os.Getenv("STORE_TEST_UPGRADE"), URL: os.Getenv("STORE_TEST_UPGRADE_URL")}); address(o) != "" {
		os.Stdout.WriteString("opening\n") // the process to be killed
		open(t, o)
		return
	}
	from := filepath.Join(t.TempDir(), "newest.db")
	newest, err := store.Open(t.Context(), store.Options{Path: from})
	check(t, err)
	furnish(t, newest)
	articles(t, newest, "many.example", 1000)
	found := len(search(t, newest, "river OR dam"))
	check(t, newest.Close())
	for engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(1, 1))
			for _, version := range store.Versions(t, engine) {
				o := store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")}
				if engine == "postgres" {
					o = store.Options{URL: pgtest.URL(t)}
				}
				store.Aged(t, engine, address(o), version, from)
				columns := unchanged(store.Columns(t, engine, address(o)))
				before := store.Sums(t, engine, address(o), columns)
				for range *upgradeKills {
					killUpgrade(t, o, time.Duration(chance.IntN(150_000))*time.Microsecond)
				}
				s := open(t, o)
				sameSums(t, version, before, store.Sums(t, engine, address(o), columns))
				for what, query := range map[string]string{
					"articles without facts":        "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM facts)",
					"stories without a state":       "SELECT id FROM stories WHERE id NOT IN (SELECT story_id FROM story_log)",
					"entries without keys":          "SELECT id FROM entries WHERE link_key IS NULL",
					"articles that are half stored": "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM article_bodies)",
				} {
					equal(t, what, store.Strings(t, s, "SELECT CAST(id AS text) FROM ("+query+") AS missing"), []string(nil))
				}
				if engine == "sqlite" {
					equal(t, "found", len(search(t, s, "river OR dam")), found)
					check(t, s.Check(t.Context()))
				}
			}
		})
	}
}

// killUpgrade opens a database in another process and kills that, so long after it began to open.
func killUpgrade(t *testing.T, o store.Options, after time.Duration) {
	t.Helper()
	killed := exec.Command(os.Args[0], "-test.run=^TestKilledUpgrade$")
	killed.Env = append(os.Environ(), "STORE_TEST_UPGRADE="+o.Path, "STORE_TEST_UPGRADE_URL="+o.URL)
	out, err := killed.StdoutPipe()
	check(t, err)
	check(t, killed.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	check(t, err)
	equal(t, "said", line, "opening\n")
	timer := time.AfterFunc(after, func() { _ = killed.Process.Kill() }) // it may have ended: just as well
	defer timer.Stop()
	_, _ = io.Copy(io.Discard, out)
	_ = killed.Wait() // it was killed
}

// TestUpgradeTells: whoever waits for a long upgrade is told how far it is.
func TestUpgradeTells(t *testing.T) {
	t.Parallel()
	s := engines()["sqlite"](t)
	heard := make(chan string, 10)
	done := store.Watch(s, func(text string) { heard <- text }, func() string { return "half" })
	select {
	case text := <-heard:
		equal(t, "told", text, "half")
	case <-time.After(time.Minute):
		t.Error("nothing was told")
	}
	done()
}

// BenchmarkUpgrade opens databases of every released schema, each made from the one in the folder NUTGRAF_VOLUME. On
// PostgreSQL the search index stays empty. With -v the steps are told.
func BenchmarkUpgrade(b *testing.B) {
	folder := os.Getenv("NUTGRAF_VOLUME")
	if folder == "" {
		b.Skip("NUTGRAF_VOLUME names no folder of a database")
	}
	for engine := range engines() {
		for _, version := range store.Versions(b, engine) {
			b.Run(fmt.Sprintf("%s/from-%d", engine, version), func(b *testing.B) { upgradeOne(b, engine, version, filepath.Join(folder, "nutgraf.db")) })
		}
	}
}

func upgradeOne(b *testing.B, engine string, version int64, from string) {
	for range b.N {
		b.StopTimer()
		o := store.Options{Path: filepath.Join(b.TempDir(), "nutgraf.db"), Log: slog.New(slog.NewTextHandler(b.Output(), nil)), Notice: func(text string) { b.Log(text) }}
		if engine == "postgres" {
			o.Path, o.URL = "", pgtest.URL(b)
		}
		store.Aged(b, engine, address(o), version, from)
		columns := unchanged(store.Columns(b, engine, address(o)))
		before := store.Sums(b, engine, address(o), columns)
		b.StartTimer()
		s, err := store.Open(context.Background(), o)
		b.StopTimer()
		check(b, err)
		check(b, s.Close())
		sameSums(b, version, before, store.Sums(b, engine, address(o), columns))
		if engine == "sqlite" {
			check(b, os.RemoveAll(filepath.Dir(o.Path)))
		}
		b.StartTimer()
	}
}

// TestRestoreCompares: a table that the engine keeps otherwise than the backup has it is found.
func TestRestoreCompares(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		old := engines()["sqlite"](t)
		furnish(t, old)
		var first, second strings.Builder
		check(t, old.Backup(ctx, &first, nil))
		check(t, s.RestoreCompared(ctx, strings.NewReader(first.String()), nil))
		check(t, s.Backup(ctx, &second, nil))
		one, other := must(store.Verify(ctx, strings.NewReader(first.String()), nil))(t), must(store.Verify(ctx, strings.NewReader(second.String()), nil))(t)
		equal(t, "tables of the backup of what was restored", other.Tables, one.Tables)
		if one.Rows < 30 || one.Engine != "sqlite" {
			t.Errorf("got %+v", one)
		}
		if err := store.Spoiled(ctx, engines()[store.Engine(s)](t), strings.NewReader(first.String())); err == nil || !strings.Contains(err.Error(), "not as in the backup") {
			t.Errorf("a row that is stored otherwise: got %v", err)
		}
	})
}

// unleased is an inventory of the same rows without leases, which are in no backup.
func unleased(all map[string]any) map[string]any {
	for _, source := range all["sources"].([]news.SourceState) {
		for i := range source.Feeds {
			source.Feeds[i].LeaseUntil = time.Time{}
		}
	}
	return all
}

// TestAKilledRestoreLeavesAnEmptyDatabase kills restores at random moments; the last one may finish.
func TestAKilledRestoreLeavesAnEmptyDatabase(t *testing.T) {
	t.Parallel()
	archive := os.Getenv("STORE_TEST_RESTORE")
	if archive != "" { // the process to be killed
		file, err := os.Open(archive)
		check(t, err)
		s := open(t, store.Options{Path: os.Getenv("STORE_TEST_RESTORE_PATH"), URL: os.Getenv("STORE_TEST_RESTORE_URL")})
		check(t, s.Restore(t.Context(), file, func(_ string, done, _ int) { fmt.Println("restoring", done) }))
		return
	}
	old := engines()["sqlite"](t)
	furnish(t, old)
	articles(t, old, "many.example", 1000)
	archive = filepath.Join(t.TempDir(), "all.nutgraf")
	file, err := os.Create(archive)
	check(t, err)
	check(t, old.Backup(t.Context(), file, nil))
	check(t, file.Close())
	want := unleased(inventory(t, old))
	for engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			o := store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")}
			if engine == "postgres" {
				o = store.Options{URL: pgtest.URL(t)}
			}
			chance := rand.New(rand.NewPCG(1, 2))
			for range 4 {
				killed := exec.Command(os.Args[0], "-test.run=^TestAKilledRestoreLeavesAnEmptyDatabase$")
				killed.Env = append(os.Environ(), "STORE_TEST_RESTORE="+archive, "STORE_TEST_RESTORE_PATH="+o.Path, "STORE_TEST_RESTORE_URL="+o.URL)
				out, err := killed.StdoutPipe()
				check(t, err)
				check(t, killed.Start())
				lines := bufio.NewScanner(out)
				for range 1 + chance.IntN(5) { // of the seven or so that it would say
					lines.Scan()
				}
				check(t, killed.Process.Kill())
				_, _ = io.Copy(io.Discard, out)
				_ = killed.Wait() // it was killed
				s, err := store.Open(t.Context(), o)
				check(t, err)
				equal(t, "left by the killed", must(s.Counts(t.Context()))(t), news.Counts{})
				if engine == "sqlite" {
					left, err := filepath.Glob(o.Path + ".*")
					equal(t, "files left", len(left), 0)
					check(t, err)
				}
				check(t, s.Close())
			}
			s := open(t, o)
			file, err := os.Open(archive)
			check(t, err)
			defer file.Close()
			check(t, s.Restore(t.Context(), file, nil))
			equal(t, "restored", inventory(t, s), want)
		})
	}
}

// TestAFullDiskLeavesNothingRestored and the way out: the same database takes the backup when there is room.
func TestAFullDiskLeavesNothingRestored(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	old := engines()["sqlite"](t)
	furnish(t, old)
	articles(t, old, "many.example", 500)
	var archive strings.Builder
	check(t, old.Backup(ctx, &archive, nil))
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	s := open(t, store.Options{Path: path})
	store.LimitAside(s, 200)
	if err := s.Restore(ctx, strings.NewReader(archive.String()), nil); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("got %v, want a full disk", err)
	}
	equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{})
	left, err := filepath.Glob(path + ".*")
	check(t, err)
	equal(t, "files left", len(left), 0)
	store.LimitAside(s, 0)
	check(t, s.Restore(ctx, strings.NewReader(archive.String()), nil))
	equal(t, "restored", inventory(t, s), unleased(inventory(t, old)))
}
