package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// BenchmarkPastHour reads pages of an hour two weeks ago from a log of a million states, of 30,000 a day: two of each story,
// the second four hours after the first; a tenth of the stories are of middle height, a hundredth are large.
func BenchmarkPastHour(b *testing.B) {
	eachEngineBench(b, func(b *testing.B, s *store.Store) {
		const states, days = 1_000_000, 33
		row := `SELECT n / 2 + 1, %[1]d + (n / 2) * %[2]d + (n %% 2) * 14400000000, CASE WHEN n %% 2 = 0 THEN %[1]d + (n / 2) * %[2]d + 14400000000 ELSE 9223372036854775807 END,
			(%[1]d + (n / 2) * %[2]d + (n %% 2) * 14400000000) / 28800e6 + CASE WHEN n / 2 %% 100 = 0 THEN 5 WHEN n / 2 %% 10 = 0 THEN 2 ELSE 0 END + (n * 7919 %% 1000) / 1000.0,
			CASE WHEN n / 2 %% 20 = 0 THEN 'fr' ELSE 'en' END, CASE WHEN n / 2 %% 8 = 0 THEN 'sport' ELSE 'world' END, n / 2 %% 500 + 1, %[1]d, CAST('{"headline":"%[3]s"}' AS %[4]s) FROM `
		series, blob := "(WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s) AS s", "BLOB"
		if store.Engine(s) == "postgres" {
			series, blob = "generate_series(0::bigint, %d) AS s (n)", "bytea"
		}
		step := int64(days * 24 * time.Hour / time.Microsecond / (states / 2))
		headline := fmt.Sprintf("%0600d", 7)
		store.Exec(b, s, "INSERT INTO story_log (story_id, from_at, until_at, score, language, section, lead_source, updated_at, detail) "+
			fmt.Sprintf(row, noon.UnixMicro(), step, headline, blob)+fmt.Sprintf(series, states-1))
		store.Exec(b, s, "INSERT INTO story_peaks (hour, score) SELECT from_at / 3600000000, max(score) FROM story_log GROUP BY 1")
		store.Exec(b, s, "ANALYZE")
		if store.Engine(s) == "postgres" {
			store.Exec(b, s, "VACUUM story_log")
		}
		at := noon.Add(16*24*time.Hour + 5*time.Hour)
		for name, f := range map[string]news.Filter{
			"front": {Limit: 120}, "language": {Limit: 120, Edition: news.Edition{Language: "fr"}}, "section": {Section: news.SectionSport, Limit: 30},
		} {
			for when, at := range map[string]time.Time{"past": at, "now": noon.Add(days * 24 * time.Hour)} {
				f.At = at
				b.Run(name+"/"+when, func(b *testing.B) {
					for b.Loop() {
						stories, _, err := s.Stories(context.Background(), f)
						if err != nil || len(stories) != f.Limit {
							b.Fatal(len(stories), err)
						}
					}
				})
			}
		}
	})
}
