package measure_test

import (
	"testing"

	"nutgraf/internal/measure"
)

func TestQuotesAreComparedByEachWay(t *testing.T) {
	t.Parallel()
	said := func(start, end, source, cue int, direct bool) measure.Said {
		s := measure.Said{Content: [][2]int{{start, end}}, Direct: direct}
		if source > 0 {
			s.Source, s.Cue = [2]int{source, source + 5}, [2]int{cue, cue + 4}
		}
		return s
	}
	gold := [][]measure.Said{{
		said(100, 200, 210, 220, true),  // found, with its speaker
		said(300, 400, 410, 420, true),  // found, with another speaker
		said(500, 600, 610, 620, false), // found by a few words
		said(700, 800, 810, 820, false), // missed
		said(900, 950, 0, 0, false),     // nobody says it: does not count
	}}
	told := [][]measure.Said{{
		said(101, 199, 210, 220, true),
		said(300, 400, 10, 420, true),
		said(500, 520, 610, 620, false),
		said(900, 950, 960, 970, false), // neither right nor wrong
	}}
	a := measure.Quotes(gold, told)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"found", a.Found.Value, 1}, {"speaker", a.Speaker.Value, .5}, {"of found", a.OfFound.Value, .5},
		{"who precision", a.Who.Precision.Value, 2. / 3}, {"who recall", a.Who.Recall.Value, .5},
		{"whole precision", a.Whole.Precision.Value, 1. / 3}, {"whole recall", a.Whole.Recall.Value, .25},
		{"cue recall", a.Cue.Recall.Value, .5}, {"bare recall", a.Bare.Recall.Value, .5},
	} {
		if c.got != c.want {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
	if a.Gold != 4 || a.Direct != 2 || a.Told != 3 {
		t.Errorf("%d gold, %d direct, %d told; want 4, 2, 3", a.Gold, a.Direct, a.Told)
	}
	gold[0][1].Entity, told[0][1].Entity = "p1", "p1"
	if a := measure.Quotes(gold, told); a.Speaker.Value != 1 {
		t.Errorf("the same entity is another speaker: %v", a.Speaker.Value)
	}
}
