package story

import (
	"nutgraf/internal/forest"
	"nutgraf/internal/news"
)

// Study is a labelled stream, prepared for training and measuring the merge decision: all articles compared with each
// other as a window that holds them does it.
type Study struct {
	items []*item // in the order in which they were given
	graph *graph
	gold  []string
	pairs map[[2]int]bool // what is known of pairs, when that is all; nil: gold says everything
	at    map[*item]int
}

// Pairs says that nothing is known of the articles but whether these pairs of them, the lower number first, are of one
// story.
func (s *Study) Pairs(same map[[2]int]bool) { s.pairs = same }

// NewStudy compares articles. gold names the story of each.
func NewStudy(articles []news.Article, gold []string) *Study {
	w := New(Options{Most: 2 * len(articles)})
	w.score = func(*bunch, *bunch, *bond) float64 { return never }
	w.Add(articles)
	w.refresh()
	w.relink()
	s := &Study{graph: w.graph, gold: gold, at: map[*item]int{}}
	for i := range articles {
		it := w.items[articles[i].ID]
		s.items, s.at[it] = append(s.items, it), i
	}
	return s
}

// Lesson is one look at two bunches of articles: what the decision sees, and how much of them belongs together.
type Lesson struct {
	Row  []float32
	Same float32 // share of the pairs between them that are of one story, between 0 and 1
	Size float32 // harmonic mean of the numbers of articles: what a mistake costs
}

// Learn settles the articles that use lets through and tells every question that came up. Without a model it joins what
// belongs together, the most alike first.
func (s *Study) Learn(use func(article int) bool, model *forest.Forest, tell func(Lesson)) {
	run := s.settle(use)
	score, least := judgeBy(model), -3.0
	run.score = func(a, b int32, between *bond) float64 {
		if model == nil {
			return float64(between.sum[partMix]) / float64(run.bunches[a].size*run.bunches[b].size)
		}
		return score(&run.bunches[a], &run.bunches[b], between)
	}
	if model == nil {
		least = leastMix
	}
	run.judge = func(p proposal) bool {
		var row [seeCount]float32
		between := run.bonds[p.a][p.b]
		look(&run.bunches[p.a], &run.bunches[p.b], &between, &row)
		same, known := s.same(run.members[p.a], run.members[p.b])
		na, nb := float32(len(run.members[p.a])), float32(len(run.members[p.b]))
		if known {
			tell(Lesson{row[:], same, 2 * na * nb / (na + nb)})
		}
		if model == nil {
			return same >= .5
		}
		return p.score >= oneStory
	}
	run.run(least)
}

func (s *Study) settle(use func(article int) bool) *settling {
	var items []*item
	for i, it := range s.items {
		if use(i) {
			items = append(items, it)
		}
	}
	return settle(items, s.graph, nil, constraintsOf(nil))
}

// same is the share of the pairs between two bunches that are of one story, if anything is known of them.
func (s *Study) same(a, b []*item) (share float32, known bool) {
	if s.pairs != nil {
		n, all := 0, 0
		for _, x := range a {
			for _, y := range b {
				i, j := s.at[x], s.at[y]
				if same, told := s.pairs[[2]int{min(i, j), max(i, j)}]; told {
					if all++; same {
						n++
					}
				}
			}
		}
		return float32(n) / float32(max(1, all)), all > 0
	}
	counts := map[string]int{}
	for _, it := range a {
		counts[s.gold[s.at[it]]]++
	}
	n := 0
	for _, it := range b {
		n += counts[s.gold[s.at[it]]]
	}
	return float32(n) / float32(len(a)*len(b)), true
}

// Group groups all articles and says for each the number of its story. choose names the model for a question about two
// bunches of articles: one that has seen neither.
func (s *Study) Group(choose func(a, b []int) *forest.Forest) []int {
	run := s.settle(func(int) bool { return true })
	judges := map[*forest.Forest]func(a, b *bunch, between *bond) float64{}
	numbers := func(items []*item) []int {
		list := make([]int, len(items))
		for i, it := range items {
			list[i] = s.at[it]
		}
		return list
	}
	run.score = func(a, b int32, between *bond) float64 {
		model := choose(numbers(run.members[a]), numbers(run.members[b]))
		if judges[model] == nil {
			judges[model] = judgeBy(model)
		}
		return judges[model](&run.bunches[a], &run.bunches[b], between)
	}
	run.run(oneStory)
	placed := make([]int, len(s.items))
	for n, group := range run.groups() {
		for _, it := range group {
			placed[s.at[it]] = n
		}
	}
	return placed
}

// Sees names what the merge decision looks at, in the order of a [Lesson]'s row.
func Sees() []string {
	return []string{"mix", "words", "pairs", "headline", "told", "names", "named", "numbers", "lead", "shared", "site",
		"best", "centre", "looser", "tighter", "hold looser", "hold tighter", "smaller", "larger", "gap", "tenth", "nearest",
		"shorter", "longer", "crowd", "over crowd", "in crowds"}
}

// Gap is where a row has the hours between two bunches, and Site whether they are of one source: training hides both at
// times, because there are streams without them.
const (
	Gap  = seeGap
	Site = partSite
)
