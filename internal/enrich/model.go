package enrich

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"
)

// Buckets is how many signs the low bits of a hash tell apart.
const Buckets = 1 << 22

// groupWeights say how much each group of signs weighs.
var groupWeights = [groups]float32{1.6, 1.6, 2.2, 1.6, 1.6, 2, 1.5}

// GroupWeights says how much each group of signs weighs, for the program in train.
func GroupWeights() [groups]float32 { return groupWeights }

// FromAddress reports whether a group of signs comes from an article's address.
func FromAddress(group int) bool { return group == groupAddress || group == groupHost }

// Linear is a multinomial logistic regression over signs: a row of weights for each sign, and a bias. Reading it does not
// change it, so that any number of goroutines may share one.
type Linear struct {
	bias [classes]float32
	keys []uint32 // open addressing: a bucket and its row plus one
	at   []int32
	rows [][classes]float32
}

// Row is the weights of the signs of one bucket.
type Row struct {
	Bucket  uint32
	Weights [classes]float32
}

// NewLinear returns the model of a bias and rows.
func NewLinear(bias [classes]float32, rows []Row) *Linear {
	m := table(len(rows))
	m.bias = bias
	for _, r := range rows {
		m.rows = append(m.rows, r.Weights)
		m.enter(r.Bucket)
	}
	return m
}

// table returns a model with room for n rows.
func table(n int) *Linear {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return &Linear{keys: make([]uint32, size), at: make([]int32, size), rows: make([][classes]float32, 0, n)}
}

// enter makes the last row that of a bucket, unless it has one.
func (m *Linear) enter(bucket uint32) {
	if i := m.slot(bucket); m.at[i] == 0 {
		m.keys[i], m.at[i] = bucket, int32(len(m.rows))
	}
}

// slot returns where a bucket is, or the free place where it would be.
func (m *Linear) slot(bucket uint32) uint32 {
	mask := uint32(len(m.keys) - 1)
	i := uint32(uint64(bucket)*uint64(len(m.keys))/Buckets) & mask // buckets are hashes already, and in order they fill the table in order
	for m.at[i] != 0 && m.keys[i] != bucket {
		i = (i + 1) & mask
	}
	return i
}

// Believe returns how probable each class is for an article with these signs; without its address if hide is set.
func (m *Linear) Believe(s *Signs, hide bool) [classes]float64 {
	scores := m.bias
	from := 0
	for g, to := range s.Ends {
		if n := to - from; n > 0 && !(hide && FromAddress(g)) {
			value := groupWeights[g] / float32(math.Sqrt(float64(n)))
			for _, h := range s.Hashes[from:to] {
				if i := m.slot(h & (Buckets - 1)); m.at[i] != 0 {
					for c, w := range &m.rows[m.at[i]-1] {
						scores[c] += w * value
					}
				}
			}
		}
		from = to
	}
	top := scores[0]
	for _, s := range scores {
		top = max(top, s)
	}
	var p [classes]float64
	sum := 0.0
	for c, s := range scores {
		p[c] = math.Exp(float64(s - top))
		sum += p[c]
	}
	for c := range p {
		p[c] /= sum
	}
	return p
}

const modelMagic = "NGS2"

// MarshalLinear writes a bias and rows, sorted by bucket, in the form that ParseLinear reads: distances between buckets, then
// a step per row, then the weights in steps, class by class, those of two classes in a byte, all of it deflated.
func MarshalLinear(bias [classes]float32, rows []Row) ([]byte, error) {
	var plain []byte
	for _, b := range bias {
		plain = binary.LittleEndian.AppendUint32(plain, math.Float32bits(b))
	}
	plain = binary.AppendUvarint(plain, uint64(len(rows)))
	last := uint32(0)
	for _, r := range rows {
		plain = binary.AppendUvarint(plain, uint64(r.Bucket-last))
		last = r.Bucket
	}
	steps := make([]byte, len(rows))
	for i, r := range rows {
		top := 1e-6
		for _, w := range r.Weights {
			top = max(top, math.Abs(float64(w)))
		}
		steps[i] = byte(min(255, max(0, math.Ceil(8*math.Log2(top/levels))+128)))
	}
	plain = append(plain, steps...)
	for c := 0; c < int(classes); c += 2 {
		for i, r := range rows {
			low, high := math.Round(float64(r.Weights[c])/step(steps[i])), math.Round(float64(r.Weights[c+1])/step(steps[i]))
			plain = append(plain, byte(int(low)+8)|byte(int(high)+8)<<4)
		}
	}
	out := bytes.NewBufferString(modelMagic)
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

// levels are the steps from zero to the largest weight of a row: more would not change an answer.
const levels = 7

func step(b byte) float64 { return math.Exp2((float64(b) - 128) / 8) }

// ParseLinear reads what MarshalLinear wrote.
func ParseLinear(b []byte) (*Linear, error) {
	packed, ok := bytes.CutPrefix(b, []byte(modelMagic))
	if !ok {
		return nil, errors.New("no model of sections")
	}
	var unpacked bytes.Buffer
	unpacked.Grow(2 * len(packed))
	if _, err := unpacked.ReadFrom(flate.NewReader(bytes.NewReader(packed))); err != nil {
		return nil, fmt.Errorf("model of sections: %w", err)
	}
	plain := unpacked.Bytes()
	short := errors.New("model of sections: cut short")
	if len(plain) < 4*int(classes) {
		return nil, short
	}
	var bias [classes]float32
	for c := range bias {
		bias[c] = math.Float32frombits(binary.LittleEndian.Uint32(plain[4*c:]))
	}
	plain = plain[4*classes:]
	n, size := binary.Uvarint(plain)
	if size <= 0 || n > uint64(len(plain)) {
		return nil, short
	}
	plain = plain[size:]
	buckets := make([]uint32, n)
	last := uint32(0)
	for i := range buckets {
		gap, size := binary.Uvarint(plain)
		if size <= 0 {
			return nil, short
		}
		last += uint32(gap)
		buckets[i] = last
		plain = plain[size:]
	}
	if len(plain) != len(buckets)*(1+int(classes)/2) {
		return nil, short
	}
	m := table(len(buckets))
	m.bias = bias
	for i, bucket := range buckets {
		size := float32(stepSizes[plain[i]])
		var row [classes]float32
		for c := 0; c < len(row); c += 2 {
			two := plain[(1+c/2)*len(buckets)+i]
			row[c], row[c+1] = float32(int(two&15)-8)*size, float32(int(two>>4)-8)*size
		}
		m.rows = append(m.rows, row)
		m.enter(bucket)
	}
	return m, nil
}

// stepSizes are all values of step.
var stepSizes = func() (sizes [256]float64) {
	for b := range sizes {
		sizes[b] = step(byte(b))
	}
	return sizes
}()

// model is the built-in one, unpacked at the first need.
var model = sync.OnceValue(func() *Linear {
	m, err := ParseLinear(sectionWeights)
	if err != nil {
		panic(err) // embedded: a programmer's mistake, found by the first test
	}
	return m
})

//go:embed sections.bin
var sectionWeights []byte
