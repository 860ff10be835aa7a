package feed

import (
	"strconv"
	"strings"
	"time"
)

// pace reads the syndication module.
func (m *mapper) pace(c *node, f *channelFacts) {
	switch c.local {
	case "updateperiod":
		f.period = map[string]time.Duration{
			"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
			"monthly": maxTTL, "yearly": maxTTL,
		}[strings.ToLower(m.plain(c))]
	case "updatefrequency":
		if n, err := strconv.Atoi(m.plain(c)); err == nil && n > 0 {
			f.frequency = n
		}
	}
}

func (m *mapper) quiet(n *node) {
	for c := n.first; c != nil; c = c.next {
		switch value := m.plain(c); c.local {
		case "hour":
			if hour, err := strconv.Atoi(value); err == nil && hour >= 0 && hour <= 24 {
				m.doc.Quiet.Hours |= 1 << (hour % 24)
			}
		case "day":
			for day := time.Sunday; day <= time.Saturday; day++ {
				if strings.EqualFold(value, day.String()) {
					m.doc.Quiet.Days |= 1 << day
				}
			}
		}
	}
}
