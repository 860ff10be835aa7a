package store_test

import (
	"cmp"
	"context"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// told is one poll of a feed, and what should come of it.
type told struct {
	feed    string // its path; default "/feed.xml"
	entries []news.Entry
	added   int // new entries
	waiting int // entries that wait to be read
	edits   int // versions kept, of all entries, after it
}

// piece is an entry with a guid, a link, a title, the hour after noon at which it was published, and a text of its own.
func piece(guid, link, title string, hour float64) news.Entry {
	return news.Entry{GUID: guid, URL: link, Title: title, PublishedAt: noon.Add(time.Duration(hour * float64(time.Hour))),
		Summary: "<p>What happened in " + title + " is told at some length here.</p>"}
}

func with(e news.Entry, change func(*news.Entry)) news.Entry { change(&e); return e }

func undated(e news.Entry) news.Entry {
	return with(e, func(e *news.Entry) { e.PublishedAt = time.Time{} })
}

const site = "https://a.example"

var (
	dam    = piece("g1", site+"/2026/03/dam-talks-fail-1001", "Dam talks fail in Osk", 1)
	strike = piece("g2", site+"/2026/03/strike-ends-1002", "Strike at the mill ends", 2)
	prize  = piece("g3", site+"/2026/03/river-prize-1003", "School wins the river prize", 3)
)

func pieces(entries ...news.Entry) []news.Entry { return entries }

// identities are series of polls. Everything is read after each poll.
var identities = map[string][]told{
	"the guid changes": {
		{entries: pieces(dam, strike), added: 2, waiting: 2},
		{entries: pieces(with(dam, func(e *news.Entry) { e.GUID = "new-1" }), with(strike, func(e *news.Entry) { e.GUID = "https://a.example/?p=1002&v=2" }))},
		{entries: pieces(dam, strike)},
	},
	"the guid has the time of each poll in it": func() (polls []told) {
		for i := range 30 {
			polls = append(polls, told{entries: pieces(with(dam, func(e *news.Entry) { e.GUID = fmt.Sprint("g1?t=", i) }), strike)})
		}
		polls[0].added, polls[0].waiting = 2, 2
		return polls
	}(),
	"the link is written otherwise": {
		{entries: pieces(undated(with(dam, func(e *news.Entry) { e.GUID, e.URL = e.URL, "http://a.example/2026/03/dam-talks-fail-1001" }))), added: 1, waiting: 1},
		{entries: pieces(undated(with(dam, func(e *news.Entry) { e.GUID = "" })))},
		{entries: pieces(undated(with(dam, func(e *news.Entry) { e.URL += "/?utm_source=rss&fbclid=1"; e.GUID = e.URL })))},
		{entries: pieces(undated(with(dam, func(e *news.Entry) { e.URL = "https://www.a.example/2026/03/dam-talks-fail-1001/amp/"; e.GUID = e.URL })))},
		{entries: pieces(undated(with(dam, func(e *news.Entry) {
			e.URL = "https://m.a.example/2026/03/dam-talks-fail-1001#xtor=RSS-1"
			e.GUID = e.URL
		})))},
	},
	"the link changes and the guid stays": {
		{entries: pieces(dam, strike), added: 2, waiting: 2},
		{entries: pieces(with(dam, func(e *news.Entry) { e.URL = site + "/news/osk/1001" }), strike)},
		{entries: pieces(with(dam, func(e *news.Entry) { e.URL = site + "/news/osk/1001"; e.GUID = "n1" }), strike)},
	},
	"a new headline makes a new slug": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) {
			e.URL, e.Title = site+"/2026/03/minister-leaves-in-anger-1001", "Minister leaves Osk in anger"
		})), waiting: 1, edits: 1},
	},
	"the title is edited": {
		{entries: pieces(dam, strike), added: 2, waiting: 2},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Title = "Dam talks fail again" }), strike), waiting: 1, edits: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Title = "Dam talks fail again" }), strike), edits: 1},
	},
	"the text is edited": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Summary = "<p>The minister has left.</p>" })), waiting: 1, edits: 1},
		{entries: pieces(dam), waiting: 1, edits: 2},
	},
	"all guids and links change at once": {
		{entries: pieces(dam, strike, prize), added: 3, waiting: 3},
		{entries: pieces(
			with(dam, func(e *news.Entry) { e.GUID, e.URL = "urn:1", "https://news.a.example/p/abc" }),
			with(strike, func(e *news.Entry) { e.GUID, e.URL = "urn:2", "https://news.a.example/p/abd" }),
			with(prize, func(e *news.Entry) { e.GUID, e.URL = "urn:3", "https://news.a.example/p/abe" }))},
		{entries: pieces(with(dam, func(e *news.Entry) { e.GUID, e.URL, e.Title = "urn:1", "https://news.a.example/p/abc", "Edited" })), waiting: 1, edits: 1},
	},
	"only the day is told, and guids and links change": {
		{entries: pieces(piece("g1", site+"/1", "Dam talks fail in Osk", 12), piece("g2", site+"/2", "Live", 12)), added: 2, waiting: 2},
		{entries: pieces(piece("n1", site+"/n1", "Dam talks fail in Osk", 12), with(piece("n2", site+"/n2", "Live", 12), func(e *news.Entry) { e.Summary = "Another thing that is live now, told at some length." })), added: 1, waiting: 1},
	},
	"a guid appears": {
		{entries: pieces(with(dam, func(e *news.Entry) { e.GUID = e.URL }), with(strike, func(e *news.Entry) { e.GUID, e.URL = "hash:1", "" })), added: 2, waiting: 2},
		{entries: pieces(dam, with(strike, func(e *news.Entry) { e.URL = "" }))},
	},
	"one guid for all entries": {
		{entries: pieces(piece(site, site+"/a/1", "Dam talks fail in Osk", 1), piece(site, site+"/a/2", "Strike at the mill ends", 2)), added: 2, waiting: 2},
		{entries: pieces(piece(site, site+"/a/3", "School wins the river prize", 3), piece(site, site+"/a/2", "Strike at the mill ends", 2)), added: 1, waiting: 1},
		{entries: pieces(piece(site, site+"/a/3", "School wins the river prize", 3))},
		{entries: pieces(piece(site, site+"/a/4", "Road to Brae Marrow closed", 4)), added: 1, waiting: 1},
	},
	"one guid for all entries, one entry at a time": {
		{entries: pieces(piece("feed", site+"/a/1", "Dam talks fail in Osk", 1)), added: 1, waiting: 1},
		{entries: pieces(piece("feed", site+"/a/2", "Strike at the mill ends", 2)), added: 1, waiting: 1},
		{entries: pieces(piece("feed", site+"/a/3", "School wins the river prize", 3)), added: 1, waiting: 1},
		{entries: pieces(piece("feed", site+"/a/1", "Dam talks fail in Osk", 1))},
	},
	"one guid and no link": {
		{entries: pieces(piece("x", "", "Dam talks fail in Osk", 1), piece("x", "", "Strike at the mill ends", 2)), added: 2, waiting: 2},
		{entries: pieces(piece("x", "", "Strike at the mill ends", 2), piece("x", "", "School wins the river prize", 3)), added: 1, waiting: 1},
		{entries: pieces(piece("x", "", "Road to Brae Marrow closed", 4)), added: 1, waiting: 1},
	},
	"a guid is given again to another article": {
		{entries: pieces(piece("1", site+"/old/7", "Dam talks fail in Osk", -900)), added: 1, waiting: 1},
		{entries: pieces(piece("1", site+"/new/1", "Strike at the mill ends", 2)), added: 1, waiting: 1},
	},
	"headline, slug and date change at once": {
		{entries: pieces(with(dam, func(e *news.Entry) { e.GUID = site + "/?p=1001" })), added: 1, waiting: 1},
		{entries: pieces(piece(site+"/?p=1001", site+"/minister-leaves", "Minister leaves in anger", 5)), waiting: 1, edits: 1},
		{entries: pieces(piece(site+"/?p=1001", site+"/other", "Something else altogether", 700)), added: 1, waiting: 1, edits: 1},
	},
	"one title on several days": {
		{entries: pieces(piece("b1", site+"/b/1", "Morning briefing", 1), piece("c1", site+"/c/1", "Correction", 1)), added: 2, waiting: 2},
		{entries: pieces(piece("b2", site+"/b/2", "Morning briefing", 25), piece("c2", site+"/c/2", "Correction", 25)), added: 2, waiting: 2},
		{entries: pieces(piece("c3", site+"/c/3", "Correction", 26)), added: 1, waiting: 1},
	},
	"one title and one link on several days": {
		{entries: pieces(piece("b1", site+"/briefing", "Morning briefing", 1)), added: 1, waiting: 1},
		{entries: pieces(piece("b2", site+"/briefing", "Morning briefing", 25)), added: 1, waiting: 1},
		{entries: pieces(piece("b2", site+"/briefing", "Morning briefing", 25))},
	},
	"one link for all entries": {
		{entries: pieces(piece("g1", site+"/", "Dam talks fail in Osk", 1), piece("g2", site+"/", "Strike at the mill ends", 2)), added: 2, waiting: 2},
		{entries: pieces(piece("g3", site+"/", "School wins the river prize", 3)), added: 1, waiting: 1},
	},
	"a live page with anchors": {
		{entries: pieces(piece("l1", site+"/live/dam#a", "Doors open", 1), piece("l2", site+"/live/dam#b", "Minister speaks", 1.2)), added: 2, waiting: 2},
		{entries: pieces(piece("l3", site+"/live/dam#c", "Vote begins", 1.4), piece("l2", site+"/live/dam#b", "Minister speaks", 1.2)), added: 1, waiting: 1},
		{entries: pieces(piece("l4", site+"/live/dam#d", "Vote counted", 2)), added: 1, waiting: 1},
	},
	"a live page without guids": {
		{entries: pieces(piece(site+"/live/dam#a", site+"/live/dam#a", "Doors open", 1)), added: 1, waiting: 1},
		{entries: pieces(piece(site+"/live/dam#b", site+"/live/dam#b", "Minister speaks", 1.2)), added: 1, waiting: 1},
	},
	"guid and fragment differ": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.GUID, e.URL = "g1b", e.URL+"#xtor=RSS-3" }))},
	},
	"an entry is away for months": {
		{entries: pieces(dam, strike), added: 2, waiting: 2},
		{entries: pieces(prize), added: 1, waiting: 1},
		{entries: pieces(dam, strike, prize)},
	},
	"section feeds carry one article": {
		{feed: "/world.xml", entries: pieces(dam), added: 1, waiting: 1},
		{feed: "/osk.xml", entries: pieces(with(dam, func(e *news.Entry) { e.GUID, e.Summary = "osk-1", "What happened …" }))},
		{feed: "/world.xml", entries: pieces(dam)},
		{feed: "/osk.xml", entries: pieces(with(dam, func(e *news.Entry) { e.GUID, e.Summary = "osk-1", "What happened …" }))},
	},
	"the date is bumped": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.PublishedAt = noon.Add(30 * time.Hour) }))},
		{entries: pieces(with(dam, func(e *news.Entry) { e.PublishedAt, e.GUID = noon.Add(50*time.Hour), "g1-bumped" }))},
	},
	"the time of an update is bumped": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.UpdatedAt = noon.Add(30 * time.Hour) })), waiting: 1},
	},
	"every entry is updated whenever the document is made": {
		{entries: pieces(dam, strike, prize), added: 3, waiting: 3},
		{entries: updated(noon.Add(30*time.Hour), dam, strike, prize)},
		{entries: updated(noon.Add(31*time.Hour), dam, strike, prize)},
	},
	"everything moves to https": {
		{entries: pieces(piece("http://a.example/1", "http://a.example/1", "Dam talks fail in Osk", 1), piece("http://a.example/2", "http://a.example/2", "Live", 2)), added: 2, waiting: 2},
		{entries: pieces(piece(site+"/1", site+"/1", "Dam talks fail in Osk", 1), piece(site+"/2", site+"/2", "Live", 2))},
	},
	"the host moves": {
		{entries: pieces(dam, undated(strike)), added: 2, waiting: 2},
		{entries: pieces(
			with(dam, func(e *news.Entry) { e.URL = "https://new.example/2026/03/dam-talks-fail-1001"; e.GUID = e.URL }),
			undated(with(strike, func(e *news.Entry) { e.URL = "https://new.example/2026/03/strike-ends-1002"; e.GUID = e.URL })))},
	},
	"one path on two hosts": {
		{entries: pieces(piece("p1", "https://x.example/hello", "Hello world", 1)), added: 1, waiting: 1},
		{entries: pieces(piece("p2", "https://y.example/hello", "Hello again", 2)), added: 1, waiting: 1},
		{entries: pieces(piece("p3", "https://z.example/hello", "Hello world", 48)), added: 1, waiting: 1},
	},
	"a sitemap, then a feed": {
		{feed: "/sitemap.xml", entries: pieces(news.Entry{GUID: dam.URL, URL: dam.URL, UpdatedAt: noon}, news.Entry{GUID: strike.URL, URL: strike.URL}), added: 2, waiting: 2},
		{entries: pieces(dam, strike)},
		{feed: "/sitemap.xml", entries: pieces(news.Entry{GUID: dam.URL, URL: dam.URL, UpdatedAt: noon}, news.Entry{GUID: strike.URL, URL: strike.URL})},
		{entries: pieces(dam, with(strike, func(e *news.Entry) { e.Title = "Strike goes on" })), waiting: 1, edits: 1},
	},
	"a feed, then a sitemap": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{feed: "/sitemap.xml", entries: pieces(news.Entry{GUID: dam.URL, URL: dam.URL, UpdatedAt: noon})},
	},
	"noise": {
		{entries: pieces(with(dam, func(e *news.Entry) { e.Content = "<p class=a>Rain. 5 min read</p><p>3 comments</p>" })), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Content = "<div><p>Rain. <b>6 min read</b></p>\n<p>14 comments</p></div>" }))},
	},
	"the text comes and goes": {
		{entries: pieces(dam), added: 1, waiting: 1},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Content = "<p>The whole text.</p>" })), waiting: 1},
		{entries: pieces(dam)},
		{entries: pieces(with(dam, func(e *news.Entry) { e.Content = "<p>The whole text.</p>" }))},
	},
	"one entry twice in a document": {
		{entries: pieces(dam, dam, strike), added: 2, waiting: 2},
		{entries: pieces(dam, strike, strike)},
	},
}

