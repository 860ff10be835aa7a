package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// Sponsor is a message that somebody pays for. It is never news: no feed, no search and no ranking knows of it, and where it
// stands it is called sponsored, in the reader's language, with the sponsor's name.
type Sponsor struct {
	Name, Text, Link string
	Picture          []byte // may be empty; served from here, so that nobody is told who reads
	PictureType      string
	From, Until      time.Time // zero: from ever, for ever
	Front            bool      // on the front page
	Sections         []news.Section
}

// sponsorLine is a sponsor's message on a page.
type sponsorLine struct {
	Name, Text, Link string
	Picture          string // its address here; empty without one
}

// sponsorOf chooses the one sponsor of a page; nil for none. Where several paid for a place they take turns by the hour,
// so that a page is the same for everybody. Later pages and past hours have none.
func (s *Site) sponsorOf(r *http.Request) *sponsorLine {
	if len(s.Sponsors) == 0 || r.URL.Query().Has("after") || r.URL.Query().Has("at") {
		return nil
	}
	section, isSection := strings.CutPrefix(r.URL.Path, "/section/")
	now := s.wall()
	var paid []int
	for i, one := range s.Sponsors {
		here := one.Front && r.URL.Path == "/" || isSection && slices.Contains(one.Sections, news.Section(section))
		if here && !now.Before(one.From) && (one.Until.IsZero() || now.Before(one.Until)) {
			paid = append(paid, i)
		}
	}
	if len(paid) == 0 {
		return nil
	}
	at := paid[int(now.Unix()/3600)%len(paid)]
	one := s.Sponsors[at]
	line := &sponsorLine{Name: one.Name, Text: one.Text, Link: outward(one.Link)}
	if len(one.Picture) > 0 {
		line.Picture = "/sponsor/" + strconv.Itoa(at+1)
	}
	return line
}

// sponsorPicture serves the picture of a sponsor.
func (s *Site) sponsorPicture(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil || id < 1 || id > int64(len(s.Sponsors)) || len(s.Sponsors[id-1].Picture) == 0 {
		return nil, news.ErrNotFound
	}
	one := s.Sponsors[id-1]
	return ok(one.PictureType, one.Picture), nil
}
