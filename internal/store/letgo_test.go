package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"

	"github.com/google/go-cmp/cmp/cmpopts"
)

// tail is the end of a text, of which nothing is kept.
var tail = " " + strings.Repeat("water ", 60) + "quokka"

// shelved fills a store with the articles of reports, read from raw pages, grouped and understood.
func shelved(t *testing.T, s *store.Store) []news.Article {
	t.Helper()
	var entries []news.Entry
	for i := range reports {
		e := entry("a.example", i)
		e.Content = "<p>What the feed tells of it.</p>"
		e.Capture = &news.Capture{URL: e.URL, ContentType: "text/html", FetchedAt: noon.Add(-time.Hour), Body: noise(i, 5000)}
		entries = append(entries, e)
	}
	must(s.ImportEntries(context.Background(), entries, noon))(t)
	read(t, s, func(w news.Work) []news.Article { return []news.Article{plain(w, reports[w.Entry.ID-1]+tail)} })
	made := latest(t, s)
	g := news.Grouping{Stories: []news.Story{fullStory(1, made[0].SourceID), fullStory(2, made[0].SourceID)}}
	for i, story := range []news.StoryID{2, 1, 1} { // the newest first
		g.Placed = append(g.Placed, news.Placement{Article: made[i].ID, Story: story, Family: made[i].ID})
	}
	group(t, s, g)
	settle(t, s)
	return made
}

func oldTexts(t *testing.T, s *store.Store, before time.Time) (found []news.ArticleID) {
	t.Helper()
	for _, o := range must(s.OldTexts(context.Background(), 0, before, 10))(t) {
		if o.Bytes == 0 || o.Source == 0 || !o.At.Equal(noon) {
			t.Errorf("got %+v", o)
		}
		if !o.Stays {
			found = append(found, news.ArticleID(o.ID))
		}
	}
	return found
}

func oldCaptures(t *testing.T, s *store.Store, after int64, before time.Time) (n int) {
	t.Helper()
	for _, o := range must(s.OldCaptures(context.Background(), after, before, 10))(t) {
		if !o.Stays {
			n++
		}
	}
	return n
}

func hits(t *testing.T, s *store.Store, words string) int {
	t.Helper()
	q, _ := query.Parse(words)
	return len(must(s.Search(context.Background(), q, news.Filter{}))(t).Hits)
}

// around is what is kept of an article beside its text.
func around(t *testing.T, s *store.Store, id news.ArticleID) map[string]any {
	t.Helper()
	ctx := context.Background()
	a, source, err := s.Article(ctx, id)
	check(t, err)
	story := must(s.Story(ctx, a.StoryID))(t)
	a.Blocks, a.GoneAt = nil, time.Time{}
	return map[string]any{"article": a, "source": source, "sayings": must(s.SayingsOf(ctx, id))(t), "facts": must(s.Facts(ctx, id))(t),
		"entities": must(s.EntitiesOf(ctx, 0, id))(t), "story": story, "articles": must(s.StoryArticles(ctx, a.StoryID))(t), "counts": must(s.Counts(ctx))(t),
		"named": must(s.Named(ctx, id))(t), "said": sayings(t, s, news.LedgerFilter{}), "latest": latest(t, s)}
}

