package extract

import (
	"errors"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// This file picks elements by CSS selectors in bounded time, whatever the selector and the page: the parts of a selector
// are matched one after the other over all elements, where matching it element by element would try every way up a deep tree.

const (
	maxElements = 200_000    // of a page that rules see
	maxSteps    = 40         // parts of one selector
	maxCostly   = 4          // of them that look at more than one element
	maxEffort   = 20_000_000 // steps that one costly part may take on a page; above it picks nothing
)

var errSelector = errors.New("no selector")

// selector is a list of alternatives, each a chain of steps.
type selector [][]step

// step is a part of a selector without combinators, and how it stands to the one before.
type step struct {
	combinator byte // ' ', '>', '+' or '~'; of the first one ' '
	match      cascadia.Sel
	counts     bool // it looks at all siblings
	descends   bool // it looks at all that is below
}

// compile makes a selector of its text.
func compile(text string) (selector, error) {
	var all selector
	var chain []step
	combinator, steps, costly := byte(' '), 0, 0
	for text = strings.TrimSpace(text); ; {
		one, rest, sound := compound(text)
		if !sound {
			return nil, errSelector
		}
		match, err := cascadia.Parse(one)
		if err != nil {
			return nil, err
		}
		s := step{combinator: combinator, match: match, counts: anyIn(strings.ToLower(one), counting)}
		below := 0
		for _, name := range descending {
			below += strings.Count(strings.ToLower(one), name)
		}
		s.descends = below > 0
		if s.counts || s.descends {
			costly++
		}
		chain = append(chain, s)
		if steps++; steps > maxSteps || costly > maxCostly || below > 1 || below > 0 && s.counts {
			return nil, errSelector
		}
		if rest == "" {
			return append(all, chain), nil
		}
		combinator = ' '
		if text = strings.TrimSpace(rest); strings.IndexByte(">+~,", text[0]) >= 0 {
			combinator, text = text[0], strings.TrimSpace(text[1:])
		}
		if combinator == ',' {
			all, chain, combinator = append(all, chain), nil, ' '
		}
	}
}

// counting and descending are the pseudo-classes that look at more than one element.
var (
	counting   = []string{":nth-", ":first-", ":last-", ":only-"}
	descending = []string{":has", ":contains", ":matches"}
)

// compound cuts a selector before its first combinator or comma. It is not sound when it ends too early or has a
// combinator in the argument of a pseudo-class that takes selectors.
func compound(s string) (one, rest string, sound bool) {
	var open []string // what stands before each bracket that is open
	name := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			i++
		case '"', '\'':
			for i++; i < len(s) && s[i] != c; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '(', '[':
			open = append(open, strings.ToLower(s[name:i+1]))
			name = i + 1
		case ')', ']':
			if len(open) == 0 {
				return "", "", false
			}
			open = open[:len(open)-1]
		case ':':
			name = i
		case ' ', '\t', '\n', '\f', '\r', '>', '+', '~', ',', '/':
			if len(open) == 0 {
				return s[:i], s[i:], i > 0
			}
			switch open[len(open)-1] {
			case ":not(", ":has(", ":haschild(":
				if c != ',' {
					return "", "", false
				}
			}
		}
	}
	return s, "", s != "" && len(open) == 0
}

// elements are those of a page in document order, with what selectors need to know of them.
type elements struct {
	nodes          []*html.Node
	parent, before []int // their places; -1 for none
	counted        int   // steps that looking at all siblings of each takes
	descended      int   // steps that looking at all below each takes
}

func elementsOf(root *html.Node) *elements {
	e := &elements{}
	e.gather(root, -1, 1)
	return e
}

func (e *elements) gather(n *html.Node, parent, depth int) {
	if depth > maxDepth {
		return
	}
	before, children := -1, 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		children++
		e.descended += depth * (1 + len(c.Data)/64)
		if c.Type != html.ElementNode || len(e.nodes) >= maxElements {
			continue
		}
		at := len(e.nodes)
		e.nodes, e.parent, e.before = append(e.nodes, c), append(e.parent, parent), append(e.before, before)
		before = at
		e.gather(c, at, depth+1)
	}
	e.counted += children * children
}

// pick returns what a selector matches, in document order.
func (e *elements) pick(s selector) []*html.Node {
	found := make([]bool, len(e.nodes))
	for _, chain := range s {
		last := e.follow(chain)
		for i := range last {
			found[i] = found[i] || last[i]
		}
	}
	var nodes []*html.Node
	for i, n := range e.nodes {
		if found[i] {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// follow reports which elements the last step of a chain matches.
func (e *elements) follow(chain []step) []bool {
	var last []bool
	for i, s := range chain {
		now, reached := make([]bool, len(e.nodes)), make([]bool, len(e.nodes))
		if s.counts && e.counted > maxEffort || s.descends && e.descended > maxEffort {
			return now
		}
		for n := range e.nodes {
			from := e.parent[n]
			if s.combinator == '+' || s.combinator == '~' {
				from = e.before[n]
			}
			if i == 0 {
				reached[n] = true
			} else if from >= 0 {
				reached[n] = last[from] || reached[from] && (s.combinator == ' ' || s.combinator == '~')
			}
			now[n] = reached[n] && s.match.Match(e.nodes[n])
		}
		last = now
	}
	return last
}
