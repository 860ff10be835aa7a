package web

import (
	"html/template"
	"net/http"
	"slices"

	"nutgraf/internal/news"
)

// whyView says of each article of a story what holds it there, the newest first. It shows names and words that are shared,
// which are facts, and nothing of the texts.
type whyView struct {
	frame
	Headline string
	Tongue   template.HTMLAttr
	URL      string // of the story
	Articles []whyLine
	Older    int // articles that are not looked at
}

// whyLine is an article and what it shares with the others.
type whyLine struct {
	articleLine
	Nearest *articleLine // the article most like it
	Sure    string       // how sure the decision is
	Score   float64      // log-odds
	Names   []string
	Phrases []string
	Numbers []string
}

func whyPath(id news.StoryID) string { return "/story/" + id.String() + "/why" }

func (s *Site) why(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	story, err := s.openStory(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	if s.Why == nil {
		return nil, news.ErrNotFound
	}
	if elsewhere := settled(r, whyPath(story.ID)); elsewhere != nil {
		return elsewhere, nil
	}
	articles, err := s.Reader.StoryArticles(r.Context(), story.ID)
	if err != nil {
		return nil, err
	}
	reasons, err := s.Why(r.Context(), story.ID)
	if err != nil {
		return nil, err
	}
	view := &whyView{frame: s.frame(r, s.say(r).T("Why these stand together: %s", story.Headline)), Headline: unbroken(story.Headline, story.Language),
		Tongue: tongue(story.Language), URL: storyPath(story.ID, story.Headline)}
	view.Hidden = true
	view.Crumbs = append(s.shelved(r, story.Section), tab{Name: view.Headline, URL: view.URL})
	view.Articles = s.whyLines(r, articles, reasons)
	view.Older = len(articles) - len(view.Articles)
	return s.page(r, http.StatusOK, "why", view)
}

// whyLines words reasons; articles come oldest first, and those without a reason are left out.
func (s *Site) whyLines(r *http.Request, articles []news.Article, reasons map[news.ArticleID]news.Belonging) []whyLine {
	now := s.Now()
	var lines []whyLine
	for _, a := range slices.Backward(articles) {
		reason, known := reasons[a.ID]
		if !known {
			continue
		}
		line := whyLine{articleLine: s.articleLine(r, a, now), Sure: sureness(reason), Score: reason.Score,
			Names: reason.Names, Phrases: reason.Phrases, Numbers: reason.Numbers}
		if at := slices.IndexFunc(articles, func(other news.Article) bool { return other.ID == reason.Nearest }); at >= 0 {
			nearest := s.articleLine(r, articles[at], now)
			line.Nearest = &nearest
		}
		lines = append(lines, line)
	}
	return lines
}

// Log-odds from which on a decision is called so: odds of about twenty and of four and a half to one. Below the last it is
// called unlikely: the window saw more, or an editor said so.
const (
	verySure = 3
	sure     = 1.5
	unlikely = -1.5
)

func sureness(b news.Belonging) string {
	switch {
	case b.Copy:
		return news.Word("the same text")
	case b.Nearest == 0:
		return news.Word("nothing like it here")
	case b.Score >= verySure:
		return news.Word("very sure")
	case b.Score >= sure:
		return news.Word("sure")
	case b.Score >= 0:
		return news.Word("likely")
	case b.Score >= unlikely:
		return news.Word("close call")
	}
	return news.Word("unlikely by the texts alone")
}
