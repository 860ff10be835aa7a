package story

import "math"

// The parts in which two articles are compared. Each is between 0 and 1, and the same from both sides.
const (
	partMix      = iota // mean of the next two
	partWords           // cosine of the words
	partPairs           // cosine of the pairs of words
	partHeadline        // cosine of the words of the headlines
	partTold            // share of a headline, by weight, that stands in the other article
	partNames           // cosine of the names
	partNamed           // share of the names that stand in the other article
	partNumbers         // share of the numbers that stand in the other article
	partLead            // cosine of the first words
	partShared          // how much is shared at all
	partSite            // the same source
	partCount
)

// The lengths that cosines are made with.
const (
	lengthWords = iota
	lengthPairs
	lengthHeadline
	lengthNames
	lengthNumbers
	lengthLead
	lengthCount
)

// measure computes the Euclidean lengths of an article's features, by their marks.
func (it *item) measure() {
	var sums [lengthCount]float32
	for _, f := range it.features {
		square := f.value() * f.value()
		if f.key&markPair != 0 {
			sums[lengthPairs] += square
			continue
		}
		sums[lengthWords] += square
		if f.key&markHeadline != 0 {
			sums[lengthHeadline] += square
		}
		if f.key&markName != 0 {
			sums[lengthNames] += square
		}
		if f.key&markNumber != 0 {
			sums[lengthNumbers] += square
		}
		if f.key&markLead != 0 {
			sums[lengthLead] += square
		}
	}
	for i, s := range sums {
		it.lengths[i] = float32(math.Sqrt(float64(s)))
		if it.beyond[i] > 0 {
			it.lengths[i] *= it.beyond[i]
		}
	}
}

// affinity is how two articles resemble each other, part by part, in 1/255 of the square root: it is kept for every
// pair that may matter.
type affinity [partCount]uint8

// unpacked are the values that a byte of an affinity stands for.
var unpacked = func() (values [256]float32) {
	for i := range values {
		values[i] = float32(i) / 255 * float32(i) / 255
	}
	return values
}()

func packed(x float32) uint8 {
	return uint8(math.Round(255 * math.Sqrt(float64(min(max(x, 0), 1)))))
}

func (l *affinity) mix() float32 { return unpacked[l[partMix]] }

// fullyShared is the weight of shared words, less the logarithm of their number, that counts as 1.
const fullyShared = 500

// board lays out the features of one article, so that many others are compared with it quickly: a hash table of its own,
// for which the hashes of features serve as they are.
type board struct {
	of    *item
	rows  [boardRows]boardRow
	taken []uint32
}

type boardRow struct {
	hash uint32 // 0: free
	at   int32  // among the features
}

const boardRows = 2048 // several times maxFeatures, a power of two

// lay takes another article.
func (b *board) lay(it *item) {
	for _, row := range b.taken {
		b.rows[row] = boardRow{}
	}
	b.of, b.taken = it, b.taken[:0]
	for i := range it.features {
		hash := it.features[i].key&hashMask | 1 // never 0
		row := hash >> 21
		for b.rows[row].hash != 0 {
			row = (row + 1) % boardRows
		}
		b.rows[row] = boardRow{hash, int32(i)}
		b.taken = append(b.taken, row)
	}
}

// affinity compares the article on the board with another one.
func (t *board) affinity(b *item) affinity {
	a := t.of
	var words, pairs, headline, names, lead, shared float32
	var toldA, toldB, namedA, namedB, numbersA, numbersB float32
	for j := range b.features {
		y := &b.features[j]
		hash := y.key&hashMask | 1
		row := hash >> 21
		for t.rows[row].hash != hash && t.rows[row].hash != 0 {
			row = (row + 1) % boardRows
		}
		if t.rows[row].hash == 0 {
			continue
		}
		x := &a.features[t.rows[row].at]
		wx, wy := x.value(), y.value()
		product := wx * wy
		if x.key&markPair != 0 {
			pairs += product
			continue
		}
		words += product
		shared += wx / damped[x.count]
		both := x.key & y.key
		if both&markHeadline != 0 {
			headline += product
		}
		if both&markName != 0 {
			names += product
		}
		if both&markLead != 0 {
			lead += product
		}
		if x.key&markHeadline != 0 {
			toldA += wx * wx
		}
		if y.key&markHeadline != 0 {
			toldB += wy * wy
		}
		if x.key&markName != 0 {
			namedA += wx * wx
		}
		if y.key&markName != 0 {
			namedB += wy * wy
		}
		if x.key&markNumber != 0 {
			numbersA += wx * wx
			numbersB += wy * wy
		}
	}
	la, lb := &a.lengths, &b.lengths
	cosine := func(product float32, part int) float32 { return over(product, la[part]*lb[part]) }
	share := func(inA, inB float32, part int) float32 {
		return (over(inA, la[part]*la[part]) + over(inB, lb[part]*lb[part])) / 2
	}
	w, p := cosine(words, lengthWords), cosine(pairs, lengthPairs)
	l := affinity{
		partMix: packed((w + p) / 2), partWords: packed(w), partPairs: packed(p),
		partHeadline: packed(cosine(headline, lengthHeadline)), partTold: packed(share(toldA, toldB, lengthHeadline)),
		partNames: packed(cosine(names, lengthNames)), partNamed: packed(share(namedA, namedB, lengthNames)),
		partNumbers: packed(share(numbersA, numbersB, lengthNumbers)), partLead: packed(cosine(lead, lengthLead)),
		partShared: packed(shared / fullyShared),
	}
	if a.source == b.source && a.source != 0 {
		l[partSite] = 255
	}
	return l
}

func over(x, y float32) float32 {
	if y == 0 {
		return 0
	}
	return x / y
}
