package story_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"

	"github.com/google/go-cmp/cmp"
)

var tide = time.Date(2031, time.May, 17, 9, 0, 0, 0, time.UTC)

// report is an article on the flood of Orvale by a source of its own; n tells it from others.
func report(n int, headline, body string) news.Article {
	return news.Article{ID: news.ArticleID(n), SourceID: news.SourceID(n), Language: "en", Headline: headline, Kind: news.KindReport,
		URL: fmt.Sprintf("https://s%d.example/a", n), PublishedAt: tide.Add(time.Duration(n) * time.Minute), SeenAt: tide.Add(time.Hour),
		Licence: news.LicenceFull, Blocks: []news.Block{{Role: news.RoleParagraph, Text: body}}}
}

// told groups articles that are one story by their words.
func told(t *testing.T, docs ...news.Article) news.Story {
	t.Helper()
	g := story.New(story.Options{}).Add(docs)
	if len(g.Stories) != 1 {
		t.Fatalf("got %d stories, want 1", len(g.Stories))
	}
	return g.Stories[0]
}

const (
	floodA = "The river Tessel flooded the old town of Orvale on Monday night after a week of rain over the hills. Fire crews carried 40 people out of their houses by boat. The mayor, Ilse Quandahl, said that the bridge at Marrowby stays closed until the water falls."
	floodB = "Floods from the river Tessel reached the old town of Orvale late on Monday. Rain had fallen over the hills for a week, and the bridge at Marrowby was closed. Schools in Orvale and Marrowby stay shut on Tuesday, mayor Ilse Quandahl told reporters."
	floodC = "Orvale woke to flooded streets on Tuesday when the river Tessel left its bed overnight. Engineers at the Halden dam opened two gates at midnight to hold the river Tessel back. Mayor Ilse Quandahl asked people near the Marrowby bridge to stay with friends."
)

func TestHeadlines(t *testing.T) {
	t.Parallel()
	plain := "River Tessel floods old town of Orvale"
	for name, lure := range map[string]string{
		"a question":         "River Tessel floods old town of Orvale: who is to blame?",
		"a lure":             "This is why the river Tessel floods the old town of Orvale",
		"a list":             "7 things to know as river Tessel floods old town of Orvale",
		"a live page":        "Live: River Tessel floods old town of Orvale",
		"shouting":           "RIVER TESSEL FLOODS OLD TOWN OF ORVALE",
		"a wire's stamp":     "UPDATE 3-River Tessel floods old town of Orvale",
		"too little":         "Orvale floods",
		"a cut one":          "River Tessel floods old town of Orvale and then…",
		"numbers of earlier": "River Tessel floods old town of Orvale, 12 people missing",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			second := plain
			if strings.Contains(lure, "12 people") {
				second = "River Tessel floods old town of Orvale, 19 people missing"
			}
			s := told(t, report(1, lure, floodA), report(2, second, floodB), report(3, "Streets of Orvale under water", floodC))
			if s.Headline == lure {
				t.Errorf("got %q", s.Headline)
			}
			if s.Lead == 0 || s.LeadSource != news.SourceID(s.Lead) {
				t.Errorf("got lead %d of source %d", s.Lead, s.LeadSource)
			}
		})
	}
}

// TestHeadlinesAreSteady guards that a headline does not change with every article that is a little nearer to the middle.
func TestHeadlinesAreSteady(t *testing.T) {
	t.Parallel()
	w := story.New(story.Options{})
	bodies := []string{floodA, floodB, floodC}
	changes, last := 0, ""
	for n := 1; n <= 12; n++ {
		headline := []string{"River Tessel floods old town of Orvale", "Tessel floods reach old town of Orvale", "Old town of Orvale flooded by river Tessel"}[n%3]
		g := w.Add([]news.Article{report(n, headline, fmt.Sprintf("%s Report number %d came by boat from the quay.", bodies[n%3], n))})
		if h := g.Stories[0].Headline; h != last {
			changes, last = changes+1, h
		}
	}
	if changes > 2 {
		t.Errorf("the headline changed %d times in twelve articles", changes)
	}
}

