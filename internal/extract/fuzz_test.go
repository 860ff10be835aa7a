package extract_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/extract"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
)

// FuzzExtract reads any bytes as HTML or as plain text. What comes out is sound, and the same twice.
func FuzzExtract(f *testing.F) {
	files, err := filepath.Glob("testdata/pages/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		page, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(page, "text/html", "https://gannet.example/2026/11/03/dam")
	}
	pages := hostilePages()
	for name := range pages {
		f.Add(pages[name](400), "", "https://gannet.example/")
	}
	f.Add([]byte("The dam is full\n\nBy Ada Quint\n\n3 November 2026\n\n• First\n> Second\n\nORLA (AP) - The water stands high.\n"), "text/plain", "")
	f.Add([]byte("<p>d\u202eam\u2028 \x01<a href='java\nscript:x'>a</a><a href=//b>b</a><b>c<i>d</b>e</i><sub>f</sub>&lt;script&gt;"), "text/html; charset=utf-7", "::")
	f.Fuzz(func(t *testing.T, page []byte, contentType, address string) {
		at := extract.Context{URL: address, ContentType: contentType, Now: time.Unix(1.8e9, 0)}
		articles, err := extract.Extract(page, at)
		if (err == nil) == (len(articles) == 0) {
			t.Fatalf("got %d articles and error %v", len(articles), err)
		}
		if err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Fatalf("got an error that is not news.ErrInvalid: %v", err)
		}
		if again, _ := extract.Extract(page, at); !reflect.DeepEqual(articles, again) {
			t.Errorf("two readings differ: %s", cmp.Diff(articles, again))
		}
		if contentType == extract.RecordType {
			return // a record says what its writer wants
		}
		for i := range articles {
			if articles[i].Part < i || i > 0 && articles[i].Part <= articles[i-1].Part {
				t.Errorf("article %d is part %d", i, articles[i].Part)
			}
			soundArticle(t, &articles[i])
		}
	})
}

func soundArticle(t *testing.T, a *news.Article) {
	t.Helper()
	shown := map[string]string{
		"text": a.Text(), "headline": a.Headline, "summary": a.Summary, "dateline": a.Dateline, "outlet": a.Outlet,
		"caption": a.Image.Caption, "credit": a.Image.Credit, "language": a.Language, "authors": strings.Join(a.Authors, " "),
		"agencies": strings.Join(a.Agencies, " "), "tags": strings.Join(a.Tags, " "), "alternatives": strings.Join(a.Alternatives, " "),
	}
	for name, s := range shown {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			t.Errorf("%s has broken or control characters: %q", name, s)
		}
	}
	for _, b := range a.Blocks {
		soundBlock(t, b)
	}
	for name, u := range map[string]string{"image": a.Image.URL, "canonical address": a.CanonicalURL, "licence": a.Rights.Licence} {
		if u != "" && !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") {
			t.Errorf("%s is no address: %q", name, u)
		}
	}
	for _, l := range a.Related {
		if l.URL != "" && !strings.HasPrefix(l.URL, "http") || l.Title == "" { // scraped text names its related articles without addresses
			t.Errorf("related link %+v", l)
		}
	}
}

func soundBlock(t *testing.T, b news.Block) {
	t.Helper()
	if b.Role == "" || b.Text == "" && b.URL == "" {
		t.Errorf("block %+v has no role or says nothing", b)
	}
	if b.URL != "" && !strings.HasPrefix(b.URL, "http") {
		t.Errorf("block %+v has no address", b)
	}
	if !utf8.ValidString(b.Text) || strings.ContainsFunc(b.Text, func(r rune) bool { return unicode.IsControl(r) }) {
		t.Errorf("%s has broken or control characters: %q", b.Role, b.Text)
	}
	if clean := markup.Sanitize(b.HTML, ""); clean != b.HTML {
		t.Errorf("HTML is not clean:\n%q\n%q", b.HTML, clean)
	}
}
