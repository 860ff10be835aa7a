package ical_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"nutgraf/internal/text/ical"

	"github.com/google/go-cmp/cmp"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

var stamp = time.Date(2031, 5, 17, 9, 30, 5, 0, time.FixedZone("", 7200))

// property is a line of a calendar as a reader of it understands it.
type property struct{ Name, Value string }

// read unfolds a calendar and undoes its escapes, as RFC 5545 tells readers to.
func read(t *testing.T, calendar []byte) (properties []property) {
	t.Helper()
	whole := string(calendar)
	if !utf8.ValidString(whole) {
		t.Fatalf("not UTF-8: %q", whole)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(whole, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("line of %d bytes: %q", len(line), line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded {
			properties[len(properties)-1].Value += rest
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if !found || name == "" {
			t.Errorf("no property: %q", line)
		}
		properties = append(properties, property{name, value})
	}
	for i, p := range properties {
		if p.Name == "URL" {
			continue
		}
		var b strings.Builder
		for j := 0; j < len(p.Value); j++ {
			c := p.Value[j]
			switch {
			case c == '\\' && j+1 < len(p.Value) && p.Value[j+1] == 'n':
				b.WriteByte('\n')
				j++
			case c == '\\' && j+1 < len(p.Value) && strings.IndexByte(`\;,`, p.Value[j+1]) >= 0:
				b.WriteByte(p.Value[j+1])
				j++
			case c == '\\' || c == ';' || c == ',':
				t.Errorf("%s: %q stands for itself in %q", p.Name, c, p.Value)
			default:
				b.WriteByte(c)
			}
		}
		properties[i].Value = b.String()
	}
	return properties
}

func TestCalendarReadsBack(t *testing.T) {
	t.Parallel()
	long := "Der Ausschuß tagt; „so, oder so“\\ – " + strings.Repeat("長江水位が下がる。", 20)
	c := ical.Calendar{Name: "Agenda, all of it", Events: []ical.Event{
		{UID: "1-2@news.example", Stamp: stamp, From: day("2031-06-01"), Until: day("2031-06-02"), Summary: "The dam opens.", Description: "One\nTwo\r\nThree", URL: "https://news.example/a?b=1,2;c"},
		{UID: "3@news.example", Stamp: stamp, From: day("2031-12-30"), Until: day("2032-01-02"), Summary: long},
		{UID: "4@news.example", Stamp: stamp, From: day("2031-12-31"), Summary: "No end\x00\x1b[31m", URL: "https://news.example/\r\nSUMMARY:x"},
	}}
	head := []property{{"BEGIN", "VCALENDAR"}, {"VERSION", "2.0"}, {"PRODID", "-//Nutgraf//Agenda//EN"}, {"CALSCALE", "GREGORIAN"}, {"METHOD", "PUBLISH"},
		{"NAME", c.Name}, {"X-WR-CALNAME", c.Name}, {"REFRESH-INTERVAL;VALUE=DURATION", "PT6H"}}
	event := func(uid, from, until string, more ...property) []property {
		p := []property{{"BEGIN", "VEVENT"}, {"UID", uid}, {"DTSTAMP", "20310517T073005Z"}, {"DTSTART;VALUE=DATE", from}, {"DTEND;VALUE=DATE", until}}
		return append(append(p, more...), property{"TRANSP", "TRANSPARENT"}, property{"END", "VEVENT"})
	}
	want := append(head, event("1-2@news.example", "20310601", "20310602", property{"SUMMARY", "The dam opens."},
		property{"DESCRIPTION", "One\nTwo\nThree"}, property{"URL", "https://news.example/a?b=1,2;c"})...)
	want = append(want, event("3@news.example", "20311230", "20320102", property{"SUMMARY", long})...)
	want = append(want, event("4@news.example", "20311231", "20320101", property{"SUMMARY", "No end[31m"}, property{"URL", "https://news.example/SUMMARY:x"})...)
	want = append(want, property{"END", "VCALENDAR"})
	if diff := cmp.Diff(want, read(t, c.Encode())); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("The dam opens; at noon, \\o/", strings.Repeat("ü", 80))
	f.Add("\r\nEND:VCALENDAR", "\xff\xfe\x00")
	f.Fuzz(func(t *testing.T, summary, uid string) {
		properties := read(t, ical.Calendar{Name: summary, Events: []ical.Event{{UID: "u" + uid, Stamp: stamp, From: day("2031-06-01"), Summary: summary, URL: uid}}}.Encode())
		starts := 0
		for _, p := range properties {
			if p.Name == "BEGIN" || p.Name == "END" {
				starts++
			}
		}
		if starts != 4 {
			t.Errorf("got %d beginnings and ends, want 4: %q", starts, properties)
		}
	})
}
