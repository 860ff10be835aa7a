package app_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// soon asks the page again and again until an expression is true.
func soon(t *testing.T, ctx context.Context, what, expression string) {
	t.Helper()
	for range 150 {
		if done, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+expression+")")); err == nil && done {
			return
		}
		time.Sleep(100 * time.Millisecond) // a browser tells nobody
	}
	shoot(t, ctx, "failed-"+strings.ReplaceAll(t.Name(), "/", "-"))
	t.Fatalf("%s: never came: %s; at %s", what, expression, ask[string](t, ctx, "location.href"))
}

// strike presses keys as a keyboard does: a key that the page has taken types nothing.
func strike(t *testing.T, ctx context.Context, keys string, options ...chromedp.KeyOption) {
	t.Helper()
	raw := func(p *input.DispatchKeyEventParams) {
		if p.Type == kb.KeyDown {
			p.Type, p.Text, p.UnmodifiedText = "rawKeyDown", "", ""
		}
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys, append(options, raw)...)); err != nil {
		t.Fatal(err)
	}
}

// click presses where something stands, once the page stands still: a browser that changes from page to page hears no press.
func click(t *testing.T, ctx context.Context, selector string) {
	t.Helper()
	soon(t, ctx, "the page is shown", `performance.getEntriesByName("first-contentful-paint").length && !document.documentElement.matches(":active-view-transition")`)
	if err := chromedp.Do(ctx, chromedp.Click(selector)); err != nil {
		t.Fatalf("%s: %v", selector, err)
	}
}

