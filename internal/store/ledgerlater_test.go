package store_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestTheLedgerReadsAgainAndForgets(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		before := rows(t, s)
		if len(before["carriers"]) != 3 || len(before["namings"]) != 6 || len(before["agenda"]) != 1 {
			t.Fatalf("the ledger holds %v", before)
		}
		store.Exec(t, s, "UPDATE facts SET version = 1")
		equal(t, "read by a newer version", settle(t, s), 3)
		equal(t, "rows", rows(t, s), before)

		// The second report says something else now. What only it said is gone at once; who is named elsewhere, stays.
		works := reread(t, s)
		outcome := func(w news.Work, text string) {
			t.Helper()
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, text)}, Version: 2, LeaseUntil: w.LeaseUntil}}, noon))
		}
		outcome(works[0], "Nothing is known.")
		outcome(works[2], reports[2])
		equal(t, "the words of the other carrier", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry", "The river will rise again,"})
		if _, err := s.Facts(ctx, made[0].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("facts of a text that is gone: %v", err)
		}
		equal(t, "it waits for its story", len(must(s.ClaimUnread(ctx, 10, 2))(t)), 0)
		equal(t, "agenda", len(rows(t, s)["agenda"]), 0)
		outcome(works[1], "Neither here.")
		consistent(t, s)
		equal(t, "nobody says so", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry"})
		people, _, err := s.Entities(ctx, news.LedgerFilter{})
		check(t, err)
		equal(t, "entities", names(people), []string{"Rue Marek", "Osk"})

		// Both are as they were, and so is the ledger, to the numbers.
		works = reread(t, s)
		outcome(works[0], reports[0])
		outcome(works[1], reports[1])
		outcome(works[2], reports[2])
		again := must(s.ClaimArticles(ctx, 10, 1))(t)
		var g news.Grouping
		for _, a := range again {
			g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: a.StoryID, Family: a.ID})
		}
		group(t, s, g)
		equal(t, "read again", settle(t, s), 2)
		now := rows(t, s)
		now["sayings"], before["sayings"] = nil, nil // the wording that was left alone for a while is the saying's now
		now["carriers"], before["carriers"] = nil, nil
		now["found"], before["found"] = nil, nil
		equal(t, "rows", now, before)

		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		for table, left := range rows(t, s) {
			if len(left) > 0 && table != "sequences" {
				t.Errorf("of %s is left: %v", table, left)
			}
		}
	})
}

// reread claims all entries for being read again.
func reread(t *testing.T, s *store.Store) []news.Work {
	t.Helper()
	store.Exec(t, s, "UPDATE entries SET state = 0, due_at = 0, lease_until = 0")
	works := must(s.ClaimEntries(context.Background(), noon, noon.Add(time.Minute), 10, 1))(t)
	slices.SortFunc(works, func(a, b news.Work) int { return int(a.Entry.ID - b.Entry.ID) })
	return works
}

func TestSayingsJoin(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		found, _, err := s.Sayings(ctx, news.LedgerFilter{})
		check(t, err)
		dry, rise := found[0], found[1]
		term := must(s.AcquireLease(ctx, "ledger", "me", noon, noon.Add(time.Minute)))(t)
		changed := rise
		changed.Text = "The river will rise again. Osk is dry"
		check(t, s.SaveLedger(ctx, "me", term, news.Ledger{Sayings: []news.Saying{changed}, Joined: map[news.SayingID]news.SayingID{dry.ID: rise.ID}, Version: 2}, noon))
		one := must(s.Saying(ctx, dry.ID))(t)
		var words []string
		for _, c := range one.Carriers {
			words = append(words, c.Text)
		}
		equal(t, "one", []any{one.ID, one.Articles, one.Text, words}, []any{rise.ID, 3, changed.Text, []string{"The river will rise again.", "The river will rise again,", "Osk is dry"}})
		equal(t, "of the last article", must(s.SayingsOf(ctx, made[2].ID))(t)[0].ID, rise.ID)
		equal(t, "of its story", sayings(t, s, news.LedgerFilter{Story: 2}), []string{changed.Text})
		consistent(t, s)
		equal(t, "found", sayings(t, s, news.LedgerFilter{Words: "dry"}), []string{changed.Text})
		rue, _, err := s.Entities(ctx, news.LedgerFilter{Words: "marek"})
		check(t, err)
		equal(t, "hers", rue[0].Sayings, 0)
		known := must(s.Remembered(ctx, nil, []uint64{news.TextKey("Osk is dry")}, nil))(t)
		equal(t, "known by the other's words", known.Sayings[0].ID, rise.ID)
		equal(t, "wordings", len(known.Wordings[rise.ID]), 4)
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		for table, left := range rows(t, s) {
			if len(left) > 0 && table != "sequences" {
				t.Errorf("of %s is left: %v", table, left)
			}
		}
	})
}

