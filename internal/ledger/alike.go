package ledger

import (
	"strings"
	"time"

	"nutgraf/internal/news"
)

// like says how surely a quote is of an entry, 0 if it is not; part: the entry's words are a part of the quote's.
func (e *entry) like(h *heard, who func(news.EntityID) news.EntityID) (like float64, part bool) {
	if e.Direct != h.quote.Direct {
		return 0, false
	}
	same := sameSpeaker(who(e.Speaker), h.speaker, e.SpokenBy, h.spoken)
	near := e.near(h.article)
	part = true
	for _, words := range e.wordings {
		common, run := overlap(words, h.words)
		short := min(len(words), len(h.words))
		ratio := float64(common) / float64(short)
		if len(words) >= len(h.words) {
			part = false
		}
		if e.joins(same, near, short, max(len(words), len(h.words)), run, ratio) {
			like = max(like, ratio*float64(common)/float64(max(len(words), len(h.words)))+.01)
		}
	}
	return like, part && like > 0
}

// joins decides by who speaks, how many words the shorter and the longer one have, the longest run they share and which part of the
// shorter one stands in the longer.
func (e *entry) joins(same speaker, near bool, short, long, run int, ratio float64) bool {
	if !e.Direct {
		return same == speakerSame && near && short >= 6 && ratio >= .8 && float64(short) >= .7*float64(long)
	}
	switch {
	case same == speakerOther:
		return short >= 15 && ratio >= .9 && run >= 12
	case short < 3:
		return same == speakerSame && near && short == long && ratio == 1
	case short < 5:
		return same == speakerSame && ratio == 1 && run == short && (near || short == long) || near && short == long && ratio == 1
	case short < 8:
		return ratio >= .8 && (same == speakerSame && run >= 4 || near && run >= 5 && ratio >= .9)
	}
	return ratio >= .85 && run >= 5 && (same == speakerSame || near || run >= 8)
}

// near reports whether an article is of the entry's story, or of its days.
func (e *entry) near(a *Article) bool {
	if e.Story != 0 && e.Story == a.Story {
		return true
	}
	return a.At.Sub(e.FirstAt).Abs() <= 10*24*time.Hour
}

// fellow reports whether two entries can be one's: nothing is said of two speakers.
func (e *entry) fellow(o *entry, who func(news.EntityID) news.EntityID) bool {
	return sameSpeaker(who(e.Speaker), who(o.Speaker), e.SpokenBy, o.SpokenBy) != speakerOther
}

type speaker int

const (
	speakerOpen speaker = iota // of one at least it is not known
	speakerSame
	speakerOther
)

func sameSpeaker(a, b news.EntityID, nameA, nameB string) speaker {
	switch {
	case a != 0 && a == b:
		return speakerSame
	case nameA == "" || nameB == "":
		return speakerOpen
	}
	x, y := personWords(nameA), personWords(nameB)
	if len(x) == 0 || len(y) == 0 {
		return speakerOpen
	}
	lastA, lastB := x[len(x)-1], y[len(y)-1]
	if a != 0 && b != 0 {
		return speakerOther
	}
	if lastA == lastB {
		return speakerSame
	}
	if a == 0 && b == 0 || pronoun[strings.Join(x, " ")] || pronoun[strings.Join(y, " ")] || !upper(nameA) || !upper(nameB) {
		return speakerOpen
	}
	return speakerOther
}

// pronoun words name nobody.
var pronoun = set("he she they it er sie il elle ils elles on ella lui lei ele ela он она они")

func upper(name string) bool {
	return strings.ToLower(name[:1]) != name[:1] || name[0] >= 0x80
}

// overlap returns how many words two wordings share in their order, and the longest run of them.
func overlap(a, b []string) (common, run int) {
	const most = 400
	a, b = a[:min(len(a), most)], b[:min(len(b), most)]
	row, runs := make([]int, len(b)+1), make([]int, len(b)+1)
	for _, w := range a {
		diagonal, before := 0, 0
		for j, v := range b {
			up, upRun := row[j+1], runs[j+1]
			if w == v {
				row[j+1] = diagonal + 1
				runs[j+1] = before + 1
				run = max(run, runs[j+1])
			} else {
				row[j+1] = max(up, row[j])
				runs[j+1] = 0
			}
			diagonal, before = up, upRun
		}
	}
	return row[len(b)], run
}
