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

// row gathers features. With names it gathers what they are called too.
type row struct {
	values []float32
	names  *[]string
}

func (r *row) add(name string, v float64) {
	r.values = append(r.values, float32(v))
	if r.names != nil {
		*r.names = append(*r.names, name)
	}
}

// of adds a feature of a neighbour or box, whose names are put together only when they are wanted.
func (r *row) of(whose, name string, v float64) {
	r.values = append(r.values, float32(v))
	if r.names != nil {
		*r.names = append(*r.names, name+" "+whose)
	}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func share(part, whole int) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

var flagNames = []struct {
	flag flag
	name string
}{
	{inNav, "in nav"}, {inFooter, "in footer"}, {inHeader, "in header"}, {inAside, "in aside"}, {inFigure, "in figure"},
	{inCaption, "in caption"}, {inQuote, "in quote"}, {inList, "in list"}, {inTable, "in table"}, {inForm, "in form"},
	{inHidden, "hidden"}, {isTime, "is time"}, {isAuthor, "is author"}, {inRelated, "in related"},
}

// own adds the features of leaf n by itself, which both forests see.
func (s *survey) own(r *row, n int) {
	l, k := &s.page.leaves[s.at[n]], &s.looks[n]
	r.add("letters", float64(l.chars))
	r.add("words", float64(k.words))
	r.add("letters per word", share(l.chars, k.words))
	r.add("longest word", float64(k.longest))
	r.add("link share", l.density())
	r.add("links", float64(len(l.links)))
	r.add("tag", tagRank(l.tag))
	r.add("heading", headingLevel(l.tag))
	r.add("ends", k.ends)
	r.add("commas", float64(k.commas))
	r.add("stops", float64(k.stops))
	r.add("quotes", float64(k.quotes))
	r.add("digits", k.digits)
	r.add("capitals", k.capitals)
	r.add("styled", truth(l.styled()))
	r.add("title words", k.title)
	r.add("description words", k.summary)
	r.add("told by JSON-LD", k.told)
	r.add("said before", float64(k.twin))
}

// first adds all features of leaf n that need no other judgement.
func (s *survey) first(r *row, n int) {
	s.own(r, n)
	l, k := &s.page.leaves[s.at[n]], &s.looks[n]
	for i, name := range cueNames {
		r.of(name, "says", float64(k.cues>>i&1))
	}
	for _, f := range flagNames {
		r.add(f.name, truth(l.has(f.flag)))
	}
	for d, name := range designNames {
		r.add(name, float64(s.far[l.box][d]))
	}
	s.position(r, n)
	s.way(r, n)
	s.surroundings(r, n)
	for _, step := range [...]int{-1, -2, 1, 2} {
		s.neighbour(r, n, step)
	}
}

func (s *survey) position(r *row, n int) {
	l := &s.page.leaves[s.at[n]]
	r.add("place", share(n, len(s.at)))
	r.add("place in letters", share(s.before[n], s.total))
	r.add("page letters", float64(s.total))
	r.add("page leaves", float64(len(s.at)))
	r.add("running share of page", share(s.boxes[0].running, s.total))
	r.add("depth", float64(s.page.boxes[l.box].depth))
	after, letters := -1000.0, -1.0
	if s.title >= 0 {
		after, letters = float64(n-s.title), float64(s.before[n]-s.before[s.title])
	}
	r.add("leaves after headline", after)
	r.add("letters after headline", letters)
}

// way adds what came before the leaf, and the way up the boxes to the headline.
func (s *survey) way(r *row, n int) {
	c := &s.course[n]
	r.add("leaves since paragraph", float64(c.since))
	r.add("leaves to paragraph", float64(s.ahead[n]))
	r.add("paragraphs before", share(c.paragraphs, s.boxes[0].running))
	r.add("leaves since heading", float64(c.headed))
	r.add("last heading", c.heading)
	r.add("last heading leads on", truth(c.cues&(saysRelated|saysShare|saysPromo) != 0))
	r.add("last heading heads comments", truth(c.cues&saysComment != 0))
	r.add("related heads before", float64(c.related))
	r.add("comment heads before", float64(c.comments))
	r.add("said on page", float64(s.twins[s.looks[n].hash]))
	up, box := 0, s.page.leaves[s.at[n]].box
	for s.title >= 0 && s.climb[box] < 0 {
		up++
		box = s.page.boxes[box].parent
	}
	r.add("boxes up to the headline's", float64(up))
	r.add("boxes up from the headline", float64(s.climb[box]))
}

var levelNames = [...]string{"of box", "one up", "two up", "three up", "four up"}

// surroundings adds what the boxes round the leaf hold, and the leaves of its design.
func (s *survey) surroundings(r *row, n int) {
	l, k := &s.page.leaves[s.at[n]], &s.looks[n]
	box := l.box
	for _, level := range levelNames {
		b, sum := &s.page.boxes[box], &s.boxes[box]
		r.of(level, "share of letters", share(b.chars, s.total))
		r.of(level, "running share", share(sum.running, s.boxes[0].running))
		r.of(level, "link share", share(b.linked, b.chars))
		r.of(level, "leaves", float64(sum.leaves))
		r.of(level, "letters per leaf", share(b.chars, sum.leaves))
		box = max(0, b.parent)
	}
	g := &s.groups[k.group]
	r.add("leaves of design", float64(g.leaves))
	r.add("letters of design", share(g.chars, s.total))
	r.add("letters per leaf of design", share(g.chars, g.leaves))
	r.add("link share of design", share(g.linked, g.chars))
	r.add("sentences of design", share(g.sentences, g.leaves))
}

var stepNames = map[int]string{-3: "3 before", -2: "2 before", -1: "before", 1: "after", 2: "2 after", 3: "3 after"}

func (s *survey) neighbour(r *row, n, step int) {
	whose, m := stepNames[step], n+step
	if m < 0 || m >= len(s.at) {
		for _, name := range [...]string{"letters", "link share", "ends", "tag", "design", "box"} {
			r.of(whose, name, -1)
		}
		return
	}
	l, other := &s.page.leaves[s.at[n]], &s.page.leaves[s.at[m]]
	r.of(whose, "letters", float64(other.chars))
	r.of(whose, "link share", other.density())
	r.of(whose, "ends", s.looks[m].ends)
	r.of(whose, "tag", tagRank(other.tag))
	r.of(whose, "design", truth(s.looks[m].group == s.looks[n].group))
	r.of(whose, "box", truth(other.box == l.box)+truth(s.page.boxes[other.box].parent == s.page.boxes[l.box].parent))
}
