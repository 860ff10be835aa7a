package feed

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// How much an address looks like one of a feed.
const (
	weakLook   = 10 // it may as well be a page about feeds
	strongLook = 30
)

// anchor judges a link in the page's body by its address, its words and its picture.
func (d *discoverer) anchor(n *html.Node) {
	href := strings.TrimSpace(attribute(n, "href"))
	if href == "" || href[0] == '#' || len(href) > maxAddress {
		return
	}
	target := d.unwrapped(href)
	wrapped := target != href
	u := parseAddress(target)
	look := looksLikeFeed(u)
	kind := mediaType(attribute(n, "type"))
	if worth, known := feedTypes[kind]; known && worth > -10 {
		look = strongLook
	} else {
		kind = ""
	}
	text := briefText(n, maxLinkText)
	says := len(text) <= 60 && saysFeed(text) || pictured(n)
	foreign := u.Host != "" && siteOf(u.Hostname()) != d.site && !feedHost(u.Hostname())
	score := 0
	switch {
	case wrapped && (look > 0 || says):
		score = inAnchor
	case look >= strongLook && !foreign:
		score = inAnchor
	case look >= strongLook && says:
		score = inAnchor - 12 // a feed, but perhaps not this site's
	case look >= strongLook, foreign && look > 0:
		score = weakLook / 2 // somebody else's, in a text or a list of friends
	case look > 0 && says:
		score = inAnchor - 12
	case look > 0:
		score = weakLook
	case says && !foreign:
		score = weakLook // mostly a page that lists feeds
	}
	if score == 0 || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return
	}
	if says && look > 0 {
		score += 5
	}
	d.add(Candidate{URL: target, Title: text, Type: spelledRight(kind), Why: "linked from the page", score: score})
}

// saysFeed reports whether the short words of a link offer a feed.
func saysFeed(text string) bool {
	if text == "" {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		switch word {
		case "feed", "feeds": // shops have product feeds, farms feed cattle
			if len(words) == 1 || len(words) == 2 && (words[0] == "web" || words[0] == "news" || words[0] == "atom") {
				return true
			}
		case "rss", "rss2", "atom", "webfeed", "newsfeed", "syndication", "syndicate", "syndiquer", "канал", "rssフィード", "フィード", "订阅", "訂閱", "피드", "구독", "خلاصات", "ערוץ":
			return true
		}
		if strings.HasPrefix(word, "rss") && len(word) < 20 {
			return true
		}
	}
	return false
}

// pictured reports whether a link shows the mark of feeds instead of a word.
func pictured(n *html.Node) bool {
	if marked(n) {
		return true
	}
	seen := 0
	for c := range n.Descendants() {
		if seen++; seen > 12 {
			return false
		}
		if c.Type == html.ElementNode && marked(c) {
			return true
		}
	}
	return false
}

func marked(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "title", "aria-label", "alt", "data-icon", "name":
			if len(a.Val) < 200 && slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(a.Val), notLetter), feedMark) {
				return true
			}
		case "src", "xlink:href":
			if len(a.Val) < 500 && slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(path.Base(a.Val)), notLetter), feedMark) {
				return true
			}
		}
	}
	return false
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

func feedMark(word string) bool {
	return word == "rss" || word == "feedicon" || word == "rssicon" || word == "atom"
}

