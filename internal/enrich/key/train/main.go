// Command train teaches internal/enrich/key which sentences tell an article.
//
//	go run ./internal/enrich/key/train [-out internal/enrich/key/weights.go] DIR
//
// DIR holds the collections of articles (contest-pages). Articles whose publisher wrote a standfirst that does not stand in the
// text teach: a sentence is as good as the words and pairs of words that it shares with it. Half of the sites teach,
// the others measure.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"

	"nutgraf/internal/enrich/key"
	"nutgraf/internal/measure"
	"nutgraf/internal/text"
)

func main() {
	out := flag.String("out", "", "file for the weights; empty: standard output")
	ridge := flag.Float64("ridge", 3, "how strongly weights are held near zero")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/enrich/key/train [flags] DIR\nDIR is the folder with the collections of articles (shared/data/stories).")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out, *ridge); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(dir, out string, ridge float64) error {
	docs, err := standfirsts(dir)
	if err != nil {
		return err
	}
	w := learn(docs, ridge)
	var b bytes.Buffer
	b.WriteString("package key\n\n// weights of the features, made by the program in train.\nvar weights = [Features]float32{\n")
	for k, v := range w {
		fmt.Fprintf(&b, "\t%s: %.4f,\n", names[k], v)
	}
	b.WriteString("}\n")
	if out == "" {
		_, err = os.Stdout.Write(b.Bytes())
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

var names = [key.Features]string{"featureFirst", "featureEarly", "featureLate", "featureCentral", "featureCommon", "featureHeadline",
	"featureNames", "featureNumber", "featureLength", "featureShort", "featureLong", "featureQuoted", "featureLeaning", "featureParagraph",
	"featureAsks", "featureRare"}

// learn finds the weights by which the features of the sentences of one article best tell their worth (ridge
// regression); what differs between articles is taken out.
func learn(docs []doc, ridge float64) [key.Features]float64 {
	const n = key.Features
	var a [n][n + 1]float64
	for _, d := range docs {
		if !d.teaches {
			continue
		}
		p := text.Read(d.text)
		rows := key.Measure(p, d.language, d.headline)
		var mean [n + 1]float64
		all := make([][n + 1]float64, len(rows))
		for i, row := range rows {
			for k, v := range row {
				all[i][k] = float64(v)
			}
			s := p.Sentences[i].Span
			all[i][n] = worth(d.standfirst, p.Text[s.Start:s.End])
			for k, v := range all[i] {
				mean[k] += v / float64(len(rows))
			}
		}
		for _, x := range all {
			for k := range x {
				x[k] -= mean[k]
			}
			for i := range n {
				for j := range n + 1 {
					a[i][j] += x[i] * x[j] / float64(len(rows)) * 20
				}
			}
		}
	}
	for i := range n {
		a[i][i] += ridge
	}
	return solve(a)
}

// worth is how much of what people told a sentence tells.
func worth(gold, sentence string) float64 {
	_, r1, f1 := measure.Rouge(gold, sentence, 1)
	_, r2, f2 := measure.Rouge(gold, sentence, 2)
	return (r1 + f1 + r2 + f2) / 2
}

// solve is Gauss's elimination.
func solve(a [key.Features][key.Features + 1]float64) (x [key.Features]float64) {
	const n = key.Features
	for c := range n {
		best := c
		for r := c + 1; r < n; r++ {
			if abs(a[r][c]) > abs(a[best][c]) {
				best = r
			}
		}
		a[c], a[best] = a[best], a[c]
		for r := range n {
			if r == c || a[c][c] == 0 {
				continue
			}
			f := a[r][c] / a[c][c]
			for k := c; k <= n; k++ {
				a[r][k] -= f * a[c][k]
			}
		}
	}
	for i := range n {
		if a[i][i] != 0 {
			x[i] = a[i][n] / a[i][i]
		}
	}
	return x
}

func abs(v float64) float64 { return max(v, -v) }