// shoot keeps a picture of the page for eyes, where NUTGRAF_PICTURES names a folder for them.
func shoot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	folder := os.Getenv("NUTGRAF_PICTURES")
	if folder == "" {
		return
	}
	for _, width := range []int64{390, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 844)); err != nil {
			t.Fatal(err)
		}
		picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(fmt.Sprintf("%s/%s-%d.png", folder, name, width), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const focused = `document.activeElement.closest("article, li")`

// TestScript uses what the script adds as a reader does, in a real browser, and at the end takes the network away.
func TestScript(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	address, stop := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	for _, step := range []struct {
		name string
		run  func(*testing.T, context.Context, string)
	}{{"keys", keysOfAReader}, {"palette", palette}, {"completions", completions}, {"live bar", liveBar}, {"forms", formsInPlace}, {"player", playerGoesOn}} {
		if !t.Run(step.name, func(t *testing.T) { step.run(t, ctx, address) }) && ctx.Err() != nil {
			t.FailNow()
		}
	}
	t.Run("offline", func(t *testing.T) { offline(t, ctx, address, stop) })
}

func keysOfAReader(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	strike(t, ctx, "j")
	soon(t, ctx, "j steps to the lead", focused+`.matches(".lead")`)
	strike(t, ctx, "j")
	soon(t, ctx, "j steps on", focused+`.matches(".angles li, .seconds article")`)
	if outlined := ask[string](t, ctx, `getComputedStyle(`+focused+`).outlineStyle`); outlined != "solid" {
		t.Errorf("outline of the current story: got %q, want solid", outlined)
	}
	strike(t, ctx, "k")
	soon(t, ctx, "k steps back", focused+`.matches(".lead")`)
	strike(t, ctx, "n")
	soon(t, ctx, "n steps to the next block", `!`+focused+`.matches(".lead, .angles li, .seconds article")`)
	strike(t, ctx, "p")
	strike(t, ctx, "G")
	soon(t, ctx, "G steps to the last story", `scrollY > 500 && `+focused)
	strike(t, ctx, "gg")
	soon(t, ctx, "gg steps to the first", focused+`.matches(".lead")`)

	strike(t, ctx, "?")
	soon(t, ctx, "? shows the keys", `document.querySelector("dialog.keys[open]")`)
	shoot(t, ctx, "help")
	strike(t, ctx, "j")
	soon(t, ctx, "keys rest behind the list", `!document.activeElement.closest("main")`)
	strike(t, ctx, kb.Escape)
	soon(t, ctx, "Esc closes the list", `!document.querySelector("dialog[open]")`)

	strike(t, ctx, "/")
	strike(t, ctx, "jgl?")
	soon(t, ctx, "keys are letters while somebody types", `document.querySelector(".find input").value === "jgl?" && location.pathname === "/"`)
	strike(t, ctx, kb.Escape)
	strike(t, ctx, "g")
	strike(t, ctx, "l")
	soon(t, ctx, "g l goes to the latest", `location.pathname === "/latest"`)
	soon(t, ctx, "the page is there", `document.readyState === "complete"`)
	strike(t, ctx, "g1")
	soon(t, ctx, "g 1 goes to the first section", `location.pathname === "/section/world" && document.readyState === "complete"`)
	strike(t, ctx, "jo")
	soon(t, ctx, "o opens", `/^.(story|article)./.test(location.pathname) && document.readyState === "complete"`)

	strike(t, ctx, "?")
	soon(t, ctx, "the keys are shown", `document.querySelector("dialog.keys[open]")`)
	click(t, ctx, "dialog.keys input")
	strike(t, ctx, kb.Escape)
	strike(t, ctx, "gl")
	visit(t, ctx, address+"/")
	strike(t, ctx, "j")
	if ask[bool](t, ctx, `Boolean(document.activeElement.closest("main"))`) {
		t.Error("j acts although keys were switched off")
	}
	click(t, ctx, ".foot .tools button")
	click(t, ctx, "dialog.keys input")
	strike(t, ctx, kb.Escape)
	strike(t, ctx, "j")
	soon(t, ctx, "keys work again", `document.activeElement.closest("main") && `+focused)
}

// completions fills a field for searches by the keyboard alone.
func completions(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	const field, list = `document.querySelector("main input[name=q]")`, `document.querySelector("#completions")`
	visit(t, ctx, address+"/search?q=dam")
	soon(t, ctx, "the field is a combobox", field+`.role === "combobox" && `+field+`.getAttribute("aria-expanded") === "false"`)
	ask[bool](t, ctx, field+`.focus(), `+field+`.setSelectionRange(99, 99), true`)
	typed := func(keys string) {
		if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
			t.Fatal(err)
		}
	}
	typed(" sect")
	soon(t, ctx, "a field is offered, none is chosen", `!`+list+`.hidden && `+field+`.getAttribute("aria-expanded") === "true" && !`+field+`.hasAttribute("aria-activedescendant")`)
	strike(t, ctx, kb.ArrowDown)
	soon(t, ctx, "the arrow chooses", list+`.querySelector("[aria-selected=true]").id === `+field+`.getAttribute("aria-activedescendant")`)
	strike(t, ctx, kb.Enter)
	soon(t, ctx, "Enter takes it and offers its values", field+`.value === "dam section:" && `+list+`.querySelectorAll("[role=option]").length === 8`)
	typed("wor")
	soon(t, ctx, "the value is offered", list+`.querySelectorAll("[role=option]").length === 1`)
	shoot(t, ctx, "completions")
	strike(t, ctx, kb.Escape)
	soon(t, ctx, "Escape closes the list and leaves the words", list+`.hidden && `+field+`.value === "dam section:wor" && document.activeElement === `+field)
	typed("l")
	soon(t, ctx, "it is offered again", list+`.querySelectorAll("[role=option]").length === 1`)
	strike(t, ctx, kb.ArrowUp)
	strike(t, ctx, kb.Enter)
	soon(t, ctx, "it is filled in", field+`.value === "dam section:world " && `+list+`.hidden`)
	strike(t, ctx, kb.Enter)
	soon(t, ctx, "Enter searches", `new URLSearchParams(location.search).get("q")?.trim() === "dam section:world"`)
}

