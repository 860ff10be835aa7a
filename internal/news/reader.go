package news

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// UserID names a user. The owner is always [OwnerID].
type UserID int64

func (id UserID) String() string { return strconv.FormatInt(int64(id), 10) }

// OwnerID is the user who administers the instance. There is one even before anything of it is stored.
const OwnerID UserID = 1

// UserRole is what a user may do.
type UserRole string

const (
	RoleOwner  UserRole = "owner"  // administers, and reads
	RoleReader UserRole = "reader" // reads, and changes nothing but what is their own
)

// User is somebody with a view of their own on the news.
type User struct {
	ID           UserID
	Name         string // unique when folded
	Role         UserRole
	MadeAt       time.Time
	Password     string // a hash; empty until one is chosen, and the owner's is a setting
	Invitation   string // hash of the code with which a password may be chosen; empty: none
	InvitedUntil time.Time
	Epoch        int    // sessions that began in an older one have ended
	Key          string // opens the user's feeds to programs that cannot sign in; empty: nothing does
	SeenAt       time.Time
	SinceAt      time.Time // the end of the visit before this one; zero: there was none
	Options      ReaderOptions
}

// ReaderOptions are how a user wants to read.
type ReaderOptions struct {
	Choices   map[string]string // what others keep in cookies, by the cookie's name
	Order     []Section         // of the front page; those not named follow in the usual order
	Hidden    []Section         // that are not on the front page
	NoHistory bool              // remember nothing of what is read
}

// Choose keeps a choice under its name.
func (o *ReaderOptions) Choose(name, value string) {
	if o.Choices == nil {
		o.Choices = map[string]string{}
	}
	o.Choices[name] = value
}

// ForOwner reports whether a name, folded, is one under which the owner signs in, whatever else the owner is called. Nobody else may
// have it.
func ForOwner(name string) bool { return name == "admin" || name == "administrator" }

// VisitEnds is how long a user is idle when a visit is over.
const VisitEnds = 30 * time.Minute

// Visit notes that the user asks for a page. It reports whether that is worth storing: within a minute it is not.
func (u *User) Visit(now time.Time) bool {
	idle := now.Sub(u.SeenAt)
	if idle < time.Minute {
		return false
	}
	if idle > VisitEnds {
		u.SinceAt = u.SeenAt
	}
	u.SeenAt = now.UTC()
	return true
}

// Sections is the user's order of sections on the front page, without those that are hidden.
func (o ReaderOptions) Sections() []Section {
	var shown []Section
	for _, section := range slices.Concat(o.Order, Sections()) {
		if section != "" && section.Valid() && !slices.Contains(shown, section) && !slices.Contains(o.Hidden, section) {
			shown = append(shown, section)
		}
	}
	return shown
}

// Validate reports what of a user's name cannot be, as [ErrInvalid].
func (u User) Validate() error {
	name := strings.TrimSpace(u.Name)
	if name == "" || len(name) > 60 || name != u.Name || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("name %.60q: want 1 to 60 bytes on one line, no space around them: %w", u.Name, ErrInvalid)
	}
	return nil
}

// Item is an article or a story, as readers save and read them. What it names may be gone.
type Item struct {
	Kind ItemKind
	ID   int64
}

// ItemKind says what an [Item] is.
type ItemKind string

const (
	ItemArticle ItemKind = "article"
	ItemStory   ItemKind = "story"
)

func (id ArticleID) Item() Item { return Item{ItemArticle, int64(id)} }
func (id StoryID) Item() Item   { return Item{ItemStory, int64(id)} }

// Marked is what a user has done with an item.
type Marked struct {
	ReadAt   time.Time // last
	BeforeAt time.Time // last in an earlier visit
	Saved    bool
	Note     string
}

// Kept is an item in a user's list: one that was saved, or read.
type Kept struct {
	Item
	At      time.Time
	Note    string
	Article *Article // light; nil when it is a story, or gone
	Story   *Story
	Gone    bool // removed or taken off: nothing of it may be shown
}

// Headline is that of what was kept; empty when it is gone.
func (k Kept) Headline() string {
	switch {
	case k.Article != nil:
		return k.Article.Headline
	case k.Story != nil:
		return k.Story.Headline
	}
	return ""
}

// Follow is something that a user wants to see on a page of their own.
type Follow struct {
	Kind FollowKind
	Ref  string // the word of a section, else the number
	Name string // as it was called when it was followed
	At   time.Time
}

// FollowKind says what is followed.
type FollowKind string

const (
	FollowSection FollowKind = "section"
	FollowSource  FollowKind = "source"
	FollowEntity  FollowKind = "entity"
	FollowThread  FollowKind = "thread"
)

// Validate reports what cannot be followed, as [ErrInvalid].
func (f Follow) Validate() error {
	id, err := strconv.ParseInt(f.Ref, 10, 64)
	switch f.Kind {
	case FollowSection:
		if f.Ref != "" && Section(f.Ref).Valid() {
			return nil
		}
	case FollowSource, FollowEntity, FollowThread:
		if err == nil && id > 0 {
			return nil
		}
	}
	return fmt.Errorf("follow %.20q %.40q: %w", f.Kind, f.Ref, ErrInvalid)
}

// Number is what a follow of anything but a section names.
func (f Follow) Number() int64 {
	id, _ := strconv.ParseInt(f.Ref, 10, 64)
	return id
}

// soldDomains are country codes whose domains are mostly not of that country.
const soldDomains = " ac ag ai cc co cx dj eu fm gg gl io la ly me ms nu pw sc sh so st su tk to tv vc vu ws "

// CountryOfHost is the country (ISO 3166-1) in whose domain a host is; empty where that says nothing.
func CountryOfHost(host string) string {
	at := strings.LastIndexByte(host, '.')
	if at < 1 || len(host)-at != 3 {
		return ""
	}
	code := host[at+1:]
	if code[0] < 'a' || code[0] > 'z' || code[1] < 'a' || code[1] > 'z' || strings.Contains(soldDomains, " "+code+" ") {
		return ""
	}
	if code == "uk" {
		code = "gb"
	}
	return strings.ToUpper(code)
}

// Region reports whether s is empty or looks like a country: two capital letters (ISO 3166-1).
func Region(s string) bool {
	return s == "" || len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// ByName sorts follows as people look for them.
func (f Follow) ByName(g Follow) int {
	return cmp.Or(cmp.Compare(f.Kind, g.Kind), cmp.Compare(strings.ToLower(f.Name), strings.ToLower(g.Name)))
}
