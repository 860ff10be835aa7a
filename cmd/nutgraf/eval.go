package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"nutgraf/internal/app"
	"nutgraf/internal/measure"
	"nutgraf/internal/news"
)

// evalCommand measures what the other tools make of collections that people have labelled.
type evalCommand struct {
	Stories  evalStories  `cmd:"" help:"Measure stories: lines with a gold story."`
	Sections evalSections `cmd:"" help:"Measure sections: lines with a gold section or category."`
	Pairs    evalPairs    `cmd:"" help:"Measure pairs of texts that are or are not about one event."`
	Articles evalArticles `cmd:"" help:"Measure texts taken from pages: lines with a gold text."`
	Names    evalNames    `cmd:"" help:"Measure names found in texts: lines with gold names."`
	Quotes   evalQuotes   `cmd:"" help:"Measure what is found to be said, and by whom: lines with gold quotes."`
	Dates    evalDates    `cmd:"" help:"Measure expressions of time found in texts: lines with gold dates."`
}

func (evalCommand) Help() string {
	return `Reads JSON Lines that carry gold, what people say is right, and prints the usual measures, for each file by itself. Without
--against it measures this program, as its tools work; with it what another one wrote. Behind each figure stand the ends of its
95 % confidence interval.

  nutgraf eval stories news.jsonl                           group the lines, and compare with their gold
  nutgraf eval stories --against theirs.jsonl news.jsonl    compare another system's lines {"id", "story"}
  nutgraf eval sections news.jsonl
  nutgraf eval pairs pairs.jsonl
  nutgraf eval names named.jsonl
  nutgraf eval dates dated.jsonl
  nutgraf eval quotes quoted.jsonl

docs/eval.md explains the measures.`
}

// evalFiles is what all measurements are asked for.
type evalFiles struct {
	JSON bool     `name:"json" help:"Print one JSON line per file."`
	Path []string `arg:"" help:"JSON Lines files with gold; - is standard input."`
}

// finding is what was measured on a file.
type finding interface {
	print(w io.Writer) // for people
}

// each measures the files one by one and prints what came out. f returns the lines that could not be used too.
func (c *evalFiles) each(s *session, f func(app.File, *troubles) (finding, error)) error {
	ok := true
	encoder := json.NewEncoder(s.out)
	for file, err := range app.Files(c.Path) {
		var found finding
		bad := troubles{path: file.Path}
		if err == nil {
			found, err = f(file, &bad)
		}
		ok = ok && err == nil && bad.n == 0
		bad.tell(s.err)
		switch {
		case c.JSON:
			line := map[string]any{"path": file.Path}
			if err != nil {
				line["error"] = err.Error()
			} else {
				line, err = merge(line, found)
				if err != nil {
					return err
				}
			}
			if bad.n > 0 {
				line["bad_lines"] = bad.n
			}
			if err := encoder.Encode(line); err != nil {
				return err
			}
		case err != nil:
			complain(s.err, err)
		default:
			fmt.Fprintf(s.out, "%s: ", printable(file.Path))
			found.print(s.out)
		}
	}
	return reported(ok, s.ctx.Err())
}

// merge puts the fields of a finding beside those of its line.
func merge(line map[string]any, found finding) (map[string]any, error) {
	b, err := json.Marshal(found)
	if err != nil {
		return nil, err
	}
	return line, json.Unmarshal(b, &line)
}

// troubles are the lines of a file that could not be used.
type troubles struct {
	path  string
	n     int
	first []error
}

func (t *troubles) add(line int, err error) {
	if t.n++; len(t.first) < 3 {
		t.first = append(t.first, fmt.Errorf("%s: line %d: %w", t.path, line, err))
	}
}

func (t *troubles) tell(w io.Writer) {
	for _, err := range t.first {
		complain(w, err)
	}
	if more := t.n - len(t.first); more > 0 {
		complain(w, fmt.Errorf("%s: and %d more lines that cannot be used", t.path, more))
	}
}

// errNothing is what a file without gold gets.
func errNothing(path, wanted string) error {
	return fmt.Errorf("%s: no line has %s: %w", path, wanted, news.ErrInvalid)
}

// table writes rows of figures under a line of names.
type table struct{ *tabwriter.Writer }

func newTable(w io.Writer) table { return table{tabwriter.NewWriter(w, 2, 8, 2, ' ', 0)} }

func (t table) row(name string, cells ...any) {
	fmt.Fprint(t, "  ", printable(name))
	for _, cell := range cells {
		switch cell := cell.(type) {
		case measure.Figure:
			fmt.Fprintf(t, "\t%.3f  %.3f–%.3f", cell.Value, cell.Low, cell.High)
		default:
			fmt.Fprintf(t, "\t%v", cell)
		}
	}
	fmt.Fprintln(t)
}
