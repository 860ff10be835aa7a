package actor

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// people groups the mentions of persons: full names first, the longest before the others, then bare ones in the order of the text.
func (f *finder) people() {
	var full, bare []int
	for i := range f.named {
		n := &f.named[i]
		switch {
		case n.mention.Kind != news.EntityPerson:
		case len(n.words) > 1:
			full = append(full, i)
		default:
			bare = append(bare, i)
		}
	}
	slices.SortStableFunc(full, func(a, b int) int { return cmp.Compare(len(f.named[b].words), len(f.named[a].words)) })
	start := len(f.groups)
	for _, i := range full {
		if at := f.fullName(start, i); at >= 0 {
			f.join(at, i)
		} else {
			f.found(i)
		}
	}
	for _, i := range bare {
		if at := f.bareName(start, i); at >= 0 {
			f.join(at, i)
		} else {
			f.found(i)
		}
	}
}

// found makes a mention a group of its own.
func (f *finder) found(i int) {
	n := &f.named[i]
	f.groups = append(f.groups, group{kind: n.mention.Kind, longest: n, members: []int{i}, given: []string{n.words[0]}, woman: n.woman})
}

func (f *finder) join(at, i int) {
	g, n := &f.groups[at], &f.named[i]
	g.members = append(g.members, i)
	g.woman += n.woman
	if len(n.words) > 1 && !slices.Contains(g.given, n.words[0]) {
		g.given = append(g.given, n.words[0])
	}
}

// fullName finds the group that a name of several words belongs to; -1: none.
func (f *finder) fullName(start, i int) int {
	n := &f.named[i]
	best, score := -1, 0
	for at := start; at < len(f.groups); at++ {
		g := &f.groups[at]
		if apart(g.woman, n.woman) || g.longest.generation != n.generation && g.longest.words[0] == n.words[0] && len(g.longest.words) == len(n.words) {
			continue // a father and his son
		}
		if s := f.likeness(n.words, g); s > score {
			best, score = at, s
		}
	}
	return best
}

// likeness says how well a name of several words fits a group whose longest form has as many or more: 0 not at all.
func (f *finder) likeness(words []string, g *group) int {
	long := g.longest.words
	if slices.EqualFunc(words, long, f.same) {
		return 4
	}
	if len(long) < 2 {
		return 0
	}
	last, surname := words[len(words)-1], long[len(long)-1]
	if f.same(last, surname) || len(long) > 2 && f.same(last, long[len(long)-2]) && len(last) > 2 && !text.Particle(last) {
		for _, given := range g.given {
			if sameFirst(words[0], given) && middles(words, long) {
				return 3
			}
		}
		if len(words) == 2 && len(long) > 2 && sameFirst(words[0], long[1]) && f.same(last, surname) {
			return 2 // goes by the second given name
		}
	}
	if at := f.within(words, long); at > 0 && len(words) < len(long) {
		return 2 // "von der Leyen", "López Obrador", "al Rashidi"
	}
	return 0
}

// sameFirst reports whether two folded given names may be one person's.
func sameFirst(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if utf8.RuneCountInString(a) == 1 {
		r, _ := utf8.DecodeRuneInString(a)
		s, _ := utf8.DecodeRuneInString(b)
		return r == s
	}
	return text.SameGiven(a, b)
}

// middles reports whether what stands between first and last words does not tell two people apart: "George W." and "George H. W.".
func middles(a, b []string) bool {
	if len(a) < 3 || len(b) < 3 {
		return true
	}
	a, b = a[1:len(a)-1], b[1:len(b)-1]
	for i := range min(len(a), len(b)) {
		if text.Particle(a[i]) || text.Particle(b[i]) {
			return true
		}
		if !sameFirst(a[i], b[i]) {
			return false
		}
	}
	return len(a) == len(b)
}

// bareName finds the group that a single word belongs to: the one of this surname, of this given name if there is none. Of
// several the one that the text speaks of most, or has spoken of last where they are even.
func (f *finder) bareName(start, i int) int {
	n := &f.named[i]
	word := n.words[0]
	if f.tongue.plural && len(word) > 4 && word[len(word)-1] == 's' && f.familyOf(start, word) {
		return -1
	}
	best, top := -1, 0.
	for at := start; at < len(f.groups); at++ {
		g := &f.groups[at]
		fit := f.bareFit(word, g)
		if fit == 0 || apart(g.woman, n.woman) || sure(n.woman) && g.otherwise(n.woman) {
			continue
		}
		score := fit * (float64(len(g.members)) + 3*f.near(g, i))
		if sure(g.woman) && sure(n.woman) {
			score *= 4
		}
		if score > top {
			best, top = at, score
		}
	}
	return best
}

// bareFit says how well a word fits a group as a name alone: 0 not at all.
func (f *finder) bareFit(word string, g *group) float64 {
	long := g.longest.words
	switch last := len(long) - 1; {
	case f.same(word, long[last]):
		return 100
	case last > 0 && text.FamilyFirst(long[0]) && f.same(word, long[0]):
		return 100
	case last > 1 && f.same(word, long[last-1]) && len(word) > 2 && !text.Particle(word):
		return 30 // two surnames
	case last > 0 && utf8.RuneCountInString(word) > 1:
		for _, given := range g.given {
			if f.same(word, given) || given != word && text.SameGiven(word, given) {
				return 10
			}
		}
	}
	return 0
}

// near is 1 when a group was named in the sentence before a mention, and falls with the distance.
func (f *finder) near(g *group, i int) float64 {
	before := -1
	for _, m := range g.members {
		if m < i && m > before {
			before = m
		}
	}
	if before < 0 {
		return 0
	}
	return 1 / float64(1+max(0, f.named[i].sentence-f.named[before].sentence-1))
}

// familyOf reports whether a word is the plural of the surname of several people: "the Clintons".
func (f *finder) familyOf(start int, word string) bool {
	count := 0
	for at := start; at < len(f.groups); at++ {
		long := f.groups[at].longest.words
		if long[len(long)-1] == word {
			return false
		}
		if long[len(long)-1] == word[:len(word)-1] {
			count++
		}
	}
	return count > 0
}

func sure(woman float64) bool { return woman >= 1 || woman <= -1 }

// otherwise reports whether all given names of a group are those of the other sex than a title says.
func (g *group) otherwise(woman float64) bool {
	for _, given := range g.given {
		known, female := givenName(given)
		if !known || (female-.5)*woman > -.4 {
			return false
		}
	}
	return len(g.longest.words) > 1
}

// apart reports whether titles tell a woman from a man.
func apart(a, b float64) bool { return a >= 1 && b <= -1 || a <= -1 && b >= 1 }
