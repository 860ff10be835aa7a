package app_test

import "testing"

// TestLostPicturesLeaveNoHole takes the picture of the lead away, as a publisher may: the lead then stands there as one that has none.
func TestLostPicturesLeaveNoHole(t *testing.T) {
	t.Parallel()
	ctx := browser(t)
	address, _ := start(t, settings(t.TempDir()))
	awaitDemo(t, address)
	visit(t, ctx, address+"/")
	soon(t, ctx, "the picture of the lead", `document.querySelector(".lead:not(.plain) .pic img")?.naturalWidth`)
	ask[bool](t, ctx, `(i => { i.srcset = ""; i.src = "/picture/nothing"; return true })(document.querySelector(".lead .pic img"))`)
	soon(t, ctx, "a lead without one", `document.querySelector(".lead.plain") && !document.querySelector(".lead .pic")`)
}
