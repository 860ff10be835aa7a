package fetch

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Longest times that a server can make us believe.
const (
	maxRetryAfter = 24 * time.Hour
	maxMaxAge     = 7 * 24 * time.Hour
)

// retryAfter reads Retry-After, in seconds or as a date (RFC 9110, section 10.2.3).
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return bounded(seconds, maxRetryAfter)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(0, at.Sub(serverTime(h, now))), maxRetryAfter)
	}
	return 0
}

// maxAge reads how long an answer is fresh: Cache-Control's max-age, else Expires (RFC 9111, section 4.2).
func maxAge(h http.Header, now time.Time) time.Duration {
	found := time.Duration(-1)
	for _, directive := range strings.Split(strings.ToLower(strings.Join(h.Values("Cache-Control"), ",")), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		switch name {
		case "no-store", "no-cache":
			return 0
		case "max-age":
			if seconds, err := strconv.ParseInt(strings.Trim(value, `" `), 10, 64); err == nil {
				age, _ := strconv.ParseInt(h.Get("Age"), 10, 64) // absent is 0
				found = bounded(seconds-max(0, age), maxMaxAge)
			}
		}
	}
	if found >= 0 {
		return found
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

func bounded(seconds int64, limit time.Duration) time.Duration {
	return min(time.Duration(min(max(0, seconds), int64(limit/time.Second)))*time.Second, limit)
}
