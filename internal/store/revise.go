package store

import (
	"context"
	"slices"
	"strings"

	"nutgraf/internal/news"
)

// change is a known entry with what a document changes of it.
type change struct {
	entryDraft        // as it is from now on
	was        *known // as it was
	retold     bool   // its details are new
	edited     bool   // it said something else before, which is kept as a version
	reread     bool   // it waits to be read again
}

// hears reports whether a draft's words can change the entry: those of its own feed can, and what is imported with a
// capture. Feeds of one source often cut one text in different ways, and would else edit it by turns for ever.
func (k *known) hears(d *entryDraft) bool {
	return d.FeedID == k.FeedID || d.FeedID == 0 && d.Capture != nil || k.adopts(d)
}

// isLetter reports whether a draft came through a mailbox: a letter brings its text along. It says itself whose it is and
// where else it can be read, so it changes nothing that another feed brought.
func (d *entryDraft) isLetter() bool { return d.FeedID != 0 && d.Capture != nil }

// adopts reports whether the draft's feed becomes the entry's own: the old one is gone, or told no title.
func (k *known) adopts(d *entryDraft) bool {
	return d.FeedID != k.FeedID && d.FeedID != 0 && !d.isLetter() && (k.FeedID == 0 || !k.followed || k.Title == "" && d.Title != "")
}

// revise returns what a draft changes of the entry that it is; nil: nothing.
func (r *register) revise(d *entryDraft, k *known) *change {
	if !k.is(d.plainKey) && !d.sharedGUID && len(r.byKey[d.plainKey]) < 2 {
		r.alias(k, d.plainKey)
	}
	if k.draft != nil { // another feed of the batch told it first
		if k.draft.Title == "" && d.Title != "" && !d.isLetter() { // as adopts has it
			k.FeedID, k.Title, k.named = d.FeedID, d.Title, false
			k.draft.FeedID, k.draft.contentKey, k.draft.titleKey = d.FeedID, d.contentKey, d.titleKey
		}
		k.draft.complete(&d.Entry)
		if k.linkKey != d.linkKey {
			r.alias(k, d.linkKey)
		}
		return nil
	}
	c := &change{entryDraft: entryDraft{Entry: k.Entry, contentKey: k.contentKey, linkKey: k.linkKey, titleKey: k.titleKey}, was: k}
	relinked := r.relink(c, d)
	if !k.hears(d) || k.contentKey == d.contentKey && !k.adopts(d) {
		if relinked {
			return c
		}
		return nil
	}
	c.contentKey = d.contentKey
	own := d.FeedID == k.FeedID || k.FeedID != 0 && !k.followed
	c.edited = own && contradicts(&k.Entry, &d.Entry)
	switch {
	case c.edited:
		c.retold, c.reread = true, true
		c.restate(d)
	case c.complete(&d.Entry):
		c.retold = true
		c.reread = c.reread || own || k.failed()
	}
	if own && d.believed && d.UpdatedAt.After(k.UpdatedAt) {
		c.UpdatedAt, c.reread = d.UpdatedAt, true
	}
	if d.Capture != nil {
		c.Capture, c.body, c.retold, c.reread = d.Capture, d.body, true, true
	}
	if k.adopts(d) {
		c.FeedID = d.FeedID
	}
	if c.Title != k.Title || !c.PublishedAt.Equal(k.PublishedAt) {
		if c.titleKey = titleKey(d.SourceID, titleWords(c.Title), c.PublishedAt); len(r.byKey[c.titleKey]) >= maxHolders {
			c.titleKey = 0
		}
	}
	return c
}

// relink follows the link that the entry's own feed gives now, and reports whether it is another one. A page that
// could not be read at its old address is asked for at the new one.
func (r *register) relink(c *change, d *entryDraft) bool {
	k := c.was
	if k.name(); d.address == "" || d.URL == k.URL {
		return false
	}
	if d.address == k.address {
		if !better(d.URL, k.URL) {
			return false
		}
		c.URL = d.URL
		return true
	}
	if d.FeedID != k.FeedID && !k.adopts(d) {
		if d.linkKey != k.linkKey && !d.sharedLink {
			r.alias(k, d.linkKey)
		}
		return false
	}
	c.URL = d.URL
	if k.linkKey != d.linkKey {
		r.alias(k, k.linkKey)
		if c.linkKey = d.linkKey; len(r.byKey[d.linkKey]) >= maxHolders {
			c.linkKey = 0
		}
		r.add(k, c.linkKey)
	}
	c.reread = k.failed()
	return true
}

