package name

import "nutgraf/internal/text"

// reading is a text on its way to names. Readings are used again and again, so that none is made per article.
type reading struct {
	p       *text.Prose
	words   []word
	runs    []run
	signs   []uint32 // of one token
	score   []int32  // labels for each open token, in the order of the runs
	tags    []uint8  // label of each token
	seen    table    // what words do elsewhere in the text
	index   table
	tallies []tally
	path    path
}

// run is a half-open range of tokens that may be part of a name, within one sentence.
type run struct{ from, to, sentence int }

// Words that stand inside names although they have no capital, in the languages that are read.
var inner = hashes(`of the and for on in at to de la le les des du d' l' el los las del y e da do dos das di della dei degli delle der den dem und für von vom van zu zum zur
	im am an bin ibn al el ul ur abu ben bint ter ten te af av og i и на de' dell' nell' all' sul en et a au aux sur sous par pour con per dal st. vs`)

// Marks that stand inside names.
var innerMarks = hashes("- & ' . / – ’")

func hashes(words string) map[uint32]bool {
	all := map[uint32]bool{}
	p := text.Read(words)
	for i := range p.Tokens {
		all[HashWord(p.Word(i))] = true
	}
	return all
}

// read sets the words of a text and the runs in which names can be.
func (r *reading) read(p *text.Prose, lists *Lists) {
	r.p = p
	folds := folds()
	if cap(r.words) < len(p.Tokens) {
		r.words = make([]word, len(p.Tokens)+len(p.Tokens)/2)
		r.tags = make([]uint8, cap(r.words))
	}
	r.words, r.tags = r.words[:len(p.Tokens)], r.tags[:len(p.Tokens)]
	clear(r.tags)
	for i, t := range p.Tokens {
		w := &r.words[i]
		w.read(p.Text[t.Start:t.End], t.Kind, folds)
		if !t.Spaced {
			w.flags |= glued
		}
		w.lists, w.group = lists.word(w.folded)
	}
	r.runs = r.runs[:0]
	for s := range p.Sentences {
		r.sentence(s, lists)
	}
	r.repeats()
}

// sentence marks the words of one that may be part of names, and what they are lists' phrases of.
func (r *reading) sentence(s int, lists *Lists) {
	from, to := r.p.Sentences[s].First, r.p.Sentences[s].End
	var big, little, numbers int
	for i := from; i < to; i++ {
		switch f := r.words[i].flags; {
		case f&caps != 0:
			big++
		case f&upper != 0:
			big++
		case f&small != 0:
			little++
		case f&number != 0:
			numbers++
		}
	}
	shouting := little == 0 && big > 1
	var common flags
	for i := from; shouting && i < to; i++ { // one word such as "Smith" and it is a list of names, not shouting
		if f := r.words[i].flags; f&upper != 0 && f&caps == 0 && r.p.Tokens[i].End-r.p.Tokens[i].Start > 2 {
			shouting = false
		}
	}
	if shouting {
		common |= shouted
	} else if big > 3 && big > 2*little {
		common |= titled
	}
	if 3*numbers > to-from {
		common |= figures
	}
	begun := false
	for i := from; i < to; i++ {
		w := &r.words[i]
		w.flags |= common
		if !begun && w.flags&mark == 0 {
			w.flags |= first
			begun = true
		}
		if i > 0 && r.words[i-1].flags&mark != 0 && quotation(r.p.Word(i-1)) {
			w.flags |= quoted
		}
		if w.flags&upper != 0 || w.flags&small != 0 && (inner[w.folded] || mixed(r.p.Word(i))) || w.flags&number != 0 || w.flags&mark != 0 && innerMarks[w.folded] {
			w.flags |= open
		}
	}
	for i := from; i < to; {
		if r.words[i].flags&open == 0 {
			i++
			continue
		}
		end, capitals := i, false
		for end < to && r.words[end].flags&open != 0 {
			capitals = capitals || r.words[end].flags&(upper) != 0 || r.words[end].flags&small != 0 && !inner[r.words[end].folded]
			end++
		}
		if capitals {
			from, to := r.trim(i, end)
			r.phrases(from, to, lists)
			r.runs = append(r.runs, run{from, to, s})
		}
		i = end
	}
}

// trim takes off what no name begins or ends with.
func (r *reading) trim(from, to int) (int, int) {
	for from < to && r.words[from].flags&upper == 0 && r.words[from].flags&number == 0 && !(r.words[from].flags&small != 0 && r.words[from].lists != 0) && !mixed(r.p.Word(from)) {
		from++
	}
	for to > from && r.words[to-1].flags&(upper|number) == 0 && !mixed(r.p.Word(to-1)) {
		to--
	}
	return from, to
}

