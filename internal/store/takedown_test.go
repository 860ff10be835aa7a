package store_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

func down(t *testing.T, s *store.Store, kind news.TakedownKind, of int64) news.Takedown {
	t.Helper()
	return must(s.TakeDown(context.Background(), news.Takedown{Kind: kind, Of: of, Reason: "its publisher asked", By: "ines"}, noon))(t)
}

// TestTakenDownArticleStaysAway: it is gone from its story, from search and from the past, and no reading brings it back.
func TestTakenDownArticleStaysAway(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := articles(t, s, "a.example", 3)
		lead, other, single := made[0], made[1], made[2]
		story := fullStory(1, lead.SourceID)
		story.Lead, story.Headline, story.ImageOf, story.ImageSource = lead.ID, lead.Headline, lead.ID, lead.SourceID
		story.Keys = []news.KeySentence{{Text: "Its own words.", Article: lead.ID, Source: lead.SourceID}, {Text: "Others'.", Article: other.ID, Source: other.SourceID}}
		alone := fullStory(2, single.SourceID)
		alone.Lead = single.ID
		group(t, s, news.Grouping{Stories: []news.Story{story, alone}, Placed: []news.Placement{
			{Article: lead.ID, Story: 1, Family: lead.ID}, {Article: other.ID, Story: 1, Family: lead.ID}, {Article: single.ID, Story: 2, Family: single.ID}}})

		d := down(t, s, news.TakedownArticle, int64(lead.ID))
		if d.ID == 0 || d.Source != lead.SourceID || d.Publisher == "" || !d.Holds() {
			t.Errorf("got %+v", d)
		}
		left := must(s.Story(ctx, 1))(t)
		if left.Lead != other.ID || left.Headline != other.Headline || left.Articles != 1 || left.Image.URL != "" {
			t.Errorf("the story still has what was its lead's: %+v", left)
		}
		equal(t, "key sentences", left.Keys, []news.KeySentence{{Text: "Others'.", Article: other.ID, Source: other.SourceID}})
		if _, _, err := s.Article(ctx, lead.ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("the article: got %v", err)
		}
		words := must(query.Parse(`"` + lead.Headline + `"`))(t)
		if found, err := s.Search(ctx, words, news.Filter{}); err != nil || len(found.Hits) != 0 {
			t.Errorf("search finds %d, %v", len(found.Hits), err)
		}
		told := must(s.TakenDown(ctx, news.TakedownArticle, int64(lead.ID)))(t)
		equal(t, "takedown", told, d)
		for _, past := range must(pastOf(ctx, s))(t) {
			if past.Lead == lead.ID || past.ImageOf == lead.ID {
				t.Errorf("the past shows %+v", past)
			}
		}

		// The publisher changes the entry, and another feed brings the same address.
		again := entry("a.example", 0)
		again.Title, again.Summary = "Title 0, corrected", "<p>New words.</p>"
		tell(t, s, noon.Add(time.Hour), "http://a.example/feed.xml", again)
		same := entry("a.example", 0)
		same.GUID = "another"
		tell(t, s, noon.Add(time.Hour), "http://a.example/other.xml", same)
		canonical := entry("a.example", 9)
		tell(t, s, noon.Add(time.Hour), "http://a.example/third.xml", canonical)
		read(t, s, func(w news.Work) []news.Article {
			a := plain(w, "Something else near "+w.Entry.Title+".")
			if w.Entry.GUID == "guid-9" {
				a.CanonicalURL = lead.URL
			}
			return []news.Article{a}
		})
		if n := len(latest(t, s)); n != 2 {
			t.Errorf("got %d articles, want the 2 that are left", n)
		}
		equal(t, "count", must(s.Counts(ctx))(t).Articles, 2)

		// The last article of a story takes the story with it, and its address tells why.
		second := down(t, s, news.TakedownStory, 2)
		if _, err := s.Story(ctx, 2); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("the story: got %v", err)
		}
		for kind, of := range map[news.TakedownKind]int64{news.TakedownStory: 2, news.TakedownArticle: int64(single.ID)} {
			equal(t, string(kind), must(s.TakenDown(ctx, kind, of))(t), second)
		}
		equal(t, "log", must(s.Takedowns(ctx, 10))(t), []news.Takedown{second, d})

		undone := must(s.UndoTakedown(ctx, d.ID, noon.Add(time.Hour)))(t)
		if undone.Holds() || undone.Of != d.Of {
			t.Errorf("undone: got %+v", undone)
		}
		if _, err := s.UndoTakedown(ctx, d.ID, noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("undone twice: got %v", err)
		}
		if _, err := s.TakenDown(ctx, news.TakedownArticle, int64(lead.ID)); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("after undoing: got %v", err)
		}
		works := must(s.ClaimEntries(ctx, noon.Add(2*time.Hour), noon.Add(3*time.Hour), 100, 1))(t)
		var outcomes []news.Outcome
		for _, w := range works {
			outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "It is back.")}, Version: 1, LeaseUntil: w.LeaseUntil})
		}
		check(t, s.SaveArticles(ctx, outcomes, noon))
		back := must(s.Restored(ctx, lead.ID))(t)
		if a, _, err := s.Article(ctx, back); err != nil || a.URL != lead.URL {
			t.Errorf("restored: got %q, %v", a.URL, err)
		}

		var backup bytes.Buffer
		check(t, s.Backup(ctx, &backup, nil))
	})
}