// failed reports whether the entry could not be read.
func (k *known) failed() bool { return k.reason != news.ReasonNone && k.reason != news.ReasonUnchanged }

// better reports whether one of two addresses of a page is the better: the safer, then the shorter.
func better(new, old string) bool {
	safe := func(address string) bool { return strings.HasPrefix(address, "https://") }
	if safe(new) != safe(old) {
		return safe(new)
	}
	return len(new) < len(old)
}

// contradicts reports whether one of two tellings of an entry says something else than the other. What one of them leaves
// out is no contradiction.
func contradicts(old, new *news.Entry) bool {
	for _, told := range [][2]string{{old.Title, new.Title}, {old.Summary, new.Summary}, {old.Content, new.Content}} {
		if told[0] != told[1] && told[0] != "" && told[1] != "" {
			one, two := words(told[0]), words(told[1])
			if one != two && one != "" && two != "" {
				return true
			}
		}
	}
	return false
}

// restate takes an edited entry's new words. What it is, and when it was first published and seen, stays: an edit makes
// nothing new again.
func (c *change) restate(d *entryDraft) {
	was := c.Entry
	link := c.URL
	c.Entry = d.Entry
	c.ID, c.FeedID, c.GUID, c.URL, c.SeenAt, c.Capture = was.ID, was.FeedID, was.GUID, link, was.SeenAt, nil
	if c.Title == "" {
		c.Title = was.Title
	}
	if micros(was.PublishedAt) != 0 && d.PublishedAt.After(was.PublishedAt) {
		c.PublishedAt = was.PublishedAt
		if d.PublishedAt.After(c.UpdatedAt) {
			c.UpdatedAt = d.PublishedAt
		}
	}
}

// complete fills in what an entry does not tell yet, and reports whether there was anything.
func (d *entryDraft) complete(told *news.Entry) (filled bool) {
	for _, part := range []struct {
		have *string
		told string
	}{{&d.Title, told.Title}, {&d.Summary, told.Summary}, {&d.Content, told.Content}} {
		if *part.have == "" && part.told != "" {
			*part.have, filled = part.told, true
		}
	}
	if !filled {
		return false
	}
	if micros(d.PublishedAt) == 0 {
		d.PublishedAt = told.PublishedAt
	}
	if len(d.Authors) == 0 {
		d.Authors = told.Authors
	}
	if len(d.Tags) == 0 {
		d.Tags = told.Tags
	}
	if d.Image == "" {
		d.Image = told.Image
	}
	if len(d.Enclosures) == 0 {
		d.Enclosures, d.Episode = told.Enclosures, told.Episode
	}
	return true
}

// alias notes another key of an entry, to be stored.
func (r *register) alias(k *known, key int64) {
	if key == 0 || slices.Contains(k.aliases, key) {
		return
	}
	k.aliases = append(k.aliases, key)
	r.add(k, key)
	r.aliased = append(r.aliased, aliasRow{k, key})
}

type aliasRow struct {
	k   *known
	key int64
}

// maxAliases is how many other guids and links of an entry are remembered. Some feeds give a new guid at every poll.
const maxAliases = 16

// putAliases stores the new aliases of entries that have not too many yet.
func (t *tx) putAliases(ctx context.Context, r *register) error {
	if len(r.aliased) == 0 {
		return nil
	}
	have := map[news.EntryID]int{}
	var asked []news.EntryID
	for _, a := range r.aliased {
		if a.k.draft != nil {
			a.k.ID = a.k.draft.ID
		}
		asked = append(asked, a.k.ID)
	}
	err := t.each(ctx, func(row scanner) error {
		var id news.EntryID
		var n int
		err := row.Scan(&id, &n)
		have[id] = n
		return err
	}, "SELECT entry_id, count(*) FROM entry_aliases WHERE entry_id IN (:ids) GROUP BY entry_id", ids(t.s.d, asked))
	if err != nil {
		return err
	}
	var rows [][]any
	for _, a := range r.aliased {
		if have[a.k.ID]++; have[a.k.ID] <= maxAliases {
			rows = append(rows, []any{a.key, int64(a.k.ID)})
		}
	}
	_, err = t.bulk(ctx, "INSERT INTO entry_aliases (alias_key, entry_id) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)
	return err
}
