package app_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestNothingShifts opens pages that come in pieces, with pictures that come later, at phone and desktop width: nothing moves when they do.
func TestNothingShifts(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	address, _ := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	target, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target) //nolint:staticcheck // a helper of one test
	slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/picture/") {
			select {
			case <-time.After(700 * time.Millisecond):
			case <-r.Context().Done():
			}
		}
		r.Header.Del("Accept-Encoding") // or a piece would be no piece of a page
		proxy.ServeHTTP(pieces{w}, r)
	}))
	defer slow.Close()
	const watch = `(() => { window.moved = 0; new PerformanceObserver(list => { for (const e of list.getEntries()) window.moved += e.value; }).observe({type: "layout-shift", buffered: true}); return true })()`
	const here = `[...document.images].filter(i => i.complete && i.naturalWidth > 0).length`
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		visit(t, ctx, address+"/about", chromedp.EmulateViewport(size.width, size.height))
		visit(t, ctx, slow.URL+"/")
		story := ask[string](t, ctx, `document.querySelector('main article.pictured a[href*="/story/"], main .lead a[href*="/story/"]').href`)
		visit(t, ctx, story)
		articles := ask[string](t, ctx, `[...document.querySelectorAll('main a[href*="/article/"]')].map(a => a.href).join(" ")`)
		pages := append([]string{slow.URL + "/", slow.URL + "/section/world", story}, strings.Fields(articles)[:min(4, len(strings.Fields(articles)))]...)
		pictures := int64(0)
		for _, page := range pages {
			visit(t, ctx, page)
			ask[bool](t, ctx, watch)
			for range 40 { // until every picture is there, or for four seconds
				ask[bool](t, ctx, `(window.scrollBy(0, innerHeight), true)`)
				if ask[bool](t, ctx, `scrollY + innerHeight >= document.documentElement.scrollHeight - 2 && [...document.images].every(i => i.complete)`) {
					break
				}
				rest(t, ctx, 100*time.Millisecond)
			}
			pictures += ask[int64](t, ctx, here)
			if moved := ask[float64](t, ctx, `window.moved`); moved > 0.01 {
				t.Errorf("%s: %s moves by %.3f while it comes", size.name, page, moved)
			}
			if broken := ask[string](t, ctx, `[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.currentSrc).join(" ")`); broken != "" {
				t.Errorf("%s: %s shows no %s", size.name, page, broken)
			}
		}
		ask[bool](t, ctx, `(scrollTo(0, 0), document.querySelector("main").prepend(Object.assign(document.createElement("h2"), {textContent: "!"})), true)`)
		rest(t, ctx, 300*time.Millisecond)
		if moved := ask[float64](t, ctx, `window.moved`); moved == 0 {
			t.Errorf("%s: what moves is not seen", size.name)
		}
		if pictures < 6 {
			t.Errorf("%s: only %d pictures came", size.name, pictures)
		}
	}
}

// pieces sends what is written into it as a slow network would.
type pieces struct{ http.ResponseWriter }

func (p pieces) Write(body []byte) (int, error) {
	sent := 0
	for sent < len(body) {
		n, err := p.ResponseWriter.Write(body[sent:min(len(body), sent+3000)])
		if sent += n; err != nil {
			return sent, err
		}
		if strings.HasPrefix(p.Header().Get("Content-Type"), "text/html") {
			_ = http.NewResponseController(p.ResponseWriter).Flush() // what cannot be flushed comes at the end
			time.Sleep(40 * time.Millisecond)
		}
	}
	return sent, nil
}

// rest lets the browser work for a while.
func rest(t *testing.T, ctx context.Context, pause time.Duration) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Sleep(pause)); err != nil {
		t.Fatal(err)
	}
}
