package store

import (
	"context"
	"strconv"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file holds the keys of what was taken down, and where the store looks at them.

// barsOf are the keys by which an article would be known again: where it lives, what it says, and the entry that brought it.
func barsOf(a *news.Article, textKey int64) []int64 {
	at := strconv.Itoa(a.Part)
	keys := []int64{key("entry", a.EntryID.String(), at), key("text", a.SourceID.String(), strconv.FormatInt(textKey, 10))}
	for _, address := range []string{bare(a.URL), bare(a.CanonicalURL)} {
		if address != "" {
			keys = append(keys, key("address", address, at))
		}
	}
	return keys
}

// picturesOf are the keys of an article's pictures.
func picturesOf(a *news.Article) (keys []int64) {
	if a.Image.URL != "" {
		keys = append(keys, pictureKey(a.Image.URL))
	}
	for _, b := range a.Blocks {
		if b.Role == news.RoleImage && b.URL != "" {
			keys = append(keys, pictureKey(b.URL))
		}
	}
	return keys
}

func pictureKey(address string) int64 { return key("picture", address) }

// PictureTakenDown reports whether a picture is one of an article that was taken down: nobody may be shown it, nor a copy
// of it that is kept.
func (s *Store) PictureTakenDown(ctx context.Context, address string) (down bool, err error) {
	const query = "SELECT EXISTS (SELECT 1 FROM barred b JOIN takedowns d ON d.id = b.takedown_id WHERE b.key = ? AND d.undone_at = 0)"
	err = s.one(ctx, func(row scanner) error { return row.Scan(&down) }, query, pictureKey(address))
	return down, s.fail("picture", err)
}

// bars finds which drafts of a batch were taken down before: by themselves, or with their source.
func (b *batch) bars(ctx context.Context) error {
	var keys []int64
	var sources []news.SourceID
	for _, e := range b.mine {
		sources = append(sources, e.source)
		for i := range e.articles {
			keys = append(keys, barsOf(&e.articles[i].Article, e.articles[i].textKey)...)
		}
	}
	b.barred, b.closed = map[int64]bool{}, map[news.SourceID]bool{}
	if len(keys) == 0 {
		return nil
	}
	err := b.each(ctx, func(row scanner) error {
		var key int64
		err := row.Scan(&key)
		b.barred[key] = true
		return err
	}, "SELECT b.key FROM barred b JOIN takedowns d ON d.id = b.takedown_id WHERE b.key IN (:ids) AND d.undone_at = 0", ids(b.s.d, keys))
	if err != nil {
		return err
	}
	return b.each(ctx, func(row scanner) error {
		var id news.SourceID
		err := row.Scan(&id)
		b.closed[id] = true
		return err
	}, "SELECT id FROM sources WHERE id IN (:ids) AND hidden <> 0", ids(b.s.d, sources))
}

// keepsOut reports whether a draft was taken down.
func (b *batch) keepsOut(a *articleDraft) bool {
	if b.closed[a.SourceID] {
		return true
	}
	for _, key := range barsOf(&a.Article, a.textKey) {
		if b.barred[key] {
			return true
		}
	}
	return false
}

// unquote takes out of stories the sentences and phrases that may be those of articles which go; grouping tells them anew.
func (t *tx) unquote(ctx context.Context, stories []news.StoryID, articles []news.ArticleID) error {
	if len(stories) == 0 {
		return nil
	}
	gone := map[news.ArticleID]bool{}
	for _, id := range articles {
		gone[id] = true
	}
	var rows [][]any
	err := t.each(ctx, func(row scanner) error {
		var story news.Story
		var detail []byte
		if err := row.Scan(&story.ID, &detail); err != nil {
			return err
		}
		if err := unpackStory(detail, &story); err != nil {
			return err
		}
		kept := story.Keys[:0]
		for _, k := range story.Keys {
			if !gone[k.Article] {
				kept = append(kept, k)
			}
		}
		story.Keys, story.Phrases = kept, nil
		packed, err := packStory(&story)
		rows = append(rows, []any{int64(story.ID), packed})
		return err
	}, "SELECT id, detail FROM stories WHERE id IN (:ids)", ids(t.s.d, stories))
	if err != nil {
		return err
	}
	_, err = t.bulk(ctx, "UPDATE stories SET detail = v.column2 FROM (VALUES (?, ?)) AS v WHERE id = v.column1", rows)
	return err
}

func (t *tx) threadsOf(ctx context.Context, stories []news.StoryID) (threads []news.ThreadID, err error) {
	if len(stories) == 0 {
		return nil, nil
	}
	return threads, t.each(ctx, func(row scanner) error {
		var id news.ThreadID
		err := row.Scan(&id)
		threads = append(threads, id)
		return err
	}, "SELECT DISTINCT thread_id FROM stories WHERE id IN (:ids) AND thread_id > 0", ids(t.s.d, stories))
}

// forgetPast takes states out of the log of stories that show words or the picture of articles which are gone.
func (t *tx) forgetPast(ctx context.Context, articles []news.ArticleID, sources map[news.SourceID]bool) error {
	gone := map[news.ArticleID]bool{}
	for _, id := range articles {
		gone[id] = true
	}
	var rows [][]any
	for source := range sources {
		err := t.each(ctx, func(row scanner) error {
			var story news.Story
			var from int64
			var detail []byte
			if err := row.Scan(&story.ID, &from, &detail); err != nil {
				return err
			}
			if err := unpackState(detail, &story); err != nil {
				return err
			}
			if gone[story.Lead] || gone[story.ImageOf] {
				rows = append(rows, []any{int64(story.ID), from})
			}
			return nil
		}, `SELECT story_id, from_at, detail FROM story_log WHERE length(detail) > 0
			AND (lead_source = ? OR (image_source = ? AND image_source > 0))`, int64(source), int64(source))
		if err != nil {
			return err
		}
	}
	_, err := t.bulk(ctx, "DELETE FROM story_log WHERE (story_id, from_at) IN (VALUES (?, ?))", rows)
	return err
}

// takeSaying hides a quotation and bars its wordings.
func (t *tx) takeSaying(ctx context.Context, d *news.Takedown) error {
	var bars [][]any
	const wordings = `SELECT text FROM sayings WHERE id = ` + thisSaying + ` UNION SELECT text FROM carriers WHERE text <> '' AND saying_id = ` + thisSaying
	err := t.each(ctx, func(row scanner) error {
		var words string
		err := row.Scan(&words)
		bars = append(bars, []any{sayingKey(words), d.ID, int64(0), int64(0), int64(0)})
		return err
	}, wordings, d.Of, d.Of, d.Of, d.Of)
	if err != nil {
		return err
	}
	const bar = "INSERT INTO barred (key, takedown_id, article_id, story_id, entry_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
	if _, err := t.bulk(ctx, bar, bars); err != nil {
		return err
	}
	_, err = t.exec(ctx, "UPDATE sayings SET hidden = ? WHERE id = "+thisSaying, d.ID, d.Of, d.Of)
	return err
}

func sayingKey(words string) int64 { return key("saying", strings.Join(text.Terms(words), " ")) }

// hideBarred hides quotations just written that were taken down before, with another number.
func (t *tx) hideBarred(ctx context.Context, full [][]any) error {
	if len(full) == 0 {
		return nil
	}
	byKey := map[int64][]news.SayingID{}
	var keys []int64
	for _, row := range full {
		k := sayingKey(row[sayingText].(string))
		keys, byKey[k] = append(keys, k), append(byKey[k], news.SayingID(row[0].(int64)))
	}
	var rows [][]any
	err := t.each(ctx, func(row scanner) error {
		var k, takedown int64
		err := row.Scan(&k, &takedown)
		for _, id := range byKey[k] {
			rows = append(rows, []any{int64(id), takedown})
		}
		return err
	}, "SELECT b.key, d.id FROM barred b JOIN takedowns d ON d.id = b.takedown_id WHERE b.key IN (:ids) AND d.undone_at = 0", ids(t.s.d, keys))
	if err != nil {
		return err
	}
	_, err = t.bulk(ctx, "UPDATE sayings SET hidden = v.column2 FROM (VALUES (?, ?)) AS v WHERE id = v.column1", rows)
	return err
}

// sayingText is where the rows of putSaying have the words.
const sayingText = 11
