package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

type ledgerStore interface {
	ClaimUnread(ctx context.Context, limit, version int) ([]news.Unread, error)
	Remembered(ctx context.Context, names []string, hashes []uint64, articles []news.ArticleID) (news.Remembered, error)
	SaveLedger(ctx context.Context, holder string, term int64, l news.Ledger, now time.Time) error
}

// LedgerVersion is the version of the stage: it rises when what an article says is read better, and with settlesVersion
// when it is put together better. Stored articles are then read again, slowly, when nothing newer waits. Version 1 is that of
// articles which were there before the ledger.
const (
	LedgerVersion  = settlesVersion + enrich.FactsVersion
	settlesVersion = 1
)

// The ledger has one keeper: the holder of this lease. It is another one than that of grouping, so that both go on at the
// same time.
const ledgerLease = "ledger"

// ledgerBatch is how many articles are settled together, at least: what is known of them is looked up once.
const ledgerBatch = 64

// ledger reads what grouped articles say, and settles who is who and who said what. It returns how many it took; zero when
// another process keeps the ledger.
func (p *Pipeline) ledger(ctx context.Context) (int, error) { return p.understand(ctx, LedgerVersion) }

// newLedger does so with articles that nobody read yet: a command must not wait for a whole archive to be read again.
func (p *Pipeline) newLedger(ctx context.Context) (int, error) { return p.understand(ctx, 1) }

// understand takes a batch of articles that a lower version has read, or none.
func (p *Pipeline) understand(ctx context.Context, version int) (int, error) {
	todo, err := p.Store.ClaimUnread(ctx, max(p.Batch, ledgerBatch), version)
	if err != nil || len(todo) == 0 {
		return 0, err
	}
	now := time.Now()
	term, err := p.Store.AcquireLease(ctx, ledgerLease, p.Holder, now, now.Add(p.Term))
	if err != nil || term == 0 {
		return 0, err
	}
	read := each(ctx, runtime.GOMAXPROCS(0), todo, p.understood)
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	err = p.account(ctx, term, read)
	if errors.Is(err, news.ErrConflict) { // an editor was faster, or another process: the next round tells
		p.Log.Info("the ledger changed meanwhile", "stage", "ledger", "err", err)
		return len(todo), nil
	}
	return len(todo), err
}

// reading is an article on its way into the ledger.
type reading struct {
	ledger.Article
	key int64
}

// understood reads what one article says. One article must not end the program: what cannot be read says nothing.
func (p *Pipeline) understood(_ context.Context, u news.Unread) (r reading) {
	text := u.Text()
	r = reading{key: u.Key, Article: ledger.Article{
		ID: u.ID, Source: u.SourceID, Story: u.StoryID, Thread: u.Thread, Copy: u.FamilyID != 0 && u.FamilyID != u.ID,
		At: u.Time(), Language: u.Language, Text: text,
	}}
	defer func() {
		if fault := recover(); fault != nil {
			p.Log.Error("what an article says cannot be read", "stage", "ledger", "article", u.ID, "err", fault)
			r.Facts = news.Facts{Article: u.ID, Text: news.TextKey(text)}
		}
	}()
	r.Facts = p.Understand(u.Article)
	r.Facts.Article = u.ID
	return r
}

// account puts together what some articles say and what is known, and saves it. When they cannot be settled together, they
// are one by one.
func (p *Pipeline) account(ctx context.Context, term int64, read []reading) error {
	var names []string
	var hashes []uint64
	articles := make([]ledger.Article, len(read))
	numbers := make([]news.ArticleID, len(read))
	for i, r := range read {
		articles[i], numbers[i] = r.Article, r.ID
		names = append(names, ledger.NameKeys(r.Facts)...)
		for _, q := range r.Facts.Quotes {
			hashes = append(hashes, ledger.QuoteKeys(q, r.Text)...)
		}
	}
	known, err := p.Store.Remembered(ctx, sole(names), sole(hashes), numbers)
	if err != nil {
		return err
	}
	l, err := settled(articles, known)
	switch {
	case err != nil && len(read) > 1:
		for i := range read {
			if err := p.account(ctx, term, read[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	case err != nil:
		p.Log.Error("an article cannot be settled", "stage", "ledger", "article", read[0].ID, "err", err)
		l = news.Ledger{Facts: []news.Facts{{Article: read[0].ID, Text: read[0].Facts.Text}}}
	}
	l.Version, l.Claimed = LedgerVersion, map[news.ArticleID]int64{}
	for _, r := range read {
		l.Claimed[r.ID] = r.key
	}
	return p.Store.SaveLedger(ctx, p.Holder, term, l, time.Now())
}

// settled is what the room ledger makes of articles, complete for being saved. A fault in it is an error.
func settled(articles []ledger.Article, known news.Remembered) (l news.Ledger, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("settle: %v", fault)
		}
	}()
	before := ledger.Known{Profiles: known.Profiles, Edits: known.Edits, Before: known.Before}
	for _, s := range known.Sayings {
		before.Sayings = append(before.Sayings, ledger.KnownSaying{Saying: s, Wordings: known.Wordings[s.ID]})
	}
	l = ledger.Settle(articles, before, known.NextEntity, known.NextSaying)
	for i := range l.Entities {
		l.Entities[i].Keys = ledger.ProfileKeys(l.Entities[i])
	}
	byID := map[news.ArticleID]*ledger.Article{}
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	for i := range l.Carried {
		c := &l.Carried[i]
		a := byID[c.Article]
		c.Text = ledger.Wording(a.Facts.Quotes[c.Quote], a.Text)
	}
	return l, nil
}

func sole[T string | uint64](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}
