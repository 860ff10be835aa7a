package extract

// survey is a page as the model sees it: its leaves with words, each with what its words, its boxes, its design and its
// neighbours are like. One row of features per leaf goes into the first forest; a second forest also sees how the first
// judged the leaves around.
type survey struct {
	page   *page
	at     []int // leaves with words, by their place in the page
	looks  []look
	groups []kin
	boxes  []boxSum
	far    [][designs]uint8 // per box and design: how many boxes up it is named
	before []int            // letters in front of each leaf
	course []course         // what came before each leaf
	ahead  []int            // leaves until the next long one
	twins  map[uint64]int   // leaves with the same words
	climb  []int            // per box: how many boxes it is above the headline; -1: it does not hold it
	total  int
	title  int // where the headline stands, by place in at; -1 unknown
	ground int // the deepest box that holds all of the running text
}

// kin is the leaves of one design: the same element and class in the same element and class.
type kin struct {
	leaves, chars, linked, sentences int
	good                             float64 // letters that the first forest takes for text
}

// course is what came before a leaf in reading order.
type course struct {
	since      int     // leaves since the last long one
	headed     int     // leaves since the last heading
	heading    float64 // its level
	cues       wordCue // what it says
	related    int     // headings so far that lead to other articles
	comments   int     // that head comments
	paragraphs int     // letters in long leaves so far
}

// boxSum is what stands in a box.
type boxSum struct {
	leaves, running, sentences int
	good                       float64 // letters that the first forest takes for text
}

func (p *page) survey(ld linked, title int) *survey {
	s := &survey{page: p, title: -1}
	c := p.claimed(ld)
	s.boxes = make([]boxSum, len(p.boxes))
	s.at, s.looks, s.before = make([]int, 0, len(p.leaves)), make([]look, 0, len(p.leaves)), make([]int, 0, len(p.leaves))
	byDesign := map[uint64]int{}
	s.twins = map[uint64]int{}
	for i := range p.leaves {
		l := &p.leaves[i]
		if !l.words() {
			continue
		}
		if i == title {
			s.title = len(s.at)
		}
		k := lookAt(l, &c)
		k.twin = s.twins[k.hash]
		s.twins[k.hash]++
		sign := p.designKey(l.box)
		which, known := byDesign[sign]
		if !known {
			which = len(s.groups)
			byDesign[sign] = which
			s.groups = append(s.groups, kin{})
		}
		k.group = which
		g := &s.groups[which]
		g.leaves, g.chars, g.linked = g.leaves+1, g.chars+l.chars, g.linked+l.linked
		b := &s.boxes[l.box]
		b.leaves++
		if k.ends == 1 {
			g.sentences++
			b.sentences++
		}
		if l.chars >= 50 && l.density() < .4 {
			b.running += l.chars
		}
		s.at = append(s.at, i)
		s.looks = append(s.looks, k)
		s.before = append(s.before, s.total)
		s.total += l.chars
	}
	for i := len(s.boxes) - 1; i > 0; i-- {
		up := &s.boxes[p.boxes[i].parent]
		up.leaves, up.running, up.sentences = up.leaves+s.boxes[i].leaves, up.running+s.boxes[i].running, up.sentences+s.boxes[i].sentences
	}
	s.distances()
	s.follow()
	s.climb = make([]int, len(p.boxes))
	for i := range s.climb {
		s.climb[i] = -1
	}
	if s.title >= 0 {
		up := 0
		for box := p.leaves[s.at[s.title]].box; box >= 0; box = p.boxes[box].parent {
			s.climb[box] = up
			up++
		}
	}
	return s
}

// long reports whether leaf n is as long as a paragraph and no list of links.
func (s *survey) long(n int) bool {
	l := &s.page.leaves[s.at[n]]
	return l.chars >= 80 && l.density() < .4 && !l.has(isHeading|inCaption)
}

// follow notes what came before each leaf.
func (s *survey) follow() {
	s.course, s.ahead = make([]course, len(s.at)), make([]int, len(s.at))
	var c course
	for n, i := range s.at {
		l := &s.page.leaves[i]
		s.course[n] = c
		c.since++
		c.headed++
		if s.long(n) {
			c.since = 0
			c.paragraphs += l.chars
		}
		if l.has(isHeading) {
			c.headed, c.heading, c.cues = 0, headingLevel(l.tag), s.looks[n].cues
			if c.cues&saysRelated != 0 {
				c.related++
			}
			if c.cues&saysComment != 0 {
				c.comments++
			}
		}
	}
	next := len(s.at)
	for n := len(s.at) - 1; n >= 0; n-- {
		s.ahead[n] = next - n
		if s.long(n) {
			next = n
		}
	}
}

// designKey names the design of a box: its own sign and its parent's.
func (p *page) designKey(box int) uint64 {
	hash := uint64(hashStart)
	for range 2 {
		sign := p.boxes[box].sign
		for i := range min(len(sign), 100) {
			hash = (hash ^ uint64(sign[i])) * hashPrime
		}
		hash *= hashPrime
		box = max(0, p.boxes[box].parent)
	}
	return hash
}

const farAway = 12 // boxes; no name reaches further

func (s *survey) distances() {
	s.far = make([][designs]uint8, len(s.page.boxes))
	for i := range s.far {
		b := &s.page.boxes[i]
		for d := range designs {
			switch {
			case b.names>>d&1 != 0:
				s.far[i][d] = 0
			case i == 0:
				s.far[i][d] = farAway
			default:
				s.far[i][d] = min(farAway, s.far[b.parent][d]+1)
			}
		}
	}
}
