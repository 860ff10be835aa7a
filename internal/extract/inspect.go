package extract

import (
	"fmt"
	"hash/fnv"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// Inspection is a page as the model sees it, for the program that trains it.
type Inspection struct {
	Texts  []string    // of the leaves with words, in reading order
	Title  int         // the leaf that is the headline, -1 when it does not stand on the page
	First  [][]float32 // a row of features per leaf for the first forest
	survey *survey
}

// Inspect takes an HTML page apart without judging it. The error wraps [news.ErrInvalid].
func Inspect(content []byte, at Context) (*Inspection, error) {
	root, err := markup.Parse(content, at.ContentType)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, news.ErrInvalid)
	}
	p := takeApart(root)
	s := p.survey(p.head())
	in := &Inspection{survey: s, Title: s.title}
	for n, i := range s.at {
		in.Texts = append(in.Texts, p.leaves[i].text)
		var r row
		s.first(&r, n)
		in.First = append(in.First, r.values)
	}
	return in, nil
}

// Second is the rows for the second forest, given the first one's scores of all leaves.
func (in *Inspection) Second(scores []float64) [][]float32 {
	sums := in.survey.gather(scores)
	rows := make([][]float32, len(scores))
	for n := range scores {
		var r row
		in.survey.second(&r, n, scores, sums)
		rows[n] = r.values
	}
	return rows
}

// FeatureNames are what the features of the rows for both forests are called.
func FeatureNames() (first, second []string) {
	p := &page{leaves: []leaf{{text: "word", chars: 4}}, boxes: []box{{parent: -1}}}
	s := p.survey(linked{}, -1)
	s.first(&row{names: &first}, 0)
	s.second(&row{names: &second}, 0, []float64{0}, s.gather([]float64{0}))
	return first, second
}

// Folds is into how many parts the pages for training are parted.
const Folds = 5

// Fold is the part of a page's site: the same for all hosts under one domain.
func Fold(address string) int {
	labels := strings.Split(news.HostKey(address), ".")
	site := labels[0]
	if len(labels) > 1 {
		site = labels[len(labels)-2]
		if len(site) <= 3 && len(labels) > 2 { // co.uk, com.au
			site = labels[len(labels)-3]
		}
	}
	h := fnv.New32a()
	h.Write([]byte(site))
	return int(h.Sum32() % Folds)
}
