package key

import "testing"

func TestIndexNumbersHashesInTheirOrder(t *testing.T) {
	t.Parallel()
	var x index
	for range 2 { // emptied, it begins anew
		x.reset(4)
		for n := range int32(1000) {
			h := uint64(n) << 40 // 0 among them, as of "es" in Spanish
			if id, known := x.id(h); id != n || known {
				t.Fatalf("new hash %#x: got %d, %t", h, id, known)
			}
			if id, known := x.id(h); id != n || !known {
				t.Fatalf("known hash %#x: got %d, %t", h, id, known)
			}
		}
		if id, known := x.find(999 << 40); id != 999 || !known {
			t.Errorf("got %d, %t", id, known)
		}
		if _, known := x.find(1000 << 40); known {
			t.Error("a hash that was never given has a number")
		}
	}
}
