package web

import (
	"context"
	"slices"

	"nutgraf/internal/news"
)

// withPinned adds the stories that editors keep on top, however old.
func (s *Site) withPinned(ctx context.Context, candidates []news.Story, edition news.Edition) ([]news.Story, error) {
	pinned, err := s.Reader.Pinned(ctx, edition, s.Now())
	for _, story := range pinned {
		if !slices.ContainsFunc(candidates, func(c news.Story) bool { return c.ID == story.ID }) {
			candidates = append(candidates, story)
		}
	}
	return candidates, err
}
