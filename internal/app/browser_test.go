package app_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser starts headless Chromium. Without one it says what it does not run; with CI=true that is a failure.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium here: the pages are not looked at")
		}
		t.Skip("not run: the pages in a browser; no Chromium here")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(t.TempDir()),
		chromedp.WSURLReadTimeout(60*time.Second))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 25*time.Minute) // it ends what hangs, and is no measure
	t.Cleanup(cancel)
	return ctx
}

// TestPagesInBrowser opens the main pages at phone and desktop width: nothing sticks out, nothing is refused or
// missing, and the way from the front page to an article is there.
func TestPagesInBrowser(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	address, _ := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	var mu sync.Mutex
	var complaints []string
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			complaints = append(complaints, fmt.Sprintf("%s: %s", e.Entry.URL, e.Entry.Text))
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		visit(t, ctx, address+"/", chromedp.EmulateViewport(size.width, size.height))
		visit(t, ctx, address+"/", chromedp.WaitVisible("main h1, main h2"))
		story := ask[string](t, ctx, `document.querySelector('main a[href*="/story/"]').href`)
		visit(t, ctx, story)
		article := ask[string](t, ctx, `document.querySelector('main a[href*="/article/"]').href`)
		for _, page := range []string{address + "/", address + "/section/world", story, article, address + "/sources", address + "/sources?show=moved", address + "/source/1", address + "/search?q=Tamsel", address + "/people", address + "/entity/1", address + "/quotes", address + "/quote/1", address + "/agenda", address + "/timeline?q=Tamsel", address + "/about", address + "/welcome", address + "/sign-in"} {
			visit(t, ctx, page)
			if wide := ask[int64](t, ctx, `document.documentElement.scrollWidth`); wide > size.width {
				t.Errorf("%s: %s is %d pixels wide on a screen of %d", size.name, page, wide, size.width)
			}
			if title := ask[string](t, ctx, `document.title`); strings.TrimSpace(title) == "" {
				t.Errorf("%s has no title", page)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, complaint := range complaints {
		t.Errorf("the browser complains: %s", complaint)
	}
}

// visit opens a page and does what else is asked.
func visit(t *testing.T, ctx context.Context, page string, then ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, append([]chromedp.Action[chromedp.Void]{chromedp.Navigate(page)}, then...)...); err != nil {
		t.Fatalf("%s: %v", page, err)
	}
}

// ask evaluates an expression in the page.
func ask[T any](t *testing.T, ctx context.Context, expression string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}
