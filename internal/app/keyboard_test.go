package app_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stops finds what the Tab key has to reach, remembers it in document order, and writes down what is focused from now on:
// which of them, and whether one can see it.
const stops = `(() => {
	const radios = new Set;
	window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]")].filter(e => {
		if (e.disabled || e.closest("fieldset:disabled") || e.type == "hidden" || e.tabIndex < 0 || !e.checkVisibility({visibilityProperty: true})) return false;
		if (e.type != "radio") return true;
		const first = !radios.has(e.name);
		radios.add(e.name);
		return first;
	});
	const shown = e => { // an outline, here or around, that no box on the way cuts off
		for (let at = e; at && at != document.body; at = at.parentElement) {
			const style = getComputedStyle(at), width = parseFloat(style.outlineWidth);
			if (style.outlineStyle == "none" || width < 2) continue;
			const reach = width + parseFloat(style.outlineOffset) - 1, r = at.getBoundingClientRect();
			for (let box = at.parentElement; box && box != document.documentElement; box = box.parentElement) {
				if (getComputedStyle(box).overflow == "visible") continue;
				const b = box.getBoundingClientRect();
				if (r.left - reach < b.left - 1 || r.right + reach > b.right + 1 || r.top - reach < b.top - 1 || r.bottom + reach > b.bottom + 1) return "its outline is cut off";
			}
			if (r.bottom < 0 || r.top > innerHeight || r.right < 0 || r.left > innerWidth) return "it is out of sight";
			return "";
		}
		return "it has no outline";
	};
	window.reached = [];
	document.addEventListener("focusin", event => {
		const at = window.stops.indexOf(event.target);
		if (!window.reached.some(r => r.at == at)) window.reached.push({at, trouble: shown(event.target), html: event.target.outerHTML.slice(0, 120)});
	});
	document.activeElement?.blur();
	window.stops[0].focus();
	return window.stops.length;
})()`

// reach is what came into focus.
type reach struct {
	At            int // of the stops; -1: none of them
	Trouble, HTML string
}

// byKeyboard presses Tab through a page: all that can be pressed is reached, in the order of the page, and seen when it is.
func byKeyboard(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	n := ask[int](t, ctx, stops)
	// Players and fields for dates hold the focus for several presses.
	presses := n + 12*ask[int](t, ctx, `document.querySelectorAll("audio, video, input[type=date]").length`)
	if err := chromedp.Do(ctx, chromedp.KeyEvent(strings.Repeat(kb.Tab, presses))); err != nil {
		t.Fatal(err)
	}
	reached := ask[[]reach](t, ctx, `window.reached`)
	var order []int
	for _, r := range reached {
		order = append(order, r.At)
		if r.Trouble != "" {
			t.Errorf("%s: %s: %s", page, r.HTML, r.Trouble)
		}
	}
	if !slices.IsSorted(order) {
		t.Errorf("%s: the focus goes in the order %v, not in that of the page", page, order)
	}
	for at := range n {
		if !slices.Contains(order, at) {
			t.Errorf("%s: Tab does not reach %s", page, ask[string](t, ctx, "window.stops["+strconv.Itoa(at)+"].outerHTML.slice(0, 200)"))
		}
	}
}

// skips goes from the top of a page to its news with the link that is there for it.
func skips(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	press(t, ctx, kb.Tab)
	if !ask[bool](t, ctx, `(() => { const e = document.activeElement, r = e.getBoundingClientRect(); return e.matches("a.skip") && r.top >= 0 && r.bottom > 20 })()`) {
		t.Errorf("%s: the first Tab does not show the way to the news", page)
	}
	press(t, ctx, kb.Enter)
	press(t, ctx, kb.Tab)
	if !ask[bool](t, ctx, `document.querySelector("main").contains(document.activeElement)`) {
		t.Errorf("%s: after the skip link, Tab leads to %s", page, ask[string](t, ctx, `document.activeElement.outerHTML.slice(0, 200)`))
	}
}

// unfolds opens what is folded with the Enter key, and closes it again.
func unfolds(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	if !ask[bool](t, ctx, `(window.folded = document.querySelector("main details:not([open])")) && (window.folded.querySelector("summary").focus(), true) || false`) {
		t.Errorf("%s: nothing is folded here", page)
		return
	}
	for _, want := range []bool{true, false} {
		press(t, ctx, kb.Enter)
		if ask[bool](t, ctx, `window.folded.open`) != want {
			t.Errorf("%s: Enter does not fold or unfold", page)
		}
	}
}

func press(t *testing.T, ctx context.Context, keys string) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}
