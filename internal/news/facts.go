package news

import (
	"hash/fnv"
	"time"
)

// Facts is what the text of one article says: whom and what it names, who says what, when things happened and how many
// there were. Every range is one of byte offsets into [Article.Text], which is never altered; Text names the
// text they were read from.
type Facts struct {
	Article  ArticleID
	Text     uint64 // [TextKey] of that text; spans of another text mean nothing
	Actors   []Actor
	Mentions []Mention // in the order of the text; they do not overlap
	Quotes   []Quote   // likewise
	Dates    []Date    // likewise
	Events   []Event   // likewise
	Numbers  []Number  // likewise
	Keys     []Range   // sentences that tell the article, the most telling first
	Phrases  []string  // names and phrases, the most telling first
}

// Range is a half-open range of byte offsets.
type Range struct{ Start, End int }

// In returns the words of a range; "" for an empty one, or one that is not of this text.
func (r Range) In(text string) string {
	if r.Start < 0 || r.End > len(text) || r.Start >= r.End {
		return ""
	}
	return text[r.Start:r.End]
}

// Empty reports whether nothing is in the range.
func (r Range) Empty() bool { return r.End <= r.Start }

// TextKey names a text, to tell whether spans belong to it (FNV-1a, 64 bits).
func TextKey(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64()
}

// EntityKind is what sort of thing bears a name. The list is closed.
type EntityKind string

const (
	EntityPerson       EntityKind = "person"
	EntityOrganisation EntityKind = "organisation"
	EntityPlace        EntityKind = "place"
)

// EntityKinds lists all kinds.
func EntityKinds() []EntityKind { return []EntityKind{EntityPerson, EntityOrganisation, EntityPlace} }

// Mention is where an article names somebody or something.
type Mention struct {
	Range
	Kind  EntityKind
	Actor int  // index into [Facts.Actors]
	Word  bool // a word of nationality, such as "Chinese": it means a country and does not name it
}

// Actor is one person, organisation or place as one article tells of it: all its mentions are one.
type Actor struct {
	Kind     EntityKind
	Name     string   // the longest form, without title: "Jennifer Daskal"
	Forms    []string // every form in the article, the longest first; Name is among them
	Role     string   // as the article says it: "deputy homeland security advisor"; empty: not told
	RoleAt   Range    // where it says so; empty when Role is
	Country  string   // two letters (ISO 3166-1): of a place, the one it lies in; of others, theirs as told; may be empty
	Female   float64  // likelihood that a person is a woman, by name, title and pronouns; .5 when unknown, or no person
	Mentions int
	First    int // byte offset of the first mention
}

// Quote is what somebody says, as an article gives it: to the letter, or in the article's words.
type Quote struct {
	Range           // from the first word, or quotation mark, to the last
	Parts   []Range // what stands between the quotation marks, of each piece; one span for indirect speech
	Direct  bool    // in quotation marks; else indirect speech
	Clause  Range   // the article's sentence that a few words in quotation marks are part of: "he hoped for “more energy”"; empty for others
	Speaker Range   // as named there: "Daskal", "she", "two officials"; empty when the text names nobody
	Actor   int     // who that is, an index into [Facts.Actors]; -1: nobody who has a name
	Cue     Range   // the word or words that say it was said: "told"; may be empty
	Role    string  // the speaker's, as told in this article; may be empty
	Told    string  // whom or which outlet it was said to: "NBC News"; may be empty
	At      Date    // when it was said; its Type is empty when the text does not tell
	Likely  float64 // that all of this is right, between 0 and 1
}

// Date is an expression of time in a text and what it means, as TIMEX3 has it (ISO-TimeML).
type Date struct {
	Range
	Type  DateType
	Value string    // TIMEX3 value: "2024-01-30", "2023-11", "P3D", "PAST_REF"
	From  time.Time // first moment that it can mean, at midnight UTC of a day; zero: vague
	Until time.Time // the first moment after it; zero when From is
}

// DateType is one of the four of TIMEX3.
type DateType string

const (
	DateDay      DateType = "date" // a day, week, month, season, year
	DateTime     DateType = "time" // of a day
	DateDuration DateType = "duration"
	DateSet      DateType = "set" // again and again: "every Tuesday"
)

// Event is a sentence that reports something, and when that happened or will happen.
type Event struct {
	Range            // of the sentence
	From   time.Time // first day, midnight UTC
	Until  time.Time // midnight after the last day
	Date   int       // index into [Facts.Dates] of what tells; -1: nothing in the sentence, it is as old as the news
	Ahead  bool      // it was still to come when the article was published
	Weight float64   // how much the article makes of it, between 0 and 1
}

// NumberKind is what is counted or measured. The list is closed.
type NumberKind string

const (
	NumberDead    NumberKind = "dead"
	NumberHurt    NumberKind = "hurt"
	NumberMissing NumberKind = "missing"
	NumberPeople  NumberKind = "people" // arrested, displaced, demonstrating …; Subject tells
	NumberMoney   NumberKind = "money"
	NumberVotes   NumberKind = "votes"
	NumberPercent NumberKind = "percent"
	NumberMeasure NumberKind = "measure" // of length, weight, area, temperature, magnitude …
	NumberCount   NumberKind = "count"   // of things; Subject tells
)

// Number is a figure that an article gives.
type Number struct {
	Range    // of the figure with its unit: "$3.5 million", "at least 12 people"
	Kind     NumberKind
	Value    float64 // in Unit; the lower end of a range
	High     float64 // the upper end of a range; Value when it is none
	Bound    Bound
	Unit     string // ISO 4217 for money, the unit's usual symbol for measures ("km", "t", "°C"), "%" , else empty
	Subject  string // what is counted or measured, as the text words it, lower case: "people killed", "houses"
	Sentence Range
}

// Bound says how a figure is meant.
type Bound string

const (
	BoundExact   Bound = ""
	BoundAbout   Bound = "about"
	BoundAtLeast Bound = "at least"
	BoundAtMost  Bound = "at most"
)
