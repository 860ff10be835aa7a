package extract

import "strings"

// linked is an object of JSON-LD that describes an article, its media or its page.
type linked struct {
	kind      string // its most telling @type
	headline  string
	other     []string // alternativeHeadline and the like
	authors   []credited
	published string
	modified  string
	image     picture
	section   string
	summary   string
	publisher string
	language  string
	address   string
	tags      []string
	body      string
	free      string // isAccessibleForFree, of it or a part of it: "true", "false" or empty
	licence   string
	holder    string
	mediaURL  string
}

// credited is an author as structured data name one.
type credited struct {
	name   string
	group  bool // said to be an organization
	person bool // said to be a person
}

// picture is an image with the words that structured data give it.
type picture struct{ address, caption, credit string }

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
	maxNodes  = 2000    // objects with an @id that are known
)

// linkedCues stand in a script that says something about an article or a person; others are not decoded.
var linkedCues = []string{"Article", "Posting", "Report", "Review", "Object", "Episode", "Page", "Person"}

// graph is what one script of JSON-LD holds. Objects may name others by their @id alone.
type graph struct {
	nodes map[string]map[string]any
	found []linked
}

// readLinked reads the objects of one JSON-LD script that describe an article, its media or its page.
func readLinked(script string) []linked {
	if len(script) > maxLinked || !anyIn(script, linkedCues) {
		return nil
	}
	values := looseJSON(script)
	g := graph{nodes: map[string]map[string]any{}}
	for _, value := range values {
		g.index(value, 0)
	}
	for _, value := range values {
		g.collect(value, 0)
	}
	return g.found
}

// index notes the objects that have an @id and say more than that.
func (g *graph) index(value any, depth int) {
	if depth > linkDepth || len(g.nodes) >= maxNodes {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			g.index(item, depth+1)
		}
	case map[string]any:
		if id, _ := v["@id"].(string); id != "" && len(v) > len(g.nodes[id]) && len(v) > 1 {
			g.nodes[id] = v
		}
		for _, key := range nodeKeys {
			if item, there := v[key]; there {
				g.index(item, depth+1)
			}
		}
	}
}

// nodeKeys lead to the objects that others name.
var nodeKeys = []string{"@graph", "author", "creator", "publisher", "image", "primaryImageOfPage", "mainEntity", "mainEntityOfPage", "hasPart", "isPartOf"}

// node is the object that a value is or names by its @id, nil when it is none.
func (g *graph) node(value any) map[string]any {
	switch v := value.(type) {
	case string:
		return g.nodes[v]
	case map[string]any:
		if id, _ := v["@id"].(string); id != "" && len(v) <= 2 && v["name"] == nil {
			if known := g.nodes[id]; known != nil {
				return known
			}
		}
		return v
	}
	return nil
}

func (g *graph) collect(value any, depth int) {
	if depth > linkDepth || len(g.found) >= maxLinks {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			g.collect(item, depth+1)
		}
	case map[string]any:
		if l := g.linked(v); l.rank() > 0 {
			g.found = append(g.found, l)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "video", "audio", "hasPart"} {
			g.collect(v[key], depth+1)
		}
	}
}

func (g *graph) linked(v map[string]any) linked {
	l := linked{}
	for _, kind := range listOf(v["@type"]) {
		candidate := linked{kind: words(kind)}
		if _, name, found := strings.Cut(candidate.kind, ":"); found { // schema:NewsArticle
			candidate.kind = name[strings.LastIndexByte(name, '/')+1:]
		}
		if candidate.rank() > l.rank() {
			l.kind = candidate.kind
		}
	}
	if l.rank() == 0 {
		return l
	}
	l.headline = firstOf(words(v["headline"]), words(v["name"]))
	for _, key := range []string{"alternativeHeadline", "alternateName", "name"} {
		if other := words(v[key]); other != "" && other != l.headline {
			l.other = append(l.other, other)
		}
	}
	l.published = firstOf(words(v["datePublished"]), words(v["uploadDate"]), words(v["dateCreated"]))
	l.modified = firstOf(words(v["dateModified"]), words(v["dateUpdated"]))
	l.section, l.summary, l.language = words(v["articleSection"]), words(v["description"]), words(v["inLanguage"])
	l.body, l.mediaURL, l.address = words(v["articleBody"]), words(v["contentUrl"]), words(v["url"])
	l.tags, l.licence = tagList(v["keywords"]), words(v["license"])
	if l.authors = g.authors(v["author"]); l.authors == nil {
		l.authors = g.authors(v["creator"])
	}
	if publishers := g.authors(v["publisher"]); len(publishers) > 0 {
		l.publisher = publishers[0].name
	}
	if holders := g.authors(v["copyrightHolder"]); len(holders) > 0 {
		l.holder = holders[0].name
	}
	l.free = words(v["isAccessibleForFree"])
	for _, part := range listOf(v["hasPart"]) {
		if object := g.node(part); object != nil && l.free == "" && strings.EqualFold(words(object["isAccessibleForFree"]), "false") {
			l.free = "false"
		}
	}
	l.free = strings.ToLower(l.free)
	for _, key := range []string{"image", "primaryImageOfPage", "thumbnailUrl"} {
		if l.image.address == "" {
			l.image = g.picture(v[key])
		}
	}
	return l
}

// authors are the names of people and bodies in a value.
func (g *graph) authors(v any) []credited {
	var all []credited
	for _, item := range listOf(v) {
		object := g.node(item)
		if object == nil {
			if s := words(item); s != "" && !isAddress(s) {
				all = append(all, credited{name: s})
			}
			continue
		}
		kind := words(object["@type"])
		group := strings.HasSuffix(kind, "Organization") || kind == "Corporation"
		for _, name := range listOf(object["name"]) {
			if s := words(name); s != "" && !isAddress(s) {
				all = append(all, credited{name: s, group: group, person: kind == "Person"})
			}
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

// picture is the first image of a value with its caption and credit.
func (g *graph) picture(v any) picture {
	for _, item := range listOf(v) {
		object := g.node(item)
		if object == nil {
			if s, ok := item.(string); ok {
				return picture{address: strings.TrimSpace(s)}
			}
			continue
		}
		address := firstOf(words(object["contentUrl"]), words(object["url"]))
		if address == "" {
			continue
		}
		p := picture{address: address, caption: words(object["caption"]), credit: words(object["creditText"])}
		for _, key := range []string{"creator", "author", "copyrightHolder", "copyrightNotice"} {
			if p.credit == "" {
				if people := g.authors(object[key]); len(people) > 0 {
					p.credit = people[0].name
				}
			}
		}
		return p
	}
	return picture{}
}
