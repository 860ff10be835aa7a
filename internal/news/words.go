package news

import (
	"fmt"
	"time"
)

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func attempts(n int) string {
	if n == 1 {
		return "one attempt"
	}
	return fmt.Sprintf("%d attempts", n)
}

// clock is a moment to come in short: "14:05 UTC", with its day when that is not today.
func clock(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04 UTC")
	}
	return t.Format("2 January, 15:04 UTC")
}

// Span words a length of time in one unit: "40 s", "3 h", "12 days".
func Span(d time.Duration) string {
	d = max(d, -d)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second)/time.Second))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Round(time.Hour)/time.Hour))
	}
	return fmt.Sprintf("%d days", int(d.Round(24*time.Hour)/(24*time.Hour)))
}

// Bytes words a number of bytes: "640 bytes", "1.2 MB".
func Bytes(n int64) string {
	value, unit := float64(n), 0
	for value >= 1000 && unit < 4 {
		value /= 1000
		unit++
	}
	format := "%.0f %s"
	if unit > 0 && value < 10 {
		format = "%.1f %s"
	}
	return fmt.Sprintf(format, value, []string{"bytes", "KB", "MB", "GB", "TB"}[unit])
}
