package news

import "fmt"

// Phrase is a sentence of the interface before it is put into a reader's language: the English words, which are its
// name in the catalogues of the room message, and what fills their verbs.
type Phrase struct {
	Text string // with the verbs of package fmt; for a count: as it is with one
	Many string // as it is with another count than one; empty where nothing is counted
	N    int    // what is counted
	Args []any  // values and other phrases, in the order of the verbs
}

// Say makes a phrase. Its text must be a constant, for catalogues are made of the texts that stand in the code.
func Say(text string, args ...any) Phrase { return Phrase{Text: text, Args: args} }

// SayN makes a phrase about n things. Where the verbs are to be filled with more than n, args holds all of it.
func SayN(n int, one, many string, args ...any) Phrase {
	if len(args) == 0 {
		args = []any{n}
	}
	return Phrase{Text: one, Many: many, N: n, Args: args}
}

// Word marks a text that stands alone, such as the name of a section, for the catalogues, and returns it as it is.
func Word(text string) string { return text }

// String is the phrase in English.
func (p Phrase) String() string {
	text := p.Text
	if p.Many != "" && p.N != 1 {
		text = p.Many
	}
	if len(p.Args) == 0 {
		return text
	}
	return fmt.Sprintf(text, p.Args...)
}

// IsZero reports whether the phrase says nothing.
func (p Phrase) IsZero() bool { return p.Text == "" }

// MarshalText makes a phrase English where it is written to a file or the API.
func (p Phrase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
