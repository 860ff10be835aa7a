package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/enrich"
	"nutgraf/internal/extract"
	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/story"

	"golang.org/x/sync/errgroup"
)

// groupCommand groups articles without a database.
type groupCommand struct {
	JSON    bool     `name:"json" help:"Print one JSON line per article (the only form there is)."`
	Workers int      `help:"Articles prepared at the same time; 0 takes all cores." default:"0"`
	Order   string   `help:"Take the articles as given, or by time." enum:"given,time" default:"given"`
	Path    []string `arg:"" help:"JSON Lines files; - is standard input."`
}

func (groupCommand) Help() string {
	return `Reads lines {"id", "title", "text", "time", "site", "url", "lang"}; any but id may be missing. Writes per article
{"id", "story", "family", "section", "lang"}: articles with the same story report the same event, those with the same
family carry the same text.

  nutgraf group --json --order time articles.jsonl`
}

type groupLine struct {
	ID      string `json:"id"`
	Story   string `json:"story,omitempty"`
	Family  string `json:"family,omitempty"`
	Section string `json:"section,omitempty"`
	Lang    string `json:"lang,omitempty"`
	Error   string `json:"error,omitempty"`
}

func (c *groupCommand) Run(s *session) error {
	lines, articles, ok := c.gather()
	placed := groupAll(inOrder(articles, c.Order))
	encoder := json.NewEncoder(s.out)
	for i, line := range lines {
		if line.Error == "" {
			p := placed[news.ArticleID(i+1)]
			line.Story, line.Family = p.Story.String(), p.Family.String()
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return reported(ok, s.ctx.Err())
}

// inOrder returns the articles as they come: as given, or by time.
func inOrder(articles []news.Article, order string) []news.Article {
	if order == "time" {
		articles = slices.Clone(articles)
		slices.SortStableFunc(articles, func(a, b news.Article) int { return a.PublishedAt.Compare(b.PublishedAt) })
	}
	return articles
}

// gather reads all lines. A line that is no article keeps its place, with its error; an article's ID is its
// position plus one.
func (c *groupCommand) gather() (lines []groupLine, articles []news.Article, ok bool) {
	ok = true
	bad := func(id, format string, args ...any) {
		lines = append(lines, groupLine{ID: id, Error: fmt.Sprintf(format, args...)})
		ok = false
	}
	sites := siteNumbers{}
	for file, err := range app.Files(c.Path) {
		if err != nil {
			bad("", "%v", err)
			continue
		}
		for line, err := range file.Lines() {
			var record extract.Record
			if err == nil {
				record, err = extract.ParseRecord(line.Text)
			}
			if err == nil && record.ID == "" {
				err = invalid("the article has no id")
			}
			if err != nil {
				bad(record.ID, "%s: line %d: %v", file.Path, line.Number, err)
				continue
			}
			articles = append(articles, sites.article(record, news.ArticleID(len(lines)+1)))
			lines = append(lines, groupLine{ID: record.ID})
		}
	}
	enrichAll(articles, c.Workers)
	for _, a := range articles {
		line := &lines[a.ID-1]
		line.Section, line.Lang = string(a.Section), a.Language
	}
	return lines, articles, ok
}

// siteNumbers numbers the publishers of articles.
type siteNumbers map[string]news.SourceID

// article makes the article that a line describes, ready to be grouped.
func (n siteNumbers) article(record extract.Record, id news.ArticleID) news.Article {
	a := record.Article()
	site := cmp.Or(record.Source, news.HostKey(record.URL))
	if site != "" && n[site] == 0 {
		n[site] = news.SourceID(len(n) + 1)
	}
	a.ID, a.SourceID, a.SeenAt = id, n[site], cmp.Or(a.PublishedAt, time.Unix(0, 0).UTC())
	return a
}

// enrichAll finds language and section of all articles with so many workers; 0 takes all cores.
func enrichAll(articles []news.Article, workers int) {
	var g errgroup.Group
	g.SetLimit(cmp.Or(workers, runtime.GOMAXPROCS(0)))
	for part := range slices.Chunk(articles, 64) {
		g.Go(func() error {
			for i, a := range part {
				part[i] = enrich.Enrich(a, enrich.Hint{})
			}
			return nil
		})
	}
	_ = g.Wait() // none returns an error
}

// groupAll runs the stream through one window and says where each article ended.
func groupAll(stream []news.Article) map[news.ArticleID]news.Placement {
	const (
		batch       = 256
		repairShare = 4 // a repair when one article in so many is new
	)
	window := story.New(story.Options{Score: rank.Score})
	placed := make(map[news.ArticleID]news.Placement, len(stream))
	merged := map[news.StoryID]news.StoryID{}
	note := func(g news.Grouping) {
		for _, p := range g.Placed {
			placed[p.Article] = p
		}
		for from, into := range g.Merged {
			merged[from] = into
		}
	}
	unrepaired := 0
	for part := range slices.Chunk(stream, batch) {
		note(window.Add(part))
		if unrepaired += len(part); unrepaired*repairShare >= len(placed) {
			note(window.Repair())
			unrepaired = 0
		}
	}
	note(window.Repair())
	for id, p := range placed {
		for into, found := merged[p.Story]; found; into, found = merged[p.Story] {
			p.Story = into
		}
		placed[id] = p
	}
	return placed
}
