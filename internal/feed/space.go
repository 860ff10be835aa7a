package feed

import "strings"

// space is a namespace that we understand. Names of RSS and names without a namespace are core.
type space uint8

const (
	core space = iota
	other
	atom
	atom03
	rdf
	content
	dc
	dcterms
	media
	itunes
	sy
	xhtml
	podcast
	feedburner
	webfeeds
	slash
	thread
	license
	georss
	gml
	geo
	xlink
	opmlSpace
	xmlSpace
	nutgrafSpace // our own words in OPML
)

// spaces maps the addresses of namespaces, lower case and without scheme and final "/" or "#", as feeds spell them.
var spaces = map[string]space{
	"":                                        core,
	"purl.org/rss/1.0":                        core,
	"my.netscape.com/rdf/simple/0.9":          core,
	"channel.netscape.com/rdf/simple/0.9":     core,
	"backend.userland.com/rss":                core,
	"backend.userland.com/rss2":               core,
	"backend.userland.com/rss091":             core,
	"blogs.law.harvard.edu/tech/rss":          core,
	"cyber.law.harvard.edu/rss":               core,
	"purl.org/net/rss1.1":                     core,
	"www.rssboard.org/rss-specification":      core,
	"www.w3.org/2005/atom":                    atom,
	"purl.org/atom/ns":                        atom03,
	"www.w3.org/1999/02/22-rdf-syntax-ns":     rdf,
	"purl.org/rss/1.0/modules/content":        content,
	"purl.org/dc/elements/1.1":                dc,
	"purl.org/dc/elements/1.0":                dc,
	"purl.org/dc/terms":                       dcterms,
	"search.yahoo.com/mrss":                   media,
	"tools.search.yahoo.com/mrss":             media,
	"video.search.yahoo.com/mrss":             media,
	"www.rssboard.org/media-rss":              media,
	"www.itunes.com/dtds/podcast-1.0.dtd":     itunes,
	"www.itunes.com/dtds/pluspodcast-1.0.dtd": itunes,
	"example.com/dtds/podcast-1.0.dtd":        itunes,
	"purl.org/rss/1.0/modules/syndication":    sy,
	"www.w3.org/1999/xhtml":                   xhtml,
	"podcastindex.org/namespace/1.0":          podcast,
	"github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": podcast,
	"rssnamespace.org/feedburner/ext/1.0":                                 feedburner,
	"webfeeds.org/rss/1.0":                                                webfeeds,
	"purl.org/rss/1.0/modules/slash":                                      slash,
	"purl.org/syndication/thread/1.0":                                     thread,
	"backend.userland.com/creativecommonsrssmodule":                       license,
	"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html":             license,
	"web.resource.org/cc":                                                 license,
	"creativecommons.org/ns":                                              license,
	"www.georss.org/georss":                                               georss,
	"www.georss.org/georss/10":                                            georss,
	"www.opengis.net/gml":                                                 gml,
	"www.opengis.net/gml/3.2":                                             gml,
	"www.w3.org/2003/01/geo/wgs84_pos":                                    geo,
	"postneo.com/icbm":                                                    geo,
	"www.google.com/schemas/play-podcasts/1.0":                            itunes, // the same words
	"www.w3.org/1999/xlink":                                               xlink,
	"opml.org/spec2":                                                      opmlSpace,
	"www.w3.org/xml/1998/namespace":                                       xmlSpace,
	"urn:nutgraf:opml":                                                    nutgrafSpace,
	"www.w3.org/2000/svg":                                                 other,
	"www.w3.org/1998/math/mathml":                                         other,
}

// prefixes are the usual ones, lower case.
var prefixes = map[string]space{
	"atom": atom, "atom10": atom, "rdf": rdf, "content": content, "dc": dc, "dcterms": dcterms, "media": media,
	"itunes": itunes, "sy": sy, "xhtml": xhtml, "podcast": podcast, "feedburner": feedburner, "webfeeds": webfeeds,
	"slash": slash, "thr": thread, "creativecommons": license, "cc": license, "georss": georss, "gml": gml, "geo": geo,
	"icbm": geo, "googleplay": itunes, "xlink": xlink, "xml": xmlSpace, "rss": core, "rss1": core,
}

// binding says what a prefix means from an element on.
type binding struct {
	prefix string
	space  space
	depth  int
}

const maxBindings = 64 // in force at a time; more are not seen

func (b *builder) bind(prefix, address string) {
	if len(b.bindings) < maxBindings {
		b.bindings = append(b.bindings, binding{prefix, b.meaning(prefix, address), len(b.open)})
	}
}

// unbind ends the bindings of elements at depth and deeper.
func (b *builder) unbind(depth int) {
	for len(b.bindings) > 0 && b.bindings[len(b.bindings)-1].depth >= depth {
		b.bindings = b.bindings[:len(b.bindings)-1]
	}
}

// meaning knows a namespace by its address, else by its prefix. An unknown default namespace is taken for the feed's own.
func (b *builder) meaning(prefix, address string) space {
	address = strings.ToLower(strings.TrimSpace(b.resolve(address)))
	address = strings.TrimPrefix(strings.TrimPrefix(address, "http://"), "https://")
	if s, known := spaces[strings.TrimRight(address, "/#")]; known {
		return s
	}
	return usual(prefix)
}

func (b *builder) lookup(prefix string) space {
	for i := len(b.bindings) - 1; i >= 0; i-- {
		if b.bindings[i].prefix == prefix {
			return b.bindings[i].space
		}
	}
	return usual(prefix)
}

// usual is what a prefix means where nobody says so.
func usual(prefix string) space {
	if prefix == "" {
		return core
	}
	if s, known := prefixes[lower(prefix)]; known {
		return s
	}
	return other
}
