package main_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"nutgraf/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// told is what the program tells of its workers.
type told struct {
	Entries, Uncounted, Unasked         int
	Took                                map[string]map[string]int
	Killed, Lead                        string
	Strays, Missing, Doubled, Scattered []string
}

// TestCrew lets two processes share a PostgreSQL database until nothing waits: each page is asked for once.
func TestCrew(t *testing.T) {
	t.Parallel()
	got := crew(t, "-workers", "2")
	if took := got.Took["1"]["articles"] + got.Took["2"]["articles"]; took != got.Entries {
		t.Errorf("entries taken: %d of %d: %v", took, got.Entries, got.Took)
	}
	if got.Took["1"]["articles"] == 0 || got.Took["2"]["articles"] == 0 {
		t.Errorf("one of the workers took nothing: %v", got.Took)
	}
}

// TestCrewKilled kills the process that groups, as kill -9 does, when half of the entries are read: the other takes over
// what it held, its grouping included, and only what it held is asked of the publisher again.
func TestCrewKilled(t *testing.T) {
	t.Parallel()
	got := crew(t, "-workers", "2", "-kill")
	if got.Killed == "" || got.Lead == "" || got.Lead == got.Killed {
		t.Errorf("killed %q, then led by %q; want one of the two each", got.Killed, got.Lead)
	}
}

// crew runs the program on a database of its own, which ends it with an error unless every entry has become one article
// in one story. What it tells is looked at again here: a program that forgets to fail would prove nothing.
func crew(t *testing.T, args ...string) told {
	t.Helper()
	database := pgtest.URL(t)
	binary := filepath.Join(t.TempDir(), "load")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, binary, append(args, "-feeds", "20", "-gap", "0", "-json", "-lease", "30s", "-timeout", "4m", "-database", database)...)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var got told
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got.Entries < 500 {
		t.Errorf("%d entries only", got.Entries)
	}
	if n := len(got.Strays) + len(got.Missing) + len(got.Doubled) + len(got.Scattered); n != 0 || got.Uncounted != 0 {
		t.Errorf("what should not be: %s", out)
	}
	return got
}
