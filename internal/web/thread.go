package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

type threadReader interface {
	Threads(ctx context.Context, f news.Filter) (threads []news.Thread, next string, err error)
	// Thread follows redirects: the thread's ID may be another than the one asked for.
	Thread(ctx context.Context, id news.ThreadID) (news.Thread, error)
}

func threadPath(id news.ThreadID, name string) string {
	return "/thread/" + id.String() + "/" + url.PathEscape(slug(name))
}

// threadLine is a thread as lists show it.
type threadLine struct {
	URL     string
	Name    string
	Phrases []string
	Lang    string
	Tongue  template.HTMLAttr // of the name
	Stories int
	First   stamp
	Updated stamp
}

func (s *Site) threadLine(th news.Thread, now time.Time) threadLine {
	return threadLine{threadPath(th.ID, th.Name), th.Name, th.Phrases, th.Language, tongue(th.Language), th.Stories, when(th.FirstSeenAt, now), when(th.UpdatedAt, now)}
}

// threadsView is all threads, the newest first.
type threadsView struct {
	frame
	Threads []threadLine
	Next    string
	First   string
}

func (s *Site) threads(r *http.Request) (*reply, error) {
	after := r.URL.Query().Get("after")
	threads, next, err := s.Reader.Threads(r.Context(), news.Filter{Edition: s.edition(r), After: after, Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	now := s.Now()
	view := &threadsView{frame: s.frame(r, s.say(r).T("Threads")), Next: further(r, next)}
	view.Threads = worded(threads, func(th news.Thread) threadLine { return s.threadLine(th, now) })
	view.Description = s.say(r).T("What happened before, and what came of it: stories that follow each other over weeks and months.")
	view.follow(s.say(r).T("%s: threads", s.Title), "/threads", langQuery(r))
	view.Schema = s.listed(r, view.Title, worded(threads, func(th news.Thread) string { return threadPath(th.ID, th.Name) }))
	if after != "" {
		view.First, view.Hidden = "/threads", true
	}
	return s.page(r, http.StatusOK, "threads", view)
}

// threadView is a thread with its stories, the newest first.
type threadView struct {
	frame
	threadLine
	Articles int
	Months   []month[toldLine] // by when the stories began, the newest first
	Next     string
	FirstURL string
	ledgerView
}

// toldLine is a story in its thread, with what it told that was new.
type toldLine struct {
	storyLine
	Told  stamp // when it began
	Fresh []sentenceLine
}

// sentenceLine is a sentence of an article, as far as its licence goes.
type sentenceLine struct {
	Text   string
	URL    string // of the article here
	Source string
	Tongue template.HTMLAttr
}

func (s *Site) thread(r *http.Request) (*reply, error) {
	th, stories, next, err := s.threadStories(r)
	if err != nil {
		return nil, err
	}
	path := threadPath(th.ID, th.Name)
	if elsewhere := settled(r, path); elsewhere != nil {
		return elsewhere, nil
	}
	now := s.Now()
	view := &threadView{frame: s.frame(r, th.Name), threadLine: s.threadLine(th, now), Articles: th.Articles, Next: further(r, next)}
	told := worded(stories, func(story news.Story) toldLine {
		return toldLine{s.storyLine(r, story, now), when(story.FirstSeenAt, now), s.sentences(r, story, 1)}
	})
	slices.SortStableFunc(told, func(a, b toldLine) int { return b.Told.at.Compare(a.Told.at) })
	view.Months = byMonth(told, now, func(t toldLine) time.Time { return t.Told.at })
	view.Canonical = s.absolute(r, path)
	view.Crumbs = s.way(r, tab{Name: s.say(r).T("Threads"), URL: "/threads"}, tab{Name: th.Name})
	view.Description = s.say(r).T("%s: what happened, and what came of it.", strings.Join(th.Phrases, ", "))
	view.follow(th.Name, "/thread/"+th.ID.String(), "")
	view.dates(th.Name, "/thread/"+th.ID.String(), "")
	view.Schema = s.collection(r, th.Name, stories)
	if r.URL.Query().Get("after") != "" {
		view.FirstURL, view.Hidden = path, true
	} else if view.ledgerView, err = s.ledgerOf(r, news.LedgerFilter{Thread: th.ID}, "/thread/"+th.ID.String()); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "thread", view)
}

// threadStories reads the thread that the address names, and a page of its stories.
func (s *Site) threadStories(r *http.Request) (news.Thread, []news.Story, string, error) {
	id, err := idOf(r)
	if err != nil {
		return news.Thread{}, nil, "", err
	}
	th, err := s.Reader.Thread(r.Context(), news.ThreadID(id))
	if err != nil {
		return th, nil, "", err
	}
	stories, next, err := s.Reader.Stories(r.Context(), news.Filter{
		Thread: th.ID, Order: news.OrderUpdated, After: r.URL.Query().Get("after"), Limit: limitOf(r),
	})
	return th, stories, next, err
}

// sentences are at most n of what a story told that was new, each cut to its own source's licence.
func (s *Site) sentences(r *http.Request, story news.Story, n int) []sentenceLine {
	var lines []sentenceLine
	for _, k := range story.Fresh {
		k = s.grant(r, k.Licence).Sentence(k)
		if k.Text != "" && len(lines) < n {
			lines = append(lines, sentenceLine{k.Text, articlePath(k.Article, story.Headline), k.SourceName, tongue(story.Language)})
		}
	}
	return lines
}

func (s *Site) threadFeed(r *http.Request) (*channel, error) {
	th, stories, _, err := s.threadStories(r)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, th.Name, threadPath(th.ID, th.Name))
	c.Language = th.Language
	c.Items = s.storyItems(r, stories)
	return c, nil
}

