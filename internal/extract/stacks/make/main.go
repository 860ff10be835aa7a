// Command make writes stacked pages to a folder, made of the articles that the given pages hold, with the boundaries in
// gold.jsonl: one line a page with the headlines and the first and last words of each article.
//
//	go run ./internal/extract/stacks/make -out DIR PAGE…
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"nutgraf/internal/extract"
	"nutgraf/internal/extract/stacks"
	"nutgraf/internal/news"
)

type part struct {
	Headline string `json:"headline"`
	First    string `json:"first"`
	Last     string `json:"last"`
}

type line struct {
	Page     string `json:"page"`
	Shape    string `json:"shape"`
	Held     bool   `json:"held_out,omitempty"`
	Articles []part `json:"articles"`
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("make: ")
	out := flag.String("out", "stacks", "folder to write to")
	each := flag.Int("n", 10, "pages of each shape, as HTML and as text each")
	seed := flag.Uint64("seed", 1, "of the chance")
	flag.Parse()
	if err := run(*out, *each, *seed, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(out string, each int, seed uint64, pages []string) error {
	var all []news.Article
	for _, name := range pages {
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		articles, err := extract.Extract(content, extract.Context{})
		if err != nil || len(articles) != 1 || len(articles[0].Text()) < 600 {
			continue
		}
		all = append(all, articles[0])
	}
	if len(all) < 2 {
		return fmt.Errorf("%d of %d pages hold one article of some length: give more pages", len(all), len(pages))
	}
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	gold, err := os.Create(filepath.Join(out, "gold.jsonl"))
	if err != nil {
		return err
	}
	written := json.NewEncoder(gold)
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // no secret: the same seed must give the same pages
	for _, shape := range stacks.Shapes() {
		for n := range each {
			page := stacks.Write(shape, choose(all, r), r)
			styles := stacks.Styles()
			text := stacks.Scrape(page, styles[n%len(styles)])
			base := fmt.Sprintf("%s-%03d", strings.ReplaceAll(shape.Name, " ", "-"), n)
			for name, p := range map[string]stacks.Page{base + ".html": page, base + ".txt": text} {
				if err := os.WriteFile(filepath.Join(out, name), p.Content, 0o600); err != nil {
					return err
				}
			}
			for _, name := range []string{base + ".html", base + ".txt"} {
				if err := written.Encode(line{Page: name, Shape: shape.Name, Held: shape.Held, Articles: parts(page.Articles)}); err != nil {
					return err
				}
			}
		}
	}
	return gold.Close()
}

func choose(all []news.Article, r *rand.Rand) []news.Article {
	var some []news.Article
	for _, i := range r.Perm(len(all))[:min(len(all), 2+r.IntN(9))] {
		some = append(some, all[i])
	}
	return some
}

func parts(articles []news.Article) []part {
	var out []part
	for _, a := range articles {
		text := a.Text()
		first, _, _ := strings.Cut(text, "\n\n")
		out = append(out, part{Headline: a.Headline, First: first, Last: text[strings.LastIndex(text, "\n\n")+1:]})
	}
	return out
}
