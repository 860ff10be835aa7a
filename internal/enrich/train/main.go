// Command train makes the model by which enrich tells sections apart and news from what is none.
//
//	go run ./internal/enrich/train [flags] DIR
//
// DIR holds stories/ and extract/: texts whose section people told (contest-labels, bbc-news, masakhanews), sentences with a
// topic in two hundred languages (sib200), and pages whose address names a section (contest-pages, naeb, wcxb-dev-articles);
// part of contest-pages and of the contest's pairs has classes that the project gave from the headline and host alone (labels.txt). To these come
// the examples in the annotators' guidelines, the Russian that a machine made of English labelled texts for them, and words that tell a subject and
// headlines that we invented (words.txt, invented.txt). A text with the headline of one that is measured does not teach.
//
// Texts are parted into folds by site, or by text where a set does not tell sites. For each fold a model is trained on
// the others, and the table is of those: no text is measured by a model that knew its site. The model of all texts is written
// to internal/enrich/sections.bin, those of the folds, cut to the signs of the fold's texts, to internal/enrich/testdata/folds for the tests.
//
// With -clean only sets under a free licence teach (all but bbc-news and masakhanews); the table then has all sets still, and the
// model is written to sections.clean.bin, which can take the place of sections.bin.
//
// The same texts, flags and program give the same models.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"nutgraf/internal/enrich"
)

func main() {
	var t training
	flag.IntVar(&t.epochs, "epochs", 4, "how often each text is seen")
	flag.Float64Var(&t.rate, "rate", .5, "learning rate")
	flag.Float64Var(&t.l2, "l2", 1e-4, "shrinks weights")
	flag.Float64Var(&t.even, "even", .6, "how far the classes of each language are made even, 0 to 1")
	flag.IntVar(&t.size, "size", 260000, "signs looked at")
	flag.IntVar(&t.rows, "rows", 170000, "signs that a model keeps")
	flag.Uint64Var(&t.seed, "seed", 1, "of the random choices")
	flag.IntVar(&t.workers, "workers", 1, "folds trained at the same time")
	flag.StringVar(&parting, "parting", "", "a word that parts the folds another way, to see how far chance moves the figures; needs -out \"\"")
	flag.BoolVar(&t.clean, "clean", false, "only sets under a free licence teach")
	flag.BoolVar(&t.misses, "misses", false, "print mistakes on the contest's labels")
	flag.StringVar(&t.out, "out", "internal/enrich", "the folder of the package, for the results; empty: only measure")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/enrich/train [flags] DIR\nDIR is the folder with stories/ and extract/.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if parting != "" && t.out != "" {
		fmt.Fprintln(os.Stderr, "train: -parting is for measuring: the test of what ships has its own folds; add -out \"\"")
		os.Exit(2)
	}
	if err := t.run(flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// training is what flags say of one.
type training struct {
	options
	workers       int
	clean, misses bool
	out           string
}

func (t *training) run(dir string) error {
	docs, err := load(dir)
	if err != nil {
		return err
	}
	taught := 0
	for i := range docs {
		docs[i].signs = enrich.Read(docs[i].article)
		docs[i].mute = t.clean && unclear(docs[i].set)
		if docs[i].label != nil && !docs[i].mute {
			taught++
		}
	}
	fmt.Printf("%d texts, %d of them teach\n", len(docs), taught)
	models := make([]*enrich.Linear, folds+1) // the last is of all texts
	errs := make([]error, folds+1)
	parallel(folds+1, t.workers, func(i int) {
		k, path := i, ""
		switch {
		case i == folds && t.out == "":
			return
		case i == folds && t.clean:
			k, path = nofold, filepath.Join(t.out, "sections.clean.bin")
		case i == folds:
			k, path = nofold, filepath.Join(t.out, "sections.bin")
		case t.out != "" && !t.clean:
			path = filepath.Join(t.out, "testdata", "folds", fmt.Sprintf("%d.bin", k))
		}
		models[i], errs[i] = t.learn(docs, k, path)
	})
	if err := errors.Join(errs...); err != nil {
		return err
	}
	fmt.Print(report(docs, models))
	if t.misses {
		miss(docs, models)
	}
	return nil
}

// learn trains on the texts outside fold k, writes the model to path unless that is empty, and returns it as it will be read.
func (t *training) learn(docs []doc, k int, path string) (*enrich.Linear, error) {
	var lessons []doc
	for _, d := range docs {
		if d.label != nil && !d.mute && (d.fold != k || k == nofold) {
			lessons = append(lessons, d)
		}
	}
	balance(lessons, t.even)
	b, err := fit(lessons, t.options).pack(t.rows, docs, k)
	if err != nil {
		return nil, err
	}
	if path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return nil, err
		}
	}
	return enrich.ParseLinear(b)
}
