package store

import (
	"cmp"
	"context"
	"time"

	"nutgraf/internal/news"
)

// carriersOf gives sayings their carriers, the first ones of each.
func (s *Store) carriersOf(ctx context.Context, sayings []news.Saying) error {
	if len(sayings) == 0 {
		return nil
	}
	at := map[news.SayingID]*news.Saying{}
	list := make([]news.SayingID, len(sayings))
	for i := range sayings {
		at[sayings[i].ID], list[i] = &sayings[i], sayings[i].ID
	}
	const query = `WITH numbered AS (SELECT saying_id, pos, quote, spans, text, row_number() OVER (PARTITION BY saying_id ORDER BY pos, quote) AS n
			FROM carriers WHERE saying_id IN (:ids))
		SELECT k.saying_id, k.spans, k.text, k.pos, a.id, a.source_id, a.family_id, a.headline, a.url, a.language, coalesce(nullif(a.outlet, ''), o.name), o.licence
		FROM numbered k CROSS JOIN articles a JOIN sources o ON o.id = a.source_id
		WHERE a.id = (k.pos & 1073741823) AND k.n <= ? AND NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)
		ORDER BY k.saying_id, k.n`
	rows, err := s.rows(ctx, query, ids(s.d, list), news.MaxCarriers)
	return all(rows, err, func(row scanner) error {
		var id news.SayingID
		var c news.Carrier
		var spans []byte
		var pos int64
		var family news.ArticleID
		err := row.Scan(&id, &spans, &c.Text, &pos, &c.Article, &c.Source, &family, &c.Headline, &c.URL, &c.Language, &c.SourceName, &c.Licence)
		if err != nil {
			return err
		}
		u := unpacker{b: spans}
		c.Quote, c.Parts = u.next(), u.ranges()
		c.At, c.Copy = time.Unix(pos>>posBits, 0).UTC(), family != 0 && family != c.Article
		saying := at[id]
		c.Text = cmp.Or(c.Text, saying.Text)
		saying.Carriers = append(saying.Carriers, c)
		return u.err
	})
}

// SayingsOf returns the quotations of an article in the order of its text, each with that carrier alone.
func (s *Store) SayingsOf(ctx context.Context, article news.ArticleID) (sayings []news.Saying, err error) {
	of, err := s.madeOf(ctx, []news.ArticleID{article})
	if err != nil || len(of) == 0 {
		return nil, s.fail("sayings of an article", err)
	}
	numbers, err := s.joinedInto(ctx, of[article].Sayings)
	if err != nil {
		return nil, s.fail("sayings of an article", err)
	}
	known := map[news.SayingID]news.Saying{}
	const columns = "SELECT " + sayingColumns + sayingStories + " WHERE s.id IN (:ids) AND " + seenSayings
	list := ids(s.d, numbers)
	rows, err := s.rows(ctx, columns, list)
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		err := scanSaying(row, &saying)
		known[saying.ID] = saying
		return err
	})
	if err != nil {
		return nil, s.fail("sayings of an article", err)
	}
	const query = `SELECT c.saying_id, c.spans, c.text, c.pos, a.source_id, a.family_id FROM facts f JOIN articles a ON a.id = f.article_id
		JOIN carriers c ON c.pos = f.pos AND c.saying_id IN (:ids) WHERE f.article_id = ? ORDER BY c.quote`
	rows, err = s.rows(ctx, query, list, int64(article))
	err = all(rows, err, func(row scanner) error {
		c := news.Carrier{Article: article}
		var id news.SayingID
		var spans []byte
		var pos int64
		var family news.ArticleID
		if err := row.Scan(&id, &spans, &c.Text, &pos, &c.Source, &family); err != nil {
			return err
		}
		saying, seen := known[id]
		if !seen {
			return nil
		}
		u := unpacker{b: spans}
		c.Quote, c.Parts = u.next(), u.ranges()
		c.At, c.Copy = time.Unix(pos>>posBits, 0).UTC(), family != 0 && family != article
		c.Text = cmp.Or(c.Text, saying.Text)
		saying.Carriers = []news.Carrier{c}
		sayings = append(sayings, saying)
		return u.err
	})
	return sayings, s.fail("sayings of an article", err)
}
