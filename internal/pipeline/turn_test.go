package pipeline_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/pipeline"
)

// TestLargeDocumentsAreReadInTurn: ten large ones take ten times as long as one, ten small ones as long as one, and a
// document that is larger than all the room is read alone.
func TestLargeDocumentsAreReadInTurn(t *testing.T) {
	t.Parallel()
	for size, want := range map[int]time.Duration{0: time.Second, 100 << 10: time.Second, 9 << 20: 10 * time.Second, 1 << 30: 10 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			turns := pipeline.NewTurns()
			began := time.Now()
			var readers sync.WaitGroup
			for range 10 {
				readers.Go(func() {
					got, err := pipeline.InTurn(turns, size, func() (int, error) {
						<-time.After(time.Second)
						return 1, nil
					})
					if got != 1 || err != nil {
						t.Errorf("got %d, %v", got, err)
					}
				})
			}
			readers.Wait()
			if took := time.Since(began); took != want {
				t.Errorf("ten documents of %d bytes took %v, want %v", size, took, want)
			}
		})
	}
}
