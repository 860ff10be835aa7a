package web

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type articleReader interface {
	Article(ctx context.Context, id news.ArticleID) (news.Article, news.Source, error)
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	SayingsOf(ctx context.Context, article news.ArticleID) ([]news.Saying, error)
	EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) ([]news.Entity, error)
}

// articleView is the reading view: what the licence grants of one article, and the way to its publisher.
type articleView struct {
	frame
	Headline     string
	Summary      string
	Lang         string
	Tongue       template.HTMLAttr
	Source       string
	SourceURL    string
	Publisher    string // address of the article there
	Host         string // of that address
	Byline       string
	Published    stamp
	Updated      stamp
	Dateline     string
	Kind         string
	Section      tab
	Minutes      int // to read it; 0 when only an excerpt is shown
	Licence      string
	Partial      bool // there is more at the publisher than is shown here
	Truncated    bool
	Image        news.Image
	Media        []medium
	Body         []piece
	Related      []news.Link
	Copy         bool
	Story        *storyLine // when others report it too
	surroundings            // when they do not
	ledgerView
}

// medium is something to hear or to watch, played from where its publisher keeps it.
type medium struct {
	URL, Type string
	Video     bool
}

const wordsPerMinute = 230

func (s *Site) article(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	a, source, err := s.Reader.Article(r.Context(), news.ArticleID(id))
	if err != nil {
		return nil, err
	}
	if a.Hidden {
		return nil, errTakenOff
	}
	if elsewhere := settled(r, articlePath(a.ID, a.Headline)); elsewhere != nil {
		return elsewhere, nil
	}
	view := s.articleView(r, a, source)
	if a.StoryID != 0 {
		story, err := s.Reader.Story(r.Context(), a.StoryID)
		if err != nil && !errors.Is(err, news.ErrNotFound) {
			return nil, err
		}
		if err == nil && story.Articles > 1 {
			line := s.storyLine(r, story, s.Now())
			view.Story = &line
		} else if err == nil {
			if view.surroundings, err = s.around(r, story); err != nil {
				return nil, err
			}
		}
	}
	if view.ledgerView, err = s.ledgerOfArticle(r, a, source); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "article", view)
}

func (s *Site) articleView(r *http.Request, a news.Article, source news.Source) *articleView {
	grant := licence.For(source, s.DefaultLicence, s.Private || s.owner(r))
	a.Licence = source.Licence
	a = grant.Article(a)
	now := s.Now()
	line := lineOf(grant, a, now)
	view := &articleView{
		frame: s.frame(r, a.Headline), Headline: line.Headline, Summary: a.Summary, Lang: line.Lang, Tongue: line.Tongue,
		Source: nameOf(source, a), SourceURL: sourcePath(source.ID, source.Name), Publisher: line.Publisher, Host: news.HostKey(line.Publisher),
		Byline: byline(a.Authors), Published: line.When, Dateline: a.Dateline, Kind: line.Kind,
		Licence: s.licenceNote(grant, source.Licence, a.Truncated), Partial: grant.View < licence.Full || a.Truncated, Truncated: a.Truncated,
		Image: a.Image, Media: mediaOf(a.Enclosures), Related: related(a.Related), Copy: a.Copy(),
	}
	view.Image.URL = outward(a.Image.URL)
	view.Body = bodyOf(a.Blocks, publisherOf(a), a.Image.URL, a.Summary)
	view.sayOnce(a.Text())
	if a.UpdatedAt.Sub(a.PublishedAt) > updateGap && !a.PublishedAt.IsZero() {
		view.Updated = when(a.UpdatedAt, now)
	}
	if grant.View == licence.Full && !a.Truncated {
		if words := len(strings.Fields(a.Text())); words > wordsPerMinute/2 {
			view.Minutes = (words + wordsPerMinute/2) / wordsPerMinute
		}
	}
	if name := sectionName(a.Section); name != "" {
		view.Section = tab{Name: name, URL: sectionPath(a.Section)}
	}
	view.Canonical, view.Hidden = line.Publisher, true // the text is its publisher's, and so is its place in a search engine
	view.Description = a.Summary
	view.Schema = newsArticle(a, source, view.Publisher)
	view.Card = card{Kind: "article", Image: view.Image.URL, Language: a.Language, Published: a.PublishedAt, Updated: a.UpdatedAt, Section: sectionName(a.Section), Authors: a.Authors}
	view.crumb(s.sectionIn(r, a.Section), sectionPath(a.Section))
	return view
}

// sayOnce leaves out what the text that follows begins with.
func (v *articleView) sayOnce(text string) {
	if len(v.Body) == 0 {
		return
	}
	if strings.HasPrefix(text, v.Dateline) {
		v.Dateline = ""
	}
	if strings.HasPrefix(text, strings.TrimRight(v.Summary, "….")) {
		v.Summary = ""
	}
}

// licenceNote says why so much, or so little, is shown.
func (s *Site) licenceNote(grant licence.Grant, l news.Licence, truncated bool) string {
	switch {
	case grant.View == licence.Full && truncated:
		return "Cut short by its publisher: this is all that could be read"
	case grant.View == licence.Full && licence.Of(l, s.DefaultLicence, false).View == licence.Full:
		return "Full text, as its publisher allows"
	case grant.View == licence.Full:
		return "Full text, for your own reading"
	case grant.View == licence.Excerpt:
		return "An excerpt: the whole text is at the publisher"
	}
	return "Headline only: the text is at the publisher"
}

func nameOf(source news.Source, a news.Article) string {
	if a.Outlet != "" {
		return a.Outlet
	}
	return source.Name
}

// byline joins names. It takes no word of any language: the names may be in another than the page.
func byline(authors []string) string { return strings.Join(authors, ", ") }

// mediaOf keeps what a browser can play.
func mediaOf(enclosures []news.Enclosure) []medium {
	var media []medium
	for _, e := range enclosures {
		audio, video := strings.HasPrefix(e.Type, "audio/"), strings.HasPrefix(e.Type, "video/")
		if address := outward(e.URL); address != "" && (audio || video) && len(media) < maxMedia {
			media = append(media, medium{URL: address, Type: e.Type, Video: video})
		}
	}
	return media
}

func related(links []news.Link) []news.Link {
	var kept []news.Link
	for _, l := range links {
		if l.URL = outward(l.URL); l.URL != "" && l.Title != "" && len(kept) < maxAngles {
			kept = append(kept, l)
		}
	}
	return kept
}
