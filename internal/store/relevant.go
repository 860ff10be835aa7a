package store

import (
	"context"

	"nutgraf/internal/news"
)

// maxCandidates is how many of the newest matches, and of the newest headlines before them, are sorted by relevance.
const maxCandidates = 120

const candidateColumns = `a.pos, a.id, a.story_id, a.language, a.headline, a.summary, coalesce(o.weight, 1),
	coalesce((SELECT h.independent FROM stories h WHERE h.id = a.story_id), 1)`

// stretch is where candidates lie: matches from low up to top, and headlines from heads up to low.
type stretch struct{ top, low, heads int64 }

// relevant is a page of matches by relevance. Its pages go through the candidates, which the first page settles by their
// stretch, and then on by time; "r" and "t" are their cursors.
func (s *Store) relevant(ctx context.Context, asked *question) (news.Found, error) {
	var in stretch
	offset := 0
	if after := asked.filter.After; after != "" {
		if parts, err := parsePlaces(after, "t", 3); err == nil {
			return s.afterRelevant(ctx, asked, parts[0], stretch{low: parts[1], heads: parts[2]})
		}
		parts, err := parsePlaces(after, "r", 4)
		if err != nil {
			return news.Found{}, err
		}
		offset, in = int(parts[0]), stretch{parts[1], parts[2], parts[3]}
	}
	candidates, in, lost, err := s.candidates(ctx, asked, in)
	if err != nil {
		return news.Found{}, err
	}
	rank(wishes(asked.query, s.languages(ctx)), candidates, timeAt(in.top))
	limit := limitOf(asked.filter)
	ordered, groups := gather(candidates, perStory(limit))
	until := pageEnd(groups, offset, limit)
	var page []news.ArticleID
	for _, c := range ordered[min(offset, len(ordered)):until] {
		page = append(page, c.id)
	}
	var found news.Found
	switch {
	case until < len(ordered):
		found.Next = placeCursor("r", int64(until), in.top, in.low, in.heads)
	case in.low > 0:
		found.Next = placeCursor("t", in.low, in.low, in.heads)
	}
	if lost {
		found.Reached = timeAt(in.low)
	}
	found.Hits, err = s.hits(ctx, asked.query, page)
	return found, err
}

// pageEnd is where a page from offset on ends: it holds no more than limit, and whole groups as far as that allows.
func pageEnd(groups []int, offset, limit int) int {
	end, at := offset, 0
	for _, n := range groups {
		if at += n; at <= offset {
			continue
		}
		if at-offset > limit {
			break
		}
		end = at
	}
	if end == offset && at > offset { // one group is larger than a page
		return min(at, offset+limit)
	}
	return end
}

// candidates reads the candidates of a stretch; without one it settles it. A low of 0 means that there is nothing
// before. Lost: patience ended before there were enough.
func (s *Store) candidates(ctx context.Context, asked *question, in stretch) (found []candidate, out stretch, lost bool, err error) {
	settled := in.top > 0
	take := func(row scanner) (int64, bool, error) {
		var c candidate
		err := row.Scan(&c.pos, &c.id, &c.story, &c.language, &c.headline, &c.summary, &c.weight, &c.voices)
		found = append(found, c)
		return c.pos, true, err
	}
	matches, most := everywhere, maxCandidates
	if settled {
		matches, most = span{in.low, in.top + 1}, 2*maxCandidates // some may have come late
	}
	k, err := s.seeker(ctx, asked, false, matches)
	if k == nil || err != nil {
		return nil, in, false, err
	}
	if !settled {
		in.top = k.newest
		k.until, k.barren = asked.began.Add(relevantPatience), asked.barren()
	}
	end, err := k.look(ctx, candidateColumns, most, take)
	switch {
	case err != nil:
		return nil, in, false, err
	case settled && in.low == 0, !settled && end.reached <= k.floor:
		return found, in, false, nil
	case !settled:
		in.low = end.reached
	}
	pace := k.pace
	if k, err = s.seeker(ctx, asked, true, span{in.heads, in.low}); k == nil || err != nil {
		return found, in, end.lost, err
	}
	if !settled {
		k.until = asked.began.Add(headlinePatience) // one slice at least, whatever the time
	}
	k.pace = pace
	k.pace.width /= 4 // a step along words in one column is longer
	heads, err := k.look(ctx, candidateColumns, most, take)
	if !settled {
		in.heads = heads.reached
	}
	return found, in, end.lost, err
}

// afterRelevant is a page by time of what stands before all candidates, without the headlines among these.
func (s *Store) afterRelevant(ctx context.Context, asked *question, before int64, in stretch) (news.Found, error) {
	skip := map[news.ArticleID]bool{}
	if before > in.heads {
		k, err := s.seeker(ctx, asked, true, span{in.heads, before})
		if err != nil {
			return news.Found{}, err
		}
		if k != nil {
			heads, _, err := k.ids(ctx, 2*maxCandidates, nil)
			if err != nil {
				return news.Found{}, err
			}
			for _, id := range heads {
				skip[id] = true
			}
		}
	}
	k, err := s.seeker(ctx, asked, false, span{0, before})
	if k == nil || err != nil {
		return news.Found{}, err
	}
	return k.page(ctx, asked, skip, func(pos int64) string { return placeCursor("t", pos, in.low, in.heads) })
}
