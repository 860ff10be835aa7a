package story_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

// storyOf are the articles of one story of the corpus, oldest first.
func storyOf(t *testing.T, gold string) []news.Article {
	t.Helper()
	var members []news.Article
	for _, d := range corpus(t) {
		if d.Gold == gold {
			members = append(members, d.Article)
		}
	}
	return members
}

func TestWhyTellsWhatIsShared(t *testing.T) {
	t.Parallel()
	members := storyOf(t, "dam")
	reasons := story.Why(members)
	if len(reasons) != len(members) {
		t.Fatalf("got %d reasons for %d articles", len(reasons), len(members))
	}
	for _, a := range members {
		r := reasons[a.ID]
		if !slices.Contains(r.Names, "Tessel") || !slices.Contains(r.Names, "Orvale") {
			t.Errorf("%q: got the names %q, want the dam and its valley", a.Headline, r.Names)
		}
		if r.Nearest == 0 || r.Nearest == a.ID || r.Likeness <= 0.1 || r.Likeness > 1 || r.Score <= 0 || len(r.Sees) == 0 {
			t.Errorf("%q: got %+v, want a nearest other one and a sure decision", a.Headline, r)
		}
		whole := a.Headline + "\n" + a.Text()
		for _, s := range slices.Concat(r.Names, r.Phrases, r.Numbers) {
			if !strings.Contains(whole, s) {
				t.Errorf("%q: %q is not printed there", a.Headline, s)
			}
		}
	}
	first := reasons[members[0].ID]
	if !slices.Equal(first.Numbers, []string{"14,000"}) || !slices.Contains(first.Phrases, "three metres") || !slices.Contains(first.Names, "Ilse Quandahl") {
		t.Errorf("got %+v", first)
	}
	if diff := cmp.Diff(reasons, story.Why(reversed(members))); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
}

func reversed(articles []news.Article) []news.Article {
	turned := slices.Clone(articles)
	slices.Reverse(turned)
	return turned
}

func TestWhyFindsNothingInStrangers(t *testing.T) {
	t.Parallel()
	stranger, copied := storyOf(t, "rate")[0], storyOf(t, "dam")[1]
	copied.FamilyID = 1
	reasons := story.Why(append(storyOf(t, "dam")[:1], copied, stranger))
	r := reasons[stranger.ID]
	if r.Nearest != 0 || len(r.Names)+len(r.Phrases)+len(r.Numbers) > 0 || r.Copy {
		t.Errorf("a stranger: got %+v", r)
	}
	if !reasons[copied.ID].Copy || reasons[1].Copy || reasons[copied.ID].Nearest != 1 {
		t.Errorf("a copy: got %+v, its first %+v", reasons[copied.ID], reasons[1])
	}
	alone := story.Why([]news.Article{stranger})
	if diff := cmp.Diff(map[news.ArticleID]news.Belonging{stranger.ID: {}}, alone); diff != "" {
		t.Errorf("alone (-want +got):\n%s", diff)
	}
	if len(story.Why(nil)) != 0 {
		t.Error("no articles have reasons")
	}
}

// TestWhyIsBounded: of a large story every article is held against the newest ones only.
func TestWhyIsBounded(t *testing.T) {
	t.Parallel()
	old := storyOf(t, "dam")[0]
	members := []news.Article{old}
	for i := range 70 {
		a := storyOf(t, "dam")[2]
		a.ID, a.PublishedAt = news.ArticleID(100+i), old.Time().Add(time.Duration(i+1)*time.Hour)
		members = append(members, a)
	}
	reasons := story.Why(members)
	if len(reasons) != 71 {
		t.Fatalf("got %d reasons", len(reasons))
	}
	for id, r := range reasons {
		if r.Nearest < 110 || r.Likeness == 0 {
			t.Errorf("article %d: the nearest is %d", id, r.Nearest)
		}
	}
}

func TestWhyKnowsNames(t *testing.T) {
	t.Parallel()
	write := func(id news.ArticleID, headline, body string) news.Article {
		return news.Article{ID: id, Headline: headline, Language: "en", Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
	}
	reasons := story.Why([]news.Article{
		write(1, "WEIR Row", "PORT OVERMERE: The weir at Port Overmere will stay, Mayor Ada Quellin said, after 1,250 letters. On Tuesday Port Overmere waits."),
		write(2, "Weir stays", "Nobody in Port Overmere expected that the weir would be kept. Ada Quellin read 1,250 letters on Tuesday, and Brask none."),
	})
	want := [][]string{{"Port Overmere", "Ada Quellin"}, {"1,250"}}
	if diff := cmp.Diff(want, [][]string{reasons[1].Names, reasons[1].Numbers}); diff != "" {
		t.Errorf("a word that is printed small too, a day and a title that the other leaves out are no shared names (-want +got):\n%s", diff)
	}
}
