package main

import (
	"context"
	"iter"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/store"
)

// pour writes articles and their stories straight into the tables. An interrupt ends it with what there is by then.
func (s *saver) pour(ctx context.Context, m *mill, o options, progress func(made int, took time.Duration)) (map[string]time.Duration, error) {
	m.lines = 2
	sources, err := s.db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	byHost := map[string]news.Source{}
	for _, state := range sources {
		byHost[state.Source.Host] = state.Source
	}
	began := time.Now()
	of := store.Filling{Read: 1 << 20, Grouped: pipeline.StoriesVersion, Linked: pipeline.LinksVersion}
	err = s.step("all", func() error {
		return s.db.Fill(context.WithoutCancel(ctx), s.portions(ctx, m, o.batch, byHost), of, func(made int) { progress(made, time.Since(began)) })
	})
	return s.spent, err
}

// portions makes news until there is enough, or until ctx is done.
func (s *saver) portions(ctx context.Context, m *mill, batch int, byHost map[string]news.Source) iter.Seq[store.Portion] {
	batches := make(chan []*event, 1)
	go func() {
		defer close(batches)
		for events := m.batch(batch); len(events) > 0 && ctx.Err() == nil; events = m.batch(batch) {
			batches <- events
		}
	}()
	return func(yield func(store.Portion) bool) {
		last := news.ArticleID(0)
		for events := range batches {
			p := s.portion(events, byHost, last)
			last += news.ArticleID(len(p.Articles))
			if !yield(p) {
				for range batches { // let the mill end
				}
				return
			}
		}
	}
}

// portion numbers the articles of events in the order of their times.
func (s *saver) portion(events []*event, byHost map[string]news.Source, last news.ArticleID) store.Portion {
	var p store.Portion
	var drafts []*draft
	for _, e := range events {
		drafts = append(drafts, e.drafts...)
	}
	slices.SortStableFunc(drafts, func(a, b *draft) int { return a.Time().Compare(b.Time()) })
	for _, d := range drafts {
		last++
		source := byHost[d.outlet.Host]
		d.CanonicalURL = "" // it is the same, and takes room
		d.ID, d.FamilyID, d.SourceID, d.Weight, d.Article.Country = last, last, source.ID, source.Weight, source.Country
	}
	for _, e := range events {
		s.story++
		for _, d := range e.drafts {
			d.StoryID = s.story
			if d.copyOf != nil {
				d.FamilyID = d.copyOf.ID
			}
		}
		p.Stories = append(p.Stories, storyOf(e, s.story))
		e.before, e.abroad = nil, nil // each would keep the one before it
	}
	for _, d := range drafts {
		p.Articles = append(p.Articles, d.Article)
	}
	return p
}
