package web

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/news"
)

// TestMarksAreAskedForTogether: who asks while answers are on their way waits for one that begins later, together with the others.
func TestMarksAreAskedForTogether(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var asked [][]news.StoryID
		failing := false
		m := newMarks(func(ctx context.Context, list []news.StoryID) (map[news.StoryID]uint64, error) {
			mu.Lock()
			asked = append(asked, slices.Clone(list))
			fails := failing
			mu.Unlock()
			began := uint64(time.Now().Unix())
			time.Sleep(time.Second)
			if fails {
				return nil, news.ErrUnavailable
			}
			marks := map[news.StoryID]uint64{}
			for _, id := range list {
				marks[id] = began<<32 + uint64(id)
			}
			return marks, nil
		}, time.Minute)
		m.most = 2
		var readers sync.WaitGroup
		ask := func(ctx context.Context, id news.StoryID, want error) {
			readers.Go(func() {
				since := uint64(time.Now().Unix())
				mark, err := m.of(ctx, id)
				if !errors.Is(err, want) || want == nil && (mark&0xffffffff != uint64(id) || mark>>32 < since) {
					t.Errorf("story %d: got %d, read at %d, asked at %d, %v; want %v", id, mark&0xffffffff, mark>>32, since, err, want)
				}
			})
			synctest.Wait()
		}
		for id := range news.StoryID(50) {
			ask(t.Context(), 1+id, nil)
		}
		time.Sleep(time.Second / 2)
		leaving, leave := context.WithCancel(t.Context())
		ask(leaving, 99, context.Canceled) // goes before it has an answer
		leave()
		readers.Wait()
		var sizes []int
		for _, list := range asked {
			sizes = append(sizes, len(list))
		}
		if !slices.Equal(sizes, []int{1, 1, 49}) {
			t.Errorf("51 readers made questions of %d stories, want two alone and the others together", sizes)
		}
		if m.asking != 0 || m.next != nil {
			t.Errorf("afterwards %d questions are on their way", m.asking)
		}

		asked = nil
		for id := range news.StoryID(2 + 2*maxAsked + 3) {
			ask(t.Context(), 1+id, nil)
		}
		readers.Wait()
		seen := map[news.StoryID]bool{}
		for _, list := range asked {
			if len(list) > maxAsked {
				t.Errorf("one question asks for %d stories, want %d at most", len(list), maxAsked)
			}
			for _, id := range list {
				seen[id] = true
			}
		}
		if n := len(slices.Collect(maps.Keys(seen))); n != 2+2*maxAsked+3 {
			t.Errorf("asked for %d stories", n)
		}
		failing = true
		ask(t.Context(), 7, news.ErrUnavailable)
		readers.Wait()
		failing = false
		ask(t.Context(), 7, nil)
		readers.Wait()
	})
}
