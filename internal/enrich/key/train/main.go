// Command train teaches internal/enrich/key which sentences tell an article.
//
//	go run ./internal/enrich/key/train -words internal/enrich/key/common.txt DIR
//	go run ./internal/enrich/key/train -out internal/enrich/key/weights.go DIR
//
// DIR holds the collections of articles (contest-pages). Articles whose publisher wrote a standfirst that does not stand in the
// text teach: three sentences are as good as the words and pairs of words that they share with it (ROUGE). Each weight in turn is
// moved as long as that rises, on half of the sites; the others measure.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"os"

	"nutgraf/internal/enrich/key"
)

func main() {
	out := flag.String("out", "", "file for the weights; empty: standard output")
	words := flag.String("words", "", "file for the common words, instead of weights")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/enrich/key/train [flags] DIR\nDIR is the folder with the collections of articles (shared/data/stories).")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if *words != "" {
		list, err := common(flag.Arg(0))
		if err == nil {
			err = os.WriteFile(*words, list, 0o644)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dir, out string) error {
	docs, err := standfirsts(dir)
	if err != nil {
		return err
	}
	w := learn(docs)
	var b bytes.Buffer
	fmt.Fprintf(&b, "package key\n\n// weights are made by the program in train.\nvar weights = weighing{repeats: %.3f, alike: %.2f, features: [Features]float32{\n", w[repeats], w[alike])
	for k, v := range w[:key.Features] {
		if v != 0 {
			fmt.Fprintf(&b, "\t%s: %.3f,\n", names[k], v)
		}
	}
	b.WriteString("}}\n")
	code, err := format.Source(b.Bytes())
	if err != nil {
		return err
	}
	if out == "" {
		_, err = os.Stdout.Write(code)
		return err
	}
	return os.WriteFile(out, code, 0o644)
}

var names = [key.Features]string{"featureFirst", "featureEarly", "featureLate", "featureCentral", "featureCommon", "featureHeadline",
	"featureNames", "featureNumber", "featureLength", "featureShort", "featureLong", "featureQuoted", "featureLeaning", "featureParagraph",
	"featureThree", "featurePlace"}
