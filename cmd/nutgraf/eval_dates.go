package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"nutgraf/internal/app"
	"nutgraf/internal/enrich/date"
	"nutgraf/internal/extract"
	"nutgraf/internal/measure"
	"nutgraf/internal/text"
)

// evalDates measures which expressions of time are found in texts, and what is made of them.
type evalDates struct {
	evalFiles
	Against string `help:"Measure the lines {\"id\", \"dates\"} of this file instead, which another system wrote." placeholder:"FILE"`
}

func (evalDates) Help() string {
	return `Reads lines {"id", "text", "time", "lang", "dates": [{"start", "end", "type", "value"}]} where start and end are byte offsets into text, type is
date, time, duration or set, and value that of TIMEX3 ("2024-01-30", "2024-W05", "P3D"). time is when the text was published: what
"Tuesday" means depends on it. Figures are those of TempEval-3: spans that are the same (strict) or overlap (relaxed), and the relaxed
ones whose type and value are right.

  nutgraf eval dates news.jsonl
  nutgraf eval dates --against theirs.jsonl news.jsonl    as nutgraf understand writes them`
}

// datedLine is a text with its expressions of time.
type datedLine struct {
	ID    label              `json:"id"`
	Dates []measure.DateSpan `json:"dates"`
}

// dating is what was measured on a file.
type dating struct{ measure.Dating }

func (c *evalDates) Run(s *session) error {
	theirs, err := readDates.told(c.Against)
	if err != nil {
		return err
	}
	return c.each(s, func(file app.File, bad *troubles) (finding, error) {
		gold, told, err := readDates.compare(file, bad, "dates", theirs)
		if err != nil {
			return nil, err
		}
		return dating{measure.Dates(gold, told)}, nil
	})
}

var readDates textReader[measure.DateSpan] = func(line []byte) (t labelledText[measure.DateSpan], err error) {
	var g datedLine
	if err := json.Unmarshal(line, &g); err != nil {
		return t, err
	}
	find := func() ([]measure.DateSpan, error) {
		record, err := extract.ParseRecord(line)
		return findDates(record), err
	}
	return labelledText[measure.DateSpan]{g.ID, ordered(g.Dates), g.Dates != nil, find}, nil
}

// findDates returns the expressions of time that this program finds.
func findDates(r extract.Record) []measure.DateSpan {
	var told []measure.DateSpan
	for _, d := range date.Find(text.Read(r.Text), languageOf(r.Language, r.Text), r.Article().PublishedAt) {
		told = append(told, measure.DateSpan{Start: d.Start, End: d.End, Type: string(d.Type), Value: d.Value})
	}
	return told
}

// ordered puts spans in the order of the text.
func ordered(dates []measure.DateSpan) []measure.DateSpan {
	slices.SortStableFunc(dates, func(a, b measure.DateSpan) int { return cmp.Compare(a.Start, b.Start) })
	return dates
}

func (f dating) print(w io.Writer) {
	fmt.Fprintf(w, "%d texts with gold dates, %d of the gold, %d told\n", f.Texts, f.Gold, f.Told)
	t := newTable(w)
	t.row("", "value")
	t.row("strict F1", f.Strict)
	t.row("relaxed precision", f.Precision)
	t.row("relaxed recall", f.Recall)
	t.row("relaxed F1", f.Relaxed)
	t.row("type F1", f.Type)
	t.row("value F1", f.Value)
	t.Flush()
}
