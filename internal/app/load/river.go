package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/web/load/ask"
)

// riverResult is what the service did while it was measured.
type riverResult struct {
	Seconds   float64 `json:"seconds"`
	Published float64 `json:"published"` // a second, as all rates here
	Read      float64 `json:"read"`      // into articles
	Grouped   float64 `json:"grouped"`
	Known     float64 `json:"understood"`
	Waiting   string  `json:"waiting"` // at the end, by stage

	PageBytes int     `json:"page_bytes"`   // of furniture
	Packed    int     `json:"page_packed"`  // the same on the wire
	ToPage    seconds `json:"to_page"`      // from publication
	ToStory   seconds `json:"to_story"`     // likewise
	Unseen    int     `json:"never_listed"` // published early enough, and not among the newest when somebody looked

	Asked    float64     `json:"pages_asked"`
	P50      float64     `json:"p50_ms"`
	P99      float64     `json:"p99_ms"`
	Statuses map[int]int `json:"statuses"`
	Failed   int         `json:"failed"`

	PeakMiB   float64 `json:"peak_mib"`  // the greatest of the processes
	Processor float64 `json:"processor"` // processors that the service had
	Others    float64 `json:"others"`    // processors that the publisher and the readers had
}

// seconds are the median and the 99th of a hundred.
type seconds struct {
	N   int     `json:"n"`
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// measureRiver lets the whole service take what is published while its pages are read.
func measureRiver(ctx context.Context, o options) (err error) {
	if o.processes < 1 || o.processes > 1 && o.database == "" || o.feeds < 1 || o.feeds > mostFeeds || o.rate <= 0 || o.every <= 0 || o.connections < 0 {
		return errors.New("-texts wants some feeds, a -rate, and a -database where -processes is more than 1")
	}
	p, err := newPublisher(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.end()) }()
	if need := int((o.warm + o.time).Seconds() * o.rate); len(p.texts) < need {
		return fmt.Errorf("%s has %d articles with a text, and %d will be published", o.texts, len(p.texts), need)
	}
	if o.data == "" {
		if o.data, err = os.MkdirTemp("", "nutgraf-load"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.data)) }()
	}
	feeds, err := follow(ctx, o, p.port)
	if err != nil {
		return err
	}
	var services []*service
	defer func() {
		for _, s := range services {
			err = errors.Join(err, s.end())
		}
	}()
	for i := range o.processes {
		s, err := startService(ctx, o, o.data, i == 0)
		if err != nil {
			return err
		}
		services = append(services, s)
	}
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(o.data, "nutgraf.db"), URL: o.database, Beside: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	p.begin()
	watching, stop := context.WithCancel(ctx)
	defer stop()
	told := make(chan error, 2)
	w := &watch{store: s, site: services[0].address, publisher: p, page: map[news.ArticleID]time.Time{}, story: map[int]time.Time{}, article: map[int]news.ArticleID{}}
	go func() { told <- w.run(watching) }()
	go func() { told <- tell(watching, s, p, feeds, o.every) }()
	r, err := window(ctx, o, s, p, services)
	stop()
	if err = errors.Join(err, <-told, <-told); err != nil {
		return err
	}
	w.sum(&r, time.Now().Add(-o.time), time.Now())
	return r.print(o.json)
}

// follow subscribes to the feeds, beside those that are there.
func follow(ctx context.Context, o options, port string) (ids []news.FeedID, err error) {
	s, err := store.Open(ctx, store.Options{Path: filepath.Join(o.data, "nutgraf.db"), URL: o.database})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	wanted := make([]news.Subscription, o.feeds)
	for i := range wanted {
		wanted[i].URL = address(i, port)
	}
	followed, err := s.Subscribe(ctx, wanted, time.Now())
	for _, f := range followed {
		ids = append(ids, f.ID)
	}
	return ids, err
}

// tell makes those feeds due that published something, as hubs do.
func tell(ctx context.Context, s *store.Store, p *publisher, feeds []news.FeedID, every time.Duration) error {
	again := time.NewTicker(every)
	defer again.Stop()
	for last := 0; ; {
		select {
		case <-ctx.Done():
			return nil
		case <-again.C:
		}
		now := p.out(time.Now())
		var due []news.FeedID
		for _, i := range p.fresh(last, now) {
			due = append(due, feeds[i])
		}
		switch _, err := s.PollNow(ctx, due, time.Now()); {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, news.ErrUnavailable): // the service writes all the time: told again with what is next
		case err != nil:
			return err
		default:
			last = now
		}
	}
}

// state is how far the service is, and what it took until then.
type state struct {
	at                   time.Time
	read, grouped, known int
	waiting              string
	processor            time.Duration
	peak                 int64
	own                  spent
}

func look(ctx context.Context, s *store.Store, services []*service) (state, error) {
	now := state{at: time.Now(), own: usage()}
	counts, err := s.Counts(ctx)
	if err != nil {
		return now, err
	}
	backlogs, err := s.Backlogs(ctx, time.Now())
	now.read, now.grouped, now.known = counts.Articles, counts.Articles, counts.Articles
	for _, b := range backlogs {
		switch b.Stage {
		case "articles":
			now.grouped -= b.Waiting
		case "facts":
			now.known -= b.Waiting
		}
		now.waiting += fmt.Sprintf("%s %d ", b.Stage, b.Waiting)
	}
	now.waiting = strings.TrimSpace(now.waiting)
	for _, service := range services {
		u := ask.UsageOf(service.command.Process.Pid)
		now.processor, now.peak = now.processor+u.Processor, max(now.peak, u.Peak)
	}
	return now, err
}

