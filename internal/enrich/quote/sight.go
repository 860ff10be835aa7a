package quote

// What the forests see of a word that may be a cue, of a phrase that may be its source, and of a piece that may be what it
// tells of. The order of the numbers is that of training: a change needs new weights.

const (
	cueWidth    = 36
	sourceWidth = 34
	linkWidth   = 26
	far         = 40 // tokens beyond which distance does not matter
)

// table looks a word up; what is not in it gets the value of what was never seen.
func (s *scene) table(n int, key uint32) float32 {
	if v, ok := s.w.Tables[n].Get(key); ok {
		return float32(v)
	}
	return unseen
}

const unseen = -100

// stem is the key of the first letters of a word: "suggest" of "suggesting".
func (s *scene) stem(i int) uint32 {
	word := s.p.Word(i)
	n := min(len(word), max(4, len(word)-3))
	h := uint32(2166136261)
	for k := range n {
		h = (h ^ uint32(lower(word[k]))) * 16777619
	}
	return mix(h, 50)
}

func (s *scene) key(i int) uint32 {
	if i < 0 || i >= len(s.keys) {
		return 1
	}
	return s.keys[i]
}

func (s *scene) tagAt(i int) float32 {
	if i < 0 || i >= len(s.tags) {
		return -1
	}
	return float32(s.tags[i])
}

// markKind sorts marks; 0: a word.
func (s *scene) markKind(i int) float32 {
	if i < 0 || i >= len(s.p.Tokens) {
		return 9
	}
	switch s.mark(i) {
	case 0:
		return 0
	case ',':
		return 1
	case '.', '!', '?', '…':
		return 2
	case ':':
		return 3
	case ';':
		return 4
	case '—', '–', '-':
		return 5
	case '(', ')', '[', ']':
		return 6
	case '“', '”', '"', '\'', '‘', '’':
		return 7
	}
	return 8
}

// lookCue writes what is seen of a word that may be a cue.
func (s *scene) lookCue(i int, row *[cueWidth]float32) {
	first, end := s.bounds(i)
	*row = [cueWidth]float32{}
	strong, last, lastAt, after, most := 0, float32(unseen), -far, 0, float32(unseen)
	verbsBefore, verbsAfter, that := 0, 0, float32(far)
	for k := first; k < end; k++ {
		if s.inPiece[k] > 0 && s.pieces[s.inPiece[k]-1].words > 1 {
			continue
		}
		if k == i {
			continue
		}
		finite := s.tags[k] == tagFinite || s.tags[k] == tagModal
		v := s.strength[k]
		if k < i {
			if finite {
				verbsBefore++
			}
			if v > -16 {
				strong++
				last, lastAt = float32(v), k
			}
			continue
		}
		if finite {
			verbsAfter++
		}
		if v > -16 {
			after++
		}
		most = max(most, float32(v))
		if that == far && s.keys[k] == keyThat {
			that = float32(k - i)
		}
	}
	pieceBefore, pieceAfter := s.gapToPiece(i, first, end)
	aux := s.auxiliary(i)
	left, right := s.phraseBeside(i)
	*row = [cueWidth]float32{
		s.table(TableCue, s.key(i)), s.table(TableCue, s.stem(i)), s.table(TableBefore, s.key(i-1)), s.table(TableAfter, s.key(i+1)),
		s.table(TablePair, mix(s.key(i)+31*s.key(i+1), 60)), s.table(TablePair, mix(s.key(i-1)+31*s.key(i), 61)),
		s.tagAt(i), s.tagAt(i - 1), s.tagAt(i + 1), s.tagAt(i - 2), s.tagAt(i + 2),
		s.markKind(i - 1), s.markKind(i + 1),
		float32(strong), last, min(far, float32(i-lastAt)), float32(after), most,
		min(far, float32(i-first)), min(far, float32(end-i)), float32(verbsBefore), float32(verbsAfter),
		float32(left.kind), s.speaks(left), float32(right.kind), s.speaks(right),
		aux, pieceBefore, pieceAfter, min(far, that),
		s.table(TableBefore, mix(s.key(i-2), 62)), s.table(TableAfter, mix(s.key(i+2), 63)),
		boolean(s.p.Sentences[s.sentence[i]].Paragraph == 0), boolean(s.capital(i)), s.tagAt(i + 3), s.tagAt(i - 3),
	}
}

func boolean(yes bool) float32 {
	if yes {
		return 1
	}
	return 0
}

// gapToPiece says how many tokens lie between a token and the pieces around it in its sentence.
func (s *scene) gapToPiece(i, first, end int) (before, after float32) {
	before, after = far, far
	for k := i - 1; k >= first && k > i-far; k-- {
		if s.inPiece[k] > 0 {
			before = float32(i - k)
			break
		}
	}
	for k := i + 1; k < end && k < i+far; k++ {
		if s.inPiece[k] > 0 {
			after = float32(k - i)
			break
		}
	}
	return before, after
}

// auxiliary tells what verb stands before a verb: 1 "be", 2 a modal, 3 "have", 4 "to", 0 none.
func (s *scene) auxiliary(i int) float32 {
	for k := i - 1; k >= max(0, i-3); k-- {
		switch {
		case s.keys[k] == keyTo:
			return 4
		case s.tags[k] == tagModal:
			return 2
		case s.is(k, classBe):
			return 1
		case s.is(k, classHave):
			return 3
		case s.tags[k] != tagAdverb:
			return 0
		}
	}
	return 0
}

