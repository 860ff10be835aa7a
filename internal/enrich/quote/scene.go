package quote

import (
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// scene is one text with all that its sentences are read by.
type scene struct {
	p        *text.Prose
	t        *tongue
	w        *Weights // nil: not English
	keys     []uint32
	tags     []tag // zeros when not English
	class    []class
	pieces   []piece
	inPiece  []int16 // by token: 1 + the piece that it stands in
	named    []int16 // by token: 1 + the mention that it is part of
	phrases  []phrase
	phraseAt []int16 // by token: 1 + the phrase that it is part of
	mentions []news.Mention
	actors   []news.Actor
	dates    []news.Date
	roles    []string // by actor; see fillRoles
	sentence []int32  // by token
	heard    []saying // cues whose source is known
	strength []int8   // by token: how well its word serves as a cue; English only
}

// maxTokens is how many tokens of a text are read.
const maxTokens = 30_000

func newScene(p *text.Prose, t *tongue, w *Weights, mentions []news.Mention, actors []news.Actor, dates []news.Date) *scene {
	n := len(p.Tokens)
	s := &scene{p: p, t: t, w: w, mentions: mentions, actors: actors, dates: dates, pieces: pieces(p)}
	s.keys = wordKeys(p)
	s.tags = make([]tag, n)
	s.class = make([]class, n)
	small := make([]int16, 3*n)
	s.inPiece, s.named, s.phraseAt = small[:n], small[n:2*n], small[2*n:]
	s.sentence = make([]int32, n)
	for i, key := range s.keys {
		s.class[i], _ = t.words.Get(key)
	}
	for i, sentence := range p.Sentences {
		for k := sentence.First; k < sentence.End; k++ {
			s.sentence[k] = int32(i)
		}
	}
	if w != nil {
		w.tags(p, s.keys, s.tags)
		s.strength = make([]int8, n)
		for i, key := range s.keys {
			s.strength[i] = unseen
			if v, ok := w.Tables[TableCue].Get(key); ok && p.Tokens[i].Kind == text.TokenWord {
				s.strength[i] = v
			}
		}
	}
	for i, q := range s.pieces {
		for k := q.first; k < q.last; k++ {
			s.inPiece[k] = int16(i + 1)
		}
	}
	for i, m := range mentions {
		for k := p.TokenAt(m.Start); k < n && p.Tokens[k].Start < m.End; k++ {
			s.named[k] = int16(i + 1)
		}
	}
	s.roles = make([]string, len(actors))
	s.findPhrases()
	return s
}

// is reports whether the word of a token is of a class.
func (s *scene) is(i int, c class) bool { return i >= 0 && i < len(s.class) && s.class[i]&c != 0 }

// mark returns the first character of a token that is a mark; 0 else.
func (s *scene) mark(i int) rune {
	if i < 0 || i >= len(s.p.Tokens) || s.p.Tokens[i].Kind != text.TokenMark {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(s.p.Text[s.p.Tokens[i].Start:])
	return r
}

func (s *scene) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.p.Text[s.p.Tokens[i].Start:])
	return unicode.IsUpper(r)
}

// longestSentence is how many tokens of a sentence are seen on either side of a word.
const longestSentence = 150

// bounds returns the sentence of a token, in tokens.
func (s *scene) bounds(i int) (first, end int) {
	at := s.p.Sentences[s.sentence[i]]
	return max(at.First, i-longestSentence), min(at.End, i+longestSentence)
}

// span returns the bytes of a range of tokens.
func (s *scene) span(first, last int) news.Range {
	if first >= last || first < 0 || last > len(s.p.Tokens) {
		return news.Range{}
	}
	return news.Range{Start: s.p.Tokens[first].Start, End: s.p.Tokens[last-1].End}
}
