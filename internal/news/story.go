package news

import "time"

// Story is the articles on one event. Its ID is its permanent address: a merge leaves a redirect, a split keeps
// the ID with the larger half. What it shows is copied from its lead article whenever it is saved, so that a page
// of stories is one read.
type Story struct {
	ID          StoryID
	Headline    string // of the lead article, to the letter
	Summary     string // extracted from the lead article, never written
	Language    string
	Section     Section
	Lead        ArticleID
	LeadSource  SourceID
	Image       Image
	Articles    int
	Sources     int       // distinct
	Independent int       // voices in it: agencies, and sources with a text of their own; at most Sources
	FirstSeenAt time.Time // oldest article's time
	UpdatedAt   time.Time // newest article's time
	Score       float64   // see rank.Score: larger is higher, at any time

	Thread      ThreadID      // the long run of stories that it continues; zero: none
	Coverage    StoryID       // the oldest of the stories in several languages about the same event; zero: it stands alone
	Phrases     []string      // names and phrases that tell it from other stories, the most telling first
	Keys        []KeySentence // key sentences, the most telling first
	Fresh       []KeySentence // what it tells that its thread did not know
	ImageOf     ArticleID
	ImageSource SourceID  // whose licence decides whether Image may be shown
	NotNews     bool      // most of its articles are horoscopes, listings, advertising and the like
	Lineages    []Lineage // of texts that several articles carry or agencies wrote; filled when one story is read
	Hidden      bool      // an editor took it off all pages
	PinnedUntil time.Time // an editor keeps it on top until then

	Terms    []Term    // that Score is the sum of; none in what was grouped before there were any
	Arrivals []Arrival // of its sources in the day before UpdatedAt, oldest first

	SourceName string  // of LeadSource; filled when read
	Licence    Licence // of LeadSource: Summary is its work; filled when read

	ImageLicence Licence // of ImageSource; filled when read
}

// KeySentence is one sentence of an article, to the letter.
type KeySentence struct {
	Text    string
	Article ArticleID
	Source  SourceID

	SourceName string  // filled when read
	Licence    Licence // of Source, whose words these are; filled when read
}

// Arrival is the first article that a source has on a story.
type Arrival struct {
	At  time.Time // to the minute
	Own bool      // with a text of its own
}

// Thread is a run of stories over weeks and months: what happened before, and what came of it. Its ID is permanent.
type Thread struct {
	ID          ThreadID
	Name        string // made of its names and key phrases
	Language    string
	Phrases     []string
	Stories     int
	Articles    int
	FirstSeenAt time.Time
	UpdatedAt   time.Time
}

// Links is what following stories through time and across languages came to in one pass: written whole or not at all.
type Links struct {
	Stories []StoryLink           // new, changed, or in another thread or coverage than before
	Threads []Thread              // new or changed, complete; counts and times are those that the store finds
	Merged  map[ThreadID]ThreadID // from → into; the from threads end as redirects
	Version int                   // of the step
}

// StoryLink is where a story belongs beyond its own articles, and what is remembered of it to tell what follows from it.
type StoryLink struct {
	Story     StoryID
	Thread    ThreadID
	Coverage  StoryID
	Fresh     []KeySentence // as in [Story]
	Read      bool          // its articles were read: Fresh and Gist are new. Else they stay what they are
	Gist      []byte        // see the room story
	UpdatedAt time.Time     // of the story, when its articles were read
}

// Edit is an editor's word on the grouping, which holds whatever the articles look like. It names articles, because
// stories merge and split.
type Edit struct {
	ID      int64
	Kind    EditKind
	Article ArticleID
	Other   ArticleID // of the two, for EditJoin and EditPart
	Until   time.Time // for EditPin; zero: for good
	By      string
	At      time.Time
	Note    string
}

// EditKind is what an editor wants.
type EditKind string

const (
	EditJoin EditKind = "join" // two articles belong to one story (must-link)
	EditPart EditKind = "part" // two articles belong to two stories (cannot-link)
	EditPin  EditKind = "pin"  // the article's story stays on top
	EditHide EditKind = "hide" // the article's story stands on no page
)

