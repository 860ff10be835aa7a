package measure_test

import (
	"math"
	"testing"

	"nutgraf/internal/measure"
)

func TestNamesCountExactSpansOfTheRightType(t *testing.T) {
	t.Parallel()
	gold := [][]measure.Named{
		{{0, 5, "person"}, {10, 14, "place"}, {20, 30, "organisation"}},
		{{3, 9, "person"}},
	}
	told := [][]measure.Named{
		{{0, 5, "person"}, {0, 5, "person"}, {10, 14, "organisation"}, {20, 29, "organisation"}}, // right, wrong type, wrong end
		{{3, 9, "person"}, {12, 15, "work"}},
	}
	n := measure.Names(gold, told)
	if n.Texts != 2 || n.Gold != 4 || n.Told != 5 {
		t.Errorf("counted %d texts, %d gold, %d told", n.Texts, n.Gold, n.Told)
	}
	near := func(what string, got measure.Figure, want float64) {
		t.Helper()
		if math.Abs(got.Value-want) > 1e-9 || got.Low > got.Value || got.High < got.Value {
			t.Errorf("%s: %+v, want %v inside its interval", what, got, want)
		}
	}
	near("precision", n.Precision, 2.0/5)
	near("recall", n.Recall, 2.0/4)
	near("F1", n.F1, 2*.4*.5/.9)
	near("recall of spans", n.Spans.Recall, 3.0/4)
	if len(n.Types) != 3 || n.Types[0].Name != "person" {
		t.Fatalf("types: %+v", n.Types)
	}
	near("people", n.Types[0].F1, 1)
}

func TestNamesOfNothing(t *testing.T) {
	t.Parallel()
	n := measure.Names([][]measure.Named{nil}, [][]measure.Named{nil})
	if n.F1.Value != 1 {
		t.Errorf("nothing to find and nothing told: F1 %v", n.F1.Value)
	}
}
