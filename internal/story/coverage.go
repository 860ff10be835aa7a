package story

import "nutgraf/internal/news"

// coverages links stories of several languages about the same event.
type coverages struct{}

func newCoverages() *coverages                                           { return &coverages{} }
func (c *coverages) enter(t *Threads, s *told, g *Gist, id news.StoryID) { s.coverage = id }
func (c *coverages) link(t *Threads, s *told, g *Gist)                   {}
func (c *coverages) replace(t *Threads, s *told, into news.StoryID)      {}
func (c *coverages) forget(s *told)                                      {}
