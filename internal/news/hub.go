package news

import "time"

// Hub is a WebSub hub that offers to push what a feed publishes.
type Hub struct {
	URL   string
	Topic string // the feed's address as its publisher names it
}

// HubWork is a feed's subscription at its hub: all that asking for it, and believing what comes of it, needs.
type HubWork struct {
	FeedID     FeedID
	Hub        Hub
	Token      string    // the last part of the address that the hub calls; nobody can guess it
	Secret     string    // with which the hub signs what it pushes
	Failures   int       // in a row
	PollAt     time.Time // when a push that was not believed made the feed due; it may be to come
	LeaseUntil time.Time // the claim's token
}

// HubAnswer is what asking a hub for a subscription came to. Whether it keeps its word shows when it verifies.
type HubAnswer struct {
	FeedID     FeedID
	Callback   string    // the address that it was asked to call, without the token
	Problem    string    // why it did not take the request; empty: it did
	RetryAt    time.Time // ask again then, unless it verified the subscription before
	LeaseUntil time.Time // from the [HubWork]
}
