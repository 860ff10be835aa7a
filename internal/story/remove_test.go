package story_test

import (
	"slices"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

// TestRemoveLeavesNoTrace: a window from which articles were removed tells of the rest what it told before they came,
// and takes them back as if they were new.
func TestRemoveLeavesNoTrace(t *testing.T) {
	t.Parallel()
	all := articles(corpus(t))
	w := story.New(story.Options{})
	w.Add(all)
	w.Repair()
	gone := map[news.ArticleID]bool{}
	var ids []news.ArticleID
	for i := range all {
		if i%3 == 0 {
			ids = append(ids, all[i].ID)
			gone[all[i].ID] = true
		}
	}
	ids = append(ids, 999_999) // never there
	home := map[news.ArticleID]news.StoryID{}
	for _, s := range w.Remove(ids...).Stories {
		members := w.Central(s.ID)
		if len(members) != s.Articles || len(members) == 0 {
			t.Errorf("story %d tells %d articles and has %d", s.ID, s.Articles, len(members))
		}
		for _, id := range members {
			if gone[id] {
				t.Errorf("article %d is removed and in story %d", id, s.ID)
			}
			home[id] = s.ID
		}
		if gone[s.Lead] {
			t.Errorf("story %d is led by article %d, which is gone", s.ID, s.Lead)
		}
	}
	if len(home) == 0 {
		t.Fatal("no story lost an article: a poor test")
	}
	if again := w.Remove(ids...); len(again.Stories) != 0 {
		t.Errorf("removed twice: %d stories changed", len(again.Stories))
	}
	var back []news.Article
	for _, a := range all {
		if gone[a.ID] {
			back = append(back, a)
		}
	}
	g := w.Add(back)
	if len(g.Placed) < len(back) {
		t.Errorf("%d of %d articles came back", len(g.Placed), len(back))
	}
}

// TestRemoveAll: an emptied window is as good as new.
func TestRemoveAll(t *testing.T) {
	t.Parallel()
	all := articles(corpus(t))
	fresh := story.New(story.Options{})
	want := fresh.Add(all)
	used := story.New(story.Options{})
	used.Add(all)
	for i := range all {
		used.Remove(all[i].ID)
	}
	got := used.Add(all)
	together := func(g news.Grouping) map[news.ArticleID][]news.ArticleID {
		by := map[news.StoryID][]news.ArticleID{}
		for _, p := range g.Placed {
			by[p.Story] = append(by[p.Story], p.Article)
		}
		first := map[news.ArticleID][]news.ArticleID{}
		for _, members := range by {
			slices.Sort(members)
			first[members[0]] = members
		}
		return first
	}
	if diff := cmp.Diff(together(want), together(got)); diff != "" {
		t.Errorf("(-new window +emptied one):\n%s", diff)
	}
}

func TestCentralPutsTheLeadFirst(t *testing.T) {
	t.Parallel()
	w := story.New(story.Options{})
	g := w.Add(articles(corpus(t)))
	several := 0
	for _, s := range g.Stories {
		members := w.Central(s.ID)
		if len(members) != s.Articles || members[0] != s.Lead {
			t.Errorf("story %d is led by %d: %v", s.ID, s.Lead, members)
		}
		if len(members) > 1 {
			several++
		}
	}
	if several == 0 {
		t.Error("no story of several articles")
	}
	if w.Central(999_999) != nil {
		t.Error("a story that is not there has articles")
	}
}
