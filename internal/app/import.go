package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/feed"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"

	"golang.org/x/sync/errgroup"
)

// Pages are put into the database so many, and so many bytes, at a time.
const (
	importBatch = 256
	importBytes = 32 << 20
)

// maxTold is how many inputs that could not be read are told one by one.
const maxTold = 20

// Import is what importing files came to.
type Import struct {
	Pages      int     // pages and articles read from the inputs
	Known      int     // of those, how many were there already
	Feeds      int     // subscriptions found in OPML files
	Articles   int     // in the database that were not there before
	Stories    int     // likewise
	Skipped    int     // messages that are no newsletters, and records of web archives that are no pages
	Failed     int     // pages without an article in them, and inputs that could not be read
	Unreadable []error // the first of them; Failed counts all
	Took       time.Duration
	PeakMemory int64 // bytes, of the whole process

	unreadable int
}

// ImportOptions say what to import, and who wants to know how far it is.
type ImportOptions struct {
	Paths    []string
	Workers  int
	Ranking  rank.Weights
	Log      *slog.Logger
	Progress func(read int) // called after every batch; may be nil
}

// ImportFiles brings files into the database and takes them all the way into stories. An input that cannot be read
// is noted in the result and does not stop the rest; an error of the database does. Importing the same files
// again, after a kill for instance, adds what is missing and nothing twice.
func ImportFiles(ctx context.Context, s *store.Store, o ImportOptions) (Import, error) {
	began := time.Now()
	before, err := measure(ctx, s)
	if err != nil {
		return Import{}, err
	}
	var result Import
	p := pipeline.New(pipeline.Options{
		Store: s, Log: o.Log, Holder: holder(), Workers: workers(o.Workers), Lanes: 2, Batch: importBatch,
		Score: o.Ranking.Score, Weights: o.Ranking.String(),
	})
	filled := make(chan struct{})
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(filled)
		return fillEntries(gctx, s, o, &result)
	})
	g.Go(func() error { return p.Drain(gctx, filled) })
	err = g.Wait()
	after, measureErr := measure(context.WithoutCancel(ctx), s)
	result.Articles, result.Stories = after.articles-before.articles, after.stories-before.stories
	result.Failed = result.unreadable + after.failed - before.failed
	result.Took, result.PeakMemory = time.Since(began), peakMemory()
	return result, errors.Join(err, measureErr)
}

// measured is what is counted before and after an import.
type measured struct{ articles, stories, failed int }

func measure(ctx context.Context, s *store.Store) (measured, error) {
	counts, err := s.Counts(ctx)
	if err != nil {
		return measured{}, err
	}
	reasons, err := s.Reasons(ctx)
	return measured{counts.Articles, counts.Stories, reasons[news.ReasonNotArticle] + reasons[news.ReasonFailed]}, err
}

// fillEntries reads the inputs and saves them as entries with their captures, batch by batch.
func fillEntries(ctx context.Context, s *store.Store, o ImportOptions, result *Import) error {
	var batch []news.Entry
	size := 0
	flush := func() error {
		added, err := s.ImportEntries(ctx, batch, time.Now())
		if err != nil {
			return err
		}
		result.Pages += len(batch)
		result.Known += len(batch) - added
		clear(batch) // lets go of the pages
		batch, size = batch[:0], 0
		if o.Progress != nil {
			o.Progress(result.Pages)
		}
		return ctx.Err()
	}
	take := func(entry news.Entry) error {
		size += len(entry.Capture.Body)
		if batch = append(batch, entry); len(batch) < importBatch && size < importBytes {
			return nil
		}
		return flush()
	}
	for file, err := range Files(o.Paths) {
		if err == nil {
			if err = importFile(ctx, s, file, result, take); err != nil && !errors.As(err, new(*unreadableError)) {
				return err
			}
		}
		if err == nil {
			continue
		}
		if result.unreadable++; result.unreadable <= maxTold {
			result.Unreadable = append(result.Unreadable, err)
		}
	}
	return flush()
}

// unreadableError is the fault of an input, not of the database.
type unreadableError struct {
	path string
	err  error
}

func (e *unreadableError) Error() string { return fmt.Sprintf("%s: %v", e.path, e.err) }
func (e *unreadableError) Unwrap() error { return e.err }

// importFile takes from one file what it holds: subscriptions, or entries that carry their page with them.
func importFile(ctx context.Context, s *store.Store, f File, result *Import, take func(news.Entry) error) error {
	form := f.Form()
	switch form {
	case FormJSONL:
		return importLines(f, take)
	case FormMail, FormMbox:
		return importMessages(f, form, result, take)
	case FormWARC:
		return importArchive(f, result, take)
	case FormUnknown:
		return &unreadableError{f.Path, fmt.Errorf("neither HTML, OPML, JSON Lines, mail, a web archive nor text: %w", news.ErrInvalid)}
	}
	body, err := f.Body()
	if err != nil {
		return &unreadableError{f.Path, err}
	}
	if form == FormOPML {
		subscriptions, err := feed.ReadOPML(body)
		if err != nil {
			return &unreadableError{f.Path, err}
		}
		result.Feeds += len(subscriptions)
		_, err = s.Subscribe(ctx, subscriptions, time.Now())
		return err
	}
	contentType, address, outlet := "text/html", "", ""
	if form == FormText {
		contentType = "text/plain"
	} else {
		address, outlet = extract.Origin(body)
	}
	return take(captured(body, address, outlet, contentType, f.ModTime))
}

// importLines takes every line that is an article; lines that are none are told together at the end.
func importLines(f File, take func(news.Entry) error) error {
	var told problems
	for line, err := range f.Lines() {
		var record extract.Record
		if err == nil {
			record, err = extract.ParseRecord(line.Text)
		}
		if err != nil {
			told.add(fmt.Errorf("line %d: %w", line.Number, err))
			continue
		}
		if err := take(captured(bytes.Clone(line.Text), record.URL, record.Source, extract.RecordType, f.ModTime)); err != nil {
			return err
		}
	}
	return told.of(f.Path)
}

// problems collects what is wrong with the lines, messages or records of one file.
type problems struct {
	first []string
	more  int
}

func (p *problems) add(err error) {
	if len(p.first) < 3 {
		p.first = append(p.first, err.Error())
	} else {
		p.more++
	}
}

// of makes them one error of a file; nil when there are none.
func (p *problems) of(path string) error {
	if len(p.first) == 0 {
		return nil
	}
	if p.more > 0 {
		p.first = append(p.first, fmt.Sprintf("and %d more", p.more))
	}
	return &unreadableError{path, fmt.Errorf("%s: %w", strings.Join(p.first, "; "), news.ErrInvalid)}
}

// captured is an entry that nobody's feed named: its identity is its content.
func captured(body []byte, url, outlet, contentType string, at time.Time) news.Entry {
	sum := sha256.Sum256(body)
	return news.Entry{
		GUID: "sha256:" + hex.EncodeToString(sum[:16]), URL: url, Origin: outlet, SeenAt: time.Now(),
		Capture: &news.Capture{URL: url, ContentType: contentType, FetchedAt: at, Body: body},
	}
}

func workers(n int) int {
	if n > 0 {
		return n
	}
	return runtime.GOMAXPROCS(0)
}
