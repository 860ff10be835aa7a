package story

import (
	"cmp"
	"math"
	"slices"
	"time"
)

const (
	keysPerItem   = 24   // words under which an article makes its story findable
	candidates    = 20   // stories looked at closely
	crowded       = 1500 // a word that so many stories share finds nothing
	joinLikeness  = 0.13 // an article joins a story from here on
	mergeLikeness = 0.10 // two stories are one from here on
	splitLikeness = 0.07 // two parts of a story are two stories below it
	surely        = 0.35 // a story whose articles are so alike has no parts
	timeSpread    = 72 * time.Hour
)

// index finds stories by the rarest words of their articles.
type index struct {
	stories map[uint32][]*cluster
	round   int // searches so far
}

func newIndex() *index { return &index{stories: map[uint32][]*cluster{}} }

// add makes a story findable by the words of an article.
func (x *index) add(c *cluster, it *item) {
	for _, f := range heaviest(it.vector, keysPerItem) {
		at, held := slices.BinarySearch(c.keys, f.hash)
		if !held {
			c.keys = slices.Insert(c.keys, at, f.hash)
			x.stories[f.hash] = append(x.stories[f.hash], c)
		}
	}
}

// drop takes a story out.
func (x *index) drop(c *cluster) {
	for _, key := range c.keys {
		rest := slices.DeleteFunc(x.stories[key], func(held *cluster) bool { return held == c })
		if len(rest) == 0 {
			delete(x.stories, key)
		} else {
			x.stories[key] = rest
		}
	}
	c.keys = nil
}

// heaviest returns the n heaviest words of a vector, heaviest first.
func heaviest(v []feature, n int) []feature {
	top := make([]feature, 0, n+1)
	for _, f := range v {
		if len(top) == n && (f.weight < top[n-1].weight || heavier(f, top[n-1]) >= 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, f, heavier)
		top = slices.Insert(top, at, f)
		top = top[:min(len(top), n)]
	}
	return top
}

// near returns the stories that share most of the given words, best first.
func (x *index) near(words []feature, lang string, except *cluster) []*cluster {
	x.round++
	var found []*cluster
	for _, f := range words {
		held := x.stories[f.hash]
		if len(held) > crowded {
			continue
		}
		for _, c := range held {
			if c.round != x.round {
				if c == except || c.lang != lang {
					continue
				}
				c.round, c.votes = x.round, 0
				found = append(found, c)
			}
			c.votes += f.weight
		}
	}
	if len(found) > candidates {
		found = mostVoted(found)
	}
	slices.SortFunc(found, byVotes)
	return found
}

func byVotes(a, b *cluster) int {
	if a.votes != b.votes {
		return cmp.Compare(b.votes, a.votes)
	}
	return cmp.Compare(a.id, b.id)
}

// mostVoted cuts a list down to the candidates with most votes, in no order.
func mostVoted(found []*cluster) []*cluster {
	top := found[:candidates]
	slices.SortFunc(top, byVotes)
	for _, c := range found[candidates:] {
		if c.votes < top[candidates-1].votes || byVotes(c, top[candidates-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, c, byVotes)
		copy(top[at+1:], top[at:candidates-1])
		top[at] = c
	}
	return top
}

// match returns the story that an article belongs to, and how alike they are; nil when there is none.
func (w *Window) match(it *item) (*cluster, float64) {
	var best *cluster
	top := 0.0
	for _, c := range w.index.near(heaviest(it.vector, keysPerItem), it.lang, nil) {
		if likeness := w.likeness(it, c); likeness > top {
			best, top = c, likeness
		}
	}
	if top < joinLikeness {
		return nil, 0
	}
	return best, top
}

// likeness says how much an article resembles a story: halfway between its mean resemblance to each member and
// that to their common centre, less the further their times are apart.
func (w *Window) likeness(it *item, c *cluster) float64 {
	if c.length == 0 {
		return 0
	}
	product := dot(it.vector, c.sum)
	mean, centre := product/float64(c.voiced), product/c.length
	return (mean + centre) / 2 * closeness(it.at, it.at, c.oldest, c.newest)
}

// closeness is 1 for two spans of time that touch and falls with the gap between them.
func closeness(oldestA, newestA, oldestB, newestB time.Time) float64 {
	gap := max(oldestB.Sub(newestA), oldestA.Sub(newestB), 0)
	ratio := float64(gap) / float64(timeSpread)
	return math.Exp(-ratio * ratio / 2)
}

// inner is the mean resemblance of a story's articles to each other.
func (c *cluster) inner() float64 {
	n := float64(c.voiced)
	if n < 2 {
		return 1
	}
	return (c.length*c.length - n) / (n * (n - 1))
}

// between is the mean resemblance of the articles of two stories.
func between(a, b *cluster) float64 {
	return dot(a.sum, b.sum) / float64(max(1, a.voiced*b.voiced)) * closeness(a.oldest, a.newest, b.oldest, b.newest)
}
