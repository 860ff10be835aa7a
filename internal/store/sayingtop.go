package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// storiesEach is how many stories are looked at for each saying that is wanted of them.
const storiesEach = 4

// TopSayings returns direct quotations with a speaker, first carried since then, of the stories with the highest score:
// one a story and a speaker, that of most articles. Edition narrows it.
func (s *Store) TopSayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, err error) {
	limit := limitOf(news.Filter{Limit: f.Limit})
	list, err := s.topStories(ctx, news.Filter{Edition: f.Edition, Since: f.Since, Limit: min(storiesEach*limit, news.MaxLimit)})
	if err != nil || len(list) == 0 {
		return nil, s.fail("sayings of the day", err)
	}
	in, err := s.sayingsByStory(ctx, list)
	if err != nil {
		return nil, s.fail("sayings of the day", err)
	}
	var wanted []news.SayingID
	for _, story := range list {
		wanted = append(wanted, in[story]...)
	}
	byID := map[news.SayingID]news.Saying{}
	const query = "SELECT " + sayingColumns + sayingStories + " WHERE s.id IN (:ids) AND s.direct = 1 AND s.speaker > 0 AND s.place >= ? AND " + seenSayings
	rows, err := s.rows(ctx, query, ids(s.d, distinct(wanted, nil)), posFloor(f.Since))
	err = all(rows, err, func(row scanner) error {
		var saying news.Saying
		err := scanSaying(row, &saying)
		byID[saying.ID] = saying
		return err
	})
	if err != nil {
		return nil, s.fail("sayings of the day", err)
	}
	spoke := map[news.EntityID]bool{}
	for _, story := range list {
		best := news.Saying{}
		for _, id := range in[story] {
			if one := byID[id]; one.ID != 0 && !spoke[one.Speaker] && (best.ID == 0 ||
				cmp.Or(cmp.Compare(one.Articles, best.Articles), cmp.Compare(one.Likely, best.Likely), -cmp.Compare(one.ID, best.ID)) > 0) {
				best = one
			}
		}
		if best.ID != 0 && len(sayings) < limit {
			spoke[best.Speaker] = true
			sayings = append(sayings, best)
		}
	}
	return sayings, s.fail("sayings of the day", s.carriersOf(ctx, sayings))
}

// topStories are the numbers of what Stories lists first, without all that a story is.
func (s *Store) topStories(ctx context.Context, f news.Filter) (list []news.StoryID, err error) {
	var w where
	w.stories(f)
	w.and("s.hidden = 0")
	rows, err := s.rows(ctx, "SELECT s.id FROM stories s"+w.text+" ORDER BY s.score DESC, s.id DESC LIMIT ?", append(w.args, f.Limit)...)
	return list, all(rows, err, func(row scanner) error {
		var id news.StoryID
		err := row.Scan(&id)
		list = append(list, id)
		return err
	})
}

const maxTopArticles = 20 // of a story, that are looked at for its sayings

// sayingsByStory are the sayings that the newest articles of stories carry.
func (s *Store) sayingsByStory(ctx context.Context, stories []news.StoryID) (map[news.StoryID][]news.SayingID, error) {
	const newest = `WITH placed AS (SELECT id, story_id, row_number() OVER (PARTITION BY story_id ORDER BY pos DESC) AS n FROM articles WHERE story_id IN (:ids))
		SELECT p.story_id, f.made FROM placed p CROSS JOIN facts f WHERE f.article_id = p.id AND p.n <= ? AND length(f.made) > 0`
	in := map[news.StoryID][]news.SayingID{}
	rows, err := s.rows(ctx, newest, ids(s.d, stories), maxTopArticles)
	err = all(rows, err, func(row scanner) error {
		var story news.StoryID
		var packed []byte
		if err := row.Scan(&story, &packed); err != nil {
			return err
		}
		m, err := unpackMade(packed)
		in[story] = append(in[story], m.Sayings...)
		return err
	})
	if err != nil {
		return nil, err
	}
	d, err := s.joins(ctx, slices.Concat(slices.Collect(maps.Values(in))...))
	for story, list := range in {
		in[story] = distinct(list, d.ofSaying)
	}
	return in, err
}
