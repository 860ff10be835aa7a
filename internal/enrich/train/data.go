package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// doc is a text that teaches or is measured.
type doc struct {
	set      string // "contest en", "masakhanews amh", …
	gold     string // its label in the set's own words; empty when it has none
	language string
	signs    enrich.Signs
	label    []float64 // what each class has of its label; nil: nothing is known
	weight   float64
	hide     float64 // how often its address is hidden in training
	mute     bool    // it must not teach
	fold     int     // by site, or by text where sites are not told; nofold: never measured
	article  news.Article
}

const (
	folds  = 5
	nofold = -1
)

// meanings says which classes a label of a set may stand for.
var meanings = map[string]string{
	"contest society": "world politics local climate care", "contest economy": "business", "contest technology": "technology auto",
	"contest sports": "sport", "contest entertainment": "culture gossip", "contest science": "science health", "contest other": "oracle",
	"contest not_news":  "guide view",
	"bbc-news business": "business", "bbc-news entertainment": "culture gossip", "bbc-news politics": "politics care local", "bbc-news sport": "sport", "bbc-news tech": "technology",
	"masakhanews business": "business", "masakhanews entertainment": "culture gossip", "masakhanews health": "health care",
	"masakhanews politics": "politics world local", "masakhanews religion": "local view", "masakhanews sports": "sport", "masakhanews technology": "technology auto science",
	"sib200 science/technology": "science technology", "sib200 travel": "guide", "sib200 politics": "politics world", "sib200 sports": "sport",
	"sib200 health": "health care", "sib200 entertainment": "culture gossip", "sib200 geography": "guide climate world",
}

// label turns names of classes into a label.
func label(names string) []float64 {
	if names == "" {
		return nil
	}
	l := make([]float64, classes)
	for name := range strings.FieldsSeq(names) {
		c := slices.Index(enrich.Classes(), name)
		if c < 0 {
			panic("no class " + name)
		}
		l[c] = 1
	}
	return l
}

// parting is a word that parts the folds another way; empty for what ships.
var parting string

func fold(key string) int {
	h := fnv.New32a()
	h.Write([]byte(parting))
	h.Write([]byte(key))
	return int(h.Sum32() >> 8 % folds)
}

// site returns what folds are made of: the host without its first label when there are three.
func site(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	parts := strings.Split(strings.TrimPrefix(u.Hostname(), "www."), ".")
	n := 2
	if len(parts) > 2 && len(parts[len(parts)-2]) <= 3 {
		n = 3
	}
	return strings.Join(parts[max(0, len(parts)-n):], ".")
}

func article(address, headline, summary, body string) news.Article {
	return news.Article{URL: address, Headline: headline, Summary: summary, Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
}

// lines visits each line of JSON in a file, which may be packed.
func lines(path string, visit func(line []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		if err := visit(scanner.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return scanner.Err()
}

// row is a line of any of the sets.
type row struct {
	ID, URL, Title, Description, Text, Category, Label, Lang string
	URL1, Title1, Text1, URL2, Title2, Text2                 string // of a pair
}

func rows(path string, visit func(r row)) error {
	return lines(path, func(line []byte) error {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		visit(r)
		return nil
	})
}

// load reads all sets below dir.
func load(dir string) ([]doc, error) {
	stories := filepath.Join(dir, "stories")
	asked, err := judged(stories)
	if err != nil {
		return nil, err
	}
	var others []doc
	pages := []string{filepath.Join(stories, "contest-pages", "articles.jsonl.gz")}
	for _, set := range []string{"naeb", "wcxb-dev-articles"} {
		pages = append(pages, filepath.Join(dir, "extract", set, "gold.jsonl"))
	}
	for _, path := range pages {
		set := "pages " + filepath.Base(filepath.Dir(path))
		err := rows(path, func(r row) {
			a := article(r.URL, r.Title, r.Description, r.Text)
			d := doc{set: set, label: shelf(a), weight: 1, hide: .6, fold: fold(site(r.URL)), article: a}
			if name := ours[strings.TrimSuffix(r.ID, ".html")]; name != "" {
				d.label, d.weight, d.hide = label(name), 2, .3
			}
			d.language, _ = text.Language(a.Headline + "\n" + r.Text)
			others = append(others, d)
		})
		if err != nil {
			return nil, err
		}
	}
	labels := filepath.Join(stories, "contest-labels")
	for _, read := range []func(string) ([]doc, error){examples, translated, pairs} {
		more, err := read(labels)
		if err != nil {
			return nil, err
		}
		others = append(others, more...)
	}
	sentences, err := sib(filepath.Join(stories, "sib200", "sib200_annotated.tar.gz"))
	if err != nil {
		return nil, err
	}
	return slices.Concat(asked, apart(asked, others), sentences, invented(), lexicon(40)), nil
}

// judged reads the sets whose texts people labelled.
func judged(stories string) ([]doc, error) {
	var docs []doc
	err := rows(filepath.Join(stories, "contest-labels", "categories_gold.jsonl"), func(r row) {
		docs = append(docs, doc{set: "contest " + r.Lang, gold: r.Category, language: r.Lang, label: label(meanings["contest "+r.Category]), weight: 3, hide: .3,
			fold: fold(site(r.URL)), article: article(r.URL, r.Title, "", r.Text)})
	})
	if err != nil {
		return nil, err
	}
	err = rows(filepath.Join(stories, "bbc-news", "docs.jsonl"), func(r row) {
		docs = append(docs, doc{set: "bbc-news", gold: r.Category, language: "en", label: label(meanings["bbc-news "+r.Category]), weight: 1,
			fold: fold(r.Title), article: article("", r.Title, "", r.Text)})
	})
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(stories, "masakhanews", "*.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		language, part, _ := strings.Cut(filepath.Base(file), ".")
		err := rows(file, func(r row) {
			d := doc{set: "masakhanews " + language, gold: r.Category, language: language, label: label(meanings["masakhanews "+r.Category]), weight: 1,
				fold: fold(r.Title), article: article("", r.Title, "", r.Text)}
			if strings.HasPrefix(part, "train") {
				d.set, d.fold = "masakhanews train", nofold
			}
			docs = append(docs, d)
		})
		if err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// unclear reports whether a set states no licence.
func unclear(set string) bool {
	return strings.HasPrefix(set, "bbc-news") || strings.HasPrefix(set, "masakhanews")
}
