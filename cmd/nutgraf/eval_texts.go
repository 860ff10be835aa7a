package main

import (
	"cmp"
	"fmt"
	"strconv"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// labelledText is a text with what somebody says stands in it.
type labelledText[T any] struct {
	id    label
	spans []T
	given bool                // the line says what stands in it, be it nothing
	find  func() ([]T, error) // what this program finds in it; an error when there is no text
}

// textReader reads a line.
type textReader[T any] func(line []byte) (labelledText[T], error)

// compare returns what a file of gold has in its texts, and what is told of them: by theirs, or by this program when that is nil.
func (read textReader[T]) compare(file app.File, bad *troubles, what string, theirs map[string][]T) (gold, told [][]T, err error) {
	for line, err := range file.Lines() {
		if err != nil {
			bad.add(line.Number, err)
			break
		}
		g, err := read(line.Text)
		var ours []T
		if err == nil && g.given && theirs == nil {
			ours, err = g.find()
		}
		switch {
		case err != nil:
			bad.add(line.Number, fmt.Errorf("not a text with %s as JSON (%w): %w", what, err, news.ErrInvalid))
		case g.given && theirs == nil:
			gold, told = append(gold, g.spans), append(told, ours)
		case g.given:
			gold, told = append(gold, g.spans), append(told, theirs[g.name(line.Number)])
		}
	}
	if len(gold) == 0 {
		return nil, nil, errNothing(file.Path, fmt.Sprintf("gold %q", what))
	}
	return gold, told, nil
}

// told reads what another system wrote: a line per text with its id. No path gives nil.
func (read textReader[T]) told(path string) (map[string][]T, error) {
	if path == "" {
		return nil, nil
	}
	all := map[string][]T{}
	for file, err := range app.Files([]string{path}) {
		if err != nil {
			return nil, err
		}
		for line, err := range file.Lines() {
			var g labelledText[T]
			if err == nil {
				g, err = read(line.Text)
			}
			if err != nil {
				return nil, fmt.Errorf("%s: line %d: %w", file.Path, line.Number, err)
			}
			all[g.name(line.Number)] = g.spans
		}
	}
	return all, nil
}

// name is the id of a text, or the number of its line.
func (t labelledText[T]) name(line int) string {
	return string(cmp.Or(t.id, label(strconv.Itoa(line))))
}

// languageOf is the language that a line names, or that its text shows.
func languageOf(named, body string) string {
	if named == "" {
		named, _ = text.Language(body)
	}
	return named
}
