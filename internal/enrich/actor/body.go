package actor

import (
	"cmp"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// bodies groups the mentions of organisations: long names first, then what cuts them short, then acronyms.
func (f *finder) bodies() {
	var long, short []int
	for i := range f.named {
		n := &f.named[i]
		switch {
		case n.mention.Kind != news.EntityOrganisation || n.mention.Word:
		case n.capitalised:
			short = append(short, i)
		default:
			long = append(long, i)
		}
	}
	slices.SortStableFunc(long, func(a, b int) int { return cmp.Compare(len(f.named[b].words), len(f.named[a].words)) })
	start := len(f.groups)
	for _, i := range long {
		switch at := f.cutShort(start, i); {
		case at >= 0:
			f.join(at, i)
		case len(f.named[i].words) == 1 && f.tongue.generic[f.named[i].words[0]] && !f.named[i].lonely(f.p):
			// "the Ministry" of nobody knows what: no name
		default:
			f.found(i)
		}
	}
	for _, i := range short {
		at := f.sameBody(start, i)
		if at < 0 {
			at = f.spelledBody(start, i)
		}
		if at < 0 {
			at = f.cutShort(start, i)
		}
		if at >= 0 {
			f.join(at, i)
		} else {
			f.found(i)
		}
	}
}

// lonely reports whether a generic word stands without an article, as a name would.
func (n *named) lonely(p *text.Prose) bool {
	return n.first == 0 || !definite[text.Fold(p.Word(n.first-1))] && !capital(p.Word(n.first))
}

var definite = set("the der die das dem den des le la les l' l’ el los las o os a as il lo i gli l")

func (f *finder) sameBody(start, i int) int {
	for at := start; at < len(f.groups); at++ {
		for _, m := range f.groups[at].members {
			if f.named[m].key == f.named[i].key {
				return at
			}
		}
	}
	return -1
}

// cutShort finds the one group whose name a shorter one is a part of: "Narcotics Control Commission" of the National
// one, "Breitbart" of Breitbart News, "the Commission" of the commission named last. Of several there is none.
func (f *finder) cutShort(start, i int) int {
	n := &f.named[i]
	if at := f.sameBody(start, i); at >= 0 {
		return at
	}
	best, top, even := -1, 0, false
	for at := start; at < len(f.groups); at++ {
		g := &f.groups[at]
		fit := f.bodyFit(n, g.longest.words)
		if fit == 0 {
			continue
		}
		if fit == fitGeneric { // the one named last before it
			if last := lastBefore(g.members, i); last >= 0 && (best < 0 || last > lastBefore(f.groups[best].members, i)) {
				best, top, even = at, max(top, fit), false
			}
			continue
		}
		switch {
		case fit > top:
			best, top, even = at, fit, false
		case fit == top:
			even = true
		}
	}
	if even {
		return -1
	}
	return best
}

const (
	fitGeneric = 1 + iota // a word that many bodies share
	fitPart
	fitHead
)

func (f *finder) bodyFit(n *named, long []string) int {
	words := n.words
	if len(words) >= len(long) {
		return 0
	}
	at := f.within(words, long)
	if at < 0 {
		return 0
	}
	rest := len(long) - len(words)
	switch {
	case len(words) == 1 && f.tongue.generic[words[0]]:
		if (at == len(long)-1 || at == 0) && (len(f.tongue.articles) == 0 || f.tongue.articles[text.Fold(f.wordBefore(n))]) {
			return fitGeneric
		}
	case len(words) == 1 && text.CountryOf(words[0]) != "":
	case at == 0 && f.allGeneric(long[len(words):]):
		return fitHead
	case at == rest && len(words) > 1:
		return fitPart
	case at == rest && len(words) == 1 && f.tongue.articles[text.Fold(f.wordBefore(n))]:
		return fitPart // "the Times"
	}
	return 0
}

func (f *finder) wordBefore(n *named) string {
	if n.first == 0 {
		return ""
	}
	return f.p.Word(n.first - 1)
}

// allGeneric reports whether words only say what sort of body something is: "News", "Corp", "Party of".
func (f *finder) allGeneric(words []string) bool {
	for _, w := range words {
		if !f.tongue.generic[w] && !f.tongue.small[w] || w == "tv" {
			return false
		}
	}
	return true
}

func lastBefore(members []int, i int) int {
	last := -1
	for _, m := range members {
		if m < i && m > last {
			last = m
		}
	}
	return last
}

// spelledBody finds the group whose long form an acronym is made of: of all its words' first letters, or of those that are not
// small; or the one that it stands behind in brackets.
func (f *finder) spelledBody(start, i int) int {
	n := &f.named[i]
	letters := strings.Map(func(r rune) rune {
		if r == '.' || r == '&' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, n.key)
	for at := start; at < len(f.groups); at++ {
		g := &f.groups[at]
		for _, m := range g.members {
			long := &f.named[m]
			if len(long.words) < 2 {
				continue
			}
			if f.initials(long.words, letters) {
				return at
			}
			if f.bracketed(long.end, n.first) && letters != "" && long.words[0][0] == letters[0] {
				return at
			}
		}
	}
	return -1
}

// bracketed reports whether a name stands in brackets right behind another, or before it.
func (f *finder) bracketed(end, first int) bool {
	return first == end+1 && f.p.Word(end) == "("
}

// initials reports whether letters are the first ones of words, in order, where small words may be left out.
func (f *finder) initials(words []string, letters string) bool {
	rest := letters
	for _, w := range words {
		if r := firstRune(w); strings.HasPrefix(rest, r) {
			rest = rest[len(r):]
		} else if !f.tongue.small[w] {
			return false
		}
	}
	return rest == ""
}

func firstRune(w string) string {
	for i := range w {
		if i > 0 {
			return w[:i]
		}
	}
	return w
}
