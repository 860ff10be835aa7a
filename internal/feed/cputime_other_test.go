//go:build !linux

package feed_test

import "time"

var started = time.Now()

// spent is the time that has passed: the nearest to processor time that every system has.
func spent() time.Duration { return time.Since(started) }
