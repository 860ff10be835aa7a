package name

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
)

// Lists are what is known of words and phrases beforehand: bits of the kinds of lists they are in, the group of words that keep
// similar company, the country they mean, and how likely a first name is a woman's. Words are there as hashes alone: one phrase in
// fifty thousand is taken for another.
type Lists struct {
	keys  []uint32
	items []Item
}

// Item is what lists know of one word or phrase.
type Item struct {
	Bits    uint32 // of List…
	Group   uint16
	Country [2]byte // zero: none
	Female  uint8   // 1 + likelihood in steps of 1/200; 0: not known
}

// Kinds of lists. Those of phrases fit in the low eight bits.
const (
	ListCountry = 1 << iota
	ListTown    // of 100,000 inhabitants or more, or a capital
	ListVillage // smaller
	ListRegion  // state, province, continent, sea
	ListBody    // a known organisation
	ListNation  // a word of nationality
	ListPeople  // a known person
	ListTitle   // "president", "Mr", "minister of"
	ListFirstName
	ListRareFirstName
	ListSurname
	ListBodyWord  // "university", "corp", "party"
	ListPlaceWord // "river", "street", "airport"
	ListCalendar  // months and days of the week
	ListCommon    // is written small most of the time
	ListShort     // an abbreviation of a body: "EU"
	ListSay       // "said": people do
	ListIn        // "in": stands before places
	ListOf        // "of": stands before anything
	ListThe
	ListAnd
	ListKin         // "brother"
	ListNationFirst // begins a phrase of nationality: "South" Korean
)

// Tongue is the part of a hash that makes a word one of a language.
func Tongue(language string) uint32 { return HashWord(language) }

// Local is the hash of a word as one of a language: "die" is another word in German.
func Local(tongue, word uint32) uint32 { return mix(tongue, word) }

func (l *Lists) enter(key uint32, item Item) {
	mask := uint32(len(l.keys) - 1)
	i := key & mask
	for l.keys[i] != 0 && l.keys[i] != key {
		i = (i + 1) & mask
	}
	l.keys[i], l.items[i] = key, item
}

// item returns what is known of a hash; nothing is the zero item.
func (l *Lists) item(key uint32) *Item {
	mask := uint32(len(l.keys) - 1)
	i := key & mask
	for l.keys[i] != 0 && l.keys[i] != key {
		i = (i + 1) & mask
	}
	return &l.items[i]
}

// All yields what is known, by hash, in no order that matters.
func (l *Lists) All() iter.Seq2[uint32, Item] {
	return func(yield func(uint32, Item) bool) {
		for i, key := range l.keys {
			if key != 0 && !yield(key, l.items[i]) {
				return
			}
		}
	}
}

func (l *Lists) word(key uint32) (bits uint32, group uint16) {
	it := l.item(key)
	return it.Bits, it.Group
}

const listsMagic = "NGL1"

// MarshalLists writes items in order of their keys: distances, then each column.
func MarshalLists(keys []uint32, items map[uint32]Item) ([]byte, error) {
	plain := binary.AppendUvarint(nil, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		plain = binary.AppendUvarint(plain, uint64(key-last))
		last = key
	}
	for _, key := range keys {
		plain = binary.AppendUvarint(plain, uint64(items[key].Bits))
	}
	for _, key := range keys {
		plain = binary.AppendUvarint(plain, uint64(items[key].Group))
	}
	for _, key := range keys {
		c := items[key].Country
		plain = append(plain, c[0], c[1])
	}
	for _, key := range keys {
		plain = append(plain, items[key].Female)
	}
	return deflate(listsMagic, plain)
}

// ParseLists reads what MarshalLists wrote.
func ParseLists(b []byte) (*Lists, error) {
	plain, err := inflate(listsMagic, b)
	if err != nil {
		return nil, fmt.Errorf("lists of names: %w", err)
	}
	short := errors.New("lists of names: cut short")
	next := func() uint64 {
		v, size := binary.Uvarint(plain)
		if size <= 0 {
			err, size = short, len(plain)
		}
		plain = plain[size:]
		return v
	}
	n := next()
	if err != nil || n > uint64(len(plain)) {
		return nil, short
	}
	keys, items := make([]uint32, n), make([]Item, n)
	last := uint32(0)
	for i := range keys {
		last += uint32(next())
		keys[i] = last
	}
	for i := range items {
		items[i].Bits = uint32(next())
	}
	for i := range items {
		items[i].Group = uint16(next())
	}
	if err != nil || len(plain) != 3*len(keys) {
		return nil, short
	}
	size := roomFor(len(items))
	l := &Lists{keys: make([]uint32, size), items: make([]Item, size)}
	for i, key := range keys {
		items[i].Country = [2]byte(plain[2*i:])
		items[i].Female = plain[2*len(keys)+i]
		l.enter(key, items[i])
	}
	return l, nil
}
