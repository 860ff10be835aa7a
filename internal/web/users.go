package web

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// Users keeps users and what is theirs.
type Users interface {
	Users(ctx context.Context) ([]news.User, error)
	User(ctx context.Context, id news.UserID) (news.User, error)
	UserNamed(ctx context.Context, name string) (news.User, error)
	UserByKey(ctx context.Context, key string) (news.User, error)
	UserInvited(ctx context.Context, invitation string, now time.Time) (news.User, error)
	AddUser(ctx context.Context, u news.User) (news.User, error)
	SetUser(ctx context.Context, id news.UserID, change func(u *news.User) error) error
	RemoveUser(ctx context.Context, id news.UserID) error

	Save(ctx context.Context, user news.UserID, item news.Item, note string, now time.Time) error
	Unsave(ctx context.Context, user news.UserID, item news.Item) error
	Saved(ctx context.Context, user news.UserID, words string, f news.Filter) (saved []news.Kept, next string, err error)
	MarkRead(ctx context.Context, user news.UserID, item news.Item, now time.Time) (before time.Time, err error)
	MarkUnread(ctx context.Context, user news.UserID, item news.Item) error
	History(ctx context.Context, user news.UserID, f news.Filter) (read []news.Kept, next string, err error)
	Marks(ctx context.Context, user news.UserID, items []news.Item) (map[news.Item]news.Marked, error)

	Follows(ctx context.Context, user news.UserID) ([]news.Follow, error)
	SetFollow(ctx context.Context, user news.UserID, f news.Follow, on bool) error
	Followed(ctx context.Context, follows []news.Follow, f news.Filter) ([]news.Story, error)
	Mutes(ctx context.Context, user news.UserID, now time.Time) ([]news.Mute, error)
	AddMute(ctx context.Context, user news.UserID, m news.Mute) (news.Mute, error)
	RemoveMute(ctx context.Context, user news.UserID, id int64) error

	SavedSearches(ctx context.Context, user news.UserID) ([]news.SavedSearch, error)
	SaveSearch(ctx context.Context, search news.SavedSearch) (news.SavedSearch, error)
	RenameSearch(ctx context.Context, user news.UserID, id int64, name string) error
	RemoveSearch(ctx context.Context, user news.UserID, id int64) error
	OpenSearch(ctx context.Context, user news.UserID, id int64, now time.Time) (news.SavedSearch, error)
}

// noUsers keeps nothing: the administrator of a site without users reads as everybody does.
type noUsers struct{}

func (noUsers) User(_ context.Context, id news.UserID) (news.User, error) {
	if id != news.OwnerID {
		return news.User{}, news.ErrNotFound
	}
	return news.User{ID: id, Name: ownersName, Role: news.RoleOwner}, nil
}

func (noUsers) UserNamed(context.Context, string) (news.User, error) {
	return news.User{}, news.ErrNotFound
}

func (noUsers) UserByKey(context.Context, string) (news.User, error) {
	return news.User{}, news.ErrNotFound
}

func (noUsers) UserInvited(context.Context, string, time.Time) (news.User, error) {
	return news.User{}, news.ErrNotFound
}
func (noUsers) Users(context.Context) ([]news.User, error) { return nil, nil }
func (noUsers) AddUser(context.Context, news.User) (news.User, error) {
	return news.User{}, news.ErrUnavailable
}
func (noUsers) SetUser(context.Context, news.UserID, func(*news.User) error) error { return nil }
func (noUsers) RemoveUser(context.Context, news.UserID) error                      { return news.ErrUnavailable }
func (noUsers) Save(context.Context, news.UserID, news.Item, string, time.Time) error {
	return news.ErrUnavailable
}
func (noUsers) Unsave(context.Context, news.UserID, news.Item) error { return news.ErrUnavailable }
func (noUsers) Saved(context.Context, news.UserID, string, news.Filter) ([]news.Kept, string, error) {
	return nil, "", nil
}

func (noUsers) MarkRead(context.Context, news.UserID, news.Item, time.Time) (time.Time, error) {
	return time.Time{}, nil
}
func (noUsers) MarkUnread(context.Context, news.UserID, news.Item) error { return news.ErrUnavailable }
func (noUsers) History(context.Context, news.UserID, news.Filter) ([]news.Kept, string, error) {
	return nil, "", nil
}

func (noUsers) Marks(context.Context, news.UserID, []news.Item) (map[news.Item]news.Marked, error) {
	return nil, nil
}
func (noUsers) Follows(context.Context, news.UserID) ([]news.Follow, error) { return nil, nil }
func (noUsers) SetFollow(context.Context, news.UserID, news.Follow, bool) error {
	return news.ErrUnavailable
}

func (noUsers) Followed(context.Context, []news.Follow, news.Filter) ([]news.Story, error) {
	return nil, nil
}

func (noUsers) Mutes(context.Context, news.UserID, time.Time) ([]news.Mute, error) { return nil, nil }

func (noUsers) AddMute(context.Context, news.UserID, news.Mute) (news.Mute, error) {
	return news.Mute{}, news.ErrUnavailable
}
func (noUsers) RemoveMute(context.Context, news.UserID, int64) error { return news.ErrUnavailable }

func (noUsers) SavedSearches(context.Context, news.UserID) ([]news.SavedSearch, error) {
	return nil, nil
}

func (noUsers) SaveSearch(context.Context, news.SavedSearch) (news.SavedSearch, error) {
	return news.SavedSearch{}, news.ErrUnavailable
}

func (noUsers) RenameSearch(context.Context, news.UserID, int64, string) error {
	return news.ErrUnavailable
}
func (noUsers) RemoveSearch(context.Context, news.UserID, int64) error { return news.ErrUnavailable }
func (noUsers) OpenSearch(context.Context, news.UserID, int64, time.Time) (news.SavedSearch, error) {
	return news.SavedSearch{}, news.ErrNotFound
}
