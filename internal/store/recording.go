package store

import (
	"context"

	"nutgraf/internal/news"
)

// Recordings are what is to be heard or watched of articles. Those without are not in it.
func (s *Store) Recordings(ctx context.Context, articles []news.ArticleID) (map[news.ArticleID]news.Recording, error) {
	found := map[news.ArticleID]news.Recording{}
	if len(articles) == 0 {
		return found, nil
	}
	const query = `SELECT a.id, b.body, d.detail FROM articles a JOIN article_bodies b ON b.article_id = a.id
		LEFT JOIN entry_details d ON d.entry_id = a.entry_id WHERE a.id IN (:ids)`
	rows, err := s.rows(ctx, query, ids(s.d, articles))
	err = all(rows, err, func(row scanner) error {
		var id news.ArticleID
		var body, detail []byte
		if err := row.Scan(&id, &body, &detail); err != nil {
			return err
		}
		var a news.Article
		var e news.Entry
		if err := unpackArticle(body, &a); err != nil {
			return err
		}
		if len(detail) > 0 {
			if err := unpackEntry(detail, &e); err != nil {
				return err
			}
		}
		if len(a.Enclosures) > 0 || e.Episode != nil {
			found[id] = news.Recording{Media: a.Enclosures, Episode: e.Episode}
		}
		return nil
	})
	return found, s.fail("recordings", err)
}
