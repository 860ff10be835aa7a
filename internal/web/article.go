package web

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/licence"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

type articleReader interface {
	Article(ctx context.Context, id news.ArticleID) (news.Article, news.Source, error)
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	SayingsOf(ctx context.Context, article news.ArticleID) ([]news.Saying, error)
	EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) ([]news.Entity, error)
	StoryArticles(ctx context.Context, id news.StoryID) ([]news.Article, error)
	// EntryVersions returns what the feed said before, oldest first.
	EntryVersions(ctx context.Context, id news.EntryID) ([]news.EntryVersion, error)
}

// articleView is the reading view: what the licence grants of one article, and the way to its publisher.
type articleView struct {
	frame
	Headline     string
	Summary      string
	LongSummary  bool // it is a text rather than a line
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
	Minutes      int    // to read it; 0 when only an excerpt is shown
	Licence      string // why so much, or so little, is shown
	Partial      bool   // there is more at the publisher than is shown here
	Truncated    bool
	Gone         bool // its text, to save room: the quotations that are kept stand in its place
	Image        picture
	Media        []medium
	episodeView  // of the first of them
	Body         []piece
	Related      []news.Link
	Copy         bool
	Edits        []edit        // since it was first seen, the newest first
	Story        *storyLine    // when others report it too
	Others       []articleLine // of that story
	surroundings               // when they do not
	ledgerView
}

const (
	wordsPerMinute = 230
	longSummary    = 320 // characters of a summary that is read as a text
	maxOthersTold  = 5   // articles of the same story
)

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
	if err := s.episode(r, view, a); err != nil {
		return nil, err
	}
	if a.StoryID != 0 {
		story, err := s.Reader.Story(r.Context(), a.StoryID)
		if err != nil && !errors.Is(err, news.ErrNotFound) {
			return nil, err
		}
		if err == nil && story.Articles > 1 {
			line := s.storyLine(r, story, s.Now())
			view.Story = &line
			if view.Others, err = s.others(r, a); err != nil {
				return nil, err
			}
		} else if err == nil {
			if view.surroundings, err = s.around(r, story); err != nil {
				return nil, err
			}
		}
	}
	if view.Edits, err = s.edits(r, a); err != nil {
		return nil, err
	}
	if view.ledgerView, err = s.ledgerOfArticle(r, a, source); err != nil {
		return nil, err
	}
	if _, err := s.opened(r, &view.frame, a.ID.Item(), a.StoryID); err != nil {
		return nil, err
	}
	view.Item.Source = a.SourceID.String()
	if err := s.hushed(r, &view.frame, func(m *muting) (news.Mute, bool) { return m.ofArticle(a) }); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "article", view)
}

func (s *Site) articleView(r *http.Request, a news.Article, source news.Source) *articleView {
	grant := licence.For(source, s.DefaultLicence, s.Private || s.owner(r))
	a.Licence = source.Licence
	a = grant.Article(a)
	now := s.Now()
	line := s.lineOf(grant, a, now)
	view := &articleView{
		frame: s.frame(r, a.Headline), Headline: line.Headline, Summary: a.Summary, Lang: line.Lang, Tongue: line.Tongue,
		Source: nameOf(source, a), SourceURL: sourcePath(source.ID, source.Name), Publisher: line.Publisher, Host: news.HostKey(line.Publisher),
		Byline: byline(a.Authors), Published: line.When, Dateline: a.Dateline, Kind: line.Kind,
		Licence: s.licenceNote(grant, source.Licence, a), Partial: grant.View < licence.Full || a.Truncated, Truncated: a.Truncated, Gone: !a.GoneAt.IsZero(),
		Image: s.captioned(a.ID, splitCredit(a.Image, nameOf(source, a))), Media: mediaOf(a, nameOf(source, a), line.Image), Related: related(a.Related), Copy: a.Copy(),
	}
	a.Summary, a.Blocks = onceStandfirst(a.Summary, a.Blocks)
	view.Summary = a.Summary
	if len(view.Media) > 0 {
		view.Chapters = chaptersOf(a.Blocks, view.Media[0].URL)
	}
	view.Body = bodyOf(played(a.Blocks, view.Media), publisherOf(a), a.Image.URL, view.Source)
	s.illustrate(view.Body, a.ID)
	view.sayOnce(a.Text())
	view.LongSummary = utf8.RuneCountInString(view.Summary) > longSummary
	if a.UpdatedAt.Sub(a.PublishedAt) > updateGap && !a.PublishedAt.IsZero() {
		view.Updated = when(a.UpdatedAt, now)
	}
	if grant.View == licence.Full && !a.Truncated && !view.Gone {
		if words := len(strings.Fields(a.Text())); words > wordsPerMinute/2 {
			view.Minutes = (words + wordsPerMinute/2) / wordsPerMinute
		}
	}
	view.Crumbs = s.shelved(r, a.Section)
	view.Canonical, view.Hidden = line.Publisher, true // the text is its publisher's, and so is its place in a search engine
	view.Description = a.Summary
	view.Schema = newsArticle(a, source, view.Publisher)
	view.Card = card{Kind: "article", Image: outward(a.Image.URL), Language: a.Language, Published: a.PublishedAt, Updated: a.UpdatedAt, Section: sectionName(a.Section), Authors: a.Authors}
	return view
}

