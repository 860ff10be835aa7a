package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func emptyStore(t *testing.T) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestBackupsTakeTurns: the newest stay, and nothing that is not a backup of this folder goes.
func TestBackupsTakeTurns(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made")
	db := emptyStore(t)
	at := time.Date(2031, 5, 17, 3, 0, 0, 0, time.UTC)
	for day := range 4 {
		if _, err := BackupInto(t.Context(), db, dir, 2, at.AddDate(0, 0, day), nil); err != nil {
			t.Fatal(err)
		}
		if day == 0 {
			for _, name := range []string{"nutgraf-of-mine.nutgraf", "photo.jpg", "nutgraf-20310517-030000.nutgraf.77.part"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			old := at.AddDate(0, 0, -3)
			if err := os.Chtimes(filepath.Join(dir, "nutgraf-20310517-030000.nutgraf.77.part"), old, old); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := []string{"nutgraf-20310519-030000.nutgraf", "nutgraf-20310520-030000.nutgraf", "nutgraf-of-mine.nutgraf", "photo.jpg"}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("in the folder: got %v, want %v", got, want)
	}
	if _, err := BackupInto(t.Context(), db, dir, 0, at, nil); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("keep none: got %v, want invalid", err)
	}
	if _, err := BackupInto(t.Context(), db, dir, 1, at.AddDate(0, 0, 3), nil); !errors.Is(err, news.ErrConflict) {
		t.Errorf("over another: got %v, want conflict", err)
	}
	newest, failed, err := newestBackup(dir)
	if err != nil || !newest.Equal(at.AddDate(0, 0, 3)) || !strings.Contains(failed, "never overwrites") {
		t.Errorf("newest: got %v, %q, %v", newest, failed, err)
	}
	if got := len(names(t, dir)); got != 5 {
		t.Errorf("a backup that failed left %d files, want the four and the reason", got)
	}
}

// TestABackupIsNamedWhenReadBack: until then, and when it is ended meanwhile, the folder holds nothing that looks like one.
func TestABackupIsNamedWhenReadBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	passes, db := 0, emptyStore(t)
	if _, err := db.Subscribe(ctx, []news.Subscription{{URL: "https://harbour.example/feed"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	_, err := BackupInto(ctx, db, dir, 2, time.Now(), func(_ string, done, total int) {
		if done == total {
			passes++
		}
		if made, err := backupsIn(dir); err != nil || len(made) > 0 {
			t.Errorf("pass %d, %d of %d: got %v, %v", passes, done, total, made, err)
		}
		if passes == 2 {
			stop()
		}
	})
	if passes != 2 || !errors.Is(err, context.Canceled) {
		t.Errorf("after %d passes: got %v", passes, err)
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func names(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// TestTheServiceMakesBackups: at once where there is none, and the next at its turn; the doctor says how they do.
func TestTheServiceMakesBackups(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "made")
	c := Config{Nightly: Nightly{BackupTo: dir, BackupEvery: 24 * time.Hour, BackupKeep: 3}}
	n := nightly{c.Nightly, emptyStore(t), slog.New(slog.DiscardHandler), time.Now}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- n.run(ctx) }()
	for newest := (time.Time{}); newest.IsZero() && ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
		newest, _, _ = newestBackup(dir)
	}
	if due := n.due(); due < 23*time.Hour {
		t.Errorf("the next is due in %v", due)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
	for what, at := range map[Verdict]time.Time{Fine: time.Now(), Wrong: time.Now().Add(48 * time.Hour)} {
		f := &findings{}
		if f.backups(c, at); f.all[0].Verdict != what {
			t.Errorf("at %v: got %v", at, f.all)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, failedBackup), []byte("2031-05-17 no space left\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &findings{}
	if f.backups(c, time.Now()); f.all[0].Verdict != Wrong || !strings.Contains(f.all[0].Says, "no space left") {
		t.Errorf("after a failure: got %v", f.all)
	}
}

// TestABackupThatCannotBeWrittenIsTriedAgain, and the service goes on.
func TestABackupThatCannotBeWrittenIsTriedAgain(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	n := nightly{Nightly{BackupTo: filepath.Join(file, "below"), BackupEvery: 20 * time.Millisecond, BackupKeep: 3}, emptyStore(t), nil, time.Now}
	tries := make(chan struct{}, 100)
	n.log = slog.New(slog.NewTextHandler(writing(func(b []byte) (int, error) {
		if strings.Contains(string(b), "backup failed") {
			tries <- struct{}{}
		}
		return len(b), nil
	}), nil))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.run(ctx) }()
	for range 3 {
		select {
		case <-tries:
		case <-time.After(time.Minute):
			t.Fatal("it is not tried again")
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("run: %v", err)
	}
}

type writing func([]byte) (int, error)

func (w writing) Write(b []byte) (int, error) { return w(b) }
