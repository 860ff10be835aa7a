package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// told makes n articles of a host, each in a story of its own.
func toldStories(tb testing.TB, s *store.Store, host string, n int) []news.Article {
	tb.Helper()
	made := articles(tb, s, host, n)
	var g news.Grouping
	for i, a := range made {
		story := fullStory(news.StoryID(i+1), a.SourceID)
		story.Lead, story.Language, story.Section = a.ID, "en", news.SectionWorld
		g.Stories = append(g.Stories, story)
		g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: story.ID, Family: a.ID})
	}
	group(tb, s, g)
	return made
}

func reader(tb testing.TB, s *store.Store, name string) news.User {
	tb.Helper()
	return must(s.AddUser(context.Background(), news.User{Name: name, Role: news.RoleReader, MadeAt: noon, Password: "hash", Key: "key of " + name}))(tb)
}

func TestUsers(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		owner := must(s.User(ctx, news.OwnerID))(t)
		equal(t, "owner", []any{owner.Name, owner.Role}, []any{"admin", news.RoleOwner})
		ines := reader(t, s, "Inès")
		if ines.ID == news.OwnerID {
			t.Fatal("a reader got the owner's number")
		}
		for _, name := range []string{"ines", "INÈS", "Admin", "Administrator", " x", ""} {
			_, err := s.AddUser(ctx, news.User{Name: name, Role: news.RoleReader})
			if !errors.Is(err, news.ErrConflict) && !errors.Is(err, news.ErrInvalid) {
				t.Errorf("a second %q: got %v, want it refused", name, err)
			}
		}
		equal(t, "by name", must(s.UserNamed(ctx, "INES"))(t).ID, ines.ID)
		equal(t, "by key", must(s.UserByKey(ctx, "key of Inès"))(t).ID, ines.ID)
		for what, err := range map[string]error{
			"no key": second(s.UserByKey(ctx, "")), "another key": second(s.UserByKey(ctx, "x")), "no invitation": second(s.UserInvited(ctx, "", noon)), "nobody": second(s.UserNamed(ctx, "bo")),
		} {
			if !errors.Is(err, news.ErrNotFound) {
				t.Errorf("%s: got %v, want not found", what, err)
			}
		}
		check(t, s.SetUser(ctx, ines.ID, func(u *news.User) error {
			u.Options = news.ReaderOptions{Choices: map[string]string{"theme": "dark"}, Order: []news.Section{news.SectionSport}, Hidden: []news.Section{news.SectionWorld}}
			u.Invitation, u.InvitedUntil, u.SeenAt, u.SinceAt, u.Epoch = "code", noon.Add(time.Hour), noon, noon.Add(-time.Hour), 3
			return nil
		}))
		again := must(s.UserInvited(ctx, "code", noon))(t)
		equal(t, "options", again.Options.Sections()[0], news.SectionSport)
		equal(t, "stored", []any{again.SeenAt, again.SinceAt, again.Epoch, again.Options.Choices["theme"]}, []any{noon, noon.Add(-time.Hour), 3, "dark"})
		if _, err := s.UserInvited(ctx, "code", noon.Add(time.Hour)); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("an old invitation: got %v", err)
		}
		check(t, s.SetUser(ctx, news.OwnerID, func(u *news.User) error { u.Name = "Desk"; return nil }))
		equal(t, "owner renamed", must(s.UserNamed(ctx, "desk"))(t).ID, news.OwnerID)
		equal(t, "users", len(must(s.Users(ctx))(t)), 2)
		if err := s.RemoveUser(ctx, news.OwnerID); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("removing the owner: got %v", err)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestUsersSeeTheirOwnOnly(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := toldStories(t, s, "a.example", 3)
		ines, bo := reader(t, s, "Ines"), reader(t, s, "Bo")
		item := made[0].ID.Item()
		check(t, s.Save(ctx, ines.ID, item, "for later", noon))
		check(t, s.SetFollow(ctx, ines.ID, news.Follow{Kind: news.FollowSection, Ref: "world", Name: "World", At: noon}, true))
		mute := must(s.AddMute(ctx, ines.ID, news.Mute{Rule: news.MuteRule(news.MuteWords, "dam talks"), MadeAt: noon}))(t)
		must(s.MarkRead(ctx, ines.ID, item, noon))(t)

		own := func(u news.User) []int {
			saved, _, err := s.Saved(ctx, u.ID, "", news.Filter{})
			check(t, err)
			history, _, err := s.History(ctx, u.ID, news.Filter{})
			check(t, err)
			return []int{len(saved), len(history), len(must(s.Follows(ctx, u.ID))(t)), len(must(s.Mutes(ctx, u.ID, noon))(t)),
				len(must(s.Marks(ctx, u.ID, []news.Item{item, made[1].ID.Item(), news.StoryID(1).Item()}))(t))}
		}
		equal(t, "hers", own(ines), []int{1, 1, 1, 1, 1})
		equal(t, "his", own(bo), []int{0, 0, 0, 0, 0})
		if err := s.RemoveMute(ctx, bo.ID, mute.ID); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("another's mute: got %v", err)
		}
		check(t, s.Unsave(ctx, bo.ID, item))
		check(t, s.MarkUnread(ctx, bo.ID, news.Item{}))
		check(t, s.SetFollow(ctx, bo.ID, news.Follow{Kind: news.FollowSection, Ref: "world"}, false))
		equal(t, "hers after he tried", own(ines), []int{1, 1, 1, 1, 1})
		check(t, s.RemoveUser(ctx, ines.ID))
		equal(t, "after she was removed", own(ines), []int{0, 0, 0, 0, 0})
		if err := s.Save(ctx, ines.ID, item, "", noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("saving for nobody: got %v", err)
		}
		check(t, s.Save(ctx, news.OwnerID, item, "", noon)) // whose row comes with it
		equal(t, "owner", own(news.User{ID: news.OwnerID})[0], 1)
	})
}

