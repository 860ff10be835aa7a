// Package name finds the people, organisations and places that a text names.
//
// [Find] reads in two passes. In the first a conditional random field scores what each token may be, from the word, its neighbours,
// their shapes, the lists they are in and the company they keep; the best tags of each run of capitals follow (Viterbi). In the
// second the scores change by what the same words were elsewhere in the text. Lists and weights are made by the program in train.
//
// Capitals of countries that stand for their governments ("Washington and Beijing") are places, as people who labelled news
// decided (CoNLL 2003), and so are countries that do something; a country that plays a match is a place or a team as the text has it.
package name

import (
	"slices"
	"sync"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Find returns the names in a text, in its order: people, organisations and places, and words of nationality, which have
// Word set. Nobody is anybody's actor as yet (-1). Of languages that are not read it returns none.
func Find(p *text.Prose, language string) []news.Mention {
	return readerOf(language).Find(p)
}

// Reader finds names by models and lists.
type Reader struct {
	Language string
	Lists    *Lists
	Model    *Model // of the first pass; nil finds nothing
	Second   *Model // of the second pass; may be nil
	Plain    bool   // Model knows no words, only shapes and lists
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// Find does what the function of this name does.
func (by Reader) Find(p *text.Prose) []news.Mention {
	if by.Model == nil {
		return nil
	}
	r := readings.Get().(*reading)
	defer r.release()
	r.plain = by.Plain
	r.read(p, by.Language, by.Lists)
	r.first(by.Model)
	r.decode(&by.Model.moves)
	if by.Second != nil {
		r.second(func(at int, signs []uint32) { by.Second.add(signs, r.score[16*at:16*at+16]) })
		r.decode(&by.Second.moves)
	}
	if !r.english {
		r.complete(by.Language, by.Lists)
	}
	r.putRight()
	return slices.Clip(r.mentions(by.Lists))
}

// release lets another text be read; this one is not held on to.
func (r *reading) release() {
	r.p = nil
	readings.Put(r)
}

// first sets the scores of all open tokens.
func (r *reading) first(m *Model) {
	at := 0
	for _, run := range r.runs {
		for i := run.from; i < run.to; i++ {
			need := 16 * (at + 1)
			if need > len(r.score) {
				r.score = append(r.score, make([]int32, need+4096)...)
			}
			row := r.score[16*at : need]
			clear(row)
			m.add(r.look(run, i), row)
			at++
		}
	}
}

// decode sets tags from the scores.
func (r *reading) decode(moves *[tags][tags]int32) {
	for i := range r.tags {
		r.tags[i] = Outside
	}
	at := 0
	for _, run := range r.runs {
		n := run.to - run.from
		r.path.best(r.score[16*at:16*(at+n)], moves, r.tags[run.from:run.to])
		at += n
	}
}

var kinds = [types]news.EntityKind{Person: news.EntityPerson, Organisation: news.EntityOrganisation, Place: news.EntityPlace}

// mentions turns tags into ranges, and finds words of nationality where there is no name.
func (r *reading) mentions(lists *Lists) []news.Mention {
	out := make([]news.Mention, 0, len(r.runs))
	for i := 0; i < len(r.words); {
		kind, end := r.nameAt(i, lists)
		if kind == Place && end > i+1 && r.words[i].lists&ListThe != 0 && r.nation(i+1, lists) == end-i-1 {
			i++ // "The French"
		}
		nation := 0
		if kind == Other || kind == Place {
			nation = r.nation(i, lists)
		}
		switch {
		case nation > 0 && (kind == Other || i+nation == end): // "French" by itself is no place, whatever the models say
			out = append(out, news.Mention{Range: r.span(i, i+nation), Kind: news.EntityPlace, Actor: -1, Word: true})
			i += nation
		case kind != Other:
			out = append(out, news.Mention{Range: r.span(i, end), Kind: kinds[kind], Actor: -1})
			i = end
		default:
			i++
		}
	}
	return out
}

// nameAt returns the type of the name that begins at a token, and where it ends; Other when none does. What the models
// take for an event or a work is a body if lists know it as one.
func (r *reading) nameAt(i int, lists *Lists) (kind, end int) {
	hash, end := r.spanAt(i, len(r.words))
	if end == i {
		return Other, i + 1
	}
	kind = int(r.tags[i] / 4)
	if kind == Other && end > i+1 {
		if bits, _ := lists.word(hash); bits&ListBody != 0 {
			kind = Organisation
		}
	}
	return kind, end
}

func (r *reading) span(from, to int) news.Range {
	return news.Range{Start: r.p.Tokens[from].Start, End: r.p.Tokens[to-1].End}
}

// nation returns how many tokens from i on are a word of nationality: "Chinese", "South Korean", "süd-koreanisch".
func (r *reading) nation(i int, lists *Lists) int {
	most := 0
	if r.words[i].lists&ListNation != 0 && (r.words[i].lists&ListCountry == 0 || r.words[i].flags&small != 0) { // "Ungarn" is the country
		most = 1
	}
	if r.words[i].flags&upper == 0 && r.english { // "polish" is no Polish
		return 0
	}
	if r.words[i].flags&(upper|small) == 0 || most == 0 && r.words[i].lists&ListNationFirst == 0 {
		return most
	}
	h := r.words[i].folded
	for n := 2; n <= 3 && i+n <= len(r.words); n++ {
		if next := i + n - 1; r.tags[next] != Outside && r.tags[next]/4 != Other {
			break
		}
		h = joined(h, r.words[i+n-1].folded)
		if bits, _ := lists.word(h); bits&ListNation != 0 {
			most = n
		}
	}
	return most
}
