package news

import (
	"strings"
	"time"
)

// Article is what a page says: one piece of news as typed blocks, with its metadata.
type Article struct {
	ID       ArticleID
	EntryID  EntryID
	Part     int // 0, or the position among the articles stacked on one page
	SourceID SourceID

	URL          string // where it was read
	CanonicalURL string // where its publisher says it lives; empty when not told
	Headline     string
	Alternatives []string // other headlines that its publisher gives it: for shares, for search engines, on the front page
	Authors      []string // people, without "By"
	Agencies     []string // wire agencies that the byline, dateline or credits name
	PublishedAt  time.Time
	DateOnly     bool      // PublishedAt has no time of day
	UpdatedAt    time.Time // as claimed
	FetchedAt    time.Time
	SeenAt       time.Time // first by us
	Language     string    // BCP 47, such as "en"
	Kind         Kind
	Section      Section
	NotNews      bool   // a horoscope, a listing, advertising, a recipe: no report of anything that happened
	Outlet       string // the publisher as the page names it; the source's name is the fallback
	Summary      string // the publisher's own standfirst
	Dateline     string // place, such as "BEIJING"
	Truncated    bool   // a paywall or a "Continue reading" cut it short: not the whole article
	Paywall      bool   // its publisher says that it is not free, whether or not it came whole
	Rights       Rights
	Clues        Clues
	Image        Image
	Blocks       []Block
	Related      []Link
	Tags         []string
	Enclosures   []Enclosure
	Licence      Licence // of its source, as SourceID has it now; filled when read, never stored with the article
	Weight       float64 // likewise: its voice in ranking; 0 counts as 1
	Country      string  // likewise: where its source is at home

	Hidden bool // likewise, of one article: an editor took its story off all pages

	GoneAt time.Time // when its text was let go, to save room; zero while it is kept

	StoryID  StoryID   // zero until grouped
	FamilyID ArticleID // first article of its text family; its own ID when its text is its own
}

// Time is when the article counts as published: the claimed time unless it is missing or in the future.
func (a *Article) Time() time.Time {
	if a.PublishedAt.IsZero() || (!a.SeenAt.IsZero() && a.PublishedAt.After(a.SeenAt)) {
		return a.SeenAt
	}
	return a.PublishedAt
}

// Copy reports whether another article, seen earlier, carries the same text.
func (a *Article) Copy() bool { return a.FamilyID != 0 && a.FamilyID != a.ID }

// Text is the body in reading order without headline, captions, credits and furniture, paragraphs joined by a blank line.
// A pull quote is in it when its words stand nowhere else.
func (a *Article) Text() string {
	var b strings.Builder
	for i, block := range a.Blocks {
		if block.Text == "" || !block.Role.Body() && (block.Role != RolePullQuote || a.repeats(i)) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(block.Text)
	}
	return b.String()
}

// repeats reports whether the words of a block stand in another block of the body.
func (a *Article) repeats(at int) bool {
	words := strings.Trim(a.Blocks[at].Text, "\"'“”‘’«»„ .,")
	for i, block := range a.Blocks {
		if i != at && block.Role.Body() && strings.Contains(block.Text, words) {
			return true
		}
	}
	return false
}

// Block is one leaf of an article: a paragraph, a sub-heading, a caption.
type Block struct {
	Role Role
	Text string // plain text, white space folded
	HTML string // sanitized inline markup of the same text; empty when there is none worth keeping
	URL  string // of an image or embed; empty otherwise

	Media Media // of an embed
}

// Media is what an embed shows.
type Media string

const (
	MediaVideo Media = "video"
	MediaAudio Media = "audio"
	MediaPost  Media = "post" // of a social network
)

// Role is the part a block plays.
type Role string

const (
	RoleParagraph   Role = "paragraph"
	RoleHeading     Role = "heading" // a sub-heading; the headline is no block
	RoleListItem    Role = "list_item"
	RoleQuote       Role = "quote"      // block quotation
	RolePullQuote   Role = "pull_quote" // a sentence of the text, shown again
	RoleTable       Role = "table"
	RoleCode        Role = "code"
	RoleCaption     Role = "caption"
	RoleCredit      Role = "credit"
	RoleImage       Role = "image"
	RoleEmbed       Role = "embed"
	RoleSummary     Role = "summary"
	RoleCorrection  Role = "correction"
	RoleTimestamp   Role = "timestamp" // of a live post
	RoleBio         Role = "bio"       // about the author
	RoleCredits     Role = "credits"   // who produced, edited, presented
	RolePromo       Role = "promo"
	RoleRelated     Role = "related"
	RoleDateline    Role = "dateline"    // a line of its own that says where and when it was written
	RoleComment     Role = "comment"     // of a reader
	RoleBoilerplate Role = "boilerplate" // what the site says on every page
)

// Body reports whether the role belongs to the text of an article.
func (r Role) Body() bool {
	switch r {
	case RoleParagraph, RoleHeading, RoleListItem, RoleQuote, RoleTable, RoleCode, RoleCorrection, RoleTimestamp, RoleSummary:
		return true
	}
	return false
}

// Kind is the form of an article.
type Kind string

const (
	KindReport  Kind = "report"
	KindOpinion Kind = "opinion"
	KindLive    Kind = "live"
	KindVideo   Kind = "video"
	KindAudio   Kind = "audio"
	KindGallery Kind = "gallery"
	KindReview  Kind = "review"
	KindRelease Kind = "release" // a press release
	KindStub    Kind = "stub"    // too little to be an article
)

// Image is a picture with the words that belong to it.
type Image struct {
	URL          string
	Caption      string
	Credit       string // as printed: "Ann Poe | AFP | Getty Images"
	Photographer string // the people in it
	Agency       string // the agencies in it, joined by ", "
}

// Rights is what a page says about the use of its text. It is a hint for the operator, never a permission by itself.
type Rights struct {
	Licence string // address of a licence, such as that of CC BY 4.0
	Holder  string // who claims the copyright
}

// Clues say what an article's metadata rest on, for whoever doubts them: "JSON-LD datePublished", "meta author",
// "visible byline".
type Clues struct {
	Headline  string
	Authors   string
	Published string
	Updated   string
	Zone      string // offset of the publication time as the page gave it, such as "+02:00"; empty when it gave none
}