func TestSavedOutlivesWhatItNames(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := toldStories(t, s, "a.example", 4)
		for i, a := range made {
			check(t, s.Save(ctx, news.OwnerID, a.ID.Item(), fmt.Sprintf("note %d", i), noon.Add(time.Duration(i)*time.Minute)))
		}
		check(t, s.Save(ctx, news.OwnerID, news.StoryID(4).Item(), "of the Weir", noon.Add(time.Hour)))
		check(t, s.Save(ctx, news.OwnerID, made[0].ID.Item(), "another note", noon.Add(2*time.Hour))) // keeps its place
		if err := s.Save(ctx, news.OwnerID, news.ArticleID(99).Item(), "", noon); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("saving what never was: got %v", err)
		}
		var notes []string
		for after := ""; ; {
			page, next, err := s.Saved(ctx, news.OwnerID, "", news.Filter{Limit: 2, After: after})
			check(t, err)
			for _, k := range page {
				notes = append(notes, k.Note)
			}
			if after = next; next == "" {
				break
			}
		}
		equal(t, "in pages", notes, []string{"of the Weir", "note 3", "note 2", "note 1", "another note"})
		found, _, err := s.Saved(ctx, news.OwnerID, "wei", news.Filter{})
		check(t, err)
		equal(t, "found", len(found), 1)

		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{4: 3}})
		merged, _, err := s.Saved(ctx, news.OwnerID, "weir", news.Filter{})
		check(t, err)
		if len(merged) != 1 || merged[0].Story == nil || merged[0].Story.ID != 3 {
			t.Errorf("a saved story that was merged: got %+v", merged)
		}
		must(s.AddEdit(ctx, news.Edit{Kind: news.EditHide, Article: made[1].ID}, noon))(t)
		gone := func() (n int) {
			list, _, err := s.Saved(ctx, news.OwnerID, "", news.Filter{})
			check(t, err)
			for _, k := range list {
				if k.Gone {
					n++
					equal(t, "headline of what is gone", k.Headline(), "")
				}
			}
			return n
		}
		equal(t, "taken off", gone(), 1)
		check(t, s.RemoveSources(ctx, []news.SourceID{made[0].SourceID}))
		equal(t, "removed", gone(), 5)
	})
}

