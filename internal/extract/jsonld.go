package extract

import (
	"encoding/json"
	"html"
	"strings"

	"nutgraf/internal/markup"
)

// linked is an object of JSON-LD that describes an article, its media or its page.
type linked struct {
	kind      string // its most telling @type
	headline  string
	authors   []string
	published string
	modified  string
	image     string
	caption   string
	credit    string
	section   string
	summary   string
	publisher string
	language  string
	address   string
	tags      []string
	body      string
	free      string // isAccessibleForFree: "true", "false" or empty
	mediaURL  string
}

// rank orders the types by how surely they describe the article; 0 is none of them.
func (l linked) rank() int {
	switch {
	case l.kind == "":
		return 0
	case strings.HasSuffix(l.kind, "NewsArticle"), l.kind == "LiveBlogPosting":
		return 6
	case strings.HasSuffix(l.kind, "Article"), strings.HasSuffix(l.kind, "Posting"), l.kind == "Report", l.kind == "Review":
		return 5
	case l.kind == "VideoObject", l.kind == "PodcastEpisode", l.kind == "AudioObject", l.kind == "RadioEpisode":
		return 2
	case strings.HasSuffix(l.kind, "Page"):
		return 1
	}
	return 0
}

const (
	maxLinked = 3 << 20 // bytes of one script that are read
	linkDepth = 8       // how deep objects are looked for
	maxLinks  = 100     // objects looked at
)

// readLinked reads the objects of one JSON-LD script. Common faults are forgiven: comments round the script, raw line
// breaks in strings, a trailing semicolon.
func readLinked(script string) []linked {
	if len(script) > maxLinked {
		return nil
	}
	script = strings.TrimSpace(script)
	for _, wrap := range []string{"<!--", "//<![CDATA[", "/*<![CDATA[*/"} {
		script = strings.TrimPrefix(script, wrap)
	}
	for _, wrap := range []string{"-->", "//]]>", "/*]]>*/", ";"} {
		script = strings.TrimSuffix(strings.TrimSpace(script), wrap)
	}
	var value any
	if json.Unmarshal([]byte(script), &value) != nil {
		cleaned := strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, script)
		if json.Unmarshal([]byte(cleaned), &value) != nil {
			return nil
		}
	}
	var found []linked
	collectLinked(value, 0, &found)
	return found
}

func collectLinked(value any, depth int, found *[]linked) {
	if depth > linkDepth || len(*found) >= maxLinks {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			collectLinked(item, depth+1, found)
		}
	case map[string]any:
		if l := linkedFrom(v); l.rank() > 0 {
			*found = append(*found, l)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "video", "audio", "hasPart"} {
			collectLinked(v[key], depth+1, found)
		}
	}
}

func linkedFrom(v map[string]any) linked {
	l := linked{
		headline:  words(v["headline"]),
		published: words(v["datePublished"]), modified: words(v["dateModified"]),
		section: words(v["articleSection"]), summary: words(v["description"]), language: words(v["inLanguage"]),
		body: words(v["articleBody"]), free: words(v["isAccessibleForFree"]), mediaURL: words(v["contentUrl"]),
		authors: names(v["author"]), tags: tagList(v["keywords"]), address: words(v["url"]),
	}
	if l.headline == "" {
		l.headline = words(v["name"])
	}
	if l.published == "" {
		l.published = words(v["uploadDate"])
	}
	if l.authors == nil {
		l.authors = names(v["creator"])
	}
	if publishers := names(v["publisher"]); len(publishers) > 0 {
		l.publisher = publishers[0]
	}
	l.image, l.caption, l.credit = imageOf(v["image"])
	for _, kind := range listOf(v["@type"]) {
		if candidate := (linked{kind: words(kind)}); candidate.rank() > l.rank() {
			l.kind = candidate.kind
		}
	}
	return l
}

func listOf(v any) []any {
	if list, ok := v.([]any); ok {
		return list[:min(len(list), 50)]
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// words is a value as plain text: the string itself, the first of a list, the name or address of an object.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return markup.Fold(html.UnescapeString(v))
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		if len(v) > 0 {
			if s, ok := v[0].(string); ok {
				return markup.Fold(html.UnescapeString(s))
			}
		}
	case map[string]any:
		for _, key := range []string{"@value", "name", "url", "@id"} {
			if s, ok := v[key].(string); ok {
				return markup.Fold(html.UnescapeString(s))
			}
		}
	}
	return ""
}

func names(v any) []string {
	var all []string
	for _, item := range listOf(v) {
		if object, ok := item.(map[string]any); ok {
			if name, ok := object["name"]; ok {
				for _, each := range listOf(name) {
					if s := words(each); s != "" {
						all = append(all, s)
					}
				}
			}
			continue
		}
		if s := words(item); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func tagList(v any) []string {
	var all []string
	for _, item := range listOf(v) {
		for part := range strings.SplitSeq(words(item), ",") {
			if part = strings.TrimSpace(part); part != "" && len(all) < maxTags {
				all = append(all, part)
			}
		}
	}
	return all
}

const maxTags = 30

func imageOf(v any) (address, caption, credit string) {
	for _, item := range listOf(v) {
		switch item := item.(type) {
		case string:
			return item, "", ""
		case map[string]any:
			if address = words(item["url"]); address == "" {
				address = words(item["contentUrl"])
			}
			if address != "" {
				caption, credit = words(item["caption"]), words(item["creditText"])
				return address, caption, credit
			}
		}
	}
	return "", "", ""
}
