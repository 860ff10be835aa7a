package web

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

type sitemapReader interface {
	// NextStory is the number after the highest one that a story ever had.
	NextStory(ctx context.Context) (news.StoryID, error)
	// Addressed lists the stories with numbers from one until another that a stranger may visit, the lowest first.
	Addressed(ctx context.Context, from, until news.StoryID) ([]news.Addressed, error)
	// AddressedSince lists those that began at a time or later, the newest first, at most so many.
	AddressedSince(ctx context.Context, since time.Time, most int) ([]news.Addressed, error)
}

const (
	mapStories  = 5000 // numbers in one sitemap; the protocol allows 50,000
	maxNewsMap  = 1000 // what news sitemaps may hold
	newsMapSpan = 48 * time.Hour
)

// The shapes of sitemaps 0.9, and of Google's for news.
type (
	sitemapIndexDocument struct {
		XMLName xml.Name         `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []sitemapAddress `xml:"sitemap"`
	}
	sitemapDocument struct {
		XMLName   xml.Name         `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		News      string           `xml:"xmlns:news,attr,omitempty"`
		Addresses []sitemapAddress `xml:"url"`
	}
	sitemapAddress struct {
		Loc     string       `xml:"loc"`
		Changed string       `xml:"lastmod,omitempty"`
		News    *sitemapNews `xml:"news:news"`
	}
	sitemapNews struct {
		Name     string `xml:"news:publication>news:name"`
		Language string `xml:"news:publication>news:language"`
		Date     string `xml:"news:publication_date"`
		Title    string `xml:"news:title"`
	}
)

// public keeps what is for search engines from those of a site that is one reader's own.
func (s *Site) public(do action) action {
	return func(r *http.Request) (*reply, error) {
		if s.Private {
			return nil, news.ErrNotFound
		}
		return do(r)
	}
}

// sitemapIndex names the sitemaps: the news, the pages, and the stories by their numbers. A story stays in its sitemap whatever becomes of
// it, a full one never grows, and nothing has to be counted.
func (s *Site) sitemapIndex(r *http.Request) (*reply, error) {
	next, err := s.Reader.NextStory(r.Context())
	if err != nil {
		return nil, err
	}
	document := sitemapIndexDocument{Maps: []sitemapAddress{{Loc: s.absolute(r, "/sitemap-news.xml")}, {Loc: s.absolute(r, "/sitemap/pages.xml")}}}
	for n := (int64(next) - 1 + mapStories - 1) / mapStories; n > 0; n-- { // the newest first
		document.Maps = append(document.Maps, sitemapAddress{Loc: s.absolute(r, "/sitemap/stories-"+strconv.FormatInt(n, 10)+".xml")})
	}
	return xmlReply(document)
}

// sitemap is one of those that the index names.
func (s *Site) sitemap(r *http.Request) (*reply, error) {
	name, isXML := strings.CutSuffix(r.PathValue("name"), ".xml")
	if name == "pages" && isXML {
		return s.pagesSitemap(r)
	}
	number, isStories := strings.CutPrefix(name, "stories-")
	n, err := parseID(number)
	if err != nil || !isXML || !isStories || n > 1<<40 {
		return nil, news.ErrNotFound
	}
	until := news.StoryID(n*mapStories + 1)
	stories, err := s.Reader.Addressed(r.Context(), until-mapStories, until)
	if err != nil {
		return nil, err
	}
	if len(stories) == 0 && n > 1 {
		next, err := s.Reader.NextStory(r.Context())
		if err == nil && next <= until-mapStories {
			err = news.ErrNotFound // no story has had such a number yet
		}
		if err != nil {
			return nil, err
		}
	}
	document := sitemapDocument{}
	for _, story := range stories {
		document.Addresses = append(document.Addresses, s.addressOf(r, story))
	}
	return xmlReply(document)
}

func (s *Site) addressOf(r *http.Request, story news.Addressed) sitemapAddress {
	return sitemapAddress{Loc: s.absolute(r, storyPath(story.ID, story.Headline)), Changed: isoDate(story.UpdatedAt, false)}
}

// pagesSitemap lists the pages that are always there.
func (s *Site) pagesSitemap(r *http.Request) (*reply, error) {
	document := sitemapDocument{}
	for _, page := range sitePages {
		if !page.unlisted {
			document.Addresses = append(document.Addresses, sitemapAddress{Loc: s.absolute(r, page.path)})
		}
	}
	for _, section := range news.Sections() {
		document.Addresses = append(document.Addresses, sitemapAddress{Loc: s.absolute(r, sectionPath(section))})
	}
	return xmlReply(document)
}

// newsSitemap lists the stories of the last two days, as search engines for news ask for them.
func (s *Site) newsSitemap(r *http.Request) (*reply, error) {
	stories, err := s.Reader.AddressedSince(r.Context(), s.Now().Add(-newsMapSpan), maxNewsMap)
	if err != nil {
		return nil, err
	}
	document := sitemapDocument{News: "http://www.google.com/schemas/sitemap-news/0.9"}
	var changed time.Time
	for _, story := range stories {
		address := s.addressOf(r, story)
		address.News = &sitemapNews{printable(s.Title), newsLanguage(story.Language), isoDate(story.FirstSeenAt, false), printable(story.Headline)}
		document.Addresses = append(document.Addresses, address)
		if story.UpdatedAt.After(changed) {
			changed = story.UpdatedAt
		}
	}
	answer, err := xmlReply(document)
	if err == nil {
		answer.changed = changed
	}
	return answer, err
}

// newsLanguage is a language as news sitemaps want it: two or three letters, but for Chinese.
func newsLanguage(tag string) string {
	if tag == "zh" {
		return "zh-cn"
	}
	return tag
}

func xmlReply(document any) (*reply, error) {
	body, err := xml.Marshal(document)
	if err != nil {
		return nil, fmt.Errorf("xml: %w", err)
	}
	return ok("application/xml; charset=utf-8", slices.Concat([]byte(xml.Header), body, []byte("\n"))), nil
}
