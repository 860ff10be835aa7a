package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/store"

	"github.com/google/go-cmp/cmp"
)

var (
	kills    = flag.Int("kills", 4, "how often the kill tests kill the program")
	killSeed = flag.Uint64("kill-seed", 1, "chance of the moments")
)

// killsPerRun is how often one run is killed before it may finish: work that was saved is not done again, so that
// later kills would find less and less to disturb.
const killsPerRun = 4

// TestKillImport kills imports at random moments, then lets them finish: every article is there once, in one story.
func TestKillImport(t *testing.T) {
	t.Parallel()
	binary := build(t)
	articles := filepath.Join(t.TempDir(), "articles.jsonl")
	const want = 3000
	grind(t, articles, want)
	chance := rand.New(rand.NewPCG(*killSeed, 1))
	for killed := 0; killed < *kills; killed += killsPerRun {
		data := t.TempDir()
		for range killsPerRun {
			command := exec.CommandContext(t.Context(), binary, "import", "--data", data, articles)
			killAfter(t, command, time.Duration(chance.IntN(1200))*time.Millisecond)
		}
		out, err := exec.CommandContext(t.Context(), binary, "import", "--json", "--data", data, articles).CombinedOutput()
		if err != nil {
			t.Fatalf("the import after the kills: %v\n%s", err, out)
		}
		got := records(t, binary, data)
		if len(got) != want {
			t.Errorf("articles after the kills: got %d, want %d", len(got), want)
		}
		checkStories(t, data, got)
	}
}

// TestKillDemo kills the service at random moments while it gathers from the demo press, then lets it finish: the
// articles are those of a run that nobody disturbed.
func TestKillDemo(t *testing.T) {
	t.Parallel()
	binary := build(t)
	calm := t.TempDir()
	finishDemo(t, binary, calm)
	want := records(t, binary, calm)
	if len(want) < 100 {
		t.Fatalf("the calm run has %d articles only", len(want))
	}
	chance := rand.New(rand.NewPCG(*killSeed, 2))
	for killed := 0; killed < *kills; killed += killsPerRun {
		data := t.TempDir()
		for range killsPerRun {
			killAfter(t, serveDemo(t.Context(), binary, data), time.Duration(100+chance.IntN(1200))*time.Millisecond)
		}
		finishDemo(t, binary, data)
		got := records(t, binary, data)
		if diff := cmp.Diff(identities(want), identities(got)); diff != "" {
			t.Errorf("articles after the kills (-calm +shaken):\n%s", diff)
		}
		checkStories(t, data, got)
	}
}

var port = regexp.MustCompile(`localhost:\d+`)

// identities are what makes articles the same in two runs: address without the port, and headline.
func identities(all []extract.Record) []string {
	var names []string
	for _, r := range all {
		names = append(names, port.ReplaceAllString(r.URL, "localhost")+" "+r.Headline)
	}
	slices.Sort(names)
	return names
}

// checkStories sees that every article is in one story and that the stories' own counts agree.
func checkStories(t *testing.T, data string, articles []extract.Record) {
	t.Helper()
	members := map[string]int{}
	seen := map[string]bool{}
	for _, r := range articles {
		if r.Story == "" || r.Story == "0" {
			t.Errorf("article %s (%s) is in no story", r.ID, r.Headline)
		}
		if seen[r.URL+r.Headline] {
			t.Errorf("twice: %s %s", r.URL, r.Headline)
		}
		seen[r.URL+r.Headline] = true
		members[r.Story]++
	}
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(data, "nutgraf.db"), ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	counts, err := db.Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if counts.Articles != len(articles) || counts.Stories != len(members) {
		t.Errorf("counts: got %d articles in %d stories, want %d in %d", counts.Articles, counts.Stories, len(articles), len(members))
	}
	for id, n := range members {
		var number int64
		if _, err := fmt.Sscan(id, &number); err != nil {
			t.Fatal(err)
		}
		story, err := db.Story(t.Context(), news.StoryID(number))
		if err != nil || story.Articles != n {
			t.Errorf("story %s: says %d articles (%v), has %d", id, story.Articles, err, n)
		}
	}
}

// records is what "export articles" says.
func records(t *testing.T, binary, data string) []extract.Record {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, "export", "--data", data, "articles")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("export: %v", err)
	}
	var all []extract.Record
	for line := range strings.Lines(string(out)) {
		var r extract.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// killAfter starts the command and kills it, as kill -9 does, unless it has ended by itself.
func killAfter(t *testing.T, command *exec.Cmd, moment time.Duration) {
	t.Helper()
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(moment, func() { _ = command.Process.Kill() }) // it may be gone: just as well
	defer timer.Stop()
	_ = command.Wait() // killed, as it should be
}

func serveDemo(ctx context.Context, binary, data string) *exec.Cmd {
	return exec.CommandContext(ctx, binary, "serve", "--demo", "--demo-clock", "2031-05-17T09:00:00Z", "--listen", "127.0.0.1:0",
		"--admin-password", "correct horse", "--data", data)
}

// finishDemo serves until the demo is done, and ends the service gracefully.
func finishDemo(t *testing.T, binary, data string) {
	t.Helper()
	command := serveDemo(t.Context(), binary, data)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	address, found := strings.CutPrefix(strings.TrimSpace(first), "listening on ")
	if err != nil || !found {
		t.Fatalf("first line of serve: %q (%v)", first, err)
	}
	awaitDemo(t, address)
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("serve did not stop gracefully: %v", err)
	}
}

// awaitDemo asks until all that the press published is in stories.
func awaitDemo(t *testing.T, address string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	var status struct {
		Demo struct{ Done bool }
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for !status.Demo.Done {
		body, err := get(ctx, address+"/api/v1/status")
		if err == nil {
			err = json.Unmarshal(body, &status)
		}
		if err != nil {
			t.Fatalf("status: %v (%s)", err, body)
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the demo is not done in time: %s", body)
		case <-ticker.C:
		}
	}
}

func get(ctx context.Context, address string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d", address, response.StatusCode)
	}
	return body, err
}

// build makes the binary once per test: what is killed must be the program alone.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "nutgraf")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// grind fills a file with n invented articles.
func grind(t *testing.T, path string, n int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	command := exec.CommandContext(t.Context(), "go", "run", "nutgraf/internal/demo/mill", "-n", fmt.Sprint(n), "-end", "2031-05-17T09:00:00Z")
	command.Stdout, command.Stderr = file, os.Stderr
	if err := command.Run(); err != nil {
		t.Fatalf("mill: %v", err)
	}
}
