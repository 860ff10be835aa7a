package extract

import (
	"strings"
	"time"
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
			d.Headline, d.seg.headline = p.headline(d.ld)
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
	}
	d.pictures()
	d.dates()
	outlets := []string{d.Outlet, p.evidence.host(), hostName(at.URL)}
	d.Authors = p.authors(d.ld, max(0, d.seg.headline), d.seg.to, outlets)
	d.finish()
	return d.Article
}

// claims takes what the page's head says.
func (d *draft) claims() {
	e := &d.page.evidence
	d.CanonicalURL = markup.Absolute(d.base, e.canonical)
	if d.CanonicalURL == "" || onlyHost(d.CanonicalURL) {
		if told := markup.Absolute(d.base, e.first("og:url")); told != "" && !onlyHost(told) {
			d.CanonicalURL = told
		}
	}
	d.Outlet = e.first("og:site_name", "application-name")
	if d.Outlet == "" || strings.Contains(d.ld.publisher, d.Outlet) {
		if d.ld.publisher != "" && len(d.ld.publisher) < 80 {
			d.Outlet = d.ld.publisher
		}
	}
	for _, tag := range append(append(d.ld.tags, e.tags...), tagList(e.first("news_keywords", "keywords"))...) {
		if !containsFold(d.Tags, tag) && len(tag) < 100 && len(d.Tags) < maxTags {
			d.Tags = append(d.Tags, tag)
		}
	}
	d.Summary = firstOf(e.first("og:description"), e.first("description", "twitter:description"), d.ld.summary)
	if d.Summary != "" {
		d.Summary = markup.PlainText(d.Summary)
	}
	d.Section = sectionNamed(firstOf(d.ld.section, e.first("article:section", "section", "parsely-section")))
	address := firstOf(d.ld.image, "")
	if picture := e.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"); picture != "" {
		address = picture
	}
	d.Image = news.Image{URL: markup.Absolute(d.base, address), Caption: d.ld.caption, Credit: d.ld.credit}
}

func onlyHost(address string) bool {
	_, after, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(after, "/")
	return path == ""
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

// dates takes the surest publication and update times.
func (d *draft) dates() {
	e := &d.page.evidence
	var published []string
	if d.told {
		published = []string{
			d.ld.published, e.first("article:published_time", "og:article:published_time"), e.first("datepublished"),
			e.first("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.created", "publish-date", "publishdate", "publication_date", "pubdate", "article.published", "cxenseparse:recs:publishtime", "date.created", "originalpublicationdate", "ptime", "dc.date", "citation_publication_date", "og:published_time", "article_date_original", "date"),
		}
	}
	for _, claim := range published {
		d.take(claim)
	}
	if d.PublishedAt.IsZero() {
		d.visibleDates()
	}
	if d.PublishedAt.IsZero() && d.told && len(e.times) > 0 {
		d.PublishedAt = e.times[0]
	}
	if d.PublishedAt.IsZero() && d.told {
		d.take(addressDate(firstOf(d.CanonicalURL, d.at.URL)))
	}
	if d.told {
		claim := firstOf(d.ld.modified, e.first("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified", "article:updated"))
		if t, _, found := readDate(claim); found {
			d.UpdatedAt = t
		}
	}
	if d.PublishedAt.IsZero() {
		d.PublishedAt = d.UpdatedAt
	}
	if limit := d.at.Now.Add(48 * time.Hour); !d.at.Now.IsZero() && d.PublishedAt.After(limit) {
		d.PublishedAt, d.DateOnly = time.Time{}, false
	}
}

// take accepts a claimed time when there is none yet, or when it is the exact time of the same day.
func (d *draft) take(claim string) {
	t, dateOnly, found := readDate(claim)
	if !found {
		return
	}
	sameDay := t.Year() == d.PublishedAt.Year() && t.YearDay() == d.PublishedAt.YearDay()
	if d.PublishedAt.IsZero() || (d.DateOnly && !dateOnly && sameDay) {
		d.PublishedAt, d.DateOnly = t, dateOnly
	}
}

// visibleDates looks for a date in the short lines near the headline, and in a stack anywhere in the segment.
func (d *draft) visibleDates() {
	from, to := max(d.seg.from, d.seg.headline-6), min(d.seg.to, max(0, d.seg.headline)+25)
	if d.page.plain || !d.single {
		from, to = d.seg.from, d.seg.to
	}
	for i := from; i < to && d.PublishedAt.IsZero(); i++ {
		l := &d.page.leaves[i]
		if l.words() && len(l.text) <= 100 && !(l.sentence() && len(l.text) > 40) && i != d.seg.headline && !l.has(inNav|inFooter) {
			d.take(l.text)
		}
	}
}

// addressDate is the day that an address such as /2024/01/30/ names.
func addressDate(address string) string {
	_, after, _ := strings.Cut(address, "://")
	parts := strings.Split(after, "/")
	for i := 1; i+2 < len(parts); i++ {
		if len(parts[i]) == 4 && len(parts[i+1]) == 2 && len(parts[i+2]) == 2 {
			return parts[i] + "-" + parts[i+1] + "-" + parts[i+2]
		}
	}
	return ""
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
