package web

import (
	"context"
	"runtime"
	"sync"
	"time"

	"nutgraf/internal/news"
)

// marks reads the marks of stories, of many in one question: while an answer is on its way, those who ask wait together for the
// next. The fewer ask, the sooner each has its answer; a crowd costs a few questions.
type marks struct {
	read    func(ctx context.Context, list []news.StoryID) (map[news.StoryID]uint64, error)
	readFor time.Duration
	most    int // questions on their way

	mu     sync.Mutex
	asking int
	next   *question
}

type question struct {
	stories []news.StoryID
	told    chan struct{} // closed when marks and err are set
	marks   map[news.StoryID]uint64
	err     error
}

// maxAsked is how many stories are in one question.
const maxAsked = 100

func newMarks(read func(context.Context, []news.StoryID) (map[news.StoryID]uint64, error), readFor time.Duration) *marks {
	return &marks{read: read, readFor: readFor, most: runtime.GOMAXPROCS(0)}
}

// of is the mark that a story has now or a moment later: never one that was read before it was asked for.
func (m *marks) of(ctx context.Context, id news.StoryID) (uint64, error) {
	m.mu.Lock()
	if m.next == nil {
		m.next = &question{told: make(chan struct{})}
	}
	q := m.next
	q.stories = append(q.stories, id)
	switch {
	case m.asking < m.most:
		m.asking++
		m.next = nil
		go m.ask(q) // it ends when nobody waits any more
	case len(q.stories) == maxAsked: // a question of its own, beside the others
		m.asking++
		m.next = nil
		go m.ask(q)
	}
	m.mu.Unlock()
	select {
	case <-q.told:
		return q.marks[id], q.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// ask puts a question, and those that have come meanwhile.
func (m *marks) ask(q *question) {
	for q != nil {
		ctx, cancel := context.WithTimeout(context.Background(), m.readFor)
		q.marks, q.err = m.read(ctx, q.stories)
		cancel()
		close(q.told)
		m.mu.Lock()
		q, m.next = m.next, nil
		if q == nil {
			m.asking--
		}
		m.mu.Unlock()
	}
}
