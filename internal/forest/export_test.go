package forest

// Plain is [Forest.Score] by the nodes as they were grown, one after the other.
func (f *Forest) Plain(row []float32) float64 {
	sum := f.base
	for _, at := range f.roots {
		for f.nodes[at].feature != leafMark {
			if n := f.nodes[at]; binOf(f.edges[n.feature], row[n.feature]) <= n.bin {
				at++
			} else {
				at += int32(n.right)
			}
		}
		sum += f.nodes[at].value
	}
	return float64(sum)
}
