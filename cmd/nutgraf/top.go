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

// topCommand prints the front page.
type topCommand struct {
	app.Storage
	app.Logging
	JSON     bool   `name:"json" help:"Print one JSON line per story."`
	N        int    `short:"n" help:"How many stories." default:"20"`
	Section  string `help:"Only this section, such as science." placeholder:"NAME"`
	Language string `help:"Only this language, such as en." placeholder:"TAG"`
}

func (topCommand) Help() string {
	return `  nutgraf top
  nutgraf top --section science --language en -n 5`
}

// storyLine is a line of top --json.
type storyLine struct {
	ID          string    `json:"id"`
	Headline    string    `json:"headline"`
	Section     string    `json:"section,omitempty"`
	Language    string    `json:"language,omitempty"`
	Source      string    `json:"source,omitempty"`
	Articles    int       `json:"articles"`
	Sources     int       `json:"sources"`
	Independent int       `json:"independent"`
	FirstSeen   time.Time `json:"first_seen"`
	Updated     time.Time `json:"updated"`
}

func (c *topCommand) Run(s *session) error {
	if !news.Section(c.Section).Valid() {
		return fmt.Errorf("--section %q: want one of %v: %w", c.Section, news.Sections(), news.ErrInvalid)
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	stories, _, err := db.Stories(s.ctx, news.Filter{
		Edition: news.Edition{Language: c.Language}, Section: news.Section(c.Section), Limit: c.N,
	})
	if err != nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, story := range stories {
			if err := encoder.Encode(storyLine{
				ID: story.ID.String(), Headline: story.Headline, Section: string(story.Section), Language: story.Language,
				Source: story.SourceName, Articles: story.Articles, Sources: story.Sources, Independent: story.Independent,
				FirstSeen: story.FirstSeenAt, Updated: story.UpdatedAt,
			}); err != nil {
				return err
			}
		}
		return nil
	}
	if len(stories) == 0 {
		fmt.Fprintln(s.err, "no stories yet")
	}
	for i, story := range stories {
		fmt.Fprintf(s.out, "%2d. %s\n    %s\n", i+1, bold(s.out, printable(story.Headline)), faint(s.out, statusLine(story, time.Now())))
	}
	return nil
}

// statusLine is the line under a headline: who has it, how many, how fresh.
func statusLine(story news.Story, now time.Time) string {
	source := printable(story.SourceName)
	if story.Sources > 1 {
		source = fmt.Sprintf("%s + %d", source, story.Sources-1)
	}
	parts := []string{source}
	if story.Articles > 1 {
		parts = append(parts, fmt.Sprintf("%d independent", story.Independent))
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
