package web

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"nutgraf/internal/news"
)

type storyReader interface {
	// Story follows redirects: the story's ID may be another than the one asked for.
	Story(ctx context.Context, id news.StoryID) (news.Story, error)
	StoryArticles(ctx context.Context, id news.StoryID) ([]news.Article, error)
	// StoryMarks are numbers, each of which is another one when what the page of a story shows has changed.
	StoryMarks(ctx context.Context, list []news.StoryID) (map[news.StoryID]uint64, error)
	// StoryName is a story with nothing but its ID, its headline and whether it is hidden. It follows redirects.
	StoryName(ctx context.Context, id news.StoryID) (news.Story, error)
	// Told returns what the articles of a story or a thread tell.
	Told(ctx context.Context, f news.LedgerFilter) (news.Told, error)
}

// storyView is a story with all its coverage.
type storyView struct {
	frame
	Headline    string
	Summary     string
	Lang        string
	Tongue      template.HTMLAttr
	Image       picture
	Lead        articleLine
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
	Shared      []string    // words that headlines of several texts have in common
	Pace        *pace
	Jumps       []tab  // to the parts of a long page
	Sifts       []sift // of the coverage
	Groups      []coverage
	Beyond      int        // texts beyond maxFamilies
	WhyURL      string     // of the page that says of each article why it is here
	Since       *sinceView // what came since this reader last opened it
	surroundings
	ledgerView
}

func (s *Site) story(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if r.PathValue("slug") == "" { // it moves to the address with its words, for which its name is enough
		named, err := s.storyNamed(r.Context(), news.StoryID(id))
		if err != nil {
			return nil, err
		}
		return settled(r, storyPath(named.ID, named.Headline)), nil
	}
	stands, err := s.whileStory(r, news.StoryID(id)) // before all that is read: what changes meanwhile changes the page
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
	view.Live = s.live(r, url.Values{"story": {story.ID.String()}}, numbers(articles, func(a news.Article) int64 { return int64(a.ID) }))
	if view.surroundings, err = s.around(r, story); err != nil {
		return nil, err
	}
	view.Fresh = slices.DeleteFunc(view.Fresh, func(fresh sentenceLine) bool {
		return slices.ContainsFunc(view.Keys, func(key keyLine) bool { return key.Text == fresh.Text })
	})
	if view.ledgerView, err = s.ledgerOf(r, news.LedgerFilter{Story: story.ID}, "/story/"+story.ID.String()); err != nil {
		return nil, err
	}
	view.jump()
	before, err := s.opened(r, &view.frame, story.ID.Item(), story.ID)
	if err != nil {
		return nil, err
	}
	if err := s.hushed(r, &view.frame, func(m *muting) (news.Mute, bool) { return m.ofStory(story) }); err != nil {
		return nil, err
	}
	view.Since = s.since(r, view, articles, before)
	answer, err := s.page(r, http.StatusOK, "story", view)
	if err == nil {
		answer.made, answer.stands, answer.words = time.Now(), stands, wordsStand(view)
	}
	return answer, err
}

// whileStory tells, from now on, whether a story is as it is now; nil where nobody will ask.
func (s *Site) whileStory(r *http.Request, id news.StoryID) (stands func(context.Context) bool, err error) {
	if s.KeepFor < 0 || mineOf(r) != nil {
		return nil, nil
	}
	was, err := s.marks.of(r.Context(), id)
	return func(ctx context.Context) bool {
		mark, err := s.marks.of(ctx, id)
		return err == nil && mark == was
	}, err
}

func (s *Site) storyView(r *http.Request, path string, story news.Story, articles []news.Article) *storyView {
	now := s.Now()
	shown := s.granted(r, story)
	view := &storyView{
		frame: s.frame(r, story.Headline), Headline: unbroken(story.Headline, story.Language), Summary: shown.Summary,
		Lang: story.Language, Tongue: tongue(story.Language), Image: s.captioned(shown.ImageOf, splitCredit(shown.Image, story.SourceName)),
		FirstSeen: when(story.FirstSeenAt, now), Updated: when(story.UpdatedAt, now),
		Articles: len(articles), Sources: story.Sources, Independent: story.Independent,
		Growing: growing(story, now), Pace: paceOf(articles, now), Path: path,
	}
	if view.Growing {
		view.Updated = view.Updated.sooner(growsUntil(story))
	}
	view.Canonical = s.absolute(r, path)
	view.Crumbs = s.shelved(r, story.Section)
	view.Description = shown.Summary
	view.follow(story.Headline, "/story/"+story.ID.String(), "")
	view.dates(story.Headline, "/story/"+story.ID.String(), "")
	view.Card = cardOf(shown)
	view.Schema = s.listed(r, story.Headline, worded(newest(articles, maxFamilies), func(a news.Article) string { return articlePath(a.ID, a.Headline) }))
	view.Keys, view.Phrases = s.keyLines(r, story, articles), story.Phrases
	if s.Why != nil && len(articles) > 1 {
		view.WhyURL = whyPath(story.ID)
	}
	if len(articles) > 0 {
		view.First = s.articleLine(r, articles[0], now)
		at := max(slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == story.Lead }), 0)
		view.Lead = s.articleLine(r, articles[at], now)
	}
	view.Spoken = spoken(articles)
	s.cover(r, view, story, articles)
	return view
}

// cover fills in the list of articles.
func (s *Site) cover(r *http.Request, view *storyView, story news.Story, articles []news.Article) {
	all := familiesOf(articles)
	view.Copies, view.Shared = len(articles)-len(all), sharedWords(all, story.Language)
	chosen, ways := sifts(r, s.say(r), view.Path, articles)
	view.Sifts, view.Hidden = ways, len(chosen) < len(articles)
	families := familiesOf(chosen)
	if len(families) > maxFamilies {
		view.Beyond = len(families) - maxFamilies
		families = families[view.Beyond:]
	}
	mode := s.choices(r).Copies
	if view.Copies > 0 {
		view.Modes = copyModes(mode)
	}
	if mode == copiesShow {
		families = each(families)
	}
	view.Groups = s.shelves(r, families, lineageOf(story, articles), mode == copiesFold, articles)
}

// longPage is how many articles make a story's page long enough for a list of its parts.
const longPage = 6

// jump lists the parts of a long page.
func (v *storyView) jump() {
	if v.Articles < longPage {
		return
	}
	parts := []struct {
		there bool
		to    tab
	}{
		{true, tab{Name: news.Word("Coverage"), URL: "#coverage"}},
		{len(v.Speakers)+len(v.Indirect) > 0, tab{Name: news.Word("Quotes"), URL: "#quotes"}},
		{len(v.Timeline) > 0, tab{Name: news.Word("Timeline"), URL: "#timeline"}},
		{len(v.Figures) > 0, tab{Name: news.Word("Numbers"), URL: "#numbers"}},
		{v.Thread != nil, tab{Name: news.Word("Thread"), URL: "#thread"}},
		{len(v.Named) > 0, tab{Name: news.Word("People and places"), URL: "#names"}},
	}
	for _, part := range parts {
		if part.there {
			v.Jumps = append(v.Jumps, part.to)
		}
	}
	if len(v.Jumps) == 1 {
		v.Jumps = nil
	}
}
