package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// topCommand lists the stories that rank highest, now or at a past hour.
type topCommand struct {
	app.Storage
	app.Logging
	app.Ranking
	JSON    bool   `name:"json" help:"Print one JSON line per story."`
	N       int    `short:"n" help:"How many stories." default:"20"`
	Section string `help:"Only this section, such as science." placeholder:"NAME"`
	Edition string `help:"Only this language, such as en." aliases:"language" placeholder:"LANG"`
	At      string `help:"As they stood then: 2026-11-27T10:00Z, in UTC unless it says otherwise." placeholder:"TIME"`
	Explain bool   `help:"Tell what each story's place comes from."`
}

func (topCommand) Help() string {
	return `  nutgraf top
  nutgraf top --section science --edition en -n 5
  nutgraf top --at 2026-11-27T10:00Z --explain

The terms that --explain shows add up to what stories are ordered by. One more means twice as high: two stories of
the same kind are one apart when one has twice the sources, or is a half-life younger. docs/ranking.md tells of each term.`
}

// storyLine is a line of top --json.
type storyLine struct {
	ID          string     `json:"id"`
	Headline    string     `json:"headline"`
	Section     string     `json:"section,omitempty"`
	Language    string     `json:"language,omitempty"`
	Source      string     `json:"source,omitempty"`
	Articles    int        `json:"articles"`
	Sources     int        `json:"sources"`
	Independent int        `json:"independent"`
	FirstSeen   time.Time  `json:"first_seen"`
	Updated     time.Time  `json:"updated"`
	Breaking    bool       `json:"breaking,omitempty"`
	Why         string     `json:"why,omitempty"`
	Score       float64    `json:"score,omitempty"`
	Terms       []termLine `json:"terms,omitempty"`
}

type termLine struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

func (c *topCommand) Run(s *session) error {
	if !news.Section(c.Section).Valid() {
		return fmt.Errorf("--section %q: want one of %v: %w", c.Section, news.Sections(), news.ErrInvalid)
	}
	weights, err := c.Weights()
	if err != nil {
		return err
	}
	f := news.Filter{Edition: news.Edition{Language: c.Edition}, Section: news.Section(c.Section), Limit: c.N}
	now := time.Now()
	if c.At != "" {
		if f.At, err = news.ParseHour(c.At); err != nil {
			return fmt.Errorf("--at: %w", err)
		}
		if f.At.After(now) {
			return fmt.Errorf("--at %s: that hour is yet to come; leave --at out for now: %w", c.At, news.ErrInvalid)
		}
		now = f.At
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	stories, _, err := db.Stories(s.ctx, f)
	if err != nil {
		return err
	}
	slots := weights.Top(stories, now, news.Edition{}, "", c.N)
	if c.JSON {
		return c.lines(s.out, slots)
	}
	if len(slots) == 0 {
		since, err := db.LoggedSince(s.ctx)
		if err == nil {
			fmt.Fprintln(s.err, c.nothing(since))
		}
		return err
	}
	for i, slot := range slots {
		fmt.Fprintf(s.out, "%2d. %s\n    %s\n", i+1, bold(s.out, printable(slot.Story.Headline)), faint(s.out, statusLine(slot, now)))
		if c.Explain {
			explainSlot(s.out, slot)
		}
	}
	return nil
}

func (c *topCommand) lines(out io.Writer, slots []news.Slot) error {
	encoder := json.NewEncoder(out)
	for _, slot := range slots {
		line := lineOfStory(slot.Story)
		line.Breaking = slot.Breaking
		if c.Explain {
			line.Why = slot.Why.String()
			for _, t := range slot.Terms {
				line.Terms = append(line.Terms, termLine(t))
				line.Score += t.Value
			}
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func lineOfStory(story news.Story) storyLine {
	return storyLine{
		ID: story.ID.String(), Headline: story.Headline, Section: string(story.Section), Language: story.Language,
		Source: story.SourceName, Articles: story.Articles, Sources: story.Sources, Independent: story.Independent,
		FirstSeen: story.FirstSeenAt, Updated: story.UpdatedAt,
	}
}

// nothing says why the list is empty.
func (c *topCommand) nothing(since time.Time) string {
	if c.At == "" || since.IsZero() {
		return "no stories yet"
	}
	return "no stories then: how they stood is known since " + since.Format("2006-01-02T15:04Z")
}

// explainSlot writes the terms of a story's place below it, and their sum.
func explainSlot(out io.Writer, slot news.Slot) {
	fmt.Fprintf(out, "    %s\n", printable(slot.Why.String()))
	if len(slot.Terms) == 0 {
		fmt.Fprintln(out, "    its terms are not known yet: the service works them out")
		return
	}
	sum := 0.0
	for _, t := range slot.Terms {
		fmt.Fprintf(out, "    %+9.3f  %s\n", t.Value, t.Name)
		sum += t.Value
	}
	fmt.Fprintf(out, "    %+9.3f  in all\n", sum)
}

// statusLine is the line under a headline: who has it, how many, how fresh.
func statusLine(slot news.Slot, now time.Time) string {
	story := slot.Story
	source := printable(story.SourceName)
	if story.Sources > 1 {
		source = fmt.Sprintf("%s + %d", source, story.Sources-1)
	}
	parts := []string{source}
	if slot.Breaking {
		parts = []string{"breaking", source}
	}
	if story.Sources > 1 {
		parts = append(parts, fmt.Sprintf("%d independent", story.Independent))
	} else {
		parts = append(parts, "one source")
	}
	return strings.Join(append(parts, ago(now.Sub(story.UpdatedAt))), " · ")
}

func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(d.Hours()/24))
}

func bold(out io.Writer, s string) string  { return styled(out, "\x1b[1m", s) }
func faint(out io.Writer, s string) string { return styled(out, "\x1b[2m", s) }

// styled colours only on a terminal, and not where NO_COLOR asks for none.
func styled(out io.Writer, code, s string) string {
	if _, plain := os.LookupEnv("NO_COLOR"); plain || !isTerminal(out) {
		return s
	}
	return code + s + "\x1b[0m"
}
