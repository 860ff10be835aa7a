package web

import (
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
)

// muting is a user's mutes, made ready to be held against many stories. The nil muting hides nothing.
type muting struct {
	phrases  map[string][]phrase // words and names, by their first term
	sources  map[news.SourceID]news.Mute
	sections map[news.Section]news.Mute
	stories  map[news.StoryID]news.Mute
	queries  *query.Set  // nil: there are none
	asked    []news.Mute // of each of them
	now      time.Time
}

// phrase is terms that stand next to each other.
type phrase struct {
	rest []string
	rule news.Mute
}

// newMuting makes mutes ready, without those that have ended. Known tells by which other names somebody is known; nil: by none.
func newMuting(mutes []news.Mute, now time.Time, known aliases) *muting {
	m := &muting{
		now:     now,
		phrases: map[string][]phrase{}, sources: map[news.SourceID]news.Mute{}, sections: map[news.Section]news.Mute{}, stories: map[news.StoryID]news.Mute{},
	}
	for _, rule := range mutes {
		if rule.Over(now) {
			continue
		}
		kind, value := rule.Parts()
		id, _ := strconv.ParseInt(value, 10, 64)
		switch kind {
		case news.MuteWords, news.MuteName:
			if terms := text.Terms(value); len(terms) > 0 {
				m.phrases[terms[0]] = append(m.phrases[terms[0]], phrase{terms[1:], rule})
			}
		case news.MuteSource:
			m.sources[news.SourceID(id)] = rule
		case news.MuteSection:
			m.sections[news.Section(value)] = rule
		case news.MuteStory:
			m.stories[news.StoryID(id)] = rule
		case news.MuteQuery:
			m.asked = append(m.asked, rule)
		}
	}
	m.ask(known)
	return m
}

// hiding are the rules that hide a story: a word of its headline, summary or key phrases, its section, itself, its source when
// nobody else reports it, or a query that it matches. One can come twice.
func (m *muting) hiding(story news.Story) iter.Seq[news.Mute] {
	return func(yield func(news.Mute) bool) {
		if m == nil {
			return
		}
		if rule, found := m.stories[story.ID]; found && !rule.Changed(story) && !yield(rule) {
			return
		}
		if rule, found := m.sections[story.Section]; found && !yield(rule) {
			return
		}
		if rule, found := m.sources[story.LeadSource]; found && story.Sources <= 1 && !yield(rule) {
			return
		}
		for rule := range m.words(append([]string{story.Headline, story.Summary}, story.Phrases...)...) {
			if !yield(rule) {
				return
			}
		}
		m.matching(func() *query.Subject { return storySubject(story) })(yield)
	}
}

// ofStory is the rule that hides a story, when one does.
func (m *muting) ofStory(story news.Story) (news.Mute, bool) {
	for rule := range m.hiding(story) {
		return rule, true
	}
	return news.Mute{}, false
}

// ofArticle is the rule that hides an article, when one does. A story that is muted until it changes does not bring its articles back.
func (m *muting) ofArticle(a news.Article) (news.Mute, bool) {
	if m == nil {
		return news.Mute{}, false
	}
	if rule, found := m.stories[a.StoryID]; found && a.StoryID != 0 && !(rule.TillChange && a.Time().After(rule.AsOf) && !a.Copy()) {
		return rule, true
	}
	if rule, found := m.sections[a.Section]; found {
		return rule, true
	}
	if rule, found := m.sources[a.SourceID]; found {
		return rule, true
	}
	for rule := range m.words(a.Headline, a.Summary) {
		return rule, true
	}
	for rule := range m.matching(func() *query.Subject { return articleSubject(a) }) {
		return rule, true
	}
	return news.Mute{}, false
}

func (m *muting) story(story news.Story) bool { _, hides := m.ofStory(story); return hides }

func (m *muting) article(a news.Article) bool { _, hides := m.ofArticle(a); return hides }

// words looks for the phrases in texts.
func (m *muting) words(texts ...string) iter.Seq[news.Mute] {
	return func(yield func(news.Mute) bool) {
		if len(m.phrases) == 0 {
			return
		}
		for _, s := range texts {
			terms := text.Terms(s)
			for i, term := range terms {
				for _, p := range m.phrases[term] {
					if rest := terms[i+1:]; len(rest) >= len(p.rest) && slices.Equal(rest[:len(p.rest)], p.rest) && !yield(p.rule) {
						return
					}
				}
			}
		}
	}
}

// mutingOf reads the rules of who asks, once for a request; nil for a visitor.
func (s *Site) mutingOf(r *http.Request) (*mine, error) {
	m := mineOf(r)
	if m == nil || m.rules != nil {
		return m, nil
	}
	mutes, err := s.Users.Mutes(r.Context(), m.ID, s.Now())
	if err == nil {
		m.rules = newMuting(mutes, s.Now(), s.aliasesOf(r))
	}
	return m, err
}

// unmuted leaves out the stories that their reader does not want to see, unless the address asks for them.
func (s *Site) unmuted(r *http.Request, stories []news.Story) ([]news.Story, error) {
	m, err := s.mutingOf(r)
	if err != nil || m == nil {
		return stories, err
	}
	kept := stories[:0:0]
	for _, story := range stories {
		hides := m.rules.story(story)
		if hides {
			m.muted[story.ID.Item()] = true
		}
		if !hides || m.shown {
			kept = append(kept, story)
		}
	}
	return kept, nil
}

// unmutedArticles is unmuted for a river of articles.
func (s *Site) unmutedArticles(r *http.Request, articles []news.Article) ([]news.Article, error) {
	m, err := s.mutingOf(r)
	if err != nil || m == nil {
		return articles, err
	}
	kept := articles[:0:0]
	for _, a := range articles {
		hides := m.rules.article(a)
		if hides {
			m.muted[a.ID.Item()] = true
		}
		if !hides || m.shown {
			kept = append(kept, a)
		}
	}
	return kept, nil
}

// ownFront leaves out of a front page what its reader muted, and the sections that they hid.
func (s *Site) ownFront(r *http.Request, stories []news.Story) ([]news.Story, error) {
	stories, err := s.unmuted(r, stories)
	m := mineOf(r)
	if err != nil || m == nil || len(m.Options.Hidden) == 0 {
		return stories, err
	}
	return slices.DeleteFunc(slices.Clone(stories), func(story news.Story) bool { return slices.Contains(m.Options.Hidden, story.Section) }), nil
}

// sectionsOf is the order of sections on this reader's front page.
func sectionsOf(r *http.Request) []news.Section {
	if m := mineOf(r); m != nil {
		return m.Options.Sections()
	}
	return news.Sections()
}
