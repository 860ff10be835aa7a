package pipeline

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// readingBytes is how many bytes of documents are read at the same time. A tree takes many times its document, and
// every worker may hold the largest there is: reading them all at once would need gigabytes, and leave the processor
// no time to receive the others.
const readingBytes = 16 << 20

// turns lets small documents be read side by side, and large ones one after the other.
type turns struct{ free *semaphore.Weighted }

func newTurns() turns { return turns{semaphore.NewWeighted(readingBytes)} }

// inTurn reads a document of so many bytes when there is room. It waits for others that read, never for the world.
func inTurn[T any](t turns, size int, read func() (T, error)) (T, error) {
	room := int64(min(max(size, 1), readingBytes))
	if err := t.free.Acquire(context.Background(), room); err != nil {
		var none T
		return none, err
	}
	defer t.free.Release(room)
	return read()
}