func TestEntitiesMerge(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := understood(t, s)
		settle(t, s)
		id := func(words string) news.Entity {
			t.Helper()
			found, _, err := s.Entities(ctx, news.LedgerFilter{Words: words})
			check(t, err)
			if len(found) != 1 {
				t.Fatalf("%s: got %v", words, found)
			}
			return found[0]
		}
		ines, rue := id("halloran"), id("marek")
		if _, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: 999}, noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("nobody: got %v", err)
		}
		before := rows(t, s)
		join := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: rue.ID, Other: ines.ID, By: "desk"}, noon))(t)
		equal(t, "the better known stays", []news.EntityID{join.Entity, join.Other}, []news.EntityID{ines.ID, rue.ID})
		both := must(s.Entity(ctx, rue.ID))(t)
		equal(t, "both", []any{both.ID, both.Name, both.Aliases, both.Articles, both.Sayings, both.UpdatedAt},
			[]any{ines.ID, "Ines Halloran", []string{"Ines Halloran of old", "Rue Marek", "Rue Marek of old"}, 3, 2, made[2].Time()})
		equal(t, "found by either", id("marek").ID, ines.ID)
		equal(t, "by the old number", sayings(t, s, news.LedgerFilter{Speaker: rue.ID}), []string{"Osk is dry", "The river will rise again."})
		if _, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: rue.ID}, noon); !errors.Is(err, news.ErrConflict) {
			t.Errorf("joined twice: got %v", err)
		}
		// It holds when articles are read again.
		store.Exec(t, s, "UPDATE facts SET version = 1")
		settle(t, s)
		equal(t, "read again", must(s.Entity(ctx, rue.ID))(t).Articles, 3)
		equal(t, "edits", must(s.EntityEdits(ctx))(t), []news.EntityEdit{join})

		equal(t, "undone", must(s.RemoveEntityEdit(ctx, join.ID))(t), join)
		equal(t, "read again", settle(t, s), 3)
		after := rows(t, s)
		after["sequences"], before["sequences"] = nil, nil
		equal(t, "rows", after, before)

		// Undone before anything was read again, it leaves the same.
		join = must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: ines.ID, Other: rue.ID}, noon))(t)
		must(s.RemoveEntityEdit(ctx, join.ID))(t)
		settle(t, s)
		after = rows(t, s)
		after["sequences"] = nil
		equal(t, "rows", after, before)

		consistent(t, s)
		hide := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditHide, Entity: ines.ID}, noon))(t)
		equal(t, "hidden", must(s.Entity(ctx, ines.ID))(t).Hidden, true)
		equal(t, "what she said", sayings(t, s, news.LedgerFilter{}), []string{"Osk is dry"})
		equal(t, "company", names(must(s.Company(ctx, id("osk").ID))(t)), []string{"Rue Marek"})
		store.Exec(t, s, "UPDATE facts SET version = 1")
		settle(t, s)
		equal(t, "still hidden", must(s.Entity(ctx, ines.ID))(t).Hidden, true)
		must(s.RemoveEntityEdit(ctx, hide.ID))(t)
		equal(t, "shown", must(s.Entity(ctx, ines.ID))(t).Hidden, false)

		part := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditPart, Entity: ines.ID, Article: made[1].ID}, noon))(t)
		equal(t, "to be read again", len(must(s.ClaimUnread(ctx, 10, 2))(t)), 1)
		known := must(s.Remembered(ctx, nil, nil, []news.ArticleID{made[1].ID}))(t)
		equal(t, "told the stage", known.Edits, []news.EntityEdit{part})
		if len(known.Profiles) == 0 || len(known.Before[made[1].ID]) != 2 {
			t.Errorf("remembered %+v", known)
		}
		apart := must(s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditPart, Entity: ines.ID, Other: rue.ID}, noon))(t)
		_, err := s.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: rue.ID, Other: ines.ID}, noon)
		if !errors.Is(err, news.ErrConflict) || !strings.Contains(err.Error(), "part") {
			t.Errorf("joined what is apart: got %v", err)
		}
		must(s.RemoveEntityEdit(ctx, apart.ID))(t)
		if _, err := s.RemoveEntityEdit(ctx, apart.ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("undone twice: got %v", err)
		}
	})
}

func TestTheLedgerIsInBackups(t *testing.T) {
	t.Parallel()
	for from, openFrom := range engines() {
		for to, openTo := range engines() {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				ctx := context.Background()
				old, restored := openFrom(t), openTo(t)
				made := understood(t, old)
				settle(t, old)
				must(old.AddEntityEdit(ctx, news.EntityEdit{Kind: news.EditJoin, Entity: 1, Other: 3}, noon))(t)
				var archive bytes.Buffer
				check(t, old.Backup(ctx, &archive, nil))
				check(t, restored.Restore(ctx, &archive, nil))
				want, got := rows(t, old), rows(t, restored)
				want["sequences"], got["sequences"] = nil, nil
				equal(t, "rows", got, want)
				equal(t, "edits", must(restored.EntityEdits(ctx))(t), must(old.EntityEdits(ctx))(t))
				equal(t, "facts", must(restored.Facts(ctx, made[0].ID))(t), must(old.Facts(ctx, made[0].ID))(t))
				equal(t, "next", must(restored.Remembered(ctx, nil, nil, nil))(t).NextSaying, must(old.Remembered(ctx, nil, nil, nil))(t).NextSaying)
				must(restored.RemoveEntityEdit(ctx, must(restored.EntityEdits(ctx))(t)[0].ID))(t)
				equal(t, "read again", settle(t, restored), 3)
				equal(t, "apart again", must(restored.Entity(ctx, 3))(t).Name, "Rue Marek")
			})
		}
	}
}

// FuzzFacts: whatever bytes are stored, reading them ends, and what is read can be stored.
func FuzzFacts(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 3, 'a', 1, 3, 'b', 0, 0, 0, 1, 2, 3})
	f.Fuzz(func(t *testing.T, plain []byte) {
		facts, ok := store.UnpackFacts(plain)
		if !ok {
			return
		}
		again, ok := store.RepackFacts(facts)
		if !ok {
			t.Fatalf("%+v was not read again", facts)
		}
		equal(t, "read again", len(again.Mentions), len(facts.Mentions))
	})
}
