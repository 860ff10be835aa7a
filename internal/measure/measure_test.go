package measure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/measure"
	"nutgraf/internal/text"

	"github.com/google/go-cmp/cmp"
)

func items(gold, story string) []measure.Item {
	var all []measure.Item
	stories := strings.Fields(story)
	for i, g := range strings.Fields(gold) {
		all = append(all, measure.Item{Gold: strings.Trim(g, "-"), Story: stories[i]})
	}
	return all
}

// TestStoriesByHand: the figures were worked out on paper.
func TestStoriesByHand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		gold, story                                        string
		b3P, b3R, pairP, pairR, homogeneous, complete, all float64
	}{
		"all right":           {"a a b c", "1 1 2 3", 1, 1, 1, 1, 1, 1, 1},
		"two parts mixed":     {"a a a b b", "1 1 2 2 2", 11. / 15, 11. / 15, .5, .5, .432538, .432538, 1},
		"one heap":            {"a a b b", "1 1 1 1", .5, 1, 1. / 3, 1, 0, 1, .5},
		"each alone":          {"a a b b", "1 2 3 4", 1, .5, 1, 0, 1, .5, 2},
		"one story, in parts": {"a a a a", "1 1 2 2", 1, .5, 1, 1. / 3, 1, 0, 2},
		"singles":             {"a b", "1 2", 1, 1, 1, 1, 1, 1, 1},
		"some without gold":   {"a a - b", "1 1 2 2", 1, 1, 1, 1, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := measure.Stories(items(c.gold, c.story))
			got := []float64{g.B3Precision.Value, g.B3Recall.Value, g.PairPrecision.Value, g.PairRecall.Value, g.Homogeneity.Value, g.Completeness.Value, g.Ratio.Value}
			want := []float64{c.b3P, c.b3R, c.pairP, c.pairR, c.homogeneous, c.complete, c.all}
			for i := range got {
				if math.Abs(got[i]-want[i]) > 1e-6 {
					t.Errorf("got %v, want %v", got, want)
					break
				}
			}
			for _, f := range []struct{ f1, p, r measure.Figure }{{g.B3F1, g.B3Precision, g.B3Recall}, {g.PairF1, g.PairPrecision, g.PairRecall}, {g.V, g.Homogeneity, g.Completeness}} {
				if want := 2 * f.p.Value * f.r.Value / max(1e-12, f.p.Value+f.r.Value); math.Abs(f.f1.Value-want) > 1e-9 {
					t.Errorf("F1 is %v, want %v", f.f1.Value, want)
				}
			}
		})
	}
}

// random returns articles in about n/3 stories, a share of which is shuffled.
func random(seed uint64, n int, wrong float64) []measure.Item {
	chance := rand.New(rand.NewPCG(seed, 1))
	all := make([]measure.Item, n)
	for i := range all {
		story := chance.IntN(n / 3)
		all[i] = measure.Item{Gold: fmt.Sprint("g", story), Story: fmt.Sprint(story)}
		if chance.Float64() < wrong {
			all[i].Story = fmt.Sprint(chance.IntN(n / 3))
		}
	}
	return all
}

func TestStoriesKeepTheirProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		all := random(seed, 120, .3)
		g := measure.Stories(all)
		if diff := cmp.Diff(g, measure.Stories(all)); diff != "" {
			t.Errorf("measured twice: %s", diff)
		}
		turned := make([]measure.Item, len(all)) // gold and answer change places: so do precision and recall
		for i, it := range all {
			turned[i] = measure.Item{Gold: it.Story, Story: it.Gold}
		}
		back := measure.Stories(turned)
		for _, pair := range [][2]measure.Figure{{g.B3Precision, back.B3Recall}, {g.PairRecall, back.PairPrecision}, {g.Homogeneity, back.Completeness}, {g.B3F1, back.B3F1}, {g.V, back.V}} {
			if math.Abs(pair[0].Value-pair[1].Value) > 1e-9 {
				t.Errorf("seed %d: %v turned round is %v", seed, pair[0], pair[1])
			}
		}
		shuffled := slices.Clone(all)
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := measure.Stories(shuffled); math.Abs(got.B3F1.Value-g.B3F1.Value) > 1e-9 {
			t.Errorf("seed %d: the order changes B³ from %v to %v", seed, g.B3F1, got.B3F1)
		}
		for _, f := range []measure.Figure{g.B3F1, g.PairF1, g.V, g.Ratio} {
			if !(f.Low <= f.Value && f.Value <= f.High && f.Low < f.High) {
				t.Errorf("seed %d: %v does not lie within its interval", seed, f)
			}
		}
	}
}

// TestIntervalsNarrow: four times the news, half the width. And stories, not articles, are drawn: articles of one story
// that are all right or all wrong together make the interval as wide as so many stories do.
func TestIntervalsNarrow(t *testing.T) {
	t.Parallel()
	width := func(f measure.Figure) float64 { return f.High - f.Low }
	small, large := width(measure.Stories(random(5, 150, .3)).B3F1), width(measure.Stories(random(5, 600, .3)).B3F1)
	if ratio := small / large; ratio < 1.4 || ratio > 2.9 {
		t.Errorf("four times the articles make the interval %.2f times narrower, want about 2", ratio)
	}
	heaps := func(size int) (all []measure.Item) { // 40 stories, of which every fourth is torn into single articles
		for s := range 40 {
			for i := range size {
				it := measure.Item{Gold: fmt.Sprint(s), Story: fmt.Sprint(s)}
				if s%4 == 0 {
					it.Story = fmt.Sprint(s, " ", i)
				}
				all = append(all, it)
			}
		}
		return all
	}
	few, many := width(measure.Stories(heaps(5)).B3Recall), width(measure.Stories(heaps(50)).B3Recall)
	if many < few*.9 {
		t.Errorf("ten times as many articles in as many stories narrow the interval from %.3f to %.3f", few, many)
	}
}

