package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// searchCommand finds articles.
type searchCommand struct {
	app.Storage
	app.Logging
	JSON  bool     `name:"json" help:"Print one JSON line per article."`
	N     int      `short:"n" help:"How many articles." default:"20"`
	Order string   `help:"What comes first: ${enum}. Relevant is what fits best and is fresh." enum:"newest,relevant" default:"newest"`
	Words []string `arg:"" help:"What to look for, in the language of the search box."`
}

func (searchCommand) Help() string {
	return `Words must all occur; "a phrase" stands together; OR, NOT and -, and parentheses combine. Fields narrow, and take
"several words" in quotation marks:

  headline: by:                  words of the headline; who wrote it
  source:                        name or host of who published it
  person: place: org: said:      whom or what it names; whom it quotes
  section: kind: lang: has:      world, sport …; opinion, video …; en, fr …; video, picture …
  in:                            the country of its source, such as DE, or when it was published
  after: before:                 2026, 2026-03, 2026-03-14, 14 Mar 2026, yesterday, "last week", 7d …

  nutgraf search river dam
  nutgraf search '"first text" (dam OR river) -football after:2026-10-01 lang:en'
  nutgraf search --order relevant 'talks person:"Ilse Marrow" -source:gull'`
}

type hitLine struct {
	extract.Record
	Story   news.StoryID `json:"story,omitempty"`
	Snippet string       `json:"snippet"`
	Matches [][2]int     `json:"matches,omitempty"` // byte ranges in snippet
}

func (c *searchCommand) Run(s *session) error {
	db, err := c.Read(s.ctx, c.Logger())
	if err != nil {
		return err
	}
	defer db.Close()
	words := strings.Join(c.Words, " ")
	wanted, problem := query.Parse(words)
	if problem != nil { // it is searched for nevertheless
		fmt.Fprintf(s.err, "%s\n", printable(strings.ReplaceAll(problem.Error(), "\n", "; ")))
	}
	found, err := db.Search(s.ctx, wanted, news.Filter{Limit: c.N, Order: news.Order(c.Order)})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(s.out)
	for _, hit := range found.Hits {
		if c.JSON {
			if err := encoder.Encode(hitLine{extract.NewRecord(hit.Article), hit.Article.StoryID, hit.Snippet, hit.Matches}); err != nil {
				return err
			}
			continue
		}
		a := hit.Article
		fmt.Fprintf(s.out, "%s\n    %s\n    %s\n", bold(s.out, printable(a.Headline)),
			faint(s.out, printable(strings.Join(slices.DeleteFunc([]string{a.Outlet, when(a), a.URL}, func(s string) bool { return s == "" }), " · "))), marked(s.out, hit))
	}
	if !found.Reached.IsZero() {
		fmt.Fprintf(s.err, "looked back to %s; before:%[1]s goes on from there\n", found.Reached.UTC().Format("2006-01-02T15:04:05Z"))
	}
	if len(found.Hits) == 0 {
		fmt.Fprintf(s.err, "nothing found for %q\n", words)
		return errReported
	}
	return nil
}

// marked is the snippet of a hit with the words that were found in bold.
func marked(out io.Writer, hit news.Hit) string {
	var b strings.Builder
	end := 0
	for _, m := range hit.Matches {
		if m[0] < end || m[1] < m[0] || m[1] > len(hit.Snippet) {
			continue
		}
		b.WriteString(printable(hit.Snippet[end:m[0]]))
		b.WriteString(bold(out, printable(hit.Snippet[m[0]:m[1]])))
		end = m[1]
	}
	b.WriteString(printable(hit.Snippet[end:]))
	return b.String()
}
