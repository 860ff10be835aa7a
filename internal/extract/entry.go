package extract

import (
	"strings"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// FromEntry makes an article of what a feed says, for when its page cannot be had. Content wins over summary; the
// article counts as cut short, unless the feed carries full content.
func FromEntry(e news.Entry) news.Article {
	a := news.Article{
		EntryID: e.ID, SourceID: e.SourceID, URL: e.URL, Headline: markup.PlainText(e.Title), Authors: people(e.Authors, nil),
		PublishedAt: e.PublishedAt, UpdatedAt: e.UpdatedAt, SeenAt: e.SeenAt, Language: e.Language, Tags: e.Tags,
		Enclosures: e.Enclosures, Outlet: e.Origin, Summary: markup.PlainText(e.Summary), Image: news.Image{URL: e.Image},
		Kind: news.KindReport, Truncated: true,
	}
	body := firstOf(e.Content, e.Summary)
	a.Blocks = fragmentBlocks(body, e.URL)
	if e.Content != "" && measure(a.Text()) > fullText && !endsCut(a.Text()) {
		a.Truncated = false
	}
	if a.Language == "" {
		a.Language, _ = text.Language(a.Headline + ". " + a.Text())
	}
	switch media := mediaOf(e.Enclosures); {
	case media == "audio":
		a.Kind = news.KindAudio
	case media == "video":
		a.Kind = news.KindVideo
	case measure(a.Text()) < stubLetters:
		a.Kind = news.KindStub
	}
	return a
}

// fullText is how many letters a feed's content has at least when it is the whole article.
const fullText = 600

func endsCut(s string) bool {
	return strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...") || strings.HasSuffix(s, "[…]") || strings.HasSuffix(s, "[...]")
}

func mediaOf(all []news.Enclosure) string {
	for _, e := range all {
		kind, _, _ := strings.Cut(e.Type, "/")
		if kind == "audio" || kind == "video" {
			return kind
		}
	}
	return ""
}

// fragmentBlocks reads the blocks of a feed's HTML: all of it is the article's.
func fragmentBlocks(words, base string) []news.Block {
	if strings.TrimSpace(words) == "" {
		return nil
	}
	root, err := html.Parse(strings.NewReader("<body>" + markup.Sanitize(words, base)))
	if err != nil {
		return []news.Block{{Role: news.RoleParagraph, Text: markup.PlainText(words)}}
	}
	return fragment(takeApart(root), base)
}

// fragment makes blocks of all that a part of a page says.
func fragment(p *page, base string) []news.Block {
	d := &draft{page: p, base: base, single: true}
	for i := range p.leaves {
		l := &p.leaves[i]
		switch {
		case l.has(inHidden | inForm):
		case len(d.Blocks) >= maxBlocks:
		case !l.words():
			d.media(l)
		case l.has(inCaption):
			d.caption(l, captionRole(l))
		case l.onward() || l.furniture():
		default:
			if role := domRole(l); role != news.RolePromo {
				d.add(l, role)
			}
		}
	}
	return d.Blocks
}
