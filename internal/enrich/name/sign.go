package name

// Kinds of signs: each is hashed with its own number.
const (
	signWord = iota + 1
	signForm
	signBefore
	signAfter
	signBefore2
	signAfter2
	signPairBefore
	signPairAfter
	signAround
	signShape
	signShapeBefore
	signShapeAfter
	signShapes
	signEnds        // six
	signLists       = signEnds + 6
	signListsBefore = iota + 6
	signListsAfter
	signList
	signSpans
	signSpan
	signFlags
	signFlagsShape
	signGroup
	signGroupBefore
	signGroupAfter
	signGroupBefore2
	signGroupAfter2
	signGroupPairBefore
	signGroupPairAfter
	signLeft
	signRight
	signSeen
	signSeenShape
	signBias
	signFirstLast
	signSentence
	signListsAround
	signListsPair
	signLeftRight
	signListsBefore2
	signListsAfter2
	signListsLeft
	signListsRight
	signListBefore
	signListAfter
	signSeenLists
	signHead
	signTail
	signHeadTail
	signHeadLists
	signTailLists
)

var edge = word{folded: 1, shape: 1, flags: mark}

func (r *reading) at(i, from, to int) *word {
	if i < from || i >= to {
		return &edge
	}
	return &r.words[i]
}

// look sets the signs of a token of a run. Those of words are not set in a plain reading, which is for languages whose words
// the model does not know.
func (r *reading) look(run run, i int) []uint32 {
	from, to := r.p.Sentences[run.sentence].First, r.p.Sentences[run.sentence].End
	w, b, b2, a, a2 := r.at(i, from, to), r.at(i-1, from, to), r.at(i-2, from, to), r.at(i+1, from, to), r.at(i+2, from, to)
	left, right := r.at(run.from-1, from, to), r.at(run.to, from, to)
	before, after := uint32(min(i-run.from, 4)), uint32(min(run.to-i, 4))
	state := uint32(w.flags & (first | shouted | titled | figures))
	s := append(r.signs[:0], mix(signBias, 0),
		mix(signShape, w.shape), mix(mix(signShapeBefore, b.shape), w.shape), mix(mix(signShapeAfter, w.shape), a.shape),
		mix(mix(mix(signShapes, b.shape), w.shape), a.shape),
		mix(mix(signFlags, uint32(w.flags&^named)), 0), mix(mix(signFlagsShape, state), w.shape),
		mix(mix(mix(signFirstLast, before), after), w.shape))
	s = appendLists(s, state, w, b, a)
	if b2.lists != 0 || a2.lists != 0 {
		s = append(s, mix(mix(signListsBefore2, b2.lists), w.lists), mix(mix(signListsAfter2, a2.lists), w.lists))
	}
	s = append(s, mix(mix(signListsLeft, left.lists), before), mix(mix(signListsRight, right.lists), after))
	if w.flags&(upper|small) != 0 {
		seen := uint32(*r.seen.at(w.folded))
		s = append(s, mix(mix(signSeen, seen), state), mix(mix(signSeenShape, seen), mix(w.shape, state)), mix(mix(signSeenLists, seen), w.lists))
	}
	if w.headed|w.tailed != 0 {
		one := w.lists & (nameLists | ListBodyWord | ListPlaceWord | ListTitle | ListOf)
		s = append(s, mix(signHead, w.headed), mix(signTail, w.tailed), mix(mix(signHeadTail, w.headed), w.tailed),
			mix(mix(signHeadLists, w.headed), one), mix(mix(signTailLists, w.tailed), one))
	}
	if !r.plain {
		s = append(s, mix(mix(signLeft, left.folded), before), mix(mix(signRight, right.folded), after))
		s = appendWords(s, w, b, b2, a, a2)
		s = appendGroups(s, w, b, b2, a, a2)
	}
	r.signs = s
	return s
}

// appendWords adds the signs of the words themselves.
func appendWords(s []uint32, w, b, b2, a, a2 *word) []uint32 {
	s = append(s, mix(signWord, w.folded), mix(signForm, w.form),
		mix(signBefore, b.folded), mix(signAfter, a.folded), mix(signBefore2, b2.folded), mix(signAfter2, a2.folded),
		mix(mix(signPairBefore, b.folded), w.folded), mix(mix(signPairAfter, w.folded), a.folded), mix(mix(signAround, b.folded), a.folded))
	for k, h := range w.ends {
		if h != 0 {
			s = append(s, mix(uint32(signEnds+k), h))
		}
	}
	return s
}

// appendLists adds the signs of the lists that a word and its neighbours are in.
func appendLists(s []uint32, state uint32, w, b, a *word) []uint32 {
	if w.lists != 0 || b.lists != 0 || a.lists != 0 {
		s = append(s, mix(signLists, w.lists), mix(mix(signListsBefore, b.lists), uint32(b.flags&(upper|small))), mix(mix(signListsAfter, a.lists), uint32(a.flags&(upper|small))),
			mix(mix(mix(signListsAround, b.lists), w.lists), a.lists), mix(mix(signListsPair, w.lists), a.lists))
		for bits, k := w.lists, uint32(0); bits != 0; bits, k = bits>>1, k+1 {
			if bits&1 != 0 {
				s = append(s, mix(mix(signList, k), state))
			}
		}
		for bits, k := b.lists, uint32(0); bits != 0; bits, k = bits>>1, k+1 {
			if bits&1 != 0 {
				s = append(s, mix(signListBefore, k))
			}
		}
		for bits, k := a.lists, uint32(0); bits != 0; bits, k = bits>>1, k+1 {
			if bits&1 != 0 {
				s = append(s, mix(signListAfter, k))
			}
		}
	}
	if w.spans != 0 {
		s = append(s, mix(signSpans, w.spans))
		for bits, k := w.spans, uint32(0); bits != 0; bits, k = bits>>1, k+1 {
			if bits&1 != 0 {
				s = append(s, mix(signSpan, k))
			}
		}
	}
	return s
}

func appendGroups(s []uint32, w, b, b2, a, a2 *word) []uint32 {
	if w.group != 0 {
		s = append(s, mix(signGroup, uint32(w.group)))
	}
	if b.group != 0 {
		s = append(s, mix(signGroupBefore, uint32(b.group)), mix(mix(signGroupPairBefore, uint32(b.group)), uint32(w.group)))
	}
	if a.group != 0 {
		s = append(s, mix(signGroupAfter, uint32(a.group)), mix(mix(signGroupPairAfter, uint32(w.group)), uint32(a.group)))
	}
	if b2.group != 0 {
		s = append(s, mix(signGroupBefore2, uint32(b2.group)))
	}
	if a2.group != 0 {
		s = append(s, mix(signGroupAfter2, uint32(a2.group)))
	}
	return s
}
