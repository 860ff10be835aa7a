package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

func TestSavedSearches(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ines, bo := reader(t, s, "Ines"), reader(t, s, "Bo")
		save := func(user news.UserID, name, query string) (news.SavedSearch, error) {
			return s.SaveSearch(ctx, news.SavedSearch{User: user, Name: name, Query: query, MadeAt: noon, SeenAt: noon, BeforeAt: noon})
		}
		dams := must(save(ines.ID, "Dams", "dam OR weir"))(t)
		must(save(ines.ID, "Strikes", "strike after:2031"))(t)
		again := must(save(ines.ID, "Dams and weirs", "dam OR weir"))(t)
		equal(t, "the same query", []any{again.ID, again.Name}, []any{dams.ID, "Dams and weirs"})
		theirs := must(save(bo.ID, "Dams", "dam OR weir"))(t)
		if theirs.ID == dams.ID {
			t.Error("two users share a search")
		}
		check(t, s.RenameSearch(ctx, ines.ID, dams.ID, "Water"))
		list := must(s.SavedSearches(ctx, ines.ID))(t)
		equal(t, "list", []string{list[0].Name, list[1].Name}, []string{"Strikes", "Water"})
		for what, err := range map[string]error{
			"another's renamed": s.RenameSearch(ctx, bo.ID, dams.ID, "x"), "another's removed": s.RemoveSearch(ctx, bo.ID, dams.ID),
			"another's opened": second(s.OpenSearch(ctx, bo.ID, dams.ID, noon)), "none": s.RemoveSearch(ctx, ines.ID, 999),
		} {
			if !errors.Is(err, news.ErrNotFound) {
				t.Errorf("%s: got %v, want not found", what, err)
			}
		}
		for what, err := range map[string]error{
			"no name": second(save(ines.ID, "", "dam")), "no query": second(save(ines.ID, "x", "")), "a name of two lines": second(save(ines.ID, "a\nb", "dam")), "renamed to nothing": s.RenameSearch(ctx, ines.ID, dams.ID, ""),
		} {
			if !errors.Is(err, news.ErrInvalid) {
				t.Errorf("%s: got %v, want it refused", what, err)
			}
		}
		check(t, s.RemoveSearch(ctx, ines.ID, dams.ID))
		equal(t, "left", len(must(s.SavedSearches(ctx, ines.ID))(t)), 1)
		check(t, s.RemoveUser(ctx, ines.ID))
		equal(t, "with the user gone", len(must(s.SavedSearches(ctx, ines.ID))(t)), 0)
		equal(t, "of another", len(must(s.SavedSearches(ctx, bo.ID))(t)), 1)
	})
}

func TestSavedSearchesAreBounded(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for i := range news.MaxSavedSearches {
			must(s.SaveSearch(ctx, news.SavedSearch{User: news.OwnerID, Name: "x", Query: fmt.Sprint("dam ", i)}))(t)
		}
		if _, err := s.SaveSearch(ctx, news.SavedSearch{User: news.OwnerID, Name: "x", Query: "one more"}); !errors.Is(err, news.ErrConflict) {
			t.Errorf("one more than there can be: got %v", err)
		}
		must(s.SaveSearch(ctx, news.SavedSearch{User: news.OwnerID, Name: "y", Query: "dam 1"}))(t)
	})
}

// TestAVisitOfASavedSearch tells what is new by when the search was open before, and reloading does not end a visit.
func TestAVisitOfASavedSearch(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		kept := must(s.SaveSearch(ctx, news.SavedSearch{User: news.OwnerID, Name: "Dams", Query: "dam", MadeAt: noon, SeenAt: noon, BeforeAt: noon}))(t)
		for _, visit := range []struct{ after, before time.Duration }{
			{10 * time.Minute, 0}, {2 * time.Hour, 10 * time.Minute}, {2*time.Hour + 5*time.Minute, 10 * time.Minute}, {9 * time.Hour, 2*time.Hour + 5*time.Minute},
		} {
			opened := must(s.OpenSearch(ctx, news.OwnerID, kept.ID, noon.Add(visit.after)))(t)
			equal(t, visit.after.String(), []time.Time{opened.SeenAt, opened.BeforeAt}, []time.Time{noon.Add(visit.after), noon.Add(visit.before)})
		}
	})
}
