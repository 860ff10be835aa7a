package app_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

func messagesOf(t testing.TB, in io.Reader) (messages []string, failed error) {
	t.Helper()
	for message, err := range app.NewFile("x", time.Now(), in).Messages() {
		if err != nil {
			failed = err
			continue
		}
		messages = append(messages, string(message))
	}
	return messages, failed
}

func TestMessages(t *testing.T) {
	t.Parallel()
	const mark = "From ines@gull.example Sat Mar 14 08:30:00 2026\n"
	for name, c := range map[string]struct {
		file string
		want []string
	}{
		"two":              {mark + "A: 1\n\none\n\n" + mark + "A: 2\n\ntwo\n", []string{"A: 1\n\none\n\n", "A: 2\n\ntwo\n"}},
		"quoted":           {mark + "A: 1\n\n>From me\n>>From you\n> From us\n", []string{"A: 1\n\nFrom me\n>From you\n> From us\n"}},
		"no blank line":    {mark + "A: 1\n\none\n" + mark + "A: 2\n", []string{"A: 1\n\none\n" + mark + "A: 2\n"}},
		"From in text":     {mark + "A: 1\n\none\n\nFrom here at 10:30 in 2026\nit goes on\n", []string{"A: 1\n\none\n\nFrom here at 10:30 in 2026\nit goes on\n"}},
		"not quoted":       {mark + "Content-Length: 62\n\n\n" + mark + "B: it is text\n\n" + mark + "A: 2\n", []string{"Content-Length: 62\n\n\n" + mark + "B: it is text\n\n", "A: 2\n"}},
		"wrong length":     {mark + "Content-Length: 5000\n\none\n\n" + mark + "A: 2\n\n" + mark + "A: 3\n", []string{"Content-Length: 5000\n\none\n\n", "A: 2\n\n", "A: 3\n"}},
		"no first mark":    {"A: 1\n\none\n\n" + mark + "A: 2\n", []string{"A: 1\n\none\n\n", "A: 2\n"}},
		"nothing":          {"", nil},
		"end within":       {mark + "A: 1\n\none", []string{"A: 1\n\none"}},
		"a mark alone":     {mark, []string{}},
		"a long line":      {mark + "A: 1\n\n" + strings.Repeat("x", 200_000) + "\n\n" + mark + "A: 2\n", []string{"A: 1\n\n" + strings.Repeat("x", 200_000) + "\n\n", "A: 2\n"}},
		"mark at a border": {mark + "A: 1\n\n" + strings.Repeat("x", 64<<10-len(mark)-30) + "\n\n" + mark + "A: 2\n", []string{"A: 1\n\n" + strings.Repeat("x", 64<<10-len(mark)-30) + "\n\n", "A: 2\n"}},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			if end == "\r\n" && strings.Contains(name, "not quoted") {
				continue // its length counts other line ends
			}
			got, err := messagesOf(t, strings.NewReader(strings.ReplaceAll(c.file, "\n", end)))
			want := strings.ReplaceAll(strings.Join(c.want, "|"), "\n", end)
			if strings.Join(got, "|") != want || err != nil {
				t.Errorf("%s: got %v\n%.300q, want\n%.300q", name, err, strings.Join(got, "|"), want)
			}
		}
	}
	got, err := messagesOf(t, io.MultiReader(strings.NewReader(mark+"A: 1\n\none"), brokenReader{}))
	if len(got) != 1 || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("cut off: got %q, %v", got, err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestMessagesStream reads a gigabyte of mail, one message of which is very large, in little memory.
func TestMessagesStream(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: reading a gigabyte takes a while")
	}
	block := []byte("From ines@gull.example Sat Mar 14 08:30:00 2026\nSubject: x\n\n" + strings.Repeat(strings.Repeat("x", 79)+"\n", 10_000) + "\n")
	huge := []byte(strings.Repeat("y", 79) + "\n")
	in := io.MultiReader(&repeated{block: block, left: 600}, &repeated{block: huge, left: 6_000_000}, &repeated{block: append([]byte("\n"), block...), left: 3})
	var before, peak runtime.MemStats
	runtime.ReadMemStats(&before)
	n, most := 0, 0
	for message, err := range app.NewFile("x", time.Now(), in).Messages() {
		if err != nil {
			t.Fatal(err)
		}
		n, most = n+1, max(most, len(message))
		if n%100 == 0 {
			runtime.ReadMemStats(&peak)
		}
	}
	if n != 603 || most > 32<<20 {
		t.Errorf("%d messages, the largest of %d bytes", n, most)
	}
	if grown := int64(peak.HeapInuse) - int64(before.HeapInuse); grown > 100<<20 {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
}

// repeated gives the same bytes again and again.
type repeated struct {
	block []byte
	left  int
	at    int
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.block[r.at:])
	if r.at += n; r.at == len(r.block) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}

