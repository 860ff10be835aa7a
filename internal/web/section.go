package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"nutgraf/internal/news"
)

type sectionReader interface {
	Stories(ctx context.Context, f news.Filter) (stories []news.Story, next string, err error)
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
}

// sectionView is a section's front: one story with its picture, a few beside it, then the rest in order.
type sectionView struct {
	frame
	Name    string
	Lead    *storyLine // on the first page
	Seconds []storyLine
	Rest    []storyLine
	Next    string
	First   string // the section's first page, when this is a later one
	Past    *pastView
	Earlier string
}

const sectionSeconds = 3

func (s *Site) sectionPage(r *http.Request) (*reply, error) {
	at, err := s.pastHour(r)
	if err != nil {
		return nil, err
	}
	section, stories, next, err := s.sectionStories(r, at)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	name := say.T(sectionName(section))
	view := &sectionView{frame: s.frame(r, name), Name: name, Next: further(r, next)}
	view.Description = say.T("%s: news from the publishers chosen here, most reported first.", name)
	view.follow(s.Title+": "+name, r.URL.Path, langQuery(r))
	view.Schema = s.collection(r, name, stories)
	if view.Past, err = s.past(r, &view.frame, at); err != nil {
		return nil, err
	}
	if r.URL.Query().Get("after") != "" {
		view.First, view.Rest = r.URL.Path, s.storyLines(r, stories)
		view.Hidden = true
		return s.page(r, http.StatusOK, "section", view)
	}
	now := s.Now()
	if view.Past != nil {
		now = at
	} else {
		view.Earlier = atHour(r, now.Truncate(time.Hour))
	}
	page := s.Section(stories, now, s.edition(r), section)
	if view.Past == nil {
		view.Live = s.live(r, url.Values{"section": {string(section)}}, slotNumbers(page))
	}
	lines := s.slotLines(r, page.Slots, now)
	if len(lines) > 0 {
		view.Lead, lines = &lines[0], lines[1:]
		view.Seconds = top(lines, sectionSeconds)
		view.Rest = lines[len(view.Seconds):]
	}
	return s.page(r, http.StatusOK, "section", view)
}

// sectionStories reads what the address asks for, as of that time; zero: now.
func (s *Site) sectionStories(r *http.Request, at time.Time) (news.Section, []news.Story, string, error) {
	section := news.Section(r.PathValue("section"))
	if section == "" || !section.Valid() {
		return "", nil, "", news.ErrNotFound
	}
	stories, next, err := s.Reader.Stories(r.Context(), news.Filter{
		Edition: s.edition(r), Section: section, At: at, After: r.URL.Query().Get("after"), Limit: news.DefaultLimit,
	})
	if err != nil {
		return "", nil, "", err
	}
	stories, err = s.unmuted(r, visible(stories))
	return section, stories, next, err
}

// latestView is the river: every article, newest first.
type latestView struct {
	frame
	Tabs     []tab
	Articles []articleLine
	Next     string
	First    string
}

func (s *Site) latest(r *http.Request) (*reply, error) {
	articles, next, err := s.latestArticles(r)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	view := &latestView{frame: s.frame(r, say.T("Latest")), Articles: s.articleLines(r, articles), Next: further(r, next)}
	query := r.URL.Query()
	kind := news.Kind(query.Get("kind"))
	view.Tabs = []tab{{news.Word("Everything"), "/latest", kind == ""}}
	for _, k := range []news.Kind{news.KindAudio, news.KindVideo, news.KindLive, news.KindOpinion, news.KindReview} {
		view.Tabs = append(view.Tabs, tab{kindNames[k], "/latest?kind=" + string(k), k == kind})
	}
	if query.Get("after") != "" {
		view.First, view.Hidden = "/latest", true
	}
	query.Del("after")
	view.Description = say.T("Every article from the publishers chosen here, newest first.")
	view.follow(say.T("%s: latest", s.Title), "/latest", query.Encode())
	return s.page(r, http.StatusOK, "latest", view)
}

// latestArticles reads what the address asks for.
func (s *Site) latestArticles(r *http.Request) ([]news.Article, string, error) {
	query := r.URL.Query()
	kind := news.Kind(query.Get("kind"))
	if kind != "" && kindNames[kind] == "" && kind != news.KindReport {
		return nil, "", news.ErrNotFound
	}
	articles, next, err := s.Reader.Latest(r.Context(), news.Filter{
		Edition: s.edition(r), Kind: kind, After: query.Get("after"), Limit: news.DefaultLimit,
	})
	if err != nil {
		return nil, "", err
	}
	articles, err = s.unmutedArticles(r, articles)
	return articles, next, err
}
