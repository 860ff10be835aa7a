package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// whoCommand tells who somebody is.
type whoCommand struct {
	app.Storage
	app.Logging
	JSON bool     `name:"json" help:"Print one JSON object."`
	N    int      `short:"n" help:"How many quotes and how many stories." default:"5"`
	Name []string `arg:"" help:"A name, the beginning of one, or entity/7."`
}

func (whoCommand) Help() string {
	return `The card of a person, an organisation or a place: its role in the words of an article, the names it goes by, who is
named with it, what it said last, and its stories. Where several have the name, the one in most articles is shown and the others are
named, each with the "entity/7" that is it alone.

  nutgraf who Ilse Marrow
  nutgraf who marr
  nutgraf who entity/7 --json`
}

// whoLine is what who --json prints.
type whoLine struct {
	ID        int64         `json:"id"`
	Kind      string        `json:"kind"`
	Name      string        `json:"name"`
	Aliases   []string      `json:"aliases,omitempty"`
	Role      string        `json:"role,omitempty"`
	Country   string        `json:"country,omitempty"`
	Articles  int           `json:"articles"`
	Sayings   int           `json:"quotes"`
	FirstSeen time.Time     `json:"first_seen"`
	Updated   time.Time     `json:"updated"`
	Company   []whoNameLine `json:"company"`
	Quotes    []saidLine    `json:"last_quotes"`
	Stories   []storyLine   `json:"stories"`
	Others    []whoNameLine `json:"others,omitempty"` // of that name
}

type whoNameLine struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Role     string `json:"role,omitempty"`
	Articles int    `json:"articles"`
}

// card is what is known of somebody.
type card struct {
	news.Entity
	company []news.Entity
	said    []news.Saying
	stories []news.Story
	others  []news.Entity
}

func (c *whoCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	return c.tell(s, db)
}

func (c *whoCommand) tell(s *session, db ledgerStore) error {
	name := strings.Join(c.Name, " ")
	known, err := c.read(s, db, name)
	if errors.Is(err, news.ErrNotFound) {
		return tellNobody(s.ctx, s.err, db, fmt.Sprintf("nobody is called %q", printable(name)), name)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(s.out).Encode(whoLineOf(known))
	}
	printCard(s.out, known, time.Now())
	if len(known.others) > 0 {
		fmt.Fprintln(s.err, "others of that name:")
		tellOthers(s.err, known.others)
	}
	return nil
}

func (c *whoCommand) read(s *session, db ledgerStore, name string) (known card, err error) {
	if known.Entity, known.others, err = bestNamed(s.ctx, db, name); err != nil {
		return known, err
	}
	if known.company, err = db.Company(s.ctx, known.ID); err != nil {
		return known, err
	}
	if known.said, _, err = db.Sayings(s.ctx, news.LedgerFilter{Speaker: known.ID, Direct: true, Limit: c.N}); err != nil {
		return known, err
	}
	known.stories, _, err = db.EntityStories(s.ctx, known.ID, news.Filter{Limit: c.N})
	return known, err
}

func whoNames(entities []news.Entity) []whoNameLine {
	lines := make([]whoNameLine, len(entities))
	for i, e := range entities {
		lines[i] = whoNameLine{int64(e.ID), e.Name, e.Role, e.Articles}
	}
	return lines
}

func whoLineOf(known card) whoLine {
	e := known.Entity
	line := whoLine{ID: int64(e.ID), Kind: string(e.Kind), Name: e.Name, Aliases: e.Aliases, Role: e.Role, Country: e.Country, Articles: e.Articles, Sayings: e.Sayings,
		FirstSeen: e.FirstSeenAt, Updated: e.UpdatedAt, Company: whoNames(known.company), Others: whoNames(known.others), Quotes: []saidLine{}, Stories: []storyLine{}}
	for _, said := range known.said {
		line.Quotes = append(line.Quotes, saidLineOf(said))
	}
	for _, story := range known.stories {
		line.Stories = append(line.Stories, lineOfStory(story))
	}
	return line
}

func printCard(out io.Writer, known card, now time.Time) {
	e := known.Entity
	fmt.Fprintf(out, "%s  %s\n", bold(out, printable(e.Name)), faint(out, fmt.Sprintf("%s, entity/%d", e.Kind, e.ID)))
	if role := strings.Trim(e.Role+" · "+e.Country, " ·"); role != "" {
		fmt.Fprintf(out, "    %s\n", printable(role))
	}
	if len(e.Aliases) > 0 {
		fmt.Fprintf(out, "    also: %s\n", printable(strings.Join(e.Aliases, ", ")))
	}
	fmt.Fprintf(out, "    %s since %s, newest %s; %s\n", counted(e.Articles, "article"), e.FirstSeenAt.Format(time.DateOnly), ago(now.Sub(e.UpdatedAt)), counted(e.Sayings, "quote"))
	if len(known.company) > 0 {
		names := make([]string, min(len(known.company), maxCompany))
		for i := range names {
			names[i] = fmt.Sprintf("%s (%d)", known.company[i].Name, known.company[i].Articles)
		}
		fmt.Fprintf(out, "    with: %s\n", printable(strings.Join(names, ", ")))
	}
	if len(known.said) > 0 {
		fmt.Fprintln(out, "\nlast quotes")
		for _, said := range known.said {
			printQuote(out, said, now, false)
		}
	}
	if len(known.stories) > 0 {
		fmt.Fprintln(out, "\nstories")
		for _, story := range known.stories {
			fmt.Fprintf(out, "%s\n    %s\n", bold(out, printable(story.Headline)), faint(out, statusLine(news.Slot{Story: story}, now)))
		}
	}
}

// maxCompany is how many are named beside somebody.
const maxCompany = 10

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
