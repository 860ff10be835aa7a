package store

import (
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// putEntries stores new entries and what changed of known ones, and returns how many are new. Which are which is told
// by a read of all guids, and, when that leaves questions, by a second one of all other keys.
func (t *tx) putEntries(ctx context.Context, entries []news.Entry, bodies map[*news.Capture][]byte, now time.Time) (added int, err error) {
	docs := documents(entries)
	if len(docs) == 0 {
		return 0, nil
	}
	if err := t.lockSources(ctx, sourcesOf(docs)); err != nil {
		return 0, err
	}
	r := newRegister()
	if err := t.readKnown(ctx, r, docs); err != nil {
		return 0, err
	}
	var fresh []*entryDraft
	var changed []*change
	for _, doc := range docs {
		found := r.match(doc)
		for _, d := range doc.open {
			d.body = bodies[d.Capture]
			k := found[d]
			if k == nil {
				if r.enter(d) {
					fresh = append(fresh, d)
				}
				continue
			}
			if c := r.revise(d, k); c != nil {
				changed = append(changed, c)
			}
		}
	}
	if err := t.addEntries(ctx, fresh, now); err != nil {
		return 0, err
	}
	if err := t.putVersions(ctx, changed, now); err != nil {
		return 0, err
	}
	if err := t.changeEntries(ctx, changed, now); err != nil {
		return 0, err
	}
	return len(fresh), t.putAliases(ctx, r)
}

// lockSources lets one transaction at a time add to a source: two feeds may bring one article under two guids.
func (t *tx) lockSources(ctx context.Context, sources []news.SourceID) error {
	if !t.s.d.numbers || len(sources) == 0 {
		return nil // there is one writer anyway
	}
	slices.Sort(sources)
	const query = "SELECT id FROM sources WHERE id IN (:ids) ORDER BY id {FOR NO KEY UPDATE}"
	return t.each(ctx, func(row scanner) error { return row.Scan(new(int64)) }, query, ids(t.s.d, slices.Compact(sources)))
}

func sourcesOf(docs []*document) (sources []news.SourceID) {
	for _, doc := range docs {
		for _, d := range doc.drafts {
			sources = append(sources, d.SourceID)
		}
	}
	return sources
}

// readKnown reads the entries that the drafts may be, and keeps open the drafts that are not simply known and unchanged.
func (t *tx) readKnown(ctx context.Context, r *register, docs []*document) error {
	var guids []int64
	for _, doc := range docs {
		for _, d := range doc.drafts {
			guids = append(guids, d.guidKey)
		}
	}
	const byGUID = `SELECT guid_key, id, content_key, url FROM entries WHERE guid_key IN (:ids)
		UNION ALL SELECT x.alias_key, e.id, e.content_key, e.url FROM entry_aliases x JOIN entries e ON e.id = x.entry_id WHERE x.alias_key IN (:ids)`
	list := ids(t.s.d, guids)
	if err := t.each(ctx, r.scanKey, byGUID, list, list); err != nil {
		return err
	}
	var own, links, titles, aliases []int64
	for _, doc := range docs {
		for _, d := range doc.drafts {
			if all := r.byKey[d.guidKey]; len(all) == 1 && all[0].contentKey == d.contentKey && all[0].URL == d.URL {
				doc.taken[all[0]] = true
				continue
			}
			doc.open = append(doc.open, d)
		}
		if len(doc.open) == 0 {
			continue
		}
		doc.name()
		for _, d := range doc.open {
			own = append(own, d.plainKey, d.wholeKey)
			links, titles = append(links, d.linkKey), append(titles, d.titleKey)
			aliases = append(aliases, d.plainKey, d.linkKey)
		}
	}
	if len(own) == 0 {
		return nil
	}
	const detail = ` d.detail FROM `
	const join = ` JOIN entry_details d ON d.entry_id = e.id ` + knownFeed
	const byAny = `SELECT e.guid_key, ` + knownColumns + detail + `entries e` + join + ` WHERE e.guid_key IN (:ids)
		UNION ALL SELECT e.link_key, ` + knownColumns + detail + `entries e` + join + ` WHERE e.link_key IN (:ids) AND e.link_key <> 0
		UNION ALL SELECT e.title_key, ` + knownColumns + detail + `entries e` + join + ` WHERE e.title_key IN (:ids) AND e.title_key <> 0
		UNION ALL SELECT x.alias_key, ` + knownColumns + detail + `entry_aliases x JOIN entries e ON e.id = x.entry_id` + join + ` WHERE x.alias_key IN (:ids)`
	if err := t.each(ctx, r.scan, byAny, ids(t.s.d, own), ids(t.s.d, links), ids(t.s.d, titles), ids(t.s.d, aliases)); err != nil {
		return err
	}
	return r.unpack()
}

const (
	knownColumns = `e.id, e.feed_id, coalesce(f.id, 0), e.guid_key, coalesce(e.link_key, 0), coalesce(e.title_key, 0), e.content_key,
		e.guid, e.url, e.title, e.published_at, e.updated_at, e.seen_at, e.reason,`
	knownFeed = `LEFT JOIN feeds f ON f.id = e.feed_id`
)

// scanKey reads what tells that an entry is unchanged, and the guid or alias by which it was found.
func (r *register) scanKey(row scanner) error {
	var by, id, content int64
	var url string
	if err := row.Scan(&by, &id, &content, &url); err != nil {
		return err
	}
	k := r.byID[news.EntryID(id)]
	if k == nil {
		k = &known{Entry: news.Entry{ID: news.EntryID(id), URL: url}, contentKey: content}
		r.byID[k.ID] = k
	}
	r.add(k, by)
	return nil
}

// scan reads all of an entry, and the key by which it was found.
func (r *register) scan(row scanner) error {
	var k known
	var by, followed, published, updated, seen int64
	err := row.Scan(&by, &k.ID, &k.FeedID, &followed, &k.guidKey, &k.linkKey, &k.titleKey, &k.contentKey,
		&k.GUID, &k.URL, &k.Title, &published, &updated, &seen, &k.reason, &k.detail)
	if err != nil {
		return err
	}
	had := r.byID[k.ID]
	if had == nil {
		had = &known{}
		r.byID[k.ID] = had
	}
	if had.guidKey == 0 {
		k.followed = followed != 0
		k.PublishedAt, k.UpdatedAt, k.SeenAt = fromMicros(published), fromMicros(updated), fromMicros(seen)
		*had = k
	}
	if by != had.guidKey && by != had.linkKey && by != had.titleKey && !slices.Contains(had.aliases, by) {
		had.aliases = append(had.aliases, by)
	}
	r.add(had, by)
	return nil
}

// unpack reads the details of the entries that have them.
func (r *register) unpack() error {
	for _, k := range r.byID {
		if len(k.detail) == 0 {
			continue
		}
		if err := unpackEntry(k.detail, &k.Entry); err != nil {
			return err
		}
		k.detail = nil
	}
	return nil
}

// enter makes a draft known as a new entry, under keys that are still free; it is false when there are none, because
// the entry is there but for its words.
func (r *register) enter(d *entryDraft) bool {
	d.name()
	free := func(key int64) bool {
		return !slices.ContainsFunc(r.byKey[key], func(k *known) bool { return k.guidKey == key })
	}
	k := &known{Entry: d.Entry, followed: true, contentKey: d.contentKey, draft: d}
	if !free(d.guidKey) {
		d.guidKey = d.wholeKey
	}
	if !free(d.guidKey) {
		return false
	}
	if len(r.byKey[d.linkKey]) >= maxHolders {
		d.linkKey = 0
	}
	if len(r.byKey[d.titleKey]) >= maxHolders {
		d.titleKey = 0
	}
	k.guidKey, k.linkKey, k.titleKey = d.guidKey, d.linkKey, d.titleKey
	r.add(k, k.guidKey, k.linkKey, k.titleKey)
	if d.guidKey != d.plainKey && len(r.byKey[d.plainKey]) < 2 { // two are enough to see that the guid identifies nothing
		r.alias(k, d.plainKey)
	}
	return true
}
