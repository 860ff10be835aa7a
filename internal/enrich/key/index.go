package key

// index gives hashes numbers from 0 on, in the order in which they come. Open addressing. A hash of 0, which
// a word that is spelled like its language's code has ("es"), counts as 1.
type index struct {
	keys []uint64 // a power of two of them, at most half of them used
	ids  []int32
	used int
}

// reset empties it and makes room for n hashes.
func (x *index) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	x.used = 0
	if size > len(x.keys) {
		x.keys, x.ids = make([]uint64, size), make([]int32, size)
		return
	}
	clear(x.keys)
}

// id returns the number of a hash, and whether it was known.
func (x *index) id(h uint64) (id int32, known bool) {
	i := x.place(h)
	if x.keys[i] != 0 {
		return x.ids[i], true
	}
	if 2*x.used >= len(x.keys) {
		x.grow()
		i = x.place(h)
	}
	id = int32(x.used)
	x.keys[i], x.ids[i] = max(h, 1), id
	x.used++
	return id, false
}

// find returns the number of a hash if it has one.
func (x *index) find(h uint64) (id int32, known bool) {
	if x.used == 0 {
		return 0, false
	}
	i := x.place(h)
	return x.ids[i], x.keys[i] != 0
}

func (x *index) grow() {
	old := *x
	x.keys, x.ids = make([]uint64, 2*len(old.keys)), make([]int32, 2*len(old.keys))
	for i, h := range old.keys {
		if h != 0 {
			at := x.place(h)
			x.keys[at], x.ids[at] = h, old.ids[i]
		}
	}
}

// place is where a hash is, or would be.
func (x *index) place(h uint64) int {
	h = max(h, 1)
	mask := uint64(len(x.keys) - 1)
	i := (h ^ h>>32) & mask
	for x.keys[i] != h && x.keys[i] != 0 {
		i = (i + 1) & mask
	}
	return int(i)
}