// TestCopiesAreExact compares with trying all pairs.
func TestCopiesAreExact(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(7, 7))
	words := strings.Fields("osk ferry harbour storm mayor divers school river prize bridge dock tide lamp quay boats night rain")
	var texts []string
	for range 60 {
		var b strings.Builder
		if n := len(texts); n > 0 && chance.IntN(2) == 0 { // a copy with changes
			for _, w := range strings.Fields(texts[chance.IntN(n)]) {
				if chance.IntN(20) == 0 {
					w = words[chance.IntN(len(words))]
				}
				b.WriteString(w + " ")
			}
		} else {
			for range 3 + chance.IntN(60) {
				b.WriteString(words[chance.IntN(len(words))] + " ")
			}
		}
		texts = append(texts, b.String())
	}
	sets := make([]map[string]bool, len(texts))
	for i, s := range texts {
		terms := text.Terms(s)
		sets[i] = map[string]bool{}
		for j := 0; j+5 <= len(terms); j++ {
			sets[i][strings.Join(terms[j:j+5], " ")] = true
		}
	}
	var want []measure.Copy
	for b := range texts {
		for a := range b {
			both := 0
			for s := range sets[a] {
				if sets[b][s] {
					both++
				}
			}
			if j := float64(both) / float64(max(1, len(sets[a])+len(sets[b])-both)); j >= .5 {
				want = append(want, measure.Copy{A: a, B: b, Jaccard: j})
			}
		}
	}
	slices.SortFunc(want, func(x, y measure.Copy) int {
		if x.A != y.A {
			return x.A - y.A
		}
		return x.B - y.B
	})
	if len(want) < 10 {
		t.Fatalf("only %d pairs to find: a poor test", len(want))
	}
	if diff := cmp.Diff(want, measure.Copies(texts)); diff != "" {
		t.Errorf("(-all pairs +found):\n%s", diff)
	}
}

func TestDuplicatesTellWhatWasJoined(t *testing.T) {
	t.Parallel()
	long := "The ferry between Harrowgate Sound and Osk sailed again on Friday eleven days after a storm tore away its landing stage and divers worked at night"
	other := "Pupils from Lindenfell measured the Tamsel every morning for a year and a jury in Port Selwyn gave them its prize on Monday evening"
	d := measure.Duplicates([]measure.Item{
		{Text: long, Story: "1", Family: "1"},
		{Text: long + " they say", Story: "1", Family: "1"},
		{Text: long, Story: "2", Family: "3"}, // missed, twice
		{Text: other, Story: "3", Family: "4"},
		{Text: other[:60], Story: "3", Family: "4"},                                    // cut from it: no near-duplicate, and rightly in the family
		{Text: "An orchestra plays in the dry dock tonight.", Story: "3", Family: "4"}, // wrong, twice
		{Text: "too short", Story: "9", Family: "9"},
		{Text: "too short", Story: "10", Family: "10"},
	})
	if d.Pairs != 3 || d.FamilyPairs != 4 {
		t.Errorf("got %d pairs and %d family pairs, want 3 and 4", d.Pairs, d.FamilyPairs)
	}
	for what, f := range map[string]struct{ got, want float64 }{"story": {d.SameStory.Value, 1. / 3}, "family": {d.SameFamily.Value, 1. / 3}, "false": {d.False.Value, .5}} {
		if math.Abs(f.got-f.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", what, f.got, f.want)
		}
	}
	if none := measure.Duplicates(nil); none.SameStory.Value != 1 || none.False.Value != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}

func TestSectionsByHand(t *testing.T) {
	t.Parallel()
	s := measure.Sections(strings.Fields("sport sport sport world world tech"), strings.Fields("sport sport world world other tech"))
	if s.Accuracy.Value != 4./6 {
		t.Errorf("accuracy %v", s.Accuracy)
	}
	got := map[string][3]float64{}
	for _, c := range s.Classes {
		got[c.Name] = [3]float64{c.Precision.Value, c.Recall.Value, c.F1.Value}
	}
	want := map[string][3]float64{"sport": {1, 2. / 3, .8}, "world": {.5, .5, .5}, "tech": {1, 1, 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if math.Abs(s.MacroF1.Value-(.8+.5+1)/3) > 1e-9 || s.Confusion["world"]["other"] != 1 || s.Classes[0].Name != "sport" {
		t.Errorf("got %+v", s)
	}
}

func TestPairsByHand(t *testing.T) {
	t.Parallel()
	d := measure.Pairs([]bool{true, true, true, false, false}, []bool{true, true, false, true, false})
	if d.Accuracy.Value != .6 || d.Precision.Value != 2./3 || d.Recall.Value != 2./3 || d.Gold != 3 || d.Told != 3 {
		t.Errorf("got %+v", d)
	}
}

func TestTextsByHand(t *testing.T) {
	t.Parallel()
	r := measure.Texts([]string{"a b c d e", "a b", ""}, []string{"A, b c d x", "a b", "something else"})
	if r.Precision.Value != .5 || r.Recall.Value != .5 || r.Texts != 3 { // (1/2 + 1 + 0) / 3
		t.Errorf("got %+v", r)
	}
}
