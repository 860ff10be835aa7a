package rank

import (
	"fmt"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Why tells the numbers that a story's score is made of, such as "9 sources, 4 independent reports, newest 20
// minutes ago".
func Why(s news.Story, now time.Time) string {
	parts := []string{count(max(1, s.Sources), "source", "sources")}
	if s.Sources > 1 {
		parts = append(parts, count(s.Independent, "independent report", "independent reports"))
	} else {
		parts[0] = "one source alone"
	}
	if !s.UpdatedAt.IsZero() {
		parts = append(parts, "newest "+ago(now.Sub(s.UpdatedAt)))
	}
	if isPinned(s, now) {
		parts = append(parts, "pinned by an editor")
	}
	return strings.Join(parts, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// span tells a stretch of time in hours, or in minutes when it is short or no whole hours.
func span(d time.Duration) string {
	if d%time.Hour != 0 && d < 24*time.Hour {
		return count(int(d.Round(time.Minute)/time.Minute), "minute", "minutes")
	}
	return count(int(d.Round(time.Hour)/time.Hour), "hour", "hours")
}

// ago tells an age in the largest unit that fits.
func ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return count(int(d/time.Minute), "minute", "minutes") + " ago"
	case d < 48*time.Hour:
		return count(int(d/time.Hour), "hour", "hours") + " ago"
	}
	return count(int(d/(24*time.Hour)), "day", "days") + " ago"
}
