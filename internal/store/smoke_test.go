package store_test

import (
	"context"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

func TestSmoke(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		f := feed(t, s, "a.example")
		if n := poll(t, s, f, entry("a.example", 1), entry("a.example", 2)); n != 2 {
			t.Fatal(n)
		}
		plainRead(t, s)
		articles := must(s.ClaimArticles(ctx, 10, 1))(t)
		t.Log(len(articles), articles[0])
		group(t, s, news.Grouping{Placed: []news.Placement{{Article: articles[0].ID, Story: 1, Family: articles[0].ID}}, Stories: []news.Story{{ID: 1, Headline: "x", Language: "en"}}})
		q, _ := query.Parse("river (title OR lang:en) -zebra")
		hits, next, err := s.Search(ctx, q, news.Filter{})
		t.Log(hits, next, err)
		t.Log(s.Counts(ctx))
		t.Log(s.Sources(ctx))
		t.Log(s.Backlogs(ctx, noon))
		t.Log(s.Languages(ctx))
		t.Log(s.Stories(ctx, news.Filter{}))
	})
}
