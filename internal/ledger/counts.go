package ledger

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxCountLines = 24
	countVoters   = 3                // newest sources of which most decide what is told
	countSlack    = 30 * time.Minute // so much before a step a source may have written and yet be said to differ from it
	countAbout    = 0.1              // share by which "about" may be off
	countDeath    = 3                // figures of people in one matter are this near, as a quotient; a toll grows fast
	countOther    = 1.6
	countFew      = 12 // people, by which figures may differ whatever their quotient
)

// Counts puts the figures of a story's or thread's articles together that are about the same matter: what is counted, in
// which unit, of what size. A line's steps are the changes of what most of the newest independent sources say;
// copies have no say of their own. What bounds a figure is respected: "at least 12" does not contradict 15. Parts of a total
// ("three of them children") and additions ("two more") make no steps. The most important lines come first.
func Counts(counts []news.Count) []news.CountLine {
	var matters []*countMatter
	sorted := countsByTime(counts)
	for i := range sorted {
		c := &sorted[i]
		if countPart(c.Subject) {
			continue
		}
		words := countWords(c.Subject)
		if len(words) == 0 {
			continue
		}
		var in *countMatter
		for _, m := range matters {
			if m.takes(c, words) {
				in = m
				break
			}
		}
		if in == nil {
			in = &countMatter{words: words}
			matters = append(matters, in)
		}
		in.add(*c, words)
	}
	lines := make([]news.CountLine, 0, len(matters))
	for _, m := range matters {
		lines = append(lines, m.line())
	}
	slices.SortStableFunc(lines, func(a, b news.CountLine) int {
		return cmp.Or(cmp.Compare(countRank(a), countRank(b)), cmp.Compare(b.Sources, a.Sources), cmp.Compare(len(b.Steps), len(a.Steps)),
			cmp.Compare(b.Steps[len(b.Steps)-1].Value, a.Steps[len(a.Steps)-1].Value))
	})
	return lines[:min(len(lines), maxCountLines)]
}

// countRank puts what happened to people first; below them what a single source tells comes after what several do.
func countRank(l news.CountLine) int {
	switch l.Kind {
	case news.NumberDead:
		return 0
	case news.NumberHurt:
		return 1
	case news.NumberMissing:
		return 2
	}
	if l.Sources > 1 {
		return 3
	}
	return 4
}

func countsByTime(counts []news.Count) []news.Count {
	sorted := slices.Clone(counts)
	slices.SortStableFunc(sorted, func(a, b news.Count) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Article, b.Article), cmp.Compare(a.Start, b.Start))
	})
	return sorted
}

// countPart reports whether a figure is a part of another, or comes on top of it.
func countPart(subject string) bool {
	if strings.HasPrefix(subject, "of them ") {
		return true
	}
	for w := range strings.FieldsSeq(subject) {
		if countParts[w] {
			return true
		}
	}
	return false
}

var countParts = countSet(`more another other others additional further weitere weiteren andere anderen autres autre supplémentaires otros otras altri altre outros outras ещё еще других`)

// countPeople are words that say no more than that people are meant, or what became of them, in the languages whose figures
// are read: folded, plurals without their "s".
var countPeople = countSet(`people person men dead killed died death fatality casualty body victim live toll injured wounded hurt injury missing arrested detained
	displaced evacuated those individual human being kill killing die dying dead fatal fatally slain murder murdered perished drowned executed
	massacred succumbed shot wound wounding injure injuring maimed burned burnt unaccounted disappeared vanished
	mensch menschen personen tote toten toter todesopfer getotet verletzt verletzte verletzten verletzter vermisst vermisste starben opfer ums
	personne mort morte tue tuee blesse blessee disparu disparue deces victime
	persona muerto muerta fallecido fallecida herido herida desaparecido desaparecida murieron
	persone morti morto morte vittime uccise uccisi feriti ferite ferito dispersi disperso
	pessoa morto morta morreram ferido ferida desaparecido desaparecida vitima obito
	человек человека людей погибли погибших погибло погибшие погиб умерли убиты раненых ранены пострадавших пострадали пропали жертв
	in of the at who were was and by have been`)

func countSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// countWords are the words that tell what is counted; "*" stands for people whoever they are. None: nothing tells.
func countWords(subject string) []string {
	var words []string
	general := false
	for _, w := range text.Terms(subject) {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		switch {
		case countPeople[w]:
			general = true
		case !slices.Contains(words, w) && len(w) > 2:
			words = append(words, w)
		}
	}
	if len(words) == 0 && general {
		words = append(words, "*")
	}
	return words
}

// countMatter is what figures are about.
type countMatter struct {
	words  []string
	counts []news.Count // by time
}

