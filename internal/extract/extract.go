// Package extract reads a page and gives the articles in it, as typed blocks with their metadata.
//
// [Extract] takes HTML or scraped plain text; the page may hold one article or stack several. [FromEntry] makes an
// article of what a feed says, for pages that cannot be had. [Record] is the JSON shape of an article.
//
// The way of a page: an operator's rules pick from it and drop from it (rules.go, selector.go). It is taken apart into
// leaves (walk.go, lines.go), the smallest pieces that can be a block; what it claims of itself is gathered on the way
// (evidence.go, jsonld.go, embedded.go). The leaves are surveyed: their words, the boxes round them, their design and
// their neighbours make features (look.go, feature.go, row.go), by which two forests judge whether a leaf is text of the
// article; the second sees what the first says of a leaf's surroundings (score.go, second.go). Pages of plain text have no
// scores, their lines are judged by rules.
//
// Cues such as dates, bylines and "Continue reading" (cue.go) make some leaves headers (header.go); headers of one design
// that come back part a stack of articles into segments (segment.go), unless there are reasons against it (doubt.go), which in plain
// text a third forest weighs (candidate.go, trait.go). Of a
// single article the forests choose the leaves (choice.go), of a stack those below its header count (blocks.go). Rules tell
// what each is (role.go, caption.go). The headline is what most claims agree on (headline.go); dates and bylines follow from
// the surest evidence (dating.go, byline.go). A page that shows next to nothing is read from its data (drawn.go).
//
// What is known of the source comes last: furniture is dropped (furniture.go), walls and errors are told from articles
// (noarticle.go), and the feed's own text is kept when the page has a worse one (better.go). [Explain] tells how a page was judged.
//
// Everything is pure, linear in the size of the page and bounded: 10 MiB, 20,000 leaves.
package extract

import (
	"bytes"
	"fmt"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// Context is what is known about a page besides its bytes.
type Context struct {
	URL         string // where it was read, after redirects; may be empty
	ContentType string // as the server told; may be empty
	Now         time.Time

	Rules     news.PageRules        // of its source
	Furniture func(key uint64) bool // reports whether a block is furniture of its source; may be nil
}

// maxArticles of one page are returned.
const maxArticles = 50

// Extract finds the articles of a page, in their order. The error wraps [news.ErrInvalid] when there is none in it.
func Extract(content []byte, at Context) ([]news.Article, error) {
	r, err := Read(content, at)
	return r.Articles, err
}

// extract is Extract without what is known of the source but its rules; look takes what the page is like.
func extract(content []byte, at Context, w func() *weights, look *news.Look) ([]news.Article, error) {
	if len(bytes.TrimSpace(content)) == 0 {
		return nil, fmt.Errorf("the page is empty: %w", news.ErrInvalid)
	}
	p, err := read(content, at, w)
	if err != nil {
		return nil, err
	}
	p.look(look)
	segments := p.segments(w().stack)
	if p.picked != nil && len(p.picked.body) > 0 {
		segments = []segment{{to: len(p.leaves), headline: -1}} // the operator knows that it is one article
	}
	var articles []news.Article
	for i, s := range segments[:min(len(segments), maxArticles)] {
		a := p.compose(s, len(segments) == 1, at)
		a.Part = i
		if len(segments) == 1 {
			p.picked.apply(&a, firstOf(markup.Absolute(at.URL, p.evidence.base), at.URL))
		}
		if a.Headline == "" && len(a.Blocks) == 0 {
			continue
		}
		articles = append(articles, a)
	}
	if len(articles) == 1 && articles[0].Headline == "" && measure(articles[0].Text()) < minStacked {
		articles = nil
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("no article in the page: %w", news.ErrInvalid)
	}
	return articles, nil
}

// read takes a page of either kind apart.
func read(content []byte, at Context, w func() *weights) (*page, error) {
	if sniff := content[:min(len(content), 64<<10)]; isPlain(string(sniff), at.ContentType) {
		return fromLines(markup.Decode(content, at.ContentType)), nil
	}
	var by *picked
	root, err := markup.ParseLean(content, at.ContentType, func(tag, text string) bool {
		return at.Rules.Empty() && !mayTell(tag, text)
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", err, news.ErrInvalid)
	}
	if !at.Rules.Empty() {
		if by, err = pick(root, at.Rules); err != nil {
			return nil, err
		}
	}
	p := takeApart(root)
	p.picked = by
	p.score(w())
	return p, nil
}

func fromRecord(content []byte) ([]news.Article, error) {
	record, err := ParseRecord(content)
	if err != nil {
		return nil, err
	}
	return []news.Article{record.Article()}, nil
}
