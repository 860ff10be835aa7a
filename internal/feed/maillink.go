package feed

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/text"
)

// Links of newsletters mostly lead through a counter that knows who clicks. Such a link is followed on paper, where it
// carries its aim, and is left out where it does not: nobody's token is published, and no counter is ever called.

// counters are hosts of services that count clicks, with all hosts below them.
var counters = []string{
	"list-manage.com", "mailchimpapp.net", "mandrillapp.com", "sendgrid.net", "convertkit-mail.com", "convertkit-mail2.com", "convertkit-mail3.com",
	"kit-mail.com", "kit-mail2.com", "kit-mail3.com", "awstrack.me", "amazonses.com", "cmail19.com", "cmail20.com", "cmail1.com", "cmail2.com", "createsend.com", "createsend1.com",
	"rs6.net", "hubspotlinks.com", "hubspotemail.net", "hs-sites.com", "mlsend.com", "mailersend.net", "klclick.com", "klclick1.com", "klclick2.com", "klclick3.com",
	"klaviyomail.com", "sendibm1.com", "sendibm2.com", "sendibm3.com", "sendinblue.com", "brevo.com", "mjt.lu", "mailjet.com", "customeriomail.com", "customer.io",
	"emltrk.com", "exacttarget.com", "exct.net", "sailthru.com", "pardot.com", "marketo.com", "mktoweb.com", "eloqua.com", "getresponse.com", "gr-mail.com",
	"aweber.com", "activehosted.com", "acemlna.com", "acemlnb.com", "acemlnc.com", "infusionmail.com", "mailgun.org", "sparkpostmail.com", "postmarkapp.com", "pstmrk.it",
	"smtp.com", "elasticemail.com", "sendpulse.com", "sendsay.ru", "unisender.com", "rapidmail.de", "cleverreach.com", "inxmail.com", "newsletter2go.com", "mailup.com",
	"emarsys.net", "iterable.com", "braze.com", "appboy.com", "moengage.com", "omnisend.com", "omnisendlink.com", "safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com",
}

var (
	counterPath = text.Lazy(`(?i)^/(?:ls/click|track/|tracking/|wf/click|click(?:thru|\.php|/|$)|CL0/|L0/|c/eJ|e/c/|f/a/|redirect/|app-link/|lt\.php|link\.php|r\.php|trk/|uni/)`)
	counterHost = text.Lazy(`(?i)^(?:e?clicks?|links?|lnk|track|tracking|trk|trck|t|ct|r|go|e|em|email|mail|mg|url\d+|u\d+|redirect|news-?link|newsletter-?link|public-[a-z]+|elink[a-z0-9]*)\d*\.`)
	hexToken    = text.Lazy(`^[0-9a-fA-F]{20,}$`)
	uuid        = text.Lazy(`(?i)^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	aimInside   = text.Lazy(`https?://[^\s"'<>\\]+`)
)

const maxUnwrapped = 3 // counters within counters

// publicLink is an address without anything of its reader; "" when it cannot be had.
func (c *cleaner) publicLink(ref string, depth int) string {
	full := markup.Absolute("", ref)
	u, err := url.Parse(full)
	if full == "" || err != nil || depth > maxUnwrapped || ownLink.MatchString(full) {
		return ""
	}
	host := lower(u.Hostname())
	isCounter := counterPath.MatchString(u.Path) || slices.ContainsFunc(counters, func(known string) bool { return within(host, known) }) ||
		counterHost.MatchString(host) && hasToken(u, 16)
	if isCounter {
		for _, aim := range aims(u) {
			if public := c.publicLink(aim, depth+1); public != "" {
				return public
			}
		}
		return ""
	}
	if slices.ContainsFunc(strings.Split(u.Path, "/"), func(s string) bool { return isToken(s, 28) }) || c.betrays(u.Path) || c.betrays(u.Fragment) {
		return ""
	}
	u.RawQuery = c.publicQuery(u)
	if isToken(u.Fragment, 20) || c.isPersonal(strings.SplitN(u.Fragment, "=", 2)[0], "") {
		u.Fragment, u.RawFragment = "", ""
	}
	return u.String()
}

// within reports whether a host is a domain or below it.
func within(host, domain string) bool {
	rest, found := strings.CutSuffix(host, domain)
	return found && (rest == "" || strings.HasSuffix(rest, "."))
}

func hasToken(u *url.URL, size int) bool {
	if slices.ContainsFunc(strings.Split(u.Path, "/"), func(s string) bool { return isToken(s, size) || hexToken.MatchString(s) || uuid.MatchString(s) }) {
		return true
	}
	for _, values := range u.Query() {
		if slices.ContainsFunc(values, func(s string) bool { return isToken(s, size) || hexToken.MatchString(s) || uuid.MatchString(s) }) {
			return true
		}
	}
	return false
}

// isToken reports whether a piece of an address looks made by a machine for one reader: long, of letters of both cases
// and digits, without the hyphens that part words.
func isToken(s string, size int) bool {
	if len(s) < size {
		return false
	}
	upper, small, digits, hyphens := 0, 0, 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			small++
		case c >= '0' && c <= '9':
			digits++
		case c == '-' || c == ' ':
			hyphens++
		case c >= 0x80:
			return false // words
		}
	}
	return digits > 1 && upper > 1 && small > 1 && hyphens*10 < len(s) || len(s) > 160
}

