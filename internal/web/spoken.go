package web

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// This file holds what the pages of stories, threads and articles tell of people: who said what, when, and how many there were.

// How much of each such a page shows.
const (
	maxSpeakers   = 5
	maxPerSpeaker = 2 // quotations, of each speaker
	maxIndirect   = 8
	readSayings   = 80 // to choose from
	maxNamed      = 16
)

// speaker is somebody with what they said, newest first.
type speaker struct {
	Name, URL, Role string
	Tongue          template.HTMLAttr // of the role
	Said            []sayingLine
}

// ledgerView is what is known beside the texts: who said what, when it happened, how many there were, who is named.
type ledgerView struct {
	Speakers  []speaker
	Indirect  []sayingLine // in the words of the articles
	QuotesURL string       // of all quotations, when there are more
	Timeline  []happeningLine
	Before    []happeningLine // earlier days of a long timeline, folded
	AgendaURL string          // of the days to come, for calendars
	Figures   []figureLine
	Named     []entityLine
}

// ledgerOf reads what is known of a story or a thread; at is its address without its name.
func (s *Site) ledgerOf(r *http.Request, f news.LedgerFilter, at string) (v ledgerView, err error) {
	f.Limit = readSayings
	told, err := s.Reader.Told(r.Context(), f)
	if err != nil {
		return v, err
	}
	v.Named = s.entityLines(told.Entities, maxNamed)
	var quota licence.Quota
	if more := v.speak(s, r, told.Sayings, &quota); more || told.More {
		v.QuotesURL = quotesOf("story", f.Story.String())
		if f.Thread != 0 {
			v.QuotesURL = quotesOf("thread", f.Thread.String())
		}
	}
	v.Before, v.Timeline = s.timeline(r, told.Happenings, &quota)
	v.Figures = s.figures(r, told.Counts, &quota)
	if ahead(told.Happenings, s.Now()) {
		v.AgendaURL = at + "/agenda.ics"
	}
	return v, nil
}

// speak sorts quotations by their speakers, those with a page first, and says whether there are more than it takes.
func (v *ledgerView) speak(s *Site, r *http.Request, sayings []news.Saying, quota *licence.Quota) (more bool) {
	direct, indirect := byClass(sayings)
	place := map[string]int{}
	for _, line := range s.sayingLines(r, direct, quota) {
		key := line.SpeakerURL + "\n" + line.Speaker
		at, known := place[key]
		if !known {
			at = len(v.Speakers)
			place[key] = at
			v.Speakers = append(v.Speakers, speaker{Name: line.Speaker, URL: line.SpeakerURL})
		}
		who := &v.Speakers[at]
		if who.Role == "" {
			who.Role, who.Tongue = line.Role, line.Tongue
		}
		if len(who.Said) < maxPerSpeaker {
			who.Said = append(who.Said, line)
		} else {
			more = true
		}
	}
	slices.SortStableFunc(v.Speakers, func(a, b speaker) int { return cmp.Compare(min(len(b.URL), 1), min(len(a.URL), 1)) })
	told := s.sayingLines(r, indirect, quota)
	more = more || len(v.Speakers) > maxSpeakers || len(told) > maxIndirect
	v.Speakers, v.Indirect = top(v.Speakers, maxSpeakers), top(told, maxIndirect)
	return more
}

// ledgerOfArticle reads who is quoted and named in an article, in the order of its text.
func (s *Site) ledgerOfArticle(r *http.Request, a news.Article, source news.Source) (v ledgerView, err error) {
	sayings, err := s.Reader.SayingsOf(r.Context(), a.ID)
	if err != nil {
		return v, err
	}
	for i := range sayings {
		for j := range sayings[i].Carriers { // this article, of which only what was said is read
			c := &sayings[i].Carriers[j]
			c.Headline, c.URL, c.SourceName, c.Language, c.Licence = a.Headline, publisherOf(a), nameOf(source, a), a.Language, source.Licence
		}
	}
	named, err := s.Reader.EntitiesOf(r.Context(), 0, a.ID)
	v.Named = s.entityLines(named, maxNamed)
	v.speak(s, r, sayings, &licence.Quota{})
	return v, err
}

func (s *Site) storyCalendar(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	story, err := s.openStory(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	return s.agendaCalendar(r, s.Title+": "+story.Headline, news.LedgerFilter{Story: story.ID})
}

func (s *Site) threadCalendar(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	th, err := s.Reader.Thread(r.Context(), news.ThreadID(id))
	if err != nil {
		return nil, err
	}
	return s.agendaCalendar(r, s.Title+": "+th.Name, news.LedgerFilter{Thread: th.ID})
}
