package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"nutgraf/internal/text"
)

const (
	epochs = 6
	rate   = 0.25
	seed   = 2611
)

// rowBits is the binary logarithm of the number of hashed rows, by script: the size of the file.
var rowBits = map[string]int{"Latn": 13, "Cyrl": 13, "Arab": 13, "Deva": 12, "Ethi": 11, "Hebr": 11, "Beng": 11, "Tibt": 11}

// train learns one classifier per script and packs them all in the format of text's model.
func train(lessons, exam []sentence) ([]byte, error) {
	byScript := map[string][]sentence{}
	for _, s := range lessons {
		code, _ := text.Grams(s.text)
		byScript[code] = append(byScript[code], s)
	}
	var codes []string
	for code := range rowBits {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var file bytes.Buffer
	file.WriteString("nutgraf languages 1\n")
	for _, code := range codes {
		c := newClassifier(tagsOf(byScript[code]), rowBits[code])
		c.learn(byScript[code])
		c.pack(&file, code)
		right, n := 0, 0
		for _, s := range exam {
			if got, grams := text.Grams(s.text); got == code {
				n++
				if c.tags[argmax(c.scores(c.rows(grams)))] == s.tag {
					right++
				}
			}
		}
		fmt.Printf("%s: %d languages, %d sentences, %.2f %% right before packing\n", code, len(c.tags), n, 100*float64(right)/float64(n))
	}
	return file.Bytes(), nil
}

func tagsOf(lessons []sentence) []string {
	counts := map[string]int{}
	for _, s := range lessons {
		counts[s.tag]++
	}
	var tags []string
	for tag, n := range counts {
		if n > 100 { // a sentence or two in a foreign script teach nothing
			tags = append(tags, tag)
		}
	}
	slices.Sort(tags)
	return tags
}

// classifier is a softmax regression over hashed grams, trained by AdaGrad.
type classifier struct {
	tags    []string
	bits    int
	weights []float32 // row by row, one per language
	squares []float32 // of the gradients so far
}

func newClassifier(tags []string, bits int) *classifier {
	return &classifier{tags: tags, bits: bits, weights: make([]float32, len(tags)<<bits), squares: make([]float32, len(tags)<<bits)}
}

// rows turns hashes into row numbers, in place of an allocation per call.
func (c *classifier) rows(hashes []uint32) []uint32 {
	for i, h := range hashes {
		hashes[i] = h >> (32 - c.bits)
	}
	return hashes
}

// scores returns the sum of the rows' weights over the root of their number.
func (c *classifier) scores(rows []uint32) []float32 {
	n := len(c.tags)
	sums := make([]float32, n)
	for _, r := range rows {
		for i, w := range c.weights[int(r)*n:][:n] {
			sums[i] += w
		}
	}
	factor := float32(1 / math.Sqrt(float64(max(1, len(rows)))))
	for i := range sums {
		sums[i] *= factor
	}
	return sums
}

// learn goes through the lessons some times in a seeded random order, half of the time with a part of a sentence.
func (c *classifier) learn(lessons []sentence) {
	index := map[string]int{}
	for i, tag := range c.tags {
		index[tag] = i
	}
	chance := rand.New(rand.NewPCG(seed, uint64(len(lessons))))
	for epoch := range epochs {
		step := rate * float32(epochs-epoch) / epochs
		for _, i := range chance.Perm(len(lessons)) {
			s := lessons[i]
			target, known := index[s.tag]
			if !known {
				continue
			}
			_, grams := text.Grams(part(s.text, chance))
			if len(grams) > 0 {
				c.correct(c.rows(grams), target, step)
			}
		}
	}
}

// part returns the whole sentence or three or more words from the middle of it.
func part(s string, chance *rand.Rand) string {
	words := strings.Fields(s)
	if len(words) < 6 || chance.IntN(2) == 0 {
		return s
	}
	n := 3 + chance.IntN(len(words)-3)
	from := chance.IntN(len(words) - n + 1)
	return strings.Join(words[from:from+n], " ")
}

// correct moves the weights of the rows toward the target.
func (c *classifier) correct(rows []uint32, target int, step float32) {
	n := len(c.tags)
	probability := c.scores(rows)
	softmax(probability)
	probability[target]--
	factor := float32(1 / math.Sqrt(float64(len(rows))))
	for i, p := range probability {
		gradient := p * factor
		if gradient < 1e-5 && gradient > -1e-5 {
			continue
		}
		for _, r := range rows {
			at := int(r)*n + i
			c.squares[at] += gradient * gradient
			c.weights[at] -= step * gradient / float32(math.Sqrt(float64(c.squares[at])+1e-8))
		}
	}
}

func softmax(scores []float32) {
	top := slices.Max(scores)
	var all float64
	for i, s := range scores {
		e := math.Exp(float64(s - top))
		scores[i] = float32(e)
		all += e
	}
	for i := range scores {
		scores[i] /= float32(all)
	}
}

func argmax(scores []float32) int {
	top := 0
	for i, s := range scores {
		if s > scores[top] {
			top = i
		}
	}
	return top
}

// pack appends the classifier with weights of eight bits. The largest one in ten thousand are clipped, so that the
// others keep their detail.
func (c *classifier) pack(file *bytes.Buffer, code string) {
	n := len(c.tags)
	for row := range 1 << c.bits { // what is the same for all languages decides nothing
		weights, sum := c.weights[row*n:][:n], float32(0)
		for _, w := range weights {
			sum += w
		}
		for i := range weights {
			weights[i] -= sum / float32(n)
		}
	}
	sizes := make([]float32, len(c.weights))
	for i, w := range c.weights {
		sizes[i] = max(w, -w)
	}
	slices.Sort(sizes)
	scale := sizes[len(sizes)-1-len(sizes)/10000] / 127
	file.WriteString(code)
	file.Write(binary.BigEndian.AppendUint16(nil, uint16(len(c.tags))))
	file.WriteByte(byte(c.bits))
	file.Write(binary.BigEndian.AppendUint32(nil, math.Float32bits(scale)))
	for _, tag := range c.tags {
		file.WriteByte(byte(len(tag)))
		file.WriteString(tag)
	}
	for _, w := range c.weights {
		file.WriteByte(byte(128 + max(-127, min(127, int(math.Round(float64(w/scale)))))))
	}
}
