package extract

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Pages that are drawn by a program carry their article as JSON in a script: Next.js, Nuxt, Gatsby, Apollo, Arc's Fusion
// and many a house's own. That JSON is only parsed, never run, and only when the rest of the page says too little.

const (
	maxScripts    = 12      // of one page that are kept
	maxEmbedded   = 3 << 20 // bytes of one script that are read
	maxSearched   = 200_000 // values that are looked at in all scripts
	embeddedDepth = 24      // how deep articles are looked for
	maxBody       = 2000    // paragraphs of a body that are taken
	maxBodyBytes  = 1 << 20 // and their bytes
	minEmbedded   = 200     // bytes of a script for it to carry an article
	embeddedStart = 300     // bytes in which a script must come to its JSON
)

// story is an article as embedded JSON has it.
type story struct {
	headline  string
	summary   string
	authors   []credited
	published string
	modified  string
	image     string
	section   string
	body      []string // its paragraphs
}

// stateNames are what programs call the JSON in their scripts.
var stateNames = []string{"__NEXT_DATA__", "__NUXT__", "__INITIAL_STATE__", "__PRELOADED_STATE__", "__INITIAL_DATA__", "__APOLLO_STATE__",
	"__PRELOADED", "__STATE__", "__data", "globalContent", "initialState", "__remixContext", "__INITIAL_PROPS__", "__pageData", "PAGE_DATA"}

// carriesJSON reports whether a script of a page is one whose JSON may hold its article.
func carriesJSON(kind, text string) bool {
	if len(text) < minEmbedded || len(text) > maxEmbedded {
		return false
	}
	if strings.HasSuffix(kind, "/json") || kind == "text/json" {
		return true
	}
	if kind != "" && !strings.Contains(kind, "javascript") && kind != "module" {
		return false
	}
	start := text[:min(len(text), embeddedStart)]
	return strings.Contains(start, "{") && anyIn(start, stateNames)
}

// mayTell reports whether [evidence.script] may take anything from a script, by its start tag.
func mayTell(tag, text string) bool {
	return strings.Contains(tag, "&") || strings.Contains(strings.ToLower(tag), "json") || carriesJSON("", text)
}

// story is the article of the page's embedded JSON that agrees with its title, nil when there is none. It is looked for
// once, at the first call.
func (e *evidence) story() *story {
	if e.told != nil || len(e.scripts) == 0 {
		return e.told
	}
	s := search{left: maxSearched, titles: []string{e.first("og:title"), e.article().headline, e.title}}
	for _, script := range e.scripts {
		for _, value := range stateValues(script) {
			s.look(value, 0)
		}
	}
	e.scripts = nil
	e.told = &s.best
	return e.told
}

// bodies are the paragraphs of the article in the page's embedded JSON or, failing that, in its JSON-LD: for pages whose
// own elements are empty until a program draws them.
func (e *evidence) bodies() []string {
	if s := e.story(); s != nil && len(s.body) > 0 {
		return s.body
	}
	if body := e.article().body; body != "" {
		return paragraphs(body, nil)
	}
	return nil
}

// stateValues reads the JSON values of a script: all of it, or each object that is assigned to a name.
func stateValues(script string) []any {
	script = strings.TrimSpace(script)
	var all []any
	for i := 0; i < 4 && script != ""; i++ {
		from := strings.IndexAny(script, "{[")
		if from < 0 {
			break
		}
		var value any
		decoder := json.NewDecoder(strings.NewReader(script[from:]))
		if decoder.Decode(&value) != nil {
			next := strings.Index(script[from:], "={")
			if next < 0 {
				break
			}
			script = script[from+next+1:]
			continue
		}
		all = append(all, value)
		script = script[from+int(decoder.InputOffset()):]
	}
	return all
}

// search looks for the article in a tree of JSON.
type search struct {
	left   int
	titles []string
	best   story
	score  float64
}

func (s *search) look(value any, depth int) {
	if s.left--; s.left < 0 || depth > embeddedDepth {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			s.look(item, depth+1)
		}
	case map[string]any:
		s.weigh(v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch item := v[key].(type) {
			case []any, map[string]any:
				s.look(item, depth+1)
			case string: // JSON within JSON
				if len(item) > minEmbedded && (item[0] == '{' || item[0] == '[') {
					var inner any
					if json.Unmarshal([]byte(item), &inner) == nil {
						s.look(inner, depth+2)
					}
				}
			}
		}
	}
}

