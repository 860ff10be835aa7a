package extract

import (
	"strings"
	"unicode/utf8"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// draft is an article while it is put together.
type draft struct {
	news.Article
	page   *page
	seg    segment
	at     Context
	base   string
	ld     linked
	single bool
	told   bool // the page's head speaks of this article
	cut    bool // a "Continue reading" or a paywall was met

	seen     bool   // it says that a video is loaded
	made     bool   // it names who produced it
	madeText string // in these words
	promoted bool   // it asks to subscribe or follow
}

// compose makes the article of one segment. The head's claims count only when the page has a single article.
func (p *page) compose(s segment, single bool, at Context) news.Article {
	d := &draft{page: p, seg: s, at: at, single: single, base: at.URL}
	d.URL = at.URL
	if base := markup.Absolute(at.URL, p.evidence.base); base != "" {
		d.base = base
	}
	d.told = single || !p.plain && overlap(p.leaves[s.headline].text, firstOf(p.evidence.first("og:title"), p.evidence.article().headline)) > .6
	if d.told {
		d.ld = p.evidence.article()
		d.claims()
	}
	if single {
		if p.plain {
			d.plainHeadline()
		} else {
			d.Headline, d.seg.headline, d.Clues.Headline = p.titled(d.ld, at.URL)
		}
		d.seg.body = d.seg.headline + 1
	} else {
		headline, maker := withoutShow(p.leaves[s.headline].text)
		d.Headline, d.Outlet = headline, firstOf(d.Outlet, maker)
		for i := s.from; i < s.headline && d.Section == ""; i++ {
			d.Section = sectionNamed(p.leaves[i].text) // the label above the headline
		}
	}
	if p.plain || !single {
		d.fromLines()
	} else {
		d.fromChoice()
		d.drawn()
	}
	d.pictures()
	d.leadImage()
	d.dates()
	d.byliners()
	if d.told {
		d.alternatives()
	}
	d.finish()
	return d.Article
}

func containsFold(all []string, s string) bool {
	for _, have := range all {
		if strings.EqualFold(have, s) {
			return true
		}
	}
	return false
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// plainHeadline takes the line that was found to be the headline of a text.
func (d *draft) plainHeadline() {
	if d.seg.headline >= 0 {
		d.Headline, d.Outlet = withoutShow(d.page.leaves[d.seg.headline].text)
	}
}

// finish fills what follows from the rest.
func (d *draft) finish() {
	body := d.Text()
	if d.Headline == "" && d.single {
		d.Headline = d.page.evidence.title
	}
	for i := range d.Blocks {
		if d.Blocks[i].Role == news.RoleParagraph {
			d.Dateline = dateline(d.Blocks[i].Text)
			break
		}
	}
	d.Language = d.language(body)
	d.Truncated = d.Truncated || d.cut
	d.Paywall = d.told && d.page.evidence.walled(d.ld)
	d.Kind = d.kind(body)
}

// languageSample is how much of the text is looked at to tell its language, in bytes.
const languageSample = 1500

// language prefers what the text shows, and the page's own word where the text shows too little.
func (d *draft) language(body string) string {
	declared, _, _ := strings.Cut(strings.ToLower(firstOf(d.page.evidence.lang, d.ld.language)), "-")
	declared, _, _ = strings.Cut(declared, "_")
	sample := d.Headline + ". " + body
	if len(sample) > languageSample {
		cut := languageSample
		for !utf8.RuneStart(sample[cut]) {
			cut--
		}
		sample = sample[:cut]
	}
	shown, confidence := text.Language(sample)
	if shown != "" && (confidence > .6 || len(declared) < 2 || len(declared) > 3) {
		return shown
	}
	if len(declared) >= 2 && len(declared) <= 3 {
		return declared
	}
	return shown
}
