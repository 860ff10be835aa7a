// Package archtest holds the table of who may import whom, and fails with the reason when an arrow points up.
package archtest

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "nutgraf/"

// rooms says for every package which others of ours it may import, and why not more.
var rooms = map[string]struct {
	may []string
	why string
}{
	"internal/news":     {nil, "the vocabulary is at the bottom: everybody may know it, it knows nobody"},
	"internal/text":     {nil, "words and bytes only"},
	"internal/markup":   {nil, "HTML only"},
	"internal/query":    {nil, "what a reader types, nothing of where it is looked for"},
	"internal/fetch":    {nil, "the polite client knows HTTP and manners, not news"},
	"internal/feed":     {[]string{"markup", "news", "text"}, "a pure room: bytes in, entries out"},
	"internal/extract":  {[]string{"forest", "markup", "news", "text"}, "a pure room: a page in, articles out"},
	"internal/forest":   {nil, "learned decisions about rows of numbers, whatever they mean"},
	"internal/enrich":   {[]string{"forest", "news", "text"}, "a pure room"},
	"internal/story":    {[]string{"forest", "news", "text"}, "a pure room: articles in, stories out"},
	"internal/thread":   {[]string{"news", "text"}, "a pure room: stories in, what they continue out"},
	"internal/ledger":   {[]string{"news", "text"}, "a pure room: what articles say in, what all of them say out"},
	"internal/rank":     {[]string{"news"}, "a pure room: stories in, their order out"},
	"internal/message":  {[]string{"news"}, "words of the interface, whatever page they stand on"},
	"internal/picture":  {nil, "a pure room: large pictures in, small ones out"},
	"internal/licence":  {[]string{"news", "text"}, "a pure room: what may be shown"},
	"internal/measure":  {[]string{"text"}, "figures about names and texts, whatever made them"},
	"internal/contest":  {[]string{"enrich", "markup", "news", "rank", "story", "text"}, "the contest's questions, answered by the pure rooms; its server keeps no news of the service"},
	"internal/store":    {[]string{"news", "query", "text", "text/stem"}, "the database knows the nouns and what is asked of it; text makes both engines index the same words"},
	"internal/pipeline": {[]string{"enrich", "extract", "feed", "fetch", "ledger", "markup", "news", "story", "thread"}, "it declares the store it needs, and app fits one"},
	"internal/web":      {[]string{"licence", "markup", "message", "news", "query", "text", "text/ical", "text/stem"}, "the site only reads; it declares the reader it needs"},
	"internal/api":      {[]string{"licence", "markup", "news", "query"}, "the API only reads; it declares the reader it needs"},
	"internal/demo":     {[]string{"news"}, "invented publishers know nothing of who reads them"},
	"internal/app": {[]string{"api", "demo", "enrich", "extract", "feed", "fetch", "ledger", "licence", "markup", "news", "picture", "pipeline", "query", "rank", "store", "story", "text", "web"},
		"it fits everything together"},
	"internal/app/load":           {[]string{"app", "fetch", "news", "pipeline", "rank", "store", "web/load/ask"}, "a program that measures the service, and asks it as readers do"},
	"internal/message/extract":    {nil, "a program that brings the catalogues up to date"},
	"internal/fetch/dnstest":      {nil, "a helper of tests"},
	"internal/golden":             {nil, "a helper of tests"},
	"internal/archtest":           {nil, "this test"},
	"internal/store/pgtest":       {nil, "a helper of tests"},
	"internal/story/train":        {[]string{"forest", "measure", "news", "story", "story/sets", "text"}, "a program that teaches story, and measures it"},
	"internal/enrich/name/train":  {[]string{"enrich/name", "measure", "news", "text"}, "a program that teaches name, and measures it"},
	"internal/enrich/quote/train": {[]string{"forest", "measure", "news", "text"}, "a program that teaches quote, and measures it"},
	"internal/story/sets":         {[]string{"forest", "news", "text"}, "a helper of tests and training"},
	"cmd/nutgraf": {[]string{"app", "contest", "contest/server", "enrich", "enrich/actor", "enrich/date", "enrich/name", "enrich/quote", "extract", "feed", "fetch", "ledger", "measure", "news", "query", "rank", "story", "text", "text/ical"},
		"commands use app and the pure rooms; the store reaches them through app"},
}

