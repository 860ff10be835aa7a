// Package ical writes calendars of whole days (RFC 5545), as programs subscribe to them.
package ical

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Type is the media type of a calendar.
const Type = "text/calendar; charset=utf-8"

// Calendar is a list of events under a name.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is something that takes one day or several.
type Event struct {
	UID         string    // stays the same whenever the event is written again
	Stamp       time.Time // when it was last changed; never when it is written, so that the same events are the same bytes
	From, Until time.Time // first day, and the day after the last
	Summary     string
	Description string
	URL         string
}

// maxLine is how many bytes a line may have, its end not counted.
const maxLine = 75

// Encode writes the calendar. Readers are told to come back every six hours.
func (c Calendar) Encode() []byte {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Nutgraf//Agenda//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.text("NAME", c.Name)         // RFC 7986
	w.text("X-WR-CALNAME", c.Name) // what most programs read
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	for _, e := range c.Events {
		w.event(e)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.String())
}

type writer struct{ strings.Builder }

func (w *writer) event(e Event) {
	until := e.Until
	if !until.After(e.From) {
		until = e.From.AddDate(0, 0, 1)
	}
	w.line("BEGIN", "VEVENT")
	w.text("UID", e.UID)
	w.line("DTSTAMP", e.Stamp.UTC().Format("20060102T150405Z"))
	w.line("DTSTART;VALUE=DATE", e.From.Format("20060102"))
	w.line("DTEND;VALUE=DATE", until.Format("20060102"))
	w.text("SUMMARY", e.Summary)
	w.text("DESCRIPTION", e.Description)
	w.line("URL", bare(e.URL))
	w.line("TRANSP", "TRANSPARENT") // nobody is busy because there is news
	w.line("END", "VEVENT")
}

// escapes are what a value of text may not hold as it is (section 3.3.11).
var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\r", `\n`, "\n", `\n`)

// text writes a property that people read.
func (w *writer) text(name, value string) { w.line(name, bare(escapes.Replace(value))) }

// line writes a property, folded so that no line is longer than [maxLine] bytes (section 3.1); nothing for an empty value.
func (w *writer) line(name, value string) {
	if value == "" {
		return
	}
	rest := name + ":" + value
	for room := maxLine; len(rest) > room; room = maxLine - 1 { // one byte goes to the space
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
	w.WriteString(rest + "\r\n")
}

// bare drops what would break a line, or steer a terminal.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
