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

// quotesCommand lists who said what.
type quotesCommand struct {
	app.Storage
	app.Logging
	JSON    bool          `name:"json" help:"Print one JSON line per quote."`
	N       int           `short:"n" help:"How many quotes." default:"20"`
	About   string        `help:"Only what was said about this person, organisation or place." placeholder:"NAME"`
	Since   string        `help:"Only what was first reported on this day or later." placeholder:"DAY"`
	Before  string        `help:"Only what was first reported before this day." placeholder:"DAY"`
	Story   news.StoryID  `help:"Only quotes of this story, by its number." placeholder:"N"`
	Thread  news.ThreadID `help:"Only quotes of this thread, by its number." placeholder:"N"`
	Whole   bool          `name:"indirect" help:"Also what articles tell in their own words, with how sure that is."`
	AsWords bool          `name:"words" help:"Look for the words among what was said, even when they are somebody's name."`
	Named   []string      `arg:"" optional:"" help:"A name, or words that were said; the newest quotes without."`
}

func (quotesCommand) Help() string {
	return `A name lists what that person or organisation said; other words are looked for in what was said. "entity/7", the end of
a page's address, names somebody for certain. Each quote comes with its speaker, role, whom or which outlet it was said to, the day,
who had it first and how many others have it, and an address that leads to the words at the publisher.

  nutgraf quotes Ilse Marrow
  nutgraf quotes '"read maps" OR herons' --since 2026-11-01
  nutgraf quotes entity/7 --about "Tamsel Commission" --indirect --json`
}

// saidLine is a line of quotes --json.
type saidLine struct {
	ID       int64         `json:"id"`
	Direct   bool          `json:"direct"`
	Text     string        `json:"text"`
	Speaker  int64         `json:"speaker,omitempty"`
	SpokenBy string        `json:"spoken_by,omitempty"`
	Role     string        `json:"role,omitempty"`
	Told     string        `json:"told,omitempty"`
	From     string        `json:"said_from,omitempty"`
	To       string        `json:"said_to,omitempty"`
	Likely   float64       `json:"likely"`
	FirstAt  time.Time     `json:"first_at"`
	Articles int           `json:"articles"`
	Story    int64         `json:"story,omitempty"`
	Carriers []carrierLine `json:"carriers"`
}

type carrierLine struct {
	Article  int64     `json:"article"`
	Source   string    `json:"source"`
	Headline string    `json:"headline"`
	URL      string    `json:"url"`
	At       time.Time `json:"at"`
	Copy     bool      `json:"copy,omitempty"`
	Text     string    `json:"text,omitempty"` // its wording, where that is another one
}

func (c *quotesCommand) Run(s *session) error {
	f := news.LedgerFilter{Story: c.Story, Thread: c.Thread, Direct: !c.Whole, Limit: c.N}
	var err error
	if f.Since, err = dayFlag("since", c.Since); err != nil {
		return err
	}
	if f.Before, err = dayFlag("before", c.Before); err != nil {
		return err
	}
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	return c.list(s, db, f)
}

func (c *quotesCommand) list(s *session, db ledgerStore, f news.LedgerFilter) error {
	words := strings.Join(c.Named, " ")
	if c.About != "" {
		about, _, err := bestNamed(s.ctx, db, c.About)
		if errors.Is(err, news.ErrNotFound) {
			return tellNobody(s.ctx, s.err, db, fmt.Sprintf("nobody is called %q", printable(c.About)), c.About)
		}
		if err != nil {
			return err
		}
		f.About = about.ID
	}
	sayings, err := c.find(s, db, f, words)
	if err != nil {
		return err
	}
	if len(sayings) == 0 && words == "" {
		fmt.Fprintln(s.err, "no quotes found")
		return errReported
	}
	if len(sayings) == 0 {
		return tellNobody(s.ctx, s.err, db, fmt.Sprintf("no quotes found for %q", printable(words)), words)
	}
	now := time.Now()
	encoder := json.NewEncoder(s.out)
	for _, said := range sayings {
		if !c.JSON {
			printQuote(s.out, said, now, true)
			continue
		}
		if err := encoder.Encode(saidLineOf(said)); err != nil {
			return err
		}
	}
	return nil
}