// forbidden says which packages of others a room must not use.
var forbidden = []struct {
	rooms []string // empty: every room
	but   []string
	paths []string
	why   string
}{
	{rooms: []string{"internal/feed", "internal/extract", "internal/enrich", "internal/enrich/actor", "internal/enrich/name", "internal/enrich/quote", "internal/story", "internal/thread", "internal/ledger", "internal/rank", "internal/licence", "internal/picture", "internal/text", "internal/markup", "internal/query", "internal/news", "internal/forest", "internal/measure", "internal/contest", "internal/enrich/date", "internal/enrich/key", "internal/enrich/number"},
		paths: []string{"net/http", "database/sql", "os", "log/slog"}, why: "pure rooms take values and give values: no network, no database, no files, no log"},
	{but: []string{"internal/store", "internal/store/pgtest"}, paths: []string{"database/sql", "modernc.org/sqlite", "github.com/jackc/pgx/v5"},
		why: "only the store speaks SQL"},
	{but: []string{"internal/golden", "internal/archtest", "internal/store/pgtest"}, paths: []string{"testing"},
		why: "helpers of tests live in tests"},
}

type listed struct {
	ImportPath string
	Name       string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestArrowsPointDown(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		seen[name] = true
		room, known := rooms[name]
		if !known {
			room, known = rooms[parent(name)] // a program or data package inside a room follows the room
			room.may = append(slices.Clone(room.may), strings.TrimPrefix(parent(name), "internal/"))
		}
		if !known {
			t.Errorf("%s is a room that nobody decided on: an eighteenth needs an ADR and a line here", name)
			continue
		}
		for _, path := range p.Imports {
			ours, isOurs := strings.CutPrefix(path, module+"internal/")
			inside := strings.HasPrefix(path, module+name+"/")
			sameRoom := parent("internal/"+ours) == parent(name) && name != parent(name) // two packages inside one room
			if isOurs && !inside && !sameRoom && !slices.Contains(room.may, ours) {
				t.Errorf("%s imports %s: %s", name, ours, room.why)
			}
		}
	}
	for name := range rooms {
		if !seen[name] && name != "internal/archtest" && name != "internal/golden" && name != "internal/store/pgtest" {
			t.Errorf("%s is in the table but not in the tree: take its line out", name)
		}
	}
}

func TestRoomsKeepTheirManners(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, rule := range forbidden {
			if slices.Contains(rule.but, name) || (len(rule.rooms) > 0 && !slices.Contains(rule.rooms, name)) {
				continue
			}
			for _, path := range rule.paths {
				if slices.Contains(p.Imports, path) {
					t.Errorf("%s imports %s: %s", name, path, rule.why)
				}
			}
		}
	}
}

// TestPureRoomsHaveNoClock: the same input must give the same output, always.
func TestPureRoomsHaveNoClock(t *testing.T) {
	t.Parallel()
	pure := forbidden[0].rooms
	looked := 0
	for _, p := range packages(t) {
		if !slices.Contains(pure, strings.TrimPrefix(p.ImportPath, module)) {
			continue
		}
		for _, file := range p.GoFiles {
			source, err := os.ReadFile(filepath.Join(p.Dir, file))
			if err != nil {
				t.Fatal(err)
			}
			looked++
			if strings.Contains(string(source), "time.Now(") {
				t.Errorf("%s/%s asks the clock: time comes in as a value", p.ImportPath, file)
			}
		}
	}
	if looked < len(pure) {
		t.Errorf("looked at %d files only", looked)
	}
}

func parent(name string) string {
	room, _, _ := strings.Cut(strings.TrimPrefix(name, "internal/"), "/")
	return "internal/" + room
}

// packages asks the go command for the imports of what ships; tests may import what they like.
func packages(t *testing.T) []listed {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Name,Dir,GoFiles,Imports", "./...")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 10 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}
