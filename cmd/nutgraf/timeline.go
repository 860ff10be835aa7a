package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/text/ical"
)

// timelineCommand tells what happened when.
type timelineCommand struct {
	app.Storage
	app.Logging
	JSON   bool          `name:"json" xor:"form" help:"Print one JSON line per day."`
	ICS    bool          `name:"ics" xor:"form" help:"Print a calendar (iCalendar) with these days."`
	N      int           `short:"n" help:"How many days." default:"20"`
	Story  news.StoryID  `xor:"what" help:"Of this story, by its number." placeholder:"N"`
	Thread news.ThreadID `xor:"what" help:"Of this thread, by its number." placeholder:"N"`
	Entity string        `xor:"what" help:"Of this person, organisation or place." placeholder:"NAME"`
	Named  []string      `arg:"" optional:"" help:"Words to look for; or thread/5, story/7, entity/3: the end of a page's address."`
}

func (timelineCommand) Help() string {
	return `What happened when, and what is still to come: the days of which most is reported, each with one sentence to the letter and
its source. Words choose what it is about, as "nutgraf search" reads them.

  nutgraf timeline river dam
  nutgraf timeline thread/5 -n 40
  nutgraf timeline --entity "Ilse Marrow" --ics > marrow.ics`
}

// dayLine is a line of timeline --json.
type dayLine struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Ahead    bool   `json:"ahead,omitempty"`
	Sentence string `json:"sentence"`
	Articles int    `json:"articles"`
	Article  int64  `json:"article"`
	Story    int64  `json:"story,omitempty"`
	Headline string `json:"headline"`
	Source   string `json:"source"`
	URL      string `json:"url"`
}

// ownPage is the end of the address of a page that has a timeline.
var ownPage = regexp.MustCompile(`(?:^|/)(thread|story)/(\d+)(?:/[^/]*)?/?$`)

func (c *timelineCommand) Run(s *session) error {
	if len(c.Named) == 0 && c.Story == 0 && c.Thread == 0 && c.Entity == "" {
		return fmt.Errorf("timeline of what? Give words, thread/5, --story, --thread or --entity: %w", news.ErrInvalid)
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	return c.tell(s, db)
}

func (c *timelineCommand) tell(s *session, db ledgerStore) error {
	words := strings.Join(c.Named, " ")
	f := news.LedgerFilter{Story: c.Story, Thread: c.Thread, Limit: news.MaxLimit}
	name := c.Entity
	if own := ownPage.FindStringSubmatch(words); own != nil {
		id, err := strconv.ParseInt(own[2], 10, 64)
		if err != nil {
			return fmt.Errorf("%q: %w", words, news.ErrNotFound)
		}
		if own[1] == "thread" {
			f.Thread = news.ThreadID(id)
		} else {
			f.Story = news.StoryID(id)
		}
	} else if entityNumber.MatchString(words) {
		name = words
	} else {
		f.Words = words
	}
	if name != "" {
		e, _, err := bestNamed(s.ctx, db, name)
		if errors.Is(err, news.ErrNotFound) {
			return tellNobody(s.ctx, s.err, db, fmt.Sprintf("nobody is called %q", printable(name)), name)
		}
		if err != nil {
			return err
		}
		f.About = e.ID
	}
	happenings, err := db.Happenings(s.ctx, f)
	if err != nil {
		return err
	}
	lines := ledger.Timeline(happenings, c.N)
	if len(lines) == 0 {
		fmt.Fprintln(s.err, "nothing with a date was found; fewer words find more")
		return errReported
	}
	return c.print(s.out, lines, strings.TrimSpace(words+" "+c.Entity))
}

func (c *timelineCommand) print(out io.Writer, lines []news.Happening, name string) error {
	if c.ICS {
		_, err := out.Write(calendarOf(lines, name).Encode())
		return err
	}
	encoder := json.NewEncoder(out)
	for _, h := range lines {
		if !c.JSON {
			printDay(out, h)
			continue
		}
		first, last := h.From.Format(time.DateOnly), h.Until.AddDate(0, 0, -1).Format(time.DateOnly)
		line := dayLine{first, last, h.Ahead, h.Sentence, h.Articles, int64(h.Article), int64(h.Story), h.Headline, h.SourceName, news.WordsAddress(h.URL, h.Sentence)}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func printDay(out io.Writer, h news.Happening) {
	day := dayWords(h.From, h.Until)
	if h.Ahead {
		day += ", to come"
	}
	source := h.SourceName
	if h.Articles > 1 {
		source = fmt.Sprintf("%s + %d", source, h.Articles-1)
	}
	fmt.Fprintf(out, "%s\n    %s\n    %s\n", bold(out, day), printable(h.Sentence), faint(out, printable(source+" · "+news.WordsAddress(h.URL, h.Sentence))))
}

// calendarOf is a timeline as programs subscribe to it.
func calendarOf(lines []news.Happening, name string) ical.Calendar {
	c := ical.Calendar{Name: strings.TrimSpace("Nutgraf " + name)}
	for _, h := range lines {
		c.Events = append(c.Events, ical.Event{
			UID: h.Key() + "@nutgraf", Stamp: h.PublishedAt, From: h.From, Until: h.Until, Summary: h.Sentence,
			Description: h.Headline + "\n" + h.SourceName, URL: h.URL,
		})
	}
	return c
}
