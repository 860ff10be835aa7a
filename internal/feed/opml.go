package feed

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

const (
	maxSubscriptions = 50_000
	maxFolders       = 32      // levels; deeper ones count as their parents
	maxOutlineText   = 4 << 10 // bytes of an attribute
)

// ReadOPML lists the feeds of an OPML file in its order, each address once. What it says of a feed is kept: folders,
// titles, categories and our own attributes. A folder named like a section gives its feeds that section, also through
// folders within. A link to another list is a subscription of kind [news.FeedList]. The error wraps
// [news.ErrInvalid] when the file is no OPML or names no feed.
func ReadOPML(file []byte) ([]news.Subscription, error) {
	found, isOPML := readOPML(file)
	if !isOPML {
		return nil, fmt.Errorf("this is no OPML file: %w", news.ErrInvalid)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("the OPML file names no feeds: %w", news.ErrInvalid)
	}
	return found, nil
}

// ParseList is [ReadOPML] for a list that is read again and again, and may be empty for a day.
func ParseList(list []byte) (*Document, error) {
	found, isOPML := readOPML(list)
	if !isOPML {
		return nil, fmt.Errorf("this is no list of feeds (OPML): %w", news.ErrInvalid)
	}
	return &Document{Format: "opml", Listed: found}, nil
}

func readOPML(file []byte) (found []news.Subscription, isOPML bool) {
	var said notes
	root, b := build(strings.TrimLeft(decode(file, "", &said), " \t\r\n\uFEFF"), "")
	o := &opmlReader{resolver: b.resolver, seen: map[string]int{}, also: map[string][][]string{}}
	for c := root.first; c != nil; c = c.next {
		switch c.local {
		case "opml", "body": // files are also found one after the other
			isOPML = true
			o.folder(c, shelf{})
		case "outline":
			o.folder(root, shelf{})
			return o.list(), true
		}
	}
	return o.list(), isOPML
}

// shelf is where in the file a line stands.
type shelf struct {
	folders []string
	section news.Section // of the folders, or of the one that stands for a section
}

type opmlReader struct {
	*resolver
	found []news.Subscription
	seen  map[string]int        // address to place in found
	also  map[string][][]string // more folders, by address
}

// folder reads outlines at any depth; the tree bounds it.
func (o *opmlReader) folder(n *node, at shelf) {
	for c := n.first; c != nil; c = c.next {
		switch c.local {
		case "body":
			o.folder(c, at)
		case "outline":
			if o.outline(c, at) {
				o.folder(c, at)
			} else {
				o.folder(c, at.within(c))
			}
		}
	}
}

func (s shelf) within(c *node) shelf {
	if section := news.Section(c.our("section")); section != "" && section.Valid() {
		return shelf{s.folders, section} // written by us for a section: nobody's folder
	}
	name := outlineText(firstOf(c.get("text"), c.get("title")))
	if name == "" || len(s.folders) >= maxFolders {
		return s
	}
	if named := sectionNamed(name); named != "" {
		s.section = named
	}
	s.folders = append(slices.Clip(s.folders), name)
	return s
}

// outline reads one line; false when it is no feed.
func (o *opmlReader) outline(c *node, at shelf) bool {
	full, kind := opmlAddress(c)
	if full == "" {
		return false
	}
	place, known := o.seen[full]
	isAlso := c.our("also") != ""
	if known && (isAlso || o.found[place].URL != "") {
		o.also[full] = append(o.also[full], at.folders)
		return true
	}
	if !known && len(o.seen) >= maxSubscriptions {
		return true
	}
	if isAlso { // the line itself comes later, or is missing
		o.also[full] = append(o.also[full], at.folders)
		o.seen[full] = len(o.found)
		o.found = append(o.found, news.Subscription{})
		return true
	}
	s := news.Subscription{
		URL: full, Kind: kind, Title: markup.Fold(outlineText(c.get("text"))), Home: markup.Absolute("", c.get("htmlurl")),
		Folders: at.folders, Language: outlineLanguage(c.get("language")),
		Outline: news.Outline{
			Description: outlineText(c.get("description")), Version: outlineText(c.get("version")), Created: parseDate(c.get("created"), time.Time{}),
		},
	}
	if kind == news.FeedPlain {
		s.Outline.Type = outlineType(c.get("type"))
	}
	if own := markup.Fold(outlineText(c.get("title"))); s.Title == "" || s.Title == full {
		s.Title = own
	} else if own != s.Title {
		s.Outline.Own = own
	}
	for _, category := range strings.Split(c.get("category"), ",") {
		category = categoryPath(category)
		if country, found := strings.CutPrefix(category, "/country/"); found && countryCode.MatchString(country) {
			s.Country = strings.ToUpper(country)
		} else if category != "" && !slices.Contains(s.Outline.Categories, category) {
			s.Outline.Categories = append(s.Outline.Categories, category)
		}
	}
	if s.Section = at.section; s.Section == "" {
		s.Section = sectionOf(nil, s.Outline.Categories)
	}
	ourWords(c, &s)
	if known {
		o.found[place] = s
		return true
	}
	o.seen[full] = len(o.found)
	o.found = append(o.found, s)
	return true
}

