package news

import (
	"slices"
	"time"
)

// Change is a turn in a feed's condition.
type Change struct {
	State FeedState
	At    time.Time // it was noticed
	Says  string    // of the condition then, in English
}

// maxChanges is how many of a feed's last changes are kept.
const maxChanges = 5

// Noted is the feed with the turn of its condition noted in its health, if it took one since the last was noted. It
// belongs at the end of every poll. What may be over at the next poll is not noted: the first failures, a pause asked for.
func (f Feed) Noted(now time.Time) Feed {
	c := f.Condition(now)
	last := Change{State: FeedWell}
	if n := len(f.Health.Changes); n > 0 {
		last = f.Health.Changes[n-1]
	}
	switch {
	case c.State == FeedNew, c.State == FeedQuiet:
		return f
	case c.State == FeedFailing && f.Failures < lastingAfter:
		return f
	case c.State == FeedWell && (last.State == FeedMoving || last.State == FeedMoved):
		return f // a move grows old; that is no news
	case c.State == last.State && (c.State != FeedMoved || !last.At.Before(f.Health.MovedAt)):
		return f
	}
	from := max(0, len(f.Health.Changes)-maxChanges+1)
	f.Health.Changes = append(slices.Clone(f.Health.Changes[from:]), Change{State: c.State, At: now.UTC(), Says: c.Says.String()})
	return f
}

// Turns lists the feed's last changes of condition, oldest first. A feed whose changes were never noted, from before
// they were, shows what can be told from its state.
func (f Feed) Turns(now time.Time) []Change {
	if len(f.Health.Changes) > 0 {
		return f.Health.Changes
	}
	c := f.Condition(now)
	if c.Since.IsZero() || c.State == FeedQuiet || (c.State == FeedFailing && f.Failures < lastingAfter) {
		return nil
	}
	at := c.Since
	if c.State == FeedSilent {
		at = at.Add(f.patience())
	}
	return []Change{{State: c.State, At: at, Says: c.Says.String()}}
}
