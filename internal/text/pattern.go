package text

import (
	"regexp"
	"regexp/syntax"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Pattern is a regular expression that is compiled when it is first used. There are more than a hundred of them about the words of pages
// and mails, and a program that starts needs none. It has those methods of [regexp.Regexp] that are wanted.
type Pattern struct {
	source  string
	compile func() compiled
}

// compiled is an expression and how a text begins that it may match. Lines of pages are asked a dozen questions each, and most
// are answered by their first letter.
type compiled struct {
	*regexp.Regexp
	begins *beginning // nil: in any way
}

func (c compiled) MatchString(s string) bool {
	return (c.begins == nil || c.begins.of(s)) && c.Regexp.MatchString(s)
}

func (c compiled) FindStringSubmatchIndex(s string) []int {
	if c.begins != nil && !c.begins.of(s) {
		return nil
	}
	return c.Regexp.FindStringSubmatchIndex(s)
}

// Lazy makes a pattern. One that does not compile panics when it is used; a test of internal/archtest compiles them all.
func Lazy(source string) *Pattern {
	return &Pattern{source, sync.OnceValue(func() compiled { return compiled{regexp.MustCompile(source), beginningOf(source)} })}
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

// beginning is a set of first letters: those of ASCII, and whether others are among them.
type beginning struct {
	ascii  [utf8.RuneSelf]bool
	others bool
}

func (b *beginning) of(s string) bool {
	if s == "" {
		return false
	}
	if s[0] < utf8.RuneSelf {
		return b.ascii[s[0]]
	}
	return b.others
}

// beginningOf is how texts begin that an expression matches; nil when it may match elsewhere than at their beginning, or
// nothing at all.
func beginningOf(source string) *beginning {
	parsed, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil // tells itself when it is compiled
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil || program.StartCond()&syntax.EmptyBeginText == 0 {
		return nil
	}
	var b beginning
	seen := make([]bool, len(program.Inst))
	for todo := []uint32{uint32(program.Start)}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		switch i := &program.Inst[at]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			todo = append(todo, i.Out)
		case syntax.InstRune, syntax.InstRune1:
			b.add(i.Rune, syntax.Flags(i.Arg)&syntax.FoldCase != 0)
		case syntax.InstFail:
		default: // any letter, or the end
			return nil
		}
	}
	return &b
}

// add takes in ranges of letters, or one letter and, when folded, those that it is written as.
func (b *beginning) add(runes []rune, folded bool) {
	if len(runes) == 1 {
		first := runes[0]
		runes = []rune{first, first}
		for r := unicode.SimpleFold(first); folded && r != first; r = unicode.SimpleFold(r) {
			runes = append(runes, r, r)
		}
	}
	for i := 0; i < len(runes); i += 2 {
		for r := runes[i]; r <= min(runes[i+1], utf8.RuneSelf-1); r++ {
			b.ascii[r] = true
		}
		b.others = b.others || runes[i+1] >= utf8.RuneSelf
	}
}
