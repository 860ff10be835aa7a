package web

import (
	"html/template"
	"io"
	"strings"
	"time"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
	"nutgraf/internal/query"

	"golang.org/x/crypto/bcrypt"
)

func init() { hashCost = bcrypt.MinCost } //nolint:gochecknoinits // before any test sets a password

// Routes lists the site's patterns for the golden file.
func Routes() []string {
	var patterns []string
	for _, route := range append((&Site{}).routes(), (&Site{}).own()...) {
		patterns = append(patterns, route.pattern)
	}
	return patterns
}

// What decides how figures are told.
var (
	Figure       = figure
	WorthTelling = worthTelling
)

// Listings are the pages that can be followed, and whether as a calendar too.
func Listings() map[string]bool {
	pages := map[string]bool{}
	for _, l := range (&Site{}).listings() {
		pages[l.page] = l.calendar != nil
	}
	return pages
}

// What decides how a picture's words and a standfirst are told.
var (
	PartCredit     = partCredit
	OnceStandfirst = onceStandfirst
)

// ThemeNames are the themes that a reader can choose.
var ThemeNames = themeNames

// Hides reports whether mutes hide a story, and an article.
func Hides(mutes []news.Mute, now time.Time, story news.Story, a news.Article) (bool, bool) {
	m := newMuting(mutes, now, func(f query.Field) []string {
		return map[string][]string{"ines halloran": {"The Harbour Master"}}[strings.ToLower(f.Value)]
	})
	return m.story(story), m.article(a)
}

// Pages makes a set of all pages, each ready to be filled.
func Pages() (*template.Template, error) {
	set, err := parseTemplates(embedded, message.For(message.English))
	if err != nil {
		return nil, err
	}
	for _, page := range set.Templates() {
		if strings.HasPrefix(page.Name(), pageName("")) {
			_ = set.ExecuteTemplate(io.Discard, page.Name(), nil) // it is escaped, and then fails for want of a view
		}
	}
	return set, nil
}
