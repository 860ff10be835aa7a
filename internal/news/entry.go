package news

import "time"

// Entry is what a feed says of one piece of news; dates as given, HTML kept as HTML and not yet sanitized.
type Entry struct {
	ID       EntryID
	FeedID   FeedID // zero for what was imported
	SourceID SourceID

	GUID        string // as its feed names it: the feed's guid, or the link, or a hash of the title; it may change
	URL         string // absolute; may be empty
	Title       string // HTML resolved once, as the feed means it
	Summary     string // HTML
	Content     string // HTML
	Authors     []string
	Tags        []string
	PublishedAt time.Time
	UpdatedAt   time.Time
	SeenAt      time.Time // first by us
	Image       string    // address
	Enclosures  []Enclosure
	Comments    string // address
	Replies     int    // how many comments there are; 0 when not told
	InReplyTo   string // guid or address of what it answers, as in Atom threading
	Origin      string // name of the original source, as in RSS <source>
	OriginURL   string // its address; of a newsletter, the sender's site
	Language    string
	Terms       string   // address of the licence that the feed names, such as a Creative Commons one
	Place       *Point   // where it happened, as GeoRSS tells
	Episode     *Episode // what a podcast says of it; nil when it is none

	Capture *Capture // what is kept of its page, when it came along (import); nil: to be fetched
}

// Enclosure is a media file that comes with an entry.
type Enclosure struct {
	URL    string
	Type   string // media type, such as audio/mpeg
	Length int64  // bytes; 0 when unknown
}

// Point is a place on Earth, in degrees (WGS 84).
type Point struct {
	Lat, Lon float64
	Name     string // may be empty
}

// Episode is what a podcast says of an entry besides its enclosure.
type Episode struct {
	Duration    time.Duration
	Season      int
	Number      int
	Kind        string // "full", "trailer" or "bonus"; empty when not told
	Explicit    bool
	Chapters    string // address of the chapters document
	Transcripts []Transcript
	People      []Person
}

// Transcript is a written form of an episode.
type Transcript struct {
	URL      string
	Type     string // media type, such as text/vtt
	Language string // BCP 47; the episode's when empty
}

// Person is who has a part in an episode.
type Person struct {
	Name string
	Role string // such as "host" or "guest", lower case
	URL  string
}

// EntryVersion is what a feed said of an entry before it said something else.
type EntryVersion struct {
	Entry  Entry     // Title, URL, Summary, Content and times as they were
	SeenAt time.Time // when that was first seen
	Until  time.Time // when the next one was seen
}

// Capture is a page's raw bytes as they came, kept so that better reading never needs fetching again.
type Capture struct {
	URL         string // where the bytes came from, after redirects
	ContentType string // as the server or the file's name tells; may be empty
	FetchedAt   time.Time
	Body        []byte
}

// Reason says why an item yielded nothing, or nothing new. The list is closed; reasons are stored and counted.
type Reason string

const (
	ReasonNone       Reason = ""            // it went well
	ReasonUnchanged  Reason = "unchanged"   // nothing new: not modified, or the same article again
	ReasonGone       Reason = "gone"        // 404, 410
	ReasonBlocked    Reason = "blocked"     // robots.txt, 401, 403, a bot wall, or an address we refuse to call
	ReasonTooLarge   Reason = "too_large"   // over a limit
	ReasonNotArticle Reason = "not_article" // there is no article in it
	ReasonTakenDown  Reason = "taken_down"  // the owner took it down, so it is kept out
	ReasonFailed     Reason = "failed"      // anything else: time-outs, broken bytes, errors of servers
)

// Reasons lists every reason but [ReasonNone].
func Reasons() []Reason {
	return []Reason{ReasonUnchanged, ReasonGone, ReasonBlocked, ReasonTooLarge, ReasonNotArticle, ReasonTakenDown, ReasonFailed}
}

// Work is a claimed entry with all that reading it needs.
type Work struct {
	Entry      Entry // with its Capture, when one is kept
	Source     Source
	Feed       Feed // its address, kind, title, section and wish; zero for what was imported or whose feed is gone
	Attempts   int  // how often it was claimed before
	Stale      bool // the kept capture is older than what the feed now says: fetch again, and use it only if that fails
	LeaseUntil time.Time

	Rules     PageRules       // of the source
	Furniture map[uint64]bool // keys of its blocks that belong to no article; shared by all works of the source
	Learned   int64           // the generation of that
}

// Outcome is what reading one entry came to. It is a value, stored as it is; there is no other error.
type Outcome struct {
	Entry      Entry // its Capture set when there are new bytes to keep
	Articles   []Article
	Reason     Reason
	Problem    string    // the reason in a sentence
	RetryAt    time.Time // zero: do not try again
	Version    int       // of the stage that made it
	LeaseUntil time.Time // from the Work
	Look       *Look     // what reading it gave; nil: it was not read
	Learned    int64     // from the Work
}
