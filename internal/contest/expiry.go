package contest

import (
	"container/heap"
	"time"
)

// expiry finds the pages whose time is up, the one that goes first on top. What was put again stands in it several
// times, of which only one is right.
type expiry struct{ queue expiries }

type expiring struct {
	at   time.Time
	page *entry
}

// push adds a page. When most of the queue is wrong by now it is made anew of the pages that there are.
func (x *expiry) push(e *entry, pages map[string]*entry) {
	if len(x.queue) > 1000+2*len(pages) {
		x.queue = x.queue[:0]
		for _, held := range pages {
			if !held.expires.IsZero() && held != e {
				x.queue = append(x.queue, expiring{held.expires, held})
			}
		}
		heap.Init(&x.queue)
	}
	heap.Push(&x.queue, expiring{e.expires, e})
}

// pop returns a page whose time is up at now, nil when there is none.
func (x *expiry) pop(now time.Time) *entry {
	for len(x.queue) > 0 && !x.queue[0].at.After(now) {
		first := heap.Pop(&x.queue).(expiring)
		if first.at.Equal(first.page.expires) {
			return first.page
		}
	}
	return nil
}

// expiries is a heap.
type expiries []expiring

func (q expiries) Len() int           { return len(q) }
func (q expiries) Less(i, j int) bool { return q[i].at.Before(q[j].at) }
func (q expiries) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *expiries) Push(x any)        { *q = append(*q, x.(expiring)) }
func (q *expiries) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = expiring{}
	*q = old[:len(old)-1]
	return last
}
