package markup_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"nutgraf/internal/markup"
)

func TestDecodeFindsTheEncoding(t *testing.T) {
	t.Parallel()
	cyrillic, err := charmap.Windows1251.NewEncoder().String("<html lang=ru><p>Плотина")
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("Größe")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ page, contentType, want string }{
		"utf-8 that claims to be latin":     {"<meta charset=iso-8859-1>Größe", "", "<meta charset=iso-8859-1>Größe"},
		"byte order mark":                   {"\xef\xbb\xbfGröße", "text/html; charset=iso-8859-1", "Größe"},
		"utf-16":                            {wide, "", "Größe"},
		"header":                            {"Gr\xf6\xdfe", "text/html; charset=iso-8859-1", "Größe"},
		"meta":                              {"<meta http-equiv=x content='text/html; charset=windows-1251'>\xcf\xcf", "", "<meta http-equiv=x content='text/html; charset=windows-1251'>ПП"},
		"guess by language":                 {cyrillic, "", "<html lang=ru><p>Плотина"},
		"guess without":                     {"\x93dam\x94", "", "“dam”"},
		"unknown name":                      {"\x93dam\x94", "text/html; charset=klingon", "“dam”"},
		"broken utf-8 that says it is utf8": {"Gr\xf6ße", "text/html; charset=utf-8", "Gr\uFFFDße"},
		"cut in the last rune":              {"Größe\xc3", "", "Größe\uFFFD"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := markup.Decode([]byte(test.page), test.contentType); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestParseSurvivesHostilePages(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"nested deep":              strings.Repeat("<div>", 100_000) + "last words",
		"unclosed formatting":      strings.Repeat("<p><b id=x><i class=y>", 100) + strings.Repeat("<p>x", 500_000) + "last words",
		"a million tags":           strings.Repeat("<b>", 1_000_000) + "last words",
		"tables in tables":         strings.Repeat("<table><tr><td>", 50_000) + "last words",
		"distinct open formatting": distinctFormatting() + strings.Repeat("<p>x", 200_000) + "last words",
	}
	for name, page := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			started := time.Now()
			root, err := markup.Parse([]byte(page), "text/html")
			if err != nil {
				t.Fatal(err)
			}
			text := markup.Text(root)
			if took := time.Since(started); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if name == "nested deep" && !strings.HasSuffix(text, "last words") {
				t.Errorf("the words in the depth are lost: %q", text)
			}
		})
	}
}

func distinctFormatting() string {
	var b strings.Builder
	for i := range 400 {
		b.WriteString("<font size=" + strings.Repeat("1", i+1) + ">")
	}
	return b.String()
}

func TestParseRefusesOnlyNothing(t *testing.T) {
	t.Parallel()
	if _, err := markup.Parse(nil, ""); err == nil {
		t.Error("got no error for no bytes")
	}
	if _, err := markup.Parse([]byte{0xff, 0, 1}, "image/png"); err != nil {
		t.Errorf("got %v for a broken page", err)
	}
}

func TestTextFoldsAndParts(t *testing.T) {
	t.Parallel()
	const page = "<p>The  <b>d</b>am\u00a0is</p><p>full<br>today<script>no()</script><span>.</span> a\u200bb\u00adc</p>"
	root, err := markup.Parse([]byte(page), "")
	if err != nil {
		t.Fatal(err)
	}
	const want = "The dam is full today. abc"
	if got := markup.Text(root); got != want {
		t.Errorf("Text: got %q, want %q", got, want)
	}
	if got := markup.PlainText(page); got != want {
		t.Errorf("PlainText: got %q, want %q", got, want)
	}
	if got := markup.PlainText("Fish &amp; chips"); got != "Fish & chips" {
		t.Errorf("PlainText without tags: got %q", got)
	}
}

func TestParseEndsEmptyLinks(t *testing.T) {
	t.Parallel()
	root, err := markup.Parse([]byte(`<div><a href="/x"/></div><p>The dam</p><a/><a href=y/>`), "")
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Data == "The dam" && n.Parent.Data != "p" {
			t.Errorf("an empty link swallows what follows: the text is in <%s>", n.Parent.Data)
		}
	}
}

func TestAbsolute(t *testing.T) {
	t.Parallel()
	tests := []struct{ base, ref, want string }{
		{"https://a.example/x/y", "../z", "https://a.example/z"},
		{"https://a.example/x", "//b.example/z", "https://b.example/z"},
		{"", "http://b.example/ä b", "http://b.example/%C3%A4%20b"},
		{"", "/z", ""},
		{"https://a.example/", "javascript:alert(1)", ""},
		{"https://a.example/", "java\nscript:alert(1)", ""},
		{"https://a.example/", "data:text/html,x", ""},
		{"https://a.example/", "https://user:pass@b.example/", ""},
		{"https://a.example/", "http://", ""},
		{"https://a.example/", "#part", "https://a.example/#part"},
	}
	for _, test := range tests {
		if got := markup.Absolute(test.base, test.ref); got != test.want {
			t.Errorf("Absolute(%q, %q): got %q, want %q", test.base, test.ref, got, test.want)
		}
	}
}

func TestSanitize(t *testing.T) {
	t.Parallel()
	const base = "https://press.example/a/"
	tests := map[string]struct{ fragment, want string }{
		"plain":          {"The dam is full.", "The dam is full."},
		"link":           {`<a href="b" onclick=x>on</a>`, `<a href="https://press.example/a/b" rel="nofollow noopener noreferrer">on</a>`},
		"script":         {`a<script>alert(1)</script>b`, `ab`},
		"script address": {`<a href="javascript:x">on</a>`, `on`},
		"style and form": {`<p style="color:red">a<form><input></form></p>`, `<p>a</p>`},
		"unbalanced":     {`<p><b>a`, `<p><b>a</b></p>`},
		"picture":        {`<img src=/c.jpg alt="a &quot;dam&quot;" onerror=x width=300>`, `<img src="https://press.example/c.jpg" alt="a &#34;dam&#34;" width="300">`},
		"data picture":   {`<img src="data:image/png;base64,xx">`, ``},
		"svg":            {`<svg><a xlink:href="javascript:x"><text>a</text></a></svg>b`, `b`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := markup.Sanitize(test.fragment, base); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{
		`<a href="b">on</a>`, `<p><b>a</p></b>`, `<svg><style><img src=x onerror=alert(1)>`, `<noscript><p title="</noscript><img src=x onerror=1>">`,
		`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`, "a\x00<scr\x00ipt>", `<a href="//x&#13;y">`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		once := markup.Sanitize(fragment, "https://press.example/")
		if twice := markup.Sanitize(once, "https://press.example/"); twice != once {
			t.Errorf("not idempotent:\n%q\n%q", once, twice)
		}
		root, err := html.Parse(strings.NewReader(once))
		if err != nil {
			return
		}
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "style", "iframe", "object", "embed", "form", "svg", "math", "template", "noscript", "base", "meta", "link":
				t.Errorf("lets %s through: %q", n.Data, once)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && a.Key != "alt" {
					t.Errorf("lets %s=%q through", a.Key, a.Val)
				}
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("<p>a<b>b"), "text/html")
	f.Add([]byte("\xff\xfea\x00"), "text/html; charset=utf-7")
	f.Fuzz(func(t *testing.T, page []byte, contentType string) {
		root, err := markup.Parse(page, contentType)
		if err == nil {
			_ = markup.Text(root)
		}
	})
}
