package extract

import (
	"strconv"
	"strings"
	"time"
)

// zones are the abbreviations that news pages use, in hours from UTC. ET and its like take the summer's half-truth of
// standard time: an hour, never a wrong day in practice.
var zones = map[string]float64{
	"Z": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "JST": 9,
	"KST": 9, "HKT": 8, "SGT": 8, "AEST": 10, "AEDT": 11, "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6,
	"MST": -7, "MDT": -6, "MT": -7, "PST": -8, "PDT": -7, "PT": -8,
}

// zone reads "Z", "+02:00", "-0500" or a known abbreviation; UTC when it cannot.
func zone(s string) *time.Location {
	s = strings.ToUpper(s)
	if hours, known := zones[s]; known && hours != 0 {
		return time.FixedZone("", int(hours*3600))
	}
	if len(s) < 3 || (s[0] != '+' && s[0] != '-') {
		return time.UTC
	}
	digits := strings.ReplaceAll(s[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return time.UTC
	}
	seconds := n * 3600
	if len(digits) == 4 {
		seconds = (n/100)*3600 + (n%100)*60
	}
	if seconds == 0 || seconds > 15*3600 {
		return time.UTC
	}
	if s[0] == '-' {
		seconds = -seconds
	}
	return time.FixedZone("", seconds)
}
