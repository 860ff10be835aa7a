package actor

import (
	"cmp"
	"slices"

	"nutgraf/internal/news"
)

// places groups the mentions of places: those that mean one country, whatever they call it, and those of one name; "the
// Sound" is the one named before it.
func (f *finder) places() {
	start := len(f.groups)
	var order []int
	for i := range f.named {
		if f.named[i].mention.Kind == news.EntityPlace {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(f.named[b].words), len(f.named[a].words)) })
	for _, i := range order {
		n := &f.named[i]
		code := f.countryOf(n)
		at := f.place(start, i, code)
		if at < 0 {
			f.found(i)
			g := &f.groups[len(f.groups)-1]
			if g.country, g.nation = code, code != ""; code == "" {
				g.country = f.countryOfPlace(n)
			}
			continue
		}
		f.join(at, i)
		if g := &f.groups[at]; g.longest.mention.Word && !n.mention.Word {
			g.longest = n
		}
	}
}

func (f *finder) place(start, i int, code string) int {
	n := &f.named[i]
	generic := -1
	for at := start; at < len(f.groups); at++ {
		g := &f.groups[at]
		if code != "" && g.nation && g.country == code {
			return at
		}
		long := g.longest.words
		if slices.EqualFunc(n.words, long, f.same) {
			return at
		}
		if len(n.words) == 1 && len(long) > 1 && f.tongue.ground[n.words[0]] && f.within(n.words, long) >= 0 && !n.mention.Word {
			if generic < 0 || lastBefore(g.members, i) > lastBefore(f.groups[generic].members, i) {
				generic = at
			}
		}
	}
	return generic
}
