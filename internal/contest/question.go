package contest

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"
)

// Question asks a board for threads; the zero question asks for all.
type Question struct {
	Period   time.Duration // only pages published so long before the board's clock; 0: all
	Language string        // only in this one; empty: all
	Category Category      // only threads of it; empty or [Any]: all
}

// Threads answers a question, the most important thread first. Of a thread only the pages that the question is about
// are told and counted: title, category and place follow from these.
func (b *Board) Threads(q Question) []Thread {
	b.settle()
	type placed struct {
		Thread
		id    news.StoryID
		score float64
	}
	var found []placed
	for id, s := range b.stories {
		members := b.asked(s, q)
		if len(members) == 0 {
			continue
		}
		category := categoryOfMost(members)
		if q.Category != "" && q.Category != Any && q.Category != category {
			continue
		}
		t := placed{Thread{members[0].headline, category, make([]string, len(members))}, id, importance(members)}
		for i, e := range members {
			t.Articles[i] = e.name
		}
		found = append(found, t)
	}
	slices.SortFunc(found, func(x, y placed) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.id, y.id)) })
	threads := make([]Thread, len(found))
	for i := range found {
		threads[i] = found[i].Thread
	}
	return threads
}

// asked returns the pages of a story that a question is about, the story's lead first.
func (b *Board) asked(s *told, q Question) []*entry {
	var members []*entry
	for _, id := range s.members {
		e := b.byID[id]
		if e == nil || q.Language != "" && e.language != q.Language {
			continue
		}
		if q.Period > 0 && e.published.Before(b.clock.Add(-q.Period)) {
			continue
		}
		if id == s.lead {
			members = slices.Insert(members, 0, e)
		} else {
			members = append(members, e)
		}
	}
	return members
}

// importance is how high a thread of these pages stands.
func importance(members []*entry) float64 {
	voices := make([]rank.Member, len(members))
	for i, e := range members {
		voices[i] = rank.Member{Source: e.source, At: e.published, Family: e.family}
	}
	var s news.Story
	rank.Score(&s, voices)
	return s.Score
}

// categoryOfMost is the one that most texts are of; of equals the first of [Categories].
func categoryOfMost(members []*entry) Category {
	votes, voted := map[Category]int{}, map[news.ArticleID]bool{}
	for _, e := range members {
		if !voted[e.family] {
			voted[e.family] = true
			votes[e.category]++
		}
	}
	best := Society
	for _, c := range Categories() {
		if votes[c] > votes[best] {
			best = c
		}
	}
	return best
}
