package web

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// storyLine is a story as lists show it: headline, then "Reuters + 13 · 4 independent · 2 h ago · ▲".
type storyLine struct {
	ID          news.StoryID
	URL         string            // of the story, or of its only article
	Link        template.HTMLAttr // to it
	Headline    string
	Summary     string
	Lang        string
	Tongue      template.HTMLAttr // of the headline and the summary
	Image       *picture
	Source      string
	More        int // other sources
	Independent int // shown when there is more than one source
	When        stamp
	Growing     bool
	Section     string
	SectionURL  string
	Alone       bool // one source has it
	mark        *mark

	Why      news.Phrase // it stands there; these five of slots
	Terms    []weighed
	Total    string // that they add up to
	Breaking bool
	Spark    *spark // of trending stories
}

// A story grows when several sources are at it and the newest article is fresh.
const (
	growingSources = 3
	growingFor     = 90 * time.Minute
	growingRate    = 1.0 // articles an hour since it was first seen
)

// growing reports whether articles still come in quickly.
func growing(story news.Story, now time.Time) bool {
	if story.Sources < growingSources || now.Sub(story.UpdatedAt) > growingFor {
		return false
	}
	hours := max(now.Sub(story.FirstSeenAt).Hours(), 1)
	return float64(story.Articles)/hours >= growingRate
}

// growsUntil is when a story that grows does so no longer, if nothing comes.
func growsUntil(story news.Story) time.Time {
	fresh, quick := story.UpdatedAt.Add(growingFor), story.FirstSeenAt.Add(time.Duration(float64(story.Articles)/growingRate*float64(time.Hour)))
	if quick.Before(fresh) {
		return quick
	}
	return fresh
}

// storyLine words a story for this reader.
func (s *Site) storyLine(r *http.Request, story news.Story, now time.Time) storyLine {
	story = s.granted(r, story)
	line := storyLine{
		ID: story.ID, URL: storyPath(story.ID, story.Headline), Headline: unbroken(story.Headline, story.Language), Summary: story.Summary,
		Lang: story.Language, Tongue: tongue(story.Language), Image: s.pictureOf(story.ImageOf, story.Image.URL),
		Source: story.SourceName, More: max(story.Sources-1, 0), Independent: story.Independent, Alone: story.Sources <= 1,
		When: when(story.UpdatedAt, now), Growing: growing(story, now),
		Section: sectionName(story.Section), SectionURL: sectionPath(story.Section),
	}
	if story.Articles == 1 && story.Lead != 0 {
		line.URL = articlePath(story.Lead, story.Headline)
	}
	if line.Growing {
		line.When = line.When.sooner(growsUntil(story))
	}
	line.Link, line.mark = leadsTo(line.URL)+storyMark(story.ID), mineOf(r).markStory(story)
	return line
}

func (s *Site) storyLines(r *http.Request, stories []news.Story) []storyLine {
	now := s.Now()
	return worded(stories, func(story news.Story) storyLine { return s.storyLine(r, story, now) })
}

// frenchSpaces are those that French sets beside its punctuation, where no line may end.
var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " »", "\u00a0»", "« ", "«\u00a0")

// unbroken is a headline whose punctuation stays with its words.
func unbroken(headline, language string) string {
	if language == "fr" || strings.HasPrefix(language, "fr-") {
		return frenchSpaces.Replace(headline)
	}
	return headline
}

// worded words each of a list.
func worded[T, L any](list []T, word func(T) L) []L {
	lines := make([]L, len(list))
	for i, one := range list {
		lines[i] = word(one)
	}
	return lines
}

// articleLine is an article as lists show it.
type articleLine struct {
	URL       string            // of the reading view
	Link      template.HTMLAttr // to it
	Publisher string            // where it was published
	Headline  string
	Summary   string
	Lang      string
	Tongue    template.HTMLAttr // of the headline and the summary
	Language  string            // its name
	Country   string            // two letters; of a story's list where not all are of one country
	Source    string
	SourceURL string
	When      stamp
	Kind      string // "Opinion", "Video"; empty for reports
	Plays     bool   // there is something to hear or to see
	Truncated bool
	Image     *picture
	Copied    string       // what it is to the text above it: "copy, shortened"
	Origin    string       // whose text it is, when not its source's: "AP"
	Marked    []piece      // of a search: the snippet with the words that were found
	Form      string       // "audio" or "video", of what is played; so is Length
	Length    *news.Phrase // "24 min"; nil when it is unknown
	mark      *mark
}

// kindNames are the forms worth saying; a report goes without saying.
var kindNames = map[news.Kind]string{
	news.KindOpinion: news.Word("Opinion"), news.KindLive: news.Word("Live"), news.KindVideo: news.Word("Video"), news.KindAudio: news.Word("Audio"),
	news.KindGallery: news.Word("Gallery"), news.KindReview: news.Word("Review"), news.KindRelease: news.Word("Press release"),
}

// articleLine words an article for this reader.
func (s *Site) articleLine(r *http.Request, a news.Article, now time.Time) articleLine {
	line := s.lineOf(s.grant(r, a.Licence), a, now)
	line.mark = mineOf(r).markArticle(a)
	return line
}

func (s *Site) lineOf(grant licence.Grant, a news.Article, now time.Time) articleLine {
	a = grant.Article(a)
	line := articleLine{
		URL: articlePath(a.ID, a.Headline), Publisher: publisherOf(a), Headline: unbroken(a.Headline, a.Language), Summary: a.Summary,
		Lang: a.Language, Tongue: tongue(a.Language), Source: a.Outlet, SourceURL: sourcePath(a.SourceID, a.Outlet),
		When: when(a.Time(), now), Kind: kindNames[a.Kind], Plays: a.Kind == news.KindAudio || a.Kind == news.KindVideo, Truncated: a.Truncated, Image: s.pictureOf(a.ID, a.Image.URL),
	}
	if a.Language != "" {
		line.Language = languageName(a.Language)
	}
	line.Link = leadsTo(line.URL)
	if a.DateOnly && now.Sub(a.Time()) > 24*time.Hour {
		line.When = onDay(a.Time(), now)
	}
	return line
}

func (s *Site) articleLines(r *http.Request, articles []news.Article) []articleLine {
	now := s.Now()
	return worded(articles, func(a news.Article) articleLine { return s.articleLine(r, a, now) })
}

// publisherOf is where an article lives: where its publisher says, else where it was read.
func publisherOf(a news.Article) string {
	if address := outward(a.CanonicalURL); address != "" {
		return address
	}
	return outward(a.URL)
}
