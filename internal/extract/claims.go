package extract

import (
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// claims takes what the page's head says.
func (d *draft) claims() {
	e := &d.page.evidence
	d.CanonicalURL = d.canonical()
	d.Outlet = e.first("og:site_name", "application-name")
	if d.Outlet == "" || strings.Contains(d.ld.publisher, d.Outlet) {
		if d.ld.publisher != "" && len(d.ld.publisher) < 80 {
			d.Outlet = d.ld.publisher
		}
	}
	if d.Outlet == "" {
		if name := e.first("publisher", "dc.publisher", "article:publisher", "citation_publisher", "twitter:app:name:iphone"); len(name) < 80 && !isAddress(name) {
			d.Outlet = name
		}
	}
	for _, tag := range append(append(d.ld.tags, e.tags...), tagList(e.first("news_keywords", "keywords", "parsely-tags", "sailthru.tags"))...) {
		if tag = strings.Trim(tag, " #\"'"); tag != "" && !containsFold(d.Tags, tag) && len(tag) < 100 && len(d.Tags) < maxTags {
			d.Tags = append(d.Tags, tag)
		}
	}
	d.Summary = firstOf(e.first("og:description"), e.first("description", "twitter:description"), d.ld.summary)
	if d.Summary != "" {
		d.Summary = markup.PlainText(d.Summary)
	}
	for _, name := range []string{d.ld.section, e.first("article:section"), e.first("section", "parsely-section", "cxenseparse:recs:category", "dc.subject"), addressSection(firstOf(d.CanonicalURL, d.at.URL))} {
		if d.Section = sectionNamed(name); d.Section != "" {
			break
		}
	}
	d.Image = d.claimedImage()
	d.Rights = news.Rights{
		Licence: markup.Absolute(d.base, firstOf(d.ld.licence, e.licence, e.first("license", "dc.rights.license", "dcterms.license", "cc:license"))),
		Holder:  firstOf(d.ld.holder, e.first("copyright", "dc.rights", "dcterms.rightsholder", "dcterms.rights", "rights")),
	}
	d.Rights.Holder = d.Rights.Holder[:cutRune(d.Rights.Holder, 200)]
	if d.Rights.Licence == "" {
		d.Rights.Licence = d.linkedLicence()
	}
}

// cutRune is the length of a text cut to n bytes at most, between runes.
func cutRune(s string, n int) int {
	if len(s) <= n {
		return len(s)
	}
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// linkedLicence is the Creative Commons licence that a page links to, without saying that the link is one.
func (d *draft) linkedLicence() string {
	for i := range d.page.leaves {
		for _, link := range d.page.leaves[i].links {
			if strings.Contains(link.URL, "creativecommons.org/licenses/") || strings.Contains(link.URL, "creativecommons.org/publicdomain/") {
				return markup.Absolute(d.base, link.URL)
			}
		}
	}
	return ""
}

// canonical is the address that the page gives for itself, "" when it gives none that can be true: a home page, or one
// on a host that is neither the page's own nor named by og:url too.
func (d *draft) canonical() string {
	e := &d.page.evidence
	shared := markup.Absolute(d.base, e.first("og:url", "twitter:url"))
	for _, address := range []string{markup.Absolute(d.base, e.canonical), shared, markup.Absolute(d.base, d.ld.address)} {
		if address == "" || onlyHost(address) && !onlyHost(d.at.URL) {
			continue
		}
		if d.at.URL != "" && siteOf(address) != siteOf(d.at.URL) && siteOf(address) != siteOf(shared) {
			continue
		}
		return address
	}
	return ""
}

// siteOf is the last two labels of an address's host, or three where the second is a short one, as in co.uk.
func siteOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	labels := strings.Split(u.Hostname(), ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-2]) <= 3 {
		n = 3
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}

func onlyHost(address string) bool {
	_, after, _ := strings.Cut(address, "://")
	_, path, _ := strings.Cut(after, "/")
	return path == ""
}

// addressSection is the first part of an address's path that is a section's name.
func addressSection(address string) string {
	_, after, _ := strings.Cut(address, "://")
	parts := strings.Split(after, "/")
	for _, part := range parts[min(1, len(parts)):max(min(1, len(parts)), len(parts)-1)] {
		if sectionNamed(part) != "" {
			return part
		}
	}
	return ""
}

// claimedImage is the lead image of the head: the one for shares unless it is a logo or the same for every page, else that
// of JSON-LD, whose words it takes when both show the same picture.
func (d *draft) claimedImage() news.Image {
	e := &d.page.evidence
	var image news.Image
	for _, address := range []string{e.first("og:image", "og:image:url", "og:image:secure_url"), e.first("twitter:image", "twitter:image:src"), d.ld.image.address, e.first("thumbnail", "sailthru.image.full", "parsely-image-url", "image")} {
		if address = markup.Absolute(d.base, address); address != "" && !placeholder(address) {
			image.URL = address
			break
		}
	}
	if image.URL == "" && d.ld.rank() < 5 {
		if s := e.story(); s != nil {
			image.URL = markup.Absolute(d.base, s.image)
		}
	}
	if d.ld.image.caption != "" || d.ld.image.credit != "" {
		image.Caption, image.Credit = d.ld.image.caption, d.ld.image.credit
	}
	return image
}

// placeholderNames are words in the file names of pictures that show no news.
var placeholderNames = []string{"logo", "placeholder", "favicon", "sprite", "blank.", "default-share", "default_share", "share-default", "social-default", "default-image",
	"default_image", "og-default", "og_default", "ogdefault", "default-og", "noimage", "no-image", "no_image", "spacer", "pixel.gif", "1x1", "transparent.", "fallback", "apple-touch-icon", "site-image", "avatar", "gravatar"}

// placeholder reports whether a picture is a logo or stands in for one that is missing, by its file name.
func placeholder(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	return anyIn(strings.ToLower(path.Base(address)), placeholderNames) || strings.HasSuffix(address, ".svg")
}

// walled reports whether the publisher says that the article is not free: in JSON-LD, or in the meta tags of the usual walls.
func (e *evidence) walled(ld linked) bool {
	if ld.free != "" {
		return ld.free == "false"
	}
	for _, name := range []string{"article:content_tier", "content_tier", "article.content_tier", "access", "content-access", "paywall", "article:access", "isaccessibleforfree", "premium", "cxenseparse:paywall", "article:opinion:paywall", "lp:paywall", "has_paywall", "paid"} {
		switch value := strings.ToLower(e.meta[name]); {
		case name == "isaccessibleforfree" && value == "false":
			return true
		case name == "isaccessibleforfree":
		case value == "locked", value == "metered", value == "premium", value == "paid", value == "subscriber", value == "subscribers", value == "hard":
			return true
		case value == "true" || value == "yes" || value == "1":
			return true
		}
	}
	return false
}
