package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// sayings is a ledger in memory.
type sayings struct {
	entities []news.Entity
	said     []news.Saying
	days     []news.Happening
	asked    news.LedgerFilter // of the last list
}

func (s *sayings) Entity(_ context.Context, id news.EntityID) (news.Entity, error) {
	for _, e := range s.entities {
		if e.ID == id {
			return e, nil
		}
	}
	return news.Entity{}, news.ErrNotFound
}

func (s *sayings) Entities(_ context.Context, f news.LedgerFilter) (found []news.Entity, next string, err error) {
	for _, e := range s.entities {
		all := " " + text.Fold(strings.Join(append([]string{e.Name}, e.Aliases...), " "))
		if strings.Contains(all, " "+text.Fold(f.Words)) {
			found = append(found, e)
		}
	}
	return found, "", nil
}

func (s *sayings) EntityStories(context.Context, news.EntityID, news.Filter) ([]news.Story, string, error) {
	return []news.Story{{ID: 7, Headline: "Three countries share the Tamsel", SourceName: "Selwyn Wire", Sources: 2, Independent: 2, Articles: 3, UpdatedAt: time.Now()}}, "", nil
}

func (s *sayings) Company(context.Context, news.EntityID) ([]news.Entity, error) {
	return []news.Entity{{ID: 2, Name: "Tamsel Commission", Articles: 4}}, nil
}

func (s *sayings) Sayings(_ context.Context, f news.LedgerFilter) (found []news.Saying, next string, err error) {
	s.asked = f
	for _, said := range s.said {
		if (f.Speaker == 0 || said.Speaker == f.Speaker) && (said.Direct || !f.Direct) && strings.Contains(said.Text, f.Words) {
			found = append(found, said)
		}
	}
	return found, "", nil
}

func (s *sayings) Happenings(_ context.Context, f news.LedgerFilter) ([]news.Happening, error) {
	s.asked = f
	return s.days, nil
}

func spoken() *sayings {
	day := func(d int) time.Time { return time.Date(2031, 5, d, 0, 0, 0, 0, time.UTC) }
	return &sayings{
		entities: []news.Entity{
			{ID: 1, Kind: news.EntityPerson, Name: "Ilse Marrow", Aliases: []string{"Marrow"}, Role: "water minister\x1b[31m", Country: "NO", Articles: 14, Sayings: 1, FirstSeenAt: day(1), UpdatedAt: time.Now()},
			{ID: 5, Kind: news.EntityPerson, Name: "Marrow Quell", Role: "rower", Articles: 2},
			{ID: 6, Kind: news.EntityPlace, Name: "Marrowby", Articles: 1},
		},
		said: []news.Saying{{ID: 3, Direct: true, Text: "The river does not read maps", Speaker: 1, SpokenBy: "Ilse Marrow", Role: "water minister", Told: "VBS Radio", SaidFrom: day(16), SaidUntil: day(17),
			Likely: .9, FirstAt: time.Now(), Articles: 2, Story: 7, Carriers: []news.Carrier{{Article: 70, SourceName: "Selwyn Wire", URL: "https://selwyn.example/1", Text: "The river does not read maps"},
				{Article: 71, SourceName: "The Gull", URL: "https://gull.example/1", Text: "Rivers read no maps", Copy: true}}},
			{ID: 4, Text: "talks would go on", SpokenBy: "two delegates", Likely: .7, FirstAt: time.Now(), Articles: 1, Carriers: []news.Carrier{{Article: 70, SourceName: "Selwyn Wire", URL: "https://selwyn.example/1", Text: "talks would go on"}}}},
		days: []news.Happening{{From: day(6), Until: day(7), Dated: true, Weight: .9, Sentence: "The talks began.", Articles: 3, Article: 70, Story: 7, Headline: "Talks", SourceName: "Selwyn Wire", URL: "https://selwyn.example/1", PublishedAt: day(7)},
			{From: day(18), Until: day(21), Dated: true, Ahead: true, Weight: .9, Sentence: "Parliament votes; twice.", Articles: 1, Article: 71, Headline: "Vote", SourceName: "The Gull", URL: "https://gull.example/1", PublishedAt: day(7)}},
	}
}