func TestHistory(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := toldStories(t, s, "a.example", 2)
		story := news.StoryID(1).Item()
		before := func(at time.Time) time.Time { return must(s.MarkRead(ctx, news.OwnerID, story, at))(t) }
		equal(t, "never before", before(noon), time.Time{})
		equal(t, "in the same visit", before(noon.Add(20*time.Minute)), time.Time{})
		equal(t, "in the next", before(noon.Add(2*time.Hour)), noon.Add(20*time.Minute))
		equal(t, "again", before(noon.Add(2*time.Hour+time.Minute)), noon.Add(20*time.Minute))
		must(s.MarkRead(ctx, news.OwnerID, made[0].ID.Item(), noon.Add(91*24*time.Hour)))(t)
		list, _, err := s.History(ctx, news.OwnerID, news.Filter{})
		check(t, err)
		equal(t, "after ninety days", len(list), 1)
		for i := range 5010 {
			must(s.MarkRead(ctx, news.OwnerID, news.Item{Kind: news.ItemArticle, ID: int64(1000 + i)}, noon.Add(91*24*time.Hour+time.Duration(i)*time.Second)))(t)
			if i == 60 && store.Engine(s) == "postgres" {
				break // the bound is the same statement
			}
		}
		n := store.Strings(t, s, "SELECT count(*) FROM readings")[0]
		if want := map[string]string{"sqlite": "5000", "postgres": "62"}[store.Engine(s)]; n != want {
			t.Errorf("what is remembered at most: got %s, want %s", n, want)
		}
		check(t, s.MarkUnread(ctx, news.OwnerID, news.Item{}))
		list, _, err = s.History(ctx, news.OwnerID, news.Filter{})
		check(t, err)
		equal(t, "emptied", len(list), 0)
	})
}

func TestMutesEndAndFollowMergedStories(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		toldStories(t, s, "a.example", 3)
		add := func(m news.Mute) {
			m.MadeAt = noon
			must(s.AddMute(ctx, news.OwnerID, m))(t)
		}
		add(news.Mute{Rule: news.MuteRule(news.MuteWords, "ferry"), Until: noon.Add(time.Hour)})
		add(news.Mute{Rule: news.MuteRule(news.MuteStory, "3"), TillChange: true, AsOf: noon, Independent: 2})
		add(news.Mute{Rule: news.MuteRule(news.MuteStory, "3"), TillChange: true, AsOf: noon.Add(time.Minute), Independent: 3})
		mutes := must(s.Mutes(ctx, news.OwnerID, noon))(t)
		equal(t, "mutes", len(mutes), 2)
		equal(t, "state", []any{mutes[0].TillChange, mutes[0].AsOf, mutes[0].Independent}, []any{true, noon.Add(time.Minute), 3})
		group(t, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{3: 2}})
		mutes = must(s.Mutes(ctx, news.OwnerID, noon.Add(time.Hour)))(t)
		equal(t, "later", []any{len(mutes), mutes[0].Rule}, []any{1, "story:2"})
		for _, bad := range []string{"", `""`, "section:nonsense", "source:x", "story:-1", "colour:red", `"` + strings.Repeat("x", 201) + `"`} {
			if _, err := s.AddMute(ctx, news.OwnerID, news.Mute{Rule: bad}); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("mute %q: got %v, want it refused", bad, err)
			}
		}
	})
}

