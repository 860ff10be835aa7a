// Train writes what grouping has learned before it sees any news.
//
//	go run ./internal/story/train DIR
//
// DIR is the folder of labelled collections (see the package sets). It writes the everyday words of each language, which stand
// in many of the sentences of SIB-200 (Apache-2.0), with the share of sentences in percent; the merge decision; and the
// merge decisions for cross-validation, whose figures it prints. The same input gives the same files. Languages are told
// apart by text.Language.
package main

import (
	"archive/tar"
	"bufio"
	"cmp"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nutgraf/internal/text"
)

const (
	minPercent  = 2
	maxPerTag   = 90
	minInFolder = 0.9 // of a folder's sentences that must be in one language; others are dialects we do not tell apart
)

func main() {
	words := flag.String("words", "internal/text/everyday.txt", "everyday words to write; empty for none")
	merge := flag.String("merge", "internal/story/merge.forest", "merge decision to write; empty for none")
	folds := flag.String("folds", "internal/story/testdata/folds.bin", "merge decisions for cross-validation to write")
	flag.BoolVar(&clean, "clean", false, "learn to merge from collections alone whose licence is stated and allows it")
	flag.Uint64Var(&options.Seed, "seed", 1, "of the training")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: train [flags] DIR")
		os.Exit(2)
	}
	dir := flag.Arg(0)
	if *words != "" {
		stop(run(filepath.Join(dir, "sib200", "sib200_annotated.tar.gz"), *words))
	}
	stop(trainMerge(dir, *merge, *folds))
}

func stop(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(path, out string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return err
	}
	lines := map[string]string{} // by tag; of several folders in one language the first by name
	from := map[string]string{}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		folder := filepath.Base(filepath.Dir(h.Name))
		if filepath.Base(h.Name) != "train.tsv" {
			continue
		}
		tag, line := everyday(r)
		if tag != "" && (from[tag] == "" || folder < from[tag]) {
			lines[tag], from[tag] = line, folder
		}
	}
	var b strings.Builder
	for _, tag := range slices.Sorted(maps.Keys(lines)) {
		fmt.Fprintf(&b, "%s %s\n", tag, lines[tag])
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

// everyday returns a folder's language and its commonest words as "word:percent".
func everyday(r io.Reader) (tag, line string) {
	sentences, tags, words := 0, map[string]int{}, map[string]int{}
	for rows := bufio.NewScanner(r); rows.Scan(); {
		cells := strings.Split(rows.Text(), "\t")
		if len(cells) != 3 || cells[0] == "index_id" {
			continue
		}
		sentences++
		told, _ := text.Language(cells[2])
		tags[told]++
		terms := text.Terms(cells[2])
		slices.Sort(terms)
		for _, t := range slices.Compact(terms) {
			words[t]++
		}
	}
	for told, n := range tags {
		if float64(n) >= minInFolder*float64(sentences) {
			tag = told
		}
	}
	common := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(cmp.Compare(words[b], words[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, w := range common[:min(len(common), maxPerTag)] {
		if percent := 100 * words[w] / sentences; percent >= minPercent {
			parts = append(parts, fmt.Sprintf("%s:%d", w, percent))
		}
	}
	return tag, strings.Join(parts, " ")
}
