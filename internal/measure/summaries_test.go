package measure_test

import (
	"math"
	"testing"

	"nutgraf/internal/measure"
)

func TestRougeCountsRunsOfWords(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		gold, told        string
		n                 int
		precision, recall float64
	}{
		{"The dam burst.", "the DAM burst", 1, 1, 1},
		{"the dam burst", "the dam held and the dam leaked", 1, 2. / 7, 2. / 3},
		{"the dam burst", "the dam held", 2, .5, .5},
		{"dam", "dam", 2, 0, 0},
		{"", "dam", 1, 0, 0},
	} {
		precision, recall, _ := measure.Rouge(test.gold, test.told, test.n)
		if math.Abs(precision-test.precision) > 1e-9 || math.Abs(recall-test.recall) > 1e-9 {
			t.Errorf("Rouge(%q, %q, %d) = %.3f, %.3f, want %.3f, %.3f", test.gold, test.told, test.n, precision, recall, test.precision, test.recall)
		}
	}
}

func TestSummaryGainIsTextByText(t *testing.T) {
	t.Parallel()
	gold := []string{"the dam burst", "the bridge fell"}
	gain := measure.SummaryGain(gold, gold, []string{"the dam burst", "nothing at all"})
	if gain.Texts != 2 || gain.R1.Value != .5 || gain.R1.Low != 0 {
		t.Errorf("got %+v, want a gain of a half, which may be none", gain)
	}
}
