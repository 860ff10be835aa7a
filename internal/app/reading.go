package app

import (
	"context"
	"time"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

// This file is the part of the desk that says how pages of a source are read.

// PreviewRules reads the newest kept page of a source as it is read now, and as rules would have it.
func (d *desk) PreviewRules(ctx context.Context, id news.SourceID, rules news.PageRules) (web.Preview, error) {
	if err := extract.CheckRules(rules); err != nil {
		return web.Preview{}, err
	}
	learned, furniture, err := d.store.Learned(ctx, id)
	if err != nil {
		return web.Preview{}, err
	}
	capture, err := d.store.LatestCapture(ctx, id)
	if err != nil {
		return web.Preview{}, err
	}
	known := map[uint64]bool{}
	for _, f := range furniture {
		known[f.Key] = !f.Allowed
	}
	read := func(rules news.PageRules) (web.Result, extract.Reading) {
		reading, err := extract.Read(capture.Body, extract.Context{
			URL: capture.URL, ContentType: capture.ContentType, Now: time.Now(), Rules: rules, Furniture: func(key uint64) bool { return known[key] },
		})
		result := web.Result{Articles: reading.Articles}
		if err != nil {
			result.Problem = err.Error()
		}
		return result, reading
	}
	p := web.Preview{URL: capture.URL, FetchedAt: capture.FetchedAt}
	var after extract.Reading
	p.Before, _ = read(learned.Rules)
	p.After, after = read(rules)
	p.Missed = after.Look.Missed
	return p, nil
}

// SetPageRules stores by which rules a source's pages are read, and has the kept ones read again.
func (d *desk) SetPageRules(ctx context.Context, id news.SourceID, rules news.PageRules) error {
	err := extract.CheckRules(rules)
	if err == nil {
		err = d.store.SetPageRules(ctx, id, rules, time.Now())
	}
	if err == nil {
		d.nudge()
	}
	return err
}

// AllowFurniture says whether a block that is known as furniture is wanted in articles.
func (d *desk) AllowFurniture(ctx context.Context, id news.SourceID, key uint64, allowed bool) error {
	return d.store.AllowFurniture(ctx, id, key, allowed)
}

// AcceptReading takes how a source is read now for usual.
func (d *desk) AcceptReading(ctx context.Context, id news.SourceID) error {
	return d.store.AcceptReading(ctx, id, time.Now())
}
