package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// forgetStems leaves an index as an earlier program made it: here with one word in every article, and without stems.
func forgetStems(tb testing.TB, s *store.Store) {
	tb.Helper()
	old := map[string]string{
		"sqlite":   "INSERT INTO article_search (rowid, headline, author, body) SELECT pos, '', '', 'old' FROM articles ORDER BY pos",
		"postgres": "INSERT INTO article_search (pos, article_id, terms) SELECT pos, id, CAST('old:20' AS tsvector) FROM articles",
	}
	store.Exec(tb, s, "DELETE FROM article_search")
	store.Exec(tb, s, old[store.Engine(s)])
	store.Exec(tb, s, "UPDATE indexing SET version = 0, from_id = 0")
}

func counted(tb testing.TB, s *store.Store, queries ...string) (n []int) {
	tb.Helper()
	for _, q := range queries {
		n = append(n, len(search(tb, s, q)))
	}
	return n
}

func TestIndexAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		equal(t, "a new database is indexed", must(s.Indexed(ctx))(t), true)
		for i := range 7 {
			save(t, s, i, fmt.Sprint("Title ", i), "en", "Two rivers rose.")
		}
		equal(t, "indexed", must(s.Indexed(ctx))(t), true)
		forgetStems(t, s)
		equal(t, "indexed by an earlier program", must(s.Indexed(ctx))(t), false)
		equal(t, "old, rivers, river", counted(t, s, "old", "rivers", "river"), []int{7, 0, 0})

		term := must(s.AcquireLease(ctx, "index", "one", noon, noon.Add(time.Minute)))(t)
		again := func(term int64, limit int) (news.ArticleID, error) {
			return s.IndexAgain(ctx, "one", term, limit, noon)
		}
		if _, err := again(term+1, 3); !errors.Is(err, news.ErrConflict) {
			t.Errorf("without the lease: %v", err)
		}
		equal(t, "nothing changed", counted(t, s, "old", "rivers", "river"), []int{7, 0, 0})

		left := must(again(term, 3))(t)
		equal(t, "the newest three", counted(t, s, "old", "rivers", "river"), []int{4, 3, 3})
		save(t, s, 8, "Title 8", "en", "Three rivers rose.") // comes with stems
		equal(t, "not all", must(s.Indexed(ctx))(t), false)
		equal(t, "and what is new", counted(t, s, "old", "rivers", "river"), []int{4, 4, 4})
		for steps := 0; left != 0; steps++ {
			if steps > 3 {
				t.Fatal("it does not end")
			}
			left = must(again(term, 3))(t)
		}
		equal(t, "all", counted(t, s, "old", "rivers", "river"), []int{0, 8, 8})
		equal(t, "indexed again", must(s.Indexed(ctx))(t), true)
		equal(t, "the index is whole", s.Check(ctx), nil)
	})
}

// TestSingleCharacters: one is found wherever it stands, by a term of its own; an index of an earlier version finds it where a pair
// begins with it, until it is made anew: only of the articles that have any.
func TestSingleCharacters(t *testing.T) {
	queries := []string{"水", "升", `"升"`, "上", "headline:水", "headline:升", "by:王", "by:五", "水 -升", "강", "ナ"}
	want := []int{3, 1, 1, 1, 1, 0, 1, 1, 2, 1, 1}
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		save(t, s, 1, "Title 1", "zh", "河的水位上升")
		save(t, s, 2, "洪水", "zh", "Rain fell.", "王五")
		save(t, s, 3, "Title 3", "en", "The word for it is 水.")
		save(t, s, 4, "Title 4", "ko", "강 건강 강물")
		save(t, s, 5, "Title 5", "ja", "ﾊﾞﾅﾅ")
		equal(t, fmt.Sprint(queries), counted(t, s, queries...), want)

		store.Exec(t, s, "UPDATE indexing SET version = 1, from_id = 0")
		equal(t, "by beginnings too", counted(t, s, queries...), want)
		forgetStems(t, s)
		store.Exec(t, s, "UPDATE indexing SET version = 1")
		term := must(s.AcquireLease(ctx, "index", "one", noon, noon.Add(time.Minute)))(t)
		for steps, left := 0, news.ArticleID(1); left != 0; steps++ {
			if steps > 3 {
				t.Fatal("it does not end")
			}
			equal(t, "not all", must(s.Indexed(ctx))(t), false)
			left = must(s.IndexAgain(ctx, "one", term, 1, noon))(t)
		}
		equal(t, fmt.Sprint(queries), counted(t, s, queries...), []int{2, 1, 1, 1, 1, 0, 1, 1, 1, 0, 1})
		equal(t, "passed over", counted(t, s, "old"), []int{2})
		equal(t, "indexed again", must(s.Indexed(ctx))(t), true)
	})
}

// TestRestoreIndexes: a backup brings no index, so that it has this version's terms at once.
func TestRestoreIndexes(t *testing.T) {
	for from, makeFrom := range engines() {
		for to, makeTo := range engines() {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				ctx := context.Background()
				one, other := makeFrom(t), makeTo(t)
				save(t, one, 1, "Title", "de", "Die Häuser am Ufer.")
				forgetStems(t, one)
				var archive bytes.Buffer
				check(t, one.Backup(ctx, &archive, nil))
				check(t, other.Restore(ctx, &archive, nil))
				equal(t, "found", counted(t, other, "haus", `"haus"`, "old"), []int{1, 0, 0})
				equal(t, "indexed", must(other.Indexed(ctx))(t), true)
			})
		}
	}
}