// Grouping is what one pass of the stories stage came to: written whole or not at all.
type Grouping struct {
	Placed  []Placement
	Stories []Story             // new or changed, complete
	Merged  map[StoryID]StoryID // from → into; the from stories end as redirects
	Version int                 // of the stage
	At      time.Time           // the time of the news at which it was done, for looking back; zero: when it is saved
}

// Placement says where an article belongs.
type Placement struct {
	Article ArticleID
	Story   StoryID
	Family  ArticleID
}

// Section is where a story is shelved: one of the fixed list below, or empty when unknown.
type Section string

const (
	SectionWorld    Section = "world"
	SectionPolitics Section = "politics"
	SectionBusiness Section = "business"
	SectionTech     Section = "technology"
	SectionScience  Section = "science"
	SectionHealth   Section = "health"
	SectionClimate  Section = "climate"
	SectionCulture  Section = "culture"
	SectionSport    Section = "sport"
	SectionOpinion  Section = "opinion"
	SectionLocal    Section = "local"
)

// Sections lists every section in the order in which a front page shows them.
func Sections() []Section {
	return []Section{
		SectionWorld, SectionPolitics, SectionBusiness, SectionTech, SectionScience, SectionHealth,
		SectionClimate, SectionCulture, SectionSport, SectionOpinion, SectionLocal,
	}
}

// Valid reports whether s is empty or one of [Sections].
func (s Section) Valid() bool {
	if s == "" {
		return true
	}
	for _, known := range Sections() {
		if s == known {
			return true
		}
	}
	return false
}

// Edition is a language and a region for which pages are made. The zero Edition takes everything.
type Edition struct {
	Language string // BCP 47 primary tag
	Region   string // a country (ISO 3166-1): only what at least one source of it reports
}

// Page is an ordered, dated list of stories for an edition and a section.
type Page struct {
	Edition Edition
	Section Section // empty: the front page
	At      time.Time
	Slots   []Slot
}

// Slot is a place on a page, and why the story has it.
type Slot struct {
	Story Story
	Place Place
	Why   Phrase // such as "9 sources, 4 independent reports, newest 20 minutes ago"
	Terms []Term // that its order on the page comes from; they add up to it

	Breaking bool  // young, and taken up quickly by independent sources
	Hours    []int // how many sources came to it in each of the last hours, oldest first; of trending stories
}

// Term is one part of a score: one more is twice as high. Sums of terms are exact, see [Grain].
type Term struct {
	Name  string // for people: a message
	Value float64
}

// Grain is what every term's value is a multiple of, so that sums do not depend on their order and terms add up to
// their score to the last bit.
const Grain = 1.0 / (1 << 20)

// Place is the size that a slot has on the page.
type Place string

const (
	PlaceLead    Place = "lead"
	PlaceSecond  Place = "second"
	PlaceSection Place = "section" // in the block of its own section
)

// Backlog is what waits for a stage.
type Backlog struct {
	Stage   string // "feeds", "entries", "articles", and "facts": grouped articles that the ledger has not read
	Waiting int
	Oldest  time.Time // when the longest waiting item began to wait; zero when none
}

// Relation is what a text is to the first of its family.
type Relation string

const (
	RelationOriginal  Relation = "original"
	RelationExact     Relation = "exact"     // word for word
	RelationNear      Relation = "near"      // edited
	RelationShortened Relation = "shortened" // a part of it
	RelationExtended  Relation = "extended"  // all of it, and more
)

// Lineage is where a text comes from that several articles carry, or that an agency wrote.
type Lineage struct {
	Family ArticleID
	Agency string   // that its byline, dateline or credit names; empty: none
	Owner  SourceID // whose own text it is; zero: of the agency, or of somebody we do not follow
	Copies []Relative
}

// Relative is an article that carries another one's text.
type Relative struct {
	Article  ArticleID
	Relation Relation
}
