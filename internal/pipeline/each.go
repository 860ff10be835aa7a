package pipeline

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// each maps f over todo with at most workers at a time and returns the results in order. f answers for its own
// failures: it returns a value, never an error.
func each[T, R any](ctx context.Context, workers int, todo []T, f func(context.Context, T) R) []R {
	results := make([]R, len(todo))
	var g errgroup.Group
	g.SetLimit(workers)
	for i, item := range todo {
		g.Go(func() error {
			results[i] = f(ctx, item)
			return nil
		})
	}
	_ = g.Wait() // no f returns an error
	return results
}
