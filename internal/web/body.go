package web

import (
	"html/template"
	"time"

	"nutgraf/internal/news"
)

// updateGap is how much later a claimed update must be to be worth saying.
const updateGap = 10 * time.Minute

// piece is a part of a text as the page shows it: a block, a list of blocks, a picture with its words, or a run of
// a snippet.
type piece struct {
	Role    news.Role
	Text    string
	HTML    template.HTML // of the same text; empty when there is none
	Items   []piece       // of a list
	URL     string
	Picture *picture // of an image; nil where it cannot be shown
	Caption string
	Credit  string
	Mark    bool // found by a search
}

// bodyOf turns blocks into pieces. Links in them are relative to base; a picture at lead and a standfirst are left
// out because the page shows them above; furniture is left out altogether.
func bodyOf(blocks []news.Block, base, lead, summary string) []piece {
	var pieces []piece
	for i, b := range blocks {
		last := len(pieces) - 1
		switch b.Role {
		case news.RolePromo, news.RoleRelated, news.RoleComment, news.RoleBoilerplate:
		case news.RoleSummary:
			if b.Text != summary {
				pieces = append(pieces, pieceOf(b, base))
			}
		case news.RoleImage:
			if address := outward(b.URL); address != "" && b.URL != lead {
				pieces = append(pieces, piece{Role: b.Role, URL: address, Text: b.Text})
			}
		case news.RoleCaption:
			if last >= 0 && pieces[last].Role == news.RoleImage && follows(blocks, i, pieces[last].URL) {
				pieces[last].Caption = b.Text
			}
		case news.RoleCredit:
			if last >= 0 && pieces[last].Role == news.RoleImage && follows(blocks, i, pieces[last].URL) {
				pieces[last].Credit = b.Text
			}
		case news.RoleListItem:
			if last < 0 || pieces[last].Role != news.RoleListItem {
				pieces = append(pieces, piece{Role: news.RoleListItem})
				last++
			}
			pieces[last].Items = append(pieces[last].Items, pieceOf(b, base))
		case news.RoleEmbed:
			if address := outward(b.URL); address != "" {
				pieces = append(pieces, piece{Role: b.Role, URL: address, Text: b.Text, Caption: news.HostKey(address)})
			}
		default:
			if b.Text != "" || b.HTML != "" {
				pieces = append(pieces, pieceOf(b, base))
			}
		}
	}
	return pieces
}

func pieceOf(b news.Block, base string) piece {
	p := piece{Role: b.Role, Text: b.Text}
	if b.HTML != "" {
		p.HTML = trusted(b.HTML, base)
	}
	return p
}

// follows reports whether the words at i belong to the picture at address: the nearest picture before them.
func follows(blocks []news.Block, i int, address string) bool {
	for i--; i >= 0; i-- {
		switch blocks[i].Role {
		case news.RoleImage:
			return outward(blocks[i].URL) == address
		case news.RoleCaption, news.RoleCredit:
		default:
			return false
		}
	}
	return false
}
