package rank

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
)

const (
	trendingSources = 3              // fewer are no trend
	trendingQuiet   = 12 * time.Hour // without a new article the trend is over
	trendingHead    = 2 * time.Hour  // added to an age, so that minutes do not make giants
)

// Trending lists at most limit stories that gained most sources per hour of their life, fastest first. It knows
// nothing about readers: what it measures is how quickly newsrooms took a story up.
func Trending(candidates []news.Story, now time.Time, e news.Edition, limit int) []news.Slot {
	var rising []news.Story
	for _, s := range order(candidates, now, e) {
		if s.Sources >= trendingSources && now.Sub(s.UpdatedAt) <= trendingQuiet {
			rising = append(rising, s)
		}
	}
	slices.SortStableFunc(rising, func(a, b news.Story) int { return cmp.Compare(pace(b), pace(a)) })
	var slots []news.Slot
	for _, s := range rising[:max(0, min(limit, len(rising)))] {
		hours := max(1, int(s.UpdatedAt.Sub(s.FirstSeenAt).Round(time.Hour)/time.Hour))
		why := count(s.Sources, "source", "sources") + " within " + count(hours, "hour", "hours")
		slots = append(slots, news.Slot{Story: s, Why: why})
	}
	return slots
}

// pace is how many sources a story gained per hour between its first and its newest article.
func pace(s news.Story) float64 {
	return float64(s.Sources) / (max(0, s.UpdatedAt.Sub(s.FirstSeenAt)) + trendingHead).Hours()
}