// TestTextsGoAndAllElseStays: only the words go, and no stage reads again what has none.
func TestTextsGoAndAllElseStays(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := shelved(t, s)
		gone := made[2] // the first report
		before := around(t, s, gone.ID)
		equal(t, "found by its last word", hits(t, s, "quokka"), 3)
		later := noon.Add(time.Hour)
		n, _, err := s.DropTexts(ctx, []int64{int64(gone.ID)}, later)
		check(t, err)
		equal(t, "gone", n, 1)
		equal(t, "beside the text", around(t, s, gone.ID), before, cmpopts.EquateEmpty())
		a, _, err := s.Article(ctx, gone.ID)
		check(t, err)
		if !a.GoneAt.Equal(later) || !strings.HasPrefix(a.Text(), "The harbour master, Ines Halloran, said:") || !strings.HasSuffix(a.Text(), "…") || strings.Contains(a.Text(), "quokka") {
			t.Errorf("left of the text: %q, gone %v", a.Text(), a.GoneAt)
		}
		equal(t, "found by its last word", hits(t, s, "quokka"), 2)
		equal(t, "found by its opening", hits(t, s, "talks"), 1)
		equal(t, "found by its headline", hits(t, s, fmt.Sprintf("%q", gone.Headline)), 1)
		equal(t, "raw pages", store.Strings(t, s, "SELECT CAST(entry_id AS text) FROM captures ORDER BY entry_id"), []string{"2", "3"})
		n, _, err = s.DropTexts(ctx, []int64{int64(gone.ID)}, later)
		check(t, err)
		equal(t, "gone twice", n, 0)

		// Whatever is read better one day: there is nothing to read.
		for _, w := range must(s.ClaimEntries(ctx, later, later.Add(time.Minute), 10, 99))(t) {
			if w.Entry.ID == gone.EntryID {
				t.Error("its page is read again")
			}
		}
		for _, a := range must(s.ClaimArticles(ctx, 10, 99))(t) {
			if a.ID == gone.ID {
				t.Error("it is grouped again")
			}
		}
		for _, u := range must(s.ClaimUnread(ctx, 10, 99))(t) {
			if u.ID == gone.ID {
				t.Error("it is understood again")
			}
		}
		equal(t, "timeline of the others", len(must(s.Happenings(ctx, news.LedgerFilter{Story: 1}))(t)), 0)
		equal(t, "members", len(must(s.Members(ctx, []news.StoryID{1}))(t)), 2)

		// It comes back when its publisher changes it, and can go again.
		store.Exec(t, s, "UPDATE entries SET state = 0, due_at = 0, lease_until = 0 WHERE id = 1")
		works := read(t, s, func(w news.Work) []news.Article { return []news.Article{plain(w, "All is new at the harbour.")} })
		equal(t, "what the feed told", works[0].Entry.Content, "")
		a, _, err = s.Article(ctx, gone.ID)
		check(t, err)
		equal(t, "its text", []any{a.Text(), a.GoneAt.IsZero()}, []any{"All is new at the harbour.", true})
		equal(t, "grouped again", len(must(s.ClaimArticles(ctx, 10, 1))(t)), 1)
		equal(t, "not before that", len(oldTexts(t, s, later)), 2)
	})
}

// TestWhatIsWantedStays: saved articles and stories, pinned ones, and those that are not old.
func TestWhatIsWantedStays(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := shelved(t, s)
		third, second, first := made[0].ID, made[1].ID, made[2].ID
		later := noon.Add(time.Hour)
		equal(t, "that came before noon", len(oldTexts(t, s, noon)), 0)
		equal(t, "raw pages from before noon", oldCaptures(t, s, 0, noon), 0)
		equal(t, "all", oldTexts(t, s, later), []news.ArticleID{first, second, third})
		equal(t, "raw pages", oldCaptures(t, s, 0, later), 3)
		equal(t, "raw pages after the second", oldCaptures(t, s, 2, later), 1)

		ines := must(s.AddUser(ctx, news.User{Name: "Ines", Role: news.RoleReader, MadeAt: noon}))(t)
		save := func(kind news.ItemKind, id int64) {
			check(t, s.Save(ctx, ines.ID, news.Item{Kind: kind, ID: id}, "", noon))
		}
		save(news.ItemArticle, int64(second))
		equal(t, "but the saved one", oldTexts(t, s, later), []news.ArticleID{first, third})
		save(news.ItemStory, 1)
		equal(t, "but the saved story", oldTexts(t, s, later), []news.ArticleID{third})
		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{1: 2}})
		equal(t, "but the story into which it merged", oldTexts(t, s, later), []news.ArticleID(nil))
		check(t, s.Unsave(ctx, ines.ID, news.Item{Kind: news.ItemStory, ID: 1}))
		equal(t, "without it", oldTexts(t, s, later), []news.ArticleID{first, third})
		must(s.AddEdit(ctx, news.Edit{Kind: news.EditPin, Article: third, By: "desk", At: noon}, noon))(t)
		equal(t, "but the pinned story", oldTexts(t, s, later), []news.ArticleID(nil))
		n, _, err := s.DropTexts(ctx, []int64{int64(first), int64(second), int64(third)}, later)
		check(t, err)
		equal(t, "asked for all the same", n, 0)

		claimed := must(s.ClaimEntries(ctx, noon, time.Now().Add(time.Hour), 1, 99))(t)
		equal(t, "raw pages, but the one that is read", oldCaptures(t, s, 0, later), 2)
		n, _, err = s.DropCaptures(ctx, []int64{1, 2, 3})
		check(t, err)
		equal(t, "raw pages that went", n, 2)
		equal(t, "raw pages that are left", store.Strings(t, s, "SELECT CAST(entry_id AS text) FROM captures"), []string{claimed[0].Entry.ID.String()})
		equal(t, "texts", hits(t, s, "quokka"), 3)
	})
}

