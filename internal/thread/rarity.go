package thread

import (
	"cmp"
	"math"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// rarity counts in how many matters each trait stands, threads and stories without one, by rows of a hash; two traits may share a row.
type rarity struct {
	rows    []uint32
	stories map[string]int // by language
}

func newRarity() *rarity {
	return &rarity{rows: make([]uint32, 1<<22), stories: map[string]int{}}
}

func (r *rarity) row(salt uint64, trait uint32) *uint32 {
	h := (uint64(trait) ^ salt) * 0x9E3779B97F4A7C15
	return &r.rows[h>>(64-22)]
}

func (r *rarity) add(lang string, traits []Trait) {
	r.count(lang, traits, 1)
	r.stories[lang]++
}

func (r *rarity) remove(lang string, traits []Trait) {
	r.count(lang, traits, ^uint32(0))
	r.stories[lang]--
}

// count adds n, or takes one away when n is the complement of zero.
func (r *rarity) count(lang string, traits []Trait, n uint32) {
	salt := saltOf(lang)
	for _, t := range traits {
		*r.row(salt, t.Hash) += n
	}
}

// assumed is how many stories each language is taken to have from the start, none of which has the trait in question.
const assumed = 200

// of is how rare a trait is: the logarithm of how many stories there are for each that has it.
func (r *rarity) of(salt uint64, stories float64, trait uint32) float64 {
	return math.Log((stories + assumed + 1) / (float64(*r.row(salt, trait)) + 1))
}

// shelf finds stories of one language by their most telling traits.
type shelf struct {
	posts map[uint32][]*told
	round int
}

func newShelf() *shelf { return &shelf{posts: map[uint32][]*told{}} }

// add posts a story under the traits by which it will be looked for: names before words, the weightiest first.
func (sh *shelf) add(s *told, traits []Trait) {
	byRank := slices.Clone(traits)
	slices.SortFunc(byRank, func(a, b Trait) int {
		return cmp.Or(cmp.Compare(b.weight(1), a.weight(1)), cmp.Compare(a.Hash, b.Hash))
	})
	s.posted = nil
	for _, t := range byRank[:min(len(byRank), soughtTraits+6)] {
		s.posted = append(s.posted, t.Hash)
		sh.posts[t.Hash] = append(sh.posts[t.Hash], s)
	}
}

func (sh *shelf) remove(s *told) {
	for _, h := range s.posted {
		rest := slices.DeleteFunc(sh.posts[h], func(other *told) bool { return other == s })
		if len(rest) == 0 {
			delete(sh.posts, h)
			continue
		}
		sh.posts[h] = rest
	}
}

// commonPost is how many stories a trait may lead to before it leads to none: such a trait tells nothing.
const commonPost = 600

// near lists the stories that share the most with s, by their posts.
func (sh *shelf) near(s *told, traits []Trait, weigh func(Trait) float64) []*told {
	sh.round++
	var met []*told
	byRank := slices.Clone(traits)
	slices.SortFunc(byRank, func(a, b Trait) int { return cmp.Or(cmp.Compare(weigh(b), weigh(a)), cmp.Compare(a.Hash, b.Hash)) })
	for _, t := range byRank[:min(len(byRank), soughtTraits+6)] {
		posts := sh.posts[t.Hash]
		if len(posts) > commonPost {
			continue
		}
		for _, other := range posts {
			if other == s {
				continue
			}
			if other.round != sh.round {
				other.round, other.votes = sh.round, 0
				met = append(met, other)
			}
			other.votes += float32(weigh(t))
		}
	}
	slices.SortFunc(met, func(a, b *told) int { return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(a.id, b.id)) })
	return met[:min(len(met), threadsAsked)]
}

func saltOf(lang string) uint64 { return xxhash.Sum64String(lang) }
