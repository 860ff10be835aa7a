package feed

import "time"

// hubRest is how often a feed is polled that a hub pushes: pushes get lost, above all while nobody here listens.
const hubRest = 6 * time.Hour

// restOnHub is the wait of a feed whose news a hub pushes until then: polling only makes sure. It is never longer than
// the hub's word holds, and never shorter than the wait was.
func restOnHub(wait time.Duration, hubUntil, now time.Time) time.Duration {
	if hubUntil.IsZero() {
		return wait
	}
	return max(wait, min(hubRest, hubUntil.Sub(now)))
}