// publicQuery drops what names a reader or a campaign.
func (c *cleaner) publicQuery(u *url.URL) string {
	var kept []string
	isArchive := within(lower(u.Hostname()), "campaign-archive.com") // u and id name the letter, e its reader
	for _, pair := range strings.Split(u.RawQuery, "&") {
		key, value, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(key)
		value, err2 := url.QueryUnescape(value)
		isPublic := isArchive && (key == "u" || key == "id") && !c.betrays(value)
		if pair == "" || err != nil || err2 != nil || !isPublic && c.isPersonal(lower(key), value) {
			continue
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

func (c *cleaner) isPersonal(key, value string) bool {
	for _, prefix := range []string{"utm_", "mc_", "_hs", "mkt_", "vero_", "ck_", "_bh", "pk_", "mtm_", "at_", "wt_", "trk", "sub_", "subscriber", "recipient", "contact", "user", "ml_", "_ke", "_kx", "__s", "s_kwcid", "oly_"} {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	switch key {
	case "e", "email", "mail", "token", "jwt", "jwt_token", "uid", "rid", "eid", "hash", "sig", "signature", "auth", "r", "fbclid", "gclid", "dclid", "msclkid", "igshid", "xtor",
		"publication_id", "post_id", "isfreemail", "triedredirect", "attribution_id", "attribution_type", "ref", "campaign", "cmpid", "cmp", "ito", "nl", "nlid", "emc", "te", "instance_id", "regi_id", "segment_id", "campaign_id", "m_i", "cjevent", "wickedid":
		return true
	}
	return isToken(value, 18) || hexToken.MatchString(value) || c.betrays(value)
}

// aims are the addresses that a counter's link carries.
func aims(u *url.URL) (found []string) {
	for _, pair := range strings.Split(u.RawQuery, "&") {
		_, value, _ := strings.Cut(pair, "=")
		if value, err := url.QueryUnescape(value); err == nil {
			found = appendAims(found, value)
		}
	}
	for _, segment := range strings.Split(u.EscapedPath(), "/") {
		if plain, err := url.PathUnescape(segment); err == nil {
			found = appendAims(found, plain)
		}
	}
	if at := strings.Index(u.Path, "/http"); at >= 0 { // not escaped
		found = appendAims(found, u.Path[at+1:])
	}
	return found[:min(len(found), 8)]
}

// appendAims finds an address in a value: as it is, or within base64, as in the tokens of some counters.
func appendAims(found []string, value string) []string {
	if strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
		return append(found, value)
	}
	for _, piece := range strings.Split(value, ".")[:min(3, 1+strings.Count(value, "."))] {
		if len(piece) < 16 || len(piece) > 8<<10 {
			continue
		}
		plain, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(piece, "="))
		if err != nil {
			plain, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(piece, "="))
		}
		if err == nil {
			if aim := aimInside.Find(plain); aim != nil {
				found = append(found, string(aim))
			}
		}
	}
	return found
}

// disguises are the forms in which a mail address is found in links: as it is, escaped, as base64 and as usual sums.
func disguises(address string) []string {
	address = strings.ToLower(address)
	md, sha, long := md5.Sum([]byte(address)), sha1.Sum([]byte(address)), sha256.Sum256([]byte(address))
	return []string{
		address, strings.ToLower(url.QueryEscape(address)),
		strings.ToLower(strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(address)), "=")),
		strings.ToLower(strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(address)), "=")),
		hex.EncodeToString(md[:]), hex.EncodeToString(sha[:]), hex.EncodeToString(long[:]),
	}
}

// betrays reports whether a value gives a reader away.
func (c *cleaner) betrays(value string) bool {
	if len(c.marks) == 0 || len(value) < 4 {
		return false
	}
	value = strings.ToLower(value)
	return slices.ContainsFunc(c.marks[:min(len(c.marks), 700)], func(mark string) bool { return strings.Contains(value, mark) })
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(lower(u.Hostname()), "www.")
}

// publicAddress is where everybody can read the letter: what its header says, or its "view in browser" link; "" when
// that is not told or cannot be had without a reader's token. A site's front page is no letter.
func (c *cleaner) publicAddress(h mailHeader, online string) string {
	for _, name := range []string{"archived-at", "list-post"} {
		if ref, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(h.get(name)), "<"), ">"); strings.HasPrefix(ref, "http") {
			if public := c.publicLink(ref, 0); names(public) {
				return public
			}
		}
	}
	if public := c.publicLink(online, 0); names(public) {
		return public
	}
	return ""
}

// names reports whether an address names a page, rather than a site.
func names(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (strings.Trim(u.Path, "/") != "" || u.RawQuery != "")
}
