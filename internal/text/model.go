package text

import (
	"encoding/binary"
	"errors"
	"math"
)

// model tells the languages of one script apart: a linear classifier over hashed grams.
type model struct {
	tags  []string
	shift int      // a gram's row is its hash shifted right by this
	lanes int      // words of a row
	rows  []uint64 // four languages to a word, 16 bits each, of which a weight plus 128 fills the lower eight
	scale float64
}

// best returns the likeliest language and its probability.
func (m *model) best(hashes []uint32) (string, float64) {
	if len(hashes) == 0 {
		return "", 0
	}
	sums := make([]int64, 4*m.lanes)
	for rest := hashes; len(rest) > 0; {
		part := rest[:min(len(rest), 256)] // 256 weights of eight bits fit into sixteen
		rest = rest[len(part):]
		m.add(sums, part)
	}
	factor := m.scale / math.Sqrt(float64(len(hashes)))
	top := 0
	for i := range m.tags {
		if sums[i] > sums[top] {
			top = i
		}
	}
	all := 0.0
	for i := range m.tags {
		all += math.Exp(factor * float64(sums[i]-sums[top]))
	}
	return m.tags[top], 1 / all
}

// add sums the rows of at most 256 grams, four languages at a time.
func (m *model) add(sums []int64, hashes []uint32) {
	var packed [64]uint64
	lanes := packed[:m.lanes]
	for _, h := range hashes {
		row := m.rows[int(h>>m.shift)*m.lanes:][:len(lanes)]
		for i, w := range row {
			lanes[i] += w
		}
	}
	for i, w := range lanes {
		for j := range 4 {
			sums[4*i+j] += int64(w >> (16 * j) & 0xFFFF)
		}
	}
}

// maxLanguages is how many languages of one script a model can hold.
const maxLanguages = 4 * 64

// modelMagic begins the file of weights. For each script follow: its ISO 15924 code, the number of languages (two
// bytes, big endian), the binary logarithm of the number of rows (one), the scale (float32), the tags (a length
// byte before each), and the rows: one byte per language, the weight plus 128.
const modelMagic = "nutgraf languages 1\n"

var errWeights = errors.New("language weights are broken")

// readModels unpacks a file of weights.
func readModels(data []byte) (models [scripts]*model, err error) {
	if len(data) < len(modelMagic) || string(data[:len(modelMagic)]) != modelMagic {
		return models, errWeights
	}
	data = data[len(modelMagic):]
	for len(data) > 0 {
		if len(data) < 11 {
			return models, errWeights
		}
		code, n, bits := string(data[:4]), int(binary.BigEndian.Uint16(data[4:])), int(data[6])
		m := &model{shift: 32 - bits, lanes: (n + 3) / 4, scale: float64(math.Float32frombits(binary.BigEndian.Uint32(data[7:])))}
		data = data[11:]
		for range n {
			if len(data) == 0 || len(data) < 1+int(data[0]) {
				return models, errWeights
			}
			m.tags = append(m.tags, string(data[1:1+data[0]]))
			data = data[1+data[0]:]
		}
		if n == 0 || n > maxLanguages || bits > 20 || len(data) < n<<bits {
			return models, errWeights
		}
		m.rows = make([]uint64, m.lanes<<bits)
		for i, w := range data[:n<<bits] {
			row, language := i/n, i%n
			m.rows[row*m.lanes+language/4] |= uint64(w) << (16 * (language % 4))
		}
		data = data[n<<bits:]
		for sc, name := range scriptNames {
			if name == code {
				models[sc] = m
			}
		}
	}
	return models, nil
}
