package quote

import (
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
	features(w.Lexicon, p, keys, tags, i, &out)
	return out
}

// StudyTags returns the tags of all tokens.
func StudyTags(w *Weights, p *text.Prose) []uint8 {
	keys := wordKeys(p)
	tags := make([]uint8, len(keys))
	w.tags(p, keys, tags)
	return tags
}
