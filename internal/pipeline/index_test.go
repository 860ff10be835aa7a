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

// stale is a store whose search index an earlier program made.
type stale struct {
	*store.Store
	steps, left atomic.Int64
	held        atomic.Bool // the lease was, in every step
}

func (s *stale) Indexed(context.Context) (bool, error) { return s.left.Load() == 0, nil }

func (s *stale) IndexAgain(ctx context.Context, _ string, term int64, limit int, now time.Time) (news.ArticleID, error) {
	other, err := s.AcquireLease(ctx, "index", "another", now, now.Add(time.Minute))
	s.held.Store(s.held.Load() && err == nil && other == 0 && term > 0)
	if s.steps.Add(1) == 1 {
		return 0, fmt.Errorf("the disk is full: %w", news.ErrUnavailable)
	}
	return news.ArticleID(s.left.Add(-min(int64(limit), s.left.Load()))), nil
}

func TestAnOldIndexIsMadeAnewBesideTheRiver(t *testing.T) {
	t.Parallel()
	s := &stale{Store: open(t)}
	s.left.Store(50)
	s.held.Store(true)
	there := settled(t, s.Store, 3, 3)
	runOnce(t, pipeline.Options{Store: s, Fetcher: harbour(), Idle: 10 * time.Millisecond}, func() bool { return s.left.Load() == 0 && there() })
	if steps := s.steps.Load(); steps < 3 || !s.held.Load() {
		t.Errorf("it took %d steps, with the lease in all of them: %v", steps, s.held.Load())
	}
	if term, err := s.AcquireLease(t.Context(), "index", "another", time.Now(), time.Now().Add(time.Minute)); err != nil || term == 0 {
		t.Errorf("the lease was not given back: %d, %v", term, err)
	}
}

// TestAnotherMakesTheIndex: while another process has the lease, nothing is indexed.
func TestAnotherMakesTheIndex(t *testing.T) {
	t.Parallel()
	s := &stale{Store: open(t)}
	s.left.Store(50)
	if _, err := s.AcquireLease(t.Context(), "index", "another", time.Now(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	runOnce(t, pipeline.Options{Store: s, Fetcher: harbour(), Idle: 10 * time.Millisecond}, settled(t, s.Store, 3, 3))
	if s.steps.Load() != 0 {
		t.Error("it was indexed twice")
	}
}
