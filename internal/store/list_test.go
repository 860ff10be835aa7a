package store_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestStoriesByEditionSectionAndOrder(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		source := articles(t, s, "a.example", 1)[0].SourceID
		var g news.Grouping
		for i := range 40 {
			story := fullStory(news.StoryID(i+1), source)
			story.Score = float64(i / 2) // pairs of equal scores
			story.UpdatedAt = noon.Add(-time.Duration(i) * time.Hour)
			if i%2 == 1 {
				story.Language = "fr-CA"
			}
			if i%4 == 0 {
				story.Section = news.SectionSport
			}
			g.Stories = append(g.Stories, story)
		}
		group(t, s, g)
		all := func(f news.Filter) (got []news.StoryID) {
			for pages := 0; pages < 50; pages++ {
				stories, next, err := s.Stories(ctx, f)
				check(t, err)
				for _, story := range stories {
					got = append(got, story.ID)
				}
				if f.After = next; next == "" {
					return got
				}
			}
			t.Fatal("the list does not end")
			return nil
		}
		first := func(ids []news.StoryID, n int) []news.StoryID { return ids[:min(n, len(ids))] }
		byScore := all(news.Filter{Limit: 7})
		equal(t, "stories", len(byScore), 40)
		equal(t, "by score", first(byScore, 4), []news.StoryID{40, 39, 38, 37})
		equal(t, "by time", first(all(news.Filter{Limit: 7, Order: news.OrderUpdated}), 3), []news.StoryID{1, 2, 3})
		equal(t, "french", first(all(news.Filter{Limit: 3, Edition: news.Edition{Language: "fr"}}), 2), []news.StoryID{40, 38})
		equal(t, "sport", first(all(news.Filter{Limit: 3, Section: news.SectionSport}), 2), []news.StoryID{37, 33})
		equal(t, "french sport", len(all(news.Filter{Section: news.SectionSport, Edition: news.Edition{Language: "fr"}})), 0)
		equal(t, "of today", len(all(news.Filter{Since: noon.Add(-5 * time.Hour)})), 6)
		equal(t, "of nobody", len(all(news.Filter{Source: 99})), 0)
		equal(t, "a page", len(must2(s.Stories(ctx, news.Filter{}))(t)), news.DefaultLimit)
		_, next, err := s.Stories(ctx, news.Filter{Limit: 1})
		check(t, err)
		for _, after := range []string{"x", next + "AAAA", "cyAxIDEgMQ", "dSAxIDE", "!", "cyB4IHk"} {
			f := news.Filter{After: after}
			if _, _, err := s.Stories(ctx, f); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("stories after %q: got %v, want invalid", after, err)
			}
			if _, _, err := s.Latest(ctx, f); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("latest after %q: got %v, want invalid", after, err)
			}
		}
		if _, _, err := s.Stories(ctx, news.Filter{After: next, Order: news.OrderUpdated}); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("a cursor of another order: got %v, want invalid", err)
		}
	})
}

func must2[T, U any](v T, _ U, err error) func(testing.TB) T {
	return must(v, err)
}

func TestLatestPages(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		poll(t, s, feed(t, s, "a.example"), entry("a.example", 1), entry("a.example", 2), entry("a.example", 3), entry("a.example", 4), entry("a.example", 5))
		poll(t, s, feed(t, s, "b.example"), entry("b.example", 6))
		works := read(t, s, func(w news.Work) []news.Article {
			a := plain(w, "text")
			a.PublishedAt = noon.Add(-time.Hour) // all at once: identifiers decide
			if w.Entry.GUID == "guid-3" {
				a.Kind, a.Section, a.Language = news.KindAudio, news.SectionCulture, "fr-CA"
			}
			return []news.Article{a}
		})
		var got []string
		f := news.Filter{Limit: 2}
		for {
			page, next, err := s.Latest(ctx, f)
			check(t, err)
			for _, a := range page {
				got = append(got, a.ID.String())
			}
			if f.After = next; next == "" {
				break
			}
		}
		equal(t, "order", fmt.Sprint(got), "[6 5 4 3 2 1]")
		for name, f := range map[string]news.Filter{
			"kind":    {Kind: news.KindAudio},
			"section": {Section: news.SectionCulture},
			"edition": {Edition: news.Edition{Language: "fr"}},
		} {
			page, _, err := s.Latest(ctx, f)
			check(t, err)
			if len(page) != 1 || page[0].Headline != "Title 3" {
				t.Errorf("by %s: got %+v", name, page)
			}
		}
		page, _, err := s.Latest(ctx, news.Filter{Source: works[0].Source.ID})
		check(t, err)
		equal(t, "of a source", len(page), 5)
		states := must(s.Sources(ctx))(t)
		equal(t, "articles of sources", []int{states[0].Articles, states[1].Articles}, []int{5, 1})
	})
}

func TestSettingsAndSources(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		equal(t, "unset", must(s.Setting(ctx, "x"))(t), "")
		check(t, s.SetSetting(ctx, "x", "1"))
		check(t, s.SetSetting(ctx, "x", "2"))
		equal(t, "set", must(s.Setting(ctx, "x"))(t), "2")
		check(t, s.SetSetting(ctx, "x", ""))
		equal(t, "forgotten", must(s.Setting(ctx, "x"))(t), "")

		f := feed(t, s, "a.example")
		source := must(s.Source(ctx, f.SourceID))(t)
		source.Name, source.Weight, source.Licence = "The A", 0.5, news.LicenceExcerpt
		check(t, s.SetSource(ctx, source))
		equal(t, "source", must(s.Source(ctx, f.SourceID))(t), source)
		source.Licence = "everything"
		if err := s.SetSource(ctx, source); !errors.Is(err, news.ErrInvalid) {
			t.Errorf("an unknown licence: got %v", err)
		}
		for name, read := range map[string]func() error{
			"id":   func() error { _, err := s.Source(ctx, 99); return err },
			"host": func() error { _, err := s.SourceByHost(ctx, "nobody.example"); return err },
			"set":  func() error { return s.SetSource(ctx, news.Source{ID: 99}) },
		} {
			if err := read(); !errors.Is(err, news.ErrNotFound) {
				t.Errorf("unknown by %s: got %v, want not found", name, err)
			}
		}
	})
}

func TestSessions(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		k := s.Sessions()
		check(t, k.Commit("token", []byte{0, 1, 255}, time.Now().Add(time.Hour)))
		check(t, k.Commit("old", []byte("x"), time.Now().Add(-time.Hour)))
		data, found, err := k.Find("token")
		check(t, err)
		if !found || string(data) != "\x00\x01\xff" {
			t.Errorf("got %v %v", data, found)
		}
		soon := time.Now().Add(time.Hour)
		check(t, k.Commit("token", []byte{0, 1, 255}, soon.Add(time.Minute))) // not worth storing
		check(t, k.Commit("token", []byte("changed"), soon))
		if data, _, err := k.Find("token"); err != nil || string(data) != "changed" {
			t.Errorf("after a change: got %q, %v", data, err)
		}
		check(t, k.Commit("token", []byte("changed"), soon.Add(2*time.Hour)))
		if at := store.Strings(t, s, "SELECT max(expires_at) FROM sessions"); at[0] != strconv.FormatInt(soon.Add(2*time.Hour).UnixMicro(), 10) {
			t.Errorf("put off by two hours: it expires at %s", at[0])
		}
		check(t, k.Delete("token"))
		for _, token := range []string{"token", "old", "never"} {
			if _, found, err := k.Find(token); found || err != nil {
				t.Errorf("%s: got %v %v", token, found, err)
			}
		}
	})
}