// weigh takes an object as the article when it is more like it than any before: its headline is the page's, and it has
// a body, a date, authors.
func (s *search) weigh(v map[string]any) {
	headline := inner(v, "headline", "headlines", "title", "webTitle", "name")
	if len(headline) < 8 || len(headline) > 400 {
		return
	}
	score := 0.0
	for _, title := range s.titles {
		if title != "" {
			score = max(score, overlap(headline, title))
		}
	}
	if score < .5 {
		return
	}
	found := story{
		headline:  headline,
		summary:   inner(v, "description", "standfirst", "dek", "subheadline", "summary", "excerpt", "lead"),
		published: inner(v, "datePublished", "publishedAt", "published_at", "firstPublished", "firstPublishedAt", "first_publish_date", "publishedDate", "publishDate", "publicationDate", "publication_date", "publish_date", "display_date", "published", "date", "createdAt"),
		modified:  inner(v, "dateModified", "updatedAt", "updated_at", "lastPublished", "lastModified", "modifiedDate", "last_updated_date", "updateDate", "modified"),
		section:   inner(v, "section", "articleSection", "primarySection", "category"),
		image:     inner(v, "leadImage", "image", "heroImage", "featuredImage", "featured_image", "thumbnail", "promo_items"),
	}
	for _, key := range []string{"authors", "author", "byline", "bylines", "credits", "contributors", "writers"} {
		if found.authors = storyAuthors(v[key], 0); len(found.authors) > 0 {
			break
		}
	}
	for _, key := range []string{"articleBody", "body", "content_elements", "content", "bodyText", "text", "paragraphs", "blocks", "html", "components", "main"} {
		if body := paragraphs(v[key], nil); bytesOf(body) > bytesOf(found.body) {
			found.body = body
		}
	}
	score += min(2, float64(bytesOf(found.body))/1500)
	if found.published != "" {
		score++
	}
	if len(found.authors) > 0 {
		score++
	}
	if score > s.score && score > 1.5 {
		s.best, s.score = found, score
	}
}

func bytesOf(all []string) int {
	n := 0
	for _, s := range all {
		n += len(s)
	}
	return n
}

// inner is the text under the first of the keys that has one, within an object of usual names if need be.
func inner(v map[string]any, keys ...string) string {
	for _, key := range keys {
		switch item := v[key].(type) {
		case string:
			if s := unescaped(item[:min(len(item), maxClaim)]); s != "" {
				return s
			}
		case float64:
			if item > 6e8 && item < 5e12 {
				return jsonNumber(item)
			}
		case map[string]any:
			for _, deeper := range []string{"basic", "text", "title", "name", "url", "src", "iso", "$date", "display", "rendered"} {
				if s, ok := item[deeper].(string); ok && s != "" {
					return unescaped(s[:min(len(s), maxClaim)])
				}
			}
		}
	}
	return ""
}

func jsonNumber(n float64) string {
	written, err := json.Marshal(int64(n))
	if err != nil {
		return ""
	}
	return string(written)
}

// storyAuthors finds names in the shapes that programs give them: "By A and B", [{"name": …}], {"by": [{"name": …}]},
// {"nodes": [{"node": {"name": …}}]}.
func storyAuthors(v any, depth int) []credited {
	if depth > 4 {
		return nil
	}
	switch v := v.(type) {
	case string:
		if s := unescaped(v[:min(len(v), maxClaim)]); s != "" && !isAddress(s) && len(s) < 200 {
			return []credited{{name: s}}
		}
	case []any:
		var all []credited
		for _, item := range v[:min(len(v), maxAuthors)] {
			all = append(all, storyAuthors(item, depth+1)...)
		}
		return all
	case map[string]any:
		if first, last := words(v["firstName"]), words(v["lastName"]); first != "" && last != "" {
			return []credited{{name: first + " " + last}}
		}
		for _, key := range []string{"name", "fullName", "displayName", "full_name", "title", "by", "authors", "nodes", "node", "person", "text", "basic"} {
			if all := storyAuthors(v[key], depth+1); len(all) > 0 {
				return all
			}
		}
	}
	return nil
}
