package web_test

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/web"
)

// shelf is a store in memory for tests of pages: plain, and able to fail.
type shelf struct {
	mark      uint64 // of every story
	downs     []news.Takedown
	barred    map[string]bool // pictures that were taken down
	edits     []news.Edit
	mu        sync.Mutex
	stories   []news.Story // highest score first
	threads   []news.Thread
	articles  []news.Article
	sources   []news.Source
	feeds     []news.Feed
	holds     []news.Hold
	polled    []news.FeedID
	offers    []web.Offer         // at every address
	wanted    []news.Subscription // what was subscribed to
	settings  map[string]string
	learned   news.Learning // of every source
	furniture []news.Furniture
	versions  map[news.EntryID][]news.EntryVersion
	preview   web.Preview
	merged    map[news.StoryID]news.StoryID
	fail      error
	reads     int
	reached   time.Time // how far a search looks
	tally     news.Tally
	searched  news.Filter // the last time
	demo      bool
	asked     time.Time // the time for which backlogs were asked
	told
}

func (s *shelf) read() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	return s.fail
}

// cutPage is keyset paging as simple as it gets: after is how many came before.
func cutPage[T any](list []T, f news.Filter) ([]T, string, error) {
	from := 0
	if f.After != "" {
		var err error
		if from, err = strconv.Atoi(f.After); err != nil || from < 0 || from > len(list) {
			return nil, "", news.ErrInvalid
		}
	}
	limit := cmp.Or(f.Limit, news.DefaultLimit)
	next := ""
	if from+limit < len(list) {
		next = strconv.Itoa(from + limit)
	}
	return list[from:min(from+limit, len(list))], next, nil
}

func (s *shelf) Stories(_ context.Context, f news.Filter) ([]news.Story, string, error) {
	if err := s.read(); err != nil {
		return nil, "", err
	}
	var found []news.Story
	for _, story := range s.stories {
		if f.Thread != 0 && story.Thread != f.Thread || f.Coverage != 0 && story.Coverage != f.Coverage || !f.Before.IsZero() && !story.UpdatedAt.Before(f.Before) || story.UpdatedAt.Before(f.Since) {
			continue
		}
		if !f.At.IsZero() && f.At.Before(story.FirstSeenAt) {
			continue
		}
		if (f.Section == "" || story.Section == f.Section) && (f.Edition.Language == "" || story.Language == f.Edition.Language) {
			found = append(found, story)
		}
	}
	return cutPage(found, f)
}

func (s *shelf) LoggedSince(context.Context) (time.Time, error) {
	return now.Add(-9 * time.Hour), s.read()
}

func (s *shelf) Pinned(_ context.Context, e news.Edition, at time.Time) ([]news.Story, error) {
	var found []news.Story
	for _, story := range s.stories {
		if story.PinnedUntil.After(at) && (e.Language == "" || story.Language == e.Language) {
			found = append(found, story)
		}
	}
	return found, s.read()
}

func (s *shelf) Story(_ context.Context, id news.StoryID) (news.Story, error) {
	if err := s.read(); err != nil {
		return news.Story{}, err
	}
	id = cmp.Or(s.merged[id], id)
	for _, story := range s.stories {
		if story.ID == id {
			return story, nil
		}
	}
	return news.Story{}, news.ErrNotFound
}

func (s *shelf) StoryName(ctx context.Context, id news.StoryID) (news.Story, error) {
	story, err := s.Story(ctx, id)
	return news.Story{ID: story.ID, Headline: story.Headline, Hidden: story.Hidden}, err
}

func (s *shelf) Threads(_ context.Context, f news.Filter) ([]news.Thread, string, error) {
	return s.threads, "", s.read()
}

func (s *shelf) Thread(_ context.Context, id news.ThreadID) (news.Thread, error) {
	for _, th := range s.threads {
		if th.ID == id {
			return th, s.read()
		}
	}
	return news.Thread{}, news.ErrNotFound
}