// find finds what somebody of that name said; else what was said with the words in it.
func (c *quotesCommand) find(s *session, db ledgerStore, f news.LedgerFilter, words string) ([]news.Saying, error) {
	certain := entityNumber.MatchString(words)
	if words != "" && !c.AsWords {
		speaker, others, err := bestNamed(s.ctx, db, words)
		if err != nil && !errors.Is(err, news.ErrNotFound) {
			return nil, err
		}
		if err == nil && (certain || nameLikeness(words, speaker) > 0) {
			f.Speaker = speaker.ID
			sayings, _, err := db.Sayings(s.ctx, f)
			if err != nil || len(sayings) > 0 || certain {
				if len(others) > 0 && len(sayings) > 0 {
					fmt.Fprintf(s.err, "quotes of entity/%d; others of that name:\n", speaker.ID)
					tellOthers(s.err, others)
				}
				return sayings, err
			}
			f.Speaker = 0 // nothing that it said is known: the name may stand in what others said
		}
	}
	f.Words = words
	sayings, _, err := db.Sayings(s.ctx, f)
	return sayings, err
}

func saidLineOf(said news.Saying) saidLine {
	line := saidLine{ID: int64(said.ID), Direct: said.Direct, Text: said.Text, Speaker: int64(said.Speaker), SpokenBy: said.SpokenBy, Role: said.Role, Told: said.Told,
		Likely: said.Likely, FirstAt: said.FirstAt, Articles: said.Articles, Story: int64(said.Story), Carriers: []carrierLine{}}
	if !said.SaidFrom.IsZero() {
		line.From, line.To = said.SaidFrom.Format(time.DateOnly), said.SaidUntil.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	for i, c := range said.Carriers {
		carrier := carrierLine{Article: int64(c.Article), Source: c.SourceName, Headline: c.Headline, URL: news.WordsAddress(c.URL, c.Text), At: c.At, Copy: c.Copy}
		if i > 0 && c.Text != said.Text {
			carrier.Text = c.Text
		}
		line.Carriers = append(line.Carriers, carrier)
	}
	return line
}

// printQuote writes a quotation in a few lines: the words, who said them, who has them and where.
func printQuote(out io.Writer, said news.Saying, now time.Time, named bool) {
	words := printable(said.Text)
	if said.Direct {
		words = "“" + words + "”"
	}
	fmt.Fprintln(out, bold(out, words))
	var parts []string
	if named {
		who := said.SpokenBy
		if who == "" {
			who = "nobody is named"
		}
		parts = append(parts, strings.Trim(who+", "+said.Role, ", "))
	}
	if said.Told != "" {
		parts = append(parts, "told "+said.Told)
	}
	if day := dayWords(said.SaidFrom, said.SaidUntil); day != "" {
		parts = append(parts, day)
	}
	if !said.Direct {
		parts = append(parts, fmt.Sprintf("in the article's words, %.0f%% sure", 100*said.Likely))
	}
	address := ""
	if len(said.Carriers) > 0 {
		source := said.Carriers[0].SourceName
		if said.Articles > 1 {
			source = fmt.Sprintf("first in %s + %d", source, said.Articles-1)
		}
		parts = append(parts, source)
		address = news.WordsAddress(said.Carriers[0].URL, said.Carriers[0].Text)
	}
	parts = append(parts, ago(now.Sub(said.FirstAt)))
	fmt.Fprintf(out, "    %s\n", faint(out, printable(strings.Join(parts, " · "))))
	if address != "" {
		fmt.Fprintf(out, "    %s\n", faint(out, printable(address)))
	}
}
