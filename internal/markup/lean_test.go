package markup_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nutgraf/internal/markup"
)

// TestParseLean: what is left out is only the text of scripts and styles, however broken the page is.
func TestParseLean(t *testing.T) {
	t.Parallel()
	parts := []string{
		"<script>", "<script type=module>", `<SCRIPT src="a>b">`, "<script\n", "<script/x>", "</script>", "</script x='>'>", "</SCRIPT\t>", "</script", "</scrip>",
		"<style>", "</style>", "<style media='<p>'>", "<title>", "</title>", "<textarea>", "</textarea>", "<noscript>", "</noscript>", "<iframe>", "</iframe>",
		"<xmp>", "</xmp>", "<svg>", "</svg>", "<svg/>", "<math>", "</math>", "<g/>", "<desc>", "<p>", "</p>", "<p class=a/>", `<p class="`, `">`, "<a href='", "'>",
		"<b =x>", "<i a = b / c>", "<table>", "<td>", "</table>", "<select>", "</select>", "<template>", "</template>",
		"<!--", "-->", "--!>", "<!-->", "<!--->", "<!doctype html>", "<!x>", "<?x>", "</>", "</ x>", "<![CDATA[", "]]>", "< ", "<", ">", "/", "=", "word", "if(a<b){}", "'", `"`, "-", "!",
	}
	r := rand.New(rand.NewPCG(1, 2))
	shorter := 0
	for range 40_000 {
		var page strings.Builder
		for range 1 + r.IntN(12) {
			page.WriteString(parts[r.IntN(len(parts))])
		}
		left := 0
		want, got := tree(t, page.String(), func(tag, text string) bool { return false }), tree(t, page.String(), func(tag, text string) bool {
			if !strings.HasPrefix(strings.ToLower(tag), "<s") || !strings.HasSuffix(tag, ">") {
				t.Errorf("%q: %q is no tag of a script", page.String(), tag)
			}
			left += len(text)
			return true
		})
		if want != got {
			t.Fatalf("%q becomes\n%s\ninstead of\n%s", page.String(), got, want)
		}
		if left > 0 {
			shorter++
		}
	}
	if shorter < 1000 {
		t.Errorf("something was left out of %d pages only", shorter)
	}
}

// tree is a parsed page without the text of its scripts and styles.
func tree(t *testing.T, page string, unread func(tag, text string) bool) string {
	t.Helper()
	root, err := markup.ParseLean([]byte(page), "text/html; charset=utf-8", unread)
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if (n.DataAtom == atom.Script || n.DataAtom == atom.Style) && n.Namespace == "" {
			for n.FirstChild != nil {
				n.RemoveChild(n.FirstChild)
			}
		}
	}
	var b bytes.Buffer
	if err := html.Render(&b, root); err != nil {
		return err.Error()
	}
	return b.String()
}

// TestParseLeanAsks: what is read stays.
func TestParseLeanAsks(t *testing.T) {
	t.Parallel()
	page := `<script type="application/ld+json">{"a":1}</script><style>p{}</style><script>let a = "</p>"</script><p>Text</p>`
	root, err := markup.ParseLean([]byte(page), "", func(tag, text string) bool { return !strings.Contains(tag, "json") })
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := html.Render(&b, root); err != nil {
		t.Fatal(err)
	}
	if want := `<html><head><script type="application/ld+json">{"a":1}</script><style></style><script></script></head><body><p>Text</p></body></html>`; b.String() != want {
		t.Errorf("it is %s", b.String())
	}
}