// window warms up and then measures.
func window(ctx context.Context, o options, s *store.Store, p *publisher, services []*service) (r riverResult, err error) {
	select {
	case <-ctx.Done():
		return r, ctx.Err()
	case <-time.After(o.warm):
	}
	addresses, choose, err := pages(ctx, s, p, services)
	if err != nil {
		return r, err
	}
	before, err := look(ctx, s, services)
	if err != nil {
		return r, err
	}
	measuring, cancel := context.WithTimeout(ctx, o.time)
	defer cancel()
	asked := ask.Measure(measuring, ask.Client(o.connections), ask.Options{Connections: o.connections, Rate: o.asks, Seed: 1, Choose: choose}, addresses)
	<-measuring.Done() // also where nobody reads
	after, err := look(ctx, s, services)
	took := after.at.Sub(before.at).Seconds()
	r = riverResult{
		Seconds: took, Published: float64(p.out(after.at)-p.out(before.at)) / took, Read: float64(after.read-before.read) / took,
		Grouped: float64(after.grouped-before.grouped) / took, Known: float64(after.known-before.known) / took, Waiting: after.waiting,
		PageBytes: o.pageBytes, Packed: p.packed(), Asked: float64(len(asked.Took)) / asked.Elapsed.Seconds(),
		P50: 1000 * asked.At(.5).Seconds(), P99: 1000 * asked.At(.99).Seconds(), Statuses: asked.Statuses, Failed: asked.Failed,
		PeakMiB: float64(after.peak) / (1 << 20), Processor: (after.processor - before.processor).Seconds() / took,
		Others: (after.own.user + after.own.system - before.own.user - before.own.system) / took,
	}
	return r, errors.Join(err, asked.Err)
}

// pages are what readers ask for, of all processes in turn: of ten pages two are the front page, two sections, one the
// result of a search for a word of a headline, and five stories, the newest most often.
func pages(ctx context.Context, s *store.Store, p *publisher, services []*service) ([]string, func(*rand.Rand) func() int, error) {
	stories, _, err := s.Stories(ctx, news.Filter{Order: news.OrderUpdated, Limit: news.MaxLimit})
	if err != nil || len(stories) == 0 {
		return nil, nil, errors.Join(err, errors.New("there is no story yet: warm up longer"))
	}
	kinds := make([][]string, 4)
	kinds[0] = []string{"/"}
	for _, section := range []news.Section{news.SectionWorld, news.SectionBusiness, news.SectionSport, news.SectionScience} {
		kinds[1] = append(kinds[1], "/section/"+string(section))
	}
	for _, a := range p.texts[:min(len(p.texts), 300)] {
		if words := strings.Fields(a.Headline); len(words) > 2 {
			kinds[2] = append(kinds[2], "/search?q="+words[2])
		}
	}
	newest := int64(stories[0].ID)
	for id := newest; id > max(0, newest-10_000); id-- {
		kinds[3] = append(kinds[3], fmt.Sprintf("/story/%d", id))
	}
	var addresses []string
	var first [4]int
	for i, paths := range kinds {
		first[i] = len(addresses)
		for n, path := range paths {
			addresses = append(addresses, services[n%len(services)].address+path)
		}
	}
	return addresses, func(r *rand.Rand) func() int {
		zipf := rand.NewZipf(r, 1.1, 1, uint64(len(kinds[3])-1))
		return func() int {
			kind := [10]int{0, 0, 1, 1, 2, 3, 3, 3, 3, 3}[r.IntN(10)]
			if kind == 3 {
				return first[3] + int(zipf.Uint64())
			}
			return first[kind] + r.IntN(len(kinds[kind]))
		}
	}, nil
}

func (r riverResult) print(asJSON bool) error {
	if asJSON {
		return json.NewEncoder(os.Stdout).Encode(r)
	}
	_, err := fmt.Printf(`%.0f s: %.1f articles/s published, %.1f read, %.1f grouped, %.1f understood; waiting then: %s
  pages of %d bytes, packed %d; from publication to the list of the newest p50 %.1f s, p99 %.1f s (%d articles, %d not met there), into a story p50 %.1f s, p99 %.1f s
  %.1f pages asked for a second, p50 %.1f ms, p99 %.1f ms, statuses %v, %d without an answer
  the service: %.2f processors, peak %.0f MiB; publisher and readers: %.2f processors
`, r.Seconds, r.Published, r.Read, r.Grouped, r.Known, r.Waiting, r.PageBytes, r.Packed, r.ToPage.P50, r.ToPage.P99, r.ToPage.N, r.Unseen, r.ToStory.P50, r.ToStory.P99,
		r.Asked, r.P50, r.P99, r.Statuses, r.Failed, r.Processor, r.PeakMiB, r.Others)
	return err
}
