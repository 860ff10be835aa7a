package pipeline_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// asked counts how often edits, and the stories that they want otherwise, are read.
type asked struct {
	*store.Store
	edits, unmet atomic.Int32
}

func (s *asked) Edits(ctx context.Context) ([]news.Edit, error) {
	s.edits.Add(1)
	return s.Store.Edits(ctx)
}

func (s *asked) Unmet(ctx context.Context) ([]news.StoryID, error) {
	s.unmet.Add(1)
	return s.Store.Unmet(ctx)
}

// TestEditsReachTheLeader sees edits read when there are new ones, and only then; a hidden story stays hidden when it is
// saved anew.
func TestEditsReachTheLeader(t *testing.T) {
	t.Parallel()
	w, s := gull(), &asked{Store: open(t)}
	for i, title := range []string{"Ferry to Osk sails again", "School wins the river prize", "Road to Brae Marrow closed"} {
		w.pages[fmt.Sprintf("https://gull.invalid/%d", i)] = page(title)
	}
	o := pipeline.Options{Store: s, Fetcher: w, Idle: 10 * time.Millisecond}
	runOnce(t, o, settled(t, s.Store, 3, 3))
	if n := s.edits.Load(); n != 0 {
		t.Errorf("edits were read %d times before there were any", n)
	}
	all := articles(t, s.Store)
	a, b := all["Ferry to Osk sails again"], all["School wins the river prize"]
	for _, e := range []news.Edit{{Kind: news.EditJoin, Article: a.ID, Other: b.ID}, {Kind: news.EditHide, Article: a.ID}} {
		if _, err := s.AddEdit(t.Context(), e, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	rounds := 0
	runOnce(t, o, func() bool {
		if s.edits.Load() > 0 {
			rounds++
		}
		return rounds > 20
	})
	if s.edits.Load() != 1 || s.unmet.Load() != 1 {
		t.Errorf("edits were read %d times, unmet ones %d times; want once each", s.edits.Load(), s.unmet.Load())
	}
	story, err := s.Story(t.Context(), articles(t, s.Store)[a.Headline].StoryID)
	if err != nil || !story.Hidden {
		t.Errorf("the story of the hidden article: %+v, %v", story, err)
	}
}
