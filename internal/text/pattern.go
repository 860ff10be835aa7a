package text

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression that is compiled when it is first used. There are more than a hundred of them about the words of pages
// and mails, and a program that starts needs none. It has those methods of [regexp.Regexp] that are wanted.
type Pattern struct {
	source  string
	compile func() compiled
}

// compiled is an expression, and an automaton that tells whether it matches at all. Lines of pages are asked a dozen questions
// each, and nearly all are answered with no.
type compiled struct {
	*regexp.Regexp
	quick *automaton
}

func (c compiled) MatchString(s string) bool {
	if matched, ok := c.quick.match(s); ok {
		return matched
	}
	return c.Regexp.MatchString(s)
}

// misses reports that the expression matches nowhere for certain.
func (c compiled) misses(s string) bool {
	matched, ok := c.quick.match(s)
	return ok && !matched
}

func (c compiled) FindString(s string) string {
	if c.misses(s) {
		return ""
	}
	return c.Regexp.FindString(s)
}

func (c compiled) FindStringIndex(s string) []int {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindStringIndex(s)
}

func (c compiled) FindStringSubmatch(s string) []string {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindStringSubmatch(s)
}

func (c compiled) FindStringSubmatchIndex(s string) []int {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindStringSubmatchIndex(s)
}

func (c compiled) FindAllString(s string, n int) []string {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindAllString(s, n)
}

func (c compiled) FindAllStringIndex(s string, n int) [][]int {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindAllStringIndex(s, n)
}

func (c compiled) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if c.misses(s) {
		return nil
	}
	return c.Regexp.FindAllStringSubmatchIndex(s, n)
}

func (c compiled) ReplaceAllString(s, by string) string {
	if c.misses(s) {
		return s
	}
	return c.Regexp.ReplaceAllString(s, by)
}

func (c compiled) Split(s string, n int) []string {
	if n != 0 && s != "" && c.misses(s) {
		return []string{s}
	}
	return c.Regexp.Split(s, n)
}

// Lazy makes a pattern. One that does not compile panics when it is used; a test of internal/archtest compiles them all.
func Lazy(source string) *Pattern {
	return &Pattern{source, sync.OnceValue(func() compiled { return compiled{regexp.MustCompile(source), newAutomaton(source)} })}
}

func (p *Pattern) String() string { return p.source }

func (p *Pattern) Match(b []byte) bool       { return p.compile().Match(b) }
func (p *Pattern) MatchString(s string) bool { return p.compile().MatchString(s) }

func (p *Pattern) Find(b []byte) []byte                 { return p.compile().Find(b) }
func (p *Pattern) FindIndex(b []byte) []int             { return p.compile().FindIndex(b) }
func (p *Pattern) FindString(s string) string           { return p.compile().FindString(s) }
func (p *Pattern) FindStringIndex(s string) []int       { return p.compile().FindStringIndex(s) }
func (p *Pattern) FindSubmatch(b []byte) [][]byte       { return p.compile().FindSubmatch(b) }
func (p *Pattern) FindSubmatchIndex(b []byte) []int     { return p.compile().FindSubmatchIndex(b) }
func (p *Pattern) FindStringSubmatch(s string) []string { return p.compile().FindStringSubmatch(s) }
func (p *Pattern) FindStringSubmatchIndex(s string) []int {
	return p.compile().FindStringSubmatchIndex(s)
}

func (p *Pattern) FindAllIndex(b []byte, n int) [][]int { return p.compile().FindAllIndex(b, n) }
func (p *Pattern) FindAllString(s string, n int) []string {
	return p.compile().FindAllString(s, n)
}

func (p *Pattern) FindAllStringIndex(s string, n int) [][]int {
	return p.compile().FindAllStringIndex(s, n)
}

func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.compile().FindAllStringSubmatch(s, n)
}

func (p *Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compile().FindAllStringSubmatchIndex(s, n)
}

func (p *Pattern) Split(s string, n int) []string { return p.compile().Split(s, n) }

func (p *Pattern) ReplaceAll(b, by []byte) []byte { return p.compile().ReplaceAll(b, by) }
func (p *Pattern) ReplaceAllString(s, by string) string {
	return p.compile().ReplaceAllString(s, by)
}

func (p *Pattern) ReplaceAllStringFunc(s string, by func(string) string) string {
	return p.compile().ReplaceAllStringFunc(s, by)
}
