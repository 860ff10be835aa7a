package web

import (
	"cmp"
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"nutgraf/internal/news"
)

// How a story's page shows copies. Whatever is chosen, nothing is left out.
const (
	copiesFold = "fold" // one line under the text that they carry
	copiesShow = "show" // each for itself, as it came
	copiesMark = "mark" // all, beside the text that they carry
)

var copyNames = []string{copiesFold, copiesMark, copiesShow}

// copiesChosen is how this reader wants copies: ?copies= for one page, else the cookie.
func copiesChosen(r *http.Request) string {
	wanted := cmp.Or(r.URL.Query().Get("copies"), chosenBy(r, copiesCookie))
	if slices.Contains(copyNames, wanted) {
		return wanted
	}
	return copiesFold
}

func copyModes(chosen string) []choice {
	return []choice{
		{Value: copiesFold, Name: news.Word("Fold copies"), Chosen: chosen == copiesFold},
		{Value: copiesMark, Name: news.Word("Beside their text"), Chosen: chosen == copiesMark},
		{Value: copiesShow, Name: news.Word("One by one"), Chosen: chosen == copiesShow},
	}
}

// each takes families apart, in the order of time.
func each(families [][]news.Article) [][]news.Article {
	all := slices.Concat(families...)
	slices.SortStableFunc(all, func(a, b news.Article) int { return a.Time().Compare(b.Time()) })
	return slices.Collect(slices.Chunk(all, 1))
}

// errTakenOff is a story that editors hide, or an article of it.
var errTakenOff = errors.New("taken off by the editors")

// openStory reads a story that readers may see.
func (s *Site) openStory(ctx context.Context, id news.StoryID) (news.Story, error) {
	return unlessHidden(s.Reader.Story(ctx, id))
}

// storyNamed reads what such a story is called.
func (s *Site) storyNamed(ctx context.Context, id news.StoryID) (news.Story, error) {
	return unlessHidden(s.Reader.StoryName(ctx, id))
}

func unlessHidden(story news.Story, err error) (news.Story, error) {
	if err == nil && story.Hidden {
		err = errTakenOff
	}
	return story, err
}

// keyLine is a sentence that tells a story, and where it stands.
type keyLine struct {
	Text   string
	Tongue template.HTMLAttr
	articleLine
}

// keyLines are the key sentences of a story that this reader may see, without those that its summary has already.
func (s *Site) keyLines(r *http.Request, story news.Story, articles []news.Article) []keyLine {
	var lines []keyLine
	summary := s.granted(r, story).Summary
	for _, key := range story.Keys {
		at := slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == key.Article })
		if at < 0 || strings.Contains(summary, strings.TrimRight(key.Text, ".… ")) {
			continue
		}
		if text := s.grant(r, articles[at].Licence).Key(key.Text); text != "" {
			lines = append(lines, keyLine{text, tongue(articles[at].Language), s.articleLine(r, articles[at], s.Now())})
		}
	}
	return lines
}

// lineage says of a story's articles where their texts come from.
type lineage struct {
	relations map[news.ArticleID]news.Relation
	origins   map[news.ArticleID]string // by the first article of the text
}

func lineageOf(story news.Story, articles []news.Article) lineage {
	line := lineage{map[news.ArticleID]news.Relation{}, map[news.ArticleID]string{}}
	for _, l := range story.Lineages {
		for _, c := range l.Copies {
			line.relations[c.Article] = c.Relation
		}
		line.origins[l.Family] = l.Agency
		if l.Agency != "" || l.Owner == 0 {
			continue
		}
		for _, a := range articles {
			if a.SourceID == l.Owner {
				line.origins[l.Family] = a.Outlet
				break
			}
		}
	}
	return line
}

// copyWords say what a copy is to the text above it.
var copyWords = map[news.Relation]string{
	news.RelationExact: news.Word("copy, word for word"), news.RelationNear: news.Word("copy, edited"),
	news.RelationShortened: news.Word("copy, shortened"), news.RelationExtended: news.Word("copy, with more"),
}

// mark says on the lines of one text's articles what they are to it, and whose it is when the first to carry it does not
// own it.
func (l lineage) mark(f []news.Article, lines []articleLine) {
	for i, a := range f {
		switch origin := l.origins[cmp.Or(a.FamilyID, a.ID)]; {
		case i > 0 || a.Copy():
			lines[i].Copied = copyWords[cmp.Or(l.relations[a.ID], news.RelationNear)]
		case origin != "" && origin != a.Outlet:
			lines[i].Origin = origin
		}
	}
}
