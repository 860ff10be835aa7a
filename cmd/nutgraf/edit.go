package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// editCommand says what the grouping must do whatever the articles look like.
type editCommand struct {
	Join editJoinCommand `cmd:"" help:"These stories are one: that of each article named."`
	Part editPartCommand `cmd:"" help:"These two articles belong to two stories."`
	Pin  editPinCommand  `cmd:"" help:"Keep a story on top."`
	Hide editHideCommand `cmd:"" help:"Take a story off all pages."`
	Who  editWhoCommand  `cmd:"" help:"Say who is who: people, organisations and places."`
	List editListCommand `cmd:"" help:"List the edits that hold."`
	Undo editUndoCommand `cmd:"" help:"Take edits back."`
}

const editHelp = `Articles and stories are named by their address on the site, or its end ("article/12", "story/7"); articles also by their
number alone, or their address at the publisher. An edit holds for the articles, whatever becomes of their stories: a story
stands for its lead article. Edits survive restarts and regrouping, and work while "nutgraf serve" runs; what joins and
parts is done within moments.

  nutgraf edit join 12 https://gull.example/2031/dam-talks
  nutgraf edit part 12 31 --note "two strikes, two ports"
  nutgraf edit pin story/7 --for 6h
  nutgraf edit hide https://news.example/story/7/a-name
  nutgraf edit list
  nutgraf edit undo 3
  nutgraf edit undo 4 7        all of them, or none when one is not there`

func (editCommand) Help() string { return editHelp }

// editing is what the commands that write an edit share.
type editing struct {
	app.Storage
	app.Logging
	By   string `help:"Who says so; by default the name of who is signed in." placeholder:"NAME"`
	Note string `help:"Why." placeholder:"WORDS"`
}

type editJoinCommand struct {
	editing
	Which []string `arg:"" help:"Two articles or stories, or more."`
}

type editPartCommand struct {
	editing
	One   string `arg:"" help:"An article."`
	Other string `arg:"" help:"Another one."`
}

type editPinCommand struct {
	editing
	Which string        `arg:"" help:"A story, or an article of it."`
	For   time.Duration `help:"How long, such as 6h; for good when not told." placeholder:"TIME"`
}

type editHideCommand struct {
	editing
	Which string `arg:"" help:"A story, or an article of it."`
}

func (editJoinCommand) Help() string { return editHelp }
func (editPartCommand) Help() string { return editHelp }
func (editPinCommand) Help() string  { return editHelp }
func (editHideCommand) Help() string { return editHelp }

// editStore is the part of the database that these commands use.
type editStore interface {
	AddEdit(ctx context.Context, e news.Edit, now time.Time) (news.Edit, error)
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	Article(ctx context.Context, id news.ArticleID) (news.Article, news.Source, error)
	ArticleAt(ctx context.Context, address string) (news.ArticleID, error)
}

func (c *editJoinCommand) Run(s *session) error {
	if len(c.Which) < 2 {
		return fmt.Errorf("join: want two articles or stories at least: %w", news.ErrInvalid)
	}
	return c.write(s, c.Which, func(named []news.ArticleID) (edits []news.Edit) {
		for _, other := range named[1:] {
			edits = append(edits, news.Edit{Kind: news.EditJoin, Article: named[0], Other: other})
		}
		return edits
	})
}

func (c *editPartCommand) Run(s *session) error {
	return c.write(s, []string{c.One, c.Other}, func(named []news.ArticleID) []news.Edit {
		return []news.Edit{{Kind: news.EditPart, Article: named[0], Other: named[1]}}
	})
}

func (c *editPinCommand) Run(s *session) error {
	if c.For < 0 {
		return fmt.Errorf("--for %v: want a time that is not over yet: %w", c.For, news.ErrInvalid)
	}
	until := time.Time{}
	if c.For > 0 {
		until = time.Now().Add(c.For).UTC()
	}
	return c.write(s, []string{c.Which}, func(named []news.ArticleID) []news.Edit {
		return []news.Edit{{Kind: news.EditPin, Article: named[0], Until: until}}
	})
}

func (c *editHideCommand) Run(s *session) error {
	return c.write(s, []string{c.Which}, func(named []news.ArticleID) []news.Edit {
		return []news.Edit{{Kind: news.EditHide, Article: named[0]}}
	})
}

