package quote

import (
	"iter"
	"slices"
)

// Table gives words values, by hash: open addressing, so that a look costs one line of memory. A hash of 0 counts as 1.
type Table[V ~int8 | ~uint32] struct {
	keys   []uint32 // a power of two of them, at most half of them used; 0: free
	values []V
	used   int
}

// Len is how many words have a value.
func (t *Table[V]) Len() int { return t.used }

// Get returns the value of a word.
func (t *Table[V]) Get(key uint32) (V, bool) {
	if t.used == 0 {
		return 0, false
	}
	i := t.place(key)
	return t.values[i], t.keys[i] != 0
}

// Set gives a word a value.
func (t *Table[V]) Set(key uint32, v V) {
	if 2*t.used >= len(t.keys) {
		t.room(t.used + 1)
	}
	i := t.place(key)
	if t.keys[i] == 0 {
		t.keys[i] = max(key, 1)
		t.used++
	}
	t.values[i] = v
}

// All gives words and their values, in the order of their hashes.
func (t *Table[V]) All() iter.Seq2[uint32, V] {
	return func(yield func(uint32, V) bool) {
		sorted := slices.Clone(t.keys)
		slices.Sort(sorted)
		for _, key := range sorted[len(sorted)-t.used:] {
			if v, _ := t.Get(key); !yield(key, v) {
				return
			}
		}
	}
}

// room makes room for n words.
func (t *Table[V]) room(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	old := *t
	t.keys, t.values = make([]uint32, size), make([]V, size)
	for i, key := range old.keys {
		if key != 0 {
			at := t.place(key)
			t.keys[at], t.values[at] = key, old.values[i]
		}
	}
}

// place is where a word is, or would be. The keys are hashes, but FNV's low bits are better than its high ones.
func (t *Table[V]) place(key uint32) int {
	key = max(key, 1)
	mask := uint32(len(t.keys) - 1)
	i := (key ^ key>>15) & mask
	for t.keys[i] != key && t.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i)
}
