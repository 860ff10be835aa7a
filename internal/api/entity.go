package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// ledgerReader is what is read of who is who, who said what and what happened when.
type ledgerReader interface {
	// Entity follows redirects: the entity's ID may be another than the one asked for.
	Entity(ctx context.Context, id news.EntityID) (news.Entity, error)
	Entities(ctx context.Context, f news.LedgerFilter) (entities []news.Entity, next string, err error)
	EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) ([]news.Entity, error)
	EntityStories(ctx context.Context, id news.EntityID, f news.Filter) (stories []news.Story, next string, err error)
	Company(ctx context.Context, id news.EntityID) ([]news.Entity, error)
	Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error)
	Saying(ctx context.Context, id news.SayingID) (news.Saying, error)
	Happenings(ctx context.Context, f news.LedgerFilter) ([]news.Happening, error)
	Agenda(ctx context.Context, from, until time.Time, f news.LedgerFilter) ([]news.Happening, error)
	CountsOf(ctx context.Context, f news.LedgerFilter) ([]news.Count, error)
	factsReader
}

// entityList answers /api/v1/entities and /api/v1/stories/{id}/entities.
type entityList struct {
	Entities []entity `json:"entities"`
	Next     string   `json:"next"`
}

// entity is a person, an organisation or a place.
type entity struct {
	ID        int64    `json:"id"`
	URL       string   `json:"url"`  // its page here
	Kind      string   `json:"kind"` // person, organisation, place
	Name      string   `json:"name"`
	Aliases   []string `json:"aliases,omitempty"`
	Role      string   `json:"role,omitempty"`
	Country   string   `json:"country,omitempty"` // two letters
	Language  string   `json:"language,omitempty"`
	Articles  int      `json:"articles"` // that name it; of a story, or beside another entity, among the newest of those
	Quotes    int      `json:"quotes"`
	FirstSeen string   `json:"first_seen,omitempty"`
	Updated   string   `json:"updated,omitempty"`
}

// entityDetail answers /api/v1/entities/{id}: the entity, and who is named with it.
type entityDetail struct {
	Entity  entity   `json:"entity"`
	Company []entity `json:"company"`
}

func (s *server) entities(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	query := r.URL.Query()
	wanted := news.LedgerFilter{Words: query.Get("q"), Kind: news.EntityKind(query.Get("kind")), Edition: f.Edition, After: f.After, Limit: f.Limit}
	if len(wanted.Words) > maxQuery {
		return nil, &badRequest{"q: want a name of at most 500 bytes"}
	}
	if wanted.Kind != "" && !slices.Contains(news.EntityKinds(), wanted.Kind) {
		return nil, &badRequest{"kind: want person, organisation or place"}
	}
	found, next, err := s.Reader.Entities(r.Context(), wanted)
	if err != nil {
		return nil, err
	}
	return entityList{s.entitiesOf(r, found), next}, nil
}

func (s *server) entity(r *http.Request) (any, error) {
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	company, err := s.Reader.Company(r.Context(), e.ID)
	if err != nil {
		return nil, err
	}
	return entityDetail{s.entityOf(r, e), s.entitiesOf(r, company)}, nil
}

func (s *server) entityStories(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	stories, next, err := s.Reader.EntityStories(r.Context(), e.ID, f)
	if err != nil {
		return nil, err
	}
	list := storyList{Stories: []story{}, Next: next}
	for _, told := range stories {
		if !told.Hidden {
			list.Stories = append(list.Stories, s.storyOf(r, told))
		}
	}
	return list, nil
}

func (s *server) storyEntities(r *http.Request) (any, error) {
	told, err := s.openStory(r)
	if err != nil {
		return nil, err
	}
	found, err := s.Reader.EntitiesOf(r.Context(), told.ID, 0)
	if err != nil {
		return nil, err
	}
	return entityList{s.entitiesOf(r, found), ""}, nil
}

// openEntity reads the entity that the address names. One that was taken off is gone.
func (s *server) openEntity(r *http.Request) (news.Entity, error) {
	id, err := idOf(r)
	if err != nil {
		return news.Entity{}, err
	}
	e, err := s.Reader.Entity(r.Context(), news.EntityID(id))
	if err == nil && e.Hidden {
		return e, errTakenOff
	}
	return e, err
}

// openStory reads the story that the address names. One that editors hide is gone.
func (s *server) openStory(r *http.Request) (news.Story, error) {
	id, err := idOf(r)
	if err != nil {
		return news.Story{}, err
	}
	told, err := s.Reader.Story(r.Context(), news.StoryID(id))
	if err == nil && told.Hidden {
		return told, errTakenOff
	}
	return told, err
}

func (s *server) entityOf(r *http.Request, e news.Entity) entity {
	return entity{
		ID: int64(e.ID), URL: s.absolute(r, "/entity/"+e.ID.String()), Kind: string(e.Kind), Name: e.Name, Aliases: e.Aliases, Role: e.Role, Country: e.Country,
		Language: e.Language, Articles: e.Articles, Quotes: e.Sayings, FirstSeen: instant(e.FirstSeenAt), Updated: instant(e.UpdatedAt),
	}
}

// entitiesOf are those that have a page.
func (s *server) entitiesOf(r *http.Request, found []news.Entity) []entity {
	shown := []entity{}
	for _, e := range found {
		if !e.Hidden {
			shown = append(shown, s.entityOf(r, e))
		}
	}
	return shown
}
