package query

import (
	"errors"
	"slices"
	"strings"
	"unicode"
)

// Limits of one query. What is longer is cut, with an error: a search box is no place for a program.
const (
	maxTokens = 256
	maxDepth  = 16  // of parentheses; deeper ones are not seen
	maxText   = 200 // bytes of a word, phrase or value
)

type tokenKind int

const (
	tokenLeaf tokenKind = iota
	tokenAnd
	tokenOr
	tokenNot
	tokenMinus
	tokenOpen
	tokenClose
)

type token struct {
	kind tokenKind
	leaf Node
}

type lexer struct {
	rest   string
	depth  int
	tokens []token
	errs   []error
}

// lex cuts a query into tokens with balanced parentheses.
func lex(s string) ([]token, error) {
	l := &lexer{rest: strings.ToValidUTF8(s, " ")}
	for {
		l.rest = strings.TrimLeftFunc(l.rest, isSpace)
		if l.rest == "" {
			break
		}
		if len(l.tokens) == maxTokens {
			l.errs = append(l.errs, Problem{Kind: TooLong})
			break
		}
		l.next()
	}
	for depth := min(l.depth, maxDepth); depth > 0; depth-- {
		l.emit(tokenClose, nil)
	}
	return l.tokens, errors.Join(l.errs...)
}

func (l *lexer) next() {
	first, _, _ := cutRune(l.rest)
	switch {
	case first == '(':
		l.rest = l.rest[1:]
		if l.depth++; l.depth <= maxDepth {
			l.emit(tokenOpen, nil)
		}
	case first == ')':
		l.rest = l.rest[1:]
		if l.depth == 0 {
			return
		}
		if l.depth <= maxDepth {
			l.emit(tokenClose, nil)
		}
		l.depth--
	case first == '-':
		l.rest = l.rest[1:]
		if next, _, ok := cutRune(l.rest); ok && !isSpace(next) { // a dash between words is no negation
			l.emit(tokenMinus, nil)
		}
	case isQuote(first):
		if text := l.quoted(); text != "" {
			l.emit(tokenLeaf, Phrase{Text: text})
		}
	default:
		l.word()
	}
}

// word reads a word, an operator or a field with its value.
func (l *lexer) word() {
	text := l.run()
	switch text {
	case "AND":
		l.emit(tokenAnd, nil)
		return
	case "OR":
		l.emit(tokenOr, nil)
		return
	case "NOT":
		l.emit(tokenNot, nil)
		return
	}
	name, value, found := strings.Cut(text, ":")
	name = strings.ToLower(name)
	if !found || !slices.Contains(Fields(), name) {
		l.emit(tokenLeaf, Word{Text: cut(text)})
		return
	}
	if first, _, _ := cutRune(l.rest); value == "" && isQuote(first) {
		value = l.quoted()
	}
	field := Field{Name: name, Value: cut(value)}
	switch name {
	case FieldLanguage, FieldSection, FieldKind, FieldAfter, FieldBefore:
		field.Value = strings.ToUpper(field.Value)
		if name != FieldAfter && name != FieldBefore { // there T and Z are capitals
			field.Value = strings.ToLower(field.Value)
		}
	}
	if field.Value == "" {
		l.errs = append(l.errs, Problem{NoValue, name, ""})
		l.emit(tokenLeaf, Word{Text: name})
		return
	}
	if _, ok := field.Time(); !ok && (name == FieldAfter || name == FieldBefore) {
		l.errs = append(l.errs, Problem{NoDate, name, value})
		l.emit(tokenLeaf, Phrase{Text: cut(value)})
		return
	}
	l.emit(tokenLeaf, field)
}

// run takes the characters of a word.
func (l *lexer) run() string {
	end := strings.IndexFunc(l.rest, func(r rune) bool { return !inWord(r) })
	if end < 0 {
		end = len(l.rest)
	}
	text := l.rest[:end]
	l.rest = l.rest[end:]
	return text
}

// quoted takes a phrase with its quotation marks; a missing closing one stands at the end.
func (l *lexer) quoted() string {
	_, rest, _ := cutRune(l.rest)
	end := strings.IndexFunc(rest, isQuote)
	text := rest
	if end < 0 {
		l.rest = ""
	} else {
		text = rest[:end]
		_, l.rest, _ = cutRune(rest[end:])
	}
	return cut(strings.Join(strings.FieldsFunc(text, isSpace), " "))
}

func (l *lexer) emit(kind tokenKind, leaf Node) {
	l.tokens = append(l.tokens, token{kind, leaf})
}

func cutRune(s string) (first rune, rest string, ok bool) {
	for i, r := range s {
		if i > 0 {
			return first, s[i:], true
		}
		first, ok = r, true
	}
	return first, "", ok
}

// cut keeps the whole characters of the first maxText bytes.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.TrimRightFunc(strings.ToValidUTF8(s[:maxText], ""), isSpace)
}

func inWord(r rune) bool { return !isSpace(r) && !isQuote(r) && r != '(' && r != ')' }

func isSpace(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }
