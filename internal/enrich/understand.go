package enrich

import (
	"time"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/date"
	"nutgraf/internal/enrich/key"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/number"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// FactsVersion is raised when [Understand] reads better: facts of stored articles are then read again.
const FactsVersion = 1

// maxUnderstood is how many bytes of a text are read; a text longer than a book's chapter is no report.
const maxUnderstood = 200 << 10

// Understand reads what an article says. Its ranges are of the article's Text.
func Understand(a news.Article) news.Facts {
	published := a.Time()
	if zone, err := time.Parse("-07:00", a.Clues.Zone); err == nil && !a.DateOnly {
		published = published.In(zone.Location())
	}
	facts := FactsOf(a.Text(), a.Headline, primary(a.Language), published)
	facts.Article = a.ID
	return facts
}

// FactsOf reads what a text says that was published under a headline. An empty language is found out; without a time of
// publication, days such as "Tuesday" stay vague. A text without end is read to its first 200 KB.
func FactsOf(body, headline, language string, published time.Time) news.Facts {
	facts := news.Facts{Text: news.TextKey(body)}
	if language == "" {
		language, _ = text.Language(headline + "\n" + body)
	}
	published = wallClock(published)
	p := text.Read(text.Prefix(body, maxUnderstood))
	facts.Dates = date.Find(p, language, published)
	facts.Mentions, facts.Actors = actor.Find(p, language, headline, undated(name.Find(p, language), facts.Dates))
	facts.Events = date.Events(p, language, published, facts.Dates)
	facts.Quotes = quote.Find(p, language, facts.Mentions, facts.Actors, facts.Dates)
	facts.Numbers = number.Find(p, language, facts.Mentions, facts.Actors)
	facts.Keys, facts.Phrases = key.Find(p, language, headline, facts.Mentions, facts.Actors)
	return facts
}

// undated leaves out names that are nothing but a date with at most a small word before it: "Am Montag". People are called
// after months and days, so their names stay.
func undated(mentions []news.Mention, dates []news.Date) []news.Mention {
	kept, at := mentions[:0], 0
	for _, m := range mentions {
		for at < len(dates) && dates[at].End < m.End {
			at++
		}
		if at == len(dates) || m.Kind == news.EntityPerson || dates[at].End != m.End || dates[at].Start > m.Start+maxLead {
			kept = append(kept, m)
		}
	}
	return kept
}

const maxLead = 4 // bytes of a small word and the space behind it

// wallClock is what clock and calendar showed at t in its zone, as UTC: "Tuesday" is a Tuesday where it was written.
func wallClock(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}
