package name

// table leads from hashes to bytes; it is emptied and used again. A hash of zero is none.
type table struct {
	keys []uint32
	vals []uint8
}

// reset empties it and makes room for n hashes.
func (t *table) reset(n int) {
	size := 64
	for size < 2*n {
		size *= 2
	}
	if size > len(t.keys) {
		t.keys, t.vals = make([]uint32, size), make([]uint8, size)
		return
	}
	clear(t.keys)
	clear(t.vals)
}

// at returns the place of a hash's byte; one that is new has 0.
func (t *table) at(hash uint32) *uint8 {
	mask := uint32(len(t.keys) - 1)
	i := hash & mask
	for t.keys[i] != hash && t.keys[i] != 0 {
		i = (i + 1) & mask
	}
	t.keys[i] = hash
	return &t.vals[i]
}
