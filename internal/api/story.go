package api

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// storyList answers /api/v1/stories.
type storyList struct {
	Stories []story `json:"stories"`
	Next    string  `json:"next"` // what to give as after; empty at the end
}

// story is a story in a list.
type story struct {
	ID          int64  `json:"id"`
	URL         string `json:"url"` // its page here
	Headline    string `json:"headline"`
	Summary     string `json:"summary,omitempty"`
	Language    string `json:"language,omitempty"`
	Section     string `json:"section,omitempty"`
	Source      string `json:"source,omitempty"` // of the lead article
	Lead        int64  `json:"lead,omitempty"`   // id of the lead article
	Image       *image `json:"image,omitempty"`
	Articles    int    `json:"articles"`
	Sources     int    `json:"sources"`
	Independent int    `json:"independent"` // texts of their own
	FirstSeen   string `json:"first_seen,omitempty"`
	Updated     string `json:"updated,omitempty"`

	Breaking bool   `json:"breaking,omitempty"`
	NotNews  bool   `json:"not_news,omitempty"`
	Why      string `json:"why,omitempty"`   // it stands there, in a list
	Terms    []term `json:"terms,omitempty"` // that its place in a list comes from; they add up to it

	Phrases  []string   `json:"phrases,omitempty"`  // names that tell it from other stories
	Keys     []key      `json:"keys,omitempty"`     // sentences that tell it; of a story alone, not in lists
	Thread   int64      `json:"thread,omitempty"`   // id of the thread that it continues
	Coverage int64      `json:"coverage,omitempty"` // the same for stories of several languages about one event: the id of the oldest
	Fresh    []sentence `json:"fresh,omitempty"`    // what it told that its thread did not know
}

type term struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// key is a sentence of an article, to the letter.
type key struct {
	Text    string `json:"text"`
	Article int64  `json:"article"` // id
	Source  string `json:"source"`
	URL     string `json:"url"` // of the article at its publisher
}

type image struct {
	URL     string `json:"url"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
}

// storyDetail answers /api/v1/stories/{id}: the story with all its articles, oldest first.
type storyDetail struct {
	Story    story     `json:"story"`
	Articles []article `json:"articles"`
}

func (s *server) stories(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	if f.At, err = pastHour(r); err != nil {
		return nil, err
	}
	stories, next, err := s.Reader.Stories(r.Context(), f)
	if err != nil {
		return nil, err
	}
	now := f.At
	if now.IsZero() {
		now = s.Today()
	}
	list := storyList{Stories: []story{}, Next: next}
	for _, slot := range s.slots(stories, now) {
		told := s.storyOf(r, slot.Story)
		told.Breaking, told.Why = slot.Breaking, slot.Why.String()
		for _, t := range slot.Terms {
			told.Terms = append(told.Terms, term(t))
		}
		list.Stories = append(list.Stories, told)
	}
	return list, nil
}

// slots are stories with the reasons for their order.
func (s *server) slots(stories []news.Story, now time.Time) []news.Slot {
	if s.Top != nil {
		return s.Top(stories, now, news.Edition{}, "", len(stories))
	}
	slots := make([]news.Slot, len(stories))
	for i, told := range stories {
		slots[i].Story = told
	}
	return slots
}

// pastHour reads at: the time as of which stories are wanted; zero when it is not given.
func pastHour(r *http.Request) (time.Time, error) {
	text := r.URL.Query().Get("at")
	if text == "" {
		return time.Time{}, nil
	}
	at, err := news.ParseHour(text)
	if err != nil {
		return at, &badRequest{"at: want a time such as 2031-05-17T09:00Z"}
	}
	return at, nil
}

func (s *server) story(r *http.Request) (any, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	told, err := s.Reader.Story(r.Context(), news.StoryID(id))
	if err != nil {
		return nil, err
	}
	articles, err := s.Reader.StoryArticles(r.Context(), told.ID)
	if err != nil {
		return nil, err
	}
	if told.Hidden {
		return nil, errTakenOff
	}
	detail := storyDetail{Story: s.storyOf(r, told), Articles: make([]article, len(articles))}
	detail.Story.Keys = s.keysOf(told, articles)
	relations, agencies := lineageOf(told)
	for i, a := range articles {
		detail.Articles[i] = s.articleOf(r, s.grant(a.Licence), a)
		detail.Articles[i].Relation, detail.Articles[i].Agency = string(relations[a.ID]), agencies[cmp.Or(a.FamilyID, a.ID)]
	}
	return detail, nil
}

func (s *server) storyOf(r *http.Request, told news.Story) story {
	told = licence.Story(told, s.grant)
	return story{
		ID: int64(told.ID), URL: s.absolute(r, "/story/"+told.ID.String()), Headline: told.Headline, Summary: told.Summary,
		Language: told.Language, Section: string(told.Section), Source: told.SourceName, Lead: int64(told.Lead),
		Image: imageOf(told.Image), Articles: told.Articles, Sources: told.Sources, Independent: told.Independent,
		FirstSeen: instant(told.FirstSeenAt), Updated: instant(told.UpdatedAt), NotNews: told.NotNews, Phrases: told.Phrases,
		Thread: int64(told.Thread), Coverage: int64(told.Coverage), Fresh: s.freshOf(told),
	}
}

// keysOf are the key sentences that may be shown.
func (s *server) keysOf(told news.Story, articles []news.Article) []key {
	var keys []key
	for _, k := range told.Keys {
		at := slices.IndexFunc(articles, func(a news.Article) bool { return a.ID == k.Article })
		if at < 0 {
			continue
		}
		a := articles[at]
		if text := s.grant(a.Licence).Key(k.Text); text != "" {
			keys = append(keys, key{text, int64(a.ID), a.Outlet, outward(cmp.Or(a.CanonicalURL, a.URL))})
		}
	}
	return keys
}

// lineageOf says what articles are to the first that carried their text, and which agency wrote it, by that one.
func lineageOf(told news.Story) (relations map[news.ArticleID]news.Relation, agencies map[news.ArticleID]string) {
	relations, agencies = map[news.ArticleID]news.Relation{}, map[news.ArticleID]string{}
	for _, l := range told.Lineages {
		relations[l.Family], agencies[l.Family] = news.RelationOriginal, l.Agency
		for _, c := range l.Copies {
			relations[c.Article] = c.Relation
		}
	}
	return relations, agencies
}

func imageOf(i news.Image) *image {
	address := outward(i.URL)
	if address == "" {
		return nil
	}
	return &image{address, i.Caption, i.Credit}
}

// instant writes a time; unknown is empty.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
