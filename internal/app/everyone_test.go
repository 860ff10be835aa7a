package app_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestForEveryone looks at every page as people do who do not see it, do not point at it, or want it large: in one
// browser, at one service with the demo press and one that is new.
func TestForEveryone(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	if err := chromedp.Do(ctx); err != nil { // it starts, so that tabs can be opened
		t.Fatal(err)
	}
	address, _ := start(t, settings(t.TempDir()))
	fresh := settings(t.TempDir())
	fresh.Demo, fresh.DemoClock, fresh.AdminPassword = false, "", ""
	unset, _ := start(t, fresh)
	awaitDemo(t, address)
	for _, look := range []struct {
		name          string
		width, height int64
		tongue        string
		themes        []string
	}{
		{"phone", 390, 844, "en", []string{"light", "dark"}},
		{"desktop", 1280, 900, "ar", []string{"light", "dark"}},
	} {
		t.Run("axe "+look.name, func(t *testing.T) {
			t.Parallel()
			source := axe(t)
			ctx := tab(t, ctx, look.width, look.height)
			chooseTongue(t, ctx, address, look.tongue)
			chooseTongue(t, ctx, unset, look.tongue)
			look := func(page string) { judge(t, ctx, source, page, look.themes) }
			goThrough(t, ctx, address, tour, look)
			goThrough(t, ctx, unset, newTour, look)
			signIn(t, ctx, address)
			keepSearch(t, ctx, address)
			goThrough(t, ctx, address, ownersTour, look)
		})
	}
	t.Run("keyboard", func(t *testing.T) {
		t.Parallel()
		ctx := tab(t, ctx, 1280, 900)
		visit(t, ctx, address+"/")
		skips(t, ctx, "/")
		unfolds(t, ctx, "/")
		look := func(page string) { byKeyboard(t, ctx, page) }
		goThrough(t, ctx, address, tour, look)
		goThrough(t, ctx, unset, newTour, look)
		signIn(t, ctx, address)
		keepSearch(t, ctx, address)
		goThrough(t, ctx, address, ownersTour, look)
	})
	t.Run("room", func(t *testing.T) {
		t.Parallel()
		ctx := tab(t, ctx, 320, 900)
		for _, tongue := range []string{"en", "ar"} {
			chooseTongue(t, ctx, address, tongue)
			look := func(page string) { needsNoRoom(t, ctx, page) }
			goThrough(t, ctx, address, tour, look)
			goThrough(t, ctx, unset, newTour, look)
		}
		signIn(t, ctx, address)
		keepSearch(t, ctx, address)
		goThrough(t, ctx, address, ownersTour, func(page string) { needsNoRoom(t, ctx, page) })
	})
	t.Run("paper", func(t *testing.T) {
		t.Parallel()
		ctx := tab(t, ctx, 1280, 900)
		goThrough(t, ctx, address, map[string][]string{
			"GET /story/{id}/{slug}": tour["GET /story/{id}/{slug}"], "GET /article/{id}/{slug}": {"/article/1"},
		}, func(page string) { prints(t, ctx, page) })
	})
}

// chooseTongue makes the interface speak a language, in this tab.
func chooseTongue(t *testing.T, ctx context.Context, address, tongue string) {
	t.Helper()
	visit(t, ctx, address+"/about")
	ask[bool](t, ctx, `document.cookie = "tongue=`+tongue+`; path=/", true`)
}

// signIn makes a tab the administrator's.
func signIn(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	visit(t, ctx, address+"/sign-in", chromedp.WaitVisible("#password"))
	if err := chromedp.Do(ctx, chromedp.SendKeys("#password", "correct horse"), chromedp.Submit("#password"), chromedp.WaitReady("form[action='/sign-out']")); err != nil {
		t.Fatalf("sign in: %v", err)
	}
}

// keepSearch keeps a search for the administrator, whose tab it is; it is the first that is kept, however often it is.
func keepSearch(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	visit(t, ctx, address+"/search?q=Tamsel", chromedp.WaitReady(".save-search"))
	if ask[bool](t, ctx, `document.querySelector(".save-search form") !== null`) {
		if err := chromedp.Do(ctx, chromedp.Click(".save-search > summary"), chromedp.WaitVisible(".save-search form"), chromedp.Submit(".save-search form"), chromedp.WaitReady(".save-search > a")); err != nil {
			t.Fatalf("keep a search: %v", err)
		}
	}
}

// finding is what axe says of some elements.
type finding struct {
	ID, Help string
	Tags     []string
	Nodes    []struct {
		HTML    string
		Target  []any
		Summary string `json:"failureSummary"`
	}
}

// judge runs all rules of WCAG 2.2 A and AA, and those that axe holds for good practice, in the first theme, and those on contrast in the others.
func judge(t *testing.T, ctx context.Context, source, page string, themes []string) {
	t.Helper()
	if !ask[bool](t, ctx, source+"; typeof axe.run == 'function'") {
		t.Fatal("axe did not load")
	}
	for i, theme := range themes {
		rules := `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
		if i > 0 {
			rules = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
		}
		text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.dataset.theme = "`+theme+`";
			axe.run(document, {runOnly: `+rules+`, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"], preload: false})
				.then(result => JSON.stringify(result.violations))`, chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		var findings []finding
		if err := json.Unmarshal([]byte(text), &findings); err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			for _, n := range f.Nodes[:min(3, len(f.Nodes))] {
				t.Errorf("%s, %s: %s %v: %s\n\t%v\n\t%s\n\t%s", page, theme, f.ID, f.Tags[:2], f.Help, n.Target, n.HTML, strings.ReplaceAll(n.Summary, "\n", " "))
			}
		}
	}
}

// axe is the source of the checker, which .ci/axe fetches. Without it the test says what it does not run; with CI=true that is a failure.
func axe(t *testing.T) string {
	t.Helper()
	cache := os.Getenv("XDG_CACHE_HOME")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			t.Fatal(err)
		}
		cache = filepath.Join(home, ".cache")
	}
	source, err := os.ReadFile(filepath.Join(cache, "nutgraf", "axe.min.js"))
	if err == nil {
		return string(source)
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no axe-core here: the pages are not checked for accessibility: %v", err)
	}
	t.Skip("not run: the pages checked for accessibility; no axe-core here, and .ci/axe fetches it with npm")
	return ""
}