// mixed reports whether a capital stands inside a word that begins small, as in "iPhone" and "al-Qaeda's".
func mixed(s string) bool {
	for i := 1; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

func quotation(s string) bool {
	switch s {
	case `"`, "“", "”", "„", "«", "»", "‘", "’", "'", "`", "‚", "‹", "›":
		return true
	}
	return false
}

// phrases sets which lists' phrases the words of a run are part of, and where in them: alone, first, inside or last.
func (r *reading) phrases(from, to int, lists *Lists) {
	for i := from; i < to; i++ {
		h := uint32(0)
		for n := 1; n <= 5 && i+n <= to; n++ {
			h = joined(h, r.words[i+n-1].folded)
			if n == 1 {
				continue // single words have their lists already
			}
			bits, _ := lists.word(h)
			if bits == 0 {
				continue
			}
			for k := i; k < i+n; k++ {
				at := uint32(1) // inside
				switch k {
				case i:
					at = 0
				case i + n - 1:
					at = 2
				}
				r.words[k].spans |= bits & 0xFF << (8 * at)
			}
		}
	}
}

// what each word does elsewhere in the text.
const (
	isSmall = 1 << iota // stands there without capital
	isBig               // stands there with one inside a sentence, not behind a quotation mark
)

// repeats notes for each word how it is written in the whole text.
func (r *reading) repeats() {
	r.seen.reset(len(r.words))
	for i := range r.words {
		w := &r.words[i]
		switch {
		case w.flags&small != 0:
			*r.seen.at(w.folded) |= isSmall
		case w.flags&upper != 0 && w.flags&(first|quoted|shouted|titled) == 0:
			*r.seen.at(w.folded) |= isBig
		}
	}
}

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
	signElsewhere
)

var edge = word{folded: 1, shape: 1, flags: mark}

func (r *reading) at(i, from, to int) *word {
	if i < from || i >= to {
		return &edge
	}
	return &r.words[i]
}

// look sets the signs of a token of a run.
func (r *reading) look(run run, i int) []uint32 {
	s := r.signs[:0]
	from, to := r.p.Sentences[run.sentence].First, r.p.Sentences[run.sentence].End
	w, b, b2, a, a2 := r.at(i, from, to), r.at(i-1, from, to), r.at(i-2, from, to), r.at(i+1, from, to), r.at(i+2, from, to)
	state := uint32(w.flags & (first | shouted | titled | figures))
	s = append(s,
		mix(signBias, 0),
		mix(signWord, w.folded), mix(signForm, w.form),
		mix(signBefore, b.folded), mix(signAfter, a.folded), mix(signBefore2, b2.folded), mix(signAfter2, a2.folded),
		mix(mix(signPairBefore, b.folded), w.folded), mix(mix(signPairAfter, w.folded), a.folded), mix(mix(signAround, b.folded), a.folded),
		mix(signShape, w.shape), mix(mix(signShapeBefore, b.shape), w.shape), mix(mix(signShapeAfter, w.shape), a.shape),
		mix(mix(mix(signShapes, b.shape), w.shape), a.shape),
		mix(mix(signFlags, uint32(w.flags)), 0), mix(mix(signFlagsShape, state), w.shape))
	for k, h := range w.ends {
		if h != 0 {
			s = append(s, mix(uint32(signEnds+k), h))
		}
	}
	if w.lists != 0 || b.lists != 0 || a.lists != 0 {
		s = append(s, mix(signLists, w.lists), mix(mix(signListsBefore, b.lists), uint32(b.flags&(upper|small))), mix(mix(signListsAfter, a.lists), uint32(a.flags&(upper|small))),
			mix(mix(mix(signListsAround, b.lists), w.lists), a.lists), mix(mix(signListsPair, w.lists), a.lists))
		for bits, k := w.lists, uint32(0); bits != 0; bits, k = bits>>1, k+1 {
			if bits&1 != 0 {
				s = append(s, mix(mix(signList, k), state))
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
	s = appendGroups(s, w, b, b2, a, a2)
	left, right := r.at(run.from-1, from, to), r.at(run.to, from, to)
	s = append(s,
		mix(mix(signLeft, left.folded), uint32(min(i-run.from, 4))), mix(mix(signRight, right.folded), uint32(min(run.to-i, 4))),
		mix(mix(mix(signFirstLast, uint32(min(i-run.from, 4))), uint32(min(run.to-i, 4))), w.shape))
	if w.flags&(upper|small) != 0 {
		seen := uint32(*r.seen.at(w.folded))
		s = append(s, mix(mix(signSeen, seen), state), mix(mix(signSeenShape, seen), mix(w.shape, state)))
	}
	r.signs = s
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
