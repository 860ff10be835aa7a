package extract

import (
	"strings"

	"nutgraf/internal/text"
)

// shows are well-known news programmes and who makes them: pages that carry an episode often name the show only.
var shows = map[string]string{
	"consider this": "NPR", "up first": "NPR", "all things considered": "NPR", "morning edition": "NPR", "planet money": "NPR",
	"fresh air": "NPR", "the npr politics podcast": "NPR", "the rachman review": "Financial Times", "ft news briefing": "Financial Times",
	"behind the money": "Financial Times", "the economics show": "Financial Times", "the daily": "The New York Times",
	"the ezra klein show": "The New York Times", "hard fork": "The New York Times", "today, explained": "Vox",
	"today in focus": "The Guardian", "the newsagents": "Global", "newshour": "BBC", "global news podcast": "BBC",
	"newscast": "BBC", "americast": "BBC", "the intelligence": "The Economist", "money talks": "The Economist",
	"the journal": "The Wall Street Journal", "post reports": "The Washington Post", "big take": "Bloomberg",
	"reuters world news": "Reuters", "the take": "Al Jazeera", "the current": "CBC", "front burner": "CBC",
	"the decibel": "The Globe and Mail", "full story": "The Guardian", "pbs news hour": "PBS", "frontline": "PBS",
}

var (
	showTail   = text.Lazy(`^(.{12,}?)\s+[:|]\s+([^:|]{3,60}?)(?:\s+from\s+(\p{Lu}[\p{L} .&'’-]{1,40}))?$`)
	subscribed = text.Lazy(`(?i)(?:subscribe|listen) to (.{4,50}?) (?:wherever|on|via|at|in|here|now)\b`)
	episodesOf = text.Lazy(`(?i)episodes of (.{4,50}?)(?:,|\.| sign| via| on|$)`)
)

// withoutShow parts a headline from the programme and outlet that follow it: "Dam talks : Morning Hour from Lake Radio".
func withoutShow(title string) (headline, outlet string) {
	m := showTail.FindStringSubmatch(title)
	if m == nil {
		return title, ""
	}
	if m[3] != "" {
		return m[1], m[3]
	}
	if maker, known := shows[strings.ToLower(m[2])]; known {
		return m[1], maker
	}
	return title, ""
}

// nameShow learns the outlet from a line that promotes a programme.
func (d *draft) nameShow(line string) {
	if d.Outlet != "" {
		return
	}
	for _, pattern := range []*text.Pattern{subscribed, episodesOf} {
		if m := pattern.FindStringSubmatch(line); m != nil {
			if maker, known := shows[strings.ToLower(m[1])]; known {
				d.Outlet = maker
				return
			}
		}
	}
}
