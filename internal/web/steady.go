package web

import (
	"bytes"
	"html/template"
	"strings"
	"sync"

	"nutgraf/internal/news"
)

// This file holds the parts of pages that are the same on many pages. Each is a template that is given a value of few possible ones, and
// nothing else, so what it renders is kept by that value and cannot be out of date: {{steady "places" .Nav}}.

// steadyParts are those of the pages in one language.
type steadyParts struct {
	set  *template.Template
	mu   sync.RWMutex
	kept map[steadyPart]template.HTML
}

type steadyPart struct {
	name string
	of   any // comparable
}

// maxSteady is how many are kept. There are fewer: it is for those who one day give a value of many possible ones.
const maxSteady = 1000

func (p *steadyParts) render(name string, of any) (template.HTML, error) {
	key := steadyPart{name, of}
	p.mu.RLock()
	part, known := p.kept[key]
	p.mu.RUnlock()
	if known {
		return part, nil
	}
	var b bytes.Buffer
	if err := p.set.ExecuteTemplate(&b, name, of); err != nil {
		return "", err
	}
	part = template.HTML(b.String()) //nolint:gosec // html/template made it
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.kept == nil || len(p.kept) == maxSteady {
		p.kept = map[steadyPart]template.HTML{}
	}
	p.kept[key] = part
	return part, nil
}

// nav is the way round the site, as seen from one of its places; empty: from elsewhere.
type nav string

// places are the ways into the news that are no sections.
var places = []tab{
	{Name: news.Word("Trending"), URL: "/trending"}, {Name: news.Word("Threads"), URL: "/threads"}, {Name: news.Word("Quotes"), URL: "/quotes"},
	{Name: news.Word("People"), URL: "/people"}, {Name: news.Word("Agenda"), URL: "/agenda"}, {Name: news.Word("Audio & video"), URL: "/media"},
}

// river is the place of all that is new.
var river = tab{Name: news.Word("Latest"), URL: "/latest"}

// navAt is the way round from a path, which stands at one place or below it.
func navAt(path string) nav {
	for _, place := range append(append([]tab{river}, places...), nav("").Sections()...) {
		if strings.HasPrefix(path+"/", place.URL+"/") {
			return nav(place.URL)
		}
	}
	return ""
}

func (n nav) from(place tab) tab {
	place.Here = place.URL == string(n)
	return place
}

// Newest leads to the river.
func (n nav) Newest() tab { return n.from(river) }

// Places lead to the news by other ways than sections.
func (n nav) Places() []tab { return worded(places, n.from) }

// Sections lead to them.
func (n nav) Sections() []tab {
	return worded(news.Sections(), func(s news.Section) tab { return n.from(tab{Name: sectionName(s), URL: sectionPath(s)}) })
}

// look is what a reader chose of how pages look.
type look struct{ Tongue, Theme, Size string }

// Tongues are the languages of the interface.
func (l look) Tongues() []choice { return tongues(l.Tongue) }

// Themes are the colours.
func (l look) Themes() []choice { return themes(l.Theme) }

// Sizes are those of letters.
func (l look) Sizes() []choice { return sizes(l.Size) }

// kitFiles are what a page is drawn with.
type kitFiles struct {
	Style, Script, Icon string
	TouchIcon           string // for home screens
	Theme               string
}

// Papers are the colours of the page, for what a browser draws round it.
func (k kitFiles) Papers() []paper { return papers(k.Theme) }
