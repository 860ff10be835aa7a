package main

import (
	"encoding/json"
	"fmt"
	"io"

	"nutgraf/internal/app"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// evalNames measures which names are found in texts.
type evalNames struct {
	evalFiles
	Against string `help:"Measure the lines {\"id\", \"names\"} of this file instead, which another system wrote." placeholder:"FILE"`
}

func (evalNames) Help() string {
	return `Reads lines {"id", "text", "lang", "names": [{"start", "end", "type"}]} where start and end are byte offsets into text and type is
person, organisation or place; names of other types are left out. A name is right when its start, end and type are.

  nutgraf eval names news.jsonl
  nutgraf eval names --against theirs.jsonl news.jsonl    as nutgraf understand writes them`
}

// namedLine is a text with its names.
type namedLine struct {
	ID    label           `json:"id"`
	Text  string          `json:"text"`
	Lang  string          `json:"lang"`
	Names []measure.Named `json:"names"`
}

// naming is what was measured on a file.
type naming struct {
	LeftOut int `json:"left_out,omitempty"` // names of the gold that are of another type
	measure.Naming
}

func (c *evalNames) Run(s *session) error {
	theirs, err := readNames(nil).told(c.Against)
	if err != nil {
		return err
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		var found naming
		gold, told, err := readNames(&found.LeftOut).compare(file, bad, "names", theirs)
		if err != nil {
			return nil, err
		}
		found.Naming = measure.Names(gold, told)
		return found, nil
	})
}

// readNames reads lines with names, and counts in leftOut those of other types.
func readNames(leftOut *int) textReader[measure.Named] {
	return func(line []byte) (t labelledText[measure.Named], err error) {
		var g namedLine
		if err := json.Unmarshal(line, &g); err != nil {
			return t, err
		}
		spans, others := ofKinds(g.Names)
		if leftOut != nil {
			*leftOut += others
		}
		return labelledText[measure.Named]{g.ID, spans, g.Names != nil, func() ([]measure.Named, error) { return findNames(g), nil }}, nil
	}
}

// findNames returns the names that this program finds; words of nationality name nobody.
func findNames(g namedLine) []measure.Named {
	var told []measure.Named
	for _, m := range name.Find(text.Read(g.Text), languageOf(g.Lang, g.Text)) {
		if !m.Word {
			told = append(told, measure.Named{Start: m.Start, End: m.End, Type: string(m.Kind)})
		}
	}
	return told
}

// ofKinds keeps the names of people, organisations and places.
func ofKinds(names []measure.Named) (kept []measure.Named, others int) {
	for _, n := range names {
		switch news.EntityKind(n.Type) {
		case news.EntityPerson, news.EntityOrganisation, news.EntityPlace:
			kept = append(kept, n)
		default:
			others++
		}
	}
	return kept, others
}

func (f naming) print(w io.Writer) {
	fmt.Fprintf(w, "%d texts with gold names\n", f.Texts)
	t := newTable(w)
	t.row("", "precision", "recall", "F1", "gold", "told")
	for _, c := range append(f.Types, f.Spans) {
		t.row(c.Name, c.Precision, c.Recall, c.F1, c.Gold, c.Told)
	}
	t.row("all", f.Precision, f.Recall, f.F1, f.Gold, f.Told)
	t.Flush()
	if f.LeftOut > 0 {
		fmt.Fprintf(w, "  left out: %d names of other types\n", f.LeftOut)
	}
}
