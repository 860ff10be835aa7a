package store_test

import (
	"fmt"
	"strings"
	"testing"

	"nutgraf/internal/store"
)

// TestAgendaTakesTheWeightiest compares what the agenda reads of each day with all that is announced for it.
func TestAgendaTakesTheWeightiest(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		const pos = int64(1_904_266_092_478_464_001) // needs all digits
		var rows []string
		for i := range int64(400) {
			rows = append(rows, fmt.Sprintf("(%d, %d, %d, 0, %d, '%s')", 20000+i*i%13, pos+i*7919%400, i%2, i*31%5, []string{"en", "fr", "en"}[i%3]))
		}
		store.Exec(t, s, "INSERT INTO agenda (day, pos, event, until, weight, lang) VALUES "+strings.Join(rows, ", "))
		for _, language := range []string{"", "fr", "qq"} {
			where := "day >= 20001 AND day < 20009"
			if language != "" {
				where += " AND lang = '" + language + "'"
			}
			want := store.Strings(t, s, `SELECT day || ' ' || n || ' ' || pos || ' ' || event FROM (SELECT day, pos, event,
				row_number() OVER (PARTITION BY day ORDER BY weight DESC, pos DESC) AS n FROM agenda WHERE `+where+") AS a WHERE n <= 5 ORDER BY day, n")
			if language != "qq" && len(want) < 10 {
				t.Fatalf("in %q: only %d rows", language, len(want))
			}
			equal(t, "weightiest in "+language, store.Weightiest(t, s, 20001, 20009, language, 5), want)
		}
	})
}
