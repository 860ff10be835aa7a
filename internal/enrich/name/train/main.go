// Command train makes the lists and weights by which package name finds names.
//
//	go run ./internal/enrich/name/train [flags] DIR
//
// DIR holds language/, stories/ and extract/. It works in three steps, which -step runs one by one:
//
//	lists    puts together what is known of words: gazetteers, Unicode's CLDR, people.tsv and our own files beside this one, and
//	         groups of words that keep similar company in unlabelled news
//	en       trains the models of English, and the one of the second pass, on labelled collections (see data.go)
//	others   trains the other languages without labels: a model of shapes and lists alone, learned from English, labels their
//	         news, and a model that knows words learns from that
//
// testa of CoNLL 2003 never teaches; the table at the end is of it. With -clean only sets under a free licence teach, with news that
// invented.txt makes up, without groups, in one step; lists and models of English go to testdata/clean, and can take the place of those in
// weights.
//
// The same texts, flags and program give the same models.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nutgraf/internal/enrich/name"
)

// training is what flags say of one.
type training struct {
	options
	clean, misses, single bool
	step, out, without    string
	groups, pagesInvented int
}

func main() {
	var t training
	flag.IntVar(&t.epochs, "epochs", 8, "how often each text is seen")
	flag.Float64Var(&t.rate, "rate", .15, "learning rate")
	flag.Float64Var(&t.l2, "l2", 1e-5, "shrinks weights")
	flag.Float64Var(&t.drop, "drop", .3, "share of signs not seen at each step")
	flag.IntVar(&t.rows, "rows", 400000, "signs that a model keeps")
	flag.IntVar(&t.least, "least", 2, "how often a sign occurs")
	flag.Uint64Var(&t.seed, "seed", 1, "of the random choices")
	flag.IntVar(&t.groups, "groups", 800, "groups of English words, other languages have a third; 0 keeps those there are, which saves minutes")
	flag.IntVar(&t.pagesInvented, "invented", 30, "how often each page of invented news teaches, filled anew")
	flag.BoolVar(&t.clean, "clean", false, "only sets under a free licence teach; the results go to testdata/clean")
	flag.BoolVar(&t.misses, "misses", false, "print mistakes on testa")
	flag.BoolVar(&t.single, "single", false, "one pass only, to try something; writes nothing")
	flag.StringVar(&t.without, "without", "", "sets left out and measured; writes nothing")
	flag.StringVar(&t.step, "step", "", "lists, en or others; empty: all three")
	flag.StringVar(&t.out, "out", "internal/enrich/name", "the folder of the package")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/enrich/name/train [flags] DIR\nDIR is the folder with language/, stories/ and extract/.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := t.run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func (t *training) run(dir string) error {
	if t.clean {
		return t.runClean(dir)
	}
	for _, step := range []struct {
		name string
		run  func(dir string) error
	}{{"lists", t.makeLists}, {"en", t.english}, {"others", t.others}} {
		if t.step != "" && t.step != step.name {
			continue
		}
		if err := step.run(dir); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return nil
}

// path is where a result is kept.
func (t *training) path(name string) string {
	folder := "weights"
	if t.clean {
		folder = filepath.Join("testdata", "clean")
	}
	return filepath.Join(t.out, folder, name+".bin")
}

// write keeps a result, unless this run is for measuring.
func (t *training) write(name string, b []byte) error {
	fmt.Printf("%s: %d bytes\n", name, len(b))
	if t.single || t.without != "" {
		return nil
	}
	return os.WriteFile(t.path(name), b, 0o644)
}

func (t *training) makeLists(dir string) error {
	all, err := gather(dir, filepath.Join(t.out, "train"))
	if err != nil {
		return err
	}
	texts, err := corpus(dir)
	if err != nil {
		return err
	}
	for _, language := range name.Languages() {
		if language != "de" { // where all nouns have a capital
			all.common(language, texts[language])
		}
		if t.groups == 0 {
			continue
		}
		k := t.groups
		if language != "en" {
			k /= 3
		}
		for h, group := range cluster(texts[language], k, 60000, 3, 10) {
			key := name.Local(name.Tongue(language), h)
			it := all[key]
			it.Group = group
			all[key] = it
		}
	}
	if t.groups == 0 {
		if err := t.keepGroups(all); err != nil {
			return err
		}
	}
	b, err := all.pack()
	if err != nil {
		return err
	}
	fmt.Printf("%d words and phrases\n", len(all))
	return t.write("lists", b)
}

// keepGroups takes over the groups of the lists that there are.
func (t *training) keepGroups(all items) error {
	old, err := t.lists()
	if err != nil {
		return err
	}
	for key, was := range old.All() {
		if was.Group != 0 {
			it := all[key]
			it.Group = was.Group
			all[key] = it
		}
	}
	return nil
}

func (t *training) second() (*name.Model, error) {
	b, err := os.ReadFile(t.path("second"))
	if err != nil {
		return nil, err
	}
	return name.ParseModel(b)
}

func (t *training) lists() (*name.Lists, error) {
	b, err := os.ReadFile(t.path("lists"))
	if err != nil {
		return nil, err
	}
	return name.ParseLists(b)
}

// pages puts the texts of the collections together, some of them as headlines are written.
func (t *training) pages(sets map[string][]doc) (pages []page) {
	for _, set := range []string{"conll", "wikigold", "ewt", "wnut", "btc", "re3d", "polnear", "invented"} {
		if slices.Contains(strings.Split(t.without, ","), set) {
			continue
		}
		for i := range sets[set] {
			d := &sets[set][i]
			if t.clean && !d.clean {
				continue
			}
			styles := []style{{spaced: i%7 == 4, lines: i%2 == 0}}
			switch i % 10 {
			case 3:
				styles = append(styles, style{upper: true})
			case 7:
				styles = append(styles, style{title: true})
			}
			for _, st := range styles {
				p := write(d, st)
				p.fold = i % folds
				pages = append(pages, p)
			}
		}
	}
	return pages
}

func (t *training) english(dir string) error {
	lists, err := t.lists()
	if err != nil {
		return err
	}
	sets, err := load(dir)
	if err != nil {
		return err
	}
	return t.teach(sets, lists)
}

// teach trains, keeps and measures the models of English.
func (t *training) teach(sets map[string][]doc, lists *name.Lists) error {
	by, first, second, err := t.twoPasses(t.pages(sets), lists)
	if err != nil {
		return err
	}
	if err := errors.Join(t.write("en", first), t.write("second", second)); err != nil {
		return err
	}
	t.report(sets, by.Find)
	return nil
}

// runClean trains on free sets alone. Groups of words come from texts that are not free, so that there are none.
func (t *training) runClean(dir string) error {
	all, err := gather(dir, filepath.Join(t.out, "train"))
	if err != nil {
		return err
	}
	if err := all.bodies(filepath.Join(t.out, "train", "bodies.txt")); err != nil {
		return err
	}
	b, err := all.pack()
	if err != nil {
		return err
	}
	if err := t.write("lists", b); err != nil {
		return err
	}
	lists, err := name.ParseLists(b)
	if err != nil {
		return err
	}
	sets, err := load(dir)
	if err != nil {
		return err
	}
	if sets["invented"], err = t.invent(dir, filepath.Join(t.out, "train"), t.pagesInvented); err != nil {
		return err
	}
	return t.teach(sets, lists)
}
