package store_test

import (
	"context"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// TestEpisode reads what a podcast says of an entry, and nothing of entries that are no episodes or are not there.
func TestEpisode(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		told := news.Episode{Duration: 20 * time.Minute, Number: 7, Transcripts: []news.Transcript{{URL: "https://gull.example/7.vtt", Type: "text/vtt"}},
			People: []news.Person{{Name: "Ilse Marrow", Role: "host"}}}
		talk := fullEntry()
		talk.GUID, talk.URL, talk.Episode = "talk", "https://gull.example/talk", &told
		tell(t, s, noon, damFeed, dam, talk)
		var found []news.Episode
		for id := news.EntryID(1); id < 5; id++ {
			if e := must(s.Episode(ctx, id))(t); e != nil {
				found = append(found, *e)
			}
		}
		equal(t, "episodes", found, []news.Episode{told})
	})
}
