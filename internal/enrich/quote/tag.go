package quote

import (
	"math"
	"math/bits"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// A tag is a coarse part of speech, of English.
type tag = uint8

const (
	tagOther tag = iota // marks, and what is none of the others
	tagNoun
	tagName // a noun with a capital
	tagPronoun
	tagPossessive // "his", and the clitic "’s"
	tagDeterminer
	tagAdjective
	tagFinite     // a verb in the past or present: "said", "says"
	tagBase       // "say"
	tagGerund     // "saying"
	tagParticiple // "said" after "has" or "was"
	tagModal
	tagAdverb
	tagPreposition // "that" and "if" too
	tagTo
	tagConjunction
	tagWh
	tagNumber
	tagCount
)

// oneTag is the tag of a set of tags that holds only one.
func oneTag(set uint32) (tag, bool) {
	return tag(bits.TrailingZeros32(set)), set != 0 && set&(set-1) == 0
}

const anyTag = 1<<tagCount - 1

// verbal reports whether a tag is one of a verb.
func verbal(t tag) bool { return tagFinite <= t && t <= tagParticiple }

// tagFeatures is how many features a token has.
const tagFeatures = 12

// wordKeys hashes all words.
func wordKeys(p *text.Prose) []uint32 {
	keys := make([]uint32, len(p.Tokens))
	for i := range keys {
		keys[i] = wordKey(p.Word(i))
	}
	return keys
}

// tags fills in the tag of each token: from the lexicon where a word has only one, else by a perceptron over the words
// around it (Collins, "Discriminative training methods for hidden Markov models", 2002), greedily from left to right.
func (w *Weights) tags(p *text.Prose, keys []uint32, tags []tag) {
	var found [tagFeatures]uint32
	for i, token := range p.Tokens {
		switch {
		case token.Kind == text.TokenNumber:
			tags[i] = tagNumber
			continue
		case token.Kind == text.TokenMark:
			tags[i] = tagOther
			continue
		}
		word := p.Word(i)
		set, ok := w.Lexicon.Get(keys[i])
		r, _ := utf8.DecodeRuneInString(word)
		upper := unicode.IsUpper(r)
		if known, sure := oneTag(set); sure && (!upper || known >= tagPronoun) {
			tags[i] = known
			continue
		}
		if !ok && upper && len(word) > 1 {
			tags[i] = tagName
			continue
		}
		features(&w.Lexicon, p, keys, tags, i, &found)
		if !ok {
			set = anyTag
		}
		if upper {
			set |= 1 << tagName
		}
		tags[i] = w.best(&found, set)
	}
}

// best is the tag of a set that the features speak for most, the first of equals.
func (w *Weights) best(features *[tagFeatures]uint32, set uint32) tag {
	var rows [tagFeatures]*[tagCount]int8
	mask := uint32(len(w.Tagger) - 1)
	for i, f := range features {
		rows[i] = &w.Tagger[f&mask]
	}
	best, most := tagOther, int32(math.MinInt32)
	for rest := set & anyTag; rest != 0; rest &= rest - 1 {
		k := tag(bits.TrailingZeros32(rest))
		sum := int32(0)
		for _, row := range &rows {
			sum += int32(row[k])
		}
		if sum > most {
			best, most = k, sum
		}
	}
	return best
}

// features writes what a token is judged by.
func features(lexicon *Table[uint32], p *text.Prose, keys []uint32, tags []tag, i int, out *[tagFeatures]uint32) {
	word := p.Word(i)
	r, _ := utf8.DecodeRuneInString(word)
	shape := uint32(0)
	if unicode.IsUpper(r) {
		shape = 1
		if i == 0 || tags[i-1] == tagOther {
			shape = 2
		}
	}
	before, before2, after, after2 := uint32(1), uint32(1), uint32(1), uint32(1)
	left, left2 := tagOther, tagOther
	if i > 0 {
		before, left = keys[i-1], tags[i-1]
	}
	if i > 1 {
		before2, left2 = keys[i-2], tags[i-2]
	}
	if i+1 < len(keys) {
		after = keys[i+1]
	}
	if i+2 < len(keys) {
		after2 = keys[i+2]
	}
	known, _ := lexicon.Get(after)
	*out = [tagFeatures]uint32{
		mix(keys[i], 1+shape),
		mix(suffix(word, 3), 4+shape),
		mix(suffix(word, 2), 7+shape),
		mix(before, 10),
		mix(after, 11),
		mix(uint32(left), 12+shape),
		mix(uint32(left)<<8|uint32(left2), 15+shape),
		mix(keys[i]+uint32(left), 18),
		mix(before+31*keys[i], 19),
		mix(after+31*keys[i], 20),
		mix(known+uint32(left)<<24, 21),
		mix(before2^after2<<1, 22),
	}
}

// suffix hashes the last n bytes of a word.
func suffix(word string, n int) uint32 {
	h := uint32(2166136261)
	for i := max(0, len(word)-n); i < len(word); i++ {
		h = (h ^ uint32(lower(word[i]))) * 16777619
	}
	return h
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// mix spreads a feature of a kind over all bits.
func mix(v, kind uint32) uint32 {
	v = (v ^ kind*0x9E3779B1) * 0x85EBCA6B
	v ^= v >> 15
	v *= 0xC2B2AE35
	return v ^ v>>13
}

// wordKey hashes a word in lower case; typographic apostrophes count as straight ones.
func wordKey(word string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= 0x80 {
			return wideKey(word)
		}
		h = (h ^ uint32(lower(c))) * 16777619
	}
	return h
}

func wideKey(word string) uint32 {
	h := uint32(2166136261)
	for _, r := range word {
		if r == '’' {
			r = '\''
		}
		r = unicode.ToLower(r)
		for ; r >= 0x80; r >>= 7 {
			h = (h ^ uint32(r&0x7F|0x80)) * 16777619
		}
		h = (h ^ uint32(r)) * 16777619
	}
	return h
}
