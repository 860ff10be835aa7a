package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// articleDraft is an article made ready outside the transaction.
type articleDraft struct {
	news.Article
	body       []byte
	terms      []any // as the search index takes them
	textKey    int64
	addressKey any   // int64, or nil without an address
	pos        int64 // set once the identifier is known
	retold     bool  // it said something else before
	moved      bool  // it had another place before
}

// outcomeDraft is an outcome made ready outside the transaction: what costs time is done on all cores before the
// database is held.
type outcomeDraft struct {
	news.Outcome
	capture  []byte // compressed; nil without one
	articles []articleDraft
	err      error
}

func (s *Store) readyOutcomes(outcomes []news.Outcome) ([]outcomeDraft, error) {
	ready := make([]outcomeDraft, len(outcomes))
	parallel(len(outcomes), func(i int) { ready[i] = s.readyOutcome(outcomes[i]) })
	for i := range ready {
		if ready[i].err != nil {
			return nil, ready[i].err
		}
	}
	return ready, nil
}

func (s *Store) readyOutcome(o news.Outcome) outcomeDraft {
	d := outcomeDraft{Outcome: o, articles: make([]articleDraft, len(o.Articles))}
	if o.Entry.Capture != nil {
		d.capture = squeeze(o.Entry.Capture.Body)
	}
	for i, a := range o.Articles {
		a.ID, a.EntryID, a.FetchedAt = 0, o.Entry.ID, timeOr(a.FetchedAt, o.Entry.Capture)
		// As the database will tell them: the place in the river is worked out from times before and after.
		a.PublishedAt, a.SeenAt = fromMicros(micros(a.PublishedAt)), fromMicros(micros(a.SeenAt))
		text := a.Text()
		draft := articleDraft{Article: a, textKey: key(a.Headline, text), terms: s.d.search.encode(termsOf(&a, text))}
		if draft.body, d.err = packArticle(&a); d.err != nil {
			return d
		}
		d.articles[i] = draft
	}
	return d
}

func timeOr(t time.Time, c *news.Capture) time.Time {
	if t.IsZero() && c != nil {
		return c.FetchedAt
	}
	return t
}

// SaveArticles saves the outcomes of reading entries in one transaction: captures, articles with their texts and
// search terms, the entries' states, what they tell of their sources, and the sums. An outcome whose lease was lost changes nothing.
//
// An article is known by its entry and part, and within its source by its address. Reading an entry again updates its
// articles in place, and removes the parts that are no longer there when the new reading found any; it never takes
// an article away because a page is gone. An address that another entry of the source brought already makes no
// second article; an entry with nothing else is [news.ReasonUnchanged]. What was taken down stays away, whoever brings it
// again: [news.ReasonTakenDown].
func (s *Store) SaveArticles(ctx context.Context, outcomes []news.Outcome, now time.Time) error {
	ready, err := s.readyOutcomes(outcomes)
	if err != nil {
		return s.fail("save articles", err)
	}
	return s.write(ctx, "save articles", func(ctx context.Context, t *tx) error {
		b := &batch{tx: t, now: now, sums: tally{}}
		if err := b.lockEntries(ctx, ready); err != nil || len(b.mine) == 0 {
			return err
		}
		if err := b.lookUp(ctx); err != nil {
			return err
		}
		if err := b.bars(ctx); err != nil {
			return err
		}
		b.decide()
		for _, step := range []func(context.Context) error{
			b.remove, b.insert, b.update, b.putFacts, b.putBodies, b.putSearch, b.putCaptures, b.closeEntries, b.learn,
		} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return t.count(ctx, b.sums)
	})
}

// batch is one transaction of SaveArticles.
type batch struct {
	*tx
	now  time.Time
	sums tally

	mine     []*readEntry
	stored   map[news.EntryID][]storedArticle // what earlier readings made
	takenBy  map[int64]news.EntryID           // addresses that have their article
	barred   map[int64]bool                   // keys of what was taken down
	closed   map[news.SourceID]bool           // sources that were
	added    []*articleDraft
	changed  []*articleDraft
	gone     []storedArticle
	replaced []int64 // places in the search index that are no longer true
}

// readEntry is an outcome with what the database knows of its entry.
type readEntry struct {
	*outcomeDraft
	source   news.SourceID
	seen     time.Time
	reason   news.Reason
	captured bool
	stale    bool  // the kept capture is
	keptAt   int64 // of the kept capture
	keptSize int64
}

type storedArticle struct {
	id         news.ArticleID
	entry      news.EntryID
	part       int
	source     news.SourceID
	story      news.StoryID
	pos        int64
	addressKey *int64
	textKey    int64
	seen       int64
}

