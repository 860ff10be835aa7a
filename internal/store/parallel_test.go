package store_test

import (
	"strings"
	"testing"

	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

// TestSearchesAreDoneByOneProcess has PostgreSQL believe that helpers cost nothing: it must not start any for a search.
func TestSearchesAreDoneByOneProcess(t *testing.T) {
	t.Parallel()
	address := pgtest.URL(t)
	if !strings.Contains(address, "search_path=") {
		t.Skip("not run behind PgBouncer: it passes no settings on")
	}
	s := open(t, store.Options{URL: address + "&parallel_setup_cost=0&parallel_tuple_cost=0&min_parallel_table_scan_size=0&min_parallel_index_scan_size=0"})
	fillCrowd(t, s)
	plan := func(condition string) string {
		return strings.Join(store.Strings(t, s, "EXPLAIN SELECT f.pos FROM article_search f WHERE "+condition), "\n")
	}
	const common = "f.terms @@ CAST('common' AS tsquery)"
	if told := plan(common); !strings.Contains(told, "Gather") {
		t.Fatalf("this server starts no helpers at all, so nothing is proved:\n%s", told)
	}
	if told := plan(common + " AND looked_into(f.article_id)"); strings.Contains(told, "Gather") {
		t.Errorf("a search starts helpers:\n%s", told)
	}
}
