package web

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// crowd takes all places, and returns what gives one back.
func crowd(t *testing.T, turns *turns, path string) (leave []func()) {
	t.Helper()
	for {
		ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
		done, err := turns.take(ctx, path)
		cancel()
		if err != nil {
			return leave
		}
		leave = append(leave, done)
	}
}

func TestTurnsComeInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(10 * time.Second)
		making := crowd(t, turns, "/")
		if len(making) < 4 {
			t.Fatalf("%d pages are made at once, want at least 4", len(making))
		}
		var mu sync.Mutex
		var came []int
		for i := range 20 {
			go func() {
				leave, err := turns.take(t.Context(), "/")
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				came = append(came, i)
				mu.Unlock()
				time.Sleep(10 * time.Millisecond)
				leave()
			}()
			synctest.Wait() // it waits before the next one comes
		}
		making[0]()
		time.Sleep(time.Second)
		synctest.Wait()
		if len(came) != 20 || !slices.IsSorted(came) {
			t.Errorf("turns came in the order %v", came)
		}
		for _, leave := range making[1:] {
			leave()
		}
		if got := len(crowd(t, turns, "/")); got != len(making) {
			t.Errorf("after all have left there are %d places, want %d", got, len(making))
		}
	})
}

func TestWhoWaitsTooLongIsTurnedAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(10 * time.Second)
		making := crowd(t, turns, "/")
		began := time.Now()
		if _, err := turns.take(t.Context(), "/"); !errors.Is(err, errBusy) || !errors.Is(err, errSlow) || time.Since(began) != 5*time.Second {
			t.Errorf("after %v got %v, want to be turned away after 5 s", time.Since(began), err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		began = time.Now()
		if _, err := turns.take(ctx, "/"); !errors.Is(err, context.Canceled) || errors.Is(err, errBusy) || time.Since(began) != time.Second {
			t.Errorf("who left after 1 s: after %v got %v", time.Since(began), err)
		}
		if leave, err := turns.take(t.Context(), "/offline"); err != nil {
			t.Errorf("a page that reads nothing: %v", err)
		} else {
			leave()
		}
		making[0]() // those who gave up are in nobody's way
		leave, err := turns.take(t.Context(), "/")
		if err != nil || time.Since(began) != time.Second {
			t.Fatalf("got %v after %v, want a turn at once", err, time.Since(began)-time.Second)
		}
		leave()
	})
}

func TestSearchesLeaveRoom(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(10 * time.Second)
		searches := crowd(t, turns, "/search")
		pages := crowd(t, turns, "/")
		if len(searches) != len(pages) {
			t.Errorf("%d searches leave room for %d pages, want as many", len(searches), len(pages))
		}
		searches[0]()
		pages[0]() // two are free, but only one for a search
		if got := len(crowd(t, turns, "/searches/1/feed.atom")); got != 1 {
			t.Errorf("%d searches more, want 1", got)
		}
		if got := len(crowd(t, turns, "/")); got != 1 {
			t.Errorf("a search that waits holds a place: %d left for pages, want 1", got)
		}
	})
}

func TestTurnedAwayAreToldNowAndThen(t *testing.T) {
	t.Parallel()
	var turns turns
	now := time.Now()
	got := []int{turns.turnedAway(now), turns.turnedAway(now), turns.turnedAway(now.Add(time.Second)), turns.turnedAway(now.Add(time.Minute))}
	if want := []int{1, 0, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
