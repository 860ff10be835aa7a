package story

import (
	"math"
	"time"
)

// bond is all that ties one bunch of articles to another, or its articles to each other.
type bond struct {
	sum  [partCount]float32
	best float32 // the highest partMix
	ties int
}

func (b *bond) add(l *likeness) {
	for i, v := range l {
		b.sum[i] += unpacked[v]
	}
	b.best = max(b.best, l.mix())
	b.ties++
}

func (b *bond) join(other *bond) {
	for i, v := range other.sum {
		b.sum[i] += v
	}
	b.best = max(b.best, other.best)
	b.ties += other.ties
}

// bunch is what the merge decision knows of some articles together.
type bunch struct {
	size           int
	inner          bond
	oldest, newest time.Time
	tenth, last    float32 // sums of the levels around its articles
	first          float32
	words          float32 // sum of the logarithms of their lengths
}

// bunchOf is an article alone.
func bunchOf(it *item) bunch {
	l := it.around()
	return bunch{size: 1, oldest: it.at, newest: it.at, first: l.first, tenth: l.tenth, last: l.last,
		words: float32(math.Log1p(float64(it.words)))}
}

// join adds another bunch, which is tied to this one by b.
func (x *bunch) join(other *bunch, b *bond) {
	x.size += other.size
	x.inner.join(&other.inner)
	x.inner.join(b)
	if other.oldest.Before(x.oldest) {
		x.oldest = other.oldest
	}
	if other.newest.After(x.newest) {
		x.newest = other.newest
	}
	x.first, x.tenth, x.last, x.words = x.first+other.first, x.tenth+other.tenth, x.last+other.last, x.words+other.words
}

// cohesion is the mean likeness of the articles to each other; below zero for one alone.
func (x *bunch) cohesion() float32 {
	if x.size < 2 {
		return -1
	}
	return x.inner.sum[partMix] / float32(min(x.size*(x.size-1)/2, compared*x.size))
}

// What the merge decision looks at: the mean parts of the likeness between two bunches, and then:
const (
	seeBest        = partCount + iota
	seeCentre      // likeness of their centres
	seeLooser      // the lower of the cohesions
	seeTighter     // the higher
	seeHoldLooser  // likeness in parts of the lower cohesion
	seeHoldTighter // and of the higher
	seeSmaller     // articles in the smaller
	seeLarger      // and in the larger
	seeGap         // hours between them; below zero when unknown
	seeTenth       // level of likeness around their articles, at the tenth, of the more crowded
	seeNearest     // likeness in parts of that to the nearest, the lower
	seeShorter     // logarithms of their lengths in words
	seeLonger
	seeCrowd     // level at the thirtieth
	seeOverCrowd // likeness beyond that
	seeInCrowds  // likeness in parts of that
	seeCount
)

// look writes down what the merge decision sees of two bunches.
func look(a, b *bunch, between *bond, row *[seeCount]float32) {
	possible := float32(min(a.size*b.size, compared*min(a.size, b.size)))
	for i, v := range between.sum {
		row[i] = v / possible
	}
	mix := row[partMix]
	na, nb := float32(a.size), float32(b.size)
	row[seeBest] = between.best
	row[seeCentre] = between.sum[partMix] / float32(math.Sqrt(float64((na+2*a.inner.sum[partMix])*(nb+2*b.inner.sum[partMix]))))
	ca, cb := a.cohesion(), b.cohesion()
	hold := func(cohesion float32) float32 {
		if cohesion <= 0 {
			return -1
		}
		return mix / cohesion
	}
	row[seeLooser], row[seeTighter] = min(ca, cb), max(ca, cb)
	row[seeHoldLooser], row[seeHoldTighter] = min(hold(ca), hold(cb)), max(hold(ca), hold(cb))
	row[seeSmaller], row[seeLarger] = min(na, nb), max(na, nb)
	row[seeGap] = -1
	if known(a.oldest) && known(b.oldest) {
		row[seeGap] = float32(max(0, a.oldest.Sub(b.newest).Hours(), b.oldest.Sub(a.newest).Hours()))
	}
	row[seeTenth] = max(a.tenth/na, b.tenth/nb)
	row[seeNearest] = mix * min(na/max(.02*na, a.first), nb/max(.02*nb, b.first))
	row[seeShorter], row[seeLonger] = min(a.words/na, b.words/nb), max(a.words/na, b.words/nb)
	crowd := (a.last/na + b.last/nb) / 2
	row[seeCrowd], row[seeOverCrowd], row[seeInCrowds] = crowd, mix-1.5*crowd, mix/max(nothing, crowd)
}

// known reports whether a time says anything: a stream without times has the same for all.
func known(at time.Time) bool { return at.Unix() > 0 }
