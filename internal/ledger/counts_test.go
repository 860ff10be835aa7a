package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

// told makes figures of lines "hour source kind value subject", where the value may be "12+" for at least, "~12" for
// about, "10-12" for a range and "12c" for a copy. Each line is an article, unless it begins with "&".
func counted(t *testing.T, lines string) []news.Count {
	t.Helper()
	var counts []news.Count
	article := news.ArticleID(0)
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		var hour int
		var source news.SourceID
		var kind, value, subject string
		line, beside := strings.CutPrefix(strings.TrimSpace(line), "&")
		fields := strings.Fields(line)
		if _, err := fmt.Sscan(line, &hour, &source, &kind, &value); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		subject = strings.Join(fields[4:], " ")
		if !beside {
			article++
		}
		c := news.Count{Article: article, Source: source, At: time.Date(2031, 5, 1, hour, 0, 0, 0, time.UTC), Text: value}
		c.Kind, c.Subject = news.NumberKind(kind), subject
		value, c.Copy = strings.CutSuffix(value, "c")
		if v, ok := strings.CutSuffix(value, "+"); ok {
			value, c.Bound = v, news.BoundAtLeast
		}
		if v, ok := strings.CutPrefix(value, "~"); ok {
			value, c.Bound = v, news.BoundAbout
		}
		low, high, ranged := strings.Cut(value, "-")
		fmt.Sscan(low, &c.Value)
		c.High = c.Value
		if ranged {
			fmt.Sscan(high, &c.High)
		}
		counts = append(counts, c)
	}
	return counts
}

// written writes lines as a reader would: "dead people killed: 12 → 15; 2 says 12 (3 sources)".
func written(lines []news.CountLine) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %s: ", l.Kind, l.Subject)
		for i, s := range l.Steps {
			if i > 0 {
				b.WriteString(" → ")
			}
			b.WriteString(s.Text)
		}
		for _, d := range l.Dissent {
			fmt.Fprintf(&b, "; %d says %s", d.Source, d.Text)
		}
		fmt.Fprintf(&b, " (%d)\n", l.Sources)
	}
	return b.String()
}

func TestCountsOverTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, told, want string }{
		{"a toll rises, and one source stays behind", `
			1 1 dead 12 people killed
			1 2 dead 12 people dead
			5 3 dead 15 people killed
			6 1 dead 15 people killed
			7 2 dead 12 people killed`,
			"dead people killed: 12 → 15; 2 says 12 (3)\n"},
		{"who wrote before does not contradict", `
			1 1 dead 12 people killed
			2 2 dead 12 people killed
			8 3 dead 15 people killed
			9 1 dead 15 people killed`,
			"dead people killed: 12 → 15 (3)\n"},
		{"a bound is respected", `
			1 1 dead 15 people killed
			2 2 dead 12+ people killed
			3 3 dead 15 people killed`,
			"dead people killed: 15 (3)\n"},
		{"a round figure is no step", `
			1 1 hurt 312 people injured
			2 2 hurt ~300 people injured
			3 3 hurt ~300 wounded`,
			"hurt wounded: 312 (3)\n"},
		{"copies have no say", `
			1 1 dead 12 people killed
			2 2 dead 12 people killed
			3 3 dead 15 people killed
			4 4 dead 15c people killed
			4 5 dead 15c people killed`,
			"dead people killed: 12; 3 says 15 (5)\n"},
		{"parts and additions are no steps", `
			1 1 dead 15 people killed
			&1 1 dead 3 of them children
			2 2 dead 15 people killed
			&2 2 dead 2 others killed`,
			"dead people killed: 15 (2)\n"},
		{"from 12 to 15 tells 15", `
			1 1 dead 12 toll
			&1 1 dead 15 toll
			2 2 dead 15 people dead`,
			"dead people dead: 15 (2)\n"},
		{"what is counted keeps lines apart, and the dead come first", `
			1 1 count 3000 houses destroyed
			1 1 dead 12 people killed
			1 1 hurt 40 people injured
			2 2 count 3200 houses
			2 2 count 40 schools
			2 2 dead 3 children killed`,
			"dead people killed: 12 (1)\ndead children killed: 3 (1)\nhurt people injured: 40 (1)\ncount houses: 3000 → 3200 (2)\ncount schools: 40 (1)\n"},
		{"another disaster is of another size", `
			1 1 dead 12 people killed
			&1 1 dead 3000 people killed
			2 2 dead 14 people killed`,
			"dead people killed: 12 → 14 (2)\ndead people killed: 3000 (1)\n"},
		{"nothing says what it is", `1 1 percent 5`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			counts := counted(t, test.told)
			if got := written(ledger.Counts(counts)); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			slices.Reverse(counts)
			if got := written(ledger.Counts(counts)); got != test.want && !strings.Contains(test.told, "&") {
				t.Errorf("in another order: got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// FuzzCounts: whatever articles say, each line has a step, and the order in which they come changes nothing.
func FuzzCounts(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08\x09"))
	f.Fuzz(func(t *testing.T, data []byte) {
		subjects := []string{"people killed", "houses", "of them children", "", "houses destroyed", "others hurt"}
		kinds := []news.NumberKind{news.NumberDead, news.NumberCount, news.NumberMoney}
		bounds := []news.Bound{news.BoundExact, news.BoundAtLeast, news.BoundAtMost, news.BoundAbout}
		var counts []news.Count
		for i := 0; i+3 < len(data); i += 4 {
			c := news.Count{Article: news.ArticleID(i + 1), Source: news.SourceID(data[i] % 5), At: time.Date(2031, 5, 1, int(data[i+1]%24), 0, i, 0, time.UTC), Copy: data[i]%7 == 0}
			c.Kind, c.Subject, c.Bound = kinds[int(data[i])%3], subjects[int(data[i+2])%6], bounds[int(data[i+3])%4]
			c.Value = float64(data[i+3])
			c.High = c.Value + float64(data[i+1]%3)
			counts = append(counts, c)
		}
		lines := ledger.Counts(counts)
		for _, l := range lines {
			if len(l.Steps) == 0 || l.Sources == 0 || len(l.Dissent) >= l.Sources {
				t.Fatalf("%d steps, %d sources, %d of another mind", len(l.Steps), l.Sources, len(l.Dissent))
			}
		}
		slices.Reverse(counts)
		if got, want := written(ledger.Counts(counts)), written(lines); got != want {
			t.Fatalf("the other way round got\n%swant\n%s", got, want)
		}
	})
}

// BenchmarkCounts puts the figures of a story of 100 articles together, ten of each.
func BenchmarkCounts(b *testing.B) {
	subjects := []string{"people killed", "houses", "people injured", "repair", "inflation", "soldiers", "schools", "voters", "families displaced", "bridges"}
	var counts []news.Count
	for i := range 1000 {
		c := news.Count{Article: news.ArticleID(i / 10), Source: news.SourceID(i / 10 % 30), At: time.Date(2031, 5, 1, 0, i, 0, 0, time.UTC)}
		c.Kind, c.Subject, c.Value = news.NumberCount, subjects[i%10], float64(10+i/100)
		c.High = c.Value
		counts = append(counts, c)
	}
	b.ReportAllocs()
	for b.Loop() {
		ledger.Counts(counts)
	}
}
