package date

// byline reports whether a sentence ends with who wrote it and when, as one does that a headline and its byline are:
// "… hospitals gain By Ana Brandt, Friday 27 November 2026". Its only day is that of the writing.
func (t *tale) byline(f *sentenceFacts) bool {
	if f.best < 0 {
		return false
	}
	d := &t.dates[f.best]
	last := len(t.items) - 1
	for last >= 0 && t.items[last].mark != 0 {
		last--
	}
	if last < 0 || t.p.Tokens[t.items[last].first].Start >= d.End || t.p.Tokens[t.items[last].first].End < d.End || !oneDay(d) {
		return false
	}
	for i := last; i >= 0 && i > last-maxByline; i-- {
		it := &t.items[i]
		if word := t.p.Word(int(it.first)); word == "By" || word == "Von" || word == "Par" || word == "Por" {
			return i > 0
		}
		if it.mark == 0 && it.digits == 0 && !it.upper && it.classes == 0 && t.p.Tokens[it.first].Start < d.Start {
			return false
		}
	}
	return false
}

// maxByline is how many items a byline with its day has.
const maxByline = 14