// write finds what is named, writes the edits and tells them.
func (c *editing) write(s *session, which []string, of func(named []news.ArticleID) []news.Edit) error {
	db, err := c.Change(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	named := make([]news.ArticleID, len(which))
	for i, name := range which {
		if named[i], err = articleNamed(s.ctx, db, name); err != nil {
			return err
		}
	}
	for _, e := range of(named) {
		e.By, e.Note = c.by(), c.Note
		if e, err = db.AddEdit(s.ctx, e, time.Now()); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "edit %d: %v\n", e.ID, e)
		for _, id := range []news.ArticleID{e.Article, e.Other} {
			if a, _, err := db.Article(s.ctx, id); err == nil {
				fmt.Fprintf(s.out, "      %d %s\n", id, printable(a.Headline))
			}
		}
	}
	return nil
}

// ownAddress is the end of an address on the site.
var ownAddress = regexp.MustCompile(`(?:^|/)(article|story)/(\d+)(?:/[^/]*)?/?$`)

// articleNamed finds what a person names: an article, or the lead of a story.
func articleNamed(ctx context.Context, db editStore, name string) (news.ArticleID, error) {
	if n, err := strconv.ParseInt(name, 10, 64); err == nil {
		return news.ArticleID(n), nil
	}
	if found, err := db.ArticleAt(ctx, name); err == nil {
		return found, nil
	}
	own := ownAddress.FindStringSubmatch(name)
	if own == nil {
		return 0, fmt.Errorf("%q is no article or story here: want a number, article/12, story/7, or an address: %w", name, news.ErrNotFound)
	}
	n, err := strconv.ParseInt(own[2], 10, 64)
	if err != nil || own[1] == "article" {
		return news.ArticleID(n), err
	}
	story, err := db.Story(ctx, news.StoryID(n))
	return story.Lead, err
}

// editListCommand lists the edits that hold.
type editListCommand struct {
	app.Storage
	app.Logging
	JSON bool `name:"json" help:"Print one JSON line per edit."`
}

// editLine is a line of edit list --json.
type editLine struct {
	ID      int64      `json:"id"`
	Kind    string     `json:"kind"`
	Article int64      `json:"article,omitempty"`
	Other   int64      `json:"other,omitempty"`
	Until   *time.Time `json:"until,omitempty"`
	By      string     `json:"by,omitempty"`
	At      time.Time  `json:"at"`
	Note    string     `json:"note,omitempty"`

	Entity      int64 `json:"entity,omitempty"` // of edits on who is who
	OtherEntity int64 `json:"other_entity,omitempty"`

	words string // for people
}

func (c *editListCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	edits, err := db.Edits(s.ctx)
	if err != nil {
		return err
	}
	who, err := db.EntityEdits(s.ctx)
	if err != nil {
		return err
	}
	lines := whoLines(who)
	for _, e := range edits {
		line := editLine{ID: e.ID, Kind: string(e.Kind), Article: int64(e.Article), Other: int64(e.Other), By: e.By, At: e.At, Note: e.Note, words: e.String()}
		if !e.Until.IsZero() {
			line.Until = &e.Until
		}
		lines = append(lines, line)
	}
	slices.SortFunc(lines, func(a, b editLine) int { return cmp.Compare(a.ID, b.ID) })
	if c.JSON {
		encoder := json.NewEncoder(s.out)
		for _, line := range lines {
			if err := encoder.Encode(line); err != nil {
				return err
			}
		}
		return nil
	}
	if len(lines) == 0 {
		fmt.Fprintln(s.err, "no edits (see \"nutgraf help edit\")")
		return nil
	}
	table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for _, e := range lines {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s ago\t%s\n", e.ID, e.words, printable(cmp.Or(e.By, "-")), news.Span(time.Since(e.At)), printable(e.Note))
	}
	return table.Flush()
}

// editUndoCommand takes edits back.
type editUndoCommand struct {
	app.Storage
	app.Logging
	Which []int64 `arg:"" help:"Numbers that \"nutgraf edit list\" prints."`
}

func (editUndoCommand) Help() string {
	return `What was pinned or hidden is so no longer; what was joined or parted is for the grouping to judge again, and who is who for the ledger.

  nutgraf edit undo 3
  nutgraf edit undo 4 7        all of them, or none when one is not there`
}

func (c *editUndoCommand) Run(s *session) error {
	db, err := c.Change(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	if err := undoable(s.ctx, db, c.Which); err != nil { // all of them or none
		return err
	}
	for _, id := range c.Which {
		words, err := undone(s.ctx, db, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.out, "undone: %s\n", words)
	}
	return nil
}
