package news

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

// PageRules are CSS selectors by which an operator says where the pages of a source have what. An empty one leaves it to
// Nutgraf, and so does one that picks nothing on a page.
type PageRules struct {
	Body     string // all text in what it picks is the article's, and no other
	Headline string
	Byline   string
	Date     string // of publication: its datetime or content attribute, or its text
	Image    string // lead picture
	Drop     string // never part of an article
}

// Empty reports whether nothing is ruled.
func (r PageRules) Empty() bool { return r == PageRules{} }

// Named lists the rules by the names that people know them by.
func (r PageRules) Named() []NamedRule {
	return []NamedRule{{"body", r.Body}, {"drop", r.Drop}, {"headline", r.Headline}, {"byline", r.Byline}, {"date", r.Date}, {"image", r.Image}}
}

// NamedRule is one of [PageRules].
type NamedRule struct{ Name, Selector string }

// maxRule bounds a selector, in bytes.
const maxRule = 500

// Validate says what of the rules cannot be kept. Whether they are CSS selectors is told by who reads pages.
func (r PageRules) Validate() error {
	for _, rule := range r.Named() {
		if len(rule.Selector) > maxRule {
			return fmt.Errorf("the selector of the %s is longer than %d bytes: %w", rule.Name, maxRule, ErrInvalid)
		}
		if strings.ContainsFunc(rule.Selector, unicode.IsControl) {
			return fmt.Errorf("the selector of the %s, %.40q, has control characters: %w", rule.Name, rule.Selector, ErrInvalid)
		}
	}
	return nil
}

// Look is what the reading of an entry gave, by which its source is known and judged.
type Look struct {
	Fresh    bool     // the page was fetched just now; an old one says nothing of how the source does
	Failed   bool     // there was no article in it
	Letters  int      // of the text
	Share    float64  // of the page's letters that are in the text, from 0 to 1
	Headline bool     // there was one
	Dated    bool     // there was a date of publication
	Missed   []string // names of rules that picked nothing
	Imprints []Imprint
}

// Imprint is a block as it is remembered.
type Imprint struct {
	Key     uint64 // hash of its folded text
	Letters int
	Text    string // its beginning
	Dropped bool   // it was taken for furniture
}

// Furniture is a block that many pages of a source have, and that belongs to none of its articles.
type Furniture struct {
	Key     uint64
	Text    string // its beginning
	Pages   int    // of the last ones, that have it
	SeenAt  time.Time
	LastAt  time.Time
	Allowed bool // the operator wants it in articles all the same
}
