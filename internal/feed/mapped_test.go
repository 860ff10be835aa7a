package feed_test

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/feed"
	"nutgraf/internal/news"
)

// The fields of the feedparser suite, in terms of our document.

// unmapped says why a path of the suite is left out; the first that fits counts.
var unmapped = []struct{ has, reason string }{
	{"encoding", "feedparser's own bookkeeping: the name of the encoding"},
	{".base", "we resolve addresses instead of handing on their base"},
	{"_detail.language", "of a single text: a feed has one language here, and an entry that of its content"},
	{"_detail.type", "we hand on HTML, whatever it came from"},
	{"content.0.type", "we hand on HTML, whatever it came from"},
	{".email", "we keep people's names, not their mail addresses"},
	{"author_detail.url", "we keep people's names, not their addresses"},
	{"authors.0.url", "we keep people's names, not their addresses"},
	{"authors.1.url", "we keep people's names, not their addresses"},
	{"feed.author", "the feed's author is said by its entries only"},
	{"contributor", "field we do not have: contributors"},
	{"publisher", "field we do not have: publisher"},
	{"generator", "field we do not have: generator"},
	{"cloud", "field we do not have: cloud"},
	{"textinput", "field we do not have: textinput"},
	{"copyright", "we keep the address of a licence, not a sentence of rights"},
	{"rights", "we keep the address of a licence, not a sentence of rights"},
	{"source.", "of the source we keep name, address and author"},
	{"links", "links stand in fields by their meaning, not in a list"},
	{"feed.image.", "of the feed's picture we keep the address"},
	{"feed.tags", "field we do not have: categories of the feed"},
	{"feed.category", "field we do not have: categories of the feed"},
	{"tags.", "of a tag we keep the word"},
	{"feed.id", "field we do not have: identifier of the feed"},
	{"feed.guid", "field we do not have: identifier of the feed"},
	{"feed.docs", "field we do not have: docs"},
	{"validity", "field we do not have: validity"},
	{"expired", "field we do not have: expiry"},
	{"itunes_block", "field we do not have: block"},
	{"feed.itunes_explicit", "said of each episode"},
	{"wfw_", "field we do not have: addresses of comment services"},
	{"psc_chapters", "chapters within the feed are not kept, their address is"},
	{"media_", "of Media RSS we keep files, pictures, terms, words and places"},
	{"thr_in-reply-to", "of a reply we keep what it answers"},
	{"madeup_element", "a made-up element"},
	{"where", "of lines, boxes and areas we keep the middle, as a point"},
}

// mapped is the value that our document has for a path of the suite, else the reason why it has none. It may rewrite the
// wanted value, so that both are of one form.
func mapped(doc *feed.Document, path string, want *any) (got string, counted bool, reason string) {
	if doc == nil {
		doc = &feed.Document{}
	}
	got, counted = mappedFeed(doc, path, want)
	if !counted {
		var i int
		var field string
		if n, _ := fmt.Sscanf(path, "entries.%d.%s", &i, &field); n == 2 {
			e := news.Entry{}
			if i < len(doc.Entries) {
				e = doc.Entries[i]
			}
			if got, counted = mappedEntry(&e, field, want); !counted {
				got, counted = mappedParts(&e, field, want)
			}
		}
	}
	if counted {
		return got, true, ""
	}
	for _, u := range unmapped {
		if strings.Contains(path, u.has) {
			return "", false, u.reason
		}
	}
	return "", true, "" // a field that nobody thought of counts as missed
}

func mappedFeed(doc *feed.Document, path string, want *any) (string, bool) {
	switch path {
	case "version":
		*want = map[any]string{
			"atom10": "atom1.0", "rss090": "rdf", "rss10": "rdf", "rss091n": "rss0.91", "rss091u": "rss0.91", "rss092": "rss0.92",
			"rss093": "rss0.93", "rss094": "rss0.94", "rss20": "rss2.0", "rss": "rss",
		}[*want]
		return doc.Format, true
	case "feed.title", "feed.title_detail.value":
		return doc.Title, true
	case "feed.links.0.href":
		if doc.Link == "" {
			*want = strings.Replace(fmt.Sprint(*want), "詹姆斯", "xn--8ws00zhy3a", 1) // we write hosts as the name service does
			return doc.Self, true
		}
		return doc.Link, true
	case "feed.link":
		return doc.Link, true
	case "feed.tagline", "feed.subtitle", "feed.description", "feed.info", "feed.tagline_detail.value", "feed.subtitle_detail.value", "feed.info_detail.value":
		return doc.Subtitle, true
	case "feed.language":
		return doc.Language, true
	case "feed.updated_parsed", "feed.published_parsed", "feed.created_parsed", "feed.updated", "feed.published", "feed.created":
		return moment(doc.Updated, want), true
	case "feed.icon":
		return doc.Icon, true
	case "feed.logo", "feed.image.href", "feed.image.url":
		return doc.Image, true
	case "feed.ttl":
		return fmt.Sprint(int(doc.TTL / time.Minute)), true
	case "feed.newlocation":
		return doc.MovedTo, true
	}
	return "", false
}

