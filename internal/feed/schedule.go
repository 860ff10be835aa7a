package feed

import (
	"hash/fnv"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Bounds of the time between two polls.
const (
	minInterval   = 5 * time.Minute
	maxInterval   = 24 * time.Hour
	firstInterval = time.Hour // until the feed's rhythm is known
	mailInterval  = 15 * time.Minute
	pushedLeast   = 6 * time.Hour // while a hub pushes, polling only makes sure
	maxTTL        = 7 * 24 * time.Hour
	maxAsked      = 24 * time.Hour // what a server may ask of us
	rhythmEntries = 12             // newest ones that the rhythm is read from
)

// Pace is what the last poll told about when to come again.
type Pace struct {
	Now        time.Time
	MaxAge     time.Duration // how long the answer is fresh
	RetryAfter time.Duration // how long the server wants no calls
}

// Schedule gives the feed its next poll, and is the only place that does. It follows the feed's own rhythm: a third of
// the usual time between its newest entries, from 5 minutes to 24 hours, more rarely while a hub pushes. What the feed
// (ttl, updatePeriod, skipHours) and its server (max-age) ask for comes first, up to a day, and holds until the feed says
// otherwise, so for "not modified" too. An operator's wish comes before all these, but not before a host's wish
// for silence, nor before the growing pause after failures. doc is nil when the poll brought no document. A small part
// that depends on the address keeps the feeds of one instance, and the instances, from calling all at once.
func Schedule(f news.Feed, doc *Document, pace Pace) news.Feed {
	if f.Stopped {
		return f
	}
	if doc != nil {
		f.Asked, f.Quiet = min(doc.TTL, maxAsked), doc.Quiet
	}
	f.Interval = interval(f, doc, pace.Now)
	wait := f.Interval
	if f.Failures > 0 {
		wait = min(max(wait, minInterval<<min(f.Failures, 9)), max(maxInterval, f.Wish.Interval))
	}
	free := f.Wish.Interval == 0
	if free {
		wait = max(wait, min(pace.MaxAge, maxAsked), f.Asked)
		if f.Failures == 0 && f.Health.HubUntil.After(pace.Now) {
			wait = max(wait, min(pushedLeast, f.Health.HubUntil.Sub(pace.Now))) // no longer than its word holds
		}
	}
	wait = max(wait, min(pace.RetryAfter, maxAsked))
	wait += time.Duration(float64(wait) * 0.1 * spread(f.URL, pace.Now))
	f.NextPollAt = pace.Now.Add(wait).UTC()
	if free {
		f.NextPollAt = f.Quiet.After(f.NextPollAt)
	}
	return f
}

// interval is the pause between two polls that go well.
func interval(f news.Feed, doc *Document, now time.Time) time.Duration {
	switch {
	case f.Wish.Interval > 0:
		return f.Wish.Interval
	case f.Kind == news.FeedList:
		return maxInterval
	case f.Kind == news.FeedMail:
		return mailInterval
	}
	d := f.Interval
	switch {
	case doc != nil:
		d = clampInterval(max(usualPause(doc.Entries, now), silence(doc.Entries, now)/2) / 3)
	case f.Failures == 0: // not modified: a little slower
		d = clampInterval(d + d/8)
	}
	if d == 0 {
		d = firstInterval
	}
	return d
}

// Observe notes in the feed's health what a document shows of its life.
func Observe(f news.Feed, doc *Document, now time.Time) news.Feed {
	f.Health.LastEntries = len(doc.Entries)
	if pause := usualPause(doc.Entries, now); pause > 0 {
		f.Health.Rhythm = pause
	}
	for _, e := range doc.Entries {
		if e.PublishedAt.After(f.Health.NewestAt) && !e.PublishedAt.After(now) {
			f.Health.NewestAt = e.PublishedAt
		}
	}
	return f
}

// usualPause is the mean pause between the newest entries; 0 when there are too few dates to tell.
func usualPause(entries []news.Entry, now time.Time) time.Duration {
	times := past(entries, now)
	if len(times) < 2 {
		return 0
	}
	times = times[:min(len(times), rhythmEntries)]
	return max(times[0].Sub(times[len(times)-1])/time.Duration(len(times)-1), time.Nanosecond)
}

// silence is the time since the newest of at least two entries.
func silence(entries []news.Entry, now time.Time) time.Duration {
	if times := past(entries, now); len(times) > 1 {
		return now.Sub(times[0])
	}
	return 0
}

// past lists the entries' times, newest first, but those in the future.
func past(entries []news.Entry, now time.Time) []time.Time {
	var times []time.Time
	for _, e := range entries {
		if !e.PublishedAt.IsZero() && !e.PublishedAt.After(now) {
			times = append(times, e.PublishedAt)
		}
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	return times
}

// clampInterval keeps a pause within bounds; 0, which is "unknown", stays.
func clampInterval(d time.Duration) time.Duration {
	if d == 0 {
		return 0
	}
	return min(max(d, minInterval), maxInterval)
}

// spread is a number from 0 to 1 that looks random and is the same for the same feed and hour.
func spread(url string, now time.Time) float64 {
	hash := fnv.New32a()
	hash.Write([]byte(url))
	hash.Write([]byte(now.UTC().Format("2006010215")))
	return float64(hash.Sum32()) / (1 << 32)
}
