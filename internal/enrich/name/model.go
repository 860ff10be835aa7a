package name

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Row is the weights of one sign: for each tag but [Outside], which has 0.
type Row [16]int8

// Model is a linear-chain conditional random field (Lafferty 2001) in whole numbers: what each sign of a token adds to each
// tag, and what each pair of tags adds. Reading it does not change it.
type Model struct {
	moves  [tags][tags]int32
	keys   []uint32    // open addressing
	rows   [][2]uint64 // weights + 128, a byte each
	likely []uint64    // a bit for each sign that may have a row, to ask first
}

// NewModel makes one of the weights of pairs of tags and of signs.
func NewModel(moves [tags][tags]int32, keys []uint32, rows []Row) *Model {
	size := roomFor(len(keys))
	m := &Model{moves: moves, keys: make([]uint32, size), rows: make([][2]uint64, size), likely: make([]uint64, size/16)}
	mask := uint32(size - 1)
	for k, key := range keys {
		i := key & mask
		for m.keys[i] != 0 {
			i = (i + 1) & mask
		}
		m.keys[i] = key
		for t, w := range rows[k] {
			m.rows[i][t/8] |= uint64(uint8(int(w)+128)) << (8 * (t % 8))
		}
		m.likely[key>>6&uint32(len(m.likely)-1)] |= 1 << (key & 63)
	}
	return m
}

// roomFor returns how large a table of n hashes is: a power of two, at most four fifths full.
func roomFor(n int) int {
	size := 1024
	for 4*size < 5*n {
		size *= 2
	}
	return size
}

const lanes = 0x00FF00FF00FF00FF

// add sums the rows of signs into out, which has 16 places. Four sums of 16 bits share a word: some 250 signs fit.
func (m *Model) add(signs []uint32, out []int32) {
	mask := uint32(len(m.keys) - 1)
	wide := uint32(len(m.likely) - 1)
	var a, b, c, d uint64
	n := int32(0)
	for _, key := range signs {
		if m.likely[key>>6&wide]>>(key&63)&1 == 0 {
			continue
		}
		i := key & mask
		for m.keys[i] != key && m.keys[i] != 0 {
			i = (i + 1) & mask
		}
		if m.keys[i] == 0 {
			continue
		}
		row := &m.rows[i]
		a += row[0] & lanes
		b += row[0] >> 8 & lanes
		c += row[1] & lanes
		d += row[1] >> 8 & lanes
		n++
	}
	out = out[:16]
	for k := range 4 {
		shift := 16 * k
		out[2*k] += int32(a>>shift&0xFFFF) - 128*n
		out[2*k+1] += int32(b>>shift&0xFFFF) - 128*n
		out[8+2*k] += int32(c>>shift&0xFFFF) - 128*n
		out[8+2*k+1] += int32(d>>shift&0xFFFF) - 128*n
	}
}

const modelMagic = "NGN1"

// MarshalModel writes a model in the form that ParseModel reads: moves, distances between signs in order, then weights tag by tag, deflated.
func MarshalModel(moves [tags][tags]int32, keys []uint32, rows []Row) ([]byte, error) {
	var plain []byte
	for a := range moves {
		for b := range moves[a] {
			plain = binary.AppendVarint(plain, int64(moves[a][b]))
		}
	}
	plain = binary.AppendUvarint(plain, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		plain = binary.AppendUvarint(plain, uint64(key-last))
		last = key
	}
	for t := range 16 {
		for i := range rows {
			plain = append(plain, byte(rows[i][t]))
		}
	}
	return deflate(modelMagic, plain)
}

func deflate(magic string, plain []byte) ([]byte, error) {
	out := bytes.NewBufferString(magic)
	w, err := flate.NewWriter(out, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func inflate(magic string, b []byte) ([]byte, error) {
	packed, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, fmt.Errorf("does not begin with %s", magic)
	}
	return io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
}

// ParseModel reads what MarshalModel wrote.
func ParseModel(b []byte) (*Model, error) {
	plain, err := inflate(modelMagic, b)
	if err != nil {
		return nil, fmt.Errorf("model of names: %w", err)
	}
	short := errors.New("model of names: cut short")
	var moves [tags][tags]int32
	for a := range moves {
		for b := range moves[a] {
			v, size := binary.Varint(plain)
			if size <= 0 {
				return nil, short
			}
			moves[a][b], plain = int32(v), plain[size:]
		}
	}
	n, size := binary.Uvarint(plain)
	if size <= 0 || n > uint64(len(plain)) {
		return nil, short
	}
	plain = plain[size:]
	keys, rows := make([]uint32, n), make([]Row, n)
	last := uint32(0)
	for i := range keys {
		gap, size := binary.Uvarint(plain)
		if size <= 0 {
			return nil, short
		}
		last += uint32(gap)
		keys[i], plain = last, plain[size:]
	}
	if len(plain) != 16*len(keys) {
		return nil, short
	}
	for t := range 16 {
		for i := range rows {
			rows[i][t] = int8(plain[t*len(keys)+i])
		}
	}
	return NewModel(moves, keys, rows), nil
}
