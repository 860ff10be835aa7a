package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
)

// evalPairs measures whether two texts about one event come into one story.
type evalPairs struct {
	evalFiles
	Workers int `help:"Articles prepared at the same time; 0 takes all cores." default:"0"`
}

func (evalPairs) Help() string {
	return `Reads lines {"title1", "text1", "url1", "time1", "title2", "text2", "url2", "time2", "lang", "same"}; only titles or texts and the gold,
"same" (true or false), must be there. All texts of a file are grouped as one stream, each address once; a pair is told to be the same
when both come into one story. Figures are given for each "lang", and for all.

  nutgraf eval pairs pairs.jsonl`
}

// pairLine is two texts, and whether they are about one event.
type pairLine struct {
	Title1, Text1, URL1, Time1, Site1 string
	Title2, Text2, URL2, Time2, Site2 string
	Lang                              string
	Same                              *bool
}

// pairFinding is how well pairs were told, by language.
type pairFinding struct {
	Texts     int                         `json:"texts"`
	All       measure.Deciding            `json:"all"`
	Languages map[string]measure.Deciding `json:"languages"`
}

func (c *evalPairs) Run(s *session) error {
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		pool := newPool()
		var pairs [][2]int
		var langs []string
		var golds []bool
		for line, err := range file.Lines() {
			var p pairLine
			if err == nil {
				err = json.Unmarshal(line.Text, &p)
			}
			switch {
			case err != nil:
				bad.add(line.Number, err)
				continue
			case p.Same == nil || p.Title1+p.Text1 == "" || p.Title2+p.Text2 == "":
				bad.add(line.Number, invalid(`want two titles or texts, and "same"`))
				continue
			}
			pairs = append(pairs, [2]int{
				pool.add(extract.Record{URL: p.URL1, Headline: p.Title1, Text: p.Text1, PublishedAt: p.Time1, Source: p.Site1}),
				pool.add(extract.Record{URL: p.URL2, Headline: p.Title2, Text: p.Text2, PublishedAt: p.Time2, Source: p.Site2}),
			})
			langs, golds = append(langs, p.Lang), append(golds, *p.Same)
		}
		if len(pairs) == 0 {
			return nil, errNothing(file.Path, `two texts and a gold "same"`)
		}
		enrichAll(pool.articles, c.Workers)
		placed := groupAll(pool.articles)
		found := pairFinding{Texts: len(pool.articles), Languages: map[string]measure.Deciding{}}
		gold, told := map[string][]bool{}, map[string][]bool{}
		for i, pair := range pairs {
			same := placed[news.ArticleID(pair[0]+1)].Story == placed[news.ArticleID(pair[1]+1)].Story
			for _, lang := range []string{"", cmp.Or(langs[i], "unknown")} {
				gold[lang], told[lang] = append(gold[lang], golds[i]), append(told[lang], same)
			}
		}
		for lang := range gold {
			found.Languages[lang] = measure.Pairs(gold[lang], told[lang])
		}
		found.All = found.Languages[""]
		delete(found.Languages, "")
		return found, nil
	})
}

// pool is the texts of all pairs, each once.
type pool struct {
	sites    siteNumbers
	known    map[string]int
	articles []news.Article
}

func newPool() *pool { return &pool{sites: siteNumbers{}, known: map[string]int{}} }

// add returns the place of a text among the articles.
func (p *pool) add(r extract.Record) int {
	key := strings.Join([]string{r.URL, r.Headline, r.Text}, "\n")
	if r.URL != "" {
		key = r.URL
	}
	if at, known := p.known[key]; known {
		return at
	}
	at := len(p.articles)
	p.known[key] = at
	p.articles = append(p.articles, p.sites.article(r, news.ArticleID(at+1)))
	return at
}

func (f pairFinding) print(w io.Writer) {
	fmt.Fprintf(w, "%d pairs of %d texts\n", f.All.Pairs, f.Texts)
	t := newTable(w)
	t.row("", "precision", "recall", "F1", "accuracy", "pairs", "gold same", "told same")
	for _, lang := range slices.Sorted(maps.Keys(f.Languages)) {
		d := f.Languages[lang]
		t.row(lang, d.Precision, d.Recall, d.F1, d.Accuracy, d.Pairs, d.Gold, d.Told)
	}
	d := f.All
	t.row("all", d.Precision, d.Recall, d.F1, d.Accuracy, d.Pairs, d.Gold, d.Told)
	t.Flush()
}
