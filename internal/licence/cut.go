package licence

import (
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Article cuts an article to what may be shown. Its own slices are left as they are.
func (g Grant) Article(a news.Article) news.Article {
	if g.View >= Full && g.Images {
		return a
	}
	if !g.Images || g.View < Excerpt {
		a.Image = news.Image{}
		a.Enclosures = slices.DeleteFunc(slices.Clone(a.Enclosures), func(e news.Enclosure) bool { return strings.HasPrefix(e.Type, "image/") })
	}
	if g.View >= Full {
		a.Blocks = unpictured(a.Blocks)
		return a
	}
	a.Related = nil
	if g.View < Excerpt {
		a.Summary, a.Dateline = "", ""
		a.Blocks, a.Enclosures = nil, nil
		return a
	}
	a.Summary = text.Excerpt(a.Summary, summaryWords)
	a.Blocks = opening(a.Blocks)
	return a
}

// unpictured is a text without its pictures and their words. Markup that holds a picture goes too; its words stay.
func unpictured(blocks []news.Block) []news.Block {
	kept := make([]news.Block, 0, len(blocks))
	for _, b := range blocks {
		switch b.Role {
		case news.RoleImage, news.RoleCaption, news.RoleCredit:
			continue
		}
		if strings.Contains(strings.ToLower(b.HTML), "<img") {
			b.HTML = ""
		}
		kept = append(kept, b)
	}
	return kept
}

// opening is the first words of a text, as plain paragraphs.
func opening(blocks []news.Block) []news.Block {
	var kept []news.Block
	left := excerptWords
	for _, b := range blocks {
		if left <= 0 {
			break
		}
		if b.Role != news.RoleParagraph {
			continue
		}
		cut := text.Excerpt(b.Text, left)
		if cut == "" {
			continue
		}
		kept = append(kept, news.Block{Role: news.RoleParagraph, Text: cut})
		if strings.HasSuffix(cut, "…") {
			break
		}
		left -= words(cut)
	}
	return kept
}

// words counts as [text.Excerpt] does, near enough: a script without spaces counts two characters as a word.
func words(s string) int {
	return max(len(strings.Fields(s)), len([]rune(s))/12)
}

// Story cuts what is shown of a story to what its sources grant: the summary is the work of its lead's, the image of its
// own.
func Story(s news.Story, grant func(news.Licence) Grant) news.Story {
	switch g := grant(s.Licence); {
	case g.View < Excerpt:
		s.Summary = ""
	case g.View < Full:
		s.Summary = text.Excerpt(s.Summary, summaryWords)
	}
	of := s.ImageLicence
	if s.ImageSource == 0 {
		of = s.Licence // it is the lead's
	}
	if !grant(of).Images {
		s.Image = news.Image{}
	}
	return s
}

// Key cuts a sentence that stands for an article; "" when it may not be shown. Of one article there is one at a time, so
// that they never add up to its text.
func (g Grant) Key(sentence string) string {
	switch {
	case g.View >= Full:
		return sentence
	case g.View < Excerpt:
		return ""
	}
	return text.Excerpt(sentence, summaryWords)
}

// Hit cuts what a search shows. A snippet may stand anywhere in a text, and many searches would add up to the whole
// of it: an excerpt is the first words only, so the summary takes the snippet's place.
func (g Grant) Hit(h news.Hit) news.Hit {
	h.Article = g.Article(h.Article)
	if g.View >= Full {
		return h
	}
	h.Snippet, h.Matches = h.Article.Summary, nil
	return h
}

// Sentence cuts a sentence that is quoted by itself: it is the work of its own source. A source that grants headlines only is
// not quoted.
func (g Grant) Sentence(k news.KeySentence) news.KeySentence {
	switch {
	case g.View >= Full:
	case g.View < Excerpt:
		k.Text = ""
	default:
		k.Text = text.Excerpt(k.Text, summaryWords)
	}
	return k
}
