package measure_test

import (
	"math"
	"testing"

	"nutgraf/internal/measure"
)

func TestDatesCountsSpansTypesAndValues(t *testing.T) {
	t.Parallel()
	gold := [][]measure.DateSpan{
		{{Start: 0, End: 6, Type: "date", Value: "2024-01-30"}, {Start: 10, End: 20, Type: "duration", Value: "P3D"}, {Start: 30, End: 40, Type: "time"}},
		{},
		{{Start: 5, End: 9, Type: "set", Value: "P1D"}},
	}
	told := [][]measure.DateSpan{
		{{Start: 0, End: 6, Type: "date", Value: "2024-01-30"}, {Start: 12, End: 20, Type: "duration", Value: "P2D"}, {Start: 25, End: 28, Type: "date"}, {Start: 39, End: 44, Type: "date", Value: "x"}},
		{{Start: 1, End: 2}},
		{},
	}
	d := measure.Dates(gold, told)
	if d.Texts != 3 || d.Gold != 4 || d.Told != 5 {
		t.Errorf("got %d texts, %d gold, %d told, want 3, 4, 5", d.Texts, d.Gold, d.Told)
	}
	relaxed := 2.0 * 3 / (4 + 5)
	for name, c := range map[string][2]float64{
		"strict": {d.Strict.Value, 2.0 / 9}, "precision": {d.Precision.Value, 3.0 / 5}, "recall": {d.Recall.Value, 3.0 / 4},
		"relaxed": {d.Relaxed.Value, relaxed}, "type": {d.Type.Value, relaxed * 2 / 3}, "value": {d.Value.Value, relaxed * 2 / 3},
	} {
		if math.Abs(c[0]-c[1]) > 1e-9 {
			t.Errorf("%s: got %.4f, want %.4f", name, c[0], c[1])
		}
	}
	if d.Value.Low > d.Value.Value || d.Value.High < d.Value.Value {
		t.Errorf("the interval %v–%v leaves its value %v out", d.Value.Low, d.Value.High, d.Value.Value)
	}
}
