package app

import (
	"context"
	"slices"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/web"
)

// desk is what the administrator changes through the site: it does it, and tells the pipeline to look.
type desk struct {
	store *store.Store
	calls *caller
	demo  *demoHost
	nudge func()
}

// Find looks for what can be followed at an address.
func (d *desk) Find(ctx context.Context, address string, page bool, s news.Selectors) ([]web.Offer, error) {
	wanted := Search{All: true, Selectors: s}
	if page {
		wanted.Kind = news.FeedPage
	}
	found, err := Find(ctx, d.calls, address, wanted)
	offers := make([]web.Offer, len(found))
	for i, f := range found {
		offers[i] = web.Offer{Subscription: f.Subscription, Format: f.Format, Why: f.Why, Entries: f.Entries, Newest: f.Newest()}
	}
	return offers, err
}

// Subscribe follows feeds whose addresses are known. A page that is followed already gets the selectors that are given now.
func (d *desk) Subscribe(ctx context.Context, wanted []news.Subscription) ([]news.Feed, error) {
	for _, w := range wanted {
		if w.Wish.Selectors.Empty() {
			continue
		}
		if err := feed.CheckSelectors(w.Wish.Selectors); err != nil {
			return nil, err
		}
	}
	feeds, err := d.follow(ctx, wanted)
	for _, f := range feeds {
		at := slices.IndexFunc(wanted, func(w news.Subscription) bool { return w.URL == f.URL && w.Kind == news.FeedPage })
		if at < 0 || f.Kind == news.FeedPage && f.Wish.Selectors == wanted[at].Wish.Selectors {
			continue
		}
		// It was followed before, and is to be read otherwise from now on.
		if err := d.SetFeed(ctx, f.ID, func(f *news.Feed) error {
			f.Kind, f.Wish.Selectors = news.FeedPage, wanted[at].Wish.Selectors
			return nil
		}); err != nil {
			return feeds, err
		}
	}
	return feeds, err
}

func (d *desk) follow(ctx context.Context, wanted []news.Subscription) ([]news.Feed, error) {
	feeds, err := d.store.Subscribe(ctx, wanted, time.Now())
	if err == nil {
		d.nudge()
	}
	return feeds, err
}

// ImportOPML follows the feeds of an OPML document.
func (d *desk) ImportOPML(ctx context.Context, document []byte) ([]news.Feed, error) {
	wanted, err := feed.ReadOPML(document)
	if err != nil {
		return nil, err
	}
	return d.follow(ctx, wanted)
}

// Unsubscribe stops following a feed; its articles stay.
func (d *desk) Unsubscribe(ctx context.Context, id news.FeedID) error {
	return d.store.Unsubscribe(ctx, id)
}

// SetFeed changes a feed's settings.
func (d *desk) SetFeed(ctx context.Context, id news.FeedID, change func(f *news.Feed) error) error {
	_, _, err := d.store.SetFeed(ctx, id, time.Now(), change)
	if err == nil {
		d.nudge()
	}
	return err
}

// SetSource changes a source's settings.
func (d *desk) SetSource(ctx context.Context, id news.SourceID, change func(o *news.Source) error) error {
	source, err := d.store.Source(ctx, id)
	if err == nil {
		err = change(&source)
	}
	if err != nil {
		return err
	}
	return d.store.SetSource(ctx, source)
}

// PollNow has feeds read at once, and says how many are.
func (d *desk) PollNow(ctx context.Context, feeds []news.FeedID) (int, error) {
	n, err := d.store.PollNow(ctx, feeds, time.Now())
	if err == nil {
		d.nudge()
	}
	return n, err
}

// TakeDown takes something off everything that is shown, for good.
func (d *desk) TakeDown(ctx context.Context, what news.Takedown) (news.Takedown, error) {
	return d.store.TakeDown(ctx, what, time.Now())
}

// UndoTakedown takes a takedown back, and has what it took away read again.
func (d *desk) UndoTakedown(ctx context.Context, id int64) (news.Takedown, error) {
	undone, err := d.store.UndoTakedown(ctx, id, time.Now())
	if err == nil {
		d.nudge()
	}
	return undone, err
}

// StartDemo starts the demo press and follows it.
func (d *desk) StartDemo(ctx context.Context) error { return d.demo.Start(ctx) }

// RemoveDemo ends the demo press and takes out all that came from it.
func (d *desk) RemoveDemo(ctx context.Context) error { return d.demo.Remove(ctx) }

// DemoRunning reports whether the demo press is there.
func (d *desk) DemoRunning() bool { return d.demo.Running() }

// webPacks turns the starter packs into what the welcome page offers.
func webPacks(packs []feed.Pack) []web.Pack {
	offered := make([]web.Pack, 0, len(packs))
	for _, p := range packs {
		offered = append(offered, web.Pack{Name: p.Name, Title: p.Name, Region: p.Region, Subscriptions: slices.Clone(p.Feeds)})
	}
	return offered
}
