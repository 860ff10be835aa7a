package rank

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// How many slots a page has.
const (
	seconds      = 4
	blockSize    = 6  // stories of one section on the front page
	sectionSize  = 40 // stories on a section's own page
	sameAtTheTop = 2  // stories of one section among the lead and the seconds, while others are to be had
	leadMargin   = 1  // how much of a score a lead with an image may lack: half the weight, or one half-life
)

// Front lays out the front page of an edition: the lead, four seconds, then a block for each section. A story
// stands on it once. Candidates in another language, without a headline or not yet seen at that time are left out.
func Front(candidates []news.Story, now time.Time, e news.Edition) news.Page {
	p := layout{page: news.Page{Edition: e, At: now}, used: map[news.StoryID]bool{}}
	ranked := order(candidates, now, e)
	p.lead(ranked)
	p.seconds(ranked, true)
	p.seconds(ranked, false) // when few sections have news, one may take more
	for _, section := range news.Sections() {
		n := 0
		for _, s := range ranked {
			if s.Section == section && n < blockSize && p.add(s, news.PlaceSection, "") {
				n++
			}
		}
	}
	return p.page
}

// Section lays out a section's own page: lead, four seconds, and the rest in order.
func Section(candidates []news.Story, now time.Time, e news.Edition, section news.Section) news.Page {
	p := layout{page: news.Page{Edition: e, Section: section, At: now}, used: map[news.StoryID]bool{}}
	var ranked []news.Story
	for _, s := range order(candidates, now, e) {
		if s.Section == section {
			ranked = append(ranked, s)
		}
	}
	p.lead(ranked)
	p.seconds(ranked, false)
	for _, s := range ranked {
		if len(p.page.Slots) < sectionSize {
			p.add(s, news.PlaceSection, "")
		}
	}
	return p.page
}

// order returns the candidates that may stand on a page, highest first.
func order(candidates []news.Story, now time.Time, e news.Edition) []news.Story {
	ranked := make([]news.Story, 0, len(candidates))
	for _, s := range candidates {
		if s.Headline == "" || s.FirstSeenAt.After(now) || (e.Language != "" && s.Language != e.Language) {
			continue
		}
		ranked = append(ranked, s)
	}
	slices.SortFunc(ranked, func(a, b news.Story) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return ranked
}

// layout is a page in the making.
type layout struct {
	page news.Page
	used map[news.StoryID]bool
}

// add gives a story a slot unless it has one.
func (p *layout) add(s news.Story, place news.Place, remark string) bool {
	if p.used[s.ID] {
		return false
	}
	p.used[s.ID] = true
	why := Why(s, p.page.At)
	if remark != "" {
		why += "; " + remark
	}
	p.page.Slots = append(p.page.Slots, news.Slot{Story: s, Place: place, Why: why})
	return true
}

// lead takes the highest story that is no opinion; one with an image goes before one without while their scores
// are close.
func (p *layout) lead(ranked []news.Story) {
	var best *news.Story
	for i := range ranked {
		s := &ranked[i]
		if s.Section == news.SectionOpinion && p.page.Section != news.SectionOpinion {
			continue
		}
		if best == nil {
			best = s
		}
		if s.Image.URL == "" || best.Score-s.Score > leadMargin {
			continue
		}
		remark := ""
		if s.ID != best.ID {
			remark = "leads because it is close to the highest and has an image"
		}
		p.add(*s, news.PlaceLead, remark)
		return
	}
	if best != nil {
		p.add(*best, news.PlaceLead, "")
	}
}

// seconds fills the places beside the lead, at first without crowding them with one section.
func (p *layout) seconds(ranked []news.Story, mixed bool) {
	inSection := map[news.Section]int{}
	for _, slot := range p.page.Slots {
		inSection[slot.Story.Section]++
	}
	for _, s := range ranked {
		if len(p.page.Slots) >= 1+seconds {
			return
		}
		if mixed && (inSection[s.Section] >= sameAtTheTop || s.Section == news.SectionOpinion) {
			continue
		}
		if p.add(s, news.PlaceSecond, "") {
			inSection[s.Section]++
		}
	}
}

// Why tells the numbers that a story's score is made of, such as "9 sources, 4 independent reports, newest 20
// minutes ago".
func Why(s news.Story, now time.Time) string {
	parts := []string{count(max(1, s.Sources), "source", "sources")}
	if s.Sources > 1 {
		parts = append(parts, count(s.Independent, "independent report", "independent reports"))
	}
	if !s.UpdatedAt.IsZero() {
		parts = append(parts, "newest "+ago(now.Sub(s.UpdatedAt)))
	}
	return strings.Join(parts, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// ago tells an age in the largest unit that fits.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d/time.Minute), "minute", "minutes") + " ago"
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour", "hours") + " ago"
	}
	return count(int(d/(24*time.Hour)), "day", "days") + " ago"
}