// heard runs what a command does with a ledger, and returns what it prints.
func heard(t *testing.T, run func(s *session, db ledgerStore) error) (out, complaints string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err = run(&session{ctx: t.Context(), out: &stdout, err: &stderr}, spoken())
	if strings.Contains(stdout.String()+stderr.String(), "\x1b") {
		t.Errorf("something steers the terminal: %q", stdout.String()+stderr.String())
	}
	return stdout.String(), stderr.String(), err
}

func holds(t *testing.T, name, printed string, want ...string) {
	t.Helper()
	for _, words := range want {
		if !strings.Contains(printed, words) {
			t.Errorf("%s prints no %q: %s", name, words, printed)
		}
	}
}

func TestWho(t *testing.T) {
	t.Parallel()
	who := func(c whoCommand, name ...string) (string, string, error) {
		c.Name, c.N = name, 5
		return heard(t, c.tell)
	}
	out, complaints, err := who(whoCommand{}, "ilse", "marrow")
	if err != nil || complaints != "" {
		t.Errorf("who ilse marrow: %v, %s", err, complaints)
	}
	holds(t, "who", out, "Ilse Marrow  person, entity/1\n", "    water minister[31m · NO\n", "also: Marrow\n", "14 articles since 2031-05-01, newest just now; 1 quote\n",
		"with: Tamsel Commission (4)\n", "“The river does not read maps”\n    told VBS Radio · 2031-05-16 · first in Selwyn Wire + 1 · just now\n",
		"https://selwyn.example/1#:~:text=The%20river%20does%20not%20read%20maps\n", "Three countries share the Tamsel\n    Selwyn Wire + 1 · 2 independent")
	if _, complaints, err = who(whoCommand{}, "marrow"); err != nil {
		t.Errorf("who marrow: %v", err)
	}
	holds(t, "who marrow", complaints, "others of that name:\n  entity/5      Marrow Quell, rower\n")
	if out, _, err = who(whoCommand{JSON: true}, "https://news.example/entity/1/ilse-marrow"); err != nil {
		t.Errorf("who by address: %v", err)
	}
	var line struct {
		Name    string
		Quotes  []saidLine `json:"last_quotes"`
		Stories []storyLine
		Company []whoNameLine
	}
	if err := json.Unmarshal([]byte(out), &line); err != nil || line.Name != "Ilse Marrow" || len(line.Quotes) != 1 || len(line.Stories) != 1 || len(line.Company) != 1 {
		t.Errorf("who --json: %v, got %s", err, out)
	}
	_, complaints, err = who(whoCommand{}, "Marrowen")
	if !errors.Is(err, errReported) {
		t.Errorf("who nobody: got %v", err)
	}
	holds(t, "who nobody", complaints, `nobody is called "Marrowen"`, "did you mean:\n", "Ilse Marrow", "Marrowby")
	if _, complaints, err = who(whoCommand{}, "Zeppelin"); !errors.Is(err, errReported) || strings.Contains(complaints, "mean") {
		t.Errorf("who nobody at all: got %v, %s", err, complaints)
	}
	if _, _, err = who(whoCommand{}, "entity/99"); !errors.Is(err, errReported) {
		t.Errorf("who entity/99: got %v", err)
	}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	quotes := func(c quotesCommand, named ...string) (string, string, error) {
		c.Named = named
		return heard(t, func(s *session, db ledgerStore) error { return c.list(s, db, news.LedgerFilter{Direct: !c.Whole}) })
	}
	out, complaints, err := quotes(quotesCommand{}, "Ilse", "Marrow")
	if err != nil || complaints != "" || strings.Contains(out, "talks would") {
		t.Errorf("quotes of a name: %v, %s%s", err, complaints, out)
	}
	holds(t, "quotes", out, "    Ilse Marrow, water minister · told VBS Radio · 2031-05-16 · first in Selwyn Wire + 1")
	if out, _, err = quotes(quotesCommand{Whole: true}); err != nil {
		t.Errorf("quotes: %v", err)
	}
	holds(t, "quotes", out, "\ntalks would go on\n    two delegates · in the article's words, 70% sure · Selwyn Wire")
	if out, _, err = quotes(quotesCommand{JSON: true}, "read", "maps"); err != nil {
		t.Errorf("quotes of words: %v", err)
	}
	holds(t, "quotes --json", out, `"said_from":"2031-05-16","said_to":"2031-05-16"`, `"copy":true,"text":"Rivers read no maps"`)
	if _, complaints, err = quotes(quotesCommand{AsWords: true}, "Marrow"); !errors.Is(err, errReported) {
		t.Errorf("a name as words: got %v, %s", err, complaints)
	}
	if _, complaints, err = quotes(quotesCommand{}, "Marrowen"); !errors.Is(err, errReported) {
		t.Errorf("quotes of nobody: got %v", err)
	}
	holds(t, "quotes of nobody", complaints, `no quotes found for "Marrowen"`, "did you mean:")
	if _, complaints, err = quotes(quotesCommand{About: "Zeppelin"}); !errors.Is(err, errReported) || !strings.Contains(complaints, `nobody is called "Zeppelin"`) {
		t.Errorf("quotes about nobody: got %v, %s", err, complaints)
	}
	if err := (&quotesCommand{Since: "yesterday"}).Run(&session{ctx: t.Context()}); !errors.Is(err, news.ErrInvalid) || !strings.Contains(err.Error(), "--since") {
		t.Errorf("quotes --since yesterday: got %v", err)
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	days := func(c timelineCommand, named ...string) (string, news.LedgerFilter, error) {
		c.Named, c.N = named, 20
		var asked news.LedgerFilter
		out, complaints, err := heard(t, func(s *session, db ledgerStore) error {
			defer func() { asked = db.(*sayings).asked }()
			return c.tell(s, db)
		})
		return out + complaints, asked, err
	}
	out, asked, err := days(timelineCommand{}, "river", "dam")
	if err != nil || asked.Words != "river dam" {
		t.Errorf("timeline of words: %v, asks for %q", err, asked.Words)
	}
	holds(t, "timeline", out, "2031-05-06\n    The talks began.\n    Selwyn Wire · https://selwyn.example/1#:~:text=The%20talks%20began\n", "2031-05-18 to 2031-05-20, to come\n    Parliament votes; twice.\n")
	for name, want := range map[string]news.LedgerFilter{
		"thread/5": {Thread: 5}, "https://news.example/story/7/a-name": {Story: 7}, "entity/1": {About: 1},
	} {
		want.Limit = news.MaxLimit
		if _, asked, err := days(timelineCommand{}, name); err != nil || asked != want {
			t.Errorf("timeline %s: %v, asks for %+v", name, err, asked)
		}
	}
	if _, asked, err = days(timelineCommand{Entity: "ilse"}); err != nil || asked.About != 1 {
		t.Errorf("timeline --entity: %v, asks for %+v", err, asked)
	}
	out, _, err = days(timelineCommand{ICS: true}, "dam")
	if err != nil {
		t.Error(err)
	}
	holds(t, "timeline --ics", out, "NAME:Nutgraf dam\r\n", "UID:20310518-71-0@nutgraf\r\n", "DTSTART;VALUE=DATE:20310518\r\n", "DTEND;VALUE=DATE:20310521\r\n", "SUMMARY:Parliament votes\\; twice.\r\n")
	out, _, err = days(timelineCommand{JSON: true}, "dam")
	if err != nil {
		t.Error(err)
	}
	holds(t, "timeline --json", out, `{"from":"2031-05-18","to":"2031-05-20","ahead":true,"sentence":"Parliament votes; twice."`)
	if err := (&timelineCommand{}).Run(&session{ctx: t.Context()}); !errors.Is(err, news.ErrInvalid) {
		t.Errorf("timeline of nothing: got %v", err)
	}
}