// phraseBeside returns the phrases right before and after a word, adverbs and auxiliaries apart.
func (s *scene) phraseBeside(i int) (left, right phrase) {
	left, right = phrase{kind: 9, head: -1}, phrase{kind: 9, head: -1}
	for k := i - 1; k >= max(0, i-4); k-- {
		if f := s.phraseAt[k]; f > 0 {
			left = s.phrases[f-1]
			break
		}
		if s.p.Tokens[k].Kind == 0 && s.mark(k) != ',' {
			break
		}
	}
	for k := i + 1; k < min(len(s.keys), i+4); k++ {
		if f := s.phraseAt[k]; f > 0 {
			right = s.phrases[f-1]
			break
		}
		if s.p.Tokens[k].Kind == 0 {
			break
		}
	}
	return left, right
}

// speaks says how a phrase serves as one who says something, by its head.
func (s *scene) speaks(f phrase) float32 {
	if f.head < 0 {
		return unseen
	}
	if f.kind == phraseName {
		return 50
	}
	return s.table(TableSource, s.keys[f.head])
}

// lookSource writes what is seen of a phrase that may be the source of a cue.
func (s *scene) lookSource(cue int, f phrase, row *[sourceWidth]float32) {
	from, to := f.last, cue
	after := f.first > cue
	if after {
		from, to = cue+1, f.first
	}
	phrases, verbs, commas, piece, breaks, who, preps := 0, 0, 0, 0, 0, 0, 0
	for k := from; k < to; k++ {
		switch {
		case s.inPiece[k] > 0:
			piece = 1
		case s.mark(k) == ',':
			commas++
		case s.mark(k) == ';' || s.mark(k) == '—' || s.mark(k) == '–' || s.mark(k) == ':':
			breaks++
		case s.keys[k] == keyThat || s.is(k, classJoin):
			breaks++
		case s.tags[k] == tagFinite || s.tags[k] == tagModal:
			verbs++
		case s.tags[k] == tagPreposition:
			preps++
		}
		if g := s.phraseAt[k]; g > 0 && s.phrases[g-1].first == k {
			phrases++
			if s.phrases[g-1].kind == phraseWho {
				who++
			}
		}
	}
	first, end := s.bounds(cue)
	mention := float32(0)
	if m := s.named[f.head]; m > 0 {
		mention = 1 + float32(kindIndex(s.mentions[m-1].Kind))
		if s.mentions[m-1].Word {
			mention = 4
		}
	}
	apart := f.first - cue
	*row = [sourceWidth]float32{
		float32(max(-far, min(far, apart))), boolean(after), float32(phrases), float32(verbs), float32(commas), float32(piece), float32(breaks), float32(who), float32(preps),
		float32(f.kind), float32(s.class[f.head] & (classShe | classHe | classThey | classI)), s.speaks(f), mention,
		s.tagAt(f.first - 1), s.markKind(f.first - 1), s.tagAt(f.last), s.markKind(f.last), s.tagAt(f.last + 1),
		s.tagAt(cue), boolean(s.is(cue, classBy)), boolean(s.is(cue, classTell)), s.auxiliary(cue), boolean(f.first > 0 && s.keys[f.first-1] == keyBy),
		boolean(f.first == first), min(far, float32(f.last-f.first)), s.table(TableCue, s.key(cue)), s.markKind(cue + 1), s.markKind(cue - 1),
		s.tagAt(cue - 1), s.tagAt(cue + 1), boolean(f.last < end && isClitic(s.p.Word(f.last))), boolean(f.first <= cue && cue < f.last),
		s.table(TableSource, mix(s.keys[f.head]+31*s.key(cue), 64)), s.table(TableBefore, mix(s.key(f.first-1), 65)),
	}
}

// lookLink writes what is seen of a piece and a cue that may tell of it. before is the cue of the piece before, or -1.
func (s *scene) lookLink(i, cue, before int, row *[linkWidth]float32) {
	q := &s.pieces[i]
	from, to, side := q.after, cue, float32(1)
	if cue < q.first {
		from, to, side = cue+1, q.before, 0
	}
	others, verbs, phrases, commas := 0, 0, 0, 0
	for k := from; k < to; k++ {
		if n := s.inPiece[k]; n > 0 {
			if k == from || s.inPiece[k-1] != n {
				others++
			}
			continue
		}
		if s.tags[k] == tagFinite || s.tags[k] == tagModal {
			verbs++
		}
		if s.mark(k) == ',' {
			commas++
		}
		if g := s.phraseAt[k]; g > 0 && s.phrases[g-1].first == k {
			phrases++
		}
	}
	sentences := s.sentence[cue] - s.sentence[q.first]
	if side == 1 {
		sentences = s.sentence[cue] - s.sentence[q.last-1]
	}
	paragraphs := s.p.Sentences[s.sentence[cue]].Paragraph - s.p.Sentences[s.sentence[q.first]].Paragraph
	same := float32(0)
	if i > 0 {
		same = float32(q.paragraph - s.pieces[i-1].paragraph)
	}
	// the marks inside and outside the quotation marks
	inner, outer, ahead := s.markKind(q.last-1), s.markKind(q.after), s.markKind(q.before-1)
	*row = [linkWidth]float32{
		side, min(200, float32(to-from)), float32(others), float32(verbs), float32(phrases), float32(commas), float32(sentences), float32(paragraphs),
		boolean(cue == before), min(9, same), s.table(TableCue, s.key(cue)), s.tagAt(cue), boolean(s.is(cue, classSay)), boolean(s.is(cue, classBy)),
		inner, outer, ahead, min(60, float32(q.words)), float32(q.capitalWords) / float32(max(1, q.words)), boolean(s.capital(q.first)),
		boolean(q.startsPara), boolean(q.endsPara), s.tagAt(q.before - 1), s.markKind(cue + 1), s.tagAt(cue - 1), s.tagAt(cue + 1),
	}
}
