package news

import (
	"strconv"
	"time"
)

// The ledger is what all articles say, put together: who is who, who said what, what happened when, how many there were.

// Entity is one person, organisation or place across all articles. Its ID is its permanent address: a merge leaves a
// redirect.
type Entity struct {
	ID          EntityID
	Kind        EntityKind
	Name        string
	Aliases     []string // other forms that articles use, the commonest first
	Role        string   // to the letter as the newest article tells it, or an older one that says more
	Country     string   // two letters (ISO 3166-1); may be empty
	Language    string   // of most articles that name it
	Articles    int      // that name it
	Sayings     int      // entries of the ledger whose speaker it is
	FirstSeenAt time.Time
	UpdatedAt   time.Time // time of the newest article that names it
	Hidden      bool      // an editor, or a takedown, took its page away
}

// Profile is an entity with what is remembered of it in order to recognise it.
type Profile struct {
	Entity
	Memory []byte   // see the room ledger
	Keys   []string // under which it is looked for
}

// Saying is one quotation, in however many articles it stands.
type Saying struct {
	ID        SayingID
	Direct    bool
	Text      string    // the words as its first carrier has them; pieces joined by " … "
	Speaker   EntityID  // zero: nobody with a name
	SpokenBy  string    // the speaker's name, or what the text calls the speaker: "two officials"; empty when nobody is named
	Role      string    // as its first carrier tells it
	Told      string    // whom or which outlet it was said to
	SaidFrom  time.Time // first day on which it can have been said; zero: the text does not tell
	SaidUntil time.Time // midnight after the last
	Likely    float64
	FirstAt   time.Time // time of its first carrier
	Articles  int       // that carry it
	Story     StoryID   // of its first carrier

	Carriers []Carrier // the first one first; filled when read, at most [MaxCarriers]
}

// MaxCarriers is how many carriers of a saying are read at once.
const MaxCarriers = 50

// Carrier is an article that carries a saying.
type Carrier struct {
	Article ArticleID
	Source  SourceID
	At      time.Time
	Quote   Range   // in the article's text
	Parts   []Range // likewise
	Text    string  // its wording
	Copy    bool    // the article carries another one's whole text

	Headline   string // filled when read, like the following
	URL        string
	SourceName string
	Language   string
	Licence    Licence
}

// Happening is one line of a timeline or agenda: a day, and a sentence to the letter that tells what happened.
type Happening struct {
	From     time.Time // first day, midnight UTC
	Until    time.Time // midnight after the last
	Ahead    bool      // it was still to come when the article was published
	Dated    bool      // the sentence names the day; else it is as old as the news
	Sentence string
	At       Range // of it, in the article's text
	Weight   float64
	Articles int // that report something of that day; 1 until chosen
	Story    StoryID

	Article     ArticleID
	Source      SourceID
	PublishedAt time.Time
	Headline    string // filled when read, like the following
	URL         string
	SourceName  string
	Language    string
	Licence     Licence
}

// Key names a happening by its first day and where it is told. It stays as long as the same sentence tells of that day.
func (h Happening) Key() string {
	return h.From.Format("20060102") + "-" + h.Article.String() + "-" + strconv.Itoa(h.At.Start)
}

// Count is a figure that an article gives, on its way into a line of figures.
type Count struct {
	Number
	Text     string // of the figure, to the letter
	Sentence string // to the letter
	Article  ArticleID
	Source   SourceID
	Copy     bool // the article carries another one's text
	At       time.Time

	Headline   string // filled when read, like the following
	URL        string
	SourceName string
	Language   string
	Licence    Licence
}

// CountLine is what is told of one matter over time: "12 → 15; one source still says 12".
type CountLine struct {
	Kind    NumberKind
	Unit    string
	Subject string  // as the newest article words it
	Steps   []Count // each change of what most of the newest sources say, oldest first
	Dissent []Count // the last word of sources that say otherwise than the last step
	Sources int     // that give a figure
}

// Told is what the newest articles of a story or a thread tell, as the page about it shows it.
type Told struct {
	Sayings    []Saying
	More       bool // there are more of them
	Happenings []Happening
	Counts     []Count
	Entities   []Entity // named in a story, those of most articles first; Articles counts these alone
}

// LedgerFilter says which part of the ledger is wanted. What a list does not understand it ignores.
type LedgerFilter struct {
	Words   string // in the saying, the sentence, or the name; as query.Parse reads them
	Kind    EntityKind
	Speaker EntityID
	About   EntityID // named in it, or beside it
	Story   StoryID
	Thread  ThreadID
	Source  SourceID
	Section Section // agenda: of the newest articles there
	Edition Edition
	Direct  bool      // no indirect speech
	Since   time.Time // sayings: first carried then or later; agenda: from that day on
	Before  time.Time
	After   string // where the page before this one ended: its next
	Limit   int    // as in [Filter]
}

// Ledger is what one pass of the ledger stage came to: written whole or not at all.
type Ledger struct {
	Facts    []Facts               // of the articles that were read
	Entities []Profile             // new or changed, complete but for the counts, which the store keeps
	Merged   map[EntityID]EntityID // from → into; the from entities end as redirects
	Named    []Naming
	Sayings  []Saying              // new or changed, without Carriers, complete but for the counts
	Joined   map[SayingID]SayingID // from → into: all carriers of the one are carriers of the other, which stays
	Carried  []Carrying
	Claimed  map[ArticleID]int64 // keys of the texts that were read; of an article that changed since, nothing is saved
	Version  int                 // of the stage
}

// Naming says which entity an actor of an article is.
type Naming struct {
	Article ArticleID
	Actor   int // index into [Facts.Actors]
	Entity  EntityID
}

// Carrying says which saying a quote of an article is.
type Carrying struct {
	Article ArticleID
	Quote   int // index into [Facts.Quotes]
	Saying  SayingID
	Keys    []uint64 // by which the same words are found again
	Text    string   // its wording; empty: that of the saying
}

// Unread is an article that waits for the ledger.
type Unread struct {
	Article
	Thread ThreadID // of its story
	Key    int64    // of its headline and text as they were read; see [Ledger] Claimed
}

// Remembered is what the store knows that may bear on some articles.
type Remembered struct {
	Profiles   []Profile // without Keys
	Sayings    []Saying
	Wordings   map[SayingID][]string // distinct ones of their carriers, the longest first
	Edits      []EntityEdit
	Before     map[ArticleID][]EntityID // whom the articles were said to name when they were last read
	NextEntity EntityID
	NextSaying SayingID
}

// EntityEdit is an editor's word on who is who, which holds whatever articles say.
type EntityEdit struct {
	ID      int64
	Kind    EditKind // EditJoin: both are one; EditPart: the two are never one; EditHide: no page for Entity
	Entity  EntityID
	Other   EntityID
	Article ArticleID // EditPart with an article: who is named there is not Entity but Other, or somebody new when that is zero
	By      string
	At      time.Time
	Note    string
}
