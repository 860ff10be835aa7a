package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"

	"nutgraf/internal/news"
)

type storyReader interface {
	// Story follows redirects: the story's ID may be another than the one asked for.
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	StoryArticles(ctx context.Context, id news.StoryID) ([]news.Article, error)
	CountsOf(ctx context.Context, f news.LedgerFilter) ([]news.Count, error)
	// EntitiesOf returns who is named in a story, or in an article.
	EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) ([]news.Entity, error)
}

// maxFamilies is how many texts a story page shows; the newest win.
const maxFamilies = 200

// storyView is a story with all its coverage.
type storyView struct {
	frame
	Headline    string
	Summary     string
	Lang        string
	Tongue      template.HTMLAttr
	Image       news.Image
	Lead        articleLine
	Section     string
	SectionURL  string
	FirstSeen   stamp
	Updated     stamp
	Articles    int
	Sources     int
	Independent int
	Copies      int
	Spoken      []string // names of the languages
	Growing     bool
	First       articleLine // who had it first
	Keys        []keyLine   // sentences that tell it
	Phrases     []string    // names that tell it from others
	Path        string      // of the page, without what was asked of it once
	Modes       []choice    // how copies are shown
	Folded      bool        // copies stand folded under their text
	Shared      []string    // words that headlines of several texts have in common
	Pace        *pace
	Groups      []coverage
	Hidden      int    // texts beyond maxFamilies
	WhyURL      string // of the page that says of each article why it is here
	surroundings
	ledgerView
}

// coverage is the texts of one form: reports, opinion, things to hear and see.
type coverage struct {
	Name     string
	Families []family
}

// family is one text and those who carry it too.
type family struct {
	articleLine
	Copies []articleLine
}

func (s *Site) story(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	story, err := s.openStory(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	path := storyPath(story.ID, story.Headline)
	if elsewhere := settled(r, path); elsewhere != nil {
		return elsewhere, nil
	}
	articles, err := s.Reader.StoryArticles(r.Context(), story.ID)
	if err != nil {
		return nil, err
	}
	view := s.storyView(r, path, story, articles)
	if view.surroundings, err = s.around(r, story); err != nil {
		return nil, err
	}
	if view.ledgerView, err = s.ledgerOf(r, news.LedgerFilter{Story: story.ID}, "/story/"+story.ID.String()); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "story", view)
}

func (s *Site) storyView(r *http.Request, path string, story news.Story, articles []news.Article) *storyView {
	now := s.Now()
	shown := s.granted(r, story)
	view := &storyView{
		frame: s.frame(r, story.Headline), Headline: unbroken(story.Headline, story.Language), Summary: shown.Summary,
		Lang: story.Language, Tongue: tongue(story.Language), Image: shown.Image,
		Section: sectionName(story.Section), SectionURL: sectionPath(story.Section),
		FirstSeen: when(story.FirstSeenAt, now), Updated: when(story.UpdatedAt, now),
		Articles: len(articles), Sources: story.Sources, Independent: story.Independent,
		Growing: growing(story, now), Pace: paceOf(articles, now), Path: path,
	}
	view.Image.URL = outward(view.Image.URL)
	view.Canonical = s.absolute(r, path)
	view.Description = shown.Summary
	view.follow(story.Headline, "/story/"+story.ID.String(), "")
	view.dates(story.Headline, "/story/"+story.ID.String(), "")
	view.Card = cardOf(shown)
	view.crumb(s.sectionIn(r, story.Section), sectionPath(story.Section))
	view.Schema = s.listed(r, story.Headline, worded(newest(articles, maxFamilies), func(a news.Article) string { return articlePath(a.ID, a.Headline) }))
	view.Keys, view.Phrases = s.keyLines(r, story, articles), story.Phrases
	if s.Why != nil && len(articles) > 1 {
		view.WhyURL = whyPath(story.ID)
	}
	families := familiesOf(articles)
	view.Shared = sharedWords(families, story.Language)
	if len(articles) > 0 {
		view.First = s.articleLine(r, articles[0], now)
		at := max(slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == story.Lead }), 0)
		view.Lead = s.articleLine(r, articles[at], now)
	}
	view.Copies = len(articles) - len(families)
	if len(families) > maxFamilies {
		view.Hidden = len(families) - maxFamilies
		families = families[view.Hidden:]
	}
	mode := s.choices(r).Copies
	if view.Folded = mode == copiesFold; view.Copies > 0 {
		view.Modes = copyModes(mode)
	}
	if mode == copiesShow {
		families = each(families)
	}
	view.Groups = s.groups(r, families, lineageOf(story, articles))
	view.Spoken = spoken(articles)
	if len(view.Spoken) == 1 { // then each line need not say it
		for i := range view.Groups {
			for j := range view.Groups[i].Families {
				view.Groups[i].Families[j].mute()
			}
		}
	}
	return view
}

// familiesOf sorts articles, oldest first, into their texts: each a list that begins with the first to carry it.
func familiesOf(articles []news.Article) [][]news.Article {
	place := map[news.ArticleID]int{}
	var families [][]news.Article
	for _, a := range articles {
		key := cmp.Or(a.FamilyID, a.ID)
		at, known := place[key]
		if !known {
			at = len(families)
			place[key] = at
			families = append(families, nil)
		}
		families[at] = append(families[at], a)
	}
	for _, f := range families { // the text's own article leads, though a copy may bear an earlier date
		if own := slices.IndexFunc(f, func(a news.Article) bool { return !a.Copy() }); own > 0 {
			first := f[own]
			copy(f[1:own+1], f[:own])
			f[0] = first
		}
	}
	return families
}

// mute takes the languages out of a family's lines.
func (f *family) mute() {
	f.Language = ""
	for i := range f.Copies {
		f.Copies[i].Language = ""
	}
}

// groups shelves texts by their form, newest first within each.
func (s *Site) groups(r *http.Request, families [][]news.Article, line lineage) []coverage {
	shelves := []coverage{{Name: "Reports"}, {Name: "Opinion and analysis"}, {Name: "Listen and watch"}}
	for _, f := range slices.Backward(families) {
		lines := s.articleLines(r, f)
		line.mark(f, lines)
		shelf := &shelves[shelfOf(f[0].Kind)]
		shelf.Families = append(shelf.Families, family{lines[0], lines[1:]})
	}
	return slices.DeleteFunc(shelves, func(c coverage) bool { return len(c.Families) == 0 })
}

func shelfOf(kind news.Kind) int {
	switch kind {
	case news.KindOpinion, news.KindReview:
		return 1
	case news.KindAudio, news.KindVideo, news.KindGallery:
		return 2
	}
	return 0
}

// spoken names the languages of the coverage, the most used first.
func spoken(articles []news.Article) []string {
	used := map[string]int{}
	var tags []string
	for _, a := range articles {
		if a.Language == "" {
			continue
		}
		if used[a.Language] == 0 {
			tags = append(tags, a.Language)
		}
		used[a.Language]++
	}
	slices.SortStableFunc(tags, func(a, b string) int { return cmp.Compare(used[b], used[a]) })
	for i, tag := range tags {
		tags[i] = languageName(tag)
	}
	return tags
}
