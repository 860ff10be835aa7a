package ledger

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// Timeline chooses at most so many lines out of what articles report, the oldest first: first the days that many articles
// tell of and make much of, more than of the days around them; then of each day the sentence that says most of what the others
// say and least of what was said before. Months stand where only a month is known; what is vaguer is left out. A sentence that several
// articles carry to the letter counts once. Articles of each line says how many report something of its day.
func Timeline(happenings []news.Happening, most int) []news.Happening {
	days := timelineDays(timelineOnce(happenings))
	slices.SortStableFunc(days, func(a, b *timelineDay) int { return cmp.Compare(b.score, a.score) })
	var chosen []*timelineLine
	for _, day := range days {
		if len(chosen) >= most {
			break
		}
		if line := day.choose(chosen); line != nil {
			chosen = append(chosen, line)
		}
	}
	lines := make([]news.Happening, len(chosen))
	for i, line := range chosen {
		lines[i] = line.Happening
	}
	slices.SortStableFunc(lines, func(a, b news.Happening) int { return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until)) })
	return lines
}

// timelineLine is a sentence with its terms.
type timelineLine struct {
	news.Happening
	terms []uint64 // hashed, each once, sorted
	key   uint64   // of the wording
}

// timelineOnce keeps of each wording the first that was published.
func timelineOnce(happenings []news.Happening) []*timelineLine {
	all := make([]*timelineLine, len(happenings))
	for i, h := range happenings {
		all[i] = newTimelineLine(h)
	}
	slices.SortStableFunc(all, func(a, b *timelineLine) int {
		return cmp.Or(a.PublishedAt.Compare(b.PublishedAt), cmp.Compare(a.Article, b.Article), cmp.Compare(a.At.Start, b.At.Start), a.From.Compare(b.From))
	})
	type wording struct {
		key  uint64
		from int64
	}
	seen := map[wording]bool{}
	return slices.DeleteFunc(all, func(l *timelineLine) bool {
		w := wording{l.key, l.From.Unix()}
		known := seen[w]
		seen[w] = true
		return known
	})
}

func newTimelineLine(h news.Happening) *timelineLine {
	l := &timelineLine{Happening: h}
	var whole xxhash.Digest
	whole.Reset()
	for _, term := range text.Terms(h.Sentence) {
		_, _ = whole.WriteString(term)        // never fails
		if len(term) > 3 || term[0] >= 0x80 { // short words and days of the month tell little
			l.terms = append(l.terms, xxhash.Sum64String(term))
		}
	}
	slices.Sort(l.terms)
	l.terms = slices.Compact(l.terms)
	l.key = whole.Sum64()
	return l
}

// likeness is the share of the terms of both lines that both have (Jaccard).
func (l *timelineLine) likeness(other *timelineLine) float64 {
	both := 0
	for i, j := 0, 0; i < len(l.terms) && j < len(other.terms); {
		switch a, b := l.terms[i], other.terms[j]; {
		case a == b:
			both++
			i++
			j++
		case a < b:
			i++
		default:
			j++
		}
	}
	if all := len(l.terms) + len(other.terms) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// worth is how much a line tells of its day. What is only as old as the news, or was still to come, tells less.
func (l *timelineLine) worth() float64 {
	w := l.Weight
	if !l.Dated {
		w *= .5
	}
	if l.Ahead {
		w *= .6
	}
	return w
}

// timelineDay is the lines of a day, of a few days, or of a month.
type timelineDay struct {
	from, until time.Time
	lines       []*timelineLine
	articles    int
	told        float64 // sum over articles of what their best line is worth
	score       float64
}

// Longer than so many days is no day of a timeline, and longer than a week is a month.
const (
	timelineWeek  = 7
	timelineMonth = 31
)

// timelineDays gathers lines by their day and scores the days.
func timelineDays(lines []*timelineLine) []*timelineDay {
	type span struct{ from, until int64 }
	byDay := map[span]*timelineDay{}
	var days []*timelineDay
	for _, l := range lines {
		if l.From.IsZero() || l.Ahead && !l.Dated || l.length() > timelineMonth || l.length() < 1 {
			continue
		}
		at := span{l.From.Unix(), l.Until.Unix()}
		if byDay[at] == nil {
			byDay[at] = &timelineDay{from: l.From, until: l.Until}
			days = append(days, byDay[at])
		}
		byDay[at].lines = append(byDay[at].lines, l)
	}
	slices.SortFunc(days, func(a, b *timelineDay) int { return cmp.Or(a.from.Compare(b.from), a.until.Compare(b.until)) })
	for _, d := range days {
		best := map[news.ArticleID]float64{}
		for _, l := range d.lines {
			best[l.Article] = max(best[l.Article], l.worth())
		}
		for _, l := range d.lines { // not over the map: sums must not depend on its order
			d.told += best[l.Article]
			best[l.Article] = 0
		}
		d.articles = len(best)
	}
	for i, d := range days {
		d.score = d.told * timelineBurst(days, i)
		switch span := d.until.Sub(d.from); {
		case span > timelineWeek*24*time.Hour:
			d.score *= .5
		case span > 24*time.Hour:
			d.score *= .7
		}
	}
	return days
}

func (l *timelineLine) length() int { return int(l.Until.Sub(l.From).Hours()) / 24 }

// timelineBurst is how far a day stands out of the days around it, between ½ and 2.
func timelineBurst(days []*timelineDay, i int) float64 {
	const around = timelineWeek * 24 * time.Hour
	sum, n := 0.0, 0
	add := func(d *timelineDay) bool {
		if d.from.Sub(days[i].from).Abs() > around {
			return false
		}
		sum, n = sum+d.told, n+1
		return true
	}
	for j := i - 1; j >= 0 && add(days[j]); j-- {
	}
	for j := i + 1; j < len(days) && add(days[j]); j++ {
	}
	if n == 0 {
		return 1
	}
	mean := sum / float64(n)
	return max(.5, min(2, 2*days[i].told/(days[i].told+mean+.01)))
}

// timelineMany is how many lines of one day are compared with each other.
const timelineMany = 60

// choose returns the line that tells the day best beside those chosen before; nil when it tells nothing new.
func (d *timelineDay) choose(before []*timelineLine) *timelineLine {
	lines := slices.Clone(d.lines)
	slices.SortStableFunc(lines, func(a, b *timelineLine) int { return cmp.Compare(b.worth(), a.worth()) })
	lines = lines[:min(len(lines), timelineMany)]
	var best *timelineLine
	score := 0.0
	for _, l := range lines {
		s := l.worth() + .1
		if len(lines) > 1 {
			common := 0.0
			for _, other := range lines {
				if other != l {
					common += l.likeness(other)
				}
			}
			s += common / float64(len(lines)-1)
		}
		if l.PublishedAt.Sub(l.Until).Abs() < 3*24*time.Hour {
			s += .1
		}
		switch n := len(l.terms); {
		case n < 5:
			s -= .2
		case n > 40:
			s -= .1
		}
		said := 0.0
		for _, b := range before {
			said = max(said, l.likeness(b))
		}
		if said > .6 || d.until.Sub(d.from) > timelineWeek*24*time.Hour && said > .3 {
			continue // told already, of a day of that month
		}
		if s -= .5 * said; s > score {
			best, score = l, s
		}
	}
	if best == nil {
		return nil
	}
	line := *best
	line.Articles = d.articles
	return &line
}
