package app_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// needsNoRoom narrows a page and enlarges its letters as readers do: nothing sticks out, so that nobody has to scroll both ways.
// 320 pixels are a screen of 1280 at 400 %, 640 at 200 %. The spacing is the one that WCAG 1.4.12 names.
func needsNoRoom(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	for _, c := range []struct {
		width  int64
		size   string
		spaced bool
	}{{320, "", false}, {390, "largest", false}, {390, "", true}, {640, "largest", false}, {1024, "largest", false}} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(c.width, 900)); err != nil {
			t.Fatal(err)
		}
		for _, out := range ask[[]string](t, ctx, fmt.Sprintf(`(() => {
			document.documentElement.dataset.size = %q;
			const sheet = new CSSStyleSheet;
			if (%v) sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
			document.adoptedStyleSheets = [sheet];
			for (const folded of document.querySelectorAll("details")) folded.open = true; // what is folded has to have room too
			const out = [];
			if (document.documentElement.scrollWidth > innerWidth) out.push("the page is " + document.documentElement.scrollWidth + " pixels wide");
			for (const e of document.querySelectorAll("body *")) {
				const r = e.getBoundingClientRect();
				if (!r.width || (r.right <= innerWidth + 1 && r.left >= -1) || !e.checkVisibility() || e.closest(".unseen, .skip, svg, option")) continue;
				let box = e.parentElement; // what scrolls or cuts by itself
				while (box && getComputedStyle(box).overflowX == "visible") box = box.parentElement;
				if (!box && out.length < 5) out.push("it sticks out: " + e.outerHTML.slice(0, 150));
			}
			for (const e of document.querySelectorAll("a, button, label, dt, dd, th, td, h1, h2, h3"))
				if (getComputedStyle(e).overflow != "visible" && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1) && !e.closest(".unseen, .skip") && out.length < 5)
					out.push("it is cut off: " + e.outerHTML.slice(0, 150));
			return out;
		})()`, c.size, c.spaced)) {
			t.Errorf("%s, %d pixels wide, letters %q, spaced %v: %s", page, c.width, c.size, c.spaced, out)
		}
	}
}

// prints looks at a page as the printer gets it.
func prints(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	media(t, ctx, "print")
	defer media(t, ctx, "")
	ask[bool](t, ctx, `document.documentElement.dataset.theme = "dark", true`)
	for question, expression := range map[string]string{
		"is something to press left":       `![...document.querySelectorAll("nav, form, button, textarea, .foot, .skip, .strip, .menu, .acts summary, .follow-act")].some(e => e.checkVisibility())`,
		"is it black on white":             `getComputedStyle(document.body).color == "rgb(0, 0, 0)" && getComputedStyle(document.body).backgroundColor == "rgb(255, 255, 255)"`,
		"is the publisher's address there": `[...document.querySelectorAll("main .out, main .go a[rel~=external]")].some(e => e.checkVisibility() && getComputedStyle(e, "::after").content.includes("http"))`,
		"is the headline there":            `document.querySelector("main h1").checkVisibility()`,
		"is what is folded there":          `[...document.querySelectorAll("main details:not(.why, .acts *) > :not(summary)")].every(e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 0)`,
	} {
		is := ask[bool](t, ctx, expression)
		for range 20 { // what was folded is laid out a moment later
			if is {
				break
			}
			rest(t, ctx, 100*time.Millisecond)
			is = ask[bool](t, ctx, expression)
		}
		if !is {
			t.Errorf("%s on paper: %s? Not as it should be", page, question)
		}
	}
}

// media makes a tab show its pages as on paper, or with "" as on a screen.
func media(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		return err
	})); err != nil {
		t.Fatal(err)
	}
}
