package api_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"nutgraf/internal/api"
	"nutgraf/internal/news"
)

func TestStoriesExplainTheirOrder(t *testing.T) {
	t.Parallel()
	s := &shelf{licence: news.LicenceFull}
	o := options(s)
	var laid time.Time
	o.Today = func() time.Time { return now.Add(time.Hour) }
	o.Top = func(candidates []news.Story, at time.Time, _ news.Edition, _ news.Section, limit int) []news.Slot {
		laid = at
		if limit < len(candidates) {
			t.Errorf("asked for %d of %d", limit, len(candidates))
		}
		return []news.Slot{{Story: candidates[0], Why: news.Say("2 sources"), Breaking: true, Terms: []news.Term{{Name: "newest report", Value: -0.25}, {Name: "number of sources", Value: 1}}}}
	}
	h := api.New(o)
	var list struct {
		Stories []struct {
			Why      string
			Breaking bool
			Terms    []struct {
				Name  string
				Value float64
			}
		}
	}
	if err := json.Unmarshal(get(t, h, "/api/v1/stories").Body.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if got := list.Stories; len(got) != 1 || got[0].Why != "2 sources" || !got[0].Breaking || len(got[0].Terms) != 2 || got[0].Terms[0].Value != -0.25 {
		t.Errorf("got %+v", got)
	}
	if !laid.Equal(now.Add(time.Hour)) || !s.filter.At.IsZero() {
		t.Errorf("now: laid out for %v, read as of %v", laid, s.filter.At)
	}
	at := time.Date(2030, 1, 2, 3, 4, 0, 0, time.UTC)
	get(t, h, "/api/v1/stories?at=2030-01-02T03:04Z")
	if !laid.Equal(at) || !s.filter.At.Equal(at) {
		t.Errorf("then: laid out for %v, read as of %v, want %v", laid, s.filter.At, at)
	}
	if w := get(t, h, "/api/v1/stories?at=then"); w.Code != http.StatusBadRequest {
		t.Errorf("a time that is none: got %d", w.Code)
	}
}

func TestReasonsNeedAStory(t *testing.T) {
	t.Parallel()
	o := options(&shelf{licence: news.LicenceFull})
	for path, want := range map[string]int{"/api/v1/stories/7/why": 404, "/api/v1/stories/8/why": 404, "/api/v1/stories/x/why": 404} {
		if w := get(t, api.New(o), path); w.Code != want {
			t.Errorf("GET %s without reasons: got %d, want %d", path, w.Code, want)
		}
	}
	o.Why = func(context.Context, news.StoryID) (map[news.ArticleID]news.Belonging, error) {
		return nil, news.ErrUnavailable
	}
	for path, want := range map[string]int{"/api/v1/stories/7/why": 503, "/api/v1/stories/8/why": 404} {
		if w := get(t, api.New(o), path); w.Code != want {
			t.Errorf("GET %s: got %d, want %d", path, w.Code, want)
		}
	}
}
