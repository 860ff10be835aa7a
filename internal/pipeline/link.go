package pipeline

import (
	"cmp"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"

	"golang.org/x/net/publicsuffix"
)

// maxHubAddress is how long the address of a hub or topic may be.
const maxHubAddress = 2048

// hubOf is the hub that offers to push a feed: the first one over https, else the first. What the answer's Link headers
// say comes before what the document says (WebSub, section 4). The topic is the address that the feed says it has, or
// the one it was read from; a feed that says it lives on another site is somebody's copy, and its hub is not believed.
func hubOf(doc *feed.Document, header http.Header, feedURL string) news.Hub {
	var hubs []string
	var self string
	for _, link := range links(header) {
		if slices.Contains(link.rels, "hub") {
			hubs = append(hubs, link.url)
		}
		if self == "" && slices.Contains(link.rels, "self") {
			self = link.url
		}
	}
	if len(hubs) == 0 {
		hubs = append(hubs, doc.Hub)
	}
	base, err := url.Parse(feedURL)
	if err != nil {
		return news.Hub{}
	}
	topic := callable(base, cmp.Or(self, doc.Self, feedURL))
	if topic == nil || !sameSite(topic, base) {
		return news.Hub{}
	}
	var best *url.URL
	for _, address := range hubs {
		hub := callable(base, address)
		if hub != nil && (best == nil || best.Scheme != "https" && hub.Scheme == "https") {
			best = hub
		}
	}
	if best == nil {
		return news.Hub{}
	}
	return news.Hub{URL: best.String(), Topic: topic.String()}
}

// callable reads an address that can be called without being somebody; nil when it is none.
func callable(base *url.URL, address string) *url.URL {
	address = strings.TrimSpace(address)
	if address == "" || len(address) > maxHubAddress {
		return nil
	}
	u, err := base.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil
	}
	return u
}

// sameSite reports whether two addresses are of one publisher: their hosts share the domain that one can register.
func sameSite(a, b *url.URL) bool {
	one, other := strings.ToLower(a.Hostname()), strings.ToLower(b.Hostname())
	if one == other {
		return true
	}
	for _, host := range []string{one, other} {
		if _, err := netip.ParseAddr(host); err == nil {
			return false
		}
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(one)
	if err != nil {
		return false
	}
	of, err := publicsuffix.EffectiveTLDPlusOne(other)
	return err == nil && domain == of
}

// link is one of a Link header.
type link struct {
	url  string
	rels []string
}

// maxLinks bounds what is read of Link headers.
const maxLinks = 50

// links reads Link headers (RFC 8288). A link about another page than the one it came with is left out.
func links(header http.Header) (found []link) {
	for _, value := range header.Values("Link") {
		for len(found) < maxLinks {
			_, rest, ok := strings.Cut(value, "<")
			if !ok {
				break
			}
			target, rest, ok := strings.Cut(rest, ">")
			if !ok {
				break
			}
			l := link{url: target}
			own := true
			for rest = strings.TrimLeft(rest, " \t"); strings.HasPrefix(rest, ";"); rest = strings.TrimLeft(rest, " \t") {
				var name, word string
				name, word, rest = parameter(rest[1:])
				switch {
				case name == "anchor":
					own = false
				case name == "rel" && l.rels == nil: // the first one counts
					l.rels = strings.Fields(strings.ToLower(word))
				}
			}
			if own {
				found = append(found, l)
			}
			value = rest
		}
	}
	return found
}

// parameter reads one parameter of a link, such as rel="hub", and returns what follows it.
func parameter(s string) (name, value, rest string) {
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return strings.ToLower(strings.TrimSpace(s)), "", ""
	}
	name, rest = strings.ToLower(strings.TrimSpace(s[:end])), s[end:]
	if rest[0] != '=' {
		return name, "", rest
	}
	rest = strings.TrimLeft(rest[1:], " \t")
	if !strings.HasPrefix(rest, `"`) {
		end := strings.IndexAny(rest, ";,")
		if end < 0 {
			end = len(rest)
		}
		return name, strings.TrimSpace(rest[:end]), rest[end:]
	}
	var b strings.Builder
	for i := 1; i < len(rest); i++ {
		switch c := rest[i]; {
		case c == '"':
			return name, b.String(), rest[i+1:]
		case c == '\\' && i+1 < len(rest):
			i++
			b.WriteByte(rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return name, b.String(), "" // the quotation mark that ends it is missing
}
