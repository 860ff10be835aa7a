package extractbench

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

const sample = 80 // pages of each set

// BenchmarkRatio lets all contenders read the same pages in turns, so that what else the machine does falls on all alike,
// and reports the processor time of each, its garbage collection included, by that of html.Parse on the same pages: by the
// best of all rounds of each set.
func BenchmarkRatio(b *testing.B) {
	all := append([]contender{{"html.Parse", parsed}}, contenders()[1:]...) // our weights cost the same, seen or not
	for _, set := range sets {
		b.Run(set, func(b *testing.B) {
			pages := read(b, set, sample)
			costs := make([]cost, len(all))
			for b.Loop() {
				for i, c := range all {
					costs[i] = costs[i].best(costOf(c, pages))
				}
			}
			size := 0
			for _, g := range pages {
				size += len(g.page)
			}
			n := float64(len(pages))
			table := fmt.Sprintf("%d pages of %d KB\n", len(pages), size/len(pages)>>10)
			for i, c := range costs {
				table += fmt.Sprintf("  %-16s %7.2f x html.Parse  %6.0f pages/s per core  %8.0f allocations  %9.0f bytes allocated per page (%.1f per byte of it)\n",
					all[i].name, float64(c.took)/float64(costs[0].took), n/c.took.Seconds(), float64(c.allocations)/n, float64(c.bytes)/n, float64(c.bytes)/float64(size))
			}
			b.Log(table)
			b.ReportMetric(float64(costs[1].took)/float64(costs[0].took), "x-parse")
			b.ReportMetric(float64(costs[2].took)/float64(costs[1].took), "times-trafilatura")
			b.ReportMetric(float64(costs[4].took)/float64(costs[1].took), "times-readability")
			b.ReportMetric(n/costs[1].took.Seconds(), "pages/s")
		})
	}
}

// cost is what reading pages takes.
type cost struct {
	took               time.Duration
	allocations, bytes uint64
}

func (c cost) best(other cost) cost {
	if c.took == 0 || other.took < c.took {
		return other
	}
	return c
}

func costOf(c contender, pages []*labelled) cost {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := spent()
	for _, g := range pages {
		c.read(g.page, g.URL)
	}
	runtime.GC()
	took := spent() - start
	runtime.ReadMemStats(&after)
	return cost{took, after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc}
}
