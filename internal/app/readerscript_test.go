package app_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestScriptOfAReader does what a signed-in reader does, with the script and the pages as they are, and at the end without a network.
func TestScriptOfAReader(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	address, stop := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	enter(t, ctx, address)
	for _, step := range []struct {
		name string
		run  func(*testing.T, context.Context, string)
	}{{"save", savesByKey}, {"note", notes}, {"read", marksByKey}, {"publisher", opensAtThePublisher}, {"mute a story", mutesByKey}, {"mute a word", mutesAWord}, {"gone", dropsWhatIsGone}, {"sign out", signsOut}} {
		if !t.Run(step.name, func(t *testing.T) { step.run(t, ctx, address) }) && ctx.Err() != nil {
			t.FailNow()
		}
	}
	t.Run("offline", func(t *testing.T) { savedOffline(t, ctx, address, stop) })
}

const (
	saveButton = `document.querySelector('main .acts form[action="/saved"] button')`
	loaded     = `document.readyState === "complete"`
)

// enter signs the owner in and waits for a page that knows them, however narrow the window is.
func enter(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	visit(t, ctx, address+"/sign-in", chromedp.EmulateViewport(1280, 844))
	_ = ask[bool](t, ctx, `((field => { field.value = "correct horse"; field.form.requestSubmit(); })(document.querySelector("#password")), true)`)
	soon(t, ctx, "the owner is signed in", `document.documentElement.dataset.reader && `+loaded)
}

// leadStory is the path of the story at the top of the front page.
func leadStory(t *testing.T, ctx context.Context, address string) string {
	t.Helper()
	visit(t, ctx, address+"/", chromedp.EmulateViewport(1280, 844))
	return ask[string](t, ctx, `document.querySelector(".lead a.tap").getAttribute("href")`)
}

func savesByKey(t *testing.T, ctx context.Context, address string) {
	story := leadStory(t, ctx, address)
	strike(t, ctx, "js")
	soon(t, ctx, "the line says that it is saved", `document.querySelector(".lead .line .keep")`)
	visit(t, ctx, address+story)
	if pressed := ask[string](t, ctx, saveButton+`.getAttribute("aria-pressed")`); pressed != "true" {
		t.Errorf("the story's button: got pressed=%s, want true", pressed)
	}
	click(t, ctx, `main .acts form[action="/saved"] button`)
	soon(t, ctx, "the button takes it out again", saveButton+`.getAttribute("aria-pressed") === "false" && document.activeElement === `+saveButton)
	if path := ask[string](t, ctx, "location.pathname"); path != story {
		t.Errorf("the page went to %s", path)
	}
	strike(t, ctx, "s")
	soon(t, ctx, "s saves what the page is about", saveButton+`.getAttribute("aria-pressed") === "true"`)
}

func notes(t *testing.T, ctx context.Context, address string) {
	story := leadStory(t, ctx, address)
	visit(t, ctx, address+story)
	click(t, ctx, ".acts details summary")
	click(t, ctx, "#note")
	if err := chromedp.Do(ctx, chromedp.SendKeys("#note", "for the train")); err != nil {
		t.Fatal(err)
	}
	soon(t, ctx, "what is typed is kept as a draft", `Object.keys(sessionStorage).some(k => k.startsWith("draft"))`)
	click(t, ctx, ".acts .stack button")
	soon(t, ctx, "the note stands there", `document.querySelector(".acts .own-note")?.textContent === "for the train"`)
	if left := ask[bool](t, ctx, `Object.keys(sessionStorage).some(k => k.startsWith("draft"))`); left {
		t.Error("the draft is still there after the note was kept")
	}
	visit(t, ctx, address+"/saved")
	soon(t, ctx, "and on the page of what is saved", fmt.Sprintf(`document.querySelector('.kept a[href=%q]') && document.querySelector(".kept .own-note").textContent === "for the train"`, story))
}

