package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/contest"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
)

// evalSections measures how articles are shelved.
type evalSections struct {
	evalFiles
	Against string `help:"Measure the lines {\"id\", \"section\"} or {\"id\", \"category\"} of this file instead, which another system wrote." placeholder:"FILE"`
	Workers int    `help:"Articles prepared at the same time; 0 takes all cores." default:"0"`
}

func (evalSections) Help() string {
	return `Reads lines as "nutgraf group" does with the gold: "section" (world, politics, business, technology, science, health, climate,
sport, culture, opinion, local, or other names for these), or "category", which may be the categories of the contest: society,
economy, technology, sports, entertainment, science, other and not_news. Gold that has no section here is left out and told.

  nutgraf eval sections news.jsonl
  nutgraf eval sections --against theirs.jsonl news.jsonl`
}

// shelves are other names of sections.
var shelves = map[string]news.Section{
	"sports": news.SectionSport, "tech": news.SectionTech, "entertainment": news.SectionCulture, "arts": news.SectionCulture,
	"economy": news.SectionBusiness, "environment": news.SectionClimate, "international": news.SectionWorld,
}

// notNews is the category of what is none.
const notNews = "not_news"

// sectionFinding is how well the articles of a file were shelved.
type sectionFinding struct {
	Kind    string         `json:"kind"`               // "section", or "category" for those of the contest
	LeftOut map[string]int `json:"left_out,omitempty"` // gold that has no section here
	measure.Shelving
}

func (c *evalSections) Run(s *session) error {
	var theirs map[string]goldLine
	if c.Against != "" {
		var err error
		if theirs, err = answers(c.Against); err != nil {
			return err
		}
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		lines := goldLines(file, bad)
		found := sectionFinding{Kind: "category", LeftOut: map[string]int{}}
		shelf := categoryShelf
		if !ofContest(lines) {
			found.Kind, shelf = "section", sectionShelf
		}
		told := c.shelve(lines, theirs, found.Kind)
		var golds, answers []string
		for i, g := range lines {
			name, known := shelf(g.shelf())
			if !known && g.shelf() != "" {
				found.LeftOut[g.shelf()]++
			}
			if known {
				answer, _ := shelf(told[i])
				golds, answers = append(golds, name), append(answers, answer)
			}
		}
		if len(golds) == 0 {
			return nil, errNothing(file.Path, `a gold "section" or "category" that is known`)
		}
		found.Shelving = measure.Sections(golds, answers)
		return found, nil
	})
}

// shelf is the gold of a line.
func (g *goldLine) shelf() string {
	for _, name := range []string{g.Section, g.Category, g.Label} {
		if name != "" {
			return strings.ToLower(strings.TrimSpace(name))
		}
	}
	return ""
}

// ofContest reports whether the gold of a file is the categories of the contest: only they know society, and not_news.
func ofContest(lines []goldLine) bool {
	own := false
	for i := range lines {
		if lines[i].Section != "" {
			return false
		}
		name := lines[i].shelf()
		if _, known := categoryShelf(name); name != "" && !known {
			return false
		}
		own = own || name == string(contest.Society) || name == notNews
	}
	return own
}

func categoryShelf(name string) (string, bool) {
	return name, name == notNews || slices.Contains(contest.Categories(), contest.Category(name))
}

func sectionShelf(name string) (string, bool) {
	if s, known := shelves[name]; known {
		return string(s), true
	}
	return name, name != "" && news.Section(name).Valid()
}

// shelve returns the section or category of each line: ours, or theirs.
func (c *evalSections) shelve(lines []goldLine, theirs map[string]goldLine, kind string) []string {
	told := make([]string, len(lines))
	if theirs != nil {
		for i, g := range lines {
			answer := theirs[string(g.ID)]
			told[i] = answer.shelf()
		}
		return told
	}
	articles := make([]news.Article, len(lines))
	for i := range lines {
		articles[i] = lines[i].article
	}
	enrichAll(articles, c.Workers)
	for i := range articles {
		told[i] = string(articles[i].Section)
		if kind == "category" {
			category, isNews := contest.Shelve(&articles[i])
			if told[i] = string(category); !isNews {
				told[i] = notNews
			}
		}
	}
	return told
}

func (f sectionFinding) print(w io.Writer) {
	fmt.Fprintf(w, "%d articles with a gold %s\n", f.Items, f.Kind)
	t := newTable(w)
	t.row("", "precision", "recall", "F1", "gold", "told")
	for _, class := range f.Classes {
		t.row(class.Name, class.Precision, class.Recall, class.F1, class.Gold, class.Told)
	}
	t.row("all", "accuracy", f.Accuracy, "", "", "")
	t.row("", "macro F1", f.MacroF1, "", "", "")
	t.Flush()
	f.printConfusion(w)
	for _, name := range slices.Sorted(maps.Keys(f.LeftOut)) {
		fmt.Fprintf(w, "  left out: %d of %q, which is no section here\n", f.LeftOut[name], name)
	}
}

// printConfusion tells what was taken for what: a line for each class of the gold.
func (f sectionFinding) printConfusion(w io.Writer) {
	for _, class := range f.Classes {
		wrong := map[string]int{}
		for answer, n := range f.Confusion[class.Name] {
			if answer != class.Name {
				wrong[answer] = n
			}
		}
		names := slices.SortedFunc(maps.Keys(wrong), func(a, b string) int { return cmp.Or(cmp.Compare(wrong[b], wrong[a]), cmp.Compare(a, b)) })
		var parts []string
		for _, name := range names {
			shown := name
			if name == "" {
				shown = "unknown"
			}
			parts = append(parts, fmt.Sprintf("%d %s", wrong[name], printable(shown)))
		}
		if len(parts) > 0 {
			fmt.Fprintf(w, "  %s taken for: %s\n", class.Name, strings.Join(parts, ", "))
		}
	}
}
