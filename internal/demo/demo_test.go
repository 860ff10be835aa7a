package demo_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/demo"
	"nutgraf/internal/news"
)

// anchor is a Saturday noon.
var anchor = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func open(t *testing.T) *demo.Press {
	t.Helper()
	press, err := demo.New(demo.Options{Now: anchor})
	if err != nil {
		t.Fatal(err)
	}
	return press
}

func TestNewWantsAnAnchor(t *testing.T) {
	t.Parallel()
	if _, err := demo.New(demo.Options{}); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("got %v, want ErrInvalid", err)
	}
}

// TestPressIsRich holds what end-to-end tests and newcomers count on.
func TestPressIsRich(t *testing.T) {
	t.Parallel()
	press := open(t)
	languages, kinds, sections := map[string]int{}, map[news.Kind]int{}, map[news.Section]int{}
	var today, copies, walls, corrections, stacks int
	for _, item := range press.Articles() {
		languages[item.Language]++
		kinds[item.Kind]++
		if anchor.Sub(item.PublishedAt) <= 24*time.Hour {
			today++
			sections[item.Section]++
		}
		copies += count(item.Copies != "")
		walls += count(item.Truncated)
		corrections += count(item.Correction != "")
		stacks += count(len(item.Stacked) == 4)
	}
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"articles", len(press.Articles()), 200},
		{"outlets", len(press.Outlets()), 18},
		{"English", languages["en"], 150}, {"French", languages["fr"], 20}, {"Arabic", languages["ar"], 15},
		{"of the last day", today, 60},
		{"copies", copies, 15}, {"behind a paywall", walls, 8}, {"corrections", corrections, 3}, {"stacked pages", stacks, 2},
		{"kinds", len(kinds), 8}, {"sections of the last day", len(sections), len(news.Sections())},
	} {
		if c.got < c.want {
			t.Errorf("%s: got %d, want at least %d", c.what, c.got, c.want)
		}
	}
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func TestTodayHasALead(t *testing.T) {
	t.Parallel()
	outlets := map[string]map[string]bool{}
	for _, item := range open(t).Articles() {
		if item.Event == "" || anchor.Sub(item.PublishedAt) > 24*time.Hour {
			continue
		}
		if outlets[item.Event] == nil {
			outlets[item.Event] = map[string]bool{}
		}
		outlets[item.Event][item.Outlet] = true
	}
	for event, by := range outlets {
		if event == "tamsel-talks-breakthrough" {
			if len(by) < 14 {
				t.Errorf("the lead: got %d outlets, want at least 14", len(by))
			}
		} else if len(by) > 9 {
			t.Errorf("%s: got %d outlets, too near to the lead", event, len(by))
		}
	}
}

func TestThreadsRunOverWeeks(t *testing.T) {
	t.Parallel()
	type thread struct {
		first, last time.Time
		events      map[string]bool
	}
	threads := map[string]*thread{}
	for _, item := range open(t).Articles() { // newest first
		if item.Thread == "" {
			continue
		}
		if threads[item.Thread] == nil {
			threads[item.Thread] = &thread{last: item.PublishedAt, events: map[string]bool{}}
		}
		threads[item.Thread].first = item.PublishedAt
		threads[item.Thread].events[item.Event] = true
	}
	for _, name := range []string{"tamsel", "harbour-strike", "glasspowder", "osk-mayor", "budget", "cup", "eddern"} {
		th := threads[name]
		if th == nil || th.last.Sub(th.first) < 14*24*time.Hour || len(th.events) < 3 {
			t.Errorf("thread %s: got %+v, want three events over two weeks", name, th)
		}
		delete(threads, name)
	}
	for name := range threads {
		t.Errorf("unknown thread %q", name)
	}
}

