package api_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// slowShelf searches until it is stopped.
type slowShelf struct{ *shelf }

func (s slowShelf) Search(ctx context.Context, _ query.Node, _ news.Filter) (news.Found, error) {
	<-ctx.Done()
	return news.Found{}, ctx.Err()
}

func TestSlowReadsAreStopped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o := options(&shelf{})
		o.Reader = slowShelf{&shelf{}}
		began := time.Now()
		w := get(t, api.New(o), "/api/v1/search?q=the")
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("stopped after %v, want 10 s", took)
		}
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("got %d with Retry-After %q, want 503 with one", w.Code, w.Header().Get("Retry-After"))
		}
	})
}
