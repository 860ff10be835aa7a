package web

import (
	"fmt"
	"net/http"
	"time"

	"nutgraf/internal/news"
)

// How far back, and how much, a page of what is followed takes.
const (
	yoursSince = 14 * 24 * time.Hour
	yoursRest  = 24 // stories of a feed
)

// yoursView is a front page made only of what its reader follows.
type yoursView struct {
	frontView
	Follows  []followLine
	Searches []keptSearch // those made last, with the newest of each
	Keyed    []feedLink
}

// followLine is something that is followed, and the way to it.
type followLine struct {
	news.Follow
	URL string
}

func (s *Site) yours(r *http.Request) (*reply, error) {
	stories, follows, err := s.followed(r)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	view := &yoursView{frontView: frontView{frame: s.frame(r, s.say(r).T("Yours"))}, Keyed: s.keyedFeeds(r, "/yours")}
	view.frame.Hidden = true
	for _, f := range follows {
		view.Follows = append(view.Follows, followLine{f, fmt.Sprintf("/%s/%s", f.Kind, f.Ref)})
	}
	if view.Searches, err = s.newestKept(r); err != nil {
		return nil, err
	}
	if len(stories) > 0 {
		s.place(r, &view.frontView, s.Front(stories, now, s.edition(r)), now)
	}
	return s.page(r, http.StatusOK, "yours", view)
}

// followed reads the stories of what the user follows, without the muted.
func (s *Site) followed(r *http.Request) ([]news.Story, []news.Follow, error) {
	follows, err := s.Users.Follows(r.Context(), mineOf(r).ID)
	if err != nil || len(follows) == 0 {
		return nil, nil, err
	}
	stories, err := s.Users.Followed(r.Context(), follows, news.Filter{Edition: s.edition(r), Since: s.Now().Add(-yoursSince), Limit: maxCandidates})
	if err != nil {
		return nil, nil, err
	}
	stories, err = s.unmuted(r, stories)
	return stories, follows, err
}

func (s *Site) yoursFeed(r *http.Request) (*channel, error) {
	stories, _, err := s.followed(r)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.say(r).T("Yours"), "/yours")
	c.Items = s.storyItems(r, top(stories, yoursRest))
	return c, nil
}

// followOne follows something, or with remove no longer.
func (s *Site) followOne(r *http.Request) (*reply, error) {
	f := news.Follow{
		Kind: news.FollowKind(r.PostFormValue("kind")), Ref: r.PostFormValue("ref"), Name: r.PostFormValue("name"), At: s.Now(),
	}
	if err := s.Users.SetFollow(r.Context(), mineOf(r).ID, f, r.PostFormValue("remove") == ""); err != nil {
		return nil, err
	}
	return s.done(r), nil
}

// keyed opens a feed of a user's to who has the user's key. What it says is nobody else's, so it is kept nowhere.
func (s *Site) keyed(list lister) lister {
	return func(r *http.Request) (*channel, error) {
		u, err := s.Users.UserByKey(r.Context(), r.URL.Query().Get("key"))
		if err != nil {
			return nil, err
		}
		c, err := list(as(r, u, false))
		if err == nil {
			c.ID, c.Home, c.private = stripped(c.ID), stripped(c.Home), true
		}
		return c, err
	}
}

// keyedFeeds are the feeds of a page for the user's own programs; none before there is a key.
func (s *Site) keyedFeeds(r *http.Request, path string) []feedLink {
	m := mineOf(r)
	if m.Key == "" {
		return nil
	}
	return []feedLink{
		{"Atom", "application/atom+xml", s.absolute(r, path+"/feed.atom?key="+m.Key)},
		{"JSON Feed", "application/feed+json", s.absolute(r, path+"/feed.json?key="+m.Key)},
	}
}
