package thread

import (
	"cmp"
	"maps"
	"slices"

	"nutgraf/internal/news"
)

// replace takes out a story that ended in another. The other takes its place in its thread, and begins it when the first
// had begun it.
func (t *Threads) replace(from, into news.StoryID) {
	s := t.stories[from]
	if s == nil {
		return
	}
	if heir := t.stories[into]; heir != nil && heir.thread == 0 && s.thread != 0 {
		t.enter(heir, s.thread)
	}
	t.enter(s, 0)
	t.coverage.replace(t, s, into)
	t.forgetWords(s)
	delete(t.stories, from)
}

// sweep forgets what is too old, and the oldest of what is too much.
func (t *Threads) sweep() {
	if t.swept < sweepEvery && len(t.stories) <= t.options.Most+t.options.Most/20 {
		return
	}
	t.swept = 0
	t.coverage.sweep()
	byAge := slices.SortedFunc(maps.Values(t.stories), func(a, b *told) int { return cmp.Or(a.to.Compare(b.to), cmp.Compare(a.id, b.id)) })
	surplus := len(byAge) - t.options.Most
	for i, s := range byAge {
		age := t.clock.Sub(s.to)
		if i >= surplus && age <= t.options.Span && (age <= lonely || s.thread != 0 || s.articles > 1) {
			continue
		}
		t.forget(s)
	}
}

// forget drops a story. Its thread goes on without it, and is dropped with its last one: what is stored of it stays.
func (t *Threads) forget(s *told) {
	t.forgetWords(s)
	t.coverage.forget(s)
	delete(t.stories, s.id)
	th := t.threads[s.thread]
	if th == nil {
		return
	}
	th.stories = slices.DeleteFunc(th.stories, func(other *told) bool { return other == s })
	if len(th.stories) == 0 {
		delete(t.threads, th.ID)
	}
}
