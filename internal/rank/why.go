package rank

import (
	"time"

	"nutgraf/internal/news"
)

// Why tells the numbers that a story's score is made of, such as "9 sources, 4 independent reports, newest 20
// minutes ago".
func Why(s news.Story, now time.Time) news.Phrase {
	why := news.Say("one source alone")
	if s.Sources > 1 {
		why = and(news.SayN(s.Sources, "%d source", "%d sources"), news.SayN(s.Independent, "%d independent report", "%d independent reports"))
	}
	if !s.UpdatedAt.IsZero() {
		why = and(why, newest(now.Sub(s.UpdatedAt)))
	}
	if isPinned(s, now) {
		why = and(why, news.Say(termPinned))
	}
	return why
}

// and adds a reason to others. How that is written is a message too: not every language has this comma.
func and(why, more news.Phrase) news.Phrase { return news.Say("%s, %s", why, more) }

// newest tells the age of the newest report in the largest unit that fits.
func newest(d time.Duration) news.Phrase {
	switch {
	case d < time.Minute:
		return news.Say("newest just now")
	case d < time.Hour:
		return news.SayN(int(d/time.Minute), "newest %d minute ago", "newest %d minutes ago")
	case d < 48*time.Hour:
		return news.SayN(int(d/time.Hour), "newest %d hour ago", "newest %d hours ago")
	}
	return news.SayN(int(d/(24*time.Hour)), "newest %d day ago", "newest %d days ago")
}

// span tells a stretch of time in hours, or in minutes when it is short or no whole hours.
func span(d time.Duration) news.Phrase {
	if d%time.Hour != 0 && d < 24*time.Hour {
		return news.SayN(int(d.Round(time.Minute)/time.Minute), "%d minute", "%d minutes")
	}
	return news.SayN(int(d.Round(time.Hour)/time.Hour), "%d hour", "%d hours")
}

// grown tells how many sources came to a story lately, and how many it had before.
func grown(came, before int, within time.Duration) news.Phrase {
	why := news.SayN(came, "%d new source within %s", "%d new sources within %s", came, span(within))
	if before > 0 {
		why = and(why, news.SayN(before, "%d source before", "%d sources before"))
	}
	return why
}
