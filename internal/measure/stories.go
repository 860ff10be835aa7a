package measure

import (
	"cmp"
	"math"
	"slices"
)

// Item is an article with the group that people put it in, and the one that is judged.
type Item struct {
	Gold   string
	Story  string
	Family string // of its text, for [Duplicates]
	Text   string // likewise
}

// Grouping is how well stories were found. Precision falls when articles are joined that do not belong together, recall
// when articles are kept apart that do.
type Grouping struct {
	Articles int `json:"articles"`
	Gold     int `json:"gold_stories"`
	Stories  int `json:"stories"`

	// B³ (Bagga and Baldwin 1998): for each article, how much of its story belongs to it, and how much of what belongs to
	// it is in its story; the mean over articles.
	B3Precision Figure `json:"b3_precision"`
	B3Recall    Figure `json:"b3_recall"`
	B3F1        Figure `json:"b3_f1"`

	// Of the pairs of articles in one story those that are rightly so, and of those that should be those that are. Large
	// stories weigh with the square of their size.
	PairPrecision Figure `json:"pair_precision"`
	PairRecall    Figure `json:"pair_recall"`
	PairF1        Figure `json:"pair_f1"`

	// V-measure (Rosenberg and Hirschberg 2007): how much of what there is to know of the one grouping the other tells.
	Homogeneity  Figure `json:"homogeneity"`
	Completeness Figure `json:"completeness"`
	V            Figure `json:"v_measure"`

	Ratio Figure `json:"cluster_ratio"` // stories to stories of the gold; 1 is right, above it too many
}

// What is summed over articles: every measure is a quotient of two of these sums.
const (
	sumArticles     = iota
	sumB3Precision  // share of its story that belongs to it
	sumB3Recall     // share of what belongs to it that is in its story
	sumPairsRight   // articles beside it in both
	sumPairsTold    // articles beside it in its story
	sumPairsGold    // articles beside it in the gold
	sumGoldUnknown  // bits that are left to say of its gold story when its story is known
	sumStoryUnknown // and the other way round
	sumGold         // bits that its gold story says
	sumStory
	sumStories // its part of its story, so that a story comes to 1
	sumGolds
	sums
)

// Stories compares the stories of articles with the gold; articles without gold are left out.
func Stories(items []Item) Grouping {
	items = slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return it.Gold == "" })
	type cell struct{ gold, story string }
	cells, golds, stories := map[cell]float64{}, map[string]float64{}, map[string]float64{}
	for _, it := range items {
		cells[cell{it.Gold, it.Story}]++
		golds[it.Gold]++
		stories[it.Story]++
	}
	all := float64(len(items))
	units, place := make([][sums]float64, 0, len(golds)), map[string]int{} // a unit is a story of the gold
	for _, it := range items {
		at, known := place[it.Gold]
		if !known {
			at = len(units)
			place[it.Gold] = at
			units = append(units, [sums]float64{})
		}
		both, gold, story := cells[cell{it.Gold, it.Story}], golds[it.Gold], stories[it.Story]
		for i, v := range [sums]float64{
			1, both / story, both / gold, both - 1, story - 1, gold - 1,
			math.Log2(story / both), math.Log2(gold / both), math.Log2(all / gold), math.Log2(all / story), 1 / story, 1 / gold,
		} {
			units[at][i] += v
		}
	}
	figures := bootstrap(len(units), func(drawn []int) []float64 {
		var sum [sums]float64
		for _, at := range drawn {
			for i, v := range units[at] {
				sum[i] += v
			}
		}
		return groupingOf(sum)
	})
	g := Grouping{Articles: len(items), Gold: len(golds), Stories: len(stories)}
	for i, into := range []*Figure{&g.B3Precision, &g.B3Recall, &g.B3F1, &g.PairPrecision, &g.PairRecall, &g.PairF1, &g.Homogeneity, &g.Completeness, &g.V, &g.Ratio} {
		*into = figures[i]
	}
	return g
}

// groupingOf makes the figures of a [Grouping], in the order of its fields.
func groupingOf(sum [sums]float64) []float64 {
	b3P, b3R := share(sum[sumB3Precision], sum[sumArticles]), share(sum[sumB3Recall], sum[sumArticles])
	pairP, pairR := share(sum[sumPairsRight], sum[sumPairsTold]), share(sum[sumPairsRight], sum[sumPairsGold])
	homogeneity, completeness := 1-share0(sum[sumGoldUnknown], sum[sumGold]), 1-share0(sum[sumStoryUnknown], sum[sumStory])
	return []float64{
		b3P, b3R, f1(b3P, b3R), pairP, pairR, f1(pairP, pairR), homogeneity, completeness, f1(homogeneity, completeness),
		share(sum[sumStories], sum[sumGolds]),
	}
}

// share0 is part of whole, and 0 of nothing.
func share0(part, whole float64) float64 { return 1 - share(whole-part, whole) }

// largest returns the names by falling count, of equals by name.
func largest(counts map[string]int) []string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return names
}
