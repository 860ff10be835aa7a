package web

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
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
	Media   news.Media // of an embed
	Picture *picture   // of an image; nil where it cannot be shown
	Caption string
	Credit  string
	Mark    bool // found by a search
}

// bodyOf turns blocks into pieces. Links in them are relative to base; a picture at lead is left out because the page
// shows it above; furniture is left out altogether. A caption may name the outlet as its credit.
func bodyOf(blocks []news.Block, base, lead, outlet string) []piece {
	var pieces []piece
	for i, b := range blocks {
		last := len(pieces) - 1
		switch b.Role {
		case news.RolePromo, news.RoleRelated, news.RoleComment, news.RoleBoilerplate:
		case news.RoleImage:
			if address := outward(b.URL); address != "" && b.URL != lead {
				pieces = append(pieces, piece{Role: b.Role, URL: address, Text: b.Text})
			}
		case news.RoleCaption:
			if last >= 0 && pieces[last].Role == news.RoleImage && follows(blocks, i, pieces[last].URL) {
				pieces[last].Caption, pieces[last].Credit = partCredit(b.Text, outlet)
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
				pieces = append(pieces, piece{Role: b.Role, URL: address, Text: b.Text, Media: b.Media, Caption: news.HostKey(address)})
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

// played leaves out the first embed of each kind for which the page has a player on top: it is the same recording.
func played(blocks []news.Block, media []medium) []news.Block {
	have := map[news.Media]bool{}
	for _, m := range media {
		have[map[bool]news.Media{false: news.MediaAudio, true: news.MediaVideo}[m.Video]] = true
	}
	return slices.DeleteFunc(slices.Clone(blocks), func(b news.Block) bool {
		left := b.Role == news.RoleEmbed && have[b.Media]
		if left {
			delete(have, b.Media)
		}
		return left
	})
}

// onceStandfirst takes a standfirst out of the blocks where the summary says it, whole or in part; the longer of the two is
// the summary from then on.
func onceStandfirst(summary string, blocks []news.Block) (string, []news.Block) {
	for i, b := range blocks {
		if b.Role != news.RoleSummary {
			continue
		}
		told, whole := plainly(b.Text), plainly(summary)
		switch {
		case told == "" || strings.Contains(whole, told):
		case strings.Contains(told, whole):
			summary = b.Text
		default:
			continue
		}
		return summary, slices.Delete(slices.Clone(blocks), i, i+1)
	}
	return summary, blocks
}

// plainly is a text without what differs between two tellings of it: case, white space, the dots of a cut.
func plainly(s string) string {
	return strings.TrimRight(strings.Join(strings.Fields(text.Fold(s)), " "), "….! ")
}

// sayOnce leaves out what the text that follows begins with.
func (v *articleView) sayOnce(body string) {
	if len(v.Body) == 0 {
		return
	}
	if strings.HasPrefix(body, v.Dateline) {
		v.Dateline = ""
	}
	if strings.HasPrefix(plainly(body), plainly(v.Summary)) {
		v.Summary = ""
	}
}
