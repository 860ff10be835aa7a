package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// crewResult is what several workers on one database showed.
type crewResult struct {
	Workers           int                       `json:"workers"`
	Entries           int                       `json:"entries"`
	ReadSeconds       float64                   `json:"read_seconds"` // until every entry had its article
	ArticlesPerSecond float64                   `json:"articles_per_second"`
	AllSeconds        float64                   `json:"all_seconds"` // until all were grouped and understood as well
	Took              map[string]map[string]int `json:"took"`        // by worker and stage: rows
	Killed            string                    `json:"killed,omitempty"`
	KilledAt          float64                   `json:"killed_at_seconds,omitempty"`
	Lead              string                    `json:"lead,omitempty"`       // who groups after the kill
	LeadAfter         float64                   `json:"lead_after,omitempty"` // seconds after the kill
	Twice             int                       `json:"asked_twice"`          // pages that the publisher was asked for more than once
	Unasked           int                       `json:"unasked,omitempty"`    // pages that nobody had the time to ask for while the lease lasted: the feed's words stand for them
	Strays            []string                  `json:"strays,omitempty"`     // of those, pages that the killed worker had not taken first
	Missing           []string                  `json:"missing,omitempty"`    // pages without an article
	Doubled           []string                  `json:"doubled,omitempty"`    // pages with several
	Scattered         []string                  `json:"scattered,omitempty"`  // stories that say another number of articles than are in them
	Uncounted         int                       `json:"uncounted,omitempty"`  // what the kept sum of articles is off by
}

// measureCrew lets several processes work on one database until nothing waits, and then looks whether every entry has
// become one article in one story, and how often the publisher was asked for it.
func measureCrew(ctx context.Context, o options) (err error) {
	if o.database == "" || o.feeds < 1 || o.kill && o.workers < 2 {
		return errors.New("-workers wants a -database, some feeds, and two workers where one is to be killed")
	}
	port, end, err := startServer(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	s, err := store.Open(ctx, store.Options{URL: o.database})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := subscribe(ctx, s, o.feeds, port); err != nil {
		return err
	}
	c := &crew{began: time.Now()}
	defer func() { err = errors.Join(err, c.end()) }()
	for i := range o.workers {
		if err := c.start(ctx, o, strconv.Itoa(i+1)); err != nil {
			return err
		}
	}
	r := crewResult{Workers: o.workers}
	for i := range o.feeds {
		r.Entries += len(items(i, 1, c.began))
	}
	if err := c.watch(ctx, o, s, &r); err != nil {
		return err
	}
	r.ArticlesPerSecond = float64(r.Entries) / r.ReadSeconds
	r.Took = c.tookByStage()
	if r.Killed != "" {
		r.Lead, r.LeadAfter = c.leadSince(r.KilledAt)
		r.LeadAfter -= r.KilledAt
	}
	if err := r.check(ctx, s, o, port); err != nil {
		return err
	}
	return r.print(o.json)
}

// watch waits until nothing waits any more, and kills a worker on the way if that is wanted.
func (c *crew) watch(ctx context.Context, o options, s *store.Store, r *crewResult) error {
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
		counts, err := s.Counts(ctx)
		if err != nil {
			return err
		}
		if lead, _ := c.leadSince(0); o.kill && r.Killed == "" && lead != "" && counts.Articles >= r.Entries/2 {
			r.Killed, r.KilledAt = lead, c.since()
			if err := c.kill(lead); err != nil {
				return err
			}
		}
		if counts.Articles < r.Entries {
			continue
		}
		if r.ReadSeconds == 0 {
			r.ReadSeconds = c.since()
		}
		waiting := 0
		backlogs, err := s.Backlogs(ctx, time.Now())
		if err != nil {
			return err
		}
		for _, b := range backlogs {
			if b.Stage != "feeds" { // polled again in their own time
				waiting += b.Waiting
			}
		}
		if waiting == 0 {
			r.AllSeconds = c.since()
			return nil
		}
	}
}

// check compares what the publisher was asked for with what the database has.
func (r *crewResult) check(ctx context.Context, s *store.Store, o options, port string) error {
	pages, err := whoAsked(ctx, port)
	if err != nil {
		return err
	}
	articles, members := map[string]int{}, map[news.StoryID]int{}
	err = s.ExportArticles(ctx, func(a news.Article, _ news.Source) error {
		articles[a.URL]++
		members[a.StoryID]++
		return nil
	})
	if err != nil {
		return err
	}
	for page, n := range articles {
		if n > 1 {
			r.Doubled = append(r.Doubled, page)
		}
	}
	for i := range o.feeds {
		for _, it := range items(i, 1, time.Now()) {
			if page := pageOf(i, it.number, port); articles[page] == 0 {
				r.Missing = append(r.Missing, page)
			}
		}
	}
	for page, agents := range pages {
		if len(agents) > 1 {
			r.Twice++
			if len(agents) > 2 || agents[0] != agent(r.Killed) {
				r.Strays = append(r.Strays, page+fmt.Sprint(agents))
			}
		}
	}
	for id, n := range members {
		told, err := s.Story(ctx, id)
		if err != nil || told.Articles != n {
			r.Scattered = append(r.Scattered, fmt.Sprintf("story %d says %d articles and has %d (%v)", id, told.Articles, n, err))
		}
	}
	counts, err := s.Counts(ctx)
	r.Uncounted, r.Unasked = counts.Articles-len(articles), r.Entries-len(pages)
	return err
}

// whole reports whether nothing was lost, doubled or read without need.
func (r *crewResult) whole() bool {
	return len(r.Missing)+len(r.Doubled)+len(r.Strays)+len(r.Scattered) == 0 && r.Uncounted == 0
}

func (r *crewResult) print(asJSON bool) (err error) {
	if asJSON {
		err = json.NewEncoder(os.Stdout).Encode(r)
	} else {
		_, err = fmt.Printf("%d workers: %d entries read in %.1f s, %.0f articles/s; grouped and understood after %.1f s; rows by worker and stage %v\n  %d pages asked for twice, %d of them without need, %d not at all; %d lost, %d doubled, %d stories miscounted\n",
			r.Workers, r.Entries, r.ReadSeconds, r.ArticlesPerSecond, r.AllSeconds, r.Took, r.Twice, len(r.Strays), r.Unasked, len(r.Missing), len(r.Doubled), len(r.Scattered))
		if r.Killed != "" && err == nil {
			_, err = fmt.Printf("  worker %s was killed after %.1f s while it led the grouping; worker %s led %.1f s later\n", r.Killed, r.KilledAt, r.Lead, r.LeadAfter)
		}
	}
	if err == nil && !r.whole() {
		err = fmt.Errorf("the work was not shared as it should be: %+v", *r)
	}
	return err
}
