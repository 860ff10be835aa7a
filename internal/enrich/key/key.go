// Package key chooses what tells an article: its key sentences, to the letter, and its key phrases.
//
// A sentence is judged by where it stands, how near it is to what the whole text is about, what it shares with the headline,
// its names and numbers and its form; the weights of these are learned (see the program in train). Sentences are then
// taken one after the other, each for what it adds to those before it (maximal marginal relevance, Carbonell and
// Goldstein 1998). Phrases are names, and runs of words that a text repeats and everyday texts do not.
package key

import (
	"sync"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxSentences = 3
	maxPhrases   = 8
	maxRead      = 120 // sentences of an article that are looked at
)

// Find returns the sentences that tell an article and its phrases, the most telling first. Mentions and actors may be nil.
func Find(p *text.Prose, language, headline string, mentions []news.Mention, actors []news.Actor) (sentences []news.Range, phrases []string) {
	r := readers.Get().(*reader)
	r.read(p, language, headline, mentions)
	sentences, phrases = r.sentences(), r.phrases(actors)
	r.p, r.mentions = nil, nil
	readers.Put(r)
	return sentences, phrases
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// reader has read one text. Its memory is used again for the next.
type reader struct {
	p        *text.Prose
	mentions []news.Mention
	language uint64

	ids      index     // of terms, by hash
	terms    []int32   // of each token; -1: none
	rarity   []float32 // of each term: near 1 when it tells something, near 0 when it stands in every text
	count    []float32 // of each term in the text
	headed   []bool    // it stands in the headline
	traits   []trait   // of each term, as it was first met
	lines    []line
	words    []int32 // backs the lines
	grams    index   // of runs of words
	runs     []run
	least    float32 // mean rarity of the words of a phrase
	beside   float32 // rarity of each of them
	headline float32 // rarity of its terms together
}

// line is a sentence.
type line struct {
	at       int     // which sentence
	words    []int32 // its distinct terms, rising
	weight   float32 // rarity of these together
	features [Features]float32
	score    float32
	repeats  float32
	unfit    bool // it cannot stand alone
	long     bool // it can when nothing shorter does
	number   bool // one stands in it
	quoted   bool // so do quotation marks
	taken    bool
}

// read takes a text in.
func (r *reader) read(p *text.Prose, language, headline string, mentions []news.Mention) {
	r.p, r.mentions, r.language = p, mentions, hashString(language)
	r.terms, r.rarity, r.count, r.headed, r.traits = r.terms[:0], r.rarity[:0], r.count[:0], r.headed[:0], r.traits[:0]
	r.lines, r.words, r.headline = r.lines[:0], r.words[:0], 0
	end := len(p.Tokens)
	if len(p.Sentences) > maxRead {
		end = p.Sentences[maxRead].First
	}
	r.ids.reset(end / 2)
	for i := range p.Tokens[:end] {
		if p.Tokens[i].Kind == text.TokenMark {
			r.terms = append(r.terms, -1)
			continue
		}
		id := r.term(p.Word(i))
		r.count[id]++
		r.terms = append(r.terms, id)
	}
	r.readHeadline(headline)
	for at, s := range p.Sentences[:min(len(p.Sentences), maxRead)] {
		r.readLine(at, s)
	}
	r.judge()
}

// term returns the number of a word.
func (r *reader) term(word string) int32 {
	h := hashWord(word)
	id, known := r.ids.id(h)
	if !known {
		r.rarity = append(r.rarity, rare(word, h, r.language))
		r.count = append(r.count, 0)
		r.headed = append(r.headed, false)
		r.traits = append(r.traits, r.trait(word))
	}
	return id
}

func (r *reader) readHeadline(headline string) {
	start := -1
	for i := 0; i <= len(headline); i++ {
		inWord := i < len(headline) && (headline[i] >= 0x80 || 'a' <= headline[i] && headline[i] <= 'z' || 'A' <= headline[i] && headline[i] <= 'Z' || '0' <= headline[i] && headline[i] <= '9')
		switch {
		case inWord && start < 0:
			start = i
		case !inWord && start >= 0:
			if id := r.term(headline[start:i]); !r.headed[id] {
				r.headed[id] = true
				r.headline += r.rarity[id]
			}
			start = -1
		}
	}
}

// readLine takes a sentence in.
func (r *reader) readLine(at int, s text.Sentence) {
	begin := len(r.words)
	for _, id := range r.terms[s.First:s.End] {
		if id >= 0 {
			r.words = append(r.words, id)
		}
	}
	words := distinct(r.words[begin:])
	r.words = r.words[:begin+len(words)]
	l := line{at: at, words: words}
	for _, id := range words {
		l.weight += r.rarity[id]
	}
	r.lines = append(r.lines, l)
}

// distinct sorts a short list and takes repetitions out.
func distinct(words []int32) []int32 {
	for i := 1; i < len(words); i++ {
		for j := i; j > 0 && words[j] < words[j-1]; j-- {
			words[j], words[j-1] = words[j-1], words[j]
		}
	}
	n := 0
	for i, w := range words {
		if i == 0 || w != words[n-1] {
			words[n] = w
			n++
		}
	}
	return words[:n]
}

// sentences chooses the key sentences. Long ones are taken only when there are no others.
func (r *reader) sentences() []news.Range {
	chosen := make([]news.Range, 0, maxSentences)
	for _, long := range [...]bool{false, true} {
		for len(chosen) < maxSentences {
			best := r.next(long)
			if best == nil {
				break
			}
			best.taken = true
			s := r.p.Sentences[best.at]
			chosen = append(chosen, news.Range{Start: s.Span.Start, End: s.Span.End})
			for i := range r.lines {
				if l := &r.lines[i]; !l.taken {
					l.repeats = max(l.repeats, r.shared(l, best))
				}
			}
		}
	}
	return chosen
}

// next is the line that tells most besides those that are taken.
func (r *reader) next(long bool) *line {
	var best *line
	for i := range r.lines {
		l := &r.lines[i]
		if l.taken || l.unfit || l.long != long || l.repeats > weights.alike {
			continue
		}
		if best == nil || l.score-weights.repeats*l.repeats > best.score-weights.repeats*best.repeats {
			best = l
		}
	}
	return best
}

// shared is the share of a line's telling words that another has too.
func (r *reader) shared(l, other *line) float32 {
	both, j := float32(0), 0
	for _, w := range l.words {
		for j < len(other.words) && other.words[j] < w {
			j++
		}
		if j < len(other.words) && other.words[j] == w {
			both += r.rarity[w]
		}
	}
	if l.weight == 0 {
		return 0
	}
	return both / l.weight
}
