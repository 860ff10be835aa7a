package forest_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"nutgraf/internal/forest"
)

// rows makes examples with three features, of which the third is noise.
func rows(n int, answer func(a, b float32, r *rand.Rand) float32) []forest.Row {
	r := rand.New(rand.NewPCG(7, 9))
	all := make([]forest.Row, n)
	for i := range all {
		v := []float32{r.Float32(), r.Float32(), r.Float32()}
		all[i] = forest.Row{Values: v, Answer: answer(v[0], v[1], r), Weight: 1}
	}
	return all
}

func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func xor(a, b float32, _ *rand.Rand) float32 { return truth((a > .5) != (b > .5)) }

// noisy is a threshold at which one answer in ten is wrong.
func noisy(a, _ float32, r *rand.Rand) float32 { return truth((a > .3) != (r.Float32() < .1)) }

func TestForestLearns(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer func(a, b float32, r *rand.Rand) float32
		right  func(a, b float32) bool
	}{
		"xor":             {xor, func(a, b float32) bool { return (a > .5) != (b > .5) }},
		"noisy threshold": {noisy, func(a, _ float32) bool { return a > .3 }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := forest.Grow(rows(4000, test.answer), forest.Options{Trees: 60, Leaves: 8, Columns: 1})
			r := rand.New(rand.NewPCG(1, 1))
			wrong := 0
			for range 2000 {
				v := []float32{r.Float32(), r.Float32(), r.Float32()}
				if f.Score(v) > 0 != test.right(v[0], v[1]) {
					wrong++
				}
			}
			if wrong > 40 {
				t.Errorf("%d of 2000 unseen rows are judged wrongly", wrong)
			}
		})
	}
}

func TestForestIsTheSameOnAnyNumberOfCores(t *testing.T) {
	examples := rows(3000, noisy)
	var first []byte
	for _, cores := range []int{1, 2, 7} {
		before := runtime.GOMAXPROCS(cores)
		b := written(t, forest.Grow(examples, forest.Options{Trees: 20, Seed: 3}))
		runtime.GOMAXPROCS(before)
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Errorf("%d cores make another forest than one", cores)
		}
	}
	if bytes.Equal(first, written(t, forest.Grow(examples, forest.Options{Trees: 20, Seed: 4}))) {
		t.Error("another seed makes the same forest")
	}
}

func TestForestRespectsWeights(t *testing.T) {
	t.Parallel()
	// The same value with both answers: the one that weighs more wins, and by how much follows from the weights.
	examples := []forest.Row{}
	for range 200 {
		examples = append(examples,
			forest.Row{Values: []float32{0}, Answer: 1, Weight: 3}, forest.Row{Values: []float32{0}, Answer: 0, Weight: 1},
			forest.Row{Values: []float32{1}, Answer: 1, Weight: 1}, forest.Row{Values: []float32{1}, Answer: 0, Weight: 3})
	}
	f := forest.Grow(examples, forest.Options{Trees: 200, Rows: 1, Columns: 1})
	for value, want := range map[float32]float64{0: math.Log(3), 1: -math.Log(3)} {
		if got := f.Score([]float32{value}); math.Abs(got-want) > .02 {
			t.Errorf("value %v: log-odds %.3f, want %.3f", value, got, want)
		}
	}
}

func TestExplainSumsToTheScore(t *testing.T) {
	t.Parallel()
	f := forest.Grow(rows(2000, xor), forest.Options{Trees: 40, Columns: 1})
	base := math.NaN() // the score less the reasons: what the forest says of a row that it knows nothing of
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		v := []float32{r.Float32(), r.Float32(), r.Float32()}
		rest, last := f.Score(v), math.Inf(1)
		for _, reason := range f.Explain(v) {
			rest -= reason.Weight
			if math.Abs(reason.Weight) > last {
				t.Fatalf("the reasons of %v are not in order of weight", v)
			}
			last = math.Abs(reason.Weight)
		}
		if math.IsNaN(base) {
			base = rest
		}
		if math.Abs(rest-base) > 1e-3 {
			t.Fatalf("row %v: score less reasons is %v, of another row %v", v, rest, base)
		}
	}
	if math.Abs(base) > .2 {
		t.Errorf("half of the answers are yes, yet the score less the reasons is %v", base)
	}
}

func TestForestComesBackFromBytes(t *testing.T) {
	t.Parallel()
	f := forest.Grow(rows(2000, xor), forest.Options{Trees: 30})
	b := written(t, f)
	var read forest.Forest
	if err := read.UnmarshalBinary(b); err != nil {
		t.Fatal(err)
	}
	if read.Width() != 3 || read.Trees() != 30 {
		t.Errorf("width %d, %d trees", read.Width(), read.Trees())
	}
	for _, row := range rows(200, xor) {
		if got, want := read.Score(row.Values), f.Score(row.Values); math.Abs(got-want) > 1e-3 {
			t.Fatalf("the read forest says %v, the written one %v", got, want)
		}
	}
	for n := range len(b) {
		if err := new(forest.Forest).UnmarshalBinary(b[:n]); !errors.Is(err, forest.ErrFormat) {
			t.Fatalf("%d of %d bytes: got error %v", n, len(b), err)
		}
	}
	if err := new(forest.Forest).UnmarshalBinary(append(b, 0)); !errors.Is(err, forest.ErrFormat) {
		t.Errorf("a byte too many: got error %v", err)
	}
}

