package web

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// The highest stories make the page. On a busy day they may leave a section out in which little happens: then its own
// are read too, as long as they are news.
const (
	maxCandidates = 120
	minInSection  = 3
	sectionSince  = 3 * 24 * time.Hour
)

// candidates are the stories that a front page is made of: one statement, and one more for each starved section; at is
// that of a past page, zero for now.
func (s *Site) candidates(ctx context.Context, edition news.Edition, at, now time.Time) ([]news.Story, error) {
	candidates, next, err := s.Reader.Stories(ctx, news.Filter{Edition: edition, At: at, Limit: maxCandidates})
	if err != nil || next == "" {
		return candidates, err
	}
	inSection := map[news.Section]int{}
	known := map[news.StoryID]bool{}
	for _, story := range candidates {
		inSection[story.Section]++
		known[story.ID] = true
	}
	for _, section := range news.Sections() {
		if inSection[section] >= minInSection {
			continue
		}
		more, _, err := s.Reader.Stories(ctx, news.Filter{Edition: edition, Section: section, At: at, Limit: maxBlock})
		if err != nil {
			return nil, err
		}
		for _, story := range more {
			if !known[story.ID] && now.Sub(story.UpdatedAt) < sectionSince {
				candidates = append(candidates, story)
			}
		}
	}
	return candidates, nil
}