func TestFollowed(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := toldStories(t, s, "a.example", 3)
		for what, c := range map[string]struct {
			follow news.Follow
			want   int
		}{
			"section": {news.Follow{Kind: news.FollowSection, Ref: "world"}, 3}, "another section": {news.Follow{Kind: news.FollowSection, Ref: "sport"}, 0},
			"source": {news.Follow{Kind: news.FollowSource, Ref: made[0].SourceID.String()}, 3}, "another source": {news.Follow{Kind: news.FollowSource, Ref: "99"}, 0},
			"entity": {news.Follow{Kind: news.FollowEntity, Ref: "99"}, 0}, "thread": {news.Follow{Kind: news.FollowThread, Ref: "99"}, 0},
		} {
			stories := must(s.Followed(ctx, []news.Follow{c.follow}, news.Filter{Since: noon.Add(-365 * 24 * time.Hour)}))(t)
			equal(t, what, len(stories), c.want)
		}
		both := []news.Follow{{Kind: news.FollowSource, Ref: made[0].SourceID.String()}, {Kind: news.FollowSection, Ref: "world"}}
		equal(t, "once each", len(must(s.Followed(ctx, both, news.Filter{}))(t)), 3)
		equal(t, "no more than wanted", len(must(s.Followed(ctx, both, news.Filter{Limit: 2}))(t)), 2)
	})
}

func TestRegions(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		toldStories(t, s, "a.ke", 2)
		for region, want := range map[string]int{"": 2, "KE": 2, "FR": 0} {
			f := news.Filter{Edition: news.Edition{Region: region}}
			stories, _, err := s.Stories(ctx, f)
			check(t, err)
			river, _, err := s.Latest(ctx, f)
			check(t, err)
			equal(t, "region "+region, []int{len(stories), len(river)}, []int{want, want})
		}
	})
}

func TestBackupHoldsReaders(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		made := toldStories(t, s, "a.example", 1)
		ines := reader(t, s, "Ines")
		check(t, s.Save(ctx, ines.ID, made[0].ID.Item(), "for later", noon))
		check(t, s.SetFollow(ctx, ines.ID, news.Follow{Kind: news.FollowSource, Ref: "1", Name: "A", At: noon}, true))
		must(s.AddMute(ctx, ines.ID, news.Mute{Rule: `"dam talks"`, MadeAt: noon}))(t)
		must(s.MarkRead(ctx, ines.ID, made[0].ID.Item(), noon))(t)
		kept := must(s.SaveSearch(ctx, news.SavedSearch{User: ines.ID, Name: "Dams", Query: "dam talks", MadeAt: noon, SeenAt: noon, BeforeAt: noon}))(t)
		var archive bytes.Buffer
		check(t, s.Backup(ctx, &archive, nil))
		for name, open := range engines() {
			other := open(t)
			check(t, other.Restore(ctx, bytes.NewReader(archive.Bytes()), nil))
			again := must(other.UserByKey(ctx, ines.Key))(t)
			marks := must(other.Marks(ctx, again.ID, []news.Item{made[0].ID.Item()}))(t)
			equal(t, name, []any{again.Name, again.Password, len(must(other.Follows(ctx, again.ID))(t)), len(must(other.Mutes(ctx, again.ID, noon))(t)), marks[made[0].ID.Item()]},
				[]any{"Ines", "hash", 1, 1, news.Marked{ReadAt: noon, Saved: true, Note: "for later"}})
			equal(t, name+": searches", must(other.SavedSearches(ctx, again.ID))(t), []news.SavedSearch{kept})
			another := must(other.SaveSearch(ctx, news.SavedSearch{User: ines.ID, Name: "Weirs", Query: "weir"}))(t)
			equal(t, name+": the next number", another.ID, kept.ID+1)
			if bo := reader(t, other, "Bo"); bo.ID <= ines.ID {
				t.Errorf("%s: a number was given again: %d", name, bo.ID)
			}
		}
	})
}