func updated(at time.Time, entries ...news.Entry) []news.Entry {
	for i := range entries {
		entries[i].UpdatedAt = at
	}
	return entries
}

// TestASitemapAndAFeedAtOnce: of two documents of one batch, the one with titles speaks for the entry.
func TestASitemapAndAFeedAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must(s.Subscribe(ctx, []news.Subscription{{URL: site + "/sitemap.xml"}, {URL: damFeed}}, noon))(t)
		var polls []news.Poll
		for _, f := range must(s.ClaimFeeds(ctx, noon, noon.Add(time.Minute), 10))(t) {
			poll := news.Poll{Feed: f, Entries: pieces(dam)}
			if f.URL != damFeed {
				poll.Entries = pieces(news.Entry{GUID: dam.URL, URL: dam.URL})
			}
			polls = append(polls, poll)
		}
		equal(t, "added", must(s.SaveEntries(ctx, polls, noon))(t), 1)
		w := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)[0].Entry
		equal(t, "title and text", []string{w.Title, w.Summary}, []string{dam.Title, dam.Summary})
		tell(t, s, noon.Add(time.Hour), damFeed, with(dam, func(e *news.Entry) { e.Title = "Dam talks go on" }))
		equal(t, "versions", len(must(s.EntryVersions(ctx, w.ID))(t)), 1)
	})
}

