package news

import (
	"math"
	"slices"
	"time"
)

// Measure is one thing by which the reading of pages is judged.
type Measure string

const (
	MeasureLength   Measure = "length"   // logarithm of the letters of a text
	MeasureShare    Measure = "share"    // of a page's letters that are in the text
	MeasureHeadline Measure = "headline" // how often there is one
	MeasureDate     Measure = "date"     // likewise
	MeasureFailures Measure = "failures" // how often there is no article in a page
	MeasureRules    Measure = "rules"    // how often a rule picks nothing
)

// Average is a measure as it has been for long and as it is of late.
type Average struct {
	Slow, Fast float64
	Spread     float64 // variance, slow
}

const (
	slowStep  = .01
	fastStep  = .15
	stubborn  = 5  // by so much slower is what is worse taken for usual
	minJudged = 20 // pages before a source is judged
)

func (a Average) with(value, slow, fast float64) Average {
	off := value - a.Slow
	a.Slow += slow * off
	a.Spread = (1 - slow) * (a.Spread + slow*off*off)
	a.Fast += fast * (value - a.Fast)
	return a
}

// Drift is a measure that is worse than it was.
type Drift struct {
	What  Measure
	Since time.Time
	Was   float64
	Is    float64
	Rules []string // that pick nothing
}

// Judge takes in how the reading of a fresh page went.
func (l *Learning) Judge(look Look, now time.Time) {
	if l.Averages == nil {
		l.Averages = map[Measure]Average{}
	}
	l.Seen++
	l.take(MeasureFailures, one(look.Failed))
	if l.Missed = look.Missed; !l.Rules.Empty() {
		l.take(MeasureRules, one(len(look.Missed) > 0))
	}
	if !look.Failed {
		l.take(MeasureLength, math.Log(float64(1+look.Letters)))
		l.take(MeasureShare, look.Share)
		l.take(MeasureHeadline, one(look.Headline))
		l.take(MeasureDate, one(look.Dated))
	}
	for _, what := range []Measure{MeasureLength, MeasureShare, MeasureHeadline, MeasureDate, MeasureFailures, MeasureRules} {
		l.turn(what, now)
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (l *Learning) take(what Measure, value float64) {
	a, known := l.Averages[what]
	slow, fast := slowStep, max(fastStep, 1/float64(l.Seen))
	if l.Seen <= minJudged { // the plain mean
		slow = 1 / float64(max(l.Seen, 1))
	}
	if what == MeasureRules {
		fast = fastStep // one page is no sign that a rule is old
	} else if !known {
		a = Average{Slow: value, Fast: value}
	}
	if l.drifting(what) >= 0 {
		slow /= stubborn
	}
	l.Averages[what] = a.with(value, slow, fast)
}

func (l *Learning) drifting(what Measure) int {
	return slices.IndexFunc(l.Drifts, func(d Drift) bool { return d.What == what })
}

// turn notes that a measure drifts, or drifts no more.
func (l *Learning) turn(what Measure, now time.Time) {
	at := l.drifting(what)
	worse, well := l.worse(what)
	a := l.Averages[what]
	switch {
	case at < 0 && worse:
		d := Drift{What: what, Since: now.UTC(), Was: a.Slow, Is: a.Fast}
		if what == MeasureRules {
			d.Rules = l.Missed
		}
		l.Drifts = append(slices.Clone(l.Drifts), d)
		l.note(Turn{Drift: d, At: now.UTC()})
	case at >= 0 && well:
		over := l.Drifts[at]
		over.Is = a.Fast
		l.Drifts = slices.Delete(slices.Clone(l.Drifts), at, at+1)
		l.note(Turn{Drift: over, At: now.UTC(), Over: true})
	case at >= 0:
		l.Drifts = slices.Clone(l.Drifts)
		l.Drifts[at].Is = a.Fast
	}
}

func (l *Learning) note(t Turn) {
	l.Turns = append(slices.Clone(l.Turns[max(0, len(l.Turns)-maxTurns+1):]), t)
}

// worse reports whether a measure is clearly worse than usual, and whether it is clearly not. Between the two what was
// said of it stands.
func (l *Learning) worse(what Measure) (worse, well bool) {
	a, known := l.Averages[what]
	if !known {
		return false, true
	}
	judged := l.Seen >= minJudged
	length := l.Averages[MeasureLength]
	shorter := length.Slow - length.Fast
	// What the fast average strays by chance: four times its deviation.
	usual := 4 * math.Sqrt(length.Spread*fastStep/(2-fastStep))
	switch what {
	case MeasureLength:
		limit := max(-math.Log(.4), usual)
		share := l.Averages[MeasureShare]
		if share.Fast < share.Slow/2 {
			limit = max(-math.Log(.6), usual/2)
		}
		return judged && shorter > limit, shorter < limit*.45
	case MeasureShare: // more of the page, in longer texts
		return judged && a.Fast > a.Slow+.25 && a.Fast > 1.6*a.Slow && shorter < math.Log(.7), a.Fast < a.Slow+.12
	case MeasureHeadline, MeasureDate:
		return judged && a.Slow >= .8 && a.Fast < a.Slow/2, a.Fast > .75*a.Slow
	case MeasureFailures:
		return judged && a.Slow < .4 && a.Fast > a.Slow+.4, a.Fast < a.Slow+.2
	case MeasureRules:
		return a.Fast > .4, a.Fast < .2
	}
	return false, true
}

// Accept takes what is now for usual: nothing drifts any more.
func (l *Learning) Accept(now time.Time) {
	for what, a := range l.Averages {
		a.Slow = a.Fast
		l.Averages[what] = a
	}
	for _, d := range l.Drifts {
		l.note(Turn{Drift: d, At: now.UTC(), Over: true})
	}
	l.Drifts = nil
}

// Ruled takes rules. What the old ones gave is no measure of the new ones, so what is usual is learned anew.
func (l *Learning) Ruled(rules PageRules, now time.Time) {
	l.Accept(now)
	l.Rules, l.Missed, l.Seen = rules, nil, 0
	l.Generation++
	clear(l.Averages)
}
