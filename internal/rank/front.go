package rank

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// How many slots a page has.
const (
	seconds      = 4
	blockSize    = 6  // stories of one section on the front page
	sectionSize  = 40 // stories on a section's own page
	sameAtTheTop = 2  // stories of one section among the lead and the seconds, while others are to be had
	leadMargin   = 1  // how much of a score a better lead may lack: half the weight, or one half-life
)

// pinned is what an editor's pin adds: more than any score differs by.
const pinned = 1 << 20

// Front lays out the front page of an edition: the lead, four seconds, then a block for each section. A story
// stands on it once. Candidates in another language, hidden, without a headline or not yet seen at that time are left out.
func (w Weights) Front(candidates []news.Story, now time.Time, e news.Edition) news.Page {
	p := w.layout(now, e, "")
	ranked := order(candidates, now, e)
	p.lead(ranked)
	p.seconds(ranked, true)
	p.seconds(ranked, false) // when few sections have news, one may take more
	for _, section := range news.Sections() {
		n := 0
		for _, s := range ranked {
			if s.Section == section && n < blockSize && p.add(s, news.PlaceSection, plain) {
				n++
			}
		}
	}
	return p.page
}

// Section lays out a section's own page: lead, four seconds, and the rest in order.
func (w Weights) Section(candidates []news.Story, now time.Time, e news.Edition, section news.Section) news.Page {
	p := w.layout(now, e, section)
	ranked := of(order(candidates, now, e), section)
	p.lead(ranked)
	p.seconds(ranked, false)
	for _, s := range ranked {
		if len(p.page.Slots) < sectionSize {
			p.add(s, news.PlaceSection, plain)
		}
	}
	return p.page
}

// Top lists at most limit stories of an edition, and of a section unless it is empty, highest first.
func (w Weights) Top(candidates []news.Story, now time.Time, e news.Edition, section news.Section, limit int) []news.Slot {
	p := w.layout(now, e, section)
	for _, s := range of(order(candidates, now, e), section) {
		if len(p.page.Slots) < limit {
			p.add(s, "", plain)
		}
	}
	return p.page.Slots
}

func of(ranked []news.Story, section news.Section) []news.Story {
	if section == "" {
		return ranked
	}
	return slices.DeleteFunc(ranked, func(s news.Story) bool { return s.Section != section })
}

// order returns the candidates that may stand on a page, highest first.
func order(candidates []news.Story, now time.Time, e news.Edition) []news.Story {
	ranked := make([]news.Story, 0, len(candidates))
	for _, s := range candidates {
		if s.Headline == "" || s.Hidden || s.FirstSeenAt.After(now) || (e.Language != "" && s.Language != e.Language) {
			continue
		}
		ranked = append(ranked, s)
	}
	slices.SortFunc(ranked, func(a, b news.Story) int {
		return cmp.Or(cmp.Compare(height(b, now), height(a, now)), cmp.Compare(b.ID, a.ID)) // equals: as the store lists them
	})
	return ranked
}

// height is what stories are ordered by.
func height(s news.Story, now time.Time) float64 {
	if isPinned(s, now) {
		return s.Score + pinned
	}
	return s.Score
}

func isPinned(s news.Story, now time.Time) bool { return s.PinnedUntil.After(now) }

// layout is a page in the making.
type layout struct {
	weights Weights
	page    news.Page
	used    map[news.StoryID]bool
}

func (w Weights) layout(now time.Time, e news.Edition, section news.Section) layout {
	return layout{w.full(), news.Page{Edition: e, Section: section, At: now}, map[news.StoryID]bool{}}
}

// plain is the remark on a slot of which nothing more is to be told.
var plain news.Phrase

// add gives a story a slot unless it has one.
func (p *layout) add(s news.Story, place news.Place, remark news.Phrase) bool {
	if p.used[s.ID] {
		return false
	}
	p.used[s.ID] = true
	now := p.page.At
	why := Why(s, now)
	if !remark.IsZero() {
		why = news.Say("%s; %s", why, remark)
	}
	p.page.Slots = append(p.page.Slots, news.Slot{
		Story: s, Place: place, Why: why, Terms: p.weights.terms(s, now), Breaking: p.weights.breaking(s, now),
	})
	return true
}

// terms are those of a story on a page of that time: its age in half-lives takes the place of its time.
func (w Weights) terms(s news.Story, now time.Time) []news.Term {
	if len(s.Terms) == 0 {
		return nil
	}
	terms := slices.Clone(s.Terms)
	if terms[0].Name == termNewest {
		terms[0].Value -= whole(float64(now.Unix()) / w.HalfLife.Seconds())
	}
	if isPinned(s, now) {
		terms = append(terms, news.Term{Name: termPinned, Value: pinned})
	}
	return terms
}

// lead takes the highest story that may lead. One with a picture, of more than one source, goes before one that lacks
// either while their scores are close; nothing goes before what an editor pinned.
func (p *layout) lead(ranked []news.Story) {
	var able []news.Story
	for _, s := range ranked {
		if p.mayLead(s) {
			able = append(able, s)
		}
	}
	if len(able) == 0 {
		able = slices.DeleteFunc(slices.Clone(ranked), func(s news.Story) bool { return s.NotNews })
	}
	if len(able) == 0 {
		able = ranked // a page shows what there is
	}
	if len(able) == 0 {
		return
	}
	best := able[0]
	if isPinned(best, p.page.At) {
		p.add(best, news.PlaceLead, plain)
		return
	}
	suits := []struct {
		suit   func(news.Story) bool
		remark news.Phrase
	}{
		{func(s news.Story) bool { return s.Image.URL != "" && s.Sources > 1 }, news.Say("leads because it is close to the highest and has a picture")},
		{func(s news.Story) bool { return s.Sources > 1 }, news.Say("leads because it is close to the highest, which one source alone has")},
	}
	for _, one := range suits {
		for _, s := range able {
			if best.Score-s.Score > leadMargin || !one.suit(s) {
				continue
			}
			if s.ID == best.ID {
				one.remark = plain
			}
			p.add(s, news.PlaceLead, one.remark)
			return
		}
	}
	p.add(best, news.PlaceLead, plain)
}

// mayLead reports whether a story is of a kind that leads: not opinion (but on its own page), never what is no news.
func (p *layout) mayLead(s news.Story) bool {
	if isPinned(s, p.page.At) {
		return true
	}
	return !s.NotNews && (s.Section != news.SectionOpinion || p.page.Section == news.SectionOpinion)
}

// seconds fills the places beside the lead, at first without crowding them with one section.
func (p *layout) seconds(ranked []news.Story, mixed bool) {
	inSection := map[news.Section]int{}
	for _, slot := range p.page.Slots {
		inSection[slot.Story.Section]++
	}
	for _, s := range ranked {
		if len(p.page.Slots) >= 1+seconds || len(p.page.Slots) == 0 {
			return
		}
		held := isPinned(s, p.page.At)
		if s.NotNews && !held && !p.page.Slots[0].Story.NotNews || mixed && !held && (inSection[s.Section] >= sameAtTheTop || s.Section == news.SectionOpinion) {
			continue
		}
		if p.add(s, news.PlaceSecond, plain) {
			inSection[s.Section]++
		}
	}
}
