package ledger

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Agenda returns what articles say is to come, from the day of now on, the next first. What several of them tell of one
// day in like words is one entry, in the words of the newest of those that make most of it; Articles says how many tell it.
// What has no more than a month for its date stands at the end of that month's days.
func Agenda(happenings []news.Happening, now time.Time) []news.Happening {
	today := now.UTC().Truncate(24 * time.Hour)
	ahead := slices.DeleteFunc(timelineOnce(happenings), func(l *timelineLine) bool {
		begun := l.From.Before(today) && l.length() <= timelineWeek
		return !l.Dated || !l.Ahead || begun || !l.Until.After(today) || l.length() > timelineMonth
	})
	slices.SortStableFunc(ahead, func(a, b *timelineLine) int {
		return cmp.Or(a.agendaDay().Compare(b.agendaDay()), a.From.Compare(b.From), cmp.Compare(b.Weight, a.Weight), b.PublishedAt.Compare(a.PublishedAt))
	})
	var entries []*agendaEntry
	for _, l := range ahead {
		if e := agendaFind(entries, l); e != nil {
			e.articles[l.Article] = true
			continue
		}
		entries = append(entries, &agendaEntry{timelineLine: l, articles: map[news.ArticleID]bool{l.Article: true}})
	}
	out := make([]news.Happening, len(entries))
	for i, e := range entries {
		out[i] = e.Happening
		out[i].Articles = len(e.articles)
	}
	return out
}

// agendaDay is where a line stands: on its first day, or at the end of its month.
func (l *timelineLine) agendaDay() time.Time {
	if l.length() > timelineWeek {
		return l.Until.Add(-time.Nanosecond)
	}
	return l.From
}

// agendaEntry is what is to come, and who tells of it.
type agendaEntry struct {
	*timelineLine
	articles map[news.ArticleID]bool
}

// agendaFind returns the entry that tells the same of the same day.
func agendaFind(entries []*agendaEntry, l *timelineLine) *agendaEntry {
	for i := len(entries) - 1; i >= 0 && entries[i].From.Equal(l.From) && entries[i].Until.Equal(l.Until); i-- {
		if like := entries[i].likeness(l); like > .45 || like > .2 && l.Story != 0 && entries[i].Story == l.Story {
			return entries[i]
		}
	}
	return nil
}
