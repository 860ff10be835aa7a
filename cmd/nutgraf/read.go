package main

import (
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// readCommand prints the articles in pages.
type readCommand struct {
	app.Gathering
	JSON   bool   `name:"json" help:"Print one JSON line per input; the same as --format json."`
	Format string `help:"How to print: markdown, text or json." enum:"markdown,text,json" default:"markdown"`
	pageFlags
	URL     string   `name:"url" help:"The address that the page was saved from."`
	Explain bool     `help:"Tell for each block of the page what it was taken for, how surely, and why."`
	Path    []string `arg:"" help:"Files of HTML or scraped text, folders, addresses; - is standard input."`
}

func (readCommand) Help() string {
	return `The page is cleaned: headline, authors, dates, the text and what belongs to it; several articles stacked on one page
come out as several. Needs no database, and no network but for addresses.

  nutgraf read page.html
  nutgraf read --format text https://www.example.org/news/1
  nutgraf read --body "div.story" --drop ".box" page.html       by rules, as "nutgraf sources set" keeps them for a source
  nutgraf read --explain page.html | less                       what became of each block of the page, and why
  curl -s https://www.example.org/news/1 | nutgraf read --json --url https://www.example.org/news/1 -`
}

// pageLine is a line of read --json.
type pageLine struct {
	Path     string           `json:"path"`
	Articles []extract.Record `json:"articles,omitempty"`
	Blocks   []judgementFacts `json:"judgements,omitempty"` // with --explain
	Error    string           `json:"error,omitempty"`
}

func (c *readCommand) Run(s *session) error {
	if c.URL != "" && !isURL(c.URL) {
		return fmt.Errorf("--url %q: want an address such as https://www.example.org/news/1: %w", c.URL, news.ErrInvalid)
	}
	var rules news.PageRules
	if err := c.pageFlags.apply(&rules); err != nil {
		return err
	}
	inputs, err := c.inputs(s)
	if err != nil {
		return err
	}
	if c.JSON || c.Format == "json" {
		ok, err := jsonLines(s.out, c.Workers, inputs, func(in input) (any, bool) {
			reading, judged, err := c.read(in, rules)
			line := pageLine{Path: in.path, Blocks: judgementsOf(judged)}
			if err != nil {
				line.Error = err.Error()
				return line, false
			}
			for _, a := range reading.Articles {
				line.Articles = append(line.Articles, extract.NewRecord(a))
			}
			return line, true
		})
		return reported(ok, err)
	}
	ok := true
	for in := range inputs {
		reading, judged, err := c.read(in, rules)
		if c.Explain && len(judged) > 0 {
			if err := printJudgements(s.out, judged); err != nil {
				return err
			}
		}
		if err != nil {
			complain(s.err, fmt.Errorf("%s: %w", in.path, err))
			ok = false
			continue
		}
		for _, rule := range reading.Look.Missed {
			fmt.Fprintf(s.err, "%s: the rule of the %s picks nothing on this page\n", in.path, rule)
		}
		if c.Explain {
			continue
		}
		for _, a := range reading.Articles {
			if err := printArticle(s.out, a, c.Format == "markdown"); err != nil {
				return err
			}
		}
	}
	return reported(ok, nil)
}

// read reads one page.
func (c *readCommand) read(in input, rules news.PageRules) (extract.Reading, []extract.Judgement, error) {
	if in.err != nil {
		return extract.Reading{}, nil, in.err
	}
	at := extract.Context{URL: c.URL, ContentType: in.contentType, Now: time.Now(), Rules: rules}
	if in.url != "" {
		at.URL = in.url
	}
	if c.Explain {
		return extract.Explain(in.body, at)
	}
	reading, err := extract.Read(in.body, at)
	return reading, nil, err
}

// inputs reads files, and fetches addresses.
func (c *readCommand) inputs(s *session) (iter.Seq[input], error) {
	if !slices.ContainsFunc(c.Path, isURL) {
		return fileInputs(c.Path, true), nil
	}
	client, err := c.Client()
	if err != nil {
		return nil, err
	}
	return func(yield func(input) bool) {
		for _, path := range c.Path {
			if !isURL(path) {
				for in := range fileInputs([]string{path}, true) {
					if !yield(in) {
						return
					}
				}
				continue
			}
			in := input{path: path}
			response, err := client.Get(s.ctx, fetch.Request{URL: path})
			if in.err = err; err == nil {
				in.body, in.contentType, in.url = response.Body, response.ContentType, response.URL
			}
			if !yield(in) {
				return
			}
		}
	}, nil
}

func reported(ok bool, err error) error {
	if err == nil && !ok {
		return errReported
	}
	return err
}

// printArticle writes an article for people: as Markdown, or as plain text.
func printArticle(out io.Writer, a news.Article, markdown bool) error {
	var b strings.Builder
	mark := func(prefix string) string {
		if markdown {
			return prefix
		}
		return ""
	}
	fmt.Fprintf(&b, "%s%s\n\n", mark("# "), printable(a.Headline))
	var facts []string
	for _, fact := range []string{a.Outlet, strings.Join(a.Authors, ", "), when(a), string(a.Kind), a.Language, a.URL} {
		if fact != "" {
			facts = append(facts, printable(fact))
		}
	}
	if len(facts) > 0 {
		fmt.Fprintf(&b, "%s%s%s\n\n", mark("*"), strings.Join(facts, " · "), mark("*"))
	}
	prefixes := map[news.Role]string{
		news.RoleHeading: "## ", news.RoleListItem: "- ", news.RoleQuote: "> ", news.RolePullQuote: "> ",
	}
	for _, block := range a.Blocks {
		if block.Text != "" && (block.Role.Body() || block.Role == news.RolePullQuote) {
			fmt.Fprintf(&b, "%s%s\n\n", mark(prefixes[block.Role]), printable(block.Text))
		}
	}
	if a.Truncated {
		b.WriteString(mark("*") + "(cut short by its publisher)" + mark("*") + "\n\n")
	}
	for _, link := range a.Related {
		fmt.Fprintf(&b, "%sRelated: %s %s\n", mark("- "), printable(link.Title), printable(link.URL))
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func when(a news.Article) string {
	switch {
	case a.PublishedAt.IsZero():
		return ""
	case a.DateOnly:
		return a.PublishedAt.Format("2 January 2006")
	}
	return a.PublishedAt.Format("2 January 2006 15:04 MST")
}
