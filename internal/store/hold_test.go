package store_test

import (
	"context"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestHolds(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		hold := func(host string, minutes int) news.Hold {
			return news.Hold{Host: host, Until: noon.Add(time.Duration(minutes) * time.Minute), Refusals: minutes, Why: "429"}
		}
		check(t, s.SaveHolds(ctx, []news.Hold{hold("b.example", 30), hold("a.example", 10)}, noon))
		check(t, s.SaveHolds(ctx, []news.Hold{hold("b.example", 20), hold("a.example", 40)}, noon))
		equal(t, "the longest wish of each", must(s.Holds(ctx, noon))(t), []news.Hold{hold("a.example", 40), hold("b.example", 30)})
		equal(t, "those that still hold", must(s.Holds(ctx, noon.Add(35*time.Minute)))(t), []news.Hold{hold("a.example", 40)})
		check(t, s.SaveHolds(ctx, nil, noon.Add(35*time.Minute)))
		equal(t, "what is over is forgotten", must(s.Holds(ctx, noon))(t), []news.Hold{hold("a.example", 40)})
	})
}
