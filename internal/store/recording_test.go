package store_test

import (
	"context"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"

	"github.com/google/go-cmp/cmp"
)

func TestRecordings(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		told := entry("a.example", 1)
		told.Episode = &news.Episode{Duration: 21 * time.Minute, Chapters: "https://a.example/chapters.json"}
		poll(t, s, feed(t, s, "a.example"), told, entry("a.example", 2))
		sound := []news.Enclosure{{URL: "https://a.example/1.mp3", Type: "audio/mpeg", Length: 7}}
		read(t, s, func(w news.Work) []news.Article {
			a := plain(w, "text")
			if w.Entry.GUID == told.GUID {
				a.Enclosures = sound
			}
			return []news.Article{a}
		})
		got, err := s.Recordings(ctx, []news.ArticleID{1, 2, 99})
		check(t, err)
		if len(got) != 1 {
			t.Fatalf("got recordings of %d articles, want one: %v", len(got), got)
		}
		for _, recording := range got {
			if diff := cmp.Diff(news.Recording{Media: sound, Episode: told.Episode}, recording); diff != "" {
				t.Errorf("recording (-want +got):\n%s", diff)
			}
		}
		if got, err := s.Recordings(ctx, nil); err != nil || len(got) != 0 {
			t.Errorf("of no articles: %v, %v", got, err)
		}
	})
}
