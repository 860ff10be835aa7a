package fetch

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Longest times that a server can make us believe.
const (
	maxRetryAfter = 24 * time.Hour
	maxMaxAge     = 7 * 24 * time.Hour
	maxSharedAge  = time.Hour
)

// retryAfter reads Retry-After, in seconds or as a date (RFC 9110, section 10.2.3), else the moment at which a rate
// limit that is used up begins anew, as some large platforms tell it.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if wait, ok := seconds(value, maxRetryAfter); ok {
		return wait
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, at.Sub(serverTime(h, now))), maxRetryAfter)
	}
	if left, ok := seconds(h.Get("X-Ratelimit-Remaining"), time.Hour); ok && left == 0 {
		wait, _ := seconds(h.Get("X-Ratelimit-Reset"), maxRetryAfter)
		if wait == maxRetryAfter { // seconds since 1970, surely
			if at, err := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64); err == nil {
				wait = min(max(0, time.Unix(at, 0).Sub(serverTime(h, now))), maxRetryAfter)
			}
		}
		return wait
	}
	return 0
}

// maxAge reads how long an answer is fresh: Cache-Control's max-age, else s-maxage, else Expires (RFC 9111, section
// 4.2), less the time it spent in caches. s-maxage alone is meant for a cache that is emptied when there is news, so
// it counts for an hour at most.
func maxAge(h http.Header, now time.Time) time.Duration {
	own, shared := time.Duration(-1), time.Duration(-1)
	for directive := range strings.SplitSeq(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(directive, "=")
		age, ok := seconds(strings.Trim(value, "\"' \t"), maxMaxAge)
		switch strings.TrimSpace(name) {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			if ok && (own < 0 || age < own) {
				own = age
			}
		case "s-maxage":
			if ok && (shared < 0 || age < shared) {
				shared = age
			}
		}
	}
	spent, _ := seconds(h.Get("Age"), maxMaxAge)
	switch {
	case own >= 0:
		return max(0, own-spent)
	case shared >= 0:
		return min(max(0, shared-spent), maxSharedAge)
	}
	if at, err := http.ParseTime(h.Get("Expires")); err == nil {
		return min(max(0, at.Sub(serverTime(h, now))), maxMaxAge)
	}
	return 0
}

// serverTime is the server's own clock, when it tells: its dates are meant by that.
func serverTime(h http.Header, now time.Time) time.Time {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		return at
	}
	return now
}

// seconds reads a number of seconds, whole or not, of any size; more than the limit is the limit.
func seconds(text string, limit time.Duration) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || strings.Trim(text, "0123456789.-+") != "" {
		return 0, false
	}
	return time.Duration(min(max(0, n), limit.Seconds()) * float64(time.Second)), true
}
