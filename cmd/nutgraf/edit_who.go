package main

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// editWhoCommand says who is who whatever articles say.
type editWhoCommand struct {
	Join editWhoJoinCommand `cmd:"" help:"These two are one."`
	Part editWhoPartCommand `cmd:"" help:"These two are never one; or somebody else is named in an article."`
	Hide editWhoHideCommand `cmd:"" help:"Take the page of a person, organisation or place away, with what it said."`
}

const editWhoHelp = `People, organisations and places are named by their address on the site, or its end ("entity/7"), by their number, or by
a name that only one of them bears. Joined, both addresses lead to the one that more articles name. What is said of an article holds
when it is read again. "nutgraf edit list" shows these edits with the others, and "nutgraf edit undo" takes them back: two who were
joined are then as they were.

  nutgraf edit who join entity/7 entity/31 --note "one minister, two spellings"
  nutgraf edit who part entity/7 entity/31
  nutgraf edit who part entity/7 --article article/12
  nutgraf edit who part entity/7 entity/31 --article article/12
  nutgraf edit who hide "Ilse Marrow"`

func (editWhoCommand) Help() string     { return editWhoHelp }
func (editWhoJoinCommand) Help() string { return editWhoHelp }
func (editWhoPartCommand) Help() string { return editWhoHelp }
func (editWhoHideCommand) Help() string { return editWhoHelp }

type editWhoJoinCommand struct {
	editing
	One   string `arg:"" help:"A person, an organisation or a place."`
	Other string `arg:"" help:"The same one under another name."`
}

type editWhoPartCommand struct {
	editing
	One     string `arg:"" help:"A person, an organisation or a place."`
	Other   string `arg:"" optional:"" help:"Another one; with --article, the one whom it names."`
	Article string `help:"The article in which it is somebody else." placeholder:"ARTICLE"`
}

type editWhoHideCommand struct {
	editing
	Which string `arg:"" help:"A person, an organisation or a place."`
}

func (c *editWhoJoinCommand) Run(s *session) error {
	return c.writeWho(s, news.EntityEdit{Kind: news.EditJoin}, c.One, c.Other, "")
}

func (c *editWhoPartCommand) Run(s *session) error {
	if c.Other == "" && c.Article == "" {
		return fmt.Errorf("part: want two of them, or one and --article: %w", news.ErrInvalid)
	}
	return c.writeWho(s, news.EntityEdit{Kind: news.EditPart}, c.One, c.Other, c.Article)
}

func (c *editWhoHideCommand) Run(s *session) error {
	return c.writeWho(s, news.EntityEdit{Kind: news.EditHide}, c.Which, "", "")
}

// writeWho finds what is named, writes the edit and tells it.
func (c *editing) writeWho(s *session, e news.EntityEdit, one, other, article string) error {
	db, err := c.Change(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	if e.Entity, err = entityNamed(s.ctx, db, one); err == nil && other != "" {
		e.Other, err = entityNamed(s.ctx, db, other)
	}
	if err == nil && article != "" {
		e.Article, err = articleNamed(s.ctx, db, article)
	}
	if err != nil {
		return err
	}
	e.By, e.Note = c.by(), c.Note
	if e, err = db.AddEntityEdit(s.ctx, e, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "edit %d: %v\n", e.ID, e)
	for _, id := range []news.EntityID{e.Entity, e.Other} {
		if named, err := db.Entity(s.ctx, id); err == nil && named.ID == id {
			fmt.Fprintf(s.out, "      %d %s\n", id, printable(named.Name))
		}
	}
	return nil
}

// by is who makes an edit.
func (c *editing) by() string {
	if c.By == "" {
		if me, err := user.Current(); err == nil {
			return me.Username
		}
	}
	return c.By
}

// whoStore is the part of the database that finds people, organisations and places.
type whoStore interface {
	Entities(ctx context.Context, f news.LedgerFilter) ([]news.Entity, string, error)
}

// entityNamed finds what a person names: an address, a number, or a name that one alone bears.
func entityNamed(ctx context.Context, db whoStore, name string) (news.EntityID, error) {
	number := strings.TrimSpace(name)
	if number == "" {
		return 0, fmt.Errorf("no name is given: want a name, a number, entity/7, or an address: %w", news.ErrInvalid)
	}
	if own := entityNumber.FindStringSubmatch(name); own != nil {
		number = own[1]
	}
	if n, err := strconv.ParseInt(number, 10, 64); err == nil {
		return news.EntityID(n), nil
	}
	found, _, err := db.Entities(ctx, news.LedgerFilter{Words: name, Limit: 5})
	switch {
	case err != nil:
		return 0, err
	case len(found) == 0:
		return 0, fmt.Errorf("%q is nobody here: want a name, a number, entity/7, or an address: %w", name, news.ErrNotFound)
	case len(found) > 1:
		var names []string
		for _, e := range found {
			names = append(names, fmt.Sprintf("%s (entity/%d)", e.Name, e.ID))
		}
		return 0, fmt.Errorf("%q may be %s: say which: %w", name, strings.Join(names, ", "), news.ErrConflict)
	}
	return found[0].ID, nil
}

// undone takes back the edit of that number, of whichever sort it is, and words it.
func undone(ctx context.Context, db undoStore, id int64) (string, error) {
	story, err := db.RemoveEdit(ctx, id)
	if err == nil {
		return story.String(), nil
	}
	if !errors.Is(err, news.ErrNotFound) {
		return "", err
	}
	who, err := db.RemoveEntityEdit(ctx, id)
	return who.String(), err
}

// undoable says which of the edits is not there, or is named twice.
func undoable(ctx context.Context, db undoStore, which []int64) error {
	stories, err := db.Edits(ctx)
	if err != nil {
		return err
	}
	who, err := db.EntityEdits(ctx)
	if err != nil {
		return err
	}
	there := map[int64]bool{}
	for _, e := range stories {
		there[e.ID] = true
	}
	for _, e := range who {
		there[e.ID] = true
	}
	for _, id := range which {
		if !there[id] {
			return fmt.Errorf("undo edit %d: %w (nothing was undone; \"nutgraf edit list\" has their numbers)", id, news.ErrNotFound)
		}
		there[id] = false
	}
	return nil
}

type undoStore interface {
	Edits(ctx context.Context) ([]news.Edit, error)
	EntityEdits(ctx context.Context) ([]news.EntityEdit, error)
	RemoveEdit(ctx context.Context, id int64) (news.Edit, error)
	RemoveEntityEdit(ctx context.Context, id int64) (news.EntityEdit, error)
}

// whoLines are the edits on who is who as lines of edit list --json.
func whoLines(edits []news.EntityEdit) (lines []editLine) {
	for _, e := range edits {
		lines = append(lines, editLine{ID: e.ID, Kind: string(e.Kind), Article: int64(e.Article), Entity: int64(e.Entity), OtherEntity: int64(e.Other),
			By: e.By, At: e.At, Note: e.Note, words: e.String()})
	}
	return lines
}
