package extract

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