// TestALetterChangesNoPage: whoever can write to a mailbox says himself whose letter it is, and where it is to be read.
func TestALetterChangesNoPage(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		tell(t, s, noon, damFeed, dam)
		for _, w := range must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t) {
			w.Entry.Capture = &news.Capture{URL: w.Entry.URL, ContentType: "text/html", FetchedAt: noon, Body: []byte("the page")}
			check(t, s.SaveArticles(ctx, []news.Outcome{{Entry: w.Entry, Articles: []news.Article{plain(w, "Text")}, Version: 1, LeaseUntil: w.LeaseUntil}}, noon))
		}
		must(s.Subscribe(ctx, []news.Subscription{{URL: "imaps://mail.example/INBOX", Kind: news.FeedMail}}, noon))(t)
		letter := func(now time.Time, words string) {
			t.Helper()
			for _, f := range must(s.ClaimFeeds(ctx, now, now.Add(time.Minute), 10))(t) {
				if f.Kind != news.FeedMail {
					continue
				}
				e := with(dam, func(e *news.Entry) {
					e.GUID, e.OriginURL, e.Summary, e.Content = words+"@a.example", site+"/", "", "<p>"+words+" says something else.</p>"
					e.Capture = &news.Capture{URL: e.URL, ContentType: "text/html", FetchedAt: now, Body: []byte(words)}
				})
				f.NextPollAt = now
				equal(t, "added", must(s.SaveEntries(ctx, []news.Poll{{Feed: f, Entries: pieces(e)}}, now))(t), 0)
			}
			works := must(s.ClaimEntries(ctx, now, now.Add(time.Second), 10, 2))(t) // a new version reads all kept pages again
			equal(t, "entries with a page", len(works), 1)
			equal(t, "the page after the letter "+words, string(works[0].Entry.Capture.Body), "the page")
		}
		letter(noon.Add(time.Minute), "first")
		check(t, s.Unsubscribe(ctx, must(s.Subscribe(ctx, []news.Subscription{{URL: damFeed}}, noon))(t)[0].ID))
		letter(noon.Add(time.Hour), "second")
	})
}

