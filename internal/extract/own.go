package extract

const maxClimb = 60 // boxes round a headline that are looked at

// boxed reports whether the headers' own boxes hold the text below them.
func (p *splitter) boxed(headers []header) bool {
	if p.plain {
		return false
	}
	p.ownBoxes(headers)
	full := 0
	for i, h := range headers {
		to := len(p.leaves)
		if i+1 < len(headers) {
			to = headers[i+1].headline
		}
		inside, outside := 0, 0
		for j := h.end; j < to; j++ {
			if j < h.to {
				inside += p.running(j)
			} else {
				outside += p.running(j)
			}
		}
		if inside > 0 && (inside >= outside || i == len(headers)-1) {
			full++
		}
	}
	return full*10 >= len(headers)*8
}

// ownBoxes gives each header the leaves of the largest box that holds it and no other of the group.
func (p *splitter) ownBoxes(group []header) {
	if p.within == nil {
		p.within = make([]int, len(p.boxes))
	}
	climb := func(h *header, visit func(b int) bool) {
		for b, n := p.leaves[h.headline].box, 0; b > 0 && n < maxClimb && visit(b); b, n = p.boxes[b].parent, n+1 {
		}
	}
	for i := range group {
		climb(&group[i], func(b int) bool { p.within[b]++; return true })
	}
	p.measureBoxes()
	for i := range group {
		own := 0
		climb(&group[i], func(b int) bool {
			if p.within[b] == 1 {
				own = b
			}
			return p.within[b] == 1
		})
		group[i].from, group[i].to = 0, 0
		if own > 0 {
			group[i].from, group[i].to = p.spans[own][0], p.spans[own][1]
		}
	}
	for i := range group {
		climb(&group[i], func(b int) bool { p.within[b] = 0; return true })
	}
}

// measureBoxes finds the first leaf of each box and the one after its last.
func (p *splitter) measureBoxes() {
	if p.spans != nil {
		return
	}
	p.spans = make([][2]int, len(p.boxes))
	for i := range p.spans {
		p.spans[i] = [2]int{len(p.leaves), 0}
	}
	for i := range p.leaves {
		own := &p.spans[p.leaves[i].box]
		own[0], own[1] = min(own[0], i), i+1
	}
	for i := len(p.boxes) - 1; i > 0; i-- {
		up := &p.spans[p.boxes[i].parent]
		up[0], up[1] = min(up[0], p.spans[i][0]), max(up[1], p.spans[i][1])
	}
}
