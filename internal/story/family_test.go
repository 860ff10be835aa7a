package story_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/text"
)

// prose makes n words that stand in no other prose.
func prose(name string, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%d", name, i)
	}
	return strings.Join(words, " ")
}

func TestCopies(t *testing.T) {
	t.Parallel()
	a, b, box := prose("a", 300), prose("b", 300), prose("box", 80)
	words := strings.Fields(a)
	part := func(from, to int) string { return strings.Join(words[from:to], " ") }
	boxed := make([]string, 120) // so many texts with one box that it finds nothing, then two more
	for i := range boxed {
		boxed[i] = prose(fmt.Sprintf("own%dx", i), 60) + " " + box
	}
	tests := []struct {
		name  string
		texts []string
		want  string // a letter for each family
	}{
		{"the same words", []string{a, strings.ToUpper(strings.ReplaceAll(a, " ", ", ")), b}, "AAB"},
		{"words in another order", []string{a, part(150, 300) + " " + part(0, 150), b}, "AAB"},
		{"with an ending of its own", []string{a, a + " " + prose("c", 150)}, "AA"},
		{"with as much again", []string{a, a + " " + prose("c", 330)}, "AA"}, // all of it is still there
		{"half of it new", []string{a, part(0, 190) + " " + prose("c", 160)}, "AB"},
		{"shortened", []string{a, part(0, 40), part(200, 240)}, "AAA"},
		{"the long one later", []string{part(100, 140), a}, "AA"},
		{"too short to tell", []string{a, part(0, 24)}, "AB"},
		{"a paragraph quoted", []string{a, part(20, 60) + " " + b}, "AB"},
		{"two parts of one text, then the text", []string{part(0, 60), part(60, 300), a}, "BAA"},
		{"two parts that are not copies of each other", []string{part(0, 200), part(100, 300), a}, "ABA"},
		{"a box on every page", append(boxed, a, a+" "+box), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			docs := make([]news.Article, len(test.texts))
			for i, s := range test.texts {
				docs[i] = news.Article{ID: news.ArticleID(i + 1), SourceID: news.SourceID(i + 1), Language: "en",
					Headline: fmt.Sprintf("h%dx", i), Blocks: []news.Block{{Role: news.RoleParagraph, Text: s}}}
			}
			got := familiesOf(docs)
			if test.want == "" {
				for i, f := range got[:len(got)-1] {
					if f != docs[i].ID && i >= 100 {
						t.Errorf("text %d: got family %d", i, f)
					}
				}
				if n := len(got); got[n-1] != got[n-2] {
					t.Error("a copy with the box is not found")
				}
				return
			}
			for i := range got {
				for j := range i {
					if joined, want := got[i] == got[j], test.want[i] == test.want[j]; joined != want {
						t.Errorf("texts %d and %d: joined %t, want %t", j+1, i+1, joined, want)
					}
				}
				if got[i] > docs[i].ID {
					t.Errorf("text %d: its family is named for a later one, %d", i+1, got[i])
				}
			}
		})
	}
}

// familiesOf runs texts through a window.
func familiesOf(docs []news.Article) []news.ArticleID {
	w := story.New(story.Options{})
	families := make([]news.ArticleID, len(docs))
	for batch := range slices.Chunk(docs, 50) {
		for _, p := range w.Add(batch).Placed {
			families[p.Article-1] = p.Family
		}
	}
	return families
}

// BenchmarkFamilies measures fingerprints and families alone, on the English stream or the committed corpus.
func BenchmarkFamilies(b *testing.B) {
	path := "testdata/corpus.jsonl"
	if dir := golden.Stories(); dir != "" {
		path = filepath.Join(dir, "stream-en/docs.jsonl")
	}
	docs, err := loadTexts(path)
	if err != nil {
		b.Fatal(err)
	}
	texts := make([][]string, len(docs))
	for i := range docs {
		texts[i] = text.Terms(docs[i].Text())
	}
	b.ReportAllocs()
	for b.Loop() {
		story.FoldAll(texts)
	}
	b.ReportMetric(float64(b.N*len(texts))/b.Elapsed().Seconds(), "articles/s")
}
