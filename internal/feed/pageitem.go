package feed

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// maxItem is how many nodes of an item are looked at.
const maxItem = 400

// entries makes entries of the links that were chosen.
func (p *lister) entries(chosen []*pageLink) []news.Entry {
	var entries []news.Entry
	titles := map[string]int{}
	for _, link := range chosen {
		title := shortTitle(firstOf(link.text, link.alt))
		if titles[title]++; titles[title] > 2 { // "Photo", "Video", "Live": names of kinds, not of articles
			continue
		}
		e := news.Entry{GUID: link.url, URL: link.url, Title: escapeText(title), PublishedAt: link.date}
		p.describe(&e, link.item, title)
		entries = append(entries, e)
	}
	return entries
}

// describe adds what an item says besides its title.
func (p *lister) describe(e *news.Entry, item *html.Node, title string) {
	if e.PublishedAt.IsZero() {
		e.PublishedAt = p.dateOf(item)
	}
	if e.PublishedAt.IsZero() {
		if at, ok := addressDate(parseAddress(e.URL)); ok {
			e.PublishedAt = at
		}
	}
	seen := 0
	for n := range item.Descendants() {
		if seen++; seen > maxItem {
			return
		}
		if n.Type != html.ElementNode {
			continue
		}
		if e.Image == "" && (n.Data == "img" || n.Data == "source") {
			e.Image = p.picture(n)
		}
		if e.Summary == "" && (n.Data == "p" || hasNameWord(n, summaryWords)) {
			text := briefText(n, 8_000)
			if size := utf8.RuneCountInString(text); size >= 30 && size <= 2_000 && !strings.HasPrefix(text, title) && !strings.HasPrefix(title, text) {
				e.Summary = escapeText(text)
			}
		}
	}
}

// briefText is the text of an element, "" when it has more than so many bytes: elements that stand within each other
// would otherwise be read again and again.
func briefText(n *html.Node, most int) string {
	nodes, size := 0, 0
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			size += len(c.Data)
		}
		if nodes++; nodes > maxItem || size > most {
			return ""
		}
	}
	return markup.Text(n)
}

var (
	summaryWords = words("summary excerpt description teaser dek standfirst intro abstract synopsis snippet blurb")
	dateWords    = words("date time published datetime timestamp posted datum fecha pubdate dateline ago meta data")
)

func hasNameWord(n *html.Node, known map[string]bool) bool {
	for _, a := range n.Attr {
		if (a.Key == "class" || a.Key == "itemprop") && len(a.Val) < 300 {
			for _, word := range nameWords(a.Val) {
				if known[word] {
					return true
				}
			}
		}
	}
	return false
}

// picture is the address of an image that is more than a mark.
func (p *lister) picture(n *html.Node) string {
	for _, size := range []string{attribute(n, "width"), attribute(n, "height")} {
		if n, rest := leadingNumber(size, 6); size != "" && rest == "" && n > 0 && n < 50 {
			return ""
		}
	}
	for _, key := range []string{"data-src", "data-lazy-src", "data-original", "src", "data-srcset", "srcset"} {
		value := strings.TrimSpace(attribute(n, key))
		if value == "" || strings.HasPrefix(value, "data:") {
			continue
		}
		if strings.HasSuffix(key, "srcset") {
			value, _, _ = strings.Cut(value, " ")
			value = strings.TrimSuffix(value, ",")
		}
		if full := markup.Absolute(p.base, value); full != "" && !strings.HasSuffix(full, ".svg") {
			return full
		}
	}
	return ""
}

// dateOf reads the time of an item: from its markup, from what is named a date, from any short words that are one.
func (p *lister) dateOf(item *html.Node) time.Time {
	var marked, named, short moment
	seen := 0
	for n := range item.Descendants() {
		if seen++; seen > maxItem || !marked.value.IsZero() {
			break
		}
		switch {
		case n.Type == html.TextNode && short.value.IsZero():
			short.put(p.shortDate(n.Data), 1)
		case n.Type != html.ElementNode:
		case n.Data == "time" || attribute(n, "itemprop") == "datePublished" || attribute(n, "datetime") != "":
			marked.put(parseDate(firstOf(attribute(n, "datetime"), attribute(n, "content"), briefText(n, 200)), p.at.Now), 1)
		case named.value.IsZero() && hasNameWord(n, dateWords):
			named.put(p.shortDate(briefText(n, 200)), 1)
		}
	}
	for _, m := range []moment{marked, named, short} {
		if !m.value.IsZero() {
			return m.value
		}
	}
	return time.Time{}
}

// shortDate reads words that are a date, or one beside other matter: "17 May 2031 · Sport".
func (p *lister) shortDate(text string) time.Time {
	if len(text) > 200 || !strings.ContainsAny(text, "0123456789") {
		return time.Time{}
	}
	for _, piece := range strings.FieldsFunc(markup.Fold(text), func(r rune) bool { return r == '·' || r == '|' || r == '•' || r == '—' || r == '–' }) {
		piece = strings.TrimSpace(piece)
		if len(piece) > 60 || len(strings.Fields(piece)) > 8 {
			continue
		}
		if at := p.monthDay(piece); !at.IsZero() {
			return at
		}
		if at := parseDate(piece, p.at.Now); !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// monthDay reads "5月17日" without a year: the last such day.
func (p *lister) monthDay(s string) time.Time {
	before, after, found := strings.Cut(s, "月")
	if !found || p.at.Now.IsZero() || strings.Contains(before, "年") {
		return time.Time{}
	}
	month, rest := leadingNumber(strings.TrimSpace(before), 2)
	day, end := leadingNumber(strings.TrimSpace(after), 2)
	if rest != "" || !strings.HasPrefix(end, "日") || month < 1 || month > 12 || day < 1 || day > 31 {
		return time.Time{}
	}
	at := time.Date(p.at.Now.Year(), time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if at.After(p.at.Now.Add(48 * time.Hour)) {
		at = at.AddDate(-1, 0, 0)
	}
	return at
}
