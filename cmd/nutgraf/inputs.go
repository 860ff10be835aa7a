package main

import (
	"iter"
	"strings"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

// input is one page or document with its bytes, or why there are none.
type input struct {
	path        string
	body        []byte
	contentType string
	url         string // where it came from, when it was fetched
	err         error
}

// fileInputs reads the files that the paths name. What is no text at all is an error where pages are wanted.
func fileInputs(paths []string, pages bool) iter.Seq[input] {
	return func(yield func(input) bool) {
		for file, err := range app.Files(paths) {
			in := input{path: file.Path, err: err}
			if err == nil {
				form := file.Form()
				if form == app.FormText {
					in.contentType = "text/plain"
				}
				if in.body, in.err = file.Body(); in.err == nil && pages && form == app.FormUnknown {
					in.err = errNoPage
				}
			}
			if in.err == nil && len(in.body) == 0 {
				in.err = errEmpty
			}
			if !yield(in) {
				return
			}
		}
	}
}

func isURL(path string) bool {
	return strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://")
}

// printable makes foreign text safe for a terminal: no control characters, so no escape sequences.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return ' '
		}
		if r < 0x20 || (r >= 0x7f && r < 0xa0) || r == '\u202e' || r == '\u202d' {
			return -1
		}
		return r
	}, s)
}

const (
	errEmpty  = invalid("the input is empty")
	errNoPage = invalid("neither HTML nor text")
)

type invalid string

func (e invalid) Error() string { return string(e) }
func (invalid) Unwrap() error   { return news.ErrInvalid }
