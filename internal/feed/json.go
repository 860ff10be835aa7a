package feed

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// parseJSON reads JSON Feed 1.0 and 1.1. Its items are read one by one, so that a broken end costs no more than itself.
func parseJSON(text string, at Context, said notes) (*Document, error) {
	j := &jsonReader{at: at, doc: &Document{}, notes: said}
	if !json.Valid([]byte(text)) {
		text = mendJSON(text)
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	if _, err := decoder.Token(); err != nil { // the opening brace
		return nil, fmt.Errorf("this is no feed: %w", news.ErrInvalid)
	}
	top := map[string]any{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			break
		}
		if key == "items" {
			err = j.items(decoder)
		} else {
			var value any
			if err = decoder.Decode(&value); err == nil {
				name, _ := key.(string) // keys are strings, or Token fails
				top[name] = value
			}
		}
		if err != nil {
			j.doc.Cut = true
			j.notes.add("the document is cut off or ill-formed: " + oneLine(err))
			break
		}
	}
	version := str(top, "version")
	if !strings.Contains(version, "jsonfeed.org") && !j.hasItems {
		return nil, fmt.Errorf("this is JSON, but no JSON Feed: %w", news.ErrInvalid)
	}
	j.finish(top, version)
	return j.doc, nil
}

// mendJSON repairs what people who write JSON by hand get wrong: line ends within strings, backslashes that escape
// nothing, commas before the end of a list.
func mendJSON(text string) string {
	b := make([]byte, 0, len(text)+64)
	inString := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case !inString && c == ',':
			if rest := skipSpace(text[i+1 : min(len(text), i+100)]); rest != "" && (rest[0] == ']' || rest[0] == '}') {
				continue
			}
		case c == '"':
			inString = !inString
		case inString && c == '\n':
			b = append(b, `\n`...)
			continue
		case inString && c == '\t':
			b = append(b, `\t`...)
			continue
		case inString && c < ' ':
			continue
		case inString && c == '\\' && i+1 < len(text):
			if strings.IndexByte(`"\/bfnrtu`, text[i+1]) < 0 {
				continue
			}
			b = append(b, c)
			i++
			c = text[i]
		}
		b = append(b, c)
	}
	return string(b)
}

type jsonReader struct {
	at       Context
	doc      *Document
	notes    notes
	raw      []map[string]any
	hasItems bool
}

func (j *jsonReader) items(decoder *json.Decoder) error {
	if start, err := decoder.Token(); err != nil || start != json.Delim('[') {
		return errors.Join(err, errors.New("items is no list"))
	}
	j.hasItems = true
	for decoder.More() {
		var value any
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		if item, ok := value.(map[string]any); ok && len(j.raw) < maxEntries {
			j.raw = append(j.raw, item)
		}
	}
	_, err := decoder.Token()
	return err
}

func (j *jsonReader) finish(top map[string]any, version string) {
	d := j.doc
	d.Format = "jsonfeed1.1"
	if strings.HasSuffix(strings.TrimRight(version, "/"), "/1") || strings.HasSuffix(version, "1.0") {
		d.Format = "jsonfeed1.0"
	}
	d.Title, d.Subtitle, d.Language = str(top, "title"), str(top, "description"), languageTag(firstOf(str(top, "language"), j.at.Language))
	base := j.at.URL
	d.Self = markup.Absolute(base, str(top, "feed_url"))
	if base == "" {
		base = d.Self
	}
	d.Link = markup.Absolute(base, str(top, "home_page_url"))
	if base == "" {
		base = d.Link
	}
	d.Icon, d.Image = markup.Absolute(base, str(top, "favicon")), markup.Absolute(base, str(top, "icon"))
	if d.Icon == "" {
		d.Icon = d.Image
	}
	for _, hub := range objects(top["hubs"]) {
		if strings.EqualFold(str(hub, "type"), "websub") || d.Hub == "" {
			d.Hub = markup.Absolute(base, str(hub, "url"))
		}
	}
	authors := jsonAuthors(top)
	r := &resolver{}
	for _, item := range j.raw {
		e := j.entry(r, item, base)
		if len(e.Authors) == 0 {
			e.Authors = authors
		}
		d.Entries = append(d.Entries, e)
		if e.UpdatedAt.After(d.Updated) {
			d.Updated = e.UpdatedAt
		}
	}
	d.Notes = j.notes
}

func (j *jsonReader) entry(r *resolver, item map[string]any, base string) news.Entry {
	e := news.Entry{
		GUID: str(item, "id"), Title: str(item, "title"), Summary: str(item, "summary"),
		PublishedAt: parseDate(str(item, "date_published"), j.at.Now), UpdatedAt: parseDate(str(item, "date_modified"), j.at.Now),
		Authors: jsonAuthors(item), Language: languageTag(firstOf(str(item, "language"), j.doc.Language)),
	}
	e.URL = markup.Absolute(base, str(item, "url"))
	if e.URL == "" {
		e.URL = markup.Absolute(base, str(item, "external_url"))
	}
	if e.URL == "" && hasScheme(e.GUID) {
		e.URL = markup.Absolute("", e.GUID)
	}
	if e.Content = r.absolute(str(item, "content_html"), base); e.Content == "" {
		e.Content = str(item, "content_text")
	}
	if e.PublishedAt.IsZero() {
		e.PublishedAt = e.UpdatedAt
	}
	f := entryFacts{}
	for _, tag := range list(item["tags"]) {
		if tag, ok := tag.(string); ok {
			f.tag(tag)
		}
	}
	for _, file := range objects(item["attachments"]) {
		f.enclosure(markup.Absolute(base, str(file, "url")), str(file, "mime_type"), str(file, "size_in_bytes"))
		f.lasts(str(file, "duration_in_seconds"))
	}
	f.picture(markup.Absolute(base, str(item, "image")), 9, 0)
	f.picture(markup.Absolute(base, str(item, "banner_image")), 8, 0)
	f.picture(firstImage(base, e.Content), 1, 1)
	if f.episode.Duration > 0 {
		e.Episode = &f.episode
	}
	e.Tags, e.Enclosures, e.Image = f.entry.Tags, f.entry.Enclosures, f.image.value
	if e.GUID == "" {
		e.GUID = identity(e)
	}
	return e
}

func jsonAuthors(object map[string]any) []string {
	var names []string
	people := objects(object["authors"])
	if one, ok := object["author"].(map[string]any); ok && len(people) == 0 {
		people = append(people, one)
	}
	for _, person := range people {
		names = appendPerson(names, str(person, "name"))
	}
	return names
}

// str is a member as text; numbers are written out, as identifiers sometimes are numbers.
func str(object map[string]any, key string) string {
	switch value := object[key].(type) {
	case string:
		return strings.TrimSpace(string(withoutControls([]byte(value))))
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return ""
}

func list(value any) []any {
	all, _ := value.([]any) // another type is an empty list
	return all
}

func objects(value any) []map[string]any {
	var all []map[string]any
	for _, one := range list(value) {
		if object, ok := one.(map[string]any); ok {
			all = append(all, object)
		}
	}
	return all
}

func oneLine(err error) string {
	return shorten(strings.ReplaceAll(err.Error(), "\n", " "))
}
