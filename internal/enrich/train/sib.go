package main

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// few: one sentence in so many is enough, for the same ones come in every language.
const few = 4

// sib reads sentences of SIB-200 with their topics. They teach a few words of every language.
func sib(path string) ([]doc, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var docs []doc
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return docs, nil
		}
		if err != nil {
			return nil, err
		}
		if filepath.Base(h.Name) != "train.tsv" {
			continue
		}
		language := filepath.Base(filepath.Dir(h.Name))
		for lines, n := bufio.NewScanner(r), 0; lines.Scan(); n++ {
			if n%few != 0 {
				continue
			}
			cells := strings.Split(lines.Text(), "\t")
			if len(cells) != 3 || meanings["sib200 "+cells[1]] == "" {
				continue
			}
			docs = append(docs, doc{set: "sib200 train", gold: cells[1], language: language, label: label(meanings["sib200 "+cells[1]]), weight: .15,
				fold: nofold, article: article("", "", "", cells[2])})
		}
	}
}
