// Command train teaches the package quote from labelled articles, and measures it on others:
//
//	go run ./internal/enrich/quote/train -data ../shared/data/language -out internal/enrich/quote/english.bin
//	go run ./internal/enrich/quote/train -data ../shared/data/language -score dev
package main

import (
	"flag"
	"fmt"
	"os"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/text"
)

func main() {
	data := flag.String("data", "../shared/data/language", "folder with polnear and polnear_corenlp")
	part := flag.String("score", "", "measure the embedded weights on this part of polnear, and learn nothing")
	out := flag.String("out", "internal/enrich/quote/english.bin", "file to write")
	flag.Parse()
	var err error
	if *part != "" {
		err = try(*data, *part)
	} else {
		err = teachAll(*data, *out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

// try measures what is embedded.
func try(data, part string) error {
	docs, err := documents(data, part, false)
	if err != nil {
		return err
	}
	fmt.Print(score(understand(docs)))
	return nil
}

// teachAll learns from the training part and writes the weights.
func teachAll(data, out string) error {
	docs, err := documents(data, "train", true)
	if err != nil {
		return err
	}
	others, err := documents(data, "dev", true)
	if err != nil {
		return err
	}
	w := &quote.Weights{}
	learnTags(readTagged(docs), w)
	share, n := rightTags(readTagged(others), w)
	fmt.Printf("tags: %.3f of %d words of the development part as its silver has them\n", share, n)
	learn(understand(docs), w)
	b, err := w.MarshalBinary()
	if err != nil {
		return err
	}
	fmt.Printf("%d bytes\n", len(b))
	return os.WriteFile(out, b, 0o644)
}

// understand reads documents, with the names that the project itself finds.
func understand(docs []document) []understood {
	var all []understood
	for _, d := range docs {
		p := text.Read(d.text)
		mentions, actors := actor.Find(p, "en", "", name.Find(p, "en"))
		all = append(all, understood{d, p, mentions, actors})
	}
	return all
}
