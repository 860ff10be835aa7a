package news

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// AddressKey reduces the address of a page to what tells it from other pages of the web, as "host/path?query", so that
// two addresses with one key lead to one page. What differs without meaning is gone: the scheme, "www.", "m." and
// "amp.", the usual port, the fragment, a trailing slash, "index.html", marks of AMP, what tracks readers, the order of
// the query, and the ways to write one character. It returns "" for what is no http or https address. A key is for
// comparing: it need not lead anywhere.
func AddressKey(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	host := HostKey(address)
	if host == "" {
		return ""
	}
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		host = net.JoinHostPort(host, port)
	}
	key := host + barePath(u.Path)
	if query := bareQuery(u.RawQuery); query != "" {
		key += "?" + query
	}
	if strings.HasPrefix(u.Fragment, "!") || strings.HasPrefix(u.Fragment, "/") { // a page of a site that is one script
		key += "#" + u.Fragment
	}
	return key
}

// barePath is a path without a trailing slash, the name of a folder's page, and marks of AMP. That of the front page
// is "/".
func barePath(path string) string {
	segments := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	if n := len(segments); n > 1 && strings.EqualFold(segments[n-1], "amp") {
		segments = segments[:n-1]
	} else if n > 1 && strings.EqualFold(segments[0], "amp") {
		segments = segments[1:]
	}
	if n := len(segments); n > 0 {
		name := segments[n-1]
		stem, kind, _ := strings.Cut(strings.ToLower(name), ".")
		if (stem == "index" || stem == "default") && slices.Contains(folderPages, kind) {
			segments = segments[:n-1]
		} else if bare, found := cutEnd(name, ".amp.html"); found {
			segments[n-1] = bare + ".html"
		} else if bare, found := cutEnd(name, ".amp"); found {
			segments[n-1] = bare
		}
	}
	return (&url.URL{Path: "/" + strings.Join(segments, "/")}).EscapedPath()
}

// cutEnd cuts an ASCII ending, in upper or lower case.
func cutEnd(s, end string) (string, bool) {
	if at := len(s) - len(end); at > 0 && strings.EqualFold(s[at:], end) {
		return s[:at], true
	}
	return s, false
}

var folderPages = []string{"html", "htm", "php", "asp", "aspx", "jsp", "shtml"}

// bareQuery is a query without what tracks readers, in one order and one spelling.
func bareQuery(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for pair := range strings.SplitSeq(query, "&") {
		name, value, valued := strings.Cut(pair, "=")
		name, value = respell(name), respell(value)
		if name == "" && value == "" || tracks(name, value) {
			continue
		}
		if valued {
			name += "=" + value
		}
		kept = append(kept, name)
	}
	slices.Sort(kept)
	return strings.Join(kept, "&")
}

// respell writes a part of a query in the one way of many.
func respell(part string) string {
	plain, err := url.QueryUnescape(part)
	if err != nil {
		return part
	}
	return url.QueryEscape(plain)
}

// tracks reports whether a parameter only tells where a reader came from.
func tracks(name, value string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{"utm_", "pk_", "mtm_", "matomo_", "piwik_", "at_", "ns_", "wt_", "hsa_", "__twitter", "guce_", "vero_", "oly_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	if slices.Contains(trackers, name) {
		return true
	}
	// These name an article on some sites; they are given up only when they say where the reader came from.
	return slices.Contains(origins, name) && slices.Contains(places, strings.ToLower(value))
}

var (
	trackers = []string{
		"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh",
		"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "hss_channel", "_ga", "_gl", "srsltid", "epik", "s_kwcid", "s_cid", "cmpid", "cmp",
		"icid", "ncid", "ocid", "ito", "ftag", "xtor", "smid", "smtyp", "emc", "ref_src", "ref_url", "referrer", "wprov", "guccounter",
		"spm", "share_id", "sr_share", "trk", "trkcampaign", "campaign_id", "amp", "amp_js_v", "usqp", "outputtype", "rss", "sref",
	}
	origins = []string{"ref", "source", "src", "from", "via", "partner", "feed", "cid", "feature", "mode", "output"}
	places  = []string{
		"rss", "rss2", "rssfeed", "feed", "feeds", "atom", "xml", "twitter", "facebook", "newsletter", "email", "mail", "home", "homepage",
		"social", "share", "amp", "mobile", "app", "web", "google", "flipboard", "whatsapp", "telegram", "push", "syndication", "",
	}
)
