package web

import (
	"fmt"
	"net/http"
	"time"

	"nutgraf/internal/news"
)

// weighed is one part of what a story's place comes from, as a page shows it.
type weighed struct {
	Name  string // a message
	Value string // "+1.58"
}

// spark is a small drawing of how sources came to a story, hour by hour.
type spark struct {
	Bars  []bar
	Label news.Phrase // the same in words
}

// sparkHeight is that of the box in which bars are drawn.
const sparkHeight = 16

// slotLine is a story with the reasons for its place, as of now.
func (s *Site) slotLine(r *http.Request, slot news.Slot, now time.Time) storyLine {
	line := s.storyLine(r, slot.Story, now)
	line.Why, line.Breaking, line.Spark = slot.Why, slot.Breaking, sparkOf(slot.Hours)
	sum := 0.0
	for _, t := range slot.Terms {
		line.Terms = append(line.Terms, weighed{t.Name, signed(t.Value)})
		sum += t.Value
	}
	if len(line.Terms) > 0 {
		line.Total = signed(sum)
	}
	return line
}

// slotLines are stories with the reasons for their places.
func (s *Site) slotLines(r *http.Request, slots []news.Slot, now time.Time) []storyLine {
	return worded(slots, func(slot news.Slot) storyLine { return s.slotLine(r, slot, now) })
}

// signed writes a term with a true minus.
func signed(x float64) string {
	if x < 0 {
		return fmt.Sprintf("\u2212%.2f", -x)
	}
	return fmt.Sprintf("+%.2f", x)
}

// sparkOf draws hourly counts, oldest first; nil when there are none.
func sparkOf(hours []int) *spark {
	sum, most := 0, 0
	for _, n := range hours {
		sum, most = sum+n, max(most, n)
	}
	if sum == 0 {
		return nil
	}
	p := &spark{Label: news.Say("Sources that came within %d hours: %d, in the busiest hour %d, in the last one %d", len(hours), sum, most, hours[len(hours)-1])}
	for i, n := range hours {
		height := 1
		if n > 0 {
			height = max(3, sparkHeight*n/most)
		}
		p.Bars = append(p.Bars, bar{X: 4 * i, Y: sparkHeight - height, Height: height, Articles: n})
	}
	return p
}
