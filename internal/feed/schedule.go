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

// Schedule gives the feed its next poll. It follows the feed's own rhythm: a third of the usual time between its newest
// entries, from 5 minutes to 24 hours. What the feed and its server ask for comes first, up to a day; failures back
// off, doubling; while a hub pushes, polling rests. doc is nil when the poll brought no document. A small part that
// depends on the address keeps the feeds of one instance, and the instances, from calling all at once.
func Schedule(f news.Feed, doc *Document, pace Pace) news.Feed {
	if f.Stopped {
		return f
	}
	switch {
	case doc != nil:
		f.Interval = rhythm(doc.Entries, pace.Now)
	case f.Failures == 0: // not modified: a little slower
		f.Interval = clampInterval(f.Interval + f.Interval/8)
	}
	if f.Interval == 0 {
		f.Interval = firstInterval
	}
	wait := f.Interval
	if f.Failures > 0 {
		wait = max(wait, minInterval<<min(f.Failures, 9))
	}
	wait = min(wait, maxInterval)
	if f.Failures == 0 {
		wait = restOnHub(wait, f.Health.HubUntil, pace.Now)
	}
	if doc != nil {
		f.Asked, f.Quiet = min(doc.TTL, maxAsked), doc.Quiet
	}
	wait = max(wait, min(pace.MaxAge, maxAsked), min(pace.RetryAfter, maxAsked), f.Asked)
	wait += time.Duration(float64(wait) * 0.1 * spread(f.URL, pace.Now))
	f.NextPollAt = f.Quiet.After(pace.Now.Add(wait).UTC())
	return f
}

// rhythm is a third of the usual pause between the newest entries. A silence that lasts longer counts as a pause.
func rhythm(entries []news.Entry, now time.Time) time.Duration {
	var times []time.Time
	for _, e := range entries {
		if !e.PublishedAt.IsZero() && !e.PublishedAt.After(now) {
			times = append(times, e.PublishedAt)
		}
	}
	if len(times) < 2 {
		return firstInterval
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), rhythmEntries)]
	usual := times[0].Sub(times[len(times)-1]) / time.Duration(len(times)-1)
	return clampInterval(max(usual, now.Sub(times[0])/2) / 3)
}

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
