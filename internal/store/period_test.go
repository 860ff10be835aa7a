package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

// TestSlices: a slice holds the same whichever end the engine begins at, and nothing from outside of it.
func TestSlices(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		hourly(t, s, 900, func(i int, a *news.Article) {
			a.Language = []string{"en", "fr"}[i%2]
			if i%3 > 0 {
				say(a, "The river rose.")
			}
			if i%7 == 0 {
				a.Headline = fmt.Sprintf("Dam %d", i)
			}
		})
		random := rand.New(rand.NewPCG(3, 4))
		found := 0
		for _, text := range []string{"river", "dam", "river dam", "dam -river", `"river rose"`, "river lang:fr", "dam OR lang:fr", "headline:dam river"} {
			q, err := query.Parse(text)
			check(t, err)
			for range 12 {
				first, n := random.IntN(900), 1+random.IntN(400)
				before := noon.Add(-time.Duration(first) * time.Hour)
				from := before.Add(-time.Duration(n) * time.Hour)
				var want []time.Time
				for i := first + 1; i <= min(first+n, 899); i++ {
					river, dam, fr := i%3 > 0, i%7 == 0, i%2 == 1
					if map[string]bool{"river": river, "dam": dam, "river dam": river && dam, "dam -river": dam && !river, `"river rose"`: river,
						"river lang:fr": river && fr, "dam OR lang:fr": dam || fr, "headline:dam river": dam && river}[text] {
						want = append(want, noon.Add(-time.Duration(i)*time.Hour))
					}
				}
				for _, most := range []int{1000, 5} {
					newer, older := store.Slice(t, s, q, from, before, most)
					equal(t, text+" from the older end", older, newer)
					var times []time.Time
					for _, pos := range newer {
						times = append(times, time.Unix(pos>>30, 0).UTC())
					}
					equal(t, fmt.Sprintf("%s from %v to %v", text, from, before), times, want[:min(most, len(want))])
					found += len(times)
				}
			}
		}
		if found < 1000 {
			t.Errorf("the slices hold %d matches: too few to tell anything", found)
		}
	})
}

// TestPeriods: the database puts a place into the periods that a slice with it asks for, and into none of a slice far away.
func TestPeriods(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{URL: pgtest.URL(t)})
	random := rand.New(rand.NewPCG(5, 6))
	touches := func(at time.Time, periods any) bool {
		return store.Strings(t, s, fmt.Sprintf("SELECT periods(%d) && CAST('%s' AS int[])", at.Unix()<<30+7, periods))[0] == "true"
	}
	for range 300 {
		width := time.Second << random.IntN(27)
		from := time.Unix(random.Int64N(1<<31), 0)
		before := from.Add(width)
		periods, _ := store.Periods(from, before).(string)
		if n := 1 + strings.Count(periods, ","); n > 16 || len(periods) < 3 {
			t.Fatalf("%v from %v: the periods are %s", width, from, periods)
		}
		for _, at := range []time.Time{from, from.Add(width / 2), before.Add(-time.Second)} {
			if !touches(at, periods) {
				t.Errorf("%v is not in %s, the periods from %v to %v", at, periods, from, before)
			}
		}
		for _, at := range []time.Time{from.Add(-2*width - 20*time.Minute), before.Add(2*width + 20*time.Minute)} {
			if at.Unix() > 0 && touches(at, periods) {
				t.Errorf("%v is in %s, the periods from %v to %v", at, periods, from, before)
			}
		}
	}
	equal(t, "of all time", store.Periods(time.Unix(0, 0), time.Unix(1<<33-1, 0)), nil)
}

// TestIndexIsRenewed: a database of before there were periods answers as ever, gets its index in the background, also where
// a process was killed at it, and loses nothing of what comes, moves and goes meanwhile.
func TestIndexIsRenewed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{URL: pgtest.URL(t)})
	for i := range 40 {
		save(t, s, i, fmt.Sprint("Title ", i), "en", "Two rivers rose.")
	}
	whole := []int{40, 40, 1}
	queries := []string{"rivers", `"two rivers"`, `"title 7"`}
	indexes := func() []string {
		return store.Strings(t, s, "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'article_search' AND indexdef LIKE '%USING gin%' ORDER BY 1")
	}
	equal(t, "a new database", indexes(), []string{"article_search_periods"})
	equal(t, "found", counted(t, s, queries...), whole)

	store.Exec(t, s, "CREATE INDEX article_search_terms ON article_search USING GIN (terms); DROP INDEX article_search_periods")
	equal(t, "by the index of before", counted(t, s, queries...), whole)
	equal(t, "is it as it shall be", must(s.Indexed(ctx))(t), false)

	store.Exec(t, s, `CREATE INDEX article_search_periods ON article_search USING GIN (periods(pos), terms);
		UPDATE pg_index SET indisvalid = false WHERE indexrelid = to_regclass('article_search_periods')`)
	equal(t, "begun by one that was killed", counted(t, s, queries...), whole)
	equal(t, "is it as it shall be then", must(s.Indexed(ctx))(t), false)

	term := must(s.AcquireLease(ctx, "index", "one", noon, noon.Add(time.Minute)))(t)
	left := must(s.IndexAgain(ctx, "one", term, 10, noon))(t)
	equal(t, "left", left, news.ArticleID(0))
	equal(t, "its indexes", indexes(), []string{"article_search_periods"})
	equal(t, "it is as it shall be", must(s.Indexed(ctx))(t), true)
	equal(t, "found by it", counted(t, s, queries...), whole)

	// The periods follow the place.
	store.Exec(t, s, "UPDATE article_search SET pos = pos - (5000000::bigint << 30) WHERE terms @@ CAST('7' AS tsquery)")
	store.Exec(t, s, "UPDATE articles SET pos = pos - (5000000::bigint << 30) WHERE headline = 'Title 7'")
	q, err := query.Parse(`"title 7"`)
	check(t, err)
	then := noon.Add(-5_000_000 * time.Second)
	there, _ := store.Slice(t, s, q, then.Add(-3*time.Hour), then.Add(3*time.Hour), 10)
	gone, _ := store.Slice(t, s, q, noon.Add(-3*time.Hour), noon.Add(3*time.Hour), 10)
	equal(t, "where it went, where it was", []int{len(there), len(gone)}, []int{1, 0})
	equal(t, "found by time", counted(t, s, `"title 7" before:2026-02-01`, `"title 7" after:2026-02-01`), []int{1, 0})
}