func TestKeySentences(t *testing.T) {
	t.Parallel()
	docs := []news.Article{
		report(1, "River Tessel floods old town of Orvale", "ORVALE (AFP) — "+floodA), report(2, "Tessel floods reach Orvale", floodB),
		report(3, "Orvale under water", floodC), report(4, "River Tessel floods old town of Orvale", floodA),
	}
	s := told(t, docs...)
	if len(s.Keys) != 3 {
		t.Fatalf("got %d key sentences: %+v", len(s.Keys), s.Keys)
	}
	sources := map[news.SourceID]bool{}
	for _, k := range s.Keys {
		sources[k.Source] = true
		at := slices.IndexFunc(docs, func(a news.Article) bool { return a.ID == k.Article })
		if at < 0 || docs[at].SourceID != k.Source || !strings.Contains(docs[at].Text(), k.Text) {
			t.Errorf("%q does not stand in article %d of source %d", k.Text, k.Article, k.Source)
		}
		if strings.Contains(k.Text, "AFP") || strings.HasPrefix(k.Text, "She ") {
			t.Errorf("got %q", k.Text)
		}
		if k.Article == 4 {
			t.Error("a sentence is taken from a copy")
		}
	}
	if len(sources) != 3 {
		t.Errorf("the key sentences are of %d sources, want 3", len(sources))
	}
	if !slices.Contains(s.Phrases, "Ilse Quandahl") || slices.Contains(s.Phrases, "Monday") {
		t.Errorf("got phrases %q", s.Phrases)
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	picture := func(a news.Article, address string) news.Article {
		a.Image.URL = address
		return a
	}
	a, b, c := report(1, "River Tessel floods old town of Orvale", floodA), report(2, "Tessel floods reach Orvale", floodB), report(3, "Orvale under water", floodC)
	closed := picture(a, "https://s1.example/flood.jpg")
	closed.Licence = news.LicenceHeadline
	for name, test := range map[string]struct {
		docs []news.Article
		want news.ArticleID
	}{
		"none":             {[]news.Article{a, b, c}, 0},
		"the only one":     {[]news.Article{a, b, picture(c, "https://s3.example/flood.jpg")}, 3},
		"no logo":          {[]news.Article{picture(a, "https://s1.example/static/logo-large.png"), picture(b, "https://s2.example/p.jpg"), c}, 2},
		"no portrait":      {[]news.Article{picture(a, "https://s1.example/authors/jane.jpg"), b, c}, 0},
		"nothing tiny":     {[]news.Article{picture(a, "https://s1.example/p-150x150.jpg"), b, c}, 0},
		"what may be seen": {[]news.Article{closed, b, picture(c, "https://s3.example/q.jpg")}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := told(t, test.docs...)
			if s.ImageOf != test.want || s.ImageSource != news.SourceID(test.want) || (s.Image.URL == "") != (test.want == 0) {
				t.Errorf("got %q of article %d, want article %d", s.Image.URL, s.ImageOf, test.want)
			}
		})
	}
}

func TestLineage(t *testing.T) {
	t.Parallel()
	long := floodA + " " + floodB
	agency := func(a news.Article, name string, authors ...string) news.Article {
		a.Agencies, a.Authors = []string{name}, authors
		return a
	}
	on := func(a news.Article, address, canonical string) news.Article {
		a.URL, a.CanonicalURL = address, canonical
		return a
	}
	same := func(a news.Article, source news.SourceID) news.Article {
		a.SourceID = source
		return a
	}
	const h = "River Tessel floods old town of Orvale"
	for name, test := range map[string]struct {
		docs []news.Article
		want int
		line news.Lineage // the first
	}{
		"three texts":           {[]news.Article{report(1, h, floodA), report(2, h, floodB), report(3, h, floodC)}, 3, news.Lineage{}},
		"two texts of a source": {[]news.Article{report(1, h, floodA), same(report(2, h, floodB), 1)}, 1, news.Lineage{}},
		"copies": {[]news.Article{report(1, h, long), report(2, h, long), report(3, h, floodA), report(4, h, long+" "+floodC)}, 1,
			news.Lineage{Family: 1, Owner: 1, Copies: []news.Relative{{Article: 2, Relation: news.RelationExact}, {Article: 3, Relation: news.RelationShortened}, {Article: 4, Relation: news.RelationExtended}}}},
		"one agency in two outlets, edited": {[]news.Article{agency(report(1, h, floodA), "AP"), agency(report(2, h, floodB), "The Associated Press")}, 1,
			news.Lineage{Family: 1, Agency: "AP"}},
		"an outlet's own with an agency's help": {[]news.Article{agency(report(1, h, floodA), "AP"), agency(report(2, h, floodB), "AP", "Ines Halloran")}, 2,
			news.Lineage{Family: 1, Agency: "AP"}},
		"the agency's own site": {[]news.Article{on(report(1, h, floodA), "https://apnews.com/x", ""), agency(report(2, h, floodB), "Associated Press")}, 1,
			news.Lineage{Family: 2, Agency: "Associated Press"}},
		"whose own it is": {[]news.Article{on(report(1, h, floodA), "https://s1.example/a", "https://s2.example/b"), on(report(2, h, floodA), "https://s2.example/b", ""), report(3, h, floodC)}, 2,
			news.Lineage{Family: 1, Owner: 2, Copies: []news.Relative{{Article: 2, Relation: news.RelationExact}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := told(t, test.docs...)
			if s.Independent != test.want {
				t.Errorf("got %d independent, want %d", s.Independent, test.want)
			}
			first := news.Lineage{}
			if len(s.Lineages) > 0 {
				first = s.Lineages[0]
			}
			if diff := cmp.Diff(test.line, first); diff != "" {
				t.Errorf("lineage (-want +got):\n%s", diff)
			}
		})
	}
}
