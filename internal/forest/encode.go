package forest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// The file: "forest1\n", width, per feature the number of edges and the edges, base, scale of values, number of trees,
// and the nodes of each in order; integers as uvarint, numbers as float32, values as int16 times the scale.
const magic = "forest1\n"

// ErrFormat says that the bytes are no forest.
var ErrFormat = errors.New("forest: not a forest")

// MarshalBinary writes the forest. Values of leaves are rounded to 16 bits.
func (f *Forest) MarshalBinary() ([]byte, error) {
	b := append([]byte(nil), magic...)
	b = binary.AppendUvarint(b, uint64(len(f.edges)))
	for _, edges := range f.edges {
		b = binary.AppendUvarint(b, uint64(len(edges)))
		for _, e := range edges {
			b = number(b, e)
		}
	}
	var most float32
	for _, n := range f.nodes {
		most = max(most, n.value, -n.value)
	}
	scale := max(most/math.MaxInt16, 1e-9)
	b = number(number(b, f.base), scale)
	b = binary.AppendUvarint(b, uint64(len(f.roots)))
	b = binary.AppendUvarint(b, uint64(len(f.nodes)))
	for _, root := range f.roots {
		b = binary.AppendUvarint(b, uint64(root))
	}
	for _, n := range f.nodes {
		b = append(b, n.feature)
		if n.feature != leafMark {
			b = binary.AppendUvarint(append(b, n.bin), uint64(n.right))
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(math.Round(float64(n.value/scale)))))
	}
	return b, nil
}

func number(b []byte, v float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
}

// UnmarshalBinary reads what MarshalBinary wrote. The error wraps [ErrFormat]; a forest that was read never walks
// outside itself, whatever the bytes were.
func (f *Forest) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return fmt.Errorf("%w: it does not begin with %q", ErrFormat, magic)
	}
	r := &reader{b: b[len(magic):]}
	var read Forest
	read.edges = make([][]float32, r.count(maxFeatures))
	for i := range read.edges {
		read.edges[i] = make([]float32, r.count(maxBins))
		for j := range read.edges[i] {
			read.edges[i][j] = r.number()
		}
	}
	read.base = r.number()
	scale := r.number()
	read.roots = make([]int32, r.count(1<<16))
	read.nodes = make([]node, r.count(1<<22))
	for i := range read.roots {
		read.roots[i] = int32(r.count(len(read.nodes) - 1))
	}
	for i := range read.nodes {
		n := node{feature: r.byte()}
		if n.feature != leafMark {
			n.bin = r.byte()
			n.right = uint16(r.count(math.MaxUint16))
			if int(n.feature) >= len(read.edges) || n.right < 2 || i+int(n.right) >= len(read.nodes) {
				r.bad = true
			}
		}
		n.value = float32(int16(uint16(r.byte())|uint16(r.byte())<<8)) * scale
		if read.nodes[i] = n; r.bad {
			return fmt.Errorf("%w: node %d is broken or missing", ErrFormat, i)
		}
	}
	if r.bad || len(r.b) > 0 || len(read.nodes) > 0 && read.nodes[len(read.nodes)-1].feature != leafMark {
		return fmt.Errorf("%w: its parts do not fit", ErrFormat)
	}
	read.lighten()
	*f = read
	return nil
}

// reader takes numbers from bytes; after a fault it gives zeros and is bad.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) byte() byte {
	if len(r.b) == 0 {
		r.bad = true
		return 0
	}
	b := r.b[0]
	r.b = r.b[1:]
	return b
}

// count reads a number that is at most limit, and that many bytes could follow.
func (r *reader) count(limit int) int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > uint64(max(0, limit)) {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) number() float32 {
	if len(r.b) < 4 {
		r.bad, r.b = true, nil
		return 0
	}
	v := math.Float32frombits(binary.LittleEndian.Uint32(r.b))
	r.b = r.b[4:]
	return v
}
