package web

import (
	"context"
	"net/http"

	"nutgraf/internal/news"
)

type sourceReader interface {
	censusReader
	learnedReader
	Source(ctx context.Context, id news.SourceID) (news.Source, error)
	SourceState(ctx context.Context, id news.SourceID) (news.SourceState, error)
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
}

// sourceView is one publisher: what it published, and how its feeds do.
type sourceView struct {
	frame
	Source   sourceLine
	Articles []articleLine
	Next     string
	First    string
	Back     string
	Form     *sourceForm // the owner's settings; nil for others
	Health   *readingLine
	Lately   *latelyLine // on the first page
}

func (s *Site) source(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	state, err := s.Reader.SourceState(r.Context(), news.SourceID(id))
	if err != nil {
		return nil, err
	}
	source := state.Source
	path := sourcePath(source.ID, source.Name)
	if elsewhere := settled(r, path); elsewhere != nil {
		return elsewhere, nil
	}
	after := r.URL.Query().Get("after")
	articles, next, err := s.Reader.Latest(r.Context(), news.Filter{Source: source.ID, After: after, Limit: news.DefaultLimit})
	if err != nil {
		return nil, err
	}
	now := s.wall()
	holds, err := s.Reader.Holds(r.Context(), now)
	if err != nil {
		return nil, err
	}
	view := &sourceView{frame: s.frame(r, source.Name), Articles: s.articleLines(r, articles), Next: further(r, next), Back: r.URL.RequestURI()}
	view.Source = s.sourceLine(news.Judge([]news.SourceState{state}, holds, now)[0], now, s.Private || view.Owner)
	learned, furniture, err := s.Reader.Learned(r.Context(), source.ID)
	if err != nil {
		return nil, err
	}
	view.Health = s.readingLine(source.ID, source.Host, learned, furniture, now, view.Owner)
	if view.Owner {
		view.Form = formOfSource(source)
		for i, f := range state.Feeds {
			view.Source.Feeds[i].Form = formOfFeed(f)
		}
	}
	view.Description = s.say(r).T("What %s published, newest first.", source.Name)
	view.follow(source.Name, "/source/"+source.ID.String(), "")
	view.dates(source.Name, "/source/"+source.ID.String(), "")
	view.Crumbs = s.way(r, tab{Name: s.say(r).T("Sources"), URL: "/sources"})
	view.Schema = s.listed(r, source.Name, worded(articles, func(a news.Article) string { return articlePath(a.ID, a.Headline) }))
	if after != "" {
		view.First, view.Hidden = path, true
	} else {
		view.Lately = latelyOf(articles)
	}
	return s.page(r, http.StatusOK, "source", view)
}
