package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// channel is a listing that goes out as a feed, before it takes a format. Addresses are absolute.
type channel struct {
	ID, Title, Site string
	Home, Self      string
	Language        string
	Updated         time.Time
	Items           []item
	private         bool // one user's: kept by nobody on the way
}

// item is one story or article of a channel, cut to its licence.
type item struct {
	ID        string
	URL       string // what the headline leads to
	Related   string // the other side of it: our page of an article, the publisher of a story
	Headline  string
	Summary   string
	Source    string
	Authors   []string
	Language  string
	Section   string
	Image     string
	Published time.Time
	Updated   time.Time
	Media     []news.Enclosure
}

// lister reads what an address asks for as a channel; encoder writes it in a format.
type (
	lister  func(r *http.Request) (*channel, error)
	encoder func(c *channel) (*reply, error)
)

// feed serves a listing in a format.
func (s *Site) feed(list lister, encode encoder) action {
	return func(r *http.Request) (*reply, error) {
		c, err := list(r)
		if err != nil {
			return nil, err
		}
		c.Site = s.Title
		c.Self = s.absolute(r, r.URL.RequestURI())
		for _, i := range c.Items {
			if i.Updated.After(c.Updated) {
				c.Updated = i.Updated
			}
		}
		c.Items = top(c.Items, limitOf(r))
		answer, err := encode(c)
		if err == nil {
			answer.keep, answer.changed = keepFeed, c.Updated
			answer.own = c.private
		}
		return answer, err
	}
}

// channelOf begins a channel whose page is at path; the query stays, but for the place in the listing.
func (s *Site) channelOf(r *http.Request, title, path string) *channel {
	query := r.URL.Query()
	query.Del("after")
	if encoded := query.Encode(); encoded != "" {
		path += "?" + encoded
	}
	home := s.absolute(r, path)
	return &channel{ID: home, Title: title, Home: home, Language: s.choices(r).Language}
}

func (s *Site) frontFeed(r *http.Request) (*channel, error) {
	stories, _, err := s.Reader.Stories(r.Context(), news.Filter{Edition: s.edition(r), Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title, "/")
	c.Items = s.storyItems(r, visible(stories))
	return c, nil
}

func (s *Site) sectionFeed(r *http.Request) (*channel, error) {
	section, stories, _, err := s.sectionStories(r, time.Time{})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.sectionIn(r, section), sectionPath(section))
	c.Items = s.storyItems(r, stories)
	return c, nil
}

func (s *Site) latestFeed(r *http.Request) (*channel, error) {
	articles, _, err := s.latestArticles(r)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.say(r).T("%s: latest", s.Title), "/latest")
	c.Items = s.articleItems(r, articles)
	return c, nil
}

func (s *Site) storyFeed(r *http.Request) (*channel, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	story, err := s.openStory(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	articles, err := s.Reader.StoryArticles(r.Context(), story.ID)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, story.Headline, storyPath(story.ID, story.Headline))
	c.Language = story.Language
	c.Items = s.articleItems(r, newest(articles, maxFamilies))
	return c, nil
}

func (s *Site) sourceFeed(r *http.Request) (*channel, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	source, err := s.Reader.Source(r.Context(), news.SourceID(id))
	if err != nil {
		return nil, err
	}
	articles, _, err := s.Reader.Latest(r.Context(), news.Filter{Source: source.ID, Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, source.Name, sourcePath(source.ID, source.Name))
	c.Language = source.Language
	c.Items = s.articleItems(r, articles)
	return c, nil
}

func (s *Site) searchFeed(r *http.Request) (*channel, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if q == "" {
		return nil, news.ErrNotFound
	}
	found, err := s.find(r, s.asked(r, q))
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+q, "/search")
	c.Items = s.hitItems(r, found.Hits)
	return c, nil
}

// hitItems are what a search found as items, each with the words around what was looked for.
func (s *Site) hitItems(r *http.Request, hits []news.Hit) []item {
	return worded(hits, func(hit news.Hit) item {
		grant := s.grant(r, hit.Article.Licence)
		hit = grant.Hit(hit)
		entry := s.articleItem(r, grant, hit.Article)
		entry.Summary = hit.Snippet
		return entry
	})
}

// storyItems are stories as items: the headline leads to the story's page here, where every source is linked.
func (s *Site) storyItems(r *http.Request, stories []news.Story) []item {
	items := make([]item, len(stories))
	for i, story := range stories {
		story = s.granted(r, story)
		items[i] = item{
			ID: s.absolute(r, "/story/"+story.ID.String()), URL: s.absolute(r, storyPath(story.ID, story.Headline)),
			Headline: story.Headline, Summary: story.Summary, Source: story.SourceName, Language: story.Language,
			Section: sectionName(story.Section), Image: outward(story.Image.URL), Published: story.FirstSeenAt, Updated: story.UpdatedAt,
		}
	}
	return items
}

func (s *Site) articleItems(r *http.Request, articles []news.Article) []item {
	items := make([]item, len(articles))
	for i, a := range articles {
		items[i] = s.articleItem(r, s.grant(r, a.Licence), a)
	}
	return items
}

// articleItem is an article as an item: the headline leads to its publisher.
func (s *Site) articleItem(r *http.Request, grant licence.Grant, a news.Article) item {
	a = grant.Article(a)
	here := s.absolute(r, articlePath(a.ID, a.Headline))
	i := item{
		ID: s.absolute(r, "/article/"+a.ID.String()), URL: publisherOf(a), Related: here, Headline: a.Headline, Summary: a.Summary,
		Source: a.Outlet, Authors: a.Authors, Language: a.Language, Section: sectionName(a.Section), Image: outward(a.Image.URL),
		Published: a.Time(), Updated: a.Time(), Media: a.Enclosures,
	}
	if a.UpdatedAt.After(i.Updated) && !a.UpdatedAt.After(s.Now()) {
		i.Updated = a.UpdatedAt
	}
	if i.URL == "" {
		i.URL, i.Related = here, ""
	}
	return i
}

// stripped is an address without what was asked of it, such as a key.
func stripped(address string) string {
	before, _, _ := strings.Cut(address, "?")
	return before
}

// newest is the last n of a list that is oldest first, turned round.
func newest(articles []news.Article, n int) []news.Article {
	var list []news.Article
	for i := len(articles) - 1; i >= 0 && len(list) < n; i-- {
		list = append(list, articles[i])
	}
	return list
}

// tagURI makes an identity that stays when the site moves from http to https: RFC 4151 without its date would be
// none, so the address itself serves, its scheme fixed.
func tagURI(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Scheme = "http"
	return u.String()
}
