package fetch

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

const (
	minSpeed = 256 // bytes per second of a body, over each span
	slowPart = 3   // a span is this part of the whole time that an exchange has
)

// tooSlow is the cause of an exchange's end by its speed.
type tooSlow struct {
	came int64
	span time.Duration
}

func (e tooSlow) Error() string {
	return fmt.Sprintf("it sends too slowly: %d bytes in %v", e.came, e.span)
}

// speed gives up on a body that drips.
type speed struct {
	came *atomic.Int64
	last int64
	span time.Duration
	stop context.CancelCauseFunc
	at   *time.Timer
}

// watch calls stop when a span brings too few bytes. The caller must call end.
func (i *intake) watch(span time.Duration, stop context.CancelCauseFunc) (end func()) {
	s := &speed{came: &i.n, span: span, stop: stop}
	s.at = time.AfterFunc(time.Hour, s.check) // made before it runs, so that check finds it
	s.at.Reset(span)
	return func() { s.at.Stop() }
}

func (s *speed) check() {
	now := s.came.Load()
	if came := now - s.last; came < int64(s.span.Seconds()*minSpeed) {
		s.stop(tooSlow{came, s.span})
		return
	}
	s.last = now
	s.at.Reset(s.span)
}
