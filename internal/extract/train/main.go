// Command train makes the model by which extract tells the text of an article from the rest of its page.
//
//	go run ./internal/extract/train [flags] DIR
//
// DIR holds the sets of pages with their texts (naeb, fundus258, wcxb-dev-articles: folders of gold.jsonl and html/*.html.gz).
// The pages are parted into folds by site. For each fold two forests are trained on the other folds and measured on it:
// the first judges each leaf of a page by itself and its surroundings, the second also by what the first says of them. The
// table printed is of those, so no page is measured by a model that knew its site. The forests of all pages together
// are written to internal/extract/model, those of the folds to internal/extract/testdata/folds, for the tests.
//
// With -stacks it makes the forest that judges whether a page stacks several articles instead (see trainStacks).
//
// The same pages, flags and program give the same forests.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nutgraf/internal/forest"
)

func main() {
	sets := flag.String("sets", "naeb,fundus258,wcxb-dev-articles", "the sets to train on")
	out := flag.String("out", "internal/extract", "the folder of the package, for the results; empty: only measure")
	trees := flag.Int("trees", 160, "trees of each forest")
	leaves := flag.Int("leaves", 24, "leaves of a tree")
	rate := flag.Float64("rate", .06, "learning rate")
	hess := flag.Float64("hess", 4, "weight of evidence that a tree's leaf has at least")
	columns := flag.Float64("columns", .4, "share of features that a tree may use")
	l2 := flag.Float64("l2", 2, "shrinks the values of a tree's leaves")
	limit := flag.Int("limit", 0, "pages of each set at most, for a quick look; 0: all")
	misses := flag.Int("misses", 0, "how many of the costliest mistakes of each set to print")
	stacked := flag.Bool("stacks", false, "make the model that judges stacks of articles instead")
	made := flag.Int("made", 15, "with -stacks: pages to make in each shape and form from each set")
	seed := flag.Uint64("seed", 1, "of the random choices")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/extract/train [flags] DIR\nDIR is the folder with the extraction sets.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	t := &training{
		missing: *misses,
		options: forest.Options{Trees: *trees, Leaves: *leaves, Rate: *rate, MinHess: *hess, L2: *l2, Columns: *columns, Rows: .7, Bins: 96, Seed: *seed},
	}
	if *stacked {
		if err := trainStacks(flag.Arg(0), strings.Split(*sets, ","), *made, t.options, *out); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if err := t.run(flag.Arg(0), strings.Split(*sets, ","), *limit, *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func (t *training) run(dir string, sets []string, limit int, out string) error {
	for _, set := range sets {
		pages, err := readSet(filepath.Join(dir, set), set, limit)
		if err != nil {
			return err
		}
		t.pages = append(t.pages, pages...)
	}
	rows, yes := 0, 0
	for _, p := range t.pages {
		rows += len(p.labels)
		for _, l := range p.labels {
			if l > .5 {
				yes++
			}
		}
	}
	fmt.Printf("%d pages, %d leaves, %d of them text\n", len(t.pages), rows, yes)
	t.report("perfect choice", func(p *page) []float64 { return choice(p.labels) })
	first, second := t.cross()
	for _, set := range sets {
		t.misses(set, t.missing)
	}
	if out == "" {
		return nil
	}
	if err := write(filepath.Join(out, "testdata", "folds"), first, second); err != nil {
		return err
	}
	all1 := t.firstForest(-1)
	all2 := t.secondForest(-1)
	return writePair(filepath.Join(out, "model"), "", all1, all2)
}

func write(dir string, first, second []*forest.Forest) error {
	for k := range first {
		if err := writePair(dir, fmt.Sprintf("%d.", k), first[k], second[k]); err != nil {
			return err
		}
	}
	return nil
}

func writePair(dir, prefix string, first, second *forest.Forest) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, f := range map[string]*forest.Forest{"first": first, "second": second} {
		b, err := f.MarshalBinary()
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, prefix+name+".forest"), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
