package store

import (
	"context"

	"nutgraf/internal/news"
)

// teller is an article as far as what it tells is concerned: its text, what that says, and what became of it in the ledger.
type teller struct {
	news.Article // without what is not asked of one who tells
	facts        news.Facts
	text         string
	made         []byte
	packed       struct{ body, facts []byte }
}

// tellers reads articles, the oldest first, and unpacks nothing.
func (s *Store) tellers(ctx context.Context, articles []news.ArticleID) (list []teller, err error) {
	// Subqueries, because PostgreSQL would read all bodies and facts of a small database rather than look up three hundred.
	const query = `SELECT a.id, a.story_id, a.family_id, a.source_id, a.headline, a.url, a.language, a.published_at, a.seen_at, coalesce(nullif(a.outlet, ''), o.name, ''), coalesce(o.licence, ''),
		(SELECT body FROM article_bodies WHERE article_id = a.id), (SELECT facts FROM facts WHERE article_id = a.id), (SELECT made FROM facts WHERE article_id = a.id)
		FROM articles a LEFT JOIN sources o ON o.id = a.source_id WHERE a.id IN (:ids) ORDER BY a.pos`
	rows, err := s.rows(ctx, query, ids(s.d, articles))
	return list, all(rows, err, func(row scanner) error {
		var t teller
		var published, seen int64
		err := row.Scan(&t.ID, &t.StoryID, &t.FamilyID, &t.SourceID, &t.Headline, &t.URL, &t.Language, &published, &seen, &t.Outlet, &t.Licence,
			&t.packed.body, &t.packed.facts, &t.made)
		t.PublishedAt, t.SeenAt = fromMicros(published), fromMicros(seen)
		list = append(list, t)
		return err
	})
}

// tell reads articles with what they say, the oldest first; those that say something else than was read are left out, and those that
// say nothing that is wanted: their texts need not be unpacked.
func (s *Store) tell(ctx context.Context, articles []news.ArticleID, wanted func(*news.Facts) bool) ([]teller, error) {
	list, err := s.tellers(ctx, articles)
	if err != nil {
		return nil, err
	}
	return whoTell(list, wanted)
}

// whoTell unpacks what they say.
func whoTell(list []teller, wanted func(*news.Facts) bool) ([]teller, error) {
	says, errs := make([]bool, len(list)), make([]error, len(list))
	parallel(len(list), func(i int) { says[i], errs[i] = list[i].unpack(wanted) })
	var all []teller
	for i, err := range errs {
		if err != nil {
			return nil, err
		}
		if says[i] {
			all = append(all, list[i])
		}
	}
	return all, nil
}

// unpack reports whether the article says, now as when it was read, something that is wanted.
func (t *teller) unpack(wanted func(*news.Facts) bool) (says bool, err error) {
	if len(t.packed.body) == 0 || len(t.packed.facts) < 2 {
		return false, nil
	}
	if t.facts, says, err = unpackFacts(t.packed.facts); !says || err != nil || !wanted(&t.facts) {
		return false, err
	}
	t.text, err = unpackText(t.packed.body)
	return t.facts.Text == news.TextKey(t.text), err
}

func (t *teller) happening(e news.Event) news.Happening {
	return news.Happening{
		From: e.From, Until: e.Until, Ahead: e.Ahead, Dated: e.Date >= 0, Sentence: e.Range.In(t.text), At: e.Range, Weight: e.Weight, Articles: 1,
		Story: t.StoryID, Article: t.ID, Source: t.SourceID, PublishedAt: t.Time(), Headline: t.Headline, URL: t.URL, SourceName: t.Outlet,
		Language: t.Language, Licence: t.Licence,
	}
}

func (t *teller) count(n news.Number) news.Count {
	return news.Count{
		Number: n, Text: n.Range.In(t.text), Sentence: n.Sentence.In(t.text), Article: t.ID, Source: t.SourceID,
		Copy: t.Copy(), At: t.Time(), Headline: t.Headline, URL: t.URL, SourceName: t.Outlet, Language: t.Language, Licence: t.Licence,
	}
}

// Told returns what the newest articles of a story or thread tell: quotations as [Store.Sayings] does, happenings, figures, and of
// a story who is named. It reads each article once.
func (s *Store) Told(ctx context.Context, f news.LedgerFilter) (told news.Told, err error) {
	articles, err := s.articlesOf(ctx, f, maxLooked)
	if err != nil || len(articles) == 0 {
		return told, s.fail("told", err)
	}
	list, err := s.tellers(ctx, articles)
	if err != nil {
		return told, s.fail("told", err)
	}
	tellers, err := whoTell(newestOf(list, maxTold), func(facts *news.Facts) bool { return len(facts.Events)+len(facts.Numbers) > 0 })
	if err != nil {
		return told, s.fail("told", err)
	}
	told.Happenings, told.Counts = happeningsOf(tellers, func(news.Event) bool { return true }), countsOf(tellers)

	of := make([]made, len(list))
	for i := range list {
		if of[i], err = unpackMade(list[i].made); err != nil {
			return told, s.fail("told", err)
		}
	}
	var carried []news.SayingID
	for _, m := range of {
		carried = append(carried, m.Sayings...)
	}
	if told.Sayings, told.More, err = s.carriedSayings(ctx, carried, f); err != nil || f.Story == 0 {
		return told, s.fail("told", err)
	}
	told.Entities, err = s.together(ctx, newestOf(of, maxCompany), 0)
	return told, s.fail("told", err)
}

// newestOf is the end of a list that begins with the oldest.
func newestOf[T any](list []T, most int) []T { return list[max(len(list)-most, 0):] }
