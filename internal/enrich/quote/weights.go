package quote

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"sync"

	"nutgraf/internal/forest"
)

// Weights is what was learned from labelled articles, of English.
type Weights struct {
	Lexicon Table[uint32]           // the tags that a word has, a bit each, by its hash; see [WordKey]
	Tagger  [][tagCount]int8        // see tagger
	Tables  [tableCount]Table[int8] // how a word speaks for something, by hash
	Forests [forestCount]*forest.Forest
}

// Tables of words, whose values are log-odds times 16.
const (
	TableCue    = iota // that a word says that something was said; that its stem does
	TableBefore        // that the word after it does
	TableAfter         // that the word before it does
	TablePair          // that a word and the one after it do
	TableSource        // that a noun is who says it
	tableCount
)

// Forests of decisions.
const (
	ForestCue    = iota // a word says that something was said
	ForestSource        // a noun phrase is who says it
	ForestLink          // what stands in quotation marks is what this cue tells of
	ForestEnd           // what is said ends here
	forestCount
)

//go:embed english.bin
var englishBin []byte

var english = sync.OnceValue(func() *Weights {
	w := &Weights{}
	if err := w.UnmarshalBinary(englishBin); err != nil {
		panic("the embedded weights of quotations cannot be read") // a test reads them
	}
	return w
})

const weightsMagic = "quotes1\n"

// ErrFormat says that the bytes are no weights.
var ErrFormat = errors.New("quote: these are no weights")

// MarshalBinary writes the weights: tables as ascending pairs of hash and value, the perceptron's as they are, the
// forests as theirs.
func (w *Weights) MarshalBinary() ([]byte, error) {
	b := []byte(weightsMagic)
	b = appendTable(b, &w.Lexicon, func(b []byte, v uint32) []byte { return binary.AppendUvarint(b, uint64(v)) })
	b = binary.AppendUvarint(b, uint64(len(w.Tagger)))
	for _, row := range w.Tagger {
		for _, v := range row {
			b = append(b, byte(v))
		}
	}
	for i := range w.Tables {
		b = appendTable(b, &w.Tables[i], func(b []byte, v int8) []byte { return append(b, byte(v)) })
	}
	for _, f := range w.Forests {
		if f == nil {
			f = &forest.Forest{}
		}
		raw, err := f.MarshalBinary()
		if err != nil {
			return nil, err
		}
		b = append(binary.AppendUvarint(b, uint64(len(raw))), raw...)
	}
	return b, nil
}

func appendTable[V ~int8 | ~uint32](b []byte, t *Table[V], value func([]byte, V) []byte) []byte {
	b = binary.AppendUvarint(b, uint64(t.Len()))
	last := uint32(0)
	for k, v := range t.All() {
		b = value(binary.AppendUvarint(b, uint64(k-last)), v)
		last = k
	}
	return b
}

// UnmarshalBinary reads what MarshalBinary wrote. The error wraps [ErrFormat].
func (w *Weights) UnmarshalBinary(b []byte) error {
	if len(b) < len(weightsMagic) || string(b[:len(weightsMagic)]) != weightsMagic {
		return ErrFormat
	}
	r := weightReader{b: b[len(weightsMagic):]}
	read := Weights{Lexicon: readTable(&r, func() uint32 { return uint32(r.count(anyTag)) })}
	rows := r.count(len(r.b) / int(tagCount))
	if rows&(rows-1) != 0 {
		return ErrFormat
	}
	read.Tagger = make([][tagCount]int8, rows)
	for i := range read.Tagger {
		for k := range read.Tagger[i] {
			read.Tagger[i][k] = int8(r.byte())
		}
	}
	for i := range read.Tables {
		read.Tables[i] = readTable(&r, func() int8 { return int8(r.byte()) })
	}
	for i := range read.Forests {
		n := r.count(len(r.b))
		f := &forest.Forest{}
		if r.bad || n > len(r.b) || f.UnmarshalBinary(r.b[:n]) != nil {
			return ErrFormat
		}
		read.Forests[i], r.b = f, r.b[n:]
	}
	if r.bad || len(r.b) > 0 {
		return ErrFormat
	}
	*w = read
	return nil
}

// weightReader takes numbers from bytes; after a fault it gives zeros and is bad.
type weightReader struct {
	b   []byte
	bad bool
}

func (r *weightReader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	b := r.b[0]
	r.b = r.b[1:]
	return b
}

func (r *weightReader) count(limit int) int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(max(0, limit)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func readTable[V ~int8 | ~uint32](r *weightReader, value func() V) (t Table[V]) {
	n := r.count(len(r.b) / 2)
	t.room(n)
	last := uint32(0)
	for range n {
		last += uint32(r.count(1<<32 - 1))
		t.Set(last, value())
	}
	return t
}
