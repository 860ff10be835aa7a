package web

import (
	"cmp"
	"context"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"nutgraf/internal/news"
)

// liveFor is how long what a page shows now is kept for all who ask what is new on it.
const liveFor = 15 * time.Second

// liveAnswer tells how many of a page's items came after the newest that a reader has before them. Items are told apart
// by their numbers, which only grow: no clock has a say.
type liveAnswer struct {
	Count int
	Words string `json:",omitempty"`
}

// live is the address at which a page asks what is new since it was made with these items.
func (s *Site) live(r *http.Request, query url.Values, shown []int64) string {
	newest := int64(0)
	if len(shown) > 0 {
		newest = slices.Max(shown)
	}
	query.Set("since", strconv.FormatInt(newest, 10))
	query.Set("lang", cmp.Or(s.choices(r).Language, everyLanguage))
	query.Set("region", cmp.Or(s.choices(r).Region, everyRegion))
	query.Set("tongue", s.choices(r).Tongue)
	return "/new?" + query.Encode()
}

// whatIsNew answers the live bar. What it counts is what the page would show if it were loaded now.
func (s *Site) whatIsNew(r *http.Request) (*reply, error) {
	query := r.URL.Query()
	since, err := strconv.ParseInt(query.Get("since"), 10, 64)
	if err != nil || since < 0 {
		return nil, news.ErrInvalid
	}
	shown, err := s.shownNow(r, query)
	if err != nil {
		return nil, err
	}
	var a liveAnswer
	for _, id := range shown {
		if id > since {
			a.Count++
		}
	}
	switch say := s.say(r); {
	case a.Count == 0:
	case query.Get("story") != "":
		a.Words = say.N("%d new article", "%d new articles", a.Count)
	default:
		a.Words = say.N("%d new story", "%d new stories", a.Count)
	}
	body, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	answer := ok(jsonType, body)
	answer.keep = "public, max-age=15"
	return answer, nil
}

const jsonType = "application/json; charset=utf-8"

// shownNow are the numbers of what a page shows now. All visitors share one reading of it.
func (s *Site) shownNow(r *http.Request, query url.Values) ([]int64, error) {
	if s.owner(r) || mineOf(r) != nil || s.KeepFor < 0 {
		return s.readShown(r, query)
	}
	key := "new\n" + s.edition(r).Language + "\n" + s.edition(r).Region + "\n" + query.Get("section") + "\n" + query.Get("story")
	kept, err := s.kept.get(r.Context(), key, liveFor, func(*reply) (*reply, error) {
		shown, err := s.readShown(r.WithContext(context.WithoutCancel(r.Context())), query)
		if err != nil {
			return nil, err
		}
		body, err := json.Marshal(shown)
		return &reply{body: body}, err
	})
	if err != nil {
		return nil, err
	}
	var shown []int64
	return shown, json.Unmarshal(kept.body, &shown)
}

func (s *Site) readShown(r *http.Request, query url.Values) ([]int64, error) {
	ctx, edition, now := r.Context(), s.edition(r), s.Now()
	switch section, story := news.Section(query.Get("section")), query.Get("story"); {
	case story != "":
		id, err := parseID(story)
		if err != nil {
			return nil, err
		}
		open, err := s.openStory(ctx, news.StoryID(id))
		if err != nil {
			return nil, err
		}
		articles, err := s.Reader.StoryArticles(ctx, open.ID)
		return numbers(articles, func(a news.Article) int64 { return int64(a.ID) }), err
	case section != "":
		if !section.Valid() {
			return nil, news.ErrNotFound
		}
		stories, _, err := s.Reader.Stories(ctx, news.Filter{Edition: edition, Section: section, Limit: news.DefaultLimit})
		if err != nil {
			return nil, err
		}
		if stories, err = s.unmuted(r, stories); err != nil {
			return nil, err
		}
		return slotNumbers(s.Section(visible(stories), now, edition, section)), nil
	}
	candidates, err := s.candidates(ctx, edition, time.Time{}, now)
	if err != nil {
		return nil, err
	}
	if candidates, err = s.ownFront(r, candidates); err != nil {
		return nil, err
	}
	var view frontView
	s.place(r, &view, s.Front(candidates, now, edition), now)
	return view.stories(), nil
}

// stories are the numbers of the stories that a front page shows in their places.
func (v *frontView) stories() []int64 {
	var lines []storyLine
	if v.Lead != nil {
		lines = append(lines, *v.Lead)
	}
	lines = append(lines, v.Seconds...)
	for _, b := range v.Blocks {
		lines = append(append(lines, b.Top), b.Rest...)
	}
	return numbers(lines, func(l storyLine) int64 { return int64(l.ID) })
}

func slotNumbers(p news.Page) []int64 {
	return numbers(p.Slots, func(slot news.Slot) int64 { return int64(slot.Story.ID) })
}

func numbers[T any](list []T, number func(T) int64) []int64 {
	all := make([]int64, len(list))
	for i, one := range list {
		all[i] = number(one)
	}
	return all
}

// storyMark names the story that a link is about, for the script.
func storyMark(id news.StoryID) template.HTMLAttr {
	return template.HTMLAttr(` data-story="` + id.String() + `"`) //nolint:gosec // a number
}
