package date_test

import (
	"fmt"
	"strings"
	"testing"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/enrich/date/sets"
	"nutgraf/internal/golden"
	"nutgraf/internal/measure"
	"nutgraf/internal/text"
)

// TestTempEvalQuality measures expressions of time as TempEval-3 does. AQUAINT and every second text of TimeBank, from the first, were
// used in development; of the other half of TimeBank only what was found in vain was looked at, of platinum nothing.
func TestTempEvalQuality(t *testing.T) {
	t.Parallel()
	dir := language(t)
	var b strings.Builder
	fmt.Fprintf(&b, "%-13s  gold  told  strict  relaxed   type  value  (95 %%)\n", "")
	row := func(name string, texts []sets.Text, step, from int) {
		var golds, tolds [][]measure.DateSpan
		for i := from; i < len(texts); i += step {
			var gold, told []measure.DateSpan
			for _, d := range texts[i].Dates {
				gold = append(gold, measure.DateSpan(d))
			}
			for _, d := range date.Find(text.Read(texts[i].Text), "en", texts[i].Published) {
				told = append(told, measure.DateSpan{Start: d.Start, End: d.End, Type: string(d.Type), Value: d.Value})
			}
			golds, tolds = append(golds, gold), append(tolds, told)
		}
		m := measure.Dates(golds, tolds)
		fmt.Fprintf(&b, "%-13s %5d %5d   %.3f    %.3f  %.3f  %.3f  %.3f–%.3f\n", name, m.Gold, m.Told, m.Strict.Value, m.Relaxed.Value, m.Type.Value,
			m.Value.Value, m.Value.Low, m.Value.High)
	}
	for _, name := range []string{"timebank", "aquaint", "platinum"} {
		texts, err := sets.TempEval(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		row(name, texts, 1, 0)
		if name == "timebank" {
			row("  first half", texts, 2, 0)
			row("  second half", texts, 2, 1)
		}
	}
	golden.Check(t, "tempeval.txt", b.String())
}