func light(a news.Article) news.Article {
	a.Blocks, a.Related, a.Enclosures = nil, nil, nil
	return a
}

func (s *shelf) StoryArticles(_ context.Context, id news.StoryID) ([]news.Article, error) {
	var found []news.Article
	for _, a := range s.articles {
		if a.StoryID == cmp.Or(s.merged[id], id) {
			found = append(found, light(a))
		}
	}
	slices.SortStableFunc(found, func(a, b news.Article) int { return a.Time().Compare(b.Time()) })
	return found, s.read()
}

func (s *shelf) Recordings(_ context.Context, articles []news.ArticleID) (map[news.ArticleID]news.Recording, error) {
	found := map[news.ArticleID]news.Recording{}
	for _, a := range s.articles {
		if slices.Contains(articles, a.ID) && len(a.Enclosures) > 0 {
			found[a.ID] = news.Recording{Media: a.Enclosures, Episode: &news.Episode{Duration: 64 * time.Minute, Transcripts: []news.Transcript{{URL: "https://vbs.example/talk.html"}}}}
		}
	}
	return found, s.read()
}

func (s *shelf) Article(_ context.Context, id news.ArticleID) (news.Article, news.Source, error) {
	if err := s.read(); err != nil {
		return news.Article{}, news.Source{}, err
	}
	for _, a := range s.articles {
		if a.ID == id {
			source, err := s.Source(context.Background(), a.SourceID)
			return a, source, err
		}
	}
	return news.Article{}, news.Source{}, news.ErrNotFound
}

func (s *shelf) EntryVersions(_ context.Context, id news.EntryID) ([]news.EntryVersion, error) {
	return s.versions[id], s.read()
}

func (s *shelf) Latest(_ context.Context, f news.Filter) ([]news.Article, string, error) {
	if err := s.read(); err != nil {
		return nil, "", err
	}
	var found []news.Article
	for _, a := range s.articles {
		if (f.Kind == "" || a.Kind == f.Kind) && (f.Source == 0 || a.SourceID == f.Source) &&
			(f.Edition.Language == "" || a.Language == f.Edition.Language) {
			found = append(found, light(a))
		}
	}
	slices.SortStableFunc(found, func(a, b news.Article) int { return b.Time().Compare(a.Time()) })
	return cutPage(found, f)
}

func (s *shelf) Search(_ context.Context, q query.Node, f news.Filter) (news.Found, error) {
	if err := s.read(); err != nil {
		return news.Found{}, err
	}
	s.mu.Lock()
	s.searched = f
	s.mu.Unlock()
	var hits []news.Hit
	for _, a := range s.articles {
		all := a.Headline + "\n" + a.Text()
		for _, word := range query.Wanted(q) {
			at := strings.Index(all, word)
			if at < 0 {
				continue
			}
			end := min(at+len(word)+60, len(all))
			hits = append(hits, news.Hit{Article: light(a), Snippet: all[at:end], Matches: [][2]int{{0, len(word)}}})
			break
		}
	}
	hits, next, err := cutPage(hits, f)
	return news.Found{Hits: hits, Next: next, Reached: s.reached}, err
}

func (s *shelf) lastSearch() news.Filter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.searched
}

func (s *shelf) Tally(context.Context, query.Node, news.Filter) (news.Tally, error) {
	return s.tally, s.fail
}

func (s *shelf) Source(_ context.Context, id news.SourceID) (news.Source, error) {
	for _, source := range s.sources {
		if source.ID == id {
			return source, s.read()
		}
	}
	return news.Source{}, news.ErrNotFound
}

func (s *shelf) Sources(context.Context) ([]news.SourceState, error) {
	var states []news.SourceState
	for _, source := range s.sources {
		state := news.SourceState{Source: source, Drifts: s.learned.Drifts, Turns: s.learned.Turns}
		for _, f := range s.feeds {
			if f.SourceID == source.ID {
				state.Feeds = append(state.Feeds, f)
				state.SucceededAt = f.SucceededAt
			}
		}
		for _, a := range s.articles {
			if a.SourceID == source.ID {
				state.Articles++
			}
		}
		states = append(states, state)
	}
	return states, s.read()
}

