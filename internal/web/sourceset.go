package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// feedKeeper changes what is followed. What a feed brought stays.
type feedKeeper interface {
	Unsubscribe(ctx context.Context, id news.FeedID) error
	SetFeed(ctx context.Context, id news.FeedID, change func(f *news.Feed) error) error
	SetSource(ctx context.Context, id news.SourceID, change func(o *news.Source) error) error
	PollNow(ctx context.Context, feeds []news.FeedID) (int, error)
}

// feedForm is what the owner can set of a feed.
type feedForm struct {
	Intervals, Sections, Readings []option
}

// option is a value that a form offers, in words.
type option struct {
	Value  string
	Name   news.Phrase
	Chosen bool
}

// sourceForm is what the owner can set of a source.
type sourceForm struct {
	Name, Country, Weight string
	Sections, Licences    []option
}

// intervals are offered; the command "sources set" takes any.
var intervals = []time.Duration{0, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}

func formOfFeed(f news.Feed) *feedForm {
	form := &feedForm{Sections: sectionChoices(f.Section), Readings: []option{
		{Value: string(news.ReadPage), Name: news.Say("on their pages"), Chosen: f.Wish.Reading == news.ReadPage},
		{Value: string(news.ReadFeed), Name: news.Say("in the feed alone"), Chosen: f.Wish.Reading == news.ReadFeed},
	}}
	known := false
	for _, d := range intervals {
		name := every(d)
		if d == 0 {
			name = news.Say("in its own rhythm")
		}
		known = known || d == f.Wish.Interval
		form.Intervals = append(form.Intervals, option{Value: d.String(), Name: name, Chosen: d == f.Wish.Interval})
	}
	if !known {
		form.Intervals = append(form.Intervals, option{Value: f.Wish.Interval.String(), Name: every(f.Wish.Interval), Chosen: true})
	}
	return form
}

func formOfSource(o news.Source) *sourceForm {
	form := &sourceForm{Name: o.Name, Country: o.Country, Weight: strconv.FormatFloat(o.Weight, 'g', -1, 64), Sections: sectionChoices(o.Section)}
	form.Licences = []option{{Name: news.Say("as everywhere"), Chosen: o.Licence == news.LicenceUnknown}}
	for _, l := range news.Licences() {
		form.Licences = append(form.Licences, option{Value: string(l), Name: news.Say(licenceNames[l]), Chosen: l == o.Licence})
	}
	return form
}

func sectionChoices(chosen news.Section) []option {
	offered := []option{{Name: news.Say("as each article says"), Chosen: chosen == ""}}
	for _, section := range news.Sections() {
		offered = append(offered, option{Value: string(section), Name: news.Say(sectionName(section)), Chosen: section == chosen})
	}
	return offered
}

// setFeed takes the owner's settings of a feed.
func (s *Site) setFeed(r *http.Request) (*reply, error) {
	return s.onFeed(r, s.say(r).T("The feed is set. It shows from its next reading on."), func(ctx context.Context, id news.FeedID) error {
		interval, err := time.ParseDuration(r.PostFormValue("interval"))
		if err == nil {
			err = news.FeedWish{Interval: interval}.Validate()
		}
		section, reading := news.Section(r.PostFormValue("section")), news.Reading(r.PostFormValue("reading"))
		if err != nil || !section.Valid() || (reading != news.ReadPage && reading != news.ReadFeed) {
			return fmt.Errorf("settings of feed %d: %w", id, news.ErrInvalid)
		}
		return s.Desk.SetFeed(ctx, id, func(f *news.Feed) error {
			f.Section, f.Wish.Interval, f.Wish.Reading = section, interval, reading
			return nil
		})
	})
}

func (s *Site) pauseFeed(r *http.Request) (*reply, error) {
	return s.onFeed(r, s.say(r).T("The feed is paused. What it brought stays."), func(ctx context.Context, id news.FeedID) error {
		return s.Desk.SetFeed(ctx, id, func(f *news.Feed) error { f.Stopped = true; return nil })
	})
}

func (s *Site) resumeFeed(r *http.Request) (*reply, error) {
	return s.onFeed(r, s.say(r).T("The feed is followed again, and read within moments."), func(ctx context.Context, id news.FeedID) error {
		return s.Desk.SetFeed(ctx, id, func(f *news.Feed) error { f.Stopped = false; return nil })
	})
}

func (s *Site) pollFeed(r *http.Request) (*reply, error) {
	due := 0
	answer, err := s.onFeed(r, "", func(ctx context.Context, id news.FeedID) (err error) {
		due, err = s.Desk.PollNow(ctx, []news.FeedID{id})
		return err
	})
	if err == nil {
		message := s.say(r).T("The feed is read within moments.")
		if due == 0 {
			message = s.say(r).T("The feed is being read already, or is paused.")
		}
		s.flash(r, message)
	}
	return answer, err
}

func (s *Site) unsubscribe(r *http.Request) (*reply, error) {
	return s.onFeed(r, s.say(r).T("The feed is no longer followed. What it brought stays."), s.Desk.Unsubscribe)
}

// onFeed does something with the feed that the address names, and returns to the page that asked.
func (s *Site) onFeed(r *http.Request, done string, do func(ctx context.Context, id news.FeedID) error) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if err := do(r.Context(), news.FeedID(id)); err != nil {
		return nil, err
	}
	return s.doneWithSources(r, done), nil
}

// setSource takes the owner's settings of a source.
func (s *Site) setSource(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	name, country := strings.TrimSpace(r.PostFormValue("name")), strings.ToUpper(strings.TrimSpace(r.PostFormValue("country")))
	section, terms := news.Section(r.PostFormValue("section")), news.Licence(r.PostFormValue("licence"))
	weight, err := strconv.ParseFloat(strings.TrimSpace(r.PostFormValue("weight")), 64)
	if err != nil || math.IsNaN(weight) {
		weight = -1
	}
	wish := news.Source{Name: name, Country: country, Section: section, Licence: terms, Weight: weight}
	if err := wish.Validate(); err != nil {
		s.flash(r, s.say(r).T("Nothing was changed: %s.", reason(err)))
		return redirect(http.StatusSeeOther, back(r)), nil
	}
	err = s.Desk.SetSource(r.Context(), news.SourceID(id), func(o *news.Source) error {
		o.Name, o.Country, o.Section, o.Licence, o.Weight = name, country, section, terms, weight
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.doneWithSources(r, s.say(r).T("The source is set.")), nil
}

// doneWithSources returns to the page that asked, with a message.
func (s *Site) doneWithSources(r *http.Request, message string) *reply {
	s.census.forget(r.Context())
	if message != "" {
		s.flash(r, message)
	}
	return redirect(http.StatusSeeOther, back(r))
}

// back is the page of sources that a form came from.
func back(r *http.Request) string {
	if to := inside(r.PostFormValue("back")); to != "/" {
		return to
	}
	return "/sources"
}
