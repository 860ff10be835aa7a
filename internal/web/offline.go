package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"nutgraf/internal/news"
)

// paperColours are the background of each theme, as in static/css/00-colours.css.
var paperColours = map[string]string{"light": "#fcfaf6", "dark": "#141518", "sepia": "#f5ead3"}

// paper is the colour of the page, for what a browser draws round it.
type paper struct{ Colour, Media string }

func papers(theme string) []paper {
	if colour := paperColours[theme]; colour != "" {
		return []paper{{colour, ""}}
	}
	return []paper{{paperColours["light"], "(prefers-color-scheme: light)"}, {paperColours["dark"], "(prefers-color-scheme: dark)"}}
}

const iconColour = "#9a2617"

// manifest is what a device needs to install the site (W3C Web Application Manifest).
type manifest struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	ShortName   string         `json:"short_name"`
	Description string         `json:"description"`
	Lang        string         `json:"lang"`
	Dir         string         `json:"dir"`
	StartURL    string         `json:"start_url"`
	Scope       string         `json:"scope"`
	Display     string         `json:"display"`
	Background  string         `json:"background_color"`
	Theme       string         `json:"theme_color"`
	Icons       []manifestIcon `json:"icons"`
	Shortcuts   []shortcut     `json:"shortcuts"`
	Categories  []string       `json:"categories"`
}

type manifestIcon struct {
	Src     string `json:"src"`
	Type    string `json:"type"`
	Sizes   string `json:"sizes"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

func (s *Site) manifest(r *http.Request) (*reply, error) {
	say := s.say(r)
	m := manifest{
		ID: "/", Name: s.Title, ShortName: s.Title, Description: say.T("The news from the publishers chosen here, with copies folded and every source named."),
		Lang: say.Tag, Dir: say.Dir, StartURL: "/", Scope: "/", Display: "minimal-ui",
		Background: paperColours["light"], Theme: iconColour, Categories: []string{"news"},
		Icons: []manifestIcon{
			{s.static.path("icon.svg"), "image/svg+xml", "any", ""},
			{s.static.path("icon-192.png"), "image/png", "192x192", ""},
			{s.static.path("icon-512.png"), "image/png", "512x512", ""},
			{s.static.path("icon-mask.png"), "image/png", "512x512", "maskable"},
		},
	}
	for _, page := range []struct{ name, path string }{
		{news.Word("Latest"), "/latest"}, {news.Word("Saved"), "/saved"}, {news.Word("Search"), "/search"},
	} {
		m.Shortcuts = append(m.Shortcuts, shortcut{say.T(page.name), page.path})
	}
	body, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	return ok("application/manifest+json", body), nil
}

// worker is the service worker: the file with the version and the list of what every page needs above it. Its bytes
// change with the static files, which is how browsers learn of a new version.
func (s *Site) worker(*http.Request) (*reply, error) {
	code, err := s.static.read("worker.js")
	if err != nil {
		return nil, err
	}
	files := []string{s.static.path("style.css"), s.static.path("script.js"), s.static.path("icon.svg"), "/offline"}
	list, err := json.Marshal(files)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "const version = %q, files = %s;\n", versionOf(files), list)
	b.Write(code)
	answer := ok("text/javascript; charset=utf-8", b.Bytes())
	answer.keep = "public, no-cache"
	return answer, nil
}

// versionOf names a set of static files by the hashes in their names.
func versionOf(files []string) string {
	var hashes []string
	for _, file := range files {
		if parts := strings.Split(file, "."); len(parts) == 3 {
			hashes = append(hashes, parts[1])
		}
	}
	return strings.Join(hashes, "-")
}

// offlineView is the page for when there is no network and no kept copy.
type offlineView struct{ frame }

func (s *Site) offline(r *http.Request) (*reply, error) {
	view := &offlineView{frame: s.frame(r, s.say(r).T("No network"))}
	view.Hidden = true
	return s.page(r, http.StatusOK, "offline", view)
}
