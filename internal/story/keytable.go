package story

import "iter"

// keyTable holds texts by their keys: a map from numbers to lists that takes some twenty bytes for each entry, where a
// Go map of slices takes sixty. The zero value is empty.
type keyTable struct {
	heads []int32 // first link of each chain plus one, by the last bits of the key; their number is a power of two
	links []keyLink
	free  int32 // first unused link plus one
	used  int
}

type keyLink struct {
	text *item
	key  uint32
	next int32 // plus one
}

func (t *keyTable) head(key uint32) *int32 { return &t.heads[key&uint32(len(t.heads)-1)] }

func (t *keyTable) add(it *item) {
	for _, key := range it.text.keys {
		if t.used >= 2*len(t.heads) {
			t.grow()
		}
		at := t.free
		if at != 0 {
			t.free = t.links[at-1].next
		} else {
			t.links = append(t.links, keyLink{})
			at = int32(len(t.links))
		}
		head := t.head(key)
		t.links[at-1] = keyLink{it, key, *head}
		*head = at
		t.used++
	}
}

func (t *keyTable) remove(it *item) {
	for _, key := range it.text.keys {
		for at := t.head(key); *at != 0; at = &t.links[*at-1].next {
			gone := *at
			if l := &t.links[gone-1]; l.text == it && l.key == key {
				*at = l.next
				*l = keyLink{next: t.free}
				t.free = gone
				t.used--
				break
			}
		}
	}
}

// grow doubles the chains.
func (t *keyTable) grow() {
	old := t.heads
	t.heads = make([]int32, max(1024, 2*len(old)))
	for _, at := range old {
		for at != 0 {
			l := &t.links[at-1]
			next, head := l.next, t.head(l.key)
			l.next, *head = *head, at
			at = next
		}
	}
}

// count returns how many texts have a key, up to most.
func (t *keyTable) count(key uint32, most int) int {
	n := 0
	for range t.texts(key) {
		if n++; n == most {
			break
		}
	}
	return n
}

// texts yields the texts with a key.
func (t *keyTable) texts(key uint32) iter.Seq[*item] {
	return func(yield func(*item) bool) {
		if len(t.heads) == 0 {
			return
		}
		for at := *t.head(key); at != 0; at = t.links[at-1].next {
			if l := &t.links[at-1]; l.key == key && !yield(l.text) {
				return
			}
		}
	}
}