// list gives what was found, with the other folders of each feed.
func (o *opmlReader) list() []news.Subscription {
	for full, place := range o.seen {
		s := &o.found[place]
		paths := o.also[full]
		slices.SortFunc(paths, slices.Compare)
		if s.URL == "" { // only named as one that stands elsewhere too
			*s = news.Subscription{URL: full, Folders: paths[0], Section: sectionOf(paths[0], nil)}
		}
		for i, path := range paths {
			if len(path) > 0 && !slices.Equal(path, s.Folders) && (i == 0 || !slices.Equal(path, paths[i-1])) {
				s.Outline.Also = append(s.Outline.Also, path)
			}
		}
	}
	return o.found
}

// opmlAddress is the address that a line names, and of what kind it is; "" when it names none.
func opmlAddress(c *node) (string, news.FeedKind) {
	ref, link := c.get("xmlurl"), c.get("url")
	kind := news.FeedKind(c.our("kind"))
	if !kind.Valid() {
		kind = news.FeedPlain
	}
	switch lower(c.get("type")) {
	case "include":
		if ref == "" && link != "" {
			ref, kind = link, news.FeedList
		}
	case "link": // to another list, or to any page (OPML 2.0)
		if path, _, _ := strings.Cut(link, "?"); ref == "" && strings.HasSuffix(lower(path), ".opml") {
			ref, kind = link, news.FeedList
		}
	case "source":
		if strings.HasSuffix(lower(c.get("sourcetype")), "opml") {
			kind = news.FeedList
		}
	case "rss", "atom", "feed":
		ref = firstOf(ref, link)
	}
	if kind == news.FeedMail {
		return mailboxAddress(ref), kind
	}
	ref = strings.TrimPrefix(ref, "feed:")
	if strings.HasPrefix(ref, "//") {
		ref = "https:" + ref
	}
	return markup.Absolute("", ref), kind
}

// mailboxAddress is an IMAP address without user and password.
func mailboxAddress(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || u.Host == "" || (u.Scheme != "imap" && u.Scheme != "imaps") || len(ref) > maxAddress {
		return ""
	}
	u.User = nil
	return u.String()
}

// ourWords reads what only our own files say.
func ourWords(c *node, s *news.Subscription) {
	switch section := news.Section(c.our("section")); {
	case section == "none":
		s.Section = ""
	case section != "" && section.Valid():
		s.Section = section
	}
	if d, err := time.ParseDuration(c.our("interval")); err == nil && d > 0 {
		s.Wish.Interval = d
	}
	if c.our("reading") == string(news.ReadFeed) {
		s.Wish.Reading = news.ReadFeed
	}
	if weight, err := strconv.ParseFloat(c.our("weight"), 64); err == nil && weight > 0 && weight <= 1000 {
		s.Weight = weight
	}
	if licence := news.Licence(c.our("licence")); licence.Valid() {
		s.Licence = licence
	}
	s.List = markup.Absolute("", c.our("list"))
	s.Wish.Selectors = news.Selectors{
		Item: outlineText(c.our("select-item")), Link: outlineText(c.our("select-link")), Title: outlineText(c.our("select-title")),
		Date: outlineText(c.our("select-date")), Summary: outlineText(c.our("select-summary")), Image: outlineText(c.our("select-image")),
	}
}
