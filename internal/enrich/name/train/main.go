package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/news"
)

type training struct {
	options
	clean, final, misses bool
	out                  string
	drops                string
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
	flag.BoolVar(&t.misses, "misses", false, "print mistakes on testa")
	flag.StringVar(&t.drops, "without", "", "sets left out")
	flag.StringVar(&t.out, "out", "internal/enrich/name", "the folder of the package, for the results; empty: only measure")
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
	begun := time.Now()
	items, err := gather(dir)
	if err != nil {
		return err
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
	for _, set := range []string{"conll", "wikigold", "ewt", "wnut", "btc", "re3d"} {
		if filepath.Base(t.drops) == set {
			continue
		}
		for i := range sets[set] {
			d := &sets[set][i]
			if t.clean && !d.clean {
				continue
			}
			pages = append(pages, write(d, style{spaced: i%5 == 4, lines: i%2 == 0}))
			if i%10 == 3 {
				pages = append(pages, write(d, style{upper: true}))
			}
			if i%10 == 7 {
				pages = append(pages, write(d, style{title: true}))
			}
		}
	}
	f := &field{options: t.options}
	all := f.sequences(pages, lists)
	fmt.Printf("%d pages, %d runs, %d signs, %.0fs\n", len(pages), len(all), len(f.keys), time.Since(begun).Seconds())
	f.train(all, nil)
	model, err := f.pack()
	if err != nil {
		return err
	}
	fmt.Printf("model %d bytes, %.0fs\n", len(model), time.Since(begun).Seconds())
	m, err := name.ParseModel(model)
	if err != nil {
		return err
	}
	by := name.Reader{Model: m, Lists: lists}
	for _, st := range []struct {
		name string
		style
	}{{"news", style{lines: true}}, {"spaced", style{spaced: true}}, {"title", style{title: true}}, {"upper", style{upper: true}}} {
		fmt.Printf("testa %-6s %s\n", st.name, score(sets["testa"], st.style, by, t.misses && st.name == "news"))
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
