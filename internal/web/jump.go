package web

import (
	"strconv"
	"sync"

	"nutgraf/internal/news"
)

// jump is a place that a key goes to, after a g.
type jump struct{ Key, Name, URL string }

// maxDigit is the last section that has a key: there are nine digits.
const maxDigit = 9

// jumps are all of them.
var jumps = sync.OnceValue(func() []jump {
	all := []jump{
		{"h", news.Word("Front page"), "/"}, {"l", news.Word("Latest"), "/latest"}, {"t", news.Word("Trending"), "/trending"},
		{"q", news.Word("Quotes"), "/quotes"}, {"a", news.Word("Agenda"), "/agenda"}, {"s", news.Word("Saved"), "/saved"},
		{"y", news.Word("Yours"), "/yours"},
	}
	for i, section := range news.Sections() {
		if i < maxDigit {
			all = append(all, jump{strconv.Itoa(i + 1), sectionName(section), sectionPath(section)})
		}
	}
	return all
})
