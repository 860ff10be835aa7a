package main

import (
	"fmt"
	"html"
	"io"
	"text/tabwriter"
	"time"

	"nutgraf/internal/app"
)

// printFound prints ways to follow a publisher as a table, with the numbers that add --pick takes.
func printFound(out io.Writer, found []app.Found) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "#\tENTRIES\tNEWEST\tFORMAT\tTITLE\tADDRESS\tFOUND")
	for i, f := range found {
		entries, format := "-", "not looked at"
		if f.Looked() {
			entries, format = fmt.Sprint(len(f.Entries)), f.Format
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", i+1, entries, day(f.Newest()), format, shown(f.Subscription.Title), printable(f.Subscription.URL), printable(f.Why))
	}
	return table.Flush()
}

func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.DateOnly)
}

// shown is a title for a cell of a table.
func shown(title string) string {
	title = printable(html.UnescapeString(title))
	if runes := []rune(title); len(runes) > 70 {
		return string(runes[:69]) + "…"
	}
	if title == "" {
		return "-"
	}
	return title
}
