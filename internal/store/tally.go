package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// maxTallied is how many matches are counted.
const maxTallied = 500

// Tally counts the newest matches of a search by source, section, language, form and age. It never counts them all, and
// has less patience than a search.
func (s *Store) Tally(ctx context.Context, q query.Node, f news.Filter) (news.Tally, error) {
	t, err := s.tally(ctx, q, f)
	if err != nil {
		return news.Tally{}, s.fail("tally", err)
	}
	return t, nil
}

func (s *Store) tally(ctx context.Context, q query.Node, f news.Filter) (t news.Tally, err error) {
	now := s.clock()
	k, err := s.seeker(ctx, &question{query: q, filter: f, began: now}, false, everywhere)
	if k == nil || err != nil {
		return t, err
	}
	sources, names := map[string]int{}, map[string]string{}
	sections, languages, kinds := map[string]int{}, map[string]int{}, map[string]int{}
	for _, days := range []int{1, 7, 31, 366} {
		t.Since = append(t.Since, news.TallySince{Days: days})
	}
	k.until = now.Add(tallyPatience)
	end, err := k.look(ctx, "a.pos, coalesce(o.host, ''), coalesce(o.name, ''), a.section, a.lang, a.kind", maxTallied, func(row scanner) (pos int64, taken bool, err error) {
		var host, name, section, language, kind string
		err = row.Scan(&pos, &host, &name, &section, &language, &kind)
		t.Counted++
		sources[host]++
		names[host] = name
		sections[section]++
		languages[language]++
		kinds[kind]++
		for i, since := range t.Since {
			if now.Sub(timeAt(pos)) < time.Duration(since.Days)*24*time.Hour {
				t.Since[i].N++
			}
		}
		return pos, true, err
	})
	if err != nil {
		return t, err
	}
	t.More = end.reached > k.floor
	for _, field := range []struct {
		name   string
		counts map[string]int
	}{{query.FieldSource, sources}, {query.FieldSection, sections}, {query.FieldLanguage, languages}, {query.FieldKind, kinds}} {
		delete(field.counts, "")
		if values := tallied(field.counts, names); len(values) > 0 {
			t.Fields = append(t.Fields, news.TallyField{Name: field.name, Values: values})
		}
	}
	return t, nil
}

// tallied sorts values by how often they came.
func tallied(counts map[string]int, names map[string]string) []news.TallyValue {
	values := make([]news.TallyValue, 0, len(counts))
	for value := range counts {
		values = append(values, news.TallyValue{Value: value, Name: names[value], N: counts[value]})
	}
	slices.SortFunc(values, func(a, b news.TallyValue) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Value, b.Value))
	})
	return values
}