func (s *Site) threadsFeed(r *http.Request) (*channel, error) {
	threads, _, err := s.Reader.Threads(r.Context(), news.Filter{Edition: s.edition(r), Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.say(r).T("Threads"), "/threads")
	for _, th := range threads {
		c.Items = append(c.Items, item{
			ID: s.absolute(r, "/thread/"+th.ID.String()), URL: s.absolute(r, threadPath(th.ID, th.Name)), Headline: th.Name, Source: s.Title,
			Summary: strings.Join(th.Phrases, ", "), Language: th.Language, Published: th.FirstSeenAt, Updated: th.UpdatedAt,
		})
	}
	return c, nil
}

// surroundings are what stands around a story: what its thread told before and after, what it adds, and the same event in other languages.
type surroundings struct {
	Thread  *threadLine
	Earlier []storyLine
	Later   []storyLine
	Fresh   []sentenceLine
	Abroad  []storyLine // in other languages
}

// earlierStories and abroadStories are how many a story's page shows.
const (
	earlierStories = 4  // and as many that came after
	laterStories   = 60 // to choose the next ones from
	abroadStories  = 12
)

// around reads what stands around a story.
func (s *Site) around(r *http.Request, story news.Story) (c surroundings, err error) {
	now := s.Now()
	th, err := news.Thread{}, error(nil)
	if story.Thread != 0 {
		th, err = s.Reader.Thread(r.Context(), story.Thread)
		if err != nil && !errors.Is(err, news.ErrNotFound) {
			return c, err
		}
	}
	if th.Stories > 1 {
		before, _, err := s.Reader.Stories(r.Context(), news.Filter{Thread: th.ID, Order: news.OrderUpdated, Before: story.UpdatedAt, Limit: earlierStories})
		if err != nil {
			return c, err
		}
		after, _, err := s.Reader.Stories(r.Context(), news.Filter{Thread: th.ID, Order: news.OrderUpdated, Since: story.UpdatedAt, Limit: laterStories})
		if err != nil {
			return c, err
		}
		after = slices.DeleteFunc(after, func(other news.Story) bool { return other.ID == story.ID })
		line := s.threadLine(th, now)
		c.Thread = &line
		c.Earlier, c.Fresh = s.storyLines(r, before), s.sentences(r, story, 2)
		c.Later = s.storyLines(r, after[max(len(after)-earlierStories, 0):]) // the next ones
	}
	if story.Coverage != 0 {
		same, _, err := s.Reader.Stories(r.Context(), news.Filter{Coverage: story.Coverage, Order: news.OrderUpdated, Limit: abroadStories})
		if err != nil {
			return c, err
		}
		for _, other := range same {
			if other.ID != story.ID && other.Language != story.Language {
				c.Abroad = append(c.Abroad, s.storyLine(r, other, now))
			}
		}
	}
	return c, nil
}