// licenceNote says why so much, or so little, is shown.
func (s *Site) licenceNote(grant licence.Grant, l news.Licence, a news.Article) string {
	switch {
	case !a.GoneAt.IsZero():
		return news.Word("Its text is no longer kept here: it is at the publisher.")
	case grant.View == licence.Full && a.Truncated:
		return news.Word("Cut short by its publisher: this is all that could be read.")
	case grant.View == licence.Full && licence.Of(l, s.DefaultLicence, false).View == licence.Full:
		return news.Word("Full text, as its publisher allows.")
	case grant.View == licence.Full:
		return news.Word("Full text, for your own reading.")
	case grant.View == licence.Excerpt:
		return news.Word("An excerpt: the whole text is at the publisher.")
	}
	return news.Word("Headline only: the text is at the publisher.")
}

func nameOf(source news.Source, a news.Article) string {
	if a.Outlet != "" {
		return a.Outlet
	}
	return source.Name
}

// byline joins names. It takes no word of any language: the names may be in another than the page.
func byline(authors []string) string { return strings.Join(authors, ", ") }

func related(links []news.Link) []news.Link {
	var kept []news.Link
	for _, l := range links {
		if l.URL = outward(l.URL); l.URL != "" && l.Title != "" && len(kept) < maxAngles {
			kept = append(kept, l)
		}
	}
	return kept
}

// others are articles of other texts on the same story, the newest first; each text once.
func (s *Site) others(r *http.Request, a news.Article) ([]articleLine, error) {
	articles, err := s.Reader.StoryArticles(r.Context(), a.StoryID)
	if err != nil {
		return nil, err
	}
	own := cmp.Or(a.FamilyID, a.ID)
	var lines []articleLine
	for _, family := range slices.Backward(familiesOf(articles)) {
		if first := family[0]; cmp.Or(first.FamilyID, first.ID) != own && !first.Hidden && len(lines) < maxOthersTold {
			lines = append(lines, s.articleLine(r, first, s.Now()))
		}
	}
	return lines, nil
}

// edit is a change that its publisher made to an article.
type edit struct {
	At       stamp
	Headline string // that it had until then; empty when only the text changed
}

// edits are what is known of earlier versions. Nothing is shown of texts that were: their publisher took them back.
func (s *Site) edits(r *http.Request, a news.Article) ([]edit, error) {
	if a.EntryID == 0 || a.Part != 0 {
		return nil, nil
	}
	versions, err := s.Reader.EntryVersions(r.Context(), a.EntryID)
	if err != nil {
		return nil, err
	}
	var edits []edit
	headline := a.Headline
	for _, v := range slices.Backward(versions) {
		e := edit{At: when(v.Until, s.Now())}
		if was := markup.PlainText(v.Entry.Title); was != headline {
			e.Headline, headline = was, was
		}
		edits = append(edits, e)
	}
	return edits, nil
}
