package store

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// entryDraft is an entry as a document tells it, with the keys by which it may be known.
type entryDraft struct {
	news.Entry
	guidKey    int64  // under which it is stored: plainKey, or wholeKey when its guid names other entries too
	contentKey int64  // of what the document says, byte for byte
	believed   bool   // its UpdatedAt tells when it was changed, not when the document was made
	plainKey   int64  // of the guid
	body       []byte // of the capture, compressed; nil without one

	// The rest is worked out by name, which most entries of most polls do not need.
	named                               bool
	address, told                       string // the link's [news.AddressKey]; the title's words
	linkKey, titleKey                   int64  // of the link without its host; of the title and its day; 0: none
	wholeKey                            int64  // of guid, link, title and day
	sharedGUID, sharedLink, sharedTitle bool   // another entry of the document has it too: it identifies nothing
}

// document is what one poll or one import says.
type document struct {
	drafts []*entryDraft
	taken  map[*known]bool // entries that are found in it
	open   []*entryDraft   // what is not simply known and unchanged
}

// documents makes entries ready, by the feeds that told them. Those without any identity are left out; of two that are
// the same in all that identifies, the first wins.
func documents(entries []news.Entry) []*document {
	var all []*document
	byFeed := map[news.FeedID]*document{}
	for _, e := range entries {
		e.GUID, e.URL, e.Title = clean(e.GUID), address(e.URL), clip(e.Title, maxText)
		e.GUID = cmp.Or(e.GUID, e.URL, e.Title)
		if e.GUID == "" {
			continue
		}
		doc := byFeed[e.FeedID]
		if doc == nil {
			doc = &document{taken: map[*known]bool{}}
			byFeed[e.FeedID] = doc
			all = append(all, doc)
		}
		d := &entryDraft{Entry: e, plainKey: guidKey(e.SourceID, e.GUID)}
		d.guidKey = d.plainKey
		doc.drafts = append(doc.drafts, d)
	}
	for _, doc := range all {
		doc.ready()
	}
	return all
}

// ready leaves out what is there twice, and works out what every entry needs.
func (doc *document) ready() {
	guids, times := map[int64]int{}, map[int64]int{}
	vague := false
	for _, d := range doc.drafts {
		guids[d.plainKey]++
		times[micros(d.UpdatedAt)]++
		vague = vague || guids[d.plainKey] > 1 || frontPage(d.GUID)
	}
	if vague {
		doc.name()
	}
	kept, seen := doc.drafts[:0], map[int64]bool{}
	for _, d := range doc.drafts {
		if d.FeedID != 0 && d.sharedGUID {
			d.guidKey = d.wholeKey
		}
		if seen[d.guidKey] {
			continue
		}
		seen[d.guidKey] = true
		// A time that most entries share is when the document was made.
		d.believed = d.FeedID == 0 || len(doc.drafts) < 3 || 2*times[micros(d.UpdatedAt)] <= len(doc.drafts)
		about := []string{d.Title, d.Summary, d.Content, "0"}
		if d.believed {
			about[3] = fmt.Sprint(micros(d.UpdatedAt))
		}
		if d.Capture != nil {
			about = append(about, string(d.Capture.Body))
		}
		d.contentKey = key(about...)
		kept = append(kept, d)
	}
	doc.drafts = kept
}

// name works out all keys of a document's entries, and which of them several entries share.
func (doc *document) name() {
	type use struct {
		key   int64
		whole int64
	}
	users, seen := map[int64]int{}, map[use]bool{}
	for _, d := range doc.drafts {
		d.name()
		for _, k := range []int64{d.plainKey, d.linkKey, d.titleKey} {
			if !seen[use{k, d.wholeKey}] {
				seen[use{k, d.wholeKey}] = true
				users[k]++
			}
		}
	}
	for _, d := range doc.drafts {
		d.sharedGUID = users[d.plainKey] > 1 || frontPage(d.GUID)
		d.sharedLink = users[d.linkKey] > 1
		d.sharedTitle = users[d.titleKey] > 1
	}
}

func (d *entryDraft) name() {
	if d.named {
		return
	}
	d.named = true
	d.address, d.told = news.AddressKey(d.URL), titleWords(d.Title)
	d.linkKey, d.titleKey = linkKey(d.SourceID, d.address), titleKey(d.SourceID, d.told, d.PublishedAt)
	d.wholeKey = key(d.SourceID.String(), "whole", d.GUID, d.address, d.told, dayOf(d.PublishedAt))
}

// linkKey identifies a page within its source, whatever host it moves to; 0: the address names none.
func linkKey(source news.SourceID, address string) int64 {
	_, path, _ := strings.Cut(address, "/")
	if path == "" {
		return 0
	}
	return key(source.String(), "link", path)
}

// titleKey identifies what a source published on a day under a title; 0: without title or day.
func titleKey(source news.SourceID, told string, published time.Time) int64 {
	if told == "" || micros(published) == 0 {
		return 0
	}
	return key(source.String(), "title", told, dayOf(published))
}

func titleWords(title string) string { return text.Fold(words(title)) }

func dayOf(t time.Time) string {
	if micros(t) == 0 {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// frontPage reports whether a guid is the address of a site's front page, which broken feeds give to all entries.
func frontPage(guid string) bool {
	if !strings.HasPrefix(guid, "http") || strings.Count(guid, "/") > 4 {
		return false
	}
	address := news.AddressKey(guid)
	return address != "" && linkKey(0, address) == 0
}