func pastOf(ctx context.Context, s *store.Store) ([]news.Story, error) {
	stories, _, err := s.Stories(ctx, news.Filter{At: noon.Add(time.Minute)})
	return stories, err
}

func TestTakenDownSourceStaysAway(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		kept := articles(t, s, "b.example", 2)
		made := articles(t, s, "a.example", 700) // more than one portion
		source := made[len(made)-1].SourceID
		if source == kept[0].SourceID {
			t.Fatal("one source")
		}
		d := down(t, s, news.TakedownSource, int64(source))
		for _, a := range latest(t, s) {
			if a.SourceID == source {
				t.Fatalf("article %d is still there", a.ID)
			}
		}
		if _, err := s.SourceState(ctx, source); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("its page: got %v", err)
		}
		for _, state := range must(s.Sources(ctx))(t) {
			if state.Source.ID == source {
				t.Error("it is still listed")
			}
		}
		equal(t, "an article of it", must(s.TakenDown(ctx, news.TakedownArticle, int64(made[len(made)-1].ID)))(t), d)
		if fed := must(s.ClaimFeeds(ctx, noon.Add(24*time.Hour), noon.Add(25*time.Hour), 10))(t); len(fed) != 1 {
			t.Errorf("got %d feeds to poll, want that of the other source", len(fed))
		}
		// Whoever adds to it by hand finds nothing of it shown.
		added := must(s.ImportEntries(ctx, []news.Entry{{GUID: "by hand", URL: "http://a.example/new", Title: "New", Capture: &news.Capture{URL: "http://a.example/new", Body: []byte("x"), FetchedAt: noon}}}, noon))(t)
		plainRead(t, s)
		if added != 1 || must(s.Counts(ctx))(t).Articles != 2 {
			t.Errorf("imported %d, now %d articles", added, must(s.Counts(ctx))(t).Articles)
		}
		must(s.UndoTakedown(ctx, d.ID, noon))(t)
		plainRead(t, s)
		equal(t, "articles after undoing", must(s.Counts(ctx))(t).Articles, 703)
	})
}

func TestTakenDownQuoteAndEntity(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		understood(t, s)
		settle(t, s)
		list, _, err := s.Sayings(ctx, news.LedgerFilter{})
		check(t, err)
		if len(list) == 0 {
			t.Fatal("no quotation")
		}
		d := down(t, s, news.TakedownQuote, int64(list[0].ID))
		after, _, err := s.Sayings(ctx, news.LedgerFilter{})
		check(t, err)
		equal(t, "quotations", len(after), len(list)-1)
		if _, err := s.Saying(ctx, list[0].ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("its page: got %v", err)
		}
		must(s.UndoTakedown(ctx, d.ID, noon))(t)
		must(s.Saying(ctx, list[0].ID))(t)

		who := list[0].Speaker
		d = down(t, s, news.TakedownEntity, int64(who))
		if e := must(s.Entity(ctx, who))(t); !e.Hidden {
			t.Error("the person is still shown")
		}
		equal(t, "told", must(s.TakenDown(ctx, news.TakedownEntity, int64(who)))(t), d)
		must(s.UndoTakedown(ctx, d.ID, noon))(t)
		if e := must(s.Entity(ctx, who))(t); e.Hidden {
			t.Error("still hidden")
		}
		for _, bad := range []news.Takedown{{Kind: "page", Of: 1, Reason: "x"}, {Kind: news.TakedownArticle, Reason: "x"}, {Kind: news.TakedownArticle, Of: 1}} {
			if _, err := s.TakeDown(ctx, bad, noon); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("%+v: got %v", bad, err)
			}
		}
		for _, kind := range news.TakedownKinds() {
			if _, err := s.TakeDown(ctx, news.Takedown{Kind: kind, Of: 98765, Reason: "x"}, noon); !errors.Is(err, news.ErrNotFound) {
				t.Errorf("%s that is not there: got %v", kind, err)
			}
		}
		equal(t, "pictures", must(s.PictureTakenDown(ctx, "https://a.example/none.jpg"))(t), false)
	})
}
