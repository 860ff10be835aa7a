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

	"nutgraf/internal/markup"
)

// parseTemplates reads templates/pages/*.html, each with the layout and all parts. A page defines "main", and
// "head" when it has more to say there.
func parseTemplates(files fs.FS) (map[string]*template.Template, error) {
	shared, err := template.New("layout.html").Funcs(functions).ParseFS(files, "templates/layout.html", "templates/parts/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: templates: %w", err)
	}
	pages := make(map[string]*template.Template, len(names))
	for _, name := range names {
		page, err := shared.Clone()
		if err == nil {
			page, err = page.ParseFS(files, name)
		}
		if err != nil {
			return nil, fmt.Errorf("web: template %s: %w", name, err)
		}
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages, nil
}

// functions are what templates may call: words only, no decisions.
var functions = template.FuncMap{
	"count":    count,
	"language": languageName,
	"plural": func(n int, one, many string) string {
		if n == 1 {
			return one
		}
		return many
	},
}

// buffers are for pages in the making.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// page renders a page with its view.
func (s *Site) page(status int, name string, view any) (*reply, error) {
	templates := s.templates
	if templates == nil {
		var err error
		if templates, err = parseTemplates(s.Files); err != nil {
			return nil, err
		}
	}
	t := templates[name]
	if t == nil {
		return nil, fmt.Errorf("web: there is no page %q", name)
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := t.ExecuteTemplate(b, "layout.html", view); err != nil {
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