func mappedEntry(e *news.Entry, field string, want *any) (string, bool) {
	switch field {
	case "title", "title_detail.value":
		return e.Title, true
	case "summary", "description", "summary_detail.value", "subtitle":
		if e.Summary == "" { // the suite has content in both
			return e.Content, true
		}
		return e.Summary, true
	case "content.0.value":
		return e.Content, true
	case "link", "links.0.href":
		if text, _ := (*want).(string); strings.Contains(text, "creativecommons.org/licenses") {
			return e.Terms, true
		}
		return e.URL, true
	case "links.2.href": // of Podlove's chapters
		if e.Episode == nil {
			return "", true
		}
		return e.Episode.Chapters, true
	case "content.0.src":
		return e.URL, true
	case "id", "guid":
		return e.GUID, true
	case "language", "content.0.language":
		if *want == nil {
			*want = ""
		}
		return e.Language, true
	case "published_parsed", "published", "created", "created_parsed":
		return moment(e.PublishedAt, want), true
	case "updated_parsed", "updated":
		return moment(e.UpdatedAt, want), true
	case "comments":
		return e.Comments, true
	case "source.title", "source.title_detail.value":
		return e.Origin, true
	case "source.href", "source.link":
		return e.OriginURL, true
	case "image.href", "media_thumbnail.0.url":
		return e.Image, true
	case "license", "media_license.href":
		return e.Terms, true
	case "thr_in-reply-to.ref":
		return e.InReplyTo, true
	case "itunes_duration":
		*want = map[any]string{"3:00": "3m0s"}[*want]
		if e.Episode == nil {
			return "", true
		}
		return e.Episode.Duration.String(), true
	case "itunes_explicit":
		*want = *want == 1.0
		return fmt.Sprint(e.Episode != nil && e.Episode.Explicit), true
	}
	return "", false
}

// mappedParts is mappedEntry for people, tags, files and places.
func mappedParts(e *news.Entry, field string, want *any) (string, bool) {
	at := func(all []string, i int) string {
		if i < len(all) {
			return all[i]
		}
		return ""
	}
	name, rest, _ := strings.Cut(field, ".")
	number, part, _ := strings.Cut(rest, ".")
	i, err := strconv.Atoi(number)
	switch {
	case field == "author", field == "source.author":
		text, _ := (*want).(string)
		text, _, _ = strings.Cut(text, " (") // the suite adds the mail address
		*want = text
		return at(e.Authors, 0), true
	case field == "author_detail.name", field == "source.author_detail.name", field == "source.authors.0.name":
		return at(e.Authors, 0), true
	case field == "source.authors.1.name":
		return "", false
	case name == "authors" && part == "name":
		return at(e.Authors, i), true
	case field == "category":
		return at(e.Tags, 0), true
	case field == "tags.#len":
		return fmt.Sprint(len(e.Tags)), true
	case name == "tags" && part == "term":
		return at(e.Tags, i), true
	case name == "enclosures" && err == nil:
		return mappedFile(e, i, part, want)
	case name == "where":
		return mappedPlace(e, rest, want)
	}
	return "", false
}

func mappedFile(e *news.Entry, i int, part string, want *any) (string, bool) {
	file := news.Enclosure{}
	if i < len(e.Enclosures) {
		file = e.Enclosures[i]
	}
	switch part {
	case "href", "url":
		return file.URL, true
	case "type":
		return file.Type, true
	case "length":
		return fmt.Sprint(file.Length), true
	case "":
		whole, _ := (*want).(map[string]any)
		*want = fmt.Sprint(whole["href"], whole["type"], whole["length"])
		return fmt.Sprint(file.URL, file.Type, file.Length), true
	}
	return "", false
}

func mappedPlace(e *news.Entry, part string, want *any) (string, bool) {
	values, isList := (*want).([]any)
	switch {
	case part == "": // "{}"
		*want = "nowhere"
		if e.Place == nil {
			return "nowhere", true
		}
		return fmt.Sprint(*e.Place), true
	case part == "type" && *want == "Point":
		if e.Place == nil {
			return "", true
		}
		return "Point", true
	case part == "coordinates" && isList: // longitude, latitude and perhaps a height
		*want = fmt.Sprint(values[:2])
		if e.Place == nil {
			return "", true
		}
		return fmt.Sprint([]any{e.Place.Lon, e.Place.Lat}), true
	}
	return "", false
}

// moment writes a time as we do, and what the suite wants of it: a tuple of nine numbers or a text.
func moment(got time.Time, want *any) string {
	switch v := (*want).(type) {
	case []any:
		n := make([]int, 6)
		for i := range n {
			number, _ := v[i].(float64)
			n[i] = int(number)
		}
		*want = stamp(time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC))
	case string:
		for _, layout := range []string{time.RFC1123, time.RFC3339} {
			if t, err := time.Parse(layout, v); err == nil {
				*want = stamp(t)
			}
		}
	}
	return stamp(got)
}
