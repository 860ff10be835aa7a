package web

import (
	"context"
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/news"
)

type mediaReader interface {
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
	// Recordings are what is to be heard or watched of articles; those without are not in it.
	Recordings(ctx context.Context, articles []news.ArticleID) (map[news.ArticleID]news.Recording, error)
}

// mediaView is what there is to hear and to watch, newest first.
type mediaView struct {
	frame
	Name     string // a message
	Tabs     []tab
	Episodes []episodeLine
	Next     string
	First    string
}

// episodeLine is an article with something to play.
type episodeLine struct {
	articleLine
	Play       *medium // nil: it is played on its publisher's page
	Transcript string
}

// playedKinds are the forms that are heard or watched.
var playedKinds = []news.Kind{news.KindAudio, news.KindVideo}

func (s *Site) media(r *http.Request) (*reply, error) {
	query := r.URL.Query()
	kind := news.Kind(query.Get("kind"))
	articles, next, err := s.mediaArticles(r)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	view := &mediaView{Name: news.Word("Audio & video"), Tabs: []tab{{news.Word("Newest of both"), "/media", kind == ""}}}
	for _, k := range playedKinds {
		view.Tabs = append(view.Tabs, tab{kindNames[k], "/media?kind=" + string(k), k == kind})
	}
	if kind != "" {
		view.Name = kindNames[kind]
	}
	view.frame = s.frame(r, say.T(view.Name))
	view.Description = say.T("What the publishers chosen here give to hear and to watch, newest first.")
	if view.Next = further(r, next); query.Get("after") != "" {
		query.Del("after")
		view.First, view.Hidden = withQuery("/media", query.Encode()), true
	}
	query.Del("after")
	view.follow(say.T("%s: audio & video", s.Title), "/media", query.Encode())
	if view.Episodes, err = s.episodeLines(r, articles); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "media", view)
}

// mediaArticles reads what the address asks for: one kind page by page, or the newest of both.
func (s *Site) mediaArticles(r *http.Request) ([]news.Article, string, error) {
	kind := news.Kind(r.URL.Query().Get("kind"))
	if kind == "" {
		articles, err := s.newestMedia(r, s.edition(r), news.DefaultLimit)
		return articles, "", err
	}
	if !slices.Contains(playedKinds, kind) {
		return nil, "", news.ErrNotFound
	}
	articles, next, err := s.Reader.Latest(r.Context(), news.Filter{Edition: s.edition(r), Kind: kind, After: r.URL.Query().Get("after"), Limit: news.DefaultLimit})
	if err != nil {
		return nil, "", err
	}
	articles, err = s.unmutedArticles(r, articles)
	return articles, next, err
}

// newestMedia are the newest to hear and to watch, together, without the muted.
func (s *Site) newestMedia(r *http.Request, edition news.Edition, limit int) ([]news.Article, error) {
	var media []news.Article
	for _, kind := range playedKinds {
		articles, _, err := s.Reader.Latest(r.Context(), news.Filter{Edition: edition, Kind: kind, Limit: limit})
		if err != nil {
			return nil, err
		}
		media = append(media, articles...)
	}
	slices.SortStableFunc(media, func(a, b news.Article) int { return b.Time().Compare(a.Time()) })
	media, err := s.unmutedArticles(r, media)
	return top(media, limit), err
}

// episodeLines words articles with what there is to play of them.
func (s *Site) episodeLines(r *http.Request, articles []news.Article) ([]episodeLine, error) {
	var asked []news.ArticleID
	for _, a := range articles {
		asked = append(asked, a.ID)
	}
	if len(asked) == 0 {
		return nil, nil
	}
	recordings, err := s.Reader.Recordings(r.Context(), asked)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	return worded(articles, func(a news.Article) episodeLine {
		return episodeOf(a, s.articleLine(r, a, now), recordings[a.ID])
	}), nil
}

func episodeOf(a news.Article, line articleLine, told news.Recording) episodeLine {
	episode := episodeLine{articleLine: line}
	episode.Form = string(a.Kind)
	a.Enclosures = told.Media
	if media := mediaOf(a, line.Source, line.Image); len(media) > 0 {
		episode.Play = &media[0]
	}
	if told.Episode == nil {
		return episode
	}
	episode.Length = lengthOf(told.Episode.Duration)
	for _, t := range told.Episode.Transcripts {
		if episode.Transcript = outward(t.URL); episode.Transcript != "" {
			break
		}
	}
	return episode
}

// lengthOf words how long something plays; nil when that is unknown.
func lengthOf(d time.Duration) *news.Phrase {
	if d <= 0 {
		return nil
	}
	minutes := max(1, int(d.Round(time.Minute)/time.Minute))
	length := news.SayN(minutes, "%d min", "%d min")
	if minutes >= 60 {
		length = news.Say("%d h %d min", minutes/60, minutes%60)
	}
	return &length
}

func (s *Site) mediaFeed(r *http.Request) (*channel, error) {
	articles, _, err := s.mediaArticles(r)
	if err != nil {
		return nil, err
	}
	var asked []news.ArticleID
	for _, a := range articles {
		asked = append(asked, a.ID)
	}
	recordings, err := s.Reader.Recordings(r.Context(), asked)
	if err != nil {
		return nil, err
	}
	for i := range articles {
		articles[i].Enclosures = recordings[articles[i].ID].Media
	}
	c := s.channelOf(r, s.say(r).T("%s: audio & video", s.Title), "/media")
	c.Items = s.articleItems(r, articles)
	return c, nil
}
