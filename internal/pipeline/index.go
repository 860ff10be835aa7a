package pipeline

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

type indexStore interface {
	Indexed(ctx context.Context) (bool, error)
	IndexAgain(ctx context.Context, holder string, term int64, limit int, now time.Time) (left news.ArticleID, err error)
}

// indexLease is that of the one process which brings the search index up to date.
const indexLease = "index"

const (
	indexBatch = 16              // articles of one step, during which SQLite writes nothing else
	indexPause = 4               // times as long as a step takes the others have the database
	indexTells = 10_000          // after so many articles the log says how far it is
	indexWaits = 5 * time.Minute // while another process does it, before it is asked whether that ended
)

// reindex brings what an earlier version indexed up to date, newest first, and ends then. It goes slowly: everything can be found
// meanwhile, by the terms it had.
func (p *Pipeline) reindex(ctx context.Context) error {
	pause, done := p.Idle, 0
	for ctx.Err() == nil {
		began := time.Now()
		left, term, err := p.indexStep(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			pause = min(max(p.Idle, 2*pause), time.Minute)
			p.Log.Error("the search index is not up to date; trying again", "err", err, "pause", pause)
		case term == 0:
			pause = indexWaits
		case left == 0:
			if done > 0 {
				p.Log.Info("the search index is up to date", "n", done)
			}
			return nil
		default:
			pause = indexPause * time.Since(began)
			if done += indexBatch; done%indexTells == 0 {
				p.Log.Info("articles are indexed again", "n", done, "below", left)
			}
		}
		if err := rest(ctx, pause, nil); err != nil {
			return nil
		}
	}
	return nil
}

// indexStep indexes some articles again. The term is 0 while another process does; nothing is left when all are done.
func (p *Pipeline) indexStep(ctx context.Context) (left news.ArticleID, term int64, err error) {
	done, err := p.Store.Indexed(ctx)
	if err != nil || done {
		return 0, 1, err
	}
	now := time.Now()
	term, err = p.Store.AcquireLease(ctx, indexLease, p.Holder, now, now.Add(p.Term))
	if err != nil || term == 0 {
		return 0, term, err
	}
	left, err = p.Store.IndexAgain(ctx, p.Holder, term, indexBatch, now)
	return left, term, err
}
