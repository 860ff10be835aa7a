package main

import (
	"math"
	"math/rand/v2"

	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/text"
)

// coarse are our tags of those of the Penn treebank.
var coarse = map[string]uint8{
	"NN": quote.TagNoun, "NNS": quote.TagNoun, "NNP": quote.TagName, "NNPS": quote.TagName, "PRP": quote.TagPronoun, "EX": quote.TagPronoun,
	"PRP$": quote.TagPossessive, "WP$": quote.TagPossessive, "POS": quote.TagPossessive, "DT": quote.TagDeterminer, "PDT": quote.TagDeterminer,
	"JJ": quote.TagAdjective, "JJR": quote.TagAdjective, "JJS": quote.TagAdjective, "VBD": quote.TagFinite, "VBZ": quote.TagFinite,
	"VBP": quote.TagFinite, "VB": quote.TagBase, "VBG": quote.TagGerund, "VBN": quote.TagParticiple, "MD": quote.TagModal,
	"RB": quote.TagAdverb, "RBR": quote.TagAdverb, "RBS": quote.TagAdverb, "RP": quote.TagAdverb, "IN": quote.TagPreposition,
	"TO": quote.TagTo, "CC": quote.TagConjunction, "WP": quote.TagWh, "WDT": quote.TagWh, "WRB": quote.TagWh, "CD": quote.TagNumber,
}

// tagged is a text whose words have tags; 255: unknown.
type tagged struct {
	prose *text.Prose
	keys  []uint32
	gold  []uint8
}

func readTagged(docs []document) []tagged {
	var all []tagged
	for _, d := range docs {
		all = append(all, tag(d))
	}
	return all
}

func tag(d document) tagged {
	p := text.Read(d.text)
	t := tagged{p, make([]uint32, len(p.Tokens)), make([]uint8, len(p.Tokens))}
	at := 0
	for i, token := range p.Tokens {
		t.keys[i] = quote.WordKey(p.Word(i))
		t.gold[i] = 255
		for at < len(d.silver) && d.silver[at].start < token.Start {
			at++
		}
		if at < len(d.silver) && d.silver[at].start == token.Start && token.Kind == text.TokenWord {
			t.gold[i] = coarse[d.silver[at].tag]
		}
	}
	return t
}

const (
	lexiconLeast = 3   // times that a word was seen
	lexiconRare  = .03 // share of a tag that is an error
	taggerRows   = 1 << 14
	taggerRounds = 5
)

// learnTags fills in the lexicon and the perceptron.
func learnTags(docs []tagged, w *quote.Weights) {
	counts := map[uint32]*[quote.Tags]int{}
	for _, d := range docs {
		for i, g := range d.gold {
			if g == 255 {
				continue
			}
			c := counts[d.keys[i]]
			if c == nil {
				c = new([quote.Tags]int)
				counts[d.keys[i]] = c
			}
			c[g]++
		}
	}
	w.Lexicon = quote.Table[uint32]{}
	for key, c := range counts {
		all := 0
		for _, n := range c {
			all += n
		}
		if all < lexiconLeast {
			continue
		}
		set := uint32(0)
		for k, n := range c {
			if float64(n) > lexiconRare*float64(all) {
				set |= 1 << k
			}
		}
		if set != 0 {
			w.Lexicon.Set(key, set)
		}
	}
	perceive(docs, w)
}

// perceive trains the averaged perceptron on the words that the lexicon leaves open.
func perceive(docs []tagged, w *quote.Weights) {
	sums := make([][quote.Tags]float64, taggerRows) // of weights over time
	weights := make([][quote.Tags]float64, taggerRows)
	step := 0.0
	order := rand.New(rand.NewPCG(1, 2))
	for range taggerRounds {
		for _, n := range order.Perm(len(docs)) {
			d := docs[n]
			for i, g := range d.gold {
				if g == 255 {
					continue
				}
				if set, _ := w.Lexicon.Get(d.keys[i]); set != 0 && set&(set-1) == 0 && order.IntN(4) > 0 {
					continue
				}
				features := quote.StudyTag(w, d.prose, d.keys, d.gold, i)
				var score [quote.Tags]float64
				for _, f := range features {
					for k := range score {
						score[k] += weights[f&(taggerRows-1)][k]
					}
				}
				best := 0
				for k := range score {
					if score[k] > score[best] {
						best = k
					}
				}
				step++
				if best == int(g) {
					continue
				}
				for _, f := range features {
					f &= taggerRows - 1
					weights[f][g]++
					sums[f][g] += step
					weights[f][best]--
					sums[f][best] -= step
				}
			}
		}
	}
	most := 0.0
	for i := range weights {
		for k := range weights[i] {
			weights[i][k] -= sums[i][k] / step
			most = max(most, math.Abs(weights[i][k]))
		}
	}
	w.Tagger = make([][quote.Tags]int8, taggerRows)
	scale := 127 / min(most, 24)
	for i := range weights {
		for k, v := range weights[i] {
			w.Tagger[i][k] = int8(max(-127, min(127, math.Round(v*scale))))
		}
	}
}

// rightTags is the share of words whose tag is right, and how many there are.
func rightTags(docs []tagged, w *quote.Weights) (float64, int) {
	right, all := 0, 0
	for _, d := range docs {
		told := quote.StudyTags(w, d.prose)
		for i, g := range d.gold {
			if g != 255 {
				all++
				if told[i] == g {
					right++
				}
			}
		}
	}
	return float64(right) / float64(all), all
}
