package query

import (
	"strings"
	"unicode"
)

// Limits of one query. What is longer is cut, with an error: a search box is no place for a program.
const (
	maxTokens = 256
	maxFields = 24
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
	fields int
	tokens []token
	wrong  []Problem
}

// lex cuts a query into tokens with balanced parentheses.
func lex(s string) ([]token, []Problem) {
	l := &lexer{rest: strings.ToValidUTF8(s, " ")}
	for {
		l.rest = strings.TrimLeftFunc(l.rest, isSpace)
		if l.rest == "" {
			break
		}
		if len(l.tokens) == maxTokens || l.fields > maxFields {
			l.problem(Problem{Kind: TooLong})
			break
		}
		l.next()
	}
	if l.depth > 0 {
		l.problem(Problem{Kind: Unclosed, Value: "("})
	}
	for depth := min(l.depth, maxDepth); depth > 0; depth-- {
		l.emit(tokenClose, nil)
	}
	return l.tokens, l.wrong
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
			l.problem(Problem{Kind: Unclosed, Value: ")"})
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
	if !found {
		l.emit(tokenLeaf, Word{Text: cut(text)})
		return
	}
	f := fieldOf(strings.ToLower(name))
	if f == nil {
		if meant := likeField(strings.ToLower(name)); meant != "" && value != "" {
			l.problem(Problem{Kind: NoField, Field: name, Value: value, Meant: meant})
		}
		l.emit(tokenLeaf, Word{Text: cut(text)})
		return
	}
	if first, _, _ := cutRune(l.rest); value == "" && isQuote(first) {
		value = l.quoted()
	} else if f.runs && value != "" {
		value = l.longer(f, value)
	}
	l.field(f, name, cut(value))
}

func (l *lexer) field(f *field, name, value string) {
	if value == "" {
		l.problem(Problem{Kind: NoValue, Field: name})
		l.emit(tokenLeaf, Word{Text: name})
		return
	}
	read, ok := value, true
	if f.read != nil {
		read, ok = f.read(value)
	}
	switch {
	case ok && l.fields == maxFields:
		l.fields++ // so that it ends here
		return
	case ok:
		l.fields++
		l.emit(tokenLeaf, Field{f.Name, read})
		return
	case f.Name == FieldAfter || f.Name == FieldBefore:
		l.problem(Problem{Kind: NoDate, Field: f.Name, Value: value})
	default:
		l.problem(Problem{Kind: NoSuchValue, Field: f.Name, Value: value, Meant: nearest(strings.ToLower(value), f.choices())})
	}
	l.emit(tokenLeaf, Phrase{Text: value})
}

// maxRun is how many words of a value are read without quotation marks.
const maxRun = 4

// longer takes the words after a value with it that make one value together: "last week", "South Korea".
func (l *lexer) longer(f *field, value string) string {
	if isCode(strings.ToUpper(value)) || isoDate(value) {
		return value
	}
	best, after := value, l.rest
	rest, run := l.rest, value
	for range maxRun - 1 {
		next := strings.TrimLeftFunc(rest, isSpace)
		end := strings.IndexFunc(next, func(r rune) bool { return !inWord(r) })
		if end < 0 {
			end = len(next)
		}
		if end == 0 || len(next) == len(rest) || strings.Contains(next[:end], ":") {
			break
		}
		run, rest = run+" "+next[:end], next[end:]
		if _, ok := f.read(run); ok {
			best, after = run, rest
		}
	}
	l.rest = after
	return best
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
		l.problem(Problem{Kind: Unclosed, Value: `"`})
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

func (l *lexer) problem(p Problem) { l.wrong = append(l.wrong, p) }

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
