package main

import (
	"fmt"
	"io"

	"nutgraf/internal/app"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
)

// evalStories measures grouping.
type evalStories struct {
	evalFiles
	Against string `help:"Measure the lines {\"id\", \"story\", \"family\"} of this file instead, which another system wrote." placeholder:"FILE"`
	Order   string `help:"Take the articles as given, or by time." enum:"given,time" default:"given"`
	Workers int    `help:"Articles prepared at the same time; 0 takes all cores." default:"0"`
}

func (evalStories) Help() string {
	return `Reads lines as "nutgraf group" does, {"id", "title", "text", "time", "site", "url", "lang"}, with the gold: "story". They are grouped
as "nutgraf group" groups them, and the stories compared with the gold. Lines without a gold story are grouped with the rest and not
measured. For near-duplicates the texts decide, not the gold.

  nutgraf eval stories news.jsonl
  nutgraf eval stories --json *.jsonl
  nutgraf eval stories --against theirs.jsonl news.jsonl`
}

// storyFinding is how well the articles of a file were grouped.
type storyFinding struct {
	Lines      int                 `json:"lines"`
	Missing    int                 `json:"missing,omitempty"` // lines that the other system says nothing of: each is a story of its own
	Stories    measure.Grouping    `json:"grouping"`
	Duplicates measure.Duplication `json:"near_duplicates"`
}

func (c *evalStories) Run(s *session) error {
	var theirs map[string]goldLine
	if c.Against != "" {
		var err error
		if theirs, err = answers(c.Against); err != nil {
			return err
		}
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		lines := goldLines(file, bad)
		items, golds := make([]measure.Item, len(lines)), 0
		for i, g := range lines {
			items[i] = measure.Item{Gold: string(g.Story), Text: g.article.Text()}
			if g.Story != "" {
				golds++
			}
		}
		if golds == 0 {
			return nil, errNothing(file.Path, `a gold "story"`)
		}
		found := storyFinding{Lines: len(lines)}
		if theirs == nil {
			c.group(lines, items)
		} else if found.Missing = join(lines, items, theirs); found.Missing == len(lines) {
			return nil, fmt.Errorf("%s: no id of it is in %s: %w", file.Path, c.Against, news.ErrInvalid)
		}
		found.Stories, found.Duplicates = measure.Stories(items), measure.Duplicates(items)
		return found, nil
	})
}

// group groups the articles as "nutgraf group" does.
func (c *evalStories) group(lines []goldLine, items []measure.Item) {
	articles := make([]news.Article, len(lines))
	for i := range lines {
		articles[i] = lines[i].article
	}
	enrichAll(articles, c.Workers)
	for id, p := range groupAll(inOrder(articles, c.Order)) {
		items[id-1].Story, items[id-1].Family = p.Story.String(), p.Family.String()
	}
}

// join takes the stories from another system's lines, and returns how many it has none for.
func join(lines []goldLine, items []measure.Item, theirs map[string]goldLine) (missing int) {
	for i, g := range lines {
		answer := theirs[string(g.ID)]
		items[i].Story, items[i].Family = string(answer.Story), string(answer.Family)
		if answer.Story == "" {
			missing++
			items[i].Story = fmt.Sprint("\x00", i) // nobody else's
		}
	}
	return missing
}

func (f storyFinding) print(w io.Writer) {
	g, d := f.Stories, f.Duplicates
	fmt.Fprintf(w, "%d articles with gold, %d stories of the gold, %d told", g.Articles, g.Gold, g.Stories)
	if f.Missing > 0 {
		fmt.Fprintf(w, ", %d articles missing", f.Missing)
	}
	fmt.Fprintln(w)
	t := newTable(w)
	t.row("", "precision", "recall", "F1")
	t.row("B³", g.B3Precision, g.B3Recall, g.B3F1)
	t.row("pairs", g.PairPrecision, g.PairRecall, g.PairF1)
	t.row("", "homogeneity", "completeness", "V")
	t.row("V-measure", g.Homogeneity, g.Completeness, g.V)
	t.row("", "in one story", "in one family", "false families")
	t.row("near-duplicates", d.SameStory, d.SameFamily, d.False)
	t.row("", "told to gold", "near-duplicate pairs", "family pairs")
	t.row("numbers", g.Ratio, d.Pairs, d.FamilyPairs)
	t.Flush()
}
