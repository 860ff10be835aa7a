package feed

import (
	"html"
	"path"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

// mediaPart reads Media RSS.
func (m *mapper) mediaPart(c *node, f *entryFacts) {
	switch c.local {
	case "group", "content":
		if c.local == "content" {
			m.mediaContent(c, f)
		}
		for inner := c.first; inner != nil; inner = inner.next {
			if inner.space == media {
				if inner.local == "group" && c.local == "group" {
					continue // groups do not nest
				}
				m.mediaPart(inner, f)
			}
		}
	case "thumbnail":
		f.picture(m.link(c, firstOf(c.get("url"), m.plain(c))), 6, 0)
	case "title":
		f.title.put(m.prose(c), 4)
	case "description":
		f.summary.put(m.prose(c), 4)
	case "category":
		f.tag(m.plain(c))
	case "keywords":
		f.tags(m.plain(c))
	case "license", "copyright":
		m.license(c, &f.terms)
	case "location":
		m.placeParts(c, f)
		f.place.Name = firstOf(f.place.Name, c.get("description"))
	}
}

func (m *mapper) mediaContent(c *node, f *entryFacts) {
	full := m.link(c, c.get("url"))
	switch {
	case full == "":
	case isPicture(c, full):
		width, _ := strconv.Atoi(c.get("width")) // unknown is 0
		f.picture(full, 7, width)
	default:
		f.enclosure(full, c.get("type"), c.get("filesize"))
		f.lasts(c.get("duration"))
	}
}

// isPicture reports whether a media:content is one, as far as it says.
func isPicture(c *node, address string) bool {
	kind, medium := strings.ToLower(c.get("type")), strings.ToLower(c.get("medium"))
	return medium == "image" || strings.HasPrefix(kind, "image/") || (medium == "" && kind == "" && !playable(address))
}

func playable(address string) bool {
	address, _, _ = strings.Cut(address, "?")
	switch strings.ToLower(path.Ext(address)) {
	case ".mp3", ".m4a", ".mp4", ".m4v", ".mov", ".ogg", ".oga", ".opus", ".wav", ".webm", ".m3u8", ".flv", ".swf":
		return true
	}
	return false
}

// enclosure adds a media file; one that is named twice only fills what was missing.
func (f *entryFacts) enclosure(address, kind, length string) {
	if address == "" {
		return
	}
	bytes, err := strconv.ParseInt(strings.ReplaceAll(length, ",", ""), 10, 64)
	if err != nil || bytes < 0 {
		bytes = 0
	}
	if strings.HasPrefix(kind, "image/") {
		f.picture(address, 6, 0)
	}
	for i := range f.entry.Enclosures {
		if known := &f.entry.Enclosures[i]; known.URL == address {
			known.Type, known.Length = firstOf(known.Type, kind), max(known.Length, bytes)
			return
		}
	}
	if len(f.entry.Enclosures) < maxEnclosures {
		f.entry.Enclosures = append(f.entry.Enclosures, news.Enclosure{URL: address, Type: kind, Length: bytes})
	}
}

// picture offers an image; among those of one rank the widest wins.
func (f *entryFacts) picture(address string, rank, width int) {
	if address == "" || rank < f.image.rank || (rank == f.image.rank && width <= f.imageWidth) {
		return
	}
	f.image, f.imageWidth = best{address, rank}, width
}

// firstImage is the first picture in a fragment that is large enough to be one, or of unknown size.
func firstImage(base, fragment string) string {
	for range 5 {
		start := strings.Index(fragment, "<img")
		if start < 0 {
			return ""
		}
		z := &tokenizer{rest: fragment[start:]}
		t, ok := z.next()
		if !ok {
			return ""
		}
		src, small := "", false
		for _, a := range t.attrs {
			switch lower(a.name) {
			case "src":
				src = html.UnescapeString(a.value)
			case "width", "height":
				size, err := strconv.Atoi(a.value)
				small = small || err == nil && size < 100
			}
		}
		if full := address(base, src); full != "" && !small {
			return full
		}
		fragment = z.rest
	}
	return ""
}
