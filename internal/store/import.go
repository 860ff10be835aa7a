package store

import (
	"cmp"
	"context"
	"runtime"
	"strings"
	"time"

	"nutgraf/internal/news"

	"golang.org/x/sync/errgroup"
)

// importedHost is the source of imported entries that tell nothing of where they are from.
const importedHost = "imported"

// ImportEntries stores entries that come with their captures and through no feed. They belong to the source of their
// OriginURL's host, of their address's host, or to that which their Origin names; it is made when missing. It returns how many are new;
// importing again changes nothing.
func (s *Store) ImportEntries(ctx context.Context, entries []news.Entry, now time.Time) (added int, err error) {
	hosts := make([]string, len(entries))
	wanted := map[string]news.Source{}
	for i, e := range entries {
		name := clean(e.Origin)
		hosts[i] = clip(cmp.Or(senderHost(e), news.HostKey(e.URL), strings.ToLower(name), importedHost), 255)
		if wanted[hosts[i]].Name == "" {
			wanted[hosts[i]] = news.Source{Name: name}
		}
	}
	bodies := squeezeAll(entries)
	err = s.write(ctx, "import entries", func(ctx context.Context, t *tx) error {
		sources, err := t.sourcesByHost(ctx, wanted)
		if err != nil {
			return err
		}
		ready := make([]news.Entry, len(entries))
		for i, e := range entries {
			e.FeedID, e.SourceID = 0, sources[hosts[i]]
			ready[i] = e
		}
		added, err = t.putEntries(ctx, ready, bodies, now)
		return err
	})
	return added, err
}

// squeezeAll compresses the captures of entries on all cores.
func squeezeAll(entries []news.Entry) map[*news.Capture][]byte {
	bodies := make([][]byte, len(entries))
	parallel(len(entries), func(i int) {
		if c := entries[i].Capture; c != nil {
			bodies[i] = squeeze(c.Body)
		}
	})
	byCapture := map[*news.Capture][]byte{}
	for i, body := range bodies {
		byCapture[entries[i].Capture] = body
	}
	return byCapture
}

// parallel calls do for 0 … n-1 on all cores and returns when all are done.
func parallel(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		g.Go(func() error {
			do(i)
			return nil
		})
	}
	_ = g.Wait() // do returns no error
}
