package name

// tally is what a word is elsewhere in the same text, as the first pass has it.
type tally struct {
	tags [tags]uint16
	n    int
}

// noTag is what a word is elsewhere when it stands nowhere else.
const noTag = tags

// count tallies the tags of all words with a capital, and the types of whole names.
func (r *reading) count() {
	r.tallies = r.tallies[:0]
	r.index.reset(2 * len(r.words))
	for _, run := range r.runs {
		for i := run.from; i < run.to; i++ {
			w := &r.words[i]
			if w.flags&upper == 0 && r.tags[i] == Outside {
				continue
			}
			if r.tags[i] == Outside && w.flags&(first|shouted|titled) != 0 {
				continue // tells little
			}
			t := r.tally(w.folded)
			t.tags[r.tags[i]]++
			t.n++
		}
		for i := run.from; i < run.to; i++ {
			if h, end := r.spanAt(i, run.to); end > i+1 {
				t := r.tally(h)
				t.tags[r.tags[i]]++
				t.n++
			}
		}
	}
}

// spanAt returns the hash of the name that begins at a token, and where it ends.
func (r *reading) spanAt(i, to int) (hash uint32, end int) {
	tag := r.tags[i]
	if tag == Outside || tag%4 != Begin && tag%4 != Unit {
		return 0, i
	}
	hash, end = r.words[i].folded, i+1
	for tag%4 == Begin && end < to && r.tags[end] != Outside {
		hash = joined(hash, r.words[end].folded)
		end++
		if r.tags[end-1]%4 == Last {
			break
		}
	}
	return hash, end
}

func (r *reading) tally(hash uint32) *tally {
	at := r.index.at(hash)
	if *at == 0 {
		r.tallies = append(r.tallies, tally{})
		*at = uint16(min(len(r.tallies), 0xFFFF))
	}
	return &r.tallies[*at-1]
}

// elsewhere returns what a word or name mostly is in the rest of the text, and of which type, given what it is here.
func (r *reading) elsewhere(hash uint32, here Tag) (tag, kind uint32, sure uint32) {
	at := *r.index.at(hash)
	if at == 0 {
		return noTag, types + 1, 0
	}
	t := &r.tallies[at-1]
	var sums [types + 1]int
	best, most, all := noTag, 0, 0
	for k, n := range t.tags {
		v := int(n)
		if Tag(k) == here && v > 0 {
			v--
		}
		sums[min(k/4, types)] += v
		all += v
		if v > most {
			best, most = k, v
		}
	}
	if all == 0 {
		return noTag, types + 1, 0
	}
	top := 0
	for k, n := range sums {
		if n > sums[top] {
			top = k
		}
	}
	switch {
	case sums[top] == all && all > 2:
		sure = 3
	case sums[top] == all:
		sure = 2
	case 3*sums[top] >= 2*all:
		sure = 1
	}
	return uint32(best), uint32(top), sure
}

// Kinds of signs of the second pass.
const (
	signTagElse = 100 + iota
	signKindElse
	signKindSure
	signTagBefore
	signTagAfter
	signSpanElse
	signKindState
	signBase
	signBoth
)

// review sets the signs of a token for the second pass; none when nothing more is known than in the first.
func (r *reading) review(run run, i int, span uint32) []uint32 {
	s := r.signs[:0]
	w := &r.words[i]
	here := uint32(r.tags[i])
	counted := r.tags[i]
	if counted == Outside && (w.flags&upper == 0 || w.flags&(first|shouted|titled) != 0) {
		counted = noTag // it is not in the tally
	}
	tag, kind, sure := r.elsewhere(w.folded, counted)
	if tag == noTag && span == 0 {
		return s
	}
	state := uint32(w.flags & (first | shouted | titled))
	s = append(s, mix(signBase, here))
	if tag != noTag {
		s = append(s, mix(mix(signTagElse, here), tag), mix(signKindElse, kind*4+sure), mix(mix(signKindSure, here), kind*4+sure), mix(mix(signKindState, state), kind*4+sure))
		if i > run.from {
			before, _, _ := r.elsewhere(r.words[i-1].folded, r.tags[i-1])
			s = append(s, mix(mix(signTagBefore, tag), before*32+uint32(r.tags[i-1])))
		} else {
			s = append(s, mix(mix(signTagBefore, tag), 999))
		}
		if i+1 < run.to {
			after, _, _ := r.elsewhere(r.words[i+1].folded, r.tags[i+1])
			s = append(s, mix(mix(signTagAfter, tag), after*32+uint32(r.tags[i+1])))
		} else {
			s = append(s, mix(mix(signTagAfter, tag), 999))
		}
	}
	if span != 0 {
		s = append(s, mix(mix(signSpanElse, here), span))
		s = append(s, mix(mix(signBoth, kind*4+sure), span))
	}
	r.signs = s
	return s
}

// second goes over the text again, knowing what the first pass made of all of it. f gets each token with its signs.
func (r *reading) second(f func(at int, signs []uint32)) {
	r.count()
	at := 0
	for _, run := range r.runs {
		span, end := uint32(0), run.from
		for i := run.from; i < run.to; i++ {
			if i >= end {
				span = 0
				if h, e := r.spanAt(i, run.to); e > i+1 {
					end = e
					if _, kind, sure := r.elsewhere(h, r.tags[i]); kind <= types {
						span = 1 + kind*4 + sure
					}
				}
			}
			f(at, r.review(run, i, span))
			at++
		}
	}
}