// takes reports whether a figure is about the matter.
func (m *countMatter) takes(c *news.Count, words []string) bool {
	first := &m.counts[0]
	if first.Kind != c.Kind || first.Unit != c.Unit {
		return false
	}
	both := 0
	for _, w := range words {
		if slices.Contains(m.words, w) {
			both++
		}
	}
	if 2*both < min(len(words), len(m.words)) || both == 0 {
		return false
	}
	for i := max(0, len(m.counts)-16); i < len(m.counts); i++ {
		if countNear(c, &m.counts[i]) {
			return true
		}
	}
	return false
}

func (m *countMatter) add(c news.Count, words []string) {
	m.counts = append(m.counts, c)
	if len(m.words) > 1 && len(words) < len(m.words) {
		m.words = words // what all of them say
	}
}

// countNear reports whether two figures are of one size.
func countNear(a, b *news.Count) bool {
	low, high := min(a.Value, b.Value), max(a.High, b.High)
	if a.Value <= b.High && b.Value <= a.High {
		return true
	}
	switch a.Kind {
	case news.NumberDead, news.NumberHurt, news.NumberMissing, news.NumberPeople:
		return high <= countDeath*low || high-low <= countFew
	}
	return low > 0 && high <= countOther*low || high < 0 && low >= countOther*high
}

// countAgrees reports whether what b says can be true when what a says is.
func countAgrees(a, b news.Count) bool {
	lowA, highA := countSpan(a)
	lowB, highB := countSpan(b)
	return lowA <= highB && lowB <= highA
}

// countSpan is what a figure allows.
func countSpan(c news.Count) (low, high float64) {
	low, high = c.Value, c.High
	switch c.Bound {
	case news.BoundAtLeast:
		high = max(high, high*countDeath)
	case news.BoundAtMost:
		low = min(0, low)
	case news.BoundAbout:
		slack := countAbout * max(high, -high)
		low, high = low-slack, high+slack
	}
	return low, high
}

// line tells a matter over time.
func (m *countMatter) line() news.CountLine {
	l := news.CountLine{Kind: m.counts[0].Kind, Unit: m.counts[0].Unit, Subject: m.counts[len(m.counts)-1].Subject}
	sources := map[news.SourceID]bool{}
	var said []news.Count // the last word of each independent source, oldest first
	for _, c := range m.told() {
		sources[c.Source] = true
		if c.Copy && len(said) > 0 {
			continue
		}
		said = append(slices.DeleteFunc(said, func(o news.Count) bool { return o.Source == c.Source }), c)
		now := countTold(said)
		if n := len(l.Steps); n == 0 || countChanges(l.Steps[n-1], now) {
			l.Steps = append(l.Steps, now)
		}
	}
	l.Sources = len(sources)
	last := l.Steps[len(l.Steps)-1]
	for _, c := range said {
		if !countAgrees(last, c) && !c.At.Before(last.At.Add(-countSlack)) {
			l.Dissent = append(l.Dissent, c)
		}
	}
	return l
}

// told are the figures of a matter, one of each article: of its first sentence that gives any the largest, for "rose from
// 12 to 15" tells 15.
func (m *countMatter) told() []news.Count {
	var told []news.Count
	place := map[news.ArticleID]int{}
	for _, c := range m.counts {
		switch at, known := place[c.Article]; {
		case !known:
			place[c.Article] = len(told)
			told = append(told, c)
		case told[at].Number.Sentence == c.Number.Sentence && c.Value > told[at].Value:
			told[at] = c
		}
	}
	return told
}

// countTold is what most of the newest sources say; of several the newest. Who says it first stands for it.
func countTold(said []news.Count) news.Count {
	voters := said[max(0, len(said)-countVoters):]
	best, most := len(voters)-1, 0
	for i := len(voters) - 1; i >= 0; i-- {
		n := 0
		for _, v := range voters {
			if v.Value == voters[i].Value && v.High == voters[i].High {
				n += 3
			} else if countAgrees(voters[i], v) {
				n += 2 // it may mean the same
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	for _, c := range voters {
		if c.Value == voters[best].Value && c.High == voters[best].High {
			return c
		}
	}
	return voters[best]
}

// countChanges reports whether now says another thing than last did. A rounder or vaguer figure does not.
func countChanges(last, now news.Count) bool {
	if now.Value == last.Value && now.High == last.High {
		return false
	}
	if now.Bound == news.BoundAbout || last.Bound == news.BoundAbout || now.Bound == news.BoundAtMost {
		return !countAgrees(last, now)
	}
	return !(now.Bound == news.BoundAtLeast && now.Value < last.Value)
}
