package news

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Source is who publishes: an outlet.
type Source struct {
	ID       SourceID
	Host     string // the outlet's key: [HostKey] of its site, unique
	Name     string // as readers know it; the host until a feed or page tells the name
	Home     string // address of the front page
	Country  string // ISO 3166-1 alpha-2, upper case; empty when unknown
	Language string // BCP 47 of most of what it publishes; empty when unknown
	Section  Section
	Weight   float64 // of its voice in ranking; 1 is usual
	Licence  Licence // what may be shown of its work
	Icon     string
	Keep     Age // of its texts; 0: as of all others
}

// Licence says how much of a source's work may be shown to readers who are not the instance's own: how much of its texts, and
// whether its pictures.
type Licence string

const (
	LicenceUnknown  Licence = ""         // the instance's default decides
	LicenceHeadline Licence = "headline" // headline and link
	LicenceExcerpt  Licence = "excerpt"  // and the first words
	LicenceText     Licence = "text"     // the whole text, without images
	LicenceFull     Licence = "full"     // the whole text, with images

	LicenceExcerptImages Licence = "excerpt+images" // the first words, and the lead image
)

// Licences lists all of them but the unknown, the narrowest first.
func Licences() []Licence {
	return []Licence{LicenceHeadline, LicenceExcerpt, LicenceExcerptImages, LicenceText, LicenceFull}
}

// Valid reports whether l is one of the licences above.
func (l Licence) Valid() bool { return l == LicenceUnknown || slices.Contains(Licences(), l) }

// HostKey reduces an address to the host that names its source: lower case, no port, no leading "www.", "m." or
// "amp.". It returns "" when the address has no host.
func HostKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	for _, prefix := range []string{"www.", "m.", "amp."} {
		if rest, found := strings.CutPrefix(host, prefix); found && strings.Contains(rest, ".") {
			host = rest
		}
	}
	return host
}

// FeedKind is how a feed's address is read.
type FeedKind string

const (
	FeedPlain FeedKind = ""     // a feed of any format, or a sitemap: its bytes tell
	FeedPage  FeedKind = "page" // a web page that lists articles
	FeedList  FeedKind = "list" // a list of feeds (OPML), which are followed as it says
	FeedMail  FeedKind = "mail" // a mailbox that newsletters come to: imaps://host/Folder
)

// Valid reports whether k is one of the kinds above.
func (k FeedKind) Valid() bool {
	switch k {
	case FeedPlain, FeedPage, FeedList, FeedMail:
		return true
	}
	return false
}

// Feed is one polled address of a source, with the state of its polling.
type Feed struct {
	ID       FeedID
	SourceID SourceID
	URL      string
	Kind     FeedKind
	Title    string
	Section  Section  // from the OPML folder or the operator; a hint for its articles
	ListID   FeedID   // the [FeedList] that brought it; zero: a person did
	Wish     FeedWish // what the operator asks for

	ETag         string // byte for byte as the server gave it
	LastModified string // likewise
	Interval     time.Duration
	Asked        time.Duration // the pause that the feed itself asks for (ttl, sy:updatePeriod); it holds for "not modified" too
	Quiet        Quiet         // likewise: skipHours, skipDays
	NextPollAt   time.Time
	PolledAt     time.Time // last attempt
	SucceededAt  time.Time // last poll that yielded a feed or "not modified"
	Failures     int       // in a row
	Reason       Reason    // of the last failure, or [ReasonUnchanged]
	Problem      string    // the last failure in a sentence, for the health page
	Stopped      bool      // gone (410) or switched off: polled no more
	Moving       Move      // where it seems to be moving
	Health       Health

	LeaseUntil time.Time // the claim's token; set by a claim, checked by the save
}

// Quiet is when a feed asks not to be polled.
type Quiet struct {
	Hours uint32 // bit n: hour n, UTC
	Days  uint8  // bit n: day n of the week, from Sunday
}

// After is the first moment from t on at which polling is welcome; t itself when the feed asks for eternity.
func (q Quiet) After(t time.Time) time.Time {
	next := t.UTC()
	for range 24 * 7 {
		if q.Hours>>next.Hour()&1 == 0 && q.Days>>next.Weekday()&1 == 0 {
			return next
		}
		next = next.Truncate(time.Hour).Add(time.Hour)
	}
	return t
}

// FeedWish is what an operator asks for in the reading of a feed. Its zero value leaves everything to Nutgraf.
type FeedWish struct {
	Interval  time.Duration // between polls; 0: the feed's own rhythm
	User      string        // for the server
	Password  string        // likewise; kept as it is, for it has to be sent
	Headers   []Header      // sent with every poll
	Reading   Reading
	Selectors Selectors // of a [FeedPage]; empty ones are found by themselves
}

// Header is one line of a request.
type Header struct{ Name, Value string }

// Reading says where the articles of a feed are read.
type Reading string

const (
	ReadPage Reading = ""     // on the pages that its entries link to
	ReadFeed Reading = "feed" // in the feed alone: its pages are not fetched
)