func TestArticlesAreWhole(t *testing.T) {
	t.Parallel()
	for _, item := range open(t).Articles() {
		text := item.Headline + item.Summary + item.Caption + item.Text()
		if strings.ContainsAny(text, "{}[]<>") || strings.Contains(text, "!post") {
			t.Errorf("%s: markup left in %q", item.ID(), text)
		}
		least := 60
		if item.Truncated || item.Kind == news.KindVideo || item.Kind == news.KindAudio {
			least = 25
		}
		if words := len(strings.Fields(item.Text())); len(item.Stacked) == 0 && words < least {
			t.Errorf("%s: got %d words, want at least %d", item.ID(), words, least)
		}
		if item.Section == "" && len(item.Stacked) == 0 {
			t.Errorf("%s: no section", item.ID())
		}
		if item.Event == "" && len(item.Stacked) == 0 {
			t.Errorf("%s: no event", item.ID())
		}
	}
}

// TestEventsAreCompact guards the gold: reports of an event are near in time, and those of a thread agree on it.
func TestEventsAreCompact(t *testing.T) {
	t.Parallel()
	first := map[string]demo.Item{}
	for _, item := range open(t).Articles() {
		newest, found := first[item.Event]
		switch {
		case item.Event == "":
		case !found:
			first[item.Event] = item
		case newest.PublishedAt.Sub(item.PublishedAt) > 36*time.Hour:
			t.Errorf("event %s: %s and %s are more than 36 hours apart", item.Event, newest.ID(), item.ID())
		case newest.Thread != item.Thread:
			t.Errorf("event %s: %s has thread %q, %s %q", item.Event, newest.ID(), newest.Thread, item.ID(), item.Thread)
		}
	}
}

func TestCopiesCarryTheirOriginal(t *testing.T) {
	t.Parallel()
	items := open(t).Articles()
	for _, item := range items {
		if item.Copies == "" {
			continue
		}
		at := slices.IndexFunc(items, func(i demo.Item) bool { return i.ID() == item.Copies })
		if at < 0 {
			t.Errorf("%s copies %s, which is not out", item.ID(), item.Copies)
			continue
		}
		from := items[at]
		if !strings.HasPrefix(from.Text(), item.Text()) || from.Event != item.Event || from.PublishedAt.After(item.PublishedAt) {
			t.Errorf("%s is no later copy of %s", item.ID(), from.ID())
		}
	}
}

func TestPressClockHidesWhatIsToCome(t *testing.T) {
	t.Parallel()
	now := anchor.Add(-24 * time.Hour)
	press, err := demo.New(demo.Options{Now: anchor, Published: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	yesterday, all := press.Articles(), open(t).Articles()
	if got, want := len(yesterday), len(all); got >= want || got == 0 {
		t.Fatalf("a day before: got %d of %d articles", got, want)
	}
	if _, body := get(press, all[0].URL(0)); !strings.Contains(body, "404") {
		t.Errorf("%s is served before it is out", all[0].ID())
	}
	now = anchor
	if got, want := len(press.Articles()), len(all); got != want {
		t.Errorf("at the anchor: got %d articles, want %d", got, want)
	}
	now = anchor.Add(2 * time.Hour) // a look round sees news come in
	if got, want := len(press.Articles()), len(all)+3; got < want {
		t.Errorf("two hours later: got %d articles, want at least %d", got, want)
	}
}

func TestAge(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]time.Duration{
		"2h10m": 130 * time.Minute, "34d": 34 * 24 * time.Hour, "1d6h": 30 * time.Hour, "-5m": -5 * time.Minute,
	} {
		if got, err := demo.Age(s); err != nil || got != want {
			t.Errorf("age %q: got %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "x", "1dx", "3"} {
		if got, err := demo.Age(s); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("age %q: got %v, %v, want ErrInvalid", s, got, err)
		}
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	got, rest, err := demo.Fields("# note\nslug: a\nheadline: One: two\n\nBody", "slug headline")
	if diff := cmp.Diff(map[string]string{"slug": "a", "headline": "One: two"}, got); diff != "" || rest != "Body" || err != nil {
		t.Errorf("rest %q, err %v, fields (-want +got):\n%s", rest, err, diff)
	}
	for _, bad := range []string{"slug a", "sulg: a", "slug: a\nslug: b"} {
		if _, _, err := demo.Fields(bad, "slug headline"); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("%q: got %v, want ErrInvalid", bad, err)
		}
	}
}
