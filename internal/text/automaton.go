package text

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// automaton answers whether an expression matches anywhere in a text, with one look-up a letter. Its states are made when a
// text first leads to them, as K. Thompson did ("Regular expression search algorithm", 1968), from the program that regexp
// itself runs; when there are too many it answers no more than it can. It is safe for concurrent use.
type automaton struct {
	program  *syntax.Prog
	anchored bool // matches at the beginning of a text only
	letters  alphabet
	start    *situation

	mu    sync.Mutex
	known map[string]*situation
}

// situation is a state: the instructions that wait for the next letter, and what letter was before it.
type situation struct {
	waiting []uint32
	before  rune
	over    bool // nothing that follows changes the answer
	matched bool
	next    []atomic.Pointer[situation] // by class of the next letter; the last is for the end of the text
}

// maxSituations of one automaton are kept. Most have some dozens.
const maxSituations = 500

// newAutomaton is nil for what is no expression, and for one that tells too many letters apart.
func newAutomaton(source string) *automaton {
	parsed, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil // tells itself when it is compiled
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil
	}
	letters := alphabetOf(program)
	if len(letters.sample) > maxClasses {
		return nil
	}
	a := &automaton{program: program, letters: letters, known: map[string]*situation{}}
	a.anchored = program.StartCond()&syntax.EmptyBeginText != 0
	a.start = a.situation([]uint32{uint32(program.Start)}, -1)
	return a
}

// match reports whether the expression matches; ok is false when it cannot tell.
func (a *automaton) match(s string) (matched, ok bool) {
	if a == nil {
		return false, false
	}
	at := a.start
	for i := 0; i < len(s); {
		class := a.letters.ascii[s[i]&0x7f]
		if s[i] < utf8.RuneSelf {
			i++
		} else {
			r, size := utf8.DecodeRuneInString(s[i:])
			class = a.letters.class(r)
			i += size
		}
		next := at.next[class].Load()
		if next == nil {
			if next = a.step(at, int(class)); next == nil {
				return false, false
			}
		}
		if next.over {
			return next.matched, true
		}
		at = next
	}
	end := len(at.next) - 1
	next := at.next[end].Load()
	if next == nil {
		if next = a.step(at, end); next == nil {
			return false, false
		}
	}
	return next.matched, true
}

var (
	found = &situation{over: true, matched: true}
	lost  = &situation{over: true}
)

// step finds what follows on a letter of a class, nil when there are too many situations already.
func (a *automaton) step(at *situation, class int) *situation {
	a.mu.Lock()
	defer a.mu.Unlock()
	r := rune(-1)
	if class < len(a.letters.sample) {
		r = a.letters.sample[class]
	}
	matched, reached := a.follow(at.waiting, syntax.EmptyOpContext(at.before, r))
	next := lost
	switch {
	case matched:
		next = found
	case r >= 0:
		var waiting []uint32
		for _, pc := range reached {
			if i := &a.program.Inst[pc]; i.MatchRune(r) {
				waiting = append(waiting, i.Out)
			}
		}
		if !a.anchored {
			waiting = append(waiting, uint32(a.program.Start))
		}
		if len(waiting) == 0 {
			break
		}
		slices.Sort(waiting)
		if next = a.situation(slices.Compact(waiting), kindOf(r)); next == nil {
			return nil
		}
	}
	at.next[class].Store(next)
	return next
}

// situation is the one that is known already, or a new one.
func (a *automaton) situation(waiting []uint32, before rune) *situation {
	name := binary.AppendVarint(nil, int64(before))
	for _, pc := range waiting {
		name = binary.AppendUvarint(name, uint64(pc))
	}
	s, known := a.known[string(name)]
	if !known {
		if len(a.known) >= maxSituations {
			return nil
		}
		s = &situation{waiting: waiting, before: before, next: make([]atomic.Pointer[situation], len(a.letters.sample)+1)}
		a.known[string(name)] = s
	}
	return s
}

// follow goes as far as it gets without a letter: it reports whether that is a match, and which instructions want a letter.
func (a *automaton) follow(from []uint32, context syntax.EmptyOp) (matched bool, reached []uint32) {
	seen := make([]bool, len(a.program.Inst))
	for todo := slices.Clone(from); len(todo) > 0; {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch i := &a.program.Inst[pc]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, i.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(i.Arg)&^context == 0 {
				todo = append(todo, i.Out)
			}
		case syntax.InstMatch:
			return true, nil
		case syntax.InstFail:
		default:
			reached = append(reached, pc)
		}
	}
	return false, reached
}

// kindOf is a letter that is to what follows as r is: one of words, a line's end, or another.
func kindOf(r rune) rune {
	switch {
	case r == '\n':
		return r
	case syntax.IsWordChar(r):
		return 'a'
	}
	return ' '
}

// maxClasses of letters have room in a byte.
const maxClasses = 256

// alphabet parts all letters into classes that an expression does not tell apart.
type alphabet struct {
	ascii  [utf8.RuneSelf]uint8
	from   []rune // where a range of other letters begins, ascending
	of     []uint8
	sample []rune // of each class a letter
}

func (a *alphabet) class(r rune) uint8 {
	i, same := slices.BinarySearch(a.from, r)
	if !same {
		i--
	}
	return a.of[i]
}

// alphabetOf parts them by which instructions want them, and by what looks at boundaries can tell apart.
func alphabetOf(program *syntax.Prog) alphabet {
	sets := map[string][]rune{"": {'\n', '\n'}, "\\w": {'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}}
	for i := range program.Inst {
		if runes := runesOf(&program.Inst[i]); len(runes) > 0 {
			sets[string(runes)] = runes
		}
	}
	edges := []rune{0}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			edges = append(edges, set[i], set[i+1]+1)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	members := make([][]byte, len(edges)) // of each range: the sets that it belongs to, a bit each
	for i := range members {
		members[i] = make([]byte, len(sets)/8+1)
	}
	n := 0
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			for at, _ := slices.BinarySearch(edges, set[i]); at < len(edges) && edges[at] <= set[i+1]; at++ {
				members[at][n/8] |= 1 << (n % 8)
			}
		}
		n++
	}
	var a alphabet
	classes := map[string]uint8{}
	for i, edge := range edges {
		class, known := classes[string(members[i])]
		if !known {
			class = uint8(len(a.sample))
			classes[string(members[i])] = class
			a.sample = append(a.sample, edge)
		}
		a.from, a.of = append(a.from, edge), append(a.of, class)
	}
	for r := range rune(utf8.RuneSelf) {
		a.ascii[r] = a.class(r)
	}
	return a
}

// runesOf are the ranges of letters that an instruction wants.
func runesOf(i *syntax.Inst) []rune {
	switch i.Op {
	case syntax.InstRuneAny:
		return []rune{0, unicode.MaxRune}
	case syntax.InstRuneAnyNotNL:
		return []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
	case syntax.InstRune, syntax.InstRune1:
	default:
		return nil
	}
	if len(i.Rune) != 1 {
		return i.Rune
	}
	first := i.Rune[0]
	runes := []rune{first, first}
	for r := unicode.SimpleFold(first); syntax.Flags(i.Arg)&syntax.FoldCase != 0 && r != first; r = unicode.SimpleFold(r) {
		runes = append(runes, r, r)
	}
	return runes
}
