package api

import (
	"context"
	"net/http"

	"nutgraf/internal/news"
)

type threadReader interface {
	Threads(ctx context.Context, f news.Filter) (threads []news.Thread, next string, err error)
	// Thread follows redirects: the thread's ID may be another than the one asked for.
	Thread(ctx context.Context, id news.ThreadID) (news.Thread, error)
}

// threadList answers /api/v1/threads.
type threadList struct {
	Threads []thread `json:"threads"`
	Next    string   `json:"next"`
}

// thread is a run of stories.
type thread struct {
	ID        int64    `json:"id"`
	URL       string   `json:"url"` // its page here
	Name      string   `json:"name"`
	Phrases   []string `json:"phrases,omitempty"`
	Language  string   `json:"language,omitempty"`
	Stories   int      `json:"stories"`
	Articles  int      `json:"articles"`
	FirstSeen string   `json:"first_seen,omitempty"`
	Updated   string   `json:"updated,omitempty"`
}

// threadDetail answers /api/v1/threads/{id}: the thread with its stories, the newest first.
type threadDetail struct {
	Thread  thread  `json:"thread"`
	Stories []story `json:"stories"`
	Next    string  `json:"next"`
}

// sentence is a sentence of an article, to the letter.
type sentence struct {
	Text    string `json:"text"`
	Article int64  `json:"article"`
	Source  string `json:"source,omitempty"`
}

func (s *server) threads(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	threads, next, err := s.Reader.Threads(r.Context(), f)
	if err != nil {
		return nil, err
	}
	list := threadList{Threads: make([]thread, len(threads)), Next: next}
	for i, th := range threads {
		list.Threads[i] = s.threadOf(r, th)
	}
	return list, nil
}

func (s *server) thread(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	th, err := s.openThread(r)
	if err != nil {
		return nil, err
	}
	f.Thread, f.Order = th.ID, news.OrderUpdated
	stories, next, err := s.Reader.Stories(r.Context(), f)
	if err != nil {
		return nil, err
	}
	detail := threadDetail{Thread: s.threadOf(r, th), Stories: make([]story, len(stories)), Next: next}
	for i, told := range stories {
		detail.Stories[i] = s.storyOf(r, told)
	}
	return detail, nil
}

// openThread reads the thread that the address names.
func (s *server) openThread(r *http.Request) (news.Thread, error) {
	id, err := idOf(r)
	if err != nil {
		return news.Thread{}, err
	}
	return s.Reader.Thread(r.Context(), news.ThreadID(id))
}

func (s *server) threadOf(r *http.Request, th news.Thread) thread {
	return thread{ID: int64(th.ID), URL: s.absolute(r, "/thread/"+th.ID.String()), Name: th.Name, Phrases: th.Phrases, Language: th.Language,
		Stories: th.Stories, Articles: th.Articles, FirstSeen: instant(th.FirstSeenAt), Updated: instant(th.UpdatedAt)}
}

// freshOf is what a story told that its thread did not know, cut to the licences of the sentences' sources.
func (s *server) freshOf(told news.Story) []sentence {
	var fresh []sentence
	for _, k := range told.Fresh {
		if k = s.grant(k.Licence).Sentence(k); k.Text != "" {
			fresh = append(fresh, sentence{k.Text, int64(k.Article), k.SourceName})
		}
	}
	return fresh
}
