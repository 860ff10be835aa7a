package web_test

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nutgraf/internal/web"
)

// TestContrastOfEveryTheme computes the contrast of what stands on what from the custom properties of the style sheet:
// at least 4.5 for text and 3 for the borders of what can be pressed, as WCAG 2.2 AA asks.
func TestContrastOfEveryTheme(t *testing.T) {
	t.Parallel()
	sheet, err := os.ReadFile("static/css/00-colours.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[string]map[string]string{} // colours by the selector that sets them
	for _, block := range regexp.MustCompile(`(:root[^{]*?)\s*\{([^}]*)\}`).FindAllStringSubmatch(string(sheet), -1) {
		colours := map[string]string{}
		for _, c := range regexp.MustCompile(`(--\w+):\s*(#[0-9a-f]+)`).FindAllStringSubmatch(block[2], -1) {
			colours[c[1]] = c[2]
		}
		blocks[block[1]] = colours
	}
	themes := map[string]map[string]string{"light": blocks[":root"], "dark, as the device asks": blocks[":root:not([data-theme])"]}
	for _, name := range web.ThemeNames {
		if name != "" && name != "light" {
			themes[name] = blocks[`:root[data-theme="`+name+`"]`]
		}
	}
	for name, colours := range themes {
		if len(colours) != len(blocks[":root"]) || len(colours) < 9 {
			t.Errorf("%s sets %d colours, want the %d of :root", name, len(colours), len(blocks[":root"]))
			continue
		}
		for pair, least := range map[string]float64{
			"ink paper": 7, "ink tint": 7, "soft paper": 4.5, "soft tint": 4.5, "accent paper": 4.5, "accent tint": 4.5, "good paper": 4.5, "good tint": 4.5,
			"warn paper": 4.5, "warn tint": 4.5, "ink mark": 4.5, "paper accent": 4.5, "paper ink": 4.5, "soft mark": 3, "accent mark": 3,
		} {
			over, under, _ := strings.Cut(pair, " ")
			if got := contrast(t, colours["--"+over], colours["--"+under]); got < least {
				t.Errorf("%s: %s on %s has a contrast of %.2f, want %v", name, over, under, got, least)
			}
		}
	}
	if got, want := fmt.Sprint(themes["dark"]), fmt.Sprint(themes["dark, as the device asks"]); got != want {
		t.Errorf("dark by choice is %v, and dark as the device asks %v", got, want)
	}
}

// contrast is the ratio of WCAG, between 1 and 21.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

// luminance is how bright a colour is, from 0 to 1.
func luminance(t *testing.T, colour string) (sum float64) {
	t.Helper()
	digits := strings.TrimPrefix(colour, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	rgb, err := strconv.ParseUint(digits, 16, 24)
	if err != nil || len(digits) != 6 {
		t.Fatalf("%q is no colour", colour)
	}
	for i, weight := range []float64{.0722, .7152, .2126} { // blue, green, red
		c := float64(rgb>>(8*i)&0xff) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
