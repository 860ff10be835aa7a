package web_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

// needed are the properties without which a type of schema.org tells nothing.
var needed = map[string][]string{
	"NewsArticle":    {"headline", "url", "isBasedOn", "datePublished", "publisher", "inLanguage", "isAccessibleForFree"},
	"CollectionPage": {"name", "url", "mainEntity"}, "ItemList": {"itemListElement"}, "BreadcrumbList": {"itemListElement"},
	"ListItem": {"position"}, "WebSite": {"name", "url", "potentialAction"}, "SearchAction": {"target", "query-input"}, "EntryPoint": {"urlTemplate"},
	"Person": {"name"}, "Organization": {"name"}, "Place": {"name"}, "Quotation": {"text", "url", "isPartOf"}, "CreativeWork": {"headline"},
}

// TestMarkup reads what pages say of themselves, and holds it to what it claims to be.
func TestMarkup(t *testing.T) {
	t.Parallel()
	site := newSite(t, options(world(pictures)))
	for path, types := range map[string][]string{
		"/": {"WebSite"}, "/latest": {"CollectionPage", "BreadcrumbList"}, "/section/world": {"CollectionPage", "BreadcrumbList"},
		"/story/1": {"CollectionPage", "BreadcrumbList"}, "/article/100": {"NewsArticle", "BreadcrumbList"}, "/source/1": {"CollectionPage", "BreadcrumbList"},
		"/thread/1": {"CollectionPage", "BreadcrumbList"}, "/threads": {"CollectionPage", "BreadcrumbList"}, "/entity/1": {"Person", "BreadcrumbList"},
		"/entity/3": {"Place", "BreadcrumbList"}, "/people": {"CollectionPage", "BreadcrumbList"}, "/quotes": {"CollectionPage", "BreadcrumbList"},
		"/quote/1": {"Quotation", "BreadcrumbList"}, "/sources": {"BreadcrumbList"}, "/about": {"BreadcrumbList"}, "/agenda": {"BreadcrumbList"},
	} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		text := page(t, site, path).Find("script[type='application/ld+json']").Text()
		if len(text) > 2048 {
			t.Errorf("%s: %d bytes of markup, want 2048 at most", path, len(text))
		}
		var graph struct {
			Context string           `json:"@context"`
			Graph   []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(text), &graph); err != nil || graph.Context != "https://schema.org" {
			t.Errorf("%s: %v in %s", path, err, text)
			continue
		}
		var got []string
		for _, thing := range graph.Graph {
			kind, _ := thing["@type"].(string)
			got = append(got, kind)
			checkThing(t, path, thing)
		}
		if !slices.Equal(got, types) {
			t.Errorf("%s: got %q, want %q", path, got, types)
		}
	}
}

// checkThing looks at a thing and all that is in it.
func checkThing(t *testing.T, path string, thing map[string]any) {
	t.Helper()
	kind, _ := thing["@type"].(string)
	for _, name := range needed[kind] {
		if thing[name] == nil || thing[name] == "" {
			t.Errorf("%s: a %s without %s", path, kind, name)
		}
	}
	if needed[kind] == nil {
		t.Errorf("%s: %q is no type that we know", path, kind)
	}
	for name, value := range thing {
		switch v := value.(type) {
		case string:
			if name == "url" || name == "item" || name == "image" || name == "isBasedOn" || name == "mainEntityOfPage" || name == "urlTemplate" {
				if u, err := url.Parse(v); err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") {
					t.Errorf("%s: %s of a %s is %q, want an absolute address", path, name, kind, v)
				}
			}
		case map[string]any:
			checkThing(t, path, v)
		case []any:
			for _, one := range v {
				if inner, is := one.(map[string]any); is {
					checkThing(t, path, inner)
				}
			}
		}
	}
}

// TestCards holds what those show who link to a page to its licence.
func TestCards(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	o := options(s)
	o.Pictures, o.PictureKey = &hung{}, []byte("a key of the tests") // ours are for pages: a card leads to the publisher's
	site := newSite(t, o)
	closed := s.articles[slices.IndexFunc(s.articles, func(a news.Article) bool { return a.SourceID == 3 && a.Image.URL != "" })]
	for path, want := range map[string]map[string]string{
		"/":                              {"og:type": "website", "og:site_name": "Nutgraf", "og:title": "Nutgraf", "og:locale": "en", "og:image": ""},
		"/story/1":                       {"og:type": "article", "og:image": "https://pictures.example/a.jpg", "og:title": headlines[0].lines[0], "article:section": "World"},
		"/article/100":                   {"og:type": "article", "og:url": "https://selwyn-wire.example/news/1-0", "og:image": "https://pictures.example/a.jpg"},
		"/article/" + closed.ID.String(): {"og:type": "article", "og:image": "", "og:description": ""}, // of one who allows the headline alone
		"/entity/1":                      {"og:type": "profile", "og:title": "Ilse Marrow"},
	} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		d := page(t, site, path)
		for property, content := range want {
			if got := d.Find("meta[property='"+property+"']").AttrOr("content", ""); got != content {
				t.Errorf("%s: %s is %q, want %q", path, property, got, content)
			}
		}
		picture := d.Find("meta[property='og:image']").Length() == 1
		if look := d.Find("meta[name='twitter:card']").AttrOr("content", ""); (look == "summary_large_image") != picture {
			t.Errorf("%s: card %q, and a picture: %v", path, look, picture)
		}
		for _, property := range []string{"og:title", "og:url", "og:type", "og:site_name"} {
			if d.Find("meta[property='"+property+"']").Length() != 1 {
				t.Errorf("%s: not one %s", path, property)
			}
		}
	}
}

// fetched are the elements whose contents a browser fetches by itself.
const fetched = "script[src], link[rel=stylesheet], link[rel=icon], link[rel=manifest], link[rel=preload], link[rel=modulepreload], link[rel=prefetch], " +
	"link[rel=preconnect], link[rel=dns-prefetch], img, iframe, embed, object, source, audio:not([preload=none]), video:not([preload=none]), video[poster], input[type=image]"

// TestNoStrangers looks on all pages for what would have a browser call another host without being asked to.
func TestNoStrangers(t *testing.T) {
	t.Parallel()
	o, _ := hanging(world(pictures))
	site := newSite(t, o)
	for _, path := range []string{"/", "/latest", "/latest?kind=audio", "/trending", "/media", "/section/world", "/story/1", "/article/100", "/article/300", "/article/103", "/source/1",
		"/thread/1", "/entity/1", "/people", "/quotes", "/quote/1", "/agenda", "/timeline?q=dam", "/search?q=dam", "/sources", "/about", "/welcome", "/sign-in"} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		d := page(t, site, path)
		if d.Find("script[src], link[rel=stylesheet]").Length() < 2 {
			t.Errorf("%s: there is no style or script to look at", path)
		}
		d.Find(fetched).Each(func(_ int, e *goquerySelection) {
			for _, attribute := range []string{"src", "href", "srcset", "poster", "data"} {
				if address := e.AttrOr(attribute, ""); strings.Contains(address, "//") {
					t.Errorf("%s: a browser would fetch %s", path, address)
				}
			}
		})
	}
}
