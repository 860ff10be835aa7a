package ledger

import (
	"time"

	"nutgraf/internal/news"
)

// Timeline is a stub until the real one comes.
func Timeline(happenings []news.Happening, limit int) []news.Happening {
	return happenings[:min(limit, len(happenings))]
}

// Agenda is a stub until the real one comes.
func Agenda(happenings []news.Happening, now time.Time) []news.Happening { return happenings }
