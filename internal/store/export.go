package store

import (
	"context"
	"errors"

	"nutgraf/internal/news"
)

// exportStep is how many articles one statement of an export reads.
const exportStep = 200

// ExportArticles gives every article with its blocks and its source to yield, in the order of identifiers, until it
// returns an error. It reads step by step and holds no transaction: what is added meanwhile may come along.
func (s *Store) ExportArticles(ctx context.Context, yield func(news.Article, news.Source) error) error {
	const query = "SELECT " + articleColumns + ", b.body, " + sourceColumns + ` FROM articles a
		JOIN article_bodies b ON b.article_id = a.id JOIN sources o ON o.id = a.source_id
		WHERE a.id > ? ORDER BY a.id LIMIT ?`
	type pair struct {
		article news.Article
		source  news.Source
	}
	for last := news.ArticleID(0); ; {
		var step []pair
		rows, err := s.rows(ctx, query, int64(last), exportStep)
		err = all(rows, err, func(row scanner) error {
			var p pair
			var body []byte
			if err := scanArticle(row, &p.article, append([]any{&body}, into(&p.source)...)...); err != nil {
				return err
			}
			p.article.Licence, p.article.Weight = p.source.Licence, p.source.Weight
			step = append(step, p)
			return unpackArticle(body, &step[len(step)-1].article)
		})
		if err != nil {
			return s.fail("export articles", err)
		}
		for _, p := range step {
			if err := yield(p.article, p.source); err != nil {
				return err
			}
			last = p.article.ID
		}
		if len(step) < exportStep {
			return nil
		}
	}
}

// ExportSubscriptions lists the feeds as someone would ask for them again, sources in the order of identifiers, without
// user names, passwords and headers. Feeds that a list brought say which, unless they have stopped.
func (s *Store) ExportSubscriptions(ctx context.Context) ([]news.Subscription, error) {
	const query = `SELECT f.id, f.url, f.kind, f.title, o.home, f.section, o.country, f.list_id, coalesce(l.url, ''), f.wish, f.outline, o.language, o.weight, o.licence
		FROM feeds f JOIN sources o ON o.id = f.source_id LEFT JOIN feeds l ON l.id = f.list_id
		WHERE f.list_id = 0 OR f.stopped = 0 ORDER BY f.source_id, f.id`
	var subscriptions []news.Subscription
	rows, err := s.rows(ctx, query)
	err = all(rows, err, func(row scanner) error {
		var w news.Subscription
		var f news.Feed
		var wish, outline string
		err := row.Scan(&f.ID, &w.URL, &w.Kind, &w.Title, &w.Home, &w.Section, &w.Country, &w.ListID, &w.List, &wish, &outline, &w.Language, &w.Weight, &w.Licence)
		if err == nil {
			err = errors.Join(unpackWish(wish, &f), unpackOutline(outline, &w))
		}
		if w.Weight == 1 {
			w.Weight = 0
		}
		w.Wish = news.FeedWish{Interval: f.Wish.Interval, Reading: f.Wish.Reading, Selectors: f.Wish.Selectors}
		subscriptions = append(subscriptions, w)
		return err
	})
	return subscriptions, s.fail("export subscriptions", err)
}