func palette(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	strike(t, ctx, "k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	soon(t, ctx, "Ctrl-K opens the palette", `document.querySelector("dialog.palette[open] input") === document.activeElement`)
	soon(t, ctx, "it offers pages", `document.querySelectorAll(".palette [role=option]").length === 8`)
	strike(t, ctx, "polit")
	soon(t, ctx, "it offers the section", `document.querySelector(".palette [aria-selected=true] a").pathname === "/section/politics"`)
	strike(t, ctx, kb.ArrowDown)
	soon(t, ctx, "the arrows choose", `document.querySelector(".palette input").getAttribute("aria-activedescendant") === document.querySelector(".palette [aria-selected=true]").id && document.querySelectorAll(".palette [role=option]")[1].getAttribute("aria-selected") === "true"`)
	shoot(t, ctx, "palette")
	strike(t, ctx, kb.ArrowUp)
	strike(t, ctx, kb.Enter)
	soon(t, ctx, "Enter goes there", `location.pathname === "/section/politics"`)
	soon(t, ctx, "the page is there", `document.readyState === "complete"`)
	strike(t, ctx, ":")
	soon(t, ctx, ": opens it too", `document.querySelector("dialog.palette[open]")`)
	strike(t, ctx, "zzqx")
	soon(t, ctx, "a search is always offered", `document.querySelectorAll(".palette [role=option]").length === 1`)
	strike(t, ctx, kb.Enter)
	soon(t, ctx, "Enter searches", `location.pathname === "/search" && location.search === "?q=zzqx"`)
}

// liveBar makes the page believe that it is older than it is: then the newest stories are news to it.
func liveBar(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	soon(t, ctx, "no bar on a fresh page", `!document.querySelector(".live")`)
	older := `(() => {
		const main = document.querySelector("main"), ids = [...document.querySelectorAll(":is(.lead, .seconds, .blocks) a[data-story]")].map(a => Number(a.dataset.story)).sort((a, b) => b - a);
		const url = new URL(main.dataset.live, location);
		url.searchParams.set("since", ids[3]);
		main.dataset.live = url.pathname + url.search;
		document.dispatchEvent(new Event("nutgraf:look"));
		scrollTo(0, 300);
		return ids[3];
	})()`
	_ = ask[int64](t, ctx, older)
	soon(t, ctx, "the bar counts", `document.querySelector(".live [role=status]")?.textContent === "3 new stories"`)
	if y := ask[int64](t, ctx, "scrollY"); y != 300 {
		t.Errorf("the page moved to %d when news came, want 300", y)
	}
	shoot(t, ctx, "live")
	click(t, ctx, ".live button")
	soon(t, ctx, "the new ones are marked", `!document.querySelector(".live") && document.querySelectorAll(":is(.lead, .seconds, .blocks) .new").length === 3`)

	story := ask[string](t, ctx, `document.querySelector('main a[href^="/story/"]').href`)
	visit(t, ctx, story)
	soon(t, ctx, "a story is asked for its articles", `document.querySelector("main").dataset.live.includes("story=")`)
	_ = ask[bool](t, ctx, `(() => { const m = document.querySelector("main"); m.dataset.live = m.dataset.live.replace(/since=\d+/, "since=0"); document.dispatchEvent(new Event("nutgraf:look")); return true; })()`)
	soon(t, ctx, "the bar counts articles", `/^\d+ new articles?$/.test(document.querySelector(".live [role=status]")?.textContent)`)
}

// formsInPlace has a form of a reader sent to something that answers as the reader's pages do.
func formsInPlace(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	_ = ask[bool](t, ctx, `(() => {
		const sent = document.documentElement.dataset;
		sent.tries = "0";
		window.fetch = async (to, options) => {
			sent.tries = String(Number(sent.tries) + 1);
			if (sent.tries === "1") throw new TypeError("no network");
			if (options.method !== "POST") return new Response('<html><main><div class="acts"><form method="post" action="/saved"><button name="remove" value="1" aria-pressed="true">Saved</button></form></div></main></html>', { headers: { "Content-Type": "text/html" } });
			sent.sent = to + " " + options.headers["X-Nutgraf"] + " " + options.body;
			return new Response(null, { status: 204 });
		};
		document.querySelector(".lead").insertAdjacentHTML("beforeend", '<div class="acts"><form method="post" action="/saved"><input type="hidden" name="story" value="7"><button name="keep" value="1" aria-pressed="false">Save</button></form></div>');
		return true;
	})()`)
	strike(t, ctx, "js")
	soon(t, ctx, "the form is sent again after a failure", `document.documentElement.dataset.sent === "/saved 1 story=7&keep=1"`)
	soon(t, ctx, "the part is as it is now", `document.querySelector(".lead .acts button").getAttribute("aria-pressed") === "true" && document.activeElement === document.querySelector(".lead .acts button")`)
	soon(t, ctx, "it is said", `document.querySelector(".word").textContent !== ""`)
	strike(t, ctx, "jm")
	soon(t, ctx, "m marks as read", `/^.read 1 (story|article)=[0-9]+$/.test(document.documentElement.dataset.sent) && document.querySelector("main .seen")`)
	if path := ask[string](t, ctx, "location.pathname"); path != "/" {
		t.Errorf("the page went to %s", path)
	}
}

func playerGoesOn(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/latest?kind=audio", chromedp.EmulateViewport(1280, 844))
	soon(t, ctx, "lines of sounds have buttons", `document.querySelectorAll(".plays button").length > 4`)
	page := ""
	for _, path := range ask[[]string](t, ctx, `[...document.querySelectorAll('.entry h3 a')].map(a => a.getAttribute("href"))`) {
		if _, body := get(t, address+path); strings.Contains(body, "data-episode=") {
			page = path
			break
		}
	}
	visit(t, ctx, address+page)
	soon(t, ctx, "the sound has its buttons", `document.querySelectorAll(".media-line button").length === 2`)
	if asked := ask[bool](t, ctx, `performance.getEntriesByType("resource").some(e => e.name.endsWith(".wav"))`); asked {
		t.Error("the publisher was asked for the sound before anybody pressed a button")
	}
	click(t, ctx, ".media-line button")
	soon(t, ctx, "it plays", `document.querySelector(".dock video")?.currentTime > 0.2`)
	_ = ask[bool](t, ctx, `(() => { const v = document.querySelector(".dock video"); v.loop = true; v.dataset.same = "1"; return true; })()`)
	title := ask[string](t, ctx, `document.querySelector(".dock .what a").textContent`)
	soon(t, ctx, "the device knows the title", fmt.Sprintf(`navigator.mediaSession.metadata.title === %q`, title))

	click(t, ctx, `.sections a[href="/section/world"]`)
	soon(t, ctx, "the page is another", `location.pathname === "/section/world" && document.querySelector("main h1").textContent === "World" && document.title.startsWith("World")`)
	soon(t, ctx, "and the sound goes on", `document.querySelector(".dock video[data-same]") && !document.querySelector(".dock video").paused`)
	soon(t, ctx, "the focus is on the headline", `document.activeElement === document.querySelector("main h1")`)
	soon(t, ctx, "the masthead knows where we are", `document.querySelector('.sections [aria-current]').pathname === "/section/world"`)
	_ = ask[bool](t, ctx, `(scrollTo(0, 400), true)`)
	soon(t, ctx, "the scroll is kept", `history.state?.y === 400`)
	strike(t, ctx, "gh")
	soon(t, ctx, "keys take the sound along", `location.pathname === "/" && document.querySelector(".lead") && document.querySelector(".dock video[data-same]")`)
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](`history.back()`)); err != nil {
		t.Fatal(err)
	}
	soon(t, ctx, "back is back, where it was", `location.pathname === "/section/world" && scrollY === 400 && document.querySelector(".dock video[data-same]")`)

	visit(t, ctx, address+"/latest?kind=audio")
	soon(t, ctx, "after a load the bar is there, silent", `document.querySelector(".dock video").paused && !document.querySelector(".dock video").getAttribute("src")`)
	soon(t, ctx, "and knows its place", `document.querySelector(".dock .time").textContent.startsWith("0:0")`)
	// Some lines lead to pages without a sound: an aggregator's.
	_ = ask[bool](t, ctx, fmt.Sprintf(`((async () => {
		for (const e of document.querySelectorAll(".entry")) {
			const a = e.querySelector("h3 a");
			const page = a.getAttribute("href") === %q ? "" : await (await fetch(a.href)).text();
			if (/ data-episode="/.test(page)) return e.querySelectorAll(".plays button")[1].dataset.pick = "1";
		}
	})(), true)`, page))
	soon(t, ctx, "another sound is found", `document.querySelector("[data-pick]")`)
	_ = ask[bool](t, ctx, `(document.querySelector("[data-pick]").click(), true)`) // it may be under the bar
	soon(t, ctx, "it waits its turn", `document.querySelectorAll(".dock ol.queue li").length === 2 && !document.querySelector('.dock [data-do=queue]').hidden`)
	click(t, ctx, `.dock [data-do="queue"]`)
	shoot(t, ctx, "dock")
	first := `document.querySelector(".dock ol.queue li button").textContent`
	before := ask[string](t, ctx, first)
	click(t, ctx, `.dock ol.queue li:nth-child(2) button:nth-child(2)`)
	soon(t, ctx, "the queue is in another order", fmt.Sprintf("%s !== %q", first, before))
	click(t, ctx, `.dock ol.queue li:nth-child(1) button:nth-child(3)`)
	soon(t, ctx, "one is removed", `document.querySelectorAll(".dock ol.queue li").length === 1`)
	if got := ask[string](t, ctx, `document.querySelector(".dock .what a").textContent`); got != title {
		t.Errorf("what plays: got %q, want %q", got, title)
	}
	click(t, ctx, `.dock [data-do="close"]`)
	soon(t, ctx, "the bar is closed", `!document.querySelector(".dock")`)
}

