package quote

import (
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// What the training program needs to see.

// Tags of words, as [Weights] has them.
const (
	TagNoun        = uint8(tagNoun)
	TagName        = uint8(tagName)
	TagPronoun     = uint8(tagPronoun)
	TagPossessive  = uint8(tagPossessive)
	TagDeterminer  = uint8(tagDeterminer)
	TagAdjective   = uint8(tagAdjective)
	TagFinite      = uint8(tagFinite)
	TagBase        = uint8(tagBase)
	TagGerund      = uint8(tagGerund)
	TagParticiple  = uint8(tagParticiple)
	TagModal       = uint8(tagModal)
	TagAdverb      = uint8(tagAdverb)
	TagPreposition = uint8(tagPreposition)
	TagTo          = uint8(tagTo)
	TagConjunction = uint8(tagConjunction)
	TagWh          = uint8(tagWh)
	TagNumber      = uint8(tagNumber)
	Tags           = uint8(tagCount)
)

// WordKey is the hash by which the tables of [Weights] know a word.
func WordKey(word string) uint32 { return wordKey(word) }

// StudyTag returns the features by which the tag of a word is told, when the tags before it are known.
func StudyTag(w *Weights, p *text.Prose, keys []uint32, tags []uint8, i int) [tagFeatures]uint32 {
	var out [tagFeatures]uint32
	features(&w.Lexicon, p, keys, tags, i, &out)
	return out
}

// StudyTags returns the tags of all tokens.
func StudyTags(w *Weights, p *text.Prose) []uint8 {
	keys := wordKeys(p)
	tags := make([]uint8, len(keys))
	w.tags(p, keys, tags)
	return tags
}

// Study is a text as the forests see it, for the training program.
type Study struct{ s *scene }

// Sight is something that a forest judges: where it stands, and what is seen of it.
type Sight struct {
	At    news.Range
	Token int // of a cue
	Row   []float32
}

// Word is a word's place in a table.
type Word struct {
	Table int
	Key   uint32
}

// NewStudy reads a text in English.
func NewStudy(w *Weights, p *text.Prose, mentions []news.Mention, actors []news.Actor) *Study {
	return &Study{newScene(p, tongueOf("en"), w, mentions, actors, nil)}
}

// Outside reports whether a token stands in no quotation, and is a word.
func (st *Study) Outside(i int) bool {
	n := st.s.inPiece[i]
	return st.s.p.Tokens[i].Kind == text.TokenWord && (n == 0 || st.s.pieces[n-1].words < 2)
}

// Verbal reports whether a token is a verb that is no auxiliary.
func (st *Study) Verbal(i int) bool {
	return verbal(st.s.tags[i]) && !st.s.is(i, classBe|classHave)
}

// CueWords are the entries of tables by which a cue is judged.
func (st *Study) CueWords(i int) []Word {
	s := st.s
	return []Word{
		{TableCue, s.key(i)}, {TableCue, s.stem(i)}, {TableBefore, s.key(i - 1)}, {TableAfter, s.key(i + 1)},
		{TablePair, mix(s.key(i)+31*s.key(i+1), 60)}, {TablePair, mix(s.key(i-1)+31*s.key(i), 61)},
		{TableBefore, mix(s.key(i-2), 62)}, {TableAfter, mix(s.key(i+2), 63)},
	}
}

// Cues are the words that may be cues.
func (st *Study) Cues() []Sight {
	var all []Sight
	for i := range st.s.keys {
		if st.s.isCue(i) {
			var row [cueWidth]float32
			st.s.lookCue(i, &row)
			all = append(all, Sight{st.s.span(i, i+1), i, row[:]})
		}
	}
	return all
}

// Sources are the phrases that may be the source of a cue, with the entries of tables by which each is judged.
func (st *Study) Sources(cue int) (all []Sight, words [][]Word) {
	s := st.s
	s.eachSource(cue, func(k phrase) {
		var row [sourceWidth]float32
		s.lookSource(cue, k, &row)
		all = append(all, Sight{s.span(k.first, k.last), k.head, row[:]})
		entries := []Word{{TableSource, mix(s.keys[k.head]+31*s.key(cue), 64)}, {TableBefore, mix(s.key(k.first-1), 65)}}
		if k.kind != phraseName {
			entries = append(entries, Word{TableSource, s.keys[k.head]})
		}
		words = append(words, entries)
	})
	return all, words
}

// Pieces are what stands in quotation marks; false for those that have not the form of a quotation.
func (st *Study) Pieces() ([]news.Range, []bool) {
	var all []news.Range
	var may []bool
	for i := range st.s.pieces {
		q := &st.s.pieces[i]
		all = append(all, news.Range{Start: q.in, End: q.out})
		may = append(may, st.s.mayBeSpeech(q))
	}
	return all, may
}

// Links are the cues that may tell of a piece; before is the token of the cue of the piece before it, or -1.
func (st *Study) Links(piece, before int) []Sight {
	var all []Sight
	st.s.eachLink(piece, before, func(cue int) {
		var row [linkWidth]float32
		st.s.lookLink(piece, cue, before, &row)
		all = append(all, Sight{st.s.span(cue, cue+1), cue, row[:]})
	})
	return all
}

// Ends are the places where what a cue tells of may end, with the entries of tables by which each is judged, when it
// begins at a token and ends in the cue's sentence. A place is an empty range, the token is the one behind it.
func (st *Study) Ends(cue, from int) (all []Sight, words [][]Word) {
	s := st.s
	_, stop := s.bounds(cue)
	for stop > from && s.markKind(stop-1) == 2 {
		stop--
	}
	if from >= stop {
		return nil, nil
	}
	s.eachEnd(from, stop, func(end int) {
		var row [endWidth]float32
		s.lookEnd(cue, from, end, stop, &row)
		at := s.p.Tokens[end-1].End
		all = append(all, Sight{news.Range{Start: at, End: at}, end, row[:]})
		next := end
		if next < stop && s.p.Tokens[next].Kind == text.TokenMark {
			next++
		}
		entries := []Word{{TableAfter, mix(s.key(next), 73)}, {TablePair, mix(s.key(cue)+31*s.key(next), 74)}, {TableAfter, mix(s.key(end-1), 75)}}
		if end == stop {
			entries = append(entries, Word{TablePair, mix(s.key(cue), 71)}, Word{TablePair, mix(s.key(from), 72)})
		}
		words = append(words, entries)
	})
	return all, words
}
