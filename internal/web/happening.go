package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
	"nutgraf/internal/text/ical"
)

// What a timeline is worth showing for, and how long it gets on the page of something else.
const (
	minTimeline = 3
	maxTimeline = 12
	newestDays  = 6 // of a long one; what came before is folded
)

// happeningLine is one day of a timeline or an agenda, with the sentence that tells of it.
type happeningLine struct {
	Days      daysLine
	Sentence  string // to the letter; the headline where no sentence may be shown
	Tongue    template.HTMLAttr
	Source    string
	Link      template.HTMLAttr // to the article here
	Publisher string            // to the sentence there
	More      int               // other articles that report something of that day
	StoryURL  string
	Story     string // its headline, for a sentence alone may not tell what it is about; empty where the sentence is that
	Ahead     bool
	Published stamp
}

// timeline chooses the lines of a timeline, and parts the earlier ones from a long one; none when there are too few to be one.
func (s *Site) timeline(r *http.Request, happenings []news.Happening, quota *licence.Quota) (before, lines []happeningLine) {
	if s.Timeline == nil {
		return nil, nil
	}
	lines = s.happeningLines(r, s.Timeline(happenings, maxTimeline), quota)
	switch n := len(lines); {
	case n < minTimeline:
		return nil, nil
	case n >= newestDays+foldedAtLeast:
		return lines[:n-newestDays], lines[n-newestDays:]
	}
	return nil, lines
}

func (s *Site) happeningLines(r *http.Request, happenings []news.Happening, quota *licence.Quota) []happeningLine {
	now := s.Now()
	return worded(happenings, func(h news.Happening) happeningLine {
		line := happeningLine{
			Days: daysOf(h.From, h.Until, now), Sentence: quota.Take(s.grant(r, h.Licence), h.Article, h.Sentence), Tongue: tongue(h.Language),
			Source: h.SourceName, Link: leadsTo(articlePath(h.Article, h.Headline)), More: max(h.Articles-1, 0), Ahead: h.From.After(now),
			Published: when(h.PublishedAt, now),
		}
		line.Publisher = passageAddress(h.URL, line.Sentence)
		line.Sentence = cmp.Or(line.Sentence, unbroken(h.Headline, h.Language))
		if h.Story != 0 {
			line.StoryURL = storyPath(h.Story, "")
			if headline := unbroken(h.Headline, h.Language); headline != line.Sentence {
				line.Story = headline
			}
		}
		return line
	})
}

// calendar is an agenda as calendars subscribe to it. A day stays the same event as long as the same sentence tells it.
func (s *Site) calendar(r *http.Request, name string, happenings []news.Happening) *reply {
	var quota licence.Quota
	c := ical.Calendar{Name: name}
	for _, h := range happenings {
		sentence := cmp.Or(quota.Take(s.grant(r, h.Licence), h.Article, h.Sentence), h.Headline)
		c.Events = append(c.Events, ical.Event{
			UID: h.Key() + "@" + s.host(r), Stamp: h.PublishedAt, From: h.From, Until: h.Until, Summary: sentence,
			Description: h.Headline + "\n" + h.SourceName + "\n" + outward(h.URL), URL: s.absolute(r, articlePath(h.Article, h.Headline)),
		})
	}
	return ok(ical.Type, c.Encode())
}

// host is the site's own name, for identities that must be no one else's.
func (s *Site) host(r *http.Request) string {
	if u, err := url.Parse(s.absolute(r, "/")); err == nil && u.Host != "" {
		return u.Host
	}
	return "localhost"
}

// happeningItems are days of an agenda as items of a feed.
func (s *Site) happeningItems(r *http.Request, happenings []news.Happening) (items []item) {
	var quota licence.Quota
	now := s.Now()
	for _, h := range happenings {
		here := s.absolute(r, articlePath(h.Article, h.Headline))
		items = append(items, item{
			ID: s.absolute(r, "/agenda#"+h.Key()), URL: here, Headline: daysOf(h.From, h.Until, now).spell(s.say(r)) + ": " + h.Headline,
			Summary: quota.Take(s.grant(r, h.Licence), h.Article, h.Sentence), Source: h.SourceName, Language: h.Language,
			Published: h.PublishedAt, Updated: h.PublishedAt,
		})
	}
	return items
}

// today is the midnight at which this day began, as days are told.
func (s *Site) today() time.Time {
	now := s.Now()
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
}
