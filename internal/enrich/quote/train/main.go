// Command train teaches the package quote from labelled articles:
//
//	go run ./internal/enrich/quote/train -data ../shared/data/language -out internal/enrich/quote/english.bin
package main

import (
	"flag"
	"fmt"
	"os"

	"nutgraf/internal/enrich/quote"
)

func main() {
	data := flag.String("data", "../shared/data/language", "folder with polnear and polnear_corenlp")
	only := flag.Bool("score", false, "measure the embedded weights and learn nothing")
	file := flag.String("show", "", "print what is said in this file, and learn nothing")
	language := flag.String("language", "en", "of that file")
	out := flag.String("out", "internal/enrich/quote/english.bin", "file to write")
	flag.Parse()
	if *file != "" {
		if err := show(*file, *language); err != nil {
			fmt.Fprintln(os.Stderr, "train:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*data, *out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(data, out string, only bool) error {
	if only {
		docs, err := documents(data, "dev", false)
		if err != nil {
			return err
		}
		all := understandAll(docs)
		score(all)
		if os.Getenv("MISS") != "" {
			if os.Getenv("MISS") == "bounds" {
				bounds(all)
			} else {
				miss(all, os.Getenv("MISS") == "direct")
			}
		}
		return nil
	}
	learnDocs, err := documents(data, "train", true)
	if err != nil {
		return err
	}
	try, err := documents(data, "dev", true)
	if err != nil {
		return err
	}
	w := &quote.Weights{}
	tags := func(docs []document) []tagged {
		var all []tagged
		for _, d := range docs {
			all = append(all, readTagged(d))
		}
		return all
	}
	learnTags(tags(learnDocs), w)
	share, n := rightTags(tags(try), w)
	fmt.Printf("tags: %.3f of %d words as the silver has them, %d words known\n", share, n, len(w.Lexicon))
	learn(understandAll(learnDocs), w)
	b, err := w.MarshalBinary()
	if err != nil {
		return err
	}
	fmt.Printf("%d bytes\n", len(b))
	return os.WriteFile(out, b, 0o644)
}

func understandAll(docs []document) []understood {
	var all []understood
	for _, d := range docs {
		all = append(all, understand(d))
	}
	return all
}