func FuzzMessages(f *testing.F) {
	f.Add([]byte("From a@b Sat Mar 14 08:30:00 2026\nContent-Length: 3\n\nFrom a@b Sat Mar 14 08:30:00 2026\nA: b\n"))
	f.Add([]byte("From a 10:00 2026\r\nA: b\r\n\r\n>From\r\n\r\nFrom a 10:00 2026\r\nA: b"))
	f.Fuzz(func(t *testing.T, file []byte) {
		messages, err := messagesOf(t, bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if total := len(strings.Join(messages, "")); total > len(file) {
			t.Fatalf("%d bytes of messages out of %d", total, len(file))
		}
	})
}

func TestFormOfMail(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]app.Form{
		"From a@b.example Sat Mar 14 08:30:00 2026\nSubject: x\n":                app.FormMbox,
		"Return-Path: <a@b>\r\nFrom: a@b\r\nSubject: x\r\n\r\n<html><p>x</p>":    app.FormMail,
		"Title: a page\nDate: 2026\n\nText":                                      app.FormText,
		"From here on: everything\nis text":                                      app.FormText,
		"Date: Sat, 14 Mar 2026\nSubject: notes\n\nno sender":                    app.FormText,
		"<html><p>From: a@b\nSubject: x</p>":                                     app.FormHTML,
		"WARC/1.0\r\nWARC-Type: warcinfo\r\n":                                    app.FormWARC,
		`{"title": "x"}`:                                                         app.FormJSONL,
		"Received: by x;\n Sat\nMIME-Version: 1.0\nContent-Type: text/html\n\n<": app.FormMail,
	} {
		if got := app.NewFile("f", time.Now(), strings.NewReader(content)).Form(); got != want {
			t.Errorf("%.40q: got %q, want %q", content, got, want)
		}
	}
}

func TestFilesOfAMaildir(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	for _, path := range []string{"cur/1.a:2,S", "cur/2.b:2,ST", "cur/3.c:2,D", "new/4.d", "tmp/5.e", "dovecot-uidlist", ".News/new/6.f", ".News/cur/7.g:2,", ".News/tmp/8", ".hidden/new/9", "sub/page.html"} {
		full := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		content := "From: a@b.example\n\nx"
		if strings.HasSuffix(path, ".html") {
			content = "<html><p>x</p>"
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(root, "new"), 0o755); err != nil {
		t.Fatal(err)
	}
	var got []string
	for f, err := range app.Files([]string{root}) {
		if err != nil {
			t.Fatal(err)
		}
		path, _ := filepath.Rel(root, f.Path)
		got = append(got, fmt.Sprintf("%s %s", filepath.ToSlash(path), f.Form()))
	}
	want := []string{".News/cur/7.g:2, mail", ".News/new/6.f mail", "cur/1.a:2,S mail", "new/4.d mail", "sub/page.html html"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMailbox(t *testing.T) {
	t.Parallel()
	got, isMailbox, err := app.Mailbox("imaps://ines%40gull.example:p%3Ass@Mail.Gull.example:1993/News/Letters?x=1")
	want := news.Subscription{URL: "imaps://mail.gull.example:1993/News/Letters", Kind: news.FeedMail, Title: "News/Letters of mail.gull.example",
		Wish: news.FeedWish{User: "ines@gull.example", Password: "p:ss"}}
	if diff := cmp.Diff(want, got); diff != "" || !isMailbox || err != nil {
		t.Errorf("%v %v (-want +got):\n%s", isMailbox, err, diff)
	}
	if got, _, err := app.Mailbox("imap://u:p@[::1]:1143"); err != nil || got.URL != "imap://[::1]:1143/INBOX" {
		t.Errorf("got %q, %v", got.URL, err)
	}
	if _, isMailbox, _ := app.Mailbox("https://gull.example/"); isMailbox {
		t.Error("a page is no mailbox")
	}
	for _, address := range []string{"imaps://mail.gull.example/News", "imaps://u:s3cret%zz@host/", "imaps://u:s3cret@/x"} {
		if _, isMailbox, err := app.Mailbox(address); !isMailbox || !errors.Is(err, news.ErrInvalid) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: got %v, %v", address, isMailbox, err)
		}
	}
}
