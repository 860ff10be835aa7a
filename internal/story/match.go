package story

import (
	"cmp"
	"slices"
)

const (
	judged   = 8   // stories that are looked at closely for a new article
	clearly  = 1.0 // log-odds by which another story must be likelier before an article that is read again moves there
	oneStory = 0.0 // log-odds from which on two bunches of articles are one story
)

// meeting is a story that an article is tied to.
type meeting struct {
	with  *cluster
	bond  bond
	score float64 // log-odds that both are one story
}

// match returns the story that an article belongs to, and the log-odds of that; nil when there is none.
func (w *Window) match(it *item) (*cluster, float64) {
	best := meeting{}
	for _, m := range w.meetings(it) {
		if best.with == nil || m.score > best.score {
			best = m
		}
	}
	if best.with == nil || best.score < oneStory {
		return nil, 0
	}
	return best.with, best.score
}

// meetings returns the stories that an article is tied to most, judged.
func (w *Window) meetings(it *item) []meeting {
	var met []meeting
	for i := range it.ties {
		c := w.clusters[w.graph.slots[it.ties[i].to].story]
		if c == nil || c.lang != it.lang || w.forbids(it, c) {
			continue
		}
		at := slices.IndexFunc(met, func(m meeting) bool { return m.with == c })
		if at < 0 {
			at, met = len(met), append(met, meeting{with: c})
		}
		met[at].bond.add(&it.ties[i].like)
	}
	slices.SortFunc(met, func(a, b meeting) int {
		return cmp.Or(cmp.Compare(b.nearness(), a.nearness()), cmp.Compare(a.with.id, b.with.id))
	})
	met = met[:min(len(met), judged)]
	alone := bunchOf(it)
	for i := range met {
		met[i].score = w.score(&alone, &met[i].with.whole, &met[i].bond)
	}
	return met
}

// nearness is the mean likeness to the story's articles.
func (m *meeting) nearness() float32 {
	return m.bond.sum[partMix] / float32(max(1, min(m.with.whole.size, compared)))
}

// likely is the log-odds that an article belongs to a story.
func (w *Window) likely(it *item, c *cluster) float64 {
	between, alone := bond{}, bunchOf(it)
	for i := range it.ties {
		if w.graph.slots[it.ties[i].to].story == c.id {
			between.add(&it.ties[i].like)
		}
	}
	if between.ties == 0 {
		return never
	}
	return w.score(&alone, &c.whole, &between)
}

// never is the log-odds of what cannot be.
const never = -100
