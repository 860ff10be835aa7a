package store_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

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

// TestNothingIsRestoredUnderAReader: the file that another process has open is not taken from under it.
func TestNothingIsRestoredUnderAReader(t *testing.T) {
	t.Parallel()
	old := engines()["sqlite"](t)
	furnish(t, old)
	var archive strings.Builder
	check(t, old.Backup(t.Context(), &archive, nil))
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	s := open(t, store.Options{Path: path})
	reader, err := store.Open(t.Context(), store.Options{Path: path, ReadOnly: true})
	check(t, err)
	equal(t, "read", must(reader.Counts(t.Context()))(t), news.Counts{})
	if err := s.Restore(t.Context(), strings.NewReader(archive.String()), nil); !errors.Is(err, news.ErrConflict) || !strings.Contains(err.Error(), "another process reads") {
		t.Errorf("got %v, want conflict", err)
	}
	equal(t, "counts", must(s.Counts(t.Context()))(t), news.Counts{})
	check(t, reader.Close())
	check(t, s.Restore(t.Context(), strings.NewReader(archive.String()), nil))
	equal(t, "restored", inventory(t, s), unleased(inventory(t, old)))
}
