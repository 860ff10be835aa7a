package date_test

import (
	"strings"
	"testing"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/text"
)

// BenchmarkHostile reads 100 kB without a full stop of what could make the reader look at everything again and again; each
// must take about as long as the others.
func BenchmarkHostile(b *testing.B) {
	for _, s := range []string{"Monday ", "the ", "the last ", "hundred ", "every ", "Monday 3 May to ", "a few more long ", "in 3 of the ", "3:30 on the ",
		"\"Friday ", "in early late mid ", "1990 - 91 and ", "year of the week of ", "last third quarter ", "May last May "} {
		p := text.Read(strings.Repeat(s, 100_000/len(s)))
		b.Run(strings.TrimSpace(s), func(b *testing.B) {
			for b.Loop() {
				date.Events(p, "en", published, date.Find(p, "en", published))
			}
		})
	}
}