func TestWhatMakesAnEntryNew(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		source := 0
		for name, polls := range identities { // each of a source of its own
			source++
			t.Run(name, func(t *testing.T) {
				followPolls(t, s, fmt.Sprintf("https://s%d.example", source), polls)
			})
		}
	})
}

func followPolls(t *testing.T, s *store.Store, source string, polls []told) {
	t.Helper()
	ctx := context.Background()
	before := must(s.Counts(ctx))(t).Entries
	total := before
	for i, poll := range polls {
		now := noon.Add(time.Duration(i) * time.Hour)
		added := tell(t, s, now, source+cmp.Or(poll.feed, "/feed.xml"), poll.entries...)
		total += poll.added
		works := must(s.ClaimEntries(ctx, now, now.Add(time.Minute), 100, 1))(t)
		var outcomes []news.Outcome
		for _, w := range works {
			outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{plain(w, "Text of "+w.Entry.Title)}, Version: 1, LeaseUntil: w.LeaseUntil})
		}
		check(t, s.SaveArticles(ctx, outcomes, now))
		edits := 0
		for id := before; id < total; id++ {
			edits += len(must(s.EntryVersions(ctx, news.EntryID(id+1)))(t))
		}
		equal(t, fmt.Sprintf("poll %d: added, waiting, edits", i+1), []int{added, len(works), edits}, []int{poll.added, poll.waiting, poll.edits})
		equal(t, fmt.Sprintf("poll %d: entries", i+1), must(s.Counts(ctx))(t).Entries, total)
	}
}

// tell polls one feed once.
func tell(tb testing.TB, s *store.Store, now time.Time, address string, entries ...news.Entry) (added int) {
	tb.Helper()
	ctx := context.Background()
	wanted := must(s.Subscribe(ctx, []news.Subscription{{URL: address}}, now))(tb)
	for _, f := range must(s.ClaimFeeds(ctx, now, now.Add(time.Minute), 1000))(tb) {
		if f.ID == wanted[0].ID {
			return must(s.SaveEntries(ctx, []news.Poll{{Feed: f, Entries: entries}}, now))(tb)
		}
	}
	tb.Fatalf("feed %s was not claimed", address)
	return 0
}
