package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// places are a list of articles by their places: those that a statement gives, newest first as far as it is looked, or
// some that are known.
type places struct {
	text  string // SELECT … WHERE …, to be followed by AND …; empty: known
	pos   string // the column by which it is sorted
	args  []any
	known []int64
	size  int // how many there are, roughly
}

// unmeasured is the size of what nobody counted.
const unmeasured = 1 << 40

// maxDrives is how many lists are merged for one search.
const maxDrives = 100

// inIndex are the places of what the search index finds.
func (c *compiler) inIndex(expr string) places {
	return places{text: "SELECT " + c.d.search.pos + " AS pos FROM " + c.d.search.from, pos: c.d.search.pos, args: []any{expr}, size: unmeasured}
}

// listsOf are the places that a table has under some identifiers.
func listsOf(table, column string, list []int64, sizes map[int64]int) []places {
	var all []places
	for _, id := range list {
		size, known := sizes[id]
		if !known {
			size = unmeasured
		}
		all = append(all, places{text: "SELECT pos FROM " + table + " WHERE " + column + " = ?", pos: "pos", args: []any{id}, size: size})
	}
	return all
}

func howMany(drive []places) (size int) {
	for _, p := range drive {
		size += p.size
	}
	return size
}

// narrowest is where the rows of some conditions are that must all hold: where the fewest are of one of them.
func narrowest(conditions []match) (best []places) {
	for _, m := range conditions {
		if m.drive != nil && (best == nil || howMany(m.drive) < howMany(best)) {
			best = m.drive
		}
	}
	return best
}

// merged is where the rows of some alternatives are; nil when it is not known of all.
func (c *compiler) merged(alternatives []match) (all []places) {
	for _, m := range alternatives {
		switch {
		case m.kind == matchIndex:
			all = append(all, c.inIndex(m.text))
		case m.kind == matchBoth:
			all = append(all, c.inIndex(m.index))
		case m.drive == nil:
			return nil
		default:
			all = append(all, m.drive...)
		}
	}
	if len(all) > maxDrives {
		return nil
	}
	return all
}

// driven finds where the rows of a match are, when the planner would not, and bounds a search to what is looked at.
func (s *Store) driven(ctx context.Context, c *compiler, m match) (match, error) {
	if m.kind == matchRows && m.drive != nil {
		list, err := s.places(ctx, c, m.drive)
		if err != nil {
			return m, err
		}
		m = joined([]match{m, rows("a.pos IN (:ids)", ids(s.d, list))}, " AND ")
	}
	if c.reach == 0 {
		return m, nil
	}
	looked := rows(placeOf+" >= ?", c.reach)
	switch m.kind {
	case matchIndex:
		m = match{kind: matchBoth, index: m.text, text: looked.text, args: looked.args}
	case matchBoth:
		m.text, m.args = "("+m.text+" AND "+looked.text+")", append(slices.Clone(m.args), looked.args...)
	case matchRows:
		m = joined([]match{m, looked}, " AND ")
	}
	return m, nil
}

// places reads lists of places, the newest first, and where there are others that were not read.
func (s *Store) places(ctx context.Context, c *compiler, drive []places) ([]int64, error) {
	var found []int64
	var texts []string
	var args []any
	for _, p := range drive {
		if p.text == "" {
			found = append(found, p.known...)
			continue
		}
		texts = append(texts, "SELECT pos FROM ("+p.text+" AND "+p.pos+" >= ? AND "+p.pos+" < ? ORDER BY "+p.pos+" DESC LIMIT ?) AS w")
		args = append(append(args, p.args...), c.from, c.until, maxPlaces+1)
	}
	if len(texts) > 0 {
		rows, err := s.reads.QueryContext(ctx, s.text(strings.Join(texts, " UNION ALL ")), args...) // not prepared: it has hundreds of forms
		err = all(rows, err, func(row scanner) error {
			var pos int64
			err := row.Scan(&pos)
			found = append(found, pos)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b int64) int { return cmp.Compare(b, a) })
	found = slices.Compact(found)
	if len(found) > maxPlaces {
		c.reach = max(c.reach, found[maxPlaces]+1)
		found = found[:maxPlaces]
	}
	return found, nil
}
