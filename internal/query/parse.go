package query

import "strings"

// Parse reads a query. Its node is always usable, also beside an error: [Problem]s, joined, which tell the reader
// what was taken otherwise than it may have been meant. The empty query is an [And] without parts.
func Parse(s string) (Node, error) {
	tokens, wrong := lex(s)
	p := &parser{tokens: tokens, wrong: wrong}
	node := p.or()
	if node == nil {
		node = And{}
	}
	return node, told(p.wrong)
}

// parser reads tokens with balanced parentheses. Its methods return nil for a part without any words.
type parser struct {
	tokens []token
	wrong  []Problem
}

func (p *parser) peek() (tokenKind, bool) {
	if len(p.tokens) == 0 {
		return 0, false
	}
	return p.tokens[0].kind, true
}

func (p *parser) take() token {
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t
}

// or reads parts that are joined by OR, up to a closing parenthesis, which stays.
func (p *parser) or() Node {
	var parts []Node
	for {
		if part := p.and(); part != nil {
			if inner, ok := part.(Or); ok {
				parts = append(parts, inner.Of...)
			} else {
				parts = append(parts, part)
			}
		}
		if kind, ok := p.peek(); !ok || kind != tokenOr {
			break
		}
		if p.take(); !p.startsPart() {
			parts = append(parts, p.bare("OR"))
		}
	}
	if len(parts) > 1 {
		return Or{Of: parts}
	}
	return single(parts)
}

// and reads parts that stand side by side, with or without AND.
func (p *parser) and() Node {
	var parts []Node
	for {
		kind, ok := p.peek()
		if !ok || kind == tokenOr || kind == tokenClose {
			break
		}
		if kind == tokenAnd {
			if p.take(); !p.startsPart() {
				parts = append(parts, p.bare("AND"))
			}
			continue
		}
		part := p.unary()
		if inner, ok := part.(And); ok {
			parts = append(parts, inner.Of...)
		} else if part != nil {
			parts = append(parts, part)
		}
	}
	if len(parts) > 1 {
		return And{Of: parts}
	}
	return single(parts)
}

// unary reads a leaf or a group with the negations before it.
func (p *parser) unary() Node {
	negated, word := false, false
	for {
		kind, ok := p.peek()
		if !ok || (kind != tokenNot && kind != tokenMinus) {
			break
		}
		word = word || kind == tokenNot
		negated = !negated
		p.take()
	}
	if !p.startsPart() {
		if word {
			return p.bare("NOT")
		}
		return nil
	}
	var part Node
	if t := p.take(); t.kind == tokenOpen {
		part = p.or()
		p.take() // the closing one: the lexer balances them
	} else {
		part = t.leaf
	}
	if !negated || part == nil {
		return part
	}
	if inner, ok := part.(Not); ok {
		return inner.Of
	}
	return Not{Of: part}
}

// bare is an operator without what it needs: it was a word.
func (p *parser) bare(operator string) Node {
	p.wrong = append(p.wrong, Problem{Kind: BareOperator, Value: operator})
	return Word{Text: strings.ToLower(operator)}
}

// startsPart reports whether the next token can begin a part.
func (p *parser) startsPart() bool {
	kind, ok := p.peek()
	return ok && kind != tokenAnd && kind != tokenOr && kind != tokenClose
}

func single(parts []Node) Node {
	if len(parts) == 0 {
		return nil
	}
	return parts[0]
}