// TestABackupWithoutTexts: what is restored is what was left, on either engine.
func TestABackupWithoutTexts(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := shelved(t, s)
		must(s.Sources(ctx))(t)
		source := must(s.Source(ctx, made[0].SourceID))(t)
		source.Keep = news.Age(90 * 24 * time.Hour)
		check(t, s.SetSource(ctx, source))
		_, _, err := s.DropTexts(ctx, []int64{int64(made[2].ID)}, noon.Add(time.Hour))
		check(t, err)
		for engine, open := range engines() {
			var archive bytes.Buffer
			check(t, s.Backup(ctx, &archive, nil))
			restored := open(t)
			check(t, restored.Restore(ctx, &archive, nil))
			equal(t, "on "+engine, around(t, restored, made[2].ID), around(t, s, made[2].ID), cmpopts.EquateEmpty())
			equal(t, "found by its last word", hits(t, restored, "quokka"), 2)
			equal(t, "found by its opening", hits(t, restored, "talks"), 1)
			equal(t, "ages", must(restored.Ages(ctx))(t), map[news.SourceID]news.Age{source.ID: source.Keep})
			var gone []bool
			check(t, restored.ExportArticles(ctx, func(a news.Article, _ news.Source) error { gone = append(gone, !a.GoneAt.IsZero()); return nil }))
			equal(t, "exported as gone", gone, []bool{true, false, false})
		}
	})
}

// TestSizes: every table is told, and what is told fits what there is.
func TestSizes(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		shelved(t, s)
		if store.Engine(s) == "postgres" {
			store.Exec(t, s, "ANALYZE")
		}
		var sum int64
		rows := map[string]int64{}
		for _, size := range must(s.Sizes(ctx))(t) {
			sum += size.All()
			rows[size.Name] = size.Rows
		}
		room := must(s.Occupied(ctx))(t)
		if sum <= 0 || sum > room.Total || room.Free < 0 || room.Free > room.Total {
			t.Errorf("tables take %d of %+v", sum, room)
		}
		for table, want := range map[string]int64{"articles": 3, "captures": 3, "article_search": 3, "carriers": 3, "edits": 0} {
			equal(t, table, rows[table], want)
		}
	})
}

// TestUpkeep: it ends, and a file that has room to spare becomes shorter.
func TestUpkeep(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		shelved(t, s)
		if store.Engine(s) == "sqlite" {
			store.Exec(t, s, "CREATE TABLE bulk (b BLOB); INSERT INTO bulk VALUES (zeroblob(20000000)); DELETE FROM bulk")
		}
		before := must(s.Occupied(ctx))(t)
		steps := 0
		for more := true; more; steps++ {
			var err error
			more, _, err = s.Tidy(ctx)
			check(t, err)
			if steps > 10_000 {
				t.Fatal("it does not end")
			}
		}
		after := must(s.Occupied(ctx))(t)
		if store.Engine(s) == "sqlite" && (after.Total > before.Total-5_000_000 || after.Free > before.Free-5_000_000) {
			t.Errorf("%+v before, %+v after %d steps", before, after, steps)
		}
		equal(t, "found", hits(t, s, "quokka"), 3)
		check(t, s.Compact(ctx))
		check(t, s.Check(ctx))
		equal(t, "found", hits(t, s, "quokka"), 3)
	})
}