func (s *shelf) SourceState(ctx context.Context, id news.SourceID) (news.SourceState, error) {
	states, err := s.Sources(ctx)
	for _, state := range states {
		if state.Source.ID == id {
			return state, err
		}
	}
	return news.SourceState{}, news.ErrNotFound
}

func (s *shelf) Learned(context.Context, news.SourceID) (news.Learning, []news.Furniture, error) {
	return s.learned, s.furniture, s.read()
}

func (s *shelf) PreviewRules(_ context.Context, _ news.SourceID, rules news.PageRules) (web.Preview, error) {
	return s.preview, cmp.Or(rules.Validate(), s.fail)
}

func (s *shelf) SetPageRules(_ context.Context, _ news.SourceID, rules news.PageRules) error {
	s.learned.Rules = rules
	return s.fail
}

func (s *shelf) AllowFurniture(_ context.Context, _ news.SourceID, key uint64, allowed bool) error {
	for i := range s.furniture {
		if s.furniture[i].Key == key {
			s.furniture[i].Allowed = allowed
			return s.fail
		}
	}
	return news.ErrNotFound
}

func (s *shelf) AcceptReading(context.Context, news.SourceID) error {
	s.learned.Drifts = nil
	return s.fail
}

func (s *shelf) Holds(context.Context, time.Time) ([]news.Hold, error) { return s.holds, s.read() }

func (s *shelf) Languages(context.Context) ([]news.LanguageCount, error) {
	n := map[string]int{}
	for _, story := range s.stories {
		n[story.Language]++
	}
	var counts []news.LanguageCount
	for _, tag := range []string{"en", "fr", "ar", ""} {
		if n[tag] > 0 {
			counts = append(counts, news.LanguageCount{Language: tag, Stories: n[tag]})
		}
	}
	return counts, s.read()
}

func (s *shelf) Counts(context.Context) (news.Counts, error) {
	return news.Counts{Sources: len(s.sources), Feeds: len(s.feeds), Entries: len(s.articles), Articles: len(s.articles), Stories: len(s.stories)}, s.read()
}

func (s *shelf) Backlogs(_ context.Context, at time.Time) ([]news.Backlog, error) {
	s.asked = at
	return []news.Backlog{{Stage: "entries", Waiting: 3}}, s.read()
}

func (s *shelf) Setting(_ context.Context, key string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings[key], s.fail
}

func (s *shelf) SetSetting(_ context.Context, key, value string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settings == nil {
		s.settings = map[string]string{}
	}
	s.settings[key] = value
	return s.fail
}

func (s *shelf) NextStory(context.Context) (next news.StoryID, err error) {
	for _, story := range s.stories {
		next = max(next, story.ID)
	}
	return next + 1, s.read()
}

func (s *shelf) Addressed(_ context.Context, from, until news.StoryID) ([]news.Addressed, error) {
	return s.addressed(func(story news.Story) bool { return story.ID >= from && story.ID < until })
}

func (s *shelf) AddressedSince(_ context.Context, since time.Time, most int) ([]news.Addressed, error) {
	list, err := s.addressed(func(story news.Story) bool { return !story.FirstSeenAt.Before(since) })
	return list[:min(len(list), most)], err
}

func (s *shelf) addressed(wanted func(news.Story) bool) (list []news.Addressed, err error) {
	for _, story := range s.stories {
		if wanted(story) && !story.Hidden {
			list = append(list, news.Addressed{ID: story.ID, Headline: story.Headline, Language: story.Language, FirstSeenAt: story.FirstSeenAt, UpdatedAt: story.UpdatedAt})
		}
	}
	return list, s.read()
}
