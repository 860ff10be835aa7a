package name

// table leads from hashes to small numbers; it is emptied and used again. A hash of zero is none.
type table struct {
	keys []uint32
	vals []uint16
}

// reset empties it and makes room for n hashes.
func (t *table) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	if size > len(t.keys) {
		t.keys, t.vals = make([]uint32, size), make([]uint16, size)
		return
	}
	clear(t.keys)
	clear(t.vals)
}

// at returns the place of a hash's number; one that is new has 0.
func (t *table) at(hash uint32) *uint16 {
	mask := uint32(len(t.keys) - 1)
	i := hash & mask
	for t.keys[i] != hash && t.keys[i] != 0 {
		i = (i + 1) & mask
	}
	t.keys[i] = hash
	return &t.vals[i]
}