func marksByKey(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/section/sport", chromedp.EmulateViewport(1280, 844))
	strike(t, ctx, "jjm")
	soon(t, ctx, "m marks the line", focused+`.matches(".seen")`)
	line := ask[string](t, ctx, `document.activeElement.getAttribute("href")`)
	visit(t, ctx, address+"/section/sport")
	if !ask[bool](t, ctx, fmt.Sprintf(`document.querySelector('main a[href=%q]').closest("article, li").matches(".seen")`, line)) {
		t.Error("what was marked as read is not read when the page is loaded again")
	}
	visit(t, ctx, address+"/history")
	soon(t, ctx, "the history has it", fmt.Sprintf(`document.querySelector('.kept a[href=%q]')`, line))
	before := ask[int](t, ctx, `document.querySelectorAll(".kept").length`)
	_ = ask[bool](t, ctx, fmt.Sprintf(`(document.querySelector('.kept:has(a[href=%q]) button').click(), true)`, line))
	soon(t, ctx, "and forgets it", fmt.Sprintf(`document.querySelectorAll(".kept").length === %d`, before-1))
}

func opensAtThePublisher(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/latest", chromedp.EmulateViewport(1280, 844))
	_ = ask[bool](t, ctx, `(window.open = (to, name, how) => { document.documentElement.dataset.opened = to + " " + how; }, true)`)
	strike(t, ctx, "jv")
	soon(t, ctx, "v opens the publisher's page", `/^http:\/\/[^/]*\.localhost:\d+\/.* noopener,noreferrer$/.test(document.documentElement.dataset.opened)`)
	if opened, line := ask[string](t, ctx, `document.documentElement.dataset.opened`), ask[string](t, ctx, focused+`.querySelector("a.out").href`); !strings.HasPrefix(opened, line) {
		t.Errorf("v opened %s, want %s of the line", opened, line)
	}
}

func mutesByKey(t *testing.T, ctx context.Context, address string) {
	story := leadStory(t, ctx, address)
	strike(t, ctx, "jx")
	soon(t, ctx, "x leads to what can be muted", `location.hash === "#mute" && document.querySelector("details#mute[open]") && document.activeElement.closest("#mute button") && `+loaded)
	strike(t, ctx, kb.Tab)
	click(t, ctx, `#mute form button[value=""]`)
	soon(t, ctx, "it says so in place", `document.querySelector('.acts [action="/mutes"] button[name="remove"]') && !document.querySelector("#mute")`)
	line := fmt.Sprintf(`document.querySelector('main a[href^=%q]')`, story)
	visit(t, ctx, address+"/")
	soon(t, ctx, "the front page leaves it out, and says that", "!"+line+` && document.querySelector(".hushed-note")`)
	visit(t, ctx, address+story)
	click(t, ctx, `.acts [action="/mutes"] button[name="remove"]`)
	soon(t, ctx, "the rule ends where it is shown", `document.querySelector("details#mute") && !document.querySelector('.acts button[value][name="remove"][value]:not([value="1"])')`)
	visit(t, ctx, address+"/")
	soon(t, ctx, "the front page has it again", line)
}

// mutesAWord tries a word, mutes it, and looks for it where stories are listed.
func mutesAWord(t *testing.T, ctx context.Context, address string) {
	pages := []string{"/", "/section/world", "/latest", "/trending"}
	const told = `[...document.querySelectorAll("main :is(article, li) :is(h2, h3)")].filter(h => /\bTamsel\b/.test(h.textContent)).length`
	for _, page := range pages {
		visit(t, ctx, address+page)
		if ask[int](t, ctx, told) == 0 {
			t.Fatalf("%s has nothing of the river, so that this test would see nothing", page)
		}
	}
	visit(t, ctx, address+"/mutes")
	if err := chromedp.Do(ctx, chromedp.SendKeys(`main input[name="value"]`, "tamsel"), chromedp.Submit(`main input[name="value"]`)); err != nil {
		t.Fatal(err)
	}
	soon(t, ctx, "the preview shows what it would hide", `document.querySelectorAll(".tried article").length > 1`)
	click(t, ctx, ".tried button.button")
	soon(t, ctx, "the rule is kept", `document.querySelector('.kept button[name="remove"]') && `+loaded)
	for _, page := range pages {
		visit(t, ctx, address+page)
		if n := ask[int](t, ctx, told); n > 0 {
			t.Errorf("%s: %d headlines have the muted word", page, n)
		}
		if !ask[bool](t, ctx, `Boolean(document.querySelector(".hushed-note a[href*='muted=show']"))`) {
			t.Errorf("%s does not say what it leaves out", page)
		}
		visit(t, ctx, address+page+"?muted=show")
		if ask[int](t, ctx, told) == 0 {
			t.Errorf("%s?muted=show does not show it", page)
		}
	}
	visit(t, ctx, address+"/mutes")
	click(t, ctx, `.kept button[name="remove"]`)
	soon(t, ctx, "the rule ends", `!document.querySelector('.kept button[name="remove"]')`)
}

