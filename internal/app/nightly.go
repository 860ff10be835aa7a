package app

import (
	"context"
	"log/slog"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// nightly writes backups of the running service into a folder, one after each turn.
type nightly struct {
	Nightly
	store *store.Store
	log   *slog.Logger
	now   func() time.Time
}

// againAfter is when a backup that failed is tried again, if its turn is not sooner.
const againAfter = time.Hour

// run works until ctx ends. A backup that fails ends nothing: it is told, and tried again.
func (n nightly) run(ctx context.Context) error {
	if n.BackupTo == "" {
		return nil
	}
	for {
		wait := n.due()
		if wait <= 0 {
			wait = min(n.BackupEvery, againAfter)
			began := n.now()
			file, err := BackupInto(ctx, n.store, n.BackupTo, n.BackupKeep, began, nil)
			switch {
			case ctx.Err() != nil:
				return nil
			case err != nil:
				n.log.Error("backup failed", "to", n.BackupTo, "err", err, "again after", wait)
			default:
				n.log.Info("backup made", "file", file, "took", n.now().Sub(began).Round(time.Second))
				wait = n.BackupEvery
			}
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
	}
}

// due is how long it is until the next turn, counted from the newest backup there is, whoever made it.
func (n nightly) due() time.Duration {
	newest, _, err := newestBackup(n.BackupTo)
	if err != nil || newest.IsZero() {
		return 0 // what is wrong with the folder shows when it is written to
	}
	return newest.Add(n.BackupEvery).Sub(n.now())
}

// backups looks after the folder of backups.
func (f *findings) backups(c Config, now time.Time) {
	const check = "backups"
	if c.BackupTo == "" {
		f.note(check, "set --backup-to, or let a timer run \"nutgraf backup --dir\"", "the service makes none")
		return
	}
	newest, failed, err := newestBackup(c.BackupTo)
	late := now.Sub(newest)
	switch {
	case err != nil:
		f.wrong(check, "make the folder belong to the user who runs nutgraf", "%s", plainWords(err))
	case failed != "":
		f.wrong(check, "make room in "+c.BackupTo+", or name another folder with --backup-to", "the last one failed: %s", failed)
	case newest.IsZero():
		f.note(check, "wait for the first, or look at the service's log", "there is none in %s yet", c.BackupTo)
	case late > c.BackupEvery+max(againAfter, c.BackupEvery/4):
		f.wrong(check, "look at the service's log, and whether it runs", "the newest in %s is %s old", c.BackupTo, news.Span(late))
	default:
		f.fine(check, "the newest in %s is %s old", c.BackupTo, news.Span(late))
	}
}
