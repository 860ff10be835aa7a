package web

import (
	"net/http"
	"slices"
	"strconv"

	"nutgraf/internal/news"
)

// maxTurns is how many changes of condition the internal feed tells.
const maxTurns = 100

// turnWords head a change of condition, after the name of the source.
var turnWords = map[news.FeedState]string{
	news.FeedWell: "answers again", news.FeedSilent: "fell silent", news.FeedMoving: "leads to another address", news.FeedMoved: "has moved",
	news.FeedFailing: "cannot be read", news.FeedBlocked: "is kept from us", news.FeedGone: "is gone", news.FeedStopped: "is asked no more",
	news.FeedUnlisted: "is listed no more",
}

// healthFeed tells how feeds do as a feed: an entry for each time that one fell silent, was blocked, moved, or answered
// again. Readers of feeds cannot sign in, so it tells what anybody may know, and more only where whoever reaches the
// site is its owner.
func (s *Site) healthFeed(r *http.Request) (*channel, error) {
	all, err := s.census.take(r.Context(), s.Reader, s.KeepFor)
	if err != nil {
		return nil, err
	}
	now := s.wall()
	whole := s.Private || s.owner(r)
	c := s.channelOf(r, s.Title+": how the sources do", "/sources")
	c.Language = "en"
	for _, j := range all {
		c.Items = append(c.Items, s.driftItems(r, j, whole)...)
		for i, f := range j.Feeds {
			turns := f.Turns(now)
			for n, turn := range turns {
				one := item{
					ID:  s.absolute(r, "/sources#"+f.ID.String()+"-"+string(turn.State)+"-"+strconv.FormatInt(turn.At.Unix(), 10)),
					URL: s.absolute(r, sourcePath(j.Source.ID, j.Source.Name)), Headline: j.Source.Name + " " + turnWords[turn.State],
					Summary: turn.Says, Source: s.Title, Language: "en", Published: turn.At, Updated: turn.At,
				}
				if f.Title != "" && f.Title != j.Source.Name {
					one.Headline = j.Source.Name + ": " + f.Title + " " + turnWords[turn.State]
				}
				if condition := j.Conditions[i]; whole && n == len(turns)-1 && condition.State == turn.State {
					one.Summary = joinWords(one.Summary, condition.Cause, condition.Do.String())
				}
				c.Items = append(c.Items, one)
			}
		}
	}
	slices.SortStableFunc(c.Items, func(a, b item) int { return b.Published.Compare(a.Published) })
	c.Items = c.Items[:min(len(c.Items), maxTurns)]
	return c, nil
}

// driftItems tell when the pages of a source came to be read worse than they were, and when that was over.
func (s *Site) driftItems(r *http.Request, j news.Judged, whole bool) (items []item) {
	for _, t := range j.Turns {
		one := item{
			ID:  s.absolute(r, "/sources#s"+j.Source.ID.String()+"-"+string(t.Drift.What)+"-"+strconv.FormatInt(t.At.Unix(), 10)),
			URL: s.absolute(r, sourcePath(j.Source.ID, j.Source.Name)), Headline: j.Source.Name + " is read worse than before",
			Summary: t.Drift.Says().String(), Source: s.Title, Language: "en", Published: t.At, Updated: t.At,
		}
		if t.Over {
			one.Headline, one.Summary = j.Source.Name+" is read as before", t.Drift.Ended().String()
		} else if whole {
			one.Summary = joinWords(one.Summary, t.Drift.Do(j.Source.Host).String())
		}
		items = append(items, one)
	}
	return items
}

// joinWords makes a paragraph of sentences, some of which may be empty.
func joinWords(sentences ...string) string {
	all := ""
	for _, sentence := range sentences {
		if sentence == "" {
			continue
		}
		if all != "" {
			all += " "
		}
		all += sentence
		if last := sentence[len(sentence)-1]; last != '.' && last != '?' {
			all += "."
		}
	}
	return all
}
