package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type sourceReader interface {
	Source(ctx context.Context, id news.SourceID) (news.Source, error)
	Sources(ctx context.Context) ([]news.SourceState, error)
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
}

// unsubscriber stops following a feed; what it brought stays.
type unsubscriber interface {
	Unsubscribe(ctx context.Context, id news.FeedID) error
}

// maxSources is how many sources one page lists.
const maxSources = 1000

// sourceLine is a source with its health.
type sourceLine struct {
	Name, URL string
	Home      string
	Host      string
	Language  string
	Country   string
	Licence   string
	Articles  int
	Succeeded stamp
	Feeds     []feedLine
	State     string // "well", "new", "failing", "stopped"
}

// feedLine is one feed's health, in words.
type feedLine struct {
	ID        news.FeedID
	Title     string
	URL       string
	Every     string
	Succeeded stamp
	Failures  int
	Reason    news.Reason
	Problem   string
	State     string
}

type sourceView struct {
	frame
	Source   sourceLine
	Articles []articleLine
	Next     string
	First    string
}

type sourcesView struct {
	frame
	Sources []sourceLine
	Total   int
	Failing int
	Only    bool // those that fail
	Hidden  int
}

func (s *Site) source(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	source, err := s.Reader.Source(r.Context(), news.SourceID(id))
	if err != nil {
		return nil, err
	}
	path := sourcePath(source.ID, source.Name)
	if elsewhere := settled(r, path); elsewhere != nil {
		return elsewhere, nil
	}
	after := r.URL.Query().Get("after")
	articles, next, err := s.Reader.Latest(r.Context(), news.Filter{Source: source.ID, After: after, Limit: news.DefaultLimit})
	if err != nil {
		return nil, err
	}
	view := &sourceView{
		frame: s.frame(r, source.Name), Source: s.sourceLine(news.SourceState{Source: source}),
		Articles: s.articleLines(r, articles), Next: further(r, next),
	}
	view.Description = "What " + source.Name + " published, newest first."
	view.follow(source.Name, "/source/"+source.ID.String(), "")
	if after != "" {
		view.First, view.Hidden = path, true
	}
	return s.page(http.StatusOK, "source", view)
}

func (s *Site) sources(r *http.Request) (*reply, error) {
	states, err := s.Reader.Sources(r.Context())
	if err != nil {
		return nil, err
	}
	view := &sourcesView{frame: s.frame(r, "Sources"), Total: len(states), Only: r.URL.Query().Get("show") == "failing"}
	view.Description = "The publishers read here, and how their feeds do."
	for _, state := range states {
		line := s.sourceLine(state)
		if !s.Private && !view.Owner {
			line.discreet()
		}
		if line.State == stateFailing || line.State == stateStopped {
			view.Failing++
		} else if view.Only {
			continue
		}
		view.Sources = append(view.Sources, line)
	}
	slices.SortStableFunc(view.Sources, func(a, b sourceLine) int {
		return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	if len(view.Sources) > maxSources {
		view.Hidden = len(view.Sources) - maxSources
		view.Sources = view.Sources[:maxSources]
	}
	return s.page(http.StatusOK, "sources", view)
}

// The states of a feed, and of a source: that of its worst feed.
const (
	stateWell    = "well"
	stateNew     = "new"
	stateFailing = "failing"
	stateStopped = "stopped"
)

func (s *Site) sourceLine(state news.SourceState) sourceLine {
	now := time.Now().In(s.Now().Location()) // feeds are read by the clock on the wall, whatever the time of the news
	src := state.Source
	line := sourceLine{
		Name: src.Name, URL: sourcePath(src.ID, src.Name), Home: outward(src.Home), Host: src.Host, Country: src.Country,
		Licence: licenceWords(licence.For(src, s.DefaultLicence, false)), Articles: state.Articles,
		Succeeded: when(state.SucceededAt, now), State: stateNew,
	}
	if src.Language != "" {
		primary, _, _ := strings.Cut(src.Language, "-")
		line.Language = languageName(strings.ToLower(primary))
	}
	rank := map[string]int{stateNew: 0, stateWell: 1, stateStopped: 2, stateFailing: 3}
	for _, f := range state.Feeds {
		feed := s.feedLine(f, now)
		line.Feeds = append(line.Feeds, feed)
		if rank[feed.State] > rank[line.State] {
			line.State = feed.State
		}
	}
	return line
}

// discreet takes out what is between the instance and its publishers: a feed's address may hold a key.
func (l *sourceLine) discreet() {
	for i := range l.Feeds {
		f := &l.Feeds[i]
		f.URL = ""
		if f.Problem != "" {
			f.Problem = reasonWords[f.Reason]
		}
	}
}

// reasonWords say what went wrong without saying where.
var reasonWords = map[news.Reason]string{
	news.ReasonGone: "The feed is gone.", news.ReasonBlocked: "The publisher does not let programs read it.",
	news.ReasonTooLarge: "The feed is too large.", news.ReasonNotArticle: "There is no feed at its address.",
	news.ReasonFailed: "The feed cannot be read just now.",
}

func (s *Site) feedLine(f news.Feed, now time.Time) feedLine {
	line := feedLine{
		ID: f.ID, Title: f.Title, URL: outward(f.URL), Every: every(f.Interval), Succeeded: when(f.SucceededAt, now),
		Failures: f.Failures, Reason: f.Reason, Problem: f.Problem, State: stateWell,
	}
	switch {
	case f.Stopped:
		line.State = stateStopped
	case f.Failures > 0:
		line.State = stateFailing
	case f.PolledAt.IsZero():
		line.State = stateNew
	}
	if line.State == stateWell {
		line.Problem = "" // of a failure that is over
	}
	return line
}

// every words a poll interval.
func every(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Hour:
		return fmt.Sprintf("every %d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("every %d h", int(d.Hours()+0.5))
	}
	return fmt.Sprintf("every %d d", int(d.Hours()/24+0.5))
}

func licenceWords(g licence.Grant) string {
	switch g.View {
	case licence.Full:
		return "full text"
	case licence.Excerpt:
		return "excerpts"
	}
	return "headlines"
}

// unsubscribe stops following a feed.
func (s *Site) unsubscribe(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if err := s.Desk.Unsubscribe(r.Context(), news.FeedID(id)); err != nil {
		return nil, err
	}
	s.flash(r, "The feed is no longer followed. What it brought stays.")
	return redirect(http.StatusSeeOther, "/sources"), nil
}
