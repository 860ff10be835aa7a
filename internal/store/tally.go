package store

import (
	"cmp"
	"context"
	"slices"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// maxTallied is how many matches are counted.
const maxTallied = 500

// Tally counts the newest matches of a search by source, section, language and form. It never counts them all.
func (s *Store) Tally(ctx context.Context, q query.Node, f news.Filter) (t news.Tally, err error) {
	sources, names := map[string]int{}, map[string]string{}
	sections, languages, kinds := map[string]int{}, map[string]int{}, map[string]int{}
	f.Limit, f.After = maxTallied, ""
	reach, err := s.search(ctx, q, f, "coalesce(o.host, ''), coalesce(o.name, ''), a.section, a.lang, a.kind", func(row scanner) error {
		var host, name, section, language, kind string
		if err := row.Scan(&host, &name, &section, &language, &kind); err != nil {
			return err
		}
		t.Counted++
		sources[host]++
		names[host] = name
		sections[section]++
		languages[language]++
		kinds[kind]++
		return nil
	})
	if err != nil {
		return news.Tally{}, s.fail("tally", err)
	}
	t.More = t.Counted >= limitOf(f) || reach > 0
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
