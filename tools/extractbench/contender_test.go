// Package extractbench compares our extractor with other libraries on the same pages in one run. It is a module of its own
// so that they are no dependencies of ours:
//
//	cd tools/extractbench && go test -v -run Quality . && go test -run XXX -bench Ratio .
package extractbench

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"nutgraf/internal/extract"
	"nutgraf/internal/news"
)

// found is what a contender reads in a page.
type found struct {
	text, title string
	date        time.Time
}

// contender is an extractor; a page without an article gives nothing.
type contender struct {
	name string
	read func(page []byte, address string) found
}

// contenders are in the order of the table. Of an extractor with options each useful setting runs.
func contenders() []contender {
	return []contender{
		{"Nutgraf", unseen},
		{"Nutgraf, seen", func(page []byte, address string) found { return ours(extract.Extract, page, address) }},
		{"go-trafilatura", func(page []byte, address string) found { return trafila(page, address, false) }},
		{"and fallback", func(page []byte, address string) found { return trafila(page, address, true) }},
		{"go-readability", readable},
	}
}

var now = time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)

type extractor func(content []byte, at extract.Context) ([]news.Article, error)

func ours(from extractor, page []byte, address string) found {
	articles, err := from(page, extract.Context{URL: address, Now: now})
	if err != nil {
		return found{}
	}
	return found{text: articles[0].Text(), title: articles[0].Headline, date: articles[0].PublishedAt}
}

// unseen reads a page with the weights that were trained without its site.
func unseen(page []byte, address string) found {
	return ours(folds()[extract.Fold(address)], page, address)
}

// folds are our extractor with the weights of each fold.
var folds = sync.OnceValue(func() []extractor {
	var all []extractor
	for fold := range extract.Folds {
		var parts [3][]byte
		for i, name := range []string{"first", "second", "stack"} {
			var err error
			if parts[i], err = os.ReadFile(filepath.Join("../../internal/extract/testdata/folds", fmt.Sprintf("%d.%s.forest", fold, name))); err != nil {
				panic(err)
			}
		}
		one, err := extract.WithWeights(parts[0], parts[1], parts[2])
		if err != nil {
			panic(err)
		}
		all = append(all, one)
	}
	return all
})

func trafila(page []byte, address string, fallback bool) found {
	at, _ := url.Parse(address)
	r, err := trafilatura.Extract(bytes.NewReader(page), trafilatura.Options{OriginalURL: at, EnableFallback: fallback, ExcludeComments: true})
	if err != nil {
		return found{}
	}
	return found{text: r.ContentText, title: r.Metadata.Title, date: r.Metadata.Date}
}

func readable(page []byte, address string) found {
	at, _ := url.Parse(address)
	a, err := readability.FromReader(bytes.NewReader(page), at)
	if err != nil {
		return found{}
	}
	var text strings.Builder
	if a.Node != nil {
		if err := a.RenderText(&text); err != nil {
			return found{}
		}
	}
	date, _ := a.PublishedTime()
	return found{text: text.String(), title: a.Title(), date: date}
}

// parsed only parses: the unit of cost.
func parsed(page []byte, _ string) found {
	_, _ = html.Parse(bytes.NewReader(page))
	return found{}
}