func TestForestOfNothing(t *testing.T) {
	t.Parallel()
	if got := forest.Grow(nil, forest.Options{}).Score(nil); got != 0 {
		t.Errorf("a forest that has learned nothing says %v", got)
	}
	sure := make([]forest.Row, 50)
	for i := range sure {
		sure[i] = forest.Row{Values: []float32{float32(i), float32(math.NaN()), float32(math.Inf(1))}, Answer: 1, Weight: 1}
	}
	if got := forest.Grow(sure, forest.Options{Trees: 5}).Score(sure[0].Values); !(got > 0) {
		t.Errorf("only yes was seen, and the score is %v", got)
	}
}

// FuzzForest reads any bytes as a forest: one that is read answers any row without a fault, and what it writes is read again.
func FuzzForest(f *testing.F) {
	for _, o := range []forest.Options{{Trees: 1, Leaves: 2}, {Trees: 3, Leaves: 4, Bins: 4}} {
		b, err := forest.Grow(rows(100, xor), o).MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, []byte("abcdefgh"))
	}
	f.Add([]byte("forest1\n\x00"), []byte{})
	f.Fuzz(func(t *testing.T, b, values []byte) {
		var read forest.Forest
		if err := read.UnmarshalBinary(b); err != nil {
			if !errors.Is(err, forest.ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		row := make([]float32, read.Width())
		for i := range row {
			if len(values) > 0 {
				row[i] = float32(values[i%len(values)]) - 100
			}
		}
		read.Score(row)
		for _, reason := range read.Explain(row) {
			if reason.Feature < 0 || reason.Feature >= read.Width() {
				t.Errorf("reason %+v of a forest of width %d", reason, read.Width())
			}
		}
		var again forest.Forest
		if err := again.UnmarshalBinary(written(t, &read)); err != nil {
			t.Fatalf("what it writes is not read again: %v", err)
		}
		if again.Width() != read.Width() || again.Trees() != read.Trees() {
			t.Errorf("width %d and %d trees were %d and %d", again.Width(), again.Trees(), read.Width(), read.Trees())
		}
	})
}

func written(t *testing.T, f *forest.Forest) []byte {
	t.Helper()
	b, err := f.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A bound spares trees, and changes no answer.
func TestAboveIsScoreAboveABound(t *testing.T) {
	t.Parallel()
	f := forest.Grow(rows(3000, noisy), forest.Options{Trees: 50, Seed: 5})
	for _, row := range rows(300, xor) {
		want := f.Score(row.Values)
		for _, least := range []float64{math.Inf(-1), -2, -.5, 0, want, 1, math.Inf(1)} {
			switch got, ok := f.Above(row.Values, least); {
			case ok != (want > least):
				t.Fatalf("score %v above %v: got %t", want, least, ok)
			case ok && got != want:
				t.Fatalf("score %v, want %v", got, want)
			}
		}
	}
}

// TestScoreWalksTheTrees: four trees at once say what each says by itself, of any numbers.
func TestScoreWalksTheTrees(t *testing.T) {
	t.Parallel()
	odd := []float32{0, float32(math.Copysign(0, -1)), -1, 1, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32, float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))}
	r := rand.New(rand.NewPCG(3, 3))
	var examples []forest.Row
	for range 3000 {
		v := []float32{r.Float32() - .5, odd[r.IntN(6)], float32(r.IntN(5) - 2)}
		examples = append(examples, forest.Row{Values: v, Answer: truth((v[0] > 0) != (v[1] > 0) != (v[2] > 0)), Weight: 1})
	}
	for _, trees := range []int{1, 3, 4, 21} {
		f := forest.Grow(examples, forest.Options{Trees: trees, Leaves: 20, Columns: 1})
		for i := range examples {
			row := examples[i].Values
			row[i%3] = odd[r.IntN(len(odd))]
			if got, want := f.Score(row), f.Plain(row); got != want {
				t.Fatalf("%d trees say %v of %v, one by one %v", trees, got, row, want)
			}
			least := f.Plain(row) + float64(r.IntN(3)-1)
			if got, ok := f.Above(row, least); ok != (f.Plain(row) > least) || ok && got != f.Plain(row) {
				t.Fatalf("%d trees say %v, %v of %v above %v, one by one %v", trees, got, ok, row, least, f.Plain(row))
			}
		}
	}
}
