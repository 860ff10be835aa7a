package news

import (
	"fmt"
	"net/url"
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
}

// Licence says how much of a source's work may be shown to readers who are not the instance's own.
type Licence string

const (
	LicenceUnknown  Licence = ""         // the instance's default decides
	LicenceHeadline Licence = "headline" // headline and link
	LicenceExcerpt  Licence = "excerpt"  // and the first words
	LicenceFull     Licence = "full"     // the whole text, with images
)

// Valid reports whether l is one of the licences above.
func (l Licence) Valid() bool {
	switch l {
	case LicenceUnknown, LicenceHeadline, LicenceExcerpt, LicenceFull:
		return true
	}
	return false
}

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

// Feed is one polled address of a source, with the state of its polling.
type Feed struct {
	ID       FeedID
	SourceID SourceID
	URL      string
	Title    string
	Section  Section // from the OPML folder or the operator; a hint for its articles

	ETag         string // byte for byte as the server gave it
	LastModified string // likewise
	Interval     time.Duration
	NextPollAt   time.Time
	PolledAt     time.Time // last attempt
	SucceededAt  time.Time // last poll that yielded a feed or "not modified"
	Failures     int       // in a row
	Reason       Reason    // of the last failure, or [ReasonUnchanged]
	Problem      string    // the last failure in a sentence, for the health page
	Stopped      bool      // gone (410) or switched off: polled no more

	LeaseUntil time.Time // the claim's token; set by a claim, checked by the save
}

// Validate says whether the feed can be polled at all.
func (f Feed) Validate() error {
	u, err := url.Parse(f.URL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("feed address %q: want http:// or https:// and a host: %w", f.URL, ErrInvalid)
	}
	return nil
}

// Subscription is a feed that someone asks for: what an operator adds, or a line of an OPML file.
type Subscription struct {
	URL     string // the feed's address
	Title   string // may be empty
	Home    string // the source's site; may be empty
	Section Section
	Country string
}

// Poll is the outcome of polling one feed: its next state and what it said.
type Poll struct {
	Feed    Feed
	Source  Source // what the feed tells of its source (Name, Home, Language, Icon); empty fields change nothing
	Entries []Entry
}
