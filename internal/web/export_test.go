package web

import (
	"html/template"
	"io"
	"slices"
	"strings"
	"text/template/parse"
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

// Pages makes a set of all pages, each ready to be filled; folded as readers get them, or as they are written.
func Pages(tag string, folded bool) (*template.Template, error) {
	set, err := parseTemplates(embedded, message.For(tag))
	if err != nil {
		return nil, err
	}
	if folded {
		fold(set, message.For(tag))
	}
	for _, page := range set.Templates() {
		if name := page.Name(); strings.HasPrefix(name, pageName("")) || slices.Contains(steadyNames, name) {
			_ = set.ExecuteTemplate(io.Discard, page.Name(), nil) // it is escaped, and then fails for want of a view
		}
	}
	return set, nil
}

var steadyNames = []string{"kit", "kit-files", "places", "sections", "newest-and-sections", "tongue", "tongues", "sizes", "themes"}

// Folded is a template of a few lines with its messages in words, and one without.
func Folded(tag, text string) (folded, not string, err error) {
	var out [2]strings.Builder
	for i := range out {
		set, err := template.New("few").Funcs(functions(message.For(tag))).Parse(text)
		if err != nil {
			return "", "", err
		}
		if i == 0 {
			fold(set, message.For(tag))
		}
		if err := set.Execute(&out[i], nil); err != nil {
			return "", "", err
		}
	}
	return out[0].String(), out[1].String(), nil
}

// MessageOf is the message of a pipeline that starts with one, and what comes after it.
func MessageOf(pipe *parse.PipeNode) (id string, then []*parse.CommandNode) {
	if len(pipe.Cmds) == 0 {
		return "", nil
	}
	first := *pipe
	first.Cmds = pipe.Cmds[:1]
	id, _ = messageOf(&first)
	return id, pipe.Cmds[1:]
}
