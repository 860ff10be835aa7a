package main

import (
	"bytes"
	"encoding/gob"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/news"
)

type training struct {
	options
	clean, misses, single bool
	out                   string
	drops                 string
}

func main() {
	var t training
	flag.IntVar(&t.epochs, "epochs", 10, "how often each text is seen")
	flag.Float64Var(&t.rate, "rate", .15, "learning rate")
	flag.Float64Var(&t.l2, "l2", 1e-5, "shrinks weights")
	flag.Float64Var(&t.drop, "drop", .3, "share of signs not seen at each step")
	flag.IntVar(&t.rows, "rows", 200000, "signs that a model keeps")
	flag.IntVar(&t.least, "least", 2, "how often a sign occurs")
	flag.Uint64Var(&t.seed, "seed", 1, "of the random choices")
	flag.BoolVar(&t.clean, "clean", false, "only sets under a free licence teach")
	flag.BoolVar(&t.single, "single", false, "one pass only")
	flag.BoolVar(&t.misses, "misses", false, "print mistakes on testa")
	flag.StringVar(&t.drops, "without", "", "sets left out")
	flag.StringVar(&t.out, "out", "internal/enrich/name", "the folder of the package, for the results; empty: only measure")
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if t.out == "groups" {
		if err := t.groupRun(flag.Arg(0)); err != nil {
			panic(err)
		}
		return
	}
	if err := t.run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func (t *training) run(dir string) error {
	begun := time.Now()
	items, err := gather(dir)
	if err != nil {
		return err
	}
	if b, err := os.ReadFile(os.Getenv("GROUPS_FILE")); err == nil {
		groups := map[string]map[uint32]uint16{}
		if err := gob.NewDecoder(bytes.NewReader(b)).Decode(&groups); err != nil {
			return err
		}
		for h, g := range groups["en"] {
			it := items[h]
			it.Group = g
			items[h] = it
		}
	}
	packed, err := packLists(items)
	if err != nil {
		return err
	}
	fmt.Printf("%d words and phrases, %d bytes\n", len(items), len(packed))
	lists, err := name.ParseLists(packed)
	if err != nil {
		return err
	}
	sets, err := load(dir)
	if err != nil {
		return err
	}
	var pages []page
	for _, set := range []string{"conll", "wikigold", "ewt", "wnut", "btc", "re3d", "polnear"} {
		if slices.Contains(strings.Split(t.drops, ","), set) {
			continue
		}
		for i := range sets[set] {
			d := &sets[set][i]
			if t.clean && !d.clean {
				continue
			}
			fold := i % folds
			add := func(st style) {
				p := write(d, st)
				p.fold = fold
				pages = append(pages, p)
			}
			add(style{spaced: i%7 == 4, lines: i%2 == 0})
			if i%10 == 3 {
				add(style{upper: true})
			}
			if i%10 == 7 {
				add(style{title: true})
			}
		}
	}
	m, model, err := t.firstPass(pages, lists)
	if err != nil {
		return err
	}
	fmt.Printf("%d pages, model %d bytes, %.0fs\n", len(pages), len(model), time.Since(begun).Seconds())
	var second []byte
	var m2 *name.Model
	if !t.single {
		if m2, second, err = t.secondPass(pages, lists); err != nil {
			return err
		}
		fmt.Printf("second pass %d bytes, %.0fs\n", len(second), time.Since(begun).Seconds())
	}
	by := name.Reader{Model: m, Second: m2, Lists: lists}
	for _, st := range []struct {
		name string
		style
	}{{"news", style{lines: true}}, {"spaced", style{spaced: true}}, {"title", style{title: true}}, {"upper", style{upper: true}}} {
		fmt.Printf("testa %-6s %s\n", st.name, score(sets["testa"], st.style, by, t.misses && st.name == "news"))
	}
	for _, set := range strings.Split(t.drops, ",") {
		if set != "" && set != "polnear" {
			fmt.Printf("%s %s\n", set, score(sets[set], style{lines: true}, by, false))
		}
	}
	if t.clean {
		fmt.Printf("conll  %s\n", score(sets["conll"], style{lines: true}, by, false))
	}
	if t.out == "" {
		return nil
	}
	file := "english.bin"
	if t.clean {
		file = "english.clean.bin"
	}
	if err := os.WriteFile(filepath.Join(t.out, file), model, 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(t.out, strings.Replace(file, "english", "english2", 1)), second, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(t.out, "lists.bin"), packed, 0o644)
}

var kinds = map[news.EntityKind]int{news.EntityPerson: name.Person, news.EntityOrganisation: name.Organisation, news.EntityPlace: name.Place}

// score tells precision, recall and F1 of exact spans.
func score(docs []doc, st style, by name.Reader, misses bool) string {
	var right, told, gold [4]int
	for i := range docs {
		p := write(&docs[i], st)
		want := map[span]bool{}
		for _, s := range p.spans {
			if s.kind != name.Other {
				want[s] = true
				gold[s.kind]++
				gold[3]++
			}
		}
		found := map[span]bool{}
		for _, m := range by.Find(p.prose) {
			if m.Word {
				continue
			}
			s := span{m.Start, m.End, kinds[m.Kind]}
			found[s] = true
			told[s.kind]++
			told[3]++
			if want[s] {
				right[s.kind]++
				right[3]++
			} else if misses {
				fmt.Printf("+ %d %q …%q\n", s.kind, p.prose.Text[s.start:s.end], around(p.prose.Text, s))
			}
		}
		for _, s := range p.spans {
			if misses && s.kind != name.Other && !found[s] {
				fmt.Printf("- %d %q …%q\n", s.kind, p.prose.Text[s.start:s.end], around(p.prose.Text, s))
			}
		}
	}
	out := ""
	for k, label := range []string{"PER", "ORG", "LOC", "all"} {
		p, r := 100*float64(right[k])/float64(max(told[k], 1)), 100*float64(right[k])/float64(max(gold[k], 1))
		out += fmt.Sprintf("%s P %.2f R %.2f F %.2f  ", label, p, r, 2*p*r/max(p+r, 1e-9))
	}
	return out
}

func around(s string, at span) string { return s[max(0, at.start-30):min(len(s), at.end+30)] }

// folds are into how many parts the pages are cut, so that the second pass learns from a first one that does not know the answers.
const folds = 4

func (t *training) firstPass(pages []page, lists *name.Lists) (*name.Model, []byte, error) {
	f := &field{options: t.options}
	all := f.sequences(pages, func(p *page) []name.Lesson { return name.Lessons(p.prose, lists) })
	f.train(all, nil)
	b, err := f.pack()
	if err != nil {
		return nil, nil, err
	}
	m, err := name.ParseModel(b)
	return m, b, err
}

func (t *training) secondPass(pages []page, lists *name.Lists) (*name.Model, []byte, error) {
	models := make([]*name.Model, folds)
	less := *t
	less.epochs = max(4, t.epochs*2/3)
	for k := range folds {
		var others []page
		for _, p := range pages {
			if p.fold != k {
				others = append(others, p)
			}
		}
		var err error
		if models[k], _, err = less.firstPass(others, lists); err != nil {
			return nil, nil, err
		}
	}
	var long []page
	for _, p := range pages {
		if len(p.sentences) > 3 {
			long = append(long, p)
		}
	}
	f := &field{options: t.options}
	f.least, f.drop, f.epochs = 3, .1, 6
	all := f.sequences(long, func(p *page) []name.Lesson { return name.SecondLessons(p.prose, lists, models[p.fold]) })
	f.train(all, nil)
	b, err := f.pack()
	if err != nil {
		return nil, nil, err
	}
	m, err := name.ParseModel(b)
	return m, b, err
}
