package feed

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"nutgraf/internal/text"

	"golang.org/x/net/publicsuffix"
)

// sender is who publishes a letter.
type sender struct {
	name    string // of the newsletter
	site    string // its address; empty when not known
	authors []string
}

// publishers are platforms that give each newsletter a name of its own below theirs.
var publishers = []string{"substack.com", "beehiiv.com", "ghost.io", "buttondown.email", "buttondown.com", "medium.com", "wordpress.com", "blogspot.com", "tumblr.com", "github.io", "memberful.com", "revue.email", "kit.com", "ck.page", "hashnode.dev", "tinyletter.com"}

// carriers are hosts that letters come from or through, and that publish nothing themselves.
var carriers = append([]string{"mcsv.net", "mcdlv.net", "rsgsv.net", "mailchimp.com", "mailchi.mp", "campaign-archive.com", "mailchimpapp.com", "ccsend.com", "constantcontact.com", "getrevue.co",
	"gmail.com", "googlemail.com", "googlegroups.com", "google.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "yahoogroups.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "fastmail.com",
	"gmx.de", "gmx.net", "web.de", "t-online.de", "mail.ru", "yandex.ru", "qq.com", "163.com", "orange.fr", "free.fr", "libero.it", "groups.io", "mailerlite.com", "mailerlite.io", "campaignmonitor.com", "hubspot.com",
	"facebook.com", "twitter.com", "x.com", "t.co", "instagram.com", "linkedin.com", "youtube.com", "youtu.be", "tiktok.com", "threads.net", "bsky.app", "reddit.com", "pinterest.com", "whatsapp.com", "wa.me", "t.me", "apple.com", "spotify.com", "amazon.com", "wikipedia.org", "bit.ly", "tinyurl.com", "patreon.com", "paypal.com", "eventbrite.com", "zoom.us"}, counters...)

var (
	listPhrase  = text.Lazy(`^\s*"?([^"<]*?)"?\s*<([^>]*)>`)
	fromOutlet  = text.Lazy(`^(.{2,60}?)\s+(?:from|at|via|@|\||,)\s+(.{2,80})$`)
	listNumber  = text.Lazy(`(?i)^[0-9a-f]{6,}\b|\bmc list\b|^\d`)
	postPrefix  = text.Lazy(`(?i)^(e?mails?|mailing|mailer|news|newsletters?|nl|e|em|mg|info|go|t|links?|clicks?|hello|hi|send|sender|bounces?|lists?|updates?|marketing|reply|notifications?|m|www|post|mx|smtp|out)\d*\.`)
	postAccount = text.Lazy(`(?i)^(no-?reply|do-?not-?reply|hello|hi|news|newsletters?|info|mail|team|support|contact|editor|reply)\b`)
)

// senderOf reads who publishes a letter from its header. Where that names only a carrier of mail, the site is the one
// that most of the letter's links lead to.
func senderOf(h mailHeader, from mail.Address, links map[string]int) sender {
	var s sender
	phrase, domain := "", ""
	if found := listPhrase.FindStringSubmatch(h.get("list-id")); found != nil {
		phrase, domain = found[1], lower(found[2])
	} else {
		domain = lower(h.get("list-id"))
	}
	if phrase = outlineText(phrase); listNumber.MatchString(phrase) || strings.Contains(phrase, "@") {
		phrase = ""
	}
	account, host, _ := strings.Cut(lower(from.Address), "@")
	listed := senderSite(domain, "")
	if _, own, _ := strings.Cut(domain, "."); !slices.ContainsFunc(publishers, func(p string) bool { return within(domain, p) }) {
		s.site, listed = "", senderSite(own, "") // the list's name stands before its domain (RFC 2919)
	} else {
		s.site = listed
	}
	s.site = firstOf(s.site, senderSite(hostOf(strings.Trim(h.get("list-url"), "<> ")), ""), senderSite(host, account), listed)
	if s.site == "" {
		s.site = mostLinked(links)
	}
	author := strings.Trim(from.Name, `"' `)
	if strings.Contains(author, "@") {
		author = ""
	}
	outlet := ""
	if found := fromOutlet.FindStringSubmatch(author); found != nil {
		author, outlet = found[1], found[2]
	}
	s.name = firstOf(phrase, outlet, author, hostOf(s.site))
	if author != "" && !strings.EqualFold(author, s.name) || author != "" && !looksLike(author, s.site) && phrase == "" {
		s.authors = []string{author}
	}
	return s
}

// looksLike reports whether a name is that of a site: "The Gull" of thegull.example.
func looksLike(name, site string) bool {
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	host := letters(hostOf(site))
	name = letters(name)
	return name != "" && host != "" && (strings.Contains(host, name) || strings.Contains(host, strings.TrimPrefix(name, "the")))
}

// senderSite is the site that belongs to a domain of mail: without "news." and the like before it. Of a platform it is
// what belongs to one newsletter; a mere carrier has none.
func senderSite(domain, account string) string {
	domain = strings.Trim(domain, ". ")
	if domain == "" || !strings.Contains(domain, ".") || strings.ContainsAny(domain, " /@:<>%?#[]\\") || len(domain) > 253 {
		return ""
	}
	for _, platform := range publishers {
		if !within(domain, platform) {
			continue
		}
		name := strings.TrimSuffix(strings.TrimSuffix(domain, platform), ".")
		name = name[strings.LastIndexByte(name, '.')+1:]
		if name == "" || postPrefix.MatchString(name+".") {
			if name, _, _ = strings.Cut(account, "+"); name == "" || postAccount.MatchString(name) || strings.ContainsAny(name, "._=%") {
				return ""
			}
		}
		return address("", "https://"+name+"."+platform+"/")
	}
	if slices.ContainsFunc(carriers, func(known string) bool { return within(domain, known) }) {
		return ""
	}
	for postPrefix.MatchString(domain) {
		rest := domain[strings.IndexByte(domain, '.')+1:]
		if suffix, _ := publicsuffix.PublicSuffix(rest); suffix == rest || !strings.Contains(rest, ".") {
			break
		}
		domain = rest
	}
	if suffix, isICANN := publicsuffix.PublicSuffix(domain); suffix == domain || !isICANN && !strings.Contains(domain, ".") {
		return ""
	}
	if u, err := url.Parse("https://" + domain + "/"); err != nil || u.Host != domain {
		return ""
	}
	return "https://" + domain + "/"
}

// mostLinked is the site that most links lead to.
func mostLinked(links map[string]int) string {
	best, most := "", 0
	for host, n := range links {
		site := senderSite(host, "")
		if site != "" && (n > most || n == most && site < best) {
			best, most = site, n
		}
	}
	return best
}