// Selectors are CSS selectors for a page that lists articles. All but Item are looked for within an item.
type Selectors struct {
	Item    string // one per article; empty: the list is found by itself
	Link    string // its href; default the first link
	Title   string // its text; default the link's
	Date    string // its datetime attribute or text
	Summary string
	Image   string // its src
}

// Empty reports whether nothing is selected.
func (s Selectors) Empty() bool { return s == Selectors{} }

// Move is where a feed leads, watched before it is believed: servers err for a day or two.
type Move struct {
	To        string    // empty: nowhere
	Since     time.Time // it has led there, without a break
	Announced bool      // by the feed's own word, not by a permanent redirect
}

// Health is how a feed has done since it is followed.
type Health struct {
	Polls       int64         // answered or not
	Unchanged   int64         // of those, answered "not modified"
	Failed      int64         // of those, failed
	Bytes       int64         // of bodies, as they came over the wire
	NewestAt    time.Time     // of the newest entry it ever told
	Rhythm      time.Duration // usual time between its entries; 0 until known
	MovedFrom   string        // its address before the last move
	MovedAt     time.Time
	HubUntil    time.Time // a hub pushes its news until then; zero: polling alone
	HubProblem  string    // why there is no push though the feed names a hub
	Diagnosis   string    // who or what keeps us out, such as "Cloudflare's bot check"; empty when nobody does
	LastEntries int       // in the last document
	Changes     []Change  // the last ones of its condition, oldest first
	ShrunkAt    time.Time // since when a list names so few of its feeds that it is not believed; zero: it is
}

// Silent reports whether the feed has told nothing new for much longer than it usually does, and for how long.
func (f Feed) Silent(now time.Time) (time.Duration, bool) {
	if f.Health.Rhythm == 0 || f.Health.NewestAt.IsZero() {
		return 0, false
	}
	silence := now.Sub(f.Health.NewestAt)
	return silence, silence > f.patience()
}

// patience is how long a feed may tell nothing new before that is remarkable.
func (f Feed) patience() time.Duration { return max(8*f.Health.Rhythm, 48*time.Hour) }

// Validate says whether the feed can be polled at all.
func (f Feed) Validate() error {
	if !f.Kind.Valid() {
		return fmt.Errorf("feed kind %.20q: want nothing, page, list or mail: %w", string(f.Kind), ErrInvalid)
	}
	u, err := url.Parse(f.URL)
	if f.Kind == FeedMail {
		if err != nil || u.Host == "" || (u.Scheme != "imap" && u.Scheme != "imaps") {
			return fmt.Errorf("mailbox address %q: want imaps://host/Folder: %w", f.URL, ErrInvalid)
		}
		if u.User != nil {
			return fmt.Errorf("mailbox at %s: the user and the password belong beside the address, not into it, for pages show it: %w", u.Host, ErrInvalid)
		}
		return nil
	}
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("feed address %q: want http:// or https:// and a host: %w", f.URL, ErrInvalid)
	}
	return nil
}

// Subscription is a feed that someone asks for: what an operator adds, or a line of an OPML file.
type Subscription struct {
	URL     string // the feed's address
	Kind    FeedKind
	Title   string // may be empty
	Home    string // the source's site; may be empty
	Section Section
	Country string
	Folders []string // of the OPML file, outermost first
	Wish    FeedWish
	ListID  FeedID // the list that names it; zero: a person did
	List    string // address of that list, where its ID is not known, as in an OPML file

	Language string  // of its source, BCP 47; empty: not told
	Weight   float64 // of its source; 0: not told
	Licence  Licence // of its source
	Outline  Outline
}

// Outline is what an OPML file says of a feed that only such files need. It is kept to be written again.
type Outline struct {
	Own         string // the feed's own title, where the list shows another
	Type        string // such as "atom"; empty for the usual "rss"
	Version     string // of the format, such as "RSS2"
	Description string
	Categories  []string // tags, and paths such as "/arts/film"
	Created     time.Time
	Also        [][]string // more folders that name the feed, sorted
}

// Empty reports whether nothing is said.
func (o Outline) Empty() bool {
	return o.Own == "" && o.Type == "" && o.Version == "" && o.Description == "" && len(o.Categories) == 0 && o.Created.IsZero() && len(o.Also) == 0
}

// Poll is the outcome of polling one feed: its next state and what it said.
type Poll struct {
	Feed    Feed
	Source  Source // what the feed tells of its source (Name, Home, Language, Icon); empty fields change nothing
	Entries []Entry
	Hub     Hub            // the hub that the feed names; empty: none, or not told this time
	Listed  []Subscription // of a [FeedList]: all that it names now; nil when it was not read
}

// Hold is a host's wish for silence. It outlives a restart.
type Hold struct {
	Host     string // with its port, when it is not the usual one
	Until    time.Time
	Refusals int    // in a row that led to it
	Why      string // in a sentence
}
