package api_test

import (
	"testing"

	"nutgraf/internal/api"
	"nutgraf/internal/news"
)

// TestOrderOfASearch: programs get the newest first unless they ask for the best.
func TestOrderOfASearch(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]news.Order{
		"/api/v1/search?q=boat": news.OrderNewest, "/api/v1/search?q=boat&order=newest": news.OrderNewest, "/api/v1/search?q=boat&order=relevant": news.OrderRelevant,
	} {
		s := &shelf{}
		get(t, api.New(options(s)), path)
		if s.filter.Order != want {
			t.Errorf("%s: searched for %q first, want %q", path, s.filter.Order, want)
		}
	}
}
