package store_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

const (
	forget  = "UPDATE entries SET link_key = NULL, title_key = NULL"
	unnamed = "SELECT CAST(count(*) AS text) FROM entries WHERE link_key IS NULL"
)

// TestOldEntriesGetTheirKeys begins with entries as an older program left them, and is interrupted.
func TestOldEntriesGetTheirKeys(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var entries []news.Entry
		for i := range 4500 {
			e := piece(fmt.Sprint("g", i), fmt.Sprintf("%s/news/%d", site, i), fmt.Sprint("Report number ", i), 1)
			if i%9 == 0 {
				e.URL, e.Title = site+"/live", "Live"
			}
			entries = append(entries, e)
		}
		tell(t, s, noon, damFeed, entries...)
		keys := func() []string {
			return store.Strings(t, s, "SELECT CAST(id AS text) || ' ' || CAST(link_key AS text) || ' ' || CAST(title_key AS text) FROM entries WHERE url <> '"+site+"/live' ORDER BY id")
		}
		before := keys()
		store.Exec(t, s, forget)
		store.NameSome(t, s)
		equal(t, "left half-way", store.Strings(t, s, unnamed), []string{"2500"})
		check(t, store.NameEntries(s))
		equal(t, "left", store.Strings(t, s, unnamed), []string{"0"})
		equal(t, "keys", keys(), before)
		equal(t, "held by one link", store.Strings(t, s, "SELECT CAST(count(*) AS text) FROM entries WHERE link_key <> 0 AND url = '"+site+"/live'"), []string{"4"})

		// A backup of an older program has none either.
		store.Exec(t, s, forget)
		var archive bytes.Buffer
		check(t, s.Backup(ctx, &archive, nil))
		restored := engines()["sqlite"](t)
		check(t, restored.Restore(ctx, &archive, nil))
		equal(t, "left after a restore", store.Strings(t, restored, unnamed), []string{"0"})
	})
}
