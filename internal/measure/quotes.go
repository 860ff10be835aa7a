package measure

// Said is one attribution of an article: what is said, by whom, and the words that say that it was. Ranges are of bytes.
type Said struct {
	Content [][2]int // in the order of the text, without overlaps
	Source  [2]int   // empty: the text names nobody
	Cue     [2]int
	Direct  bool
	Entity  string // who that is, by name; may be empty
}

// Attributing is how well articles' quotations and reported speech were found and given to those who said it.
type Attributing struct {
	Articles int `json:"articles"`
	Gold     int `json:"gold"`
	Direct   int `json:"gold_direct"`
	Told     int `json:"told"`

	Found   Figure `json:"direct_found"`     // share of the direct quotations of the gold that were found
	Speaker Figure `json:"direct_speaker"`   // share of all of them whose speaker is right
	OfFound Figure `json:"speaker_of_found"` // share of those found

	Who   Matching `json:"who"`   // source and content overlap
	Whole Matching `json:"whole"` // the source overlaps, and half of the content of both together is common to both
	Cue   Matching `json:"cue"`   // source and cue overlap
	Bare  Matching `json:"bare"`  // content overlaps by half, whoever says it
}

// Matching is how well attributions were found by one way to compare them.
type Matching struct {
	Precision Figure `json:"precision"`
	Recall    Figure `json:"recall"`
	F1        Figure `json:"f1"`
}

// Quotes compares what each article was found to say with its gold; the lists are of one length, an article each. Only
// gold with a source counts; what was told of a place where the gold has no source counts neither as right nor as wrong.
// A unit of the intervals is an article.
func Quotes(gold, told [][]Said) Attributing {
	a := Attributing{Articles: len(gold)}
	counts := make([]saidCounts, len(gold))
	for i := range gold {
		counts[i] = countSaid(gold[i], told[i])
		a.Gold += int(counts[i].gold)
		a.Direct += int(counts[i].direct)
		a.Told += int(counts[i].told)
	}
	figures := bootstrap(len(counts), func(drawn []int) []float64 {
		var sum saidCounts
		for _, at := range drawn {
			sum.add(counts[at])
		}
		values := []float64{share(sum.found, sum.direct), share(sum.speaker, sum.direct), share(sum.speaker, sum.found)}
		for k := range sum.right {
			p, r := share(sum.right[k], sum.told), share(sum.recalled[k], sum.gold)
			values = append(values, p, r, f1(p, r))
		}
		return values
	})
	a.Found, a.Speaker, a.OfFound = figures[0], figures[1], figures[2]
	for k, m := range []*Matching{&a.Who, &a.Whole, &a.Cue, &a.Bare} {
		m.Precision, m.Recall, m.F1 = figures[3+3*k], figures[4+3*k], figures[5+3*k]
	}
	return a
}

// saidCounts is what one article adds to the figures; right and recalled are by way to compare.
type saidCounts struct {
	gold, told, direct, found, speaker float64
	right, recalled                    [4]float64
}

func (c *saidCounts) add(o saidCounts) {
	c.gold, c.told, c.direct = c.gold+o.gold, c.told+o.told, c.direct+o.direct
	c.found, c.speaker = c.found+o.found, c.speaker+o.speaker
	for k := range c.right {
		c.right[k] += o.right[k]
		c.recalled[k] += o.recalled[k]
	}
}

func countSaid(gold, told []Said) saidCounts {
	var c saidCounts
	for _, g := range gold {
		if empty(g.Source) {
			continue
		}
		c.gold++
		var recalled [4]bool
		found, right := false, false
		for _, t := range told {
			for k, same := range ways(g, t) {
				recalled[k] = recalled[k] || same
			}
			if shared(g.Content, t.Content) > 0 && t.Direct {
				found = true
				right = right || sameSource(g, t)
			}
		}
		for k, yes := range recalled {
			c.recalled[k] += oneIf(yes)
		}
		if g.Direct {
			c.direct++
			c.found += oneIf(found)
			c.speaker += oneIf(right)
		}
	}
	for _, t := range told {
		if empty(t.Source) {
			continue
		}
		var right [4]bool
		sourceless := false
		for _, g := range gold {
			if empty(g.Source) {
				sourceless = sourceless || meets(g.Cue, t.Cue) || shared(g.Content, t.Content) > 0
				continue
			}
			for k, same := range ways(g, t) {
				right[k] = right[k] || same
			}
		}
		if sourceless && right == [4]bool{} {
			continue
		}
		c.told++
		for k, yes := range right {
			c.right[k] += oneIf(yes)
		}
	}
	return c
}

// ways says by which ways to compare two attributions are one.
func ways(g, t Said) [4]bool {
	both := shared(g.Content, t.Content)
	all := length(g.Content) + length(t.Content) - both
	half := both > 0 && 2*both >= all
	source := sameSource(g, t)
	return [4]bool{source && both > 0, source && half, source && meets(g.Cue, t.Cue), half}
}

func sameSource(g, t Said) bool {
	return meets(g.Source, t.Source) || g.Entity != "" && g.Entity == t.Entity
}

func empty(r [2]int) bool { return r[0] >= r[1] }

func meets(a, b [2]int) bool { return max(a[0], b[0]) < min(a[1], b[1]) }

func length(all [][2]int) int {
	n := 0
	for _, r := range all {
		n += r[1] - r[0]
	}
	return n
}

// shared is how many bytes two lists of ranges share.
func shared(a, b [][2]int) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, min(x[1], y[1])-max(x[0], y[0]))
		}
	}
	return n
}

func oneIf(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
