package name

// Tag is what a token is: outside of names, or first, inside, last or all of a name of one type (BILOU).
type Tag = uint8

// Types of names as the model has them. The last is what else has a capital: peoples, events, works.
const (
	Person = iota
	Organisation
	Place
	Other
	types
)

// Parts of a name.
const (
	Begin = iota
	Inside
	Last
	Unit
)

// Outside is the tag of what is no name. All others come before it, so that a row of weights has them alone: theirs are
// relative to it.
const Outside Tag = 16

// TagOf returns the tag of one part of a name of some type.
func TagOf(kind, part int) Tag { return Tag(kind*4 + part) }

const tags = 17

// Follows reports whether tag b may stand behind a.
func Follows(a, b Tag) bool {
	opens := b == Outside || b%4 == Begin || b%4 == Unit
	if a == Outside || a%4 == Last || a%4 == Unit {
		return opens
	}
	return !opens && a/4 == b/4
}

// path is the room for finding the best tags of a run.
type path struct {
	back [][tags]uint8
}

const never = -1 << 28

// best sets the tags of a run: those that together score most (Viterbi 1967). Before and behind a run is no name.
func (v *path) best(scores []int32, moves *[tags][tags]int32, out []Tag) {
	n := len(out)
	if cap(v.back) < n {
		v.back = make([][tags]uint8, 2*n)
	}
	back := v.back[:n]
	var now [tags]int32
	for t := range now {
		now[t] = never
	}
	now[Outside] = 0
	for i := range n {
		row := scores[i*16 : i*16+16 : i*16+16]
		var next [tags]int32
		for kind := range types {
			b, in := kind*4+Begin, kind*4+Inside
			for _, t := range [2]int{kind*4 + Inside, kind*4 + Last} {
				next[t], back[i][t] = now[b]+moves[b][t], uint8(b)
				if s := now[in] + moves[in][t]; s > next[t] {
					next[t], back[i][t] = s, uint8(in)
				}
				next[t] += row[t]
			}
		}
		for kind := range types + 1 {
			pair := [2]int{kind*4 + Begin, kind*4 + Unit}
			k := pair[:]
			if kind == types {
				k = outsideOnly[:]
			}
			for _, t := range k {
				s, from := now[Outside]+moves[Outside][t], Outside
				for other := range types {
					l, u := other*4+Last, other*4+Unit
					if c := now[l] + moves[l][t]; c > s {
						s, from = c, uint8(l)
					}
					if c := now[u] + moves[u][t]; c > s {
						s, from = c, uint8(u)
					}
				}
				if t != int(Outside) {
					s += row[t]
				}
				next[t], back[i][t] = s, from
			}
		}
		now = next
	}
	top, tag := now[Outside]+moves[Outside][Outside], Outside
	for kind := range types {
		for _, t := range [2]int{kind*4 + Last, kind*4 + Unit} {
			if s := now[t] + moves[t][Outside]; s > top {
				top, tag = s, uint8(t)
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		out[i] = tag
		tag = back[i][tag]
	}
}

var outsideOnly = [1]int{int(Outside)}
