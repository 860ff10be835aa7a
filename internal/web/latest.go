package web

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// latestView is the river: every article, newest first, under the hours in which they came.
type latestView struct {
	frame
	Tabs    []tab
	Tongued []choice // languages to choose from, with the address of each as its value
	Hours   []hour
	Next    string
	First   string
}

// hour is the articles of one hour, or of a day whose hours are unknown.
type hour struct {
	Day      time.Time // set when the hour before was of another day
	Mark     stamp
	Clock    string // "14:00"; empty for a day
	Articles []articleLine
}

// filteredKinds are the forms that a reader may want alone.
var filteredKinds = []news.Kind{news.KindReport, news.KindLive, news.KindOpinion, news.KindReview, news.KindAudio, news.KindVideo, news.KindGallery, news.KindRelease}

func (s *Site) latest(r *http.Request) (*reply, error) {
	articles, next, err := s.latestArticles(r)
	if err != nil {
		return nil, err
	}
	counts, err := s.Reader.Languages(r.Context())
	if err != nil {
		return nil, err
	}
	say, query := s.say(r), r.URL.Query()
	view := &latestView{frame: s.frame(r, say.T("Latest")), Hours: s.hours(r, articles), Next: further(r, next)}
	view.Description = say.T("Every article from the publishers chosen here, newest first.")
	if query.Get("after") != "" {
		query.Del("after")
		view.First, view.frame.Hidden = withQuery("/latest", query.Encode()), true
	}
	kind := query.Get("kind")
	view.Tabs = []tab{{news.Word("Everything"), with(query, "kind", ""), kind == ""}}
	for _, k := range filteredKinds {
		view.Tabs = append(view.Tabs, tab{formNames[k], with(query, "kind", string(k)), string(k) == kind})
	}
	for _, c := range languages(counts, s.edition(r).Language) {
		c.Value = with(query, "lang", c.Value)
		view.Tongued = append(view.Tongued, c)
	}
	view.Schema = s.listed(r, view.frame.Title, worded(articles, func(a news.Article) string { return articlePath(a.ID, a.Headline) }))
	view.follow(say.T("%s: latest", s.Title), "/latest", query.Encode())
	return s.page(r, http.StatusOK, "latest", view)
}

// formNames are the forms as filters are named.
var formNames = map[news.Kind]string{
	news.KindReport: news.Word("Reports"), news.KindOpinion: news.Word("Opinion"), news.KindLive: news.Word("Live"), news.KindVideo: news.Word("Video"),
	news.KindAudio: news.Word("Audio"), news.KindGallery: news.Word("Gallery"), news.KindReview: news.Word("Review"), news.KindRelease: news.Word("Press release"),
}

// with is the address of the river with one thing else asked for; empty: no more.
func with(query url.Values, name, value string) string {
	changed := url.Values{}
	for key, values := range query {
		changed[key] = slices.Clone(values)
	}
	if changed.Set(name, value); value == "" {
		changed.Del(name)
	}
	return withQuery("/latest", changed.Encode())
}

// hours puts articles, newest first, under the hours in which they came.
func (s *Site) hours(r *http.Request, articles []news.Article) []hour {
	now := s.Now()
	var all []hour
	var last time.Time // midnight of the last hour's day
	for _, a := range articles {
		at := a.Time().In(now.Location())
		clock, mark := at.Format("15:00"), when(at.Truncate(time.Hour), now)
		if a.DateOnly {
			clock, mark = "", onDay(a.Time(), now)
		}
		day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, at.Location())
		if len(all) == 0 || !day.Equal(last) || all[len(all)-1].Clock != clock {
			all = append(all, hour{Clock: clock, Mark: mark})
			if !day.Equal(last) {
				all[len(all)-1].Day = day
			}
			last = day
		}
		one := &all[len(all)-1]
		one.Articles = append(one.Articles, s.articleLine(r, a, now))
	}
	return all
}

// latestArticles reads what the address asks for.
func (s *Site) latestArticles(r *http.Request) ([]news.Article, string, error) {
	query := r.URL.Query()
	kind := news.Kind(query.Get("kind"))
	if kind != "" && kindNames[kind] == "" && kind != news.KindReport {
		return nil, "", news.ErrNotFound
	}
	articles, next, err := s.Reader.Latest(r.Context(), news.Filter{
		Edition: s.edition(r), Kind: kind, After: query.Get("after"), Limit: limitOf(r),
	})
	if err != nil {
		return nil, "", err
	}
	articles, err = s.unmutedArticles(r, articles)
	return articles, next, err
}
