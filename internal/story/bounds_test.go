package story_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

// filler makes articles that have nothing to do with each other.
func filler(from, n int, at time.Time) []news.Article {
	list := make([]news.Article, n)
	for i := range list {
		id, body := from+i, ""
		for word := range 30 {
			body += fmt.Sprintf("w%dx%d ", id, word)
		}
		list[i] = news.Article{ID: news.ArticleID(id), SourceID: 1, Language: "en", Headline: fmt.Sprintf("h%dx h%dy", id, id),
			PublishedAt: at, SeenAt: at, Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
	}
	return list
}

// flood adds so many articles that what is old leaves the window.
func flood(w *story.Window, from int, at time.Time) {
	for batch := range slices.Chunk(filler(from, 2200, at), 550) {
		w.Add(batch)
	}
}

// grouped is a story of four, one of them a copy, as the store gives it back.
func grouped(t *testing.T, w *story.Window) []news.Article {
	t.Helper()
	docs := articles(corpus(t))[:4]
	for i, p := range w.Add(docs).Placed {
		docs[i].StoryID, docs[i].FamilyID = p.Story, p.Family
	}
	if docs[0].StoryID != docs[3].StoryID {
		t.Fatal("the corpus' first four articles are not one story")
	}
	return docs
}

func TestExpire(t *testing.T) {
	t.Parallel()
	w := story.New(story.Options{Span: 24 * time.Hour})
	docs := grouped(t, w)
	id, day := docs[0].StoryID, docs[3].PublishedAt
	if !w.Holds(id) || w.Holds(id+100) {
		t.Fatalf("Holds: got %t and %t, want true and false", w.Holds(id), w.Holds(id+100))
	}
	flood(w, 1000, day.Add(time.Hour))
	if !w.Holds(id) {
		t.Error("a story left within its span")
	}
	flood(w, 5000, day.Add(48*time.Hour))
	if w.Holds(id) {
		t.Error("a story without news for two days is still held, want it gone after one")
	}
	again := docs[1]
	again.ID, again.StoryID, again.FamilyID = 20000, 0, 0
	if p := w.Add([]news.Article{again}).Placed[0]; p.Story == id || p.Family != again.ID {
		t.Errorf("a late copy: got story %d family %d, want a new story and family", p.Story, p.Family)
	}
}

// TestLateArticle guards that a story which has left the window is never told with fewer articles than it has.
func TestLateArticle(t *testing.T) {
	t.Parallel()
	setUp := func(t *testing.T) (*story.Window, []news.Article) {
		w := story.New(story.Options{Span: 24 * time.Hour})
		docs := grouped(t, w)
		flood(w, 1000, docs[3].PublishedAt.Add(48*time.Hour))
		if w.Holds(docs[0].StoryID) {
			t.Fatal("the story did not leave")
		}
		docs[2].Headline = "Corrected: " + docs[2].Headline
		return w, docs
	}
	t.Run("not restored, it stays and its story is not told", func(t *testing.T) {
		t.Parallel()
		w, docs := setUp(t)
		g := w.Add(docs[2:3])
		want := []news.Placement{{Article: docs[2].ID, Story: docs[2].StoryID, Family: docs[2].FamilyID}}
		if diff := cmp.Diff(want, g.Placed); diff != "" || len(g.Stories)+len(g.Merged) > 0 {
			t.Errorf("placed (-want +got):\n%s\nstories %v merged %v, want none", diff, g.Stories, g.Merged)
		}
		if w.Holds(docs[2].StoryID) {
			t.Error("a story is held of which the window knows one article")
		}
	})
	t.Run("restored, its story is told whole, and leaves again", func(t *testing.T) {
		t.Parallel()
		w, docs := setUp(t)
		w.Restore(docs)
		g := w.Add(docs[2:3])
		if len(g.Stories) != 1 || g.Stories[0].ID != docs[2].StoryID || g.Stories[0].Articles != 4 {
			t.Fatalf("got %+v, want only story %d with 4 articles", g.Stories, docs[2].StoryID)
		}
		flood(w, 5000, docs[3].PublishedAt.Add(49*time.Hour))
		if w.Holds(docs[2].StoryID) {
			t.Error("the restored story never left")
		}
	})
}

// TestOldMembers guards that a long story keeps counting articles whose vectors are gone, and still knows its copies.
func TestOldMembers(t *testing.T) {
	t.Parallel()
	w := story.New(story.Options{Span: 24 * time.Hour})
	docs := grouped(t, w)
	late := docs[0]
	late.ID, late.StoryID, late.SourceID, late.PublishedAt = 900, 0, 98, docs[3].PublishedAt.Add(20*time.Hour)
	late.SeenAt = late.PublishedAt
	w.Add([]news.Article{late})
	flood(w, 1000, late.PublishedAt.Add(12*time.Hour))
	later := docs[0]
	later.ID, later.StoryID, later.SourceID, later.PublishedAt = 901, 0, 99, late.PublishedAt.Add(13*time.Hour)
	later.SeenAt = later.PublishedAt
	g := w.Add([]news.Article{later})
	if got, want := g.Placed[0], (news.Placement{Article: 901, Story: docs[0].StoryID, Family: docs[0].ID}); got != want {
		t.Errorf("a copy of a text whose vector is gone: got %+v, want %+v", got, want)
	}
	if len(g.Stories) != 1 || g.Stories[0].Articles != 6 {
		t.Errorf("got %+v, want one story of 6 articles", g.Stories)
	}
	w.Repair()
	if g := w.Add(docs[1:2]); g.Stories[0].Articles != 6 {
		t.Errorf("read again: got %d articles, want 6", g.Stories[0].Articles)
	}
}

// TestMost guards the bound of the window for an import without dates, all of the same moment.
func TestMost(t *testing.T) {
	t.Parallel()
	const most = 500
	w := story.New(story.Options{Most: most})
	now := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	var all []news.Article
	held := map[news.StoryID]bool{}
	for batch := range slices.Chunk(filler(1, 4*most, now), 100) {
		for i, p := range w.Add(batch).Placed {
			batch[i].StoryID, batch[i].FamilyID, held[p.Story] = p.Story, p.Family, true
		}
		maps.DeleteFunc(held, func(id news.StoryID, _ bool) bool { return !w.Holds(id) })
		if len(held) > most {
			t.Fatalf("%d stories of one article are held, want at most %d", len(held), most)
		}
		all = append(all, batch...)
	}
	if last := all[len(all)-1].StoryID; !w.Holds(last) || w.Holds(all[0].StoryID) {
		t.Errorf("the newest held: %t, the oldest held: %t; want true, false", w.Holds(last), w.Holds(all[0].StoryID))
	}
	again := story.New(story.Options{Most: most})
	again.Restore(all)
	n := 0
	for _, a := range all {
		if again.Holds(a.StoryID) {
			n++
		}
	}
	if n != most || !again.Holds(all[len(all)-1].StoryID) {
		t.Errorf("restored %d of %d articles, want the newest %d", n, len(all), most)
	}
}

// TestOnlyChangedStories guards that new word weights alone do not make every story of the window be told again.
func TestOnlyChangedStories(t *testing.T) {
	t.Parallel()
	w := story.New(story.Options{})
	day := time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC)
	w.Add(filler(1, 20, day))
	if g := w.Add(filler(100, 20, day)); len(g.Stories) != 20 {
		t.Errorf("got %d stories, want the 20 new ones", len(g.Stories))
	}
	if g := w.Repair(); len(g.Stories) != 0 {
		t.Errorf("a repair that changed nothing told %d stories, want none", len(g.Stories))
	}
}

func TestWeightOfSource(t *testing.T) {
	t.Parallel()
	var got []float64
	w := story.New(story.Options{Score: func(_ *news.Story, members []story.Member) {
		for _, m := range members {
			got = append(got, m.Weight)
		}
	}})
	list := filler(1, 1, time.Date(2031, 5, 1, 12, 0, 0, 0, time.UTC))
	list[0].Weight = 2.5
	w.Add(list)
	if diff := cmp.Diff([]float64{2.5}, got); diff != "" {
		t.Errorf("weights (-want +got):\n%s", diff)
	}
}
