package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// This file knows blocks again that stand on many pages of a source, and drops those that are known to be furniture.

const (
	minImprint    = 20 // letters of a block that is remembered
	minListed     = 40 // likewise of an item of a list or a row of a table: short ones come back in honest lists
	imprintText   = 240
	mostFurniture = .5 // of an article's letters that may be dropped: a page that is mostly known is that page again
)

// imprint is how a block is remembered. Blocks that come back in honest articles have none: code, times, corrections.
func imprint(b news.Block) (news.Imprint, bool) {
	least := minImprint
	switch b.Role {
	case news.RoleListItem, news.RoleTable:
		least = minListed
	case news.RoleHeading:
		least = minImprint / 2
	case news.RoleParagraph, news.RoleQuote, news.RolePullQuote, news.RoleSummary, news.RoleCaption, news.RoleCredits, news.RoleBio:
	default:
		return news.Imprint{}, false
	}
	letters := measure(b.Text)
	if letters < least {
		return news.Imprint{}, false
	}
	return news.Imprint{Key: blockKey(b.Text), Letters: letters, Text: beginning(b.Text)}, true
}

// blockKey hashes the letters and digits of a block, folded.
func blockKey(s string) uint64 {
	folded := text.Fold(s)
	kept := make([]byte, 0, len(folded))
	for _, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			kept = utf8.AppendRune(kept, r)
		}
	}
	return xxhash.Sum64(kept)
}

func beginning(s string) string {
	if len(s) <= imprintText {
		return s
	}
	cut := imprintText
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	if space := strings.LastIndexByte(s[:cut], ' '); space > cut/2 {
		cut = space
	}
	return s[:cut] + "…"
}

// Learned is what reading articles tells of their source: their blocks as they are remembered, after those that known
// reports as furniture have been dropped from the articles. known may be nil.
//
// Furniture becomes [news.RoleBoilerplate]; a heading does when nothing is left below it. An article of which more than
// half would go stays as it is.
func Learned(articles []news.Article, known func(key uint64) bool) (imprints []news.Imprint) {
	for i := range articles {
		imprints = append(imprints, learned(&articles[i], known)...)
	}
	return imprints
}

func learned(a *news.Article, known func(key uint64) bool) (imprints []news.Imprint) {
	at := make(map[int]int, len(a.Blocks)) // block → its imprint
	all, gone := 0, 0
	dropped := map[int]bool{}
	for i, b := range a.Blocks {
		body := b.Role.Body()
		if body {
			all += measure(b.Text)
		}
		mark, remembered := imprint(b)
		if !remembered {
			continue
		}
		if known != nil && known(mark.Key) {
			dropped[i] = true
			if body && b.Role != news.RoleHeading {
				gone += mark.Letters
			}
		}
		at[i] = len(imprints)
		imprints = append(imprints, mark)
	}
	if mark, remembered := imprint(news.Block{Role: news.RoleSummary, Text: a.Summary}); remembered {
		if known != nil && known(mark.Key) {
			a.Summary, mark.Dropped = "", true // a site's motto, not a standfirst
		}
		imprints = append(imprints, mark)
	}
	if len(dropped) == 0 || float64(gone) > mostFurniture*float64(all) {
		return imprints
	}
	blocks := append([]news.Block(nil), a.Blocks...) // whoever else holds the article keeps it as it was
	left, took := false, false                       // of what stands below, up to the next heading
	for i := len(blocks) - 1; i >= 0; i-- {
		heading := blocks[i].Role == news.RoleHeading
		if !heading && !dropped[i] {
			left = left || blocks[i].Role.Body()
			continue
		}
		if !heading || !left && (took || dropped[i]) {
			blocks[i].Role = news.RoleBoilerplate
			if dropped[i] {
				imprints[at[i]].Dropped = true
			}
		}
		if took = took || !heading; heading {
			left, took = false, false
		}
	}
	a.Blocks = blocks
	return imprints
}
