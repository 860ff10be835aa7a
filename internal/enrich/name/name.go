// Package name finds the people, organisations and places that a text names.
package name

import (
	_ "embed"
	"sync"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

var readings = sync.Pool{New: func() any { return new(reading) }}

// Find returns the names in a text, in its order: people, organisations and places, and words of nationality, which have
// Word set. Nobody is anybody's actor as yet (-1).
func Find(p *text.Prose, language string) []news.Mention {
	switch language {
	case "en", "de", "fr", "es", "it", "pt", "ru", "":
		return Reader{Model: model(), Second: model2(), Lists: lists()}.Find(p)
	}
	return nil
}

// Reader finds names by a model and lists.
type Reader struct {
	Model  *Model
	Second *Model // of the second pass; may be nil
	Lists  *Lists
}

// Find does what [Find] does.
func (by Reader) Find(p *text.Prose) []news.Mention {
	r := readings.Get().(*reading)
	defer readings.Put(r)
	r.read(p, by.Lists)
	r.tag(by)
	return r.mentions(make([]news.Mention, 0, len(r.runs)/2), by.Lists)
}

// tag sets the tags of all tokens: once by what stands around each, and again by what the first pass made of the same
// words elsewhere in the text (Krishnan & Manning 2006).
func (r *reading) tag(by Reader) {
	r.first(by.Model)
	r.decode(&by.Model.moves)
	if by.Second == nil {
		return
	}
	r.second(func(at int, signs []uint32) { by.Second.add(signs, r.score[16*at:16*at+16]) })
	r.decode(&by.Second.moves)
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
	at := 0
	for i := range r.tags {
		r.tags[i] = Outside
	}
	for _, run := range r.runs {
		n := run.to - run.from
		r.path.best(r.score[16*at:16*(at+n)], moves, r.tags[run.from:run.to])
		at += n
	}
}

var kinds = [types]news.EntityKind{Person: news.EntityPerson, Organisation: news.EntityOrganisation, Place: news.EntityPlace}

// mentions turns tags into ranges.
func (r *reading) mentions(out []news.Mention, lists *Lists) []news.Mention {
	for _, run := range r.runs {
		for i := run.from; i < run.to; i++ {
			tag := r.tags[i]
			if tag == Outside || tag%4 != Begin && tag%4 != Unit {
				continue
			}
			end := i + 1
			if tag%4 == Begin {
				for end < run.to && r.tags[end]%4 != Last {
					end++
				}
				end = min(end+1, run.to)
			}
			span := news.Range{Start: r.p.Tokens[i].Start, End: r.p.Tokens[end-1].End}
			if tag/4 != Other {
				out = append(out, news.Mention{Range: span, Kind: kinds[tag/4], Actor: -1})
			} else if r.nation(i, end, lists) {
				out = append(out, news.Mention{Range: span, Kind: news.EntityPlace, Actor: -1, Word: true})
			}
		}
	}
	return out
}

// nation reports whether the tokens are a word of nationality.
func (r *reading) nation(from, to int, lists *Lists) bool {
	h := uint32(0)
	for i := from; i < to; i++ {
		h = joined(h, r.words[i].folded)
	}
	bits, _ := lists.word(h)
	return bits&ListNation != 0
}

//go:embed english.bin
var english []byte

//go:embed english2.bin
var english2 []byte

var model2 = sync.OnceValue(func() *Model {
	m, err := ParseModel(english2)
	if err != nil {
		panic(err)
	}
	return m
})

//go:embed lists.bin
var known []byte

var model = sync.OnceValue(func() *Model {
	m, err := ParseModel(english)
	if err != nil {
		panic(err) // embedded: a programmer's mistake, found by the first test
	}
	return m
})

var lists = sync.OnceValue(func() *Lists {
	l, err := ParseLists(known)
	if err != nil {
		panic(err)
	}
	return l
})
