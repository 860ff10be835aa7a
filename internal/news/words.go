package news

import (
	"fmt"
	"time"
)

// times says how often in a row something happened.
func times(n int) Phrase {
	if n == 1 {
		return Say("once")
	}
	return SayN(n, "%d time", "%d times")
}

// clock is a moment to come in short: "14:05 UTC", with its day when that is not today.
func clock(t, now time.Time) string {
	t, now = t.UTC(), now.UTC()
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04 UTC")
	}
	return t.Format("2006-01-02, 15:04 UTC")
}

// Span words a length of time in one unit: "40 s", "3 h", "12 days".
func Span(d time.Duration) Phrase {
	d = max(d, -d)
	switch {
	case d < time.Minute:
		return Say("%d s", int(d.Round(time.Second)/time.Second))
	case d < time.Hour:
		return Say("%d min", int(d.Round(time.Minute)/time.Minute))
	case d < 48*time.Hour:
		return Say("%d h", int(d.Round(time.Hour)/time.Hour))
	}
	return SayN(int(d.Round(24*time.Hour)/(24*time.Hour)), "%d day", "%d days")
}

// Bytes words a number of bytes: "640 bytes", "1.2 MB".
func Bytes(n int64) Phrase {
	value, unit := float64(n), 0
	for value >= 1000 && unit < 4 {
		value /= 1000
		unit++
	}
	if unit == 0 {
		return SayN(int(n), "%d byte", "%d bytes")
	}
	format := "%.0f"
	if value < 10 {
		format = "%.1f"
	}
	return Say("%s %s", fmt.Sprintf(format, value), Say([]string{Word("KB"), Word("MB"), Word("GB"), Word("TB")}[unit-1]))
}