// inCache is "yes" once the worker keeps a page.
func inCache(path string) string {
	return fmt.Sprintf(`(caches.open("pages").then(c => c.match(%q, { ignoreVary: true })).then(r => { document.documentElement.dataset.holds = r ? "yes" : "no"; }), document.documentElement.dataset.holds)`, path)
}

// dropsWhatIsGone takes an article down that the worker keeps.
func dropsWhatIsGone(t *testing.T, ctx context.Context, address string) {
	soon(t, ctx, "the worker is there", `navigator.serviceWorker.controller`)
	visit(t, ctx, address+"/latest")
	article := ask[string](t, ctx, `[...document.querySelectorAll('main .entry h3 a')].at(-1).getAttribute("href")`)
	visit(t, ctx, address+article)
	strike(t, ctx, "s")
	soon(t, ctx, "a saved article is kept", inCache(article)+` === "yes"`)
	client := owner(t, address)
	tell(t, client, address+"/takedown", url.Values{"what": {article}, "reason": {"Those who own it asked"}})
	visit(t, ctx, address+article)
	soon(t, ctx, "it is said that it was taken down", `document.querySelector("main").textContent.includes("Those who own it asked")`)
	soon(t, ctx, "and it is kept no more", inCache(article)+` === "no"`)
}

func signsOut(t *testing.T, ctx context.Context, address string) {
	visit(t, ctx, address+"/")
	soon(t, ctx, "what was saved is kept", inCache("/saved")+` === "yes"`)
	_ = ask[bool](t, ctx, `(localStorage.setItem("queue", "[]"), sessionStorage.setItem("draft x", "mine"), true)`)
	click(t, ctx, `.strip form[action="/sign-out"] button`)
	soon(t, ctx, "the reader is signed out", `!document.documentElement.dataset.reader && document.querySelector('a[href^="/sign-in"]') && `+loaded)
	soon(t, ctx, "what was saved goes", inCache("/saved")+` === "no"`)
	if left := ask[int](t, ctx, `localStorage.length + sessionStorage.length`); left > 0 {
		t.Errorf("%d values of the reader are left in the browser", left)
	}
}

// savedOffline reads what was saved after the service is gone.
func savedOffline(t *testing.T, ctx context.Context, address string, stop func() error) {
	enter(t, ctx, address)
	visit(t, ctx, address+"/latest", chromedp.EmulateViewport(1280, 844))
	article := ask[string](t, ctx, `[...document.querySelectorAll('main .entry h3 a')].at(-2).getAttribute("href")`)
	visit(t, ctx, address+article)
	strike(t, ctx, "s")
	soon(t, ctx, "the article is saved", saveButton+`.getAttribute("aria-pressed") === "true"`)
	soon(t, ctx, "what is saved is kept", inCache("/saved")+` === "yes"`)
	soon(t, ctx, "and the article", inCache(article)+` === "yes"`)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := http.Get(address); err == nil {
		t.Fatal("the service still answers")
	}
	forget := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.ClearBrowserCache, cdp.Empty{})
		return err
	})
	if err := chromedp.Do(ctx, forget); err != nil {
		t.Fatal(err)
	}
	visit(t, ctx, address+"/saved")
	soon(t, ctx, "the list can be read", fmt.Sprintf(`document.querySelector('.kept a[href=%q]') && document.querySelector(".as-of")`, article))
	click(t, ctx, fmt.Sprintf(`.kept a[href=%q]`, article))
	soon(t, ctx, "and the article itself", `location.pathname.startsWith("/article/") && document.querySelector("main h1") && document.querySelector(".as-of")`)
}