// lockEntries keeps the outcomes whose lease still holds.
func (b *batch) lockEntries(ctx context.Context, ready []outcomeDraft) error {
	wanted := make([]news.EntryID, len(ready))
	for i := range ready {
		wanted[i] = ready[i].Entry.ID
	}
	found := map[news.EntryID]*readEntry{}
	leases := map[news.EntryID]int64{}
	const query = `SELECT e.id, e.source_id, e.seen_at, e.lease_until, e.reason, e.captured, e.stale, coalesce(c.fetched_at, 0), coalesce(c.size, 0)
		FROM entries e LEFT JOIN captures c ON c.entry_id = e.id WHERE e.id IN (:ids) ORDER BY e.id {FOR UPDATE OF e}`
	err := b.each(ctx, func(row scanner) error {
		var id news.EntryID
		var e readEntry
		var seen, lease, captured, stale int64
		err := row.Scan(&id, &e.source, &seen, &lease, &e.reason, &captured, &stale, &e.keptAt, &e.keptSize)
		e.seen, e.captured, e.stale = fromMicros(seen), captured != 0, stale != 0
		found[id], leases[id] = &e, lease
		return err
	}, query, ids(b.s.d, wanted))
	if err != nil {
		return err
	}
	for i := range ready {
		id := ready[i].Entry.ID
		e := found[id]
		if e == nil || leases[id] == 0 || leases[id] != micros(ready[i].LeaseUntil) {
			continue
		}
		delete(found, id) // a second outcome for one entry has no lease of its own
		draft := ready[i] // a copy: another try of the transaction begins anew
		draft.articles = slices.Clone(draft.articles)
		e.outcomeDraft = &draft
		for j := range e.articles {
			a := &e.articles[j]
			a.SourceID, a.SeenAt = e.source, cmp.Or(a.SeenAt, e.seen)
			a.addressKey = addressKey(&a.Article)
		}
		b.mine = append(b.mine, e)
	}
	return nil
}

// lookUp reads what is stored of these entries, and which addresses have their article already.
func (b *batch) lookUp(ctx context.Context) error {
	var entries []news.EntryID
	var addresses []int64
	for _, e := range b.mine {
		entries = append(entries, e.Entry.ID)
		for i := range e.articles {
			if k, ok := e.articles[i].addressKey.(int64); ok {
				addresses = append(addresses, k)
			}
		}
	}
	b.stored = map[news.EntryID][]storedArticle{}
	const byEntry = `SELECT id, entry_id, part, source_id, story_id, pos, address_key, text_key, seen_at
		FROM articles WHERE entry_id IN (:ids) ORDER BY entry_id, part`
	err := b.each(ctx, func(row scanner) error {
		var a storedArticle
		err := row.Scan(&a.id, &a.entry, &a.part, &a.source, &a.story, &a.pos, &a.addressKey, &a.textKey, &a.seen)
		b.stored[a.entry] = append(b.stored[a.entry], a)
		return err
	}, byEntry, ids(b.s.d, entries))
	if err != nil {
		return err
	}
	b.takenBy = map[int64]news.EntryID{}
	if len(addresses) == 0 {
		return nil
	}
	const byAddress = "SELECT address_key, entry_id FROM articles WHERE address_key IN (:ids)"
	return b.each(ctx, func(row scanner) error {
		var k int64
		var entry news.EntryID
		err := row.Scan(&k, &entry)
		b.takenBy[k] = entry
		return err
	}, byAddress, ids(b.s.d, addresses))
}

// decide sorts the drafts into new and changed articles, and finds the parts that vanished.
func (b *batch) decide() {
	for _, e := range b.mine {
		seen, kept := map[int]bool{}, map[int]bool{}
		for i := range e.articles {
			a := &e.articles[i]
			if seen[a.Part] {
				continue // the same part twice in one outcome: the first is right
			}
			seen[a.Part] = true
			if b.keepsOut(a) {
				e.Reason = news.ReasonTakenDown
				continue
			}
			if b.place(e, a) {
				kept[a.Part] = true
			}
		}
		if len(kept) == 0 {
			if len(e.articles) > 0 && e.Reason == news.ReasonNone {
				e.Reason = news.ReasonUnchanged
			}
			continue
		}
		for _, old := range b.stored[e.Entry.ID] {
			if !kept[old.part] {
				b.gone = append(b.gone, old)
			}
		}
	}
	slices.SortStableFunc(b.added, func(x, y *articleDraft) int { return x.Time().Compare(y.Time()) })
}

// place decides on one draft; it is false for an article that is there through another entry.
func (b *batch) place(e *readEntry, a *articleDraft) bool {
	claimed := b.claim(e, a)
	for _, old := range b.stored[e.Entry.ID] {
		if old.part != a.Part {
			continue
		}
		a.ID, a.SeenAt = old.id, fromMicros(old.seen)
		a.pos = posOf(a.Time(), a.ID)
		if !claimed {
			a.addressKey = old.addressKey
		}
		a.retold, a.moved = a.textKey != old.textKey, a.pos != old.pos
		if a.retold || a.moved {
			b.replaced = append(b.replaced, old.pos)
		}
		b.changed = append(b.changed, a)
		return true
	}
	if claimed {
		b.added = append(b.added, a)
	}
	return claimed
}

// claim takes the draft's address for its entry; it is false when another entry has it, be it stored or in this batch.
// What is stored keeps its address until the batch is saved, so no order of writing can make two articles share one.
func (b *batch) claim(e *readEntry, a *articleDraft) bool {
	address, hasAddress := a.addressKey.(int64)
	if !hasAddress {
		return true
	}
	owner, taken := b.takenBy[address]
	if !taken {
		b.takenBy[address] = e.Entry.ID
	}
	return !taken || owner == e.Entry.ID
}

// stateOf says what an entry waits for after its outcome.
func stateOf(o *news.Outcome) (state, due int64) {
	if o.RetryAt.IsZero() {
		return stateDone, 0
	}
	return stateRetry, micros(o.RetryAt)
}

func sourceSum(id news.SourceID) string { return "source/" + id.String() }

func reasonSum(r news.Reason) string { return "reason/" + clip(string(r), maxReason) }

// maxReason bounds a reason's name in bytes; those of the vocabulary are far below.
const maxReason = 40
