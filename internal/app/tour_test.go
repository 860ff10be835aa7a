package app_test

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// tour says for every page of the site's map where one is: an address, or `/threads a[href^="/thread/"]` for where the first such
// link on /threads leads. A page that is in none of the three tours makes TestEveryPageIsToured fail.
var tour = map[string][]string{
	"GET /{$}":                 {"/", "/?lang=ar"},
	"GET /latest":              {"/latest"},
	"GET /section/{section}":   {"/section/world"},
	"GET /story/{id}/{slug}":   {`/ .lead a[href^="/story/"]`},
	"GET /story/{id}/why":      {`/story/1 a[href$="/why"]`},
	"GET /article/{id}/{slug}": {"/article/1", `/latest a[href^="/article/"]`},
	"GET /source/{id}/{slug}":  {"/source/1"},
	"GET /thread/{id}/{slug}":  {`/threads a[href^="/thread/"]`},
	"GET /threads":             {"/threads"},
	"GET /entity/{id}/{slug}":  {`/people a[href^="/entity/"]`},
	"GET /people":              {"/people", "/people?q=nobody+at+all"},
	"GET /quotes":              {"/quotes"},
	"GET /quote/{id}":          {"/quote/1"},
	"GET /agenda":              {"/agenda"},
	"GET /timeline":            {"/timeline?q=Tamsel"},
	"GET /sources":             {"/sources"},
	"GET /search":              {"/search", "/search?q=Tamsel", "/search?q=river+-dam+lang:en&order=newest", "/search?q=%22Tamsl+Rivver%22+section:sport"},
	"GET /about":               {"/about"},
	"GET /sign-in":             {"/sign-in"},
	"GET /trending":            {"/trending"},
	"GET /media":               {"/media"},
	"GET /log":                 {"/log"},
	"GET /offline":             {"/offline"},
	"/":                        {"/nowhere"},
}

// ownersTour are the pages that the administrator alone sees, or sees otherwise.
var ownersTour = map[string][]string{
	"GET /source/{id}/{slug}":   {"/source/1"},
	"GET /sources":              {"/sources"},
	"GET /sources/{id}/reading": {"/sources/1/reading"},
	"GET /welcome":              {"/welcome"},
	"GET /settings":             {"/settings"},
	"GET /yours":                {"/yours"},
	"GET /saved":                {"/saved"},
	"GET /history":              {"/history"},
	"GET /mutes":                {"/mutes"},
	"GET /searches":             {"/searches"},
	"GET /searches/{id}":        {"/searches/1"},
	"GET /users":                {"/users"},
}

// newTour are the pages of a service that is new: no password yet, and nothing followed.
var newTour = map[string][]string{
	"GET /setup":   {"/setup"},
	"GET /welcome": {"/welcome"},
	"GET /latest":  {"/latest"},
}

// noPage says why a pattern of the map without an ending is in no tour.
var noPage = map[string]string{
	"GET /story/{id}":     "leads to the address with a name",
	"GET /article/{id}":   "leads to the address with a name",
	"GET /source/{id}":    "leads to the address with a name",
	"GET /thread/{id}":    "leads to the address with a name",
	"GET /entity/{id}":    "leads to the address with a name",
	"GET /join":           "opens with an invitation alone; TestInvitations of web opens it",
	"GET /sponsor/{id}":   "a picture",
	"GET /suggest":        "JSON for the script",
	"GET /new":            "JSON for the script",
	"GET /sitemap/{name}": "a list for machines",
}

// TestEveryPageIsToured compares the tours with the site's map: no page is forgotten, and none is toured that is gone.
func TestEveryPageIsToured(t *testing.T) {
	t.Parallel()
	var patterns []string
	for _, pattern := range siteMap(t) {
		if !strings.HasPrefix(pattern, "POST ") && path.Ext(pattern) == "" { // with an ending it is for programs
			patterns = append(patterns, pattern)
		}
	}
	for _, pattern := range patterns {
		if tour[pattern] == nil && ownersTour[pattern] == nil && newTour[pattern] == nil && noPage[pattern] == "" {
			t.Errorf("%s is not looked at: give it a place in a tour, or say in noPage why it needs none", pattern)
		}
	}
	for _, tour := range []map[string][]string{tour, ownersTour, newTour} {
		for pattern := range tour {
			if !slices.Contains(patterns, pattern) {
				t.Errorf("%s is toured and not on the map", pattern)
			}
		}
	}
}

// siteMap is the list of all patterns, which web's own tests compare with its routes.
func siteMap(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../web/testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// goThrough visits the pages of a tour, in the order of their patterns, and calls look on each. It holds each to its pattern: one
// that leads elsewhere was not seen.
func goThrough(t *testing.T, ctx context.Context, address string, tour map[string][]string, look func(page string)) {
	t.Helper()
	mux := http.NewServeMux()
	for _, pattern := range siteMap(t) {
		mux.HandleFunc(pattern, http.NotFound)
	}
	var patterns []string
	for pattern := range tour {
		patterns = append(patterns, pattern)
	}
	slices.Sort(patterns)
	for _, pattern := range patterns {
		for _, stop := range tour[pattern] {
			page, selector, further := strings.Cut(stop, " ")
			visit(t, ctx, address+page)
			if further {
				visit(t, ctx, ask[string](t, ctx, "document.querySelector(`main "+selector+"`)?.href ?? 'about:blank'"))
			}
			at, err := url.Parse(ask[string](t, ctx, "location.href"))
			if err != nil {
				t.Fatal(err)
			}
			if _, got := mux.Handler(&http.Request{Method: http.MethodGet, URL: at}); got != pattern || at.Host == "" {
				t.Errorf("%q leads to %s, want a page of %s", stop, at, pattern)
				continue
			}
			look(at.RequestURI())
		}
	}
}

// tab opens a tab of the browser, with cookies of its own.
func tab(t *testing.T, ctx context.Context, width, height int64) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatal(err)
	}
	return ctx
}
