package web

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"nutgraf/internal/markup"
	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// templateSets are the pages, a set for each language of the interface, made when the first reader wants it.
type templateSets struct {
	files fs.FS
	fresh bool // read anew each time, for design work
	mu    sync.Mutex
	sets  map[string]*template.Template // by the tag of the language
}

// builtIn are the embedded pages: all sites of a process share them.
var builtIn = &templateSets{files: embedded, sets: map[string]*template.Template{}}

// set is the pages in the language of a speaker, each a template by its [pageName].
func (t *templateSets) set(say *message.Speaker) (*template.Template, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if set := t.sets[say.Tag]; set != nil && !t.fresh {
		return set, nil
	}
	set, err := parseTemplates(t.files, say)
	if err == nil {
		fold(set, say)
		t.sets[say.Tag] = set
	}
	return set, err
}

// parseTemplates reads templates/pages/*.html, each with a layout of its own around what it defines as "main"; the parts
// are there once for all pages, which saves nine tenths of the memory of a set for each page.
func parseTemplates(files fs.FS, say *message.Speaker) (*template.Template, error) {
	var parts steadyParts
	set, err := template.New("").Funcs(functions(say)).Funcs(template.FuncMap{"steady": parts.render}).ParseFS(files, "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	layout, err := fs.ReadFile(files, "templates/layout.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	for _, file := range names {
		page, err := fs.ReadFile(files, file)
		if err != nil {
			return nil, fmt.Errorf("web: templates: %w", err)
		}
		name := strings.TrimSuffix(path.Base(file), ".html")
		own := strings.NewReplacer(`{{define "main"}}`, `{{define "main of `+name+`"}}`, `{{template "main" .}}`, `{{template "main of `+name+`" .}}`)
		if _, err = set.New("file of " + name).Parse(own.Replace(string(page))); err == nil {
			_, err = set.New(pageName(name)).Parse(own.Replace(string(layout)))
		}
		if err != nil {
			return nil, fmt.Errorf("web: template %s: %w", file, err)
		}
	}
	parts.set = set
	return set, nil
}

// pageName is what a page's template is called, for parts have names of their own.
func pageName(name string) string { return "page of " + name }

// functions are what templates may call: words only, no decisions. All words of the interface go through t, n or say.
func functions(speaker *message.Speaker) template.FuncMap {
	return template.FuncMap{
		"t":        speaker.T, // t "Search": a message; t "Read at %s" .Host
		"n":        speaker.N, // n "%d source" "%d sources" .Sources: a message about so many
		"say":      speaker.Say,
		"jumps":    jumps,
		"count":    count,
		"language": languageName,
		"long":     func(headline string) bool { return utf8.RuneCountInString(headline) > longHeadline },
		"ago":      func(t stamp) string { return t.ago(speaker) },
		"full":     func(t stamp) string { return t.full(speaker) },
		"mark": func(t interface {
			mark(*message.Speaker) template.HTMLAttr
		}) template.HTMLAttr {
			return t.mark(speaker)
		},
		"spell":    func(d daysLine) string { return d.spell(speaker) },
		"soon":     func(d daysLine) string { return d.soon(speaker) },
		"day":      func(t stamp) string { return t.day(speaker) },
		"bdi":      isolated,
		"country":  func(letters string) string { return countryIn(speaker, letters) },
		"longdate": func(t time.Time) string { return speaker.Date(t, paperDay) },
	}
}

// longHeadline is how many characters a headline may have before lists set it smaller and cut it: posts without one have their text.
const longHeadline = 140

// isolated sets a name apart, so that its direction and its sentence's leave each other alone; it is <bdi> within a message.
func isolated(name string) string { return "\u2068" + name + "\u2069" }

// paperDay is a date as newspapers have it on top.
var paperDay = news.Word("Monday, 2 January 2006")

// buffers are for pages in the making.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page renders a page with its view.
func (s *Site) page(r *http.Request, status int, name string, view any) (*reply, error) {
	templates, err := s.templates.set(s.say(r))
	if err != nil {
		return nil, err
	}
	if err := s.complete(r); err != nil {
		return nil, err
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := templates.ExecuteTemplate(b, pageName(name), view); err != nil {
		return nil, fmt.Errorf("web: page %s: %w", name, err)
	}
	a := ok(htmlType, bytes.Clone(b.Bytes()))
	a.fresh = s.Files != nil // who works on the pages wants to see the change
	if status != http.StatusOK {
		a.status, a.etag = status, ""
	}
	return a, nil
}

// The templates' escaping takes several calls for each value. A long page has the same few attributes a hundred times,
// so those are written once, here, and escaped here.

// tongue says in which language an element is, and which way that is written.
func tongue(tag string) template.HTMLAttr {
	direction := direction(tag)
	if direction == "auto" {
		return `dir="auto"`
	}
	return template.HTMLAttr(`lang="` + html.EscapeString(tag) + `" dir="` + direction + `"`) //nolint:gosec // escaped
}

// leadsTo makes an element lead to a page of this site, and to nothing else.
func leadsTo(path string) template.HTMLAttr {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return ""
	}
	return template.HTMLAttr(`href="` + html.EscapeString(path) + `"`) //nolint:gosec // escaped, and a path
}

// trusted is the one door through which HTML from outside comes into a page: sanitized on its way in by whoever
// stored it, and again here, because a type cannot prove safety across a database.
func trusted(fragment, base string) template.HTML {
	return template.HTML(markup.Sanitize(fragment, base)) //nolint:gosec // that is what this function is for
}
