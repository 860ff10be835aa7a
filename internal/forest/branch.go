package forest

// branch is a node in training: the rows that come to it, and its best split.
type branch struct {
	rows         []int32
	sums         [][maxBins + 1]sum // by active feature and bin
	slope, curve float64
	gain         float64
	feature      int
	bin          uint8
	left, right  *branch
}

type sum struct{ slope, curve float32 }

// branch makes a branch of rows. Its sums are counted, or given when they follow from a sibling's.
func (g *grower) branch(rows []int32, sums [][maxBins + 1]sum) *branch {
	b := &branch{rows: rows, sums: sums}
	if sums == nil {
		b.sums = make([][maxBins + 1]sum, len(g.active))
		g.each(len(g.active), func(i int) {
			column, into := g.columns[g.active[i]], &b.sums[i]
			for _, row := range rows {
				s := &into[column[row]]
				s.slope += g.slope[row]
				s.curve += g.curve[row]
			}
		})
	}
	for _, s := range b.sums[0] {
		b.slope, b.curve = b.slope+float64(s.slope), b.curve+float64(s.curve)
	}
	g.search(b)
	return b
}

// search finds the split of a branch that lowers the loss most.
func (g *grower) search(b *branch) {
	type found struct {
		gain float64
		bin  uint8
	}
	best := make([]found, len(g.active))
	whole := b.slope * b.slope / (b.curve + g.L2)
	g.each(len(g.active), func(i int) {
		var slope, curve float64
		for bin := range len(g.forest.edges[g.active[i]]) {
			s := b.sums[i][bin]
			slope, curve = slope+float64(s.slope), curve+float64(s.curve)
			if curve < g.MinHess {
				continue
			}
			if b.curve-curve < g.MinHess {
				break
			}
			rest := b.slope - slope
			gain := slope*slope/(curve+g.L2) + rest*rest/(b.curve-curve+g.L2) - whole
			if gain > best[i].gain {
				best[i] = found{gain, uint8(bin)}
			}
		}
	})
	for i, f := range best {
		if f.gain > b.gain+1e-9 {
			b.gain, b.feature, b.bin = f.gain, g.active[i], f.bin
		}
	}
}

// split parts the rows of a branch. The sums of the larger side are those of the whole less those of the smaller.
func (g *grower) split(b *branch) {
	column := g.columns[b.feature]
	left := make([]int32, 0, len(b.rows))
	var right []int32
	for _, row := range b.rows {
		if column[row] <= b.bin {
			left = append(left, row)
		} else {
			right = append(right, row)
		}
	}
	small, large := left, right
	if len(right) < len(left) {
		small, large = right, left
	}
	first := g.branch(small, nil)
	rest := b.sums
	g.each(len(rest), func(i int) {
		for bin := range rest[i] {
			rest[i][bin].slope -= first.sums[i][bin].slope
			rest[i][bin].curve -= first.sums[i][bin].curve
		}
	})
	second := g.branch(large, rest)
	b.left, b.right = first, second
	if len(right) < len(left) {
		b.left, b.right = second, first
	}
	b.sums, b.rows = nil, nil
}
