package main

import (
	"fmt"
	"iter"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/extract"
)

// understandCommand reads what articles say, without a database.
type understandCommand struct {
	JSON    bool     `name:"json" help:"Print one JSON line per article (the only form there is)."`
	Workers int      `help:"Articles read at the same time; 0 takes all cores." default:"0"`
	Path    []string `arg:"" help:"JSON Lines files; - is standard input."`
}

func (understandCommand) Help() string {
	return `Reads lines {"id", "title", "text", "time", "lang"}; any but text may be missing. Writes per article the names in its text,
who says what, its dates and numbers, and the sentences that tell it:

  {"id", "names": [{"start", "end", "type", "entity"}], "quotes": [{"start", "end", "direct", "speaker", "cue", "entity", "role", "told"}],
   "dates": [{"start", "end", "type", "value"}], "key_sentences": [[start, end]], "numbers": [{"start", "end", "kind", "value", "unit", "subject"}],
   "events": [{"start", "end", "from", "until"}], "entities": [{"name", "type", "forms", "role", "country"}], "phrases", "lang"}

start and end are byte offsets into the text as it was given. docs/understanding.md says what is read in which language.

  nutgraf understand --json articles.jsonl
  echo '{"text": "“We won,” Ana Brandt told The Gull."}' | nutgraf understand --json - | jq .quotes`
}

type understandLine struct {
	ID      string       `json:"id,omitempty"`
	Names   []nameLine   `json:"names"`
	Quotes  []quoteLine  `json:"quotes"`
	Dates   []dateLine   `json:"dates"`
	Keys    [][2]int     `json:"key_sentences"`
	Numbers []numberLine `json:"numbers"`
	Events  []eventLine  `json:"events"`
	Actors  []actorLine  `json:"entities"`
	Phrases []string     `json:"phrases,omitempty"`
	Lang    string       `json:"lang,omitempty"`
}

type (
	rangeLine struct {
		Start int `json:"start"`
		End   int `json:"end"`
	}
	nameLine struct {
		rangeLine
		Type   string `json:"type"`
		Entity string `json:"entity,omitempty"`
	}
	quoteLine struct {
		rangeLine
		Parts   [][2]int   `json:"parts,omitempty"`
		Clause  *rangeLine `json:"clause,omitempty"` // of the article's own, round a few quoted words
		Direct  bool       `json:"direct"`
		Speaker *rangeLine `json:"speaker,omitempty"`
		Cue     *rangeLine `json:"cue,omitempty"`
		Entity  string     `json:"entity,omitempty"`
		Role    string     `json:"role,omitempty"`
		Told    string     `json:"told,omitempty"`
		Said    string     `json:"said,omitempty"` // TIMEX3 value
		Likely  float64    `json:"likely"`
	}
	dateLine struct {
		rangeLine
		Type  string `json:"type"`
		Value string `json:"value"`
		From  string `json:"from,omitempty"`
		Until string `json:"until,omitempty"` // the first day after it
	}
	eventLine struct {
		rangeLine
		From   string  `json:"from,omitempty"`
		Until  string  `json:"until,omitempty"`
		Ahead  bool    `json:"ahead,omitempty"`
		Weight float64 `json:"weight"`
	}
	numberLine struct {
		rangeLine
		Kind    string  `json:"kind"`
		Value   float64 `json:"value"`
		High    float64 `json:"high,omitempty"`
		Bound   string  `json:"bound,omitempty"`
		Unit    string  `json:"unit,omitempty"`
		Subject string  `json:"subject,omitempty"`
	}
	actorLine struct {
		Name    string   `json:"name"`
		Type    string   `json:"type"`
		Forms   []string `json:"forms,omitempty"`
		Role    string   `json:"role,omitempty"`
		Country string   `json:"country,omitempty"`
	}
	badLine struct {
		ID    string `json:"id,omitempty"`
		Error string `json:"error"`
	}
)

// proseLine is a line of input: the text stays as it was given, for offsets point into it.
type proseLine struct {
	extract.Record
	published time.Time // in the zone of its place, when that is given
	err       error
}

func (c *understandCommand) Run(s *session) error {
	ok, err := jsonLines(s.out, c.Workers, proseLines(c.Path), func(in proseLine) (any, bool) {
		if in.err != nil {
			return badLine{in.ID, in.err.Error()}, false
		}
		return newUnderstandLine(in), true
	})
	return reported(ok, err)
}

// proseLines reads the lines of files.
func proseLines(paths []string) iter.Seq[proseLine] {
	return func(yield func(proseLine) bool) {
		for file, err := range app.Files(paths) {
			if err != nil {
				if !yield(proseLine{err: err}) {
					return
				}
				continue
			}
			for line, err := range file.Lines() {
				in := proseLine{err: err}
				if err == nil {
					in = parseProse(line.Text)
				}
				if in.err != nil {
					in.err = fmt.Errorf("%s: line %d: %w", file.Path, line.Number, in.err)
				}
				if !yield(in) {
					return
				}
			}
		}
	}
}

func parseProse(b []byte) (in proseLine) {
	in.Record, in.err = extract.ParseRecord(b)
	if in.err != nil {
		return in
	}
	a := in.Record.Article()
	if in.Text == "" {
		in.Text = a.Text()
	}
	if in.Text == "" {
		in.err = invalid("the article has no text")
	}
	in.published = a.PublishedAt
	if local, err := time.Parse(time.RFC3339, in.PublishedAt); err == nil {
		in.published = local
	}
	return in
}