func offline(t *testing.T, ctx context.Context, address string, stop func() error) {
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	soon(t, ctx, "the worker is there", `navigator.serviceWorker.controller`)
	visit(t, ctx, address+"/")
	story := ask[string](t, ctx, `[...document.querySelectorAll('main a[href^="/story/"]')][0].getAttribute("href")`)
	kept := func(path string) string {
		return fmt.Sprintf(`(caches.open("pages").then(c => c.match(%q)).then(r => { document.documentElement.dataset.has = r ? %[1]q : ""; }), document.documentElement.dataset.has === %[1]q)`, path)
	}
	_, body := get(t, address+story)
	_, link, _ := strings.Cut(body, `href="/article/`)
	link, _, _ = strings.Cut(link, `"`)
	article := "/article/" + link
	soon(t, ctx, "the story is kept", kept(story))
	soon(t, ctx, "an article of it is kept", kept(article))

	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get(address); err == nil {
		t.Fatal("the service still answers")
	}
	// The browser's own cache of a minute is not what is tested.
	forget := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.ClearBrowserCache, cdp.Empty{})
		return err
	})
	if err := chromedp.Do(ctx, forget); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", story, article} {
		visit(t, ctx, address+path)
		soon(t, ctx, path+" can be read", `document.querySelector("main h1, main h2") && document.querySelector(".as-of")?.textContent.includes("offline")`)
		if drawn := ask[string](t, ctx, `getComputedStyle(document.querySelector(".as-of")).textAlign`); drawn != "center" {
			t.Errorf("%s has no style without a network", path)
		}
	}
	shoot(t, ctx, "offline")
	visit(t, ctx, address+"/sources")
	soon(t, ctx, "what was not kept says so", `document.querySelector("main h1").textContent.includes("no network")`)
}
