package store

import "slices"

// drive is a condition on rows in a form that finds them, newest first as far as it is looked.
type drive struct {
	match
	size  int   // how much there is to look at, roughly
	reach int64 // the place below which there may be others; 0: these are all
}

// unmeasured is the size of what nobody counted.
const unmeasured = 1 << 40

// driveBy finds the articles that a table has under some identifiers, by their places.
func (c *compiler) driveBy(table, column string, list []int64) *drive {
	d := &drive{reach: c.reaches[table+" "+ids(c.d, list)]}
	d.match = rows("a.pos IN (SELECT pos FROM "+table+" WHERE "+column+" IN (:ids) AND pos >= ? AND pos < ?)", ids(c.d, list), max(c.from, d.reach), c.until)
	d.size = len(list)
	for _, id := range list {
		d.size += c.sizes[table][id]
	}
	return d
}

// driveOfAll lets the narrowest of some conditions that must all hold find the rows; nil when none can.
func driveOfAll(conditions []match) *drive {
	best := -1
	for i, m := range conditions {
		if m.drive != nil && (best < 0 || m.drive.size < conditions[best].drive.size) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	d := *conditions[best].drive
	driven := slices.Clone(conditions)
	driven[best] = d.match
	d.match = joined(driven, " AND ")
	return &d
}

// driveOfAny lets every one of some alternatives find its rows that can.
func driveOfAny(conditions []match) *drive {
	var d *drive
	driven := slices.Clone(conditions)
	for i, m := range conditions {
		if m.drive == nil {
			continue
		}
		if d == nil {
			d = &drive{}
		}
		driven[i] = m.drive.match
		d.size, d.reach = d.size+m.drive.size, max(d.reach, m.drive.reach)
	}
	if d == nil {
		return nil
	}
	if slices.ContainsFunc(conditions, func(m match) bool { return m.drive == nil }) {
		d.size = unmeasured
	}
	d.match = joined(driven, " OR ")
	return d
}

// driven is a match as it stands at the head of a search.
func (c *compiler) driven(m match) match {
	if m.kind == matchRows && m.drive != nil {
		c.reach = max(c.reach, m.drive.reach)
		m = m.drive.match
	}
	if c.reach == 0 {
		return m
	}
	looked := rows(placeOf+" >= ?", c.reach)
	switch m.kind {
	case matchIndex:
		return match{kind: matchBoth, index: m.text, text: looked.text, args: looked.args}
	case matchBoth:
		m.text, m.args = "("+m.text+" AND "+looked.text+")", append(slices.Clone(m.args), looked.args...)
	case matchRows:
		return joined([]match{m, looked}, " AND ")
	}
	return m
}