// looksLikeFeed judges an address by itself: 0 when it says nothing.
func looksLikeFeed(u *url.URL) int {
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return 0
	}
	place := strings.ToLower(strings.Trim(u.Path, "/"))
	last := path.Base("/" + place)
	extension := path.Ext(last)
	query := u.Query()
	asked := func(key string, values ...string) bool {
		return slices.Contains(values, strings.ToLower(query.Get(key)))
	}
	switch {
	case strings.Contains(place, "oembed") || strings.HasPrefix(last, "sitemap") || strings.Contains(place, "opensearch") || socialHost(u.Hostname()):
		return 0
	case extension == ".rss", extension == ".atom", extension == ".rdf":
		return strongLook
	case slices.Contains([]string{"rss.xml", "atom.xml", "feed.xml", "feed.json", "index.xml", "rss2.xml", "feeds.xml", "podcast.xml", "syndication.axd",
		"rss.php", "feed.php", "rss.aspx", "rss.ashx", "rss.jsp", "rss.cfm", "backend.php", "rss_feed.xml", "blog-feed.xml"}, last):
		return strongLook
	case extension == ".xml" && (strings.Contains(place, "rss") || strings.Contains(place, "feed") || strings.Contains(place, "atom") || strings.Contains(place, "podcast")):
		return strongLook
	case asked("feed", "rss", "rss2", "atom", "rdf", "feed"), asked("format", "rss", "atom", "feed", "rss2",
		"xml") && !strings.Contains(place, "export"), asked("alt", "rss", "atom"), asked("output", "rss", "atom"), asked("type", "rss", "rss2",
		"atom") && !strings.Contains(place, "search"), asked("page", "backend"):
		return strongLook
	case feedHost(u.Hostname()) && place != "":
		return strongLook
	case last == "feed" || last == "rss" || last == "rss2" || last == "atom":
		if strings.Contains(place, "/") || last != "rss" || u.Host == "" { // "/rss" alone is often a page that lists feeds
			return strongLook - 1
		}
		return strongLook - 5
	case strings.HasSuffix(place, "feed/rss") || strings.HasPrefix(place, "rss/") && extension == "" || strings.HasPrefix(place, "feeds/") && extension == "" || strings.Contains(place, "/rss/"):
		return weakLook
	}
	return 0
}

// feedHost reports whether a host has nothing but feeds.
func feedHost(host string) bool {
	host = strings.ToLower(host)
	for _, prefix := range []string{"feeds.", "feed.", "rss.", "feeds2.", "rssfeeds."} {
		if strings.HasPrefix(host, prefix) {
			return true
		}
	}
	return host == "feedburner.com" || host == "feedpress.me" || host == "www.omnycontent.com"
}

// socialHost reports whether a host's /feed is what its members see.
func socialHost(host string) bool {
	switch strings.TrimPrefix(strings.ToLower(host), "www.") {
	case "facebook.com", "linkedin.com", "instagram.com", "twitter.com", "x.com", "threads.net", "pinterest.com", "feedly.com":
		return true
	}
	return false
}

// carried is the address of a feed within a link to a reader service, "" when there is none.
func carried(href string) string {
	u := parseAddress(href)
	if u.Host == "" {
		return ""
	}
	site := siteOf(u.Hostname())
	if !slices.Contains([]string{"feedly.com", "yahoo.com", "netvibes.com", "theoldreader.com", "inoreader.com", "newsblur.com", "feedbin.com", "bloglines.com",
		"google.com", "newsgator.com", "subtome.com", "getpocket.com", "bazqux.com", "live.com", "aol.com", "pageflakes.com", "feedburner.com", "commafeed.com"}, site) {
		return ""
	}
	query := u.Query()
	for _, key := range []string{"url", "feed", "feedurl", "add_feed", "subscribe", "feeds", "xmlurl"} {
		for name, values := range query {
			if strings.EqualFold(name, key) && len(values) > 0 {
				value := strings.TrimPrefix(values[0], "feed/")
				if strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
					return value
				}
			}
		}
	}
	whole, err := url.PathUnescape(u.EscapedPath())
	if err != nil {
		return ""
	}
	for _, scheme := range []string{"/https:/", "/http:/"} { // feedly.com/i/subscription/feed/https://…
		if i := strings.LastIndex(whole, scheme); i > 0 {
			address := whole[i+1:]
			address = strings.Replace(strings.Replace(address, ":/", "://", 1), ":///", "://", 1)
			if u.RawQuery != "" {
				address += "?" + u.RawQuery
			}
			return address
		}
	}
	return ""
}
