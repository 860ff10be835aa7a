package feed

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"nutgraf/internal/text"

	"golang.org/x/net/html"
)

const (
	rssType  = "application/rss+xml"
	atomType = "application/atom+xml"
	jsonType = "application/feed+json"
)

// feedTypes are the media types of feeds as pages spell them, and what they are worth beside the best. The last ones
// are shared with much else.
var feedTypes = map[string]int{
	rssType: 0, atomType: 0, jsonType: -3, "application/rdf+xml": -5,
	"application/x.atom+xml": 0, "application/x-atom+xml": 0, "application/x-rss+xml": 0, "application/rss": 0, "application/atom": 0,
	"application/rss+atom": 0, "application/rss-xml": 0, "application/rssxml": 0, "application/atom-xml": 0, "application/json+feed": -3,
	"text/rss": 0, "text/atom": 0, "text/rss+xml": 0, "text/atom+xml": 0, "text/x-rss": 0, "text/x-opml": -90, "rss": 0, "atom": 0, "rss+xml": 0, "atom+xml": 0,
	"application/xml": -10, "text/xml": -10, "application/json": -10, "text/json": -10, "application/x-xml": -10,
}

// mediaType is a media type without parameters; a "+" that became a blank is put back.
func mediaType(s string) string {
	s, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(s)), ";")
	s = strings.TrimSpace(s)
	for _, broken := range []string{"rss xml", "atom xml", "rdf xml", "feed json"} {
		if strings.HasSuffix(s, broken) {
			s = strings.ReplaceAll(s, " ", "+")
		}
	}
	return strings.ReplaceAll(s, " ", "")
}

// link reads a <link> element.
func (d *discoverer) link(n *html.Node) {
	d.relation(attribute(n, "rel"), attribute(n, "type"), attribute(n, "href"), attribute(n, "title"), "named in the page's head", inHead)
}

// header reads a Link header (RFC 8288).
func (d *discoverer) header(value string) {
	for len(value) > 0 {
		_, rest, found := strings.Cut(value, "<")
		target, rest, closed := strings.Cut(rest, ">")
		if !found || !closed {
			return
		}
		params, after := linkParams(rest)
		value = after
		d.relation(params["rel"], params["type"], target, params["title"], "named in the server's Link header", inHeader)
	}
}

// linkParams reads ; name=value and ; name="value" up to the comma that ends a link.
func linkParams(s string) (map[string]string, string) {
	params := map[string]string{}
	for {
		s = strings.TrimLeft(s, " \t;")
		if s == "" || s[0] == ',' {
			return params, s
		}
		end := strings.IndexAny(s, "=;,")
		if end < 0 || s[end] != '=' {
			if end < 0 {
				end = len(s)
			}
			s = s[end:]
			continue
		}
		name := strings.ToLower(strings.TrimSpace(s[:end]))
		s = strings.TrimLeft(s[end+1:], " \t")
		value := ""
		if rest, quoted := strings.CutPrefix(s, `"`); quoted {
			value, s, _ = strings.Cut(rest, `"`)
		} else {
			end := strings.IndexAny(s, ";,")
			if end < 0 {
				end = len(s)
			}
			value, s = strings.TrimSpace(s[:end]), s[end:]
		}
		if _, known := params[name]; !known {
			params[name] = value
		}
	}
}

// relation judges a link from the page to something else by what is said of it.
func (d *discoverer) relation(rel, kind, href, title, why string, score int) {
	rels := strings.Fields(strings.ToLower(rel))
	kind = mediaType(kind)
	worth, known := feedTypes[kind]
	has := func(rel string) bool { return slices.Contains(rels, rel) }
	looks := looksLikeFeed(parseAddress(href))
	switch {
	case strings.TrimSpace(href) == "" || has("sitemap") || has("stylesheet") || has("replies") || worth < -20:
		return
	case has("feed"), has("service.feed"), has("rss"), has("home") && has("alternate") && known && worth > -10:
	case !has("alternate"), !known && kind != "": // such as text/html, text/calendar, application/json+oembed
		return
	case kind == "": // mostly other languages and other devices
		if looks < strongLook {
			return
		}
		worth = -15
	case worth == -10 && strings.Contains(kind, "json"): // WordPress names its API like this
		if looks == 0 && !strings.Contains(strings.ToLower(title), "feed") {
			return
		}
	}
	if worth <= -10 && (kind == "text/xml" || kind == "application/xml") && strings.Contains(strings.ToLower(href), "sitemap") {
		return
	}
	d.add(Candidate{URL: href, Title: title, Type: spelledRight(kind), Why: why, score: score + worth})
}

// spelledRight gives the registered spelling of a feed's media type.
func spelledRight(kind string) string {
	switch {
	case strings.Contains(kind, "rdf"):
		return "application/rdf+xml"
	case strings.Contains(kind, "atom") && !strings.Contains(kind, "rss"):
		return atomType
	case strings.Contains(kind, "rss"):
		return rssType
	case strings.Contains(kind, "feed"):
		return jsonType
	}
	return kind
}

// typeOfAddress tells what is known from the spelling of an address.
func typeOfAddress(u *url.URL) string {
	switch last := strings.ToLower(path.Base(u.Path)); {
	case strings.HasSuffix(last, ".rss"), last == "rss.xml", last == "rss", last == "rss2", last == "rss.php":
		return rssType
	case strings.HasSuffix(last, ".atom"), last == "atom.xml", last == "atom":
		return atomType
	case strings.HasSuffix(last, ".rdf"):
		return "application/rdf+xml"
	case last == "feed.json":
		return jsonType
	}
	return ""
}

// feedInScript finds what pages made by JavaScript know of their feed.
var feedInScript = text.Lazy(`"(?:feedUrl|feed_url|rssUrl|rss_url|rssFeedUrl|rssFeed|podcastFeedUrl)"\s*:\s*"(https?:[^"\s]{5,500})"`)

func (d *discoverer) scripts() {
	if d.root == nil {
		return
	}
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "script" || n.FirstChild == nil {
			continue
		}
		for _, match := range feedInScript.FindAllStringSubmatch(n.FirstChild.Data, 3) {
			address := strings.NewReplacer(`\/`, "/", `\u002F`, "/", `\u002f`, "/", `\u0026`, "&", "&amp;", "&").Replace(match[1])
			if u := parseAddress(address); !strings.Contains(address, `\`) && (looksLikeFeed(u) > 0 || path.Ext(u.Path) == "") {
				d.add(Candidate{URL: address, Why: "named in the page's data", score: inScript})
			}
		}
	}
}
