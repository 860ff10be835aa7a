package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// opmlOutline is a line of a file. What OPML has no word for stands in a namespace of our own.
type opmlOutline struct {
	Text        string `xml:"text,attr"`
	Title       string `xml:"title,attr,omitempty"`
	Type        string `xml:"type,attr,omitempty"`
	Version     string `xml:"version,attr,omitempty"`
	XMLURL      string `xml:"xmlUrl,attr,omitempty"`
	URL         string `xml:"url,attr,omitempty"`
	HTMLURL     string `xml:"htmlUrl,attr,omitempty"`
	Description string `xml:"description,attr,omitempty"`
	Language    string `xml:"language,attr,omitempty"`
	Category    string `xml:"category,attr,omitempty"`
	Created     string `xml:"created,attr,omitempty"`

	Kind          string `xml:"nutgraf:kind,attr,omitempty"`
	Section       string `xml:"nutgraf:section,attr,omitempty"`
	Interval      string `xml:"nutgraf:interval,attr,omitempty"`
	Reading       string `xml:"nutgraf:reading,attr,omitempty"`
	Weight        string `xml:"nutgraf:weight,attr,omitempty"`
	Licence       string `xml:"nutgraf:licence,attr,omitempty"`
	List          string `xml:"nutgraf:list,attr,omitempty"`
	Also          string `xml:"nutgraf:also,attr,omitempty"`
	SelectItem    string `xml:"nutgraf:select-item,attr,omitempty"`
	SelectLink    string `xml:"nutgraf:select-link,attr,omitempty"`
	SelectTitle   string `xml:"nutgraf:select-title,attr,omitempty"`
	SelectDate    string `xml:"nutgraf:select-date,attr,omitempty"`
	SelectSummary string `xml:"nutgraf:select-summary,attr,omitempty"`
	SelectImage   string `xml:"nutgraf:select-image,attr,omitempty"`

	Outlines []*opmlOutline `xml:"outline"`

	folders map[string]*opmlOutline // among Outlines, by name
}

// WriteOPML writes subscriptions as OPML 2.0: those of folders in their folders, the others in one folder per section in
// the order of [news.Sections], those without a section last and in no folder. [ReadOPML] gives the same
// subscriptions again, in that order. User names, passwords and headers are never written.
func WriteOPML(title string, subscriptions []news.Subscription) ([]byte, error) {
	body := &opmlOutline{}
	for _, s := range subscriptions {
		if len(s.Folders) > 0 {
			body.folder(s.Folders).add(opmlLine(s))
		}
	}
	for _, section := range news.Sections() {
		var of *opmlOutline
		for _, s := range subscriptions {
			if len(s.Folders) > 0 || s.Section != section {
				continue
			}
			if of == nil {
				of = body.add(&opmlOutline{Text: string(section), Section: string(section)})
			}
			line := opmlLine(s)
			line.Section = "" // the folder says it
			of.add(line)
		}
	}
	for _, s := range subscriptions {
		if len(s.Folders) == 0 && s.Section == "" {
			body.add(opmlLine(s))
		}
	}
	for _, s := range subscriptions {
		for _, path := range s.Outline.Also {
			line := opmlLine(news.Subscription{URL: s.URL, Kind: s.Kind, Title: s.Title})
			line.Also = "true"
			body.folder(path).add(line)
		}
	}
	document := struct {
		XMLName xml.Name       `xml:"opml"`
		Version string         `xml:"version,attr"`
		Ours    string         `xml:"xmlns:nutgraf,attr"`
		Title   string         `xml:"head>title"`
		Body    []*opmlOutline `xml:"body>outline"`
	}{Version: "2.0", Ours: "urn:nutgraf:opml", Title: title, Body: body.Outlines}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	encoder := xml.NewEncoder(&b)
	encoder.Indent("", "  ")
	if err := encoder.Encode(document); err != nil {
		return nil, fmt.Errorf("write OPML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (o *opmlOutline) add(line *opmlOutline) *opmlOutline {
	o.Outlines = append(o.Outlines, line)
	return line
}

// folder finds or makes the folder at a path.
func (o *opmlOutline) folder(path []string) *opmlOutline {
	for _, name := range path {
		next := o.folders[name]
		if next == nil {
			next = o.add(&opmlOutline{Text: name})
			if o.folders == nil {
				o.folders = map[string]*opmlOutline{}
			}
			o.folders[name] = next
		}
		o = next
	}
	return o
}

func opmlLine(s news.Subscription) *opmlOutline {
	address := s.URL
	if u, err := url.Parse(address); err == nil && u.User != nil {
		u.User = nil
		address = u.String()
	}
	line := &opmlOutline{
		Text: firstOf(s.Title, address), Title: firstOf(s.Outline.Own, s.Title), Type: firstOf(s.Outline.Type, "rss"), Version: s.Outline.Version,
		XMLURL: address, HTMLURL: s.Home, Description: s.Outline.Description, Language: s.Language,
		Kind: string(s.Kind), Reading: string(s.Wish.Reading), Licence: string(s.Licence), List: s.List,
		SelectItem: s.Wish.Selectors.Item, SelectLink: s.Wish.Selectors.Link, SelectTitle: s.Wish.Selectors.Title,
		SelectDate: s.Wish.Selectors.Date, SelectSummary: s.Wish.Selectors.Summary, SelectImage: s.Wish.Selectors.Image,
	}
	if s.Kind == news.FeedList {
		line.Type, line.Kind, line.XMLURL, line.URL = "include", "", "", address
	}
	categories := s.Outline.Categories
	if s.Country != "" {
		categories = append([]string{"/country/" + s.Country}, categories...)
	}
	line.Category = strings.Join(categories, ",")
	if !s.Outline.Created.IsZero() {
		line.Created = s.Outline.Created.UTC().Format(time.RFC1123Z)
	}
	if s.Wish.Interval > 0 {
		line.Interval = s.Wish.Interval.String()
	}
	if s.Weight != 0 {
		line.Weight = strconv.FormatFloat(s.Weight, 'g', -1, 64)
	}
	if told := sectionOf(s.Folders, s.Outline.Categories); told != s.Section {
		line.Section = firstOf(string(s.Section), "none")
	}
	return line
}
