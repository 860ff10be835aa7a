package main

import (
	"encoding/json"
	"fmt"
	"io"

	"nutgraf/internal/app"
	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/measure"
	"nutgraf/internal/text"
)

// evalQuotes measures what is found to be said in texts, and by whom.
type evalQuotes struct {
	evalFiles
	Against string `help:"Measure the lines {\"id\", \"quotes\"} of this file instead, which another system wrote." placeholder:"FILE"`
}

func (evalQuotes) Help() string {
	return `Reads lines {"id", "text", "lang", "quotes": [{"start", "end", "parts", "direct", "speaker": {"start", "end"}, "cue": {"start", "end"},
"entity"}]}, all ranges byte offsets into text. "parts" are the pieces [start, end] of what is said when something stands between
them; "direct" is true for what stands in quotation marks. Quotes without a speaker count neither as right nor as wrong.

  nutgraf eval quotes news.jsonl
  nutgraf eval quotes --against theirs.jsonl news.jsonl    as nutgraf understand writes them`
}

// quotedLine is a text with what is said in it.
type quotedLine struct {
	ID     label        `json:"id"`
	Text   string       `json:"text"`
	Lang   string       `json:"lang"`
	Quotes []quotedSpan `json:"quotes"`
}

type quotedSpan struct {
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Parts   [][2]int `json:"parts"`
	Direct  bool     `json:"direct"`
	Speaker span     `json:"speaker"`
	Cue     span     `json:"cue"`
	Entity  string   `json:"entity"`
}

type span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// attributing is what was measured on a file.
type attributing struct{ measure.Attributing }

func (c *evalQuotes) Run(s *session) error {
	theirs, err := readQuotes.told(c.Against)
	if err != nil {
		return err
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		gold, told, err := readQuotes.compare(file, bad, "quotes", theirs)
		if err != nil {
			return nil, err
		}
		return attributing{measure.Quotes(gold, told)}, nil
	})
}

var readQuotes textReader[measure.Said] = func(line []byte) (t labelledText[measure.Said], err error) {
	var g quotedLine
	if err := json.Unmarshal(line, &g); err != nil {
		return t, err
	}
	return labelledText[measure.Said]{g.ID, g.said(), g.Quotes != nil, func() ([]measure.Said, error) { return findQuotes(g), nil }}, nil
}

// said are the quotes of a line as they are compared.
func (g quotedLine) said() []measure.Said {
	var all []measure.Said
	for _, q := range g.Quotes {
		said := measure.Said{Content: q.Parts, Source: [2]int{q.Speaker.Start, q.Speaker.End}, Cue: [2]int{q.Cue.Start, q.Cue.End}, Direct: q.Direct, Entity: q.Entity}
		if len(said.Content) == 0 {
			said.Content = [][2]int{{q.Start, q.End}}
		}
		all = append(all, said)
	}
	return all
}

// findQuotes returns what this program finds. The content of a few quoted words is the clause that they are part of.
func findQuotes(g quotedLine) []measure.Said {
	language := languageOf(g.Lang, g.Text)
	p := text.Read(g.Text)
	mentions, actors := actor.Find(p, language, "", name.Find(p, language))
	var told []measure.Said
	for _, q := range quote.Find(p, language, mentions, actors, nil) {
		said := measure.Said{Source: [2]int{q.Speaker.Start, q.Speaker.End}, Cue: [2]int{q.Cue.Start, q.Cue.End}, Direct: q.Direct}
		for _, part := range q.Parts {
			said.Content = append(said.Content, [2]int{part.Start, part.End})
		}
		if !q.Clause.Empty() {
			said.Content = [][2]int{{q.Clause.Start, q.Clause.End}}
		}
		if q.Actor >= 0 {
			said.Entity = actors[q.Actor].Name
		}
		told = append(told, said)
	}
	return told
}

func (f attributing) print(w io.Writer) {
	fmt.Fprintf(w, "%d texts, %d attributions with a speaker, %d of them direct; %d told\n", f.Articles, f.Gold, f.Direct, f.Told)
	t := newTable(w)
	t.row("direct speech", "share")
	t.row("found", f.Found)
	t.row("speaker right", f.Speaker)
	t.row("of those found", f.OfFound)
	t.Flush()
	t = newTable(w)
	t.row("all attributions", "precision", "recall", "F1")
	for _, m := range []struct {
		name string
		measure.Matching
	}{{"speaker and words meet", f.Who}, {"speaker, half the words", f.Whole}, {"speaker and cue meet", f.Cue}, {"half the words alone", f.Bare}} {
		t.row(m.name, m.Precision, m.Recall, m.F1)
	}
	t.Flush()
}
