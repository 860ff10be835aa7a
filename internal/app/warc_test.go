package app_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
)

const archivedPage = `<html><head><title>Ferry</title></head><body><p>The ferry sailed again on Friday.</p></body></html>`

// warc writes a record.
func warc(kind, target, contentType, block string) string {
	head := "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2026-03-14T08:30:00Z\r\n"
	if target != "" {
		head += "WARC-Target-URI: " + target + "\r\n"
	}
	return head + "Content-Type: " + contentType + fmt.Sprintf("\r\nContent-Length: %d\r\n\r\n", len(block)) + block + "\r\n\r\n"
}

func answer(head, body string) string {
	return warc("response", "http://gull.example/"+fmt.Sprint(len(head)+len(body)), "application/http;msgtype=response", "HTTP/1.1 "+head+"\r\n\r\n"+body)
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func pagesOf(archive string) ([]news.Capture, app.Import, error) {
	return app.Pages(app.NewFile("x.warc", time.Now(), strings.NewReader(archive)))
}

func TestAWebArchiveGivesItsPages(t *testing.T) {
	t.Parallel()
	const html = "200 OK\r\nContent-Type: text/html; charset=utf-8"
	for name, record := range map[string]string{
		"response":            answer(html, archivedPage),
		"resource":            warc("resource", "<http://gull.example/r>", "text/html", archivedPage),
		"chunked":             answer(html+"\r\nTransfer-Encoding: chunked", fmt.Sprintf("5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", archivedPage[:5], len(archivedPage)-5, archivedPage[5:])),
		"no longer chunked":   answer(html+"\r\nTransfer-Encoding: chunked", archivedPage),
		"gzip":                answer(html+"\r\nContent-Encoding: gzip", zipped(archivedPage)),
		"no longer gzip":      answer(html+"\r\nContent-Encoding: gzip", archivedPage),
		"no longer br":        answer(html+"\r\nContent-Encoding: br", archivedPage),
		"no content type":     answer("200 OK\r\nServer: x", archivedPage),
		"broken header line":  answer(html+"\r\nthis is no field", archivedPage),
		"WARC 1.1, LF, case":  strings.ReplaceAll(strings.Replace(strings.Replace(answer(html, archivedPage), "WARC/1.0", "WARC/1.1", 1), "WARC-Type", "warc-type", 1), "\r\nWARC-Date", "\nWARC-Date"),
		"zipped record":       zipped(answer(html, archivedPage)),
		"junk before it":      "what is left of something\n\n" + answer(html, archivedPage),
		"no length before it": "WARC/1.0\r\nWARC-Type: response\r\n\r\nbody\r\n\r\n" + answer(html, archivedPage),
	} {
		archive := record
		if strings.HasPrefix(record, "\x1f\x8b") {
			path := filepath.Join(t.TempDir(), "a.warc.gz")
			if err := os.WriteFile(path, []byte(zipped(warc("warcinfo", "", "application/warc-fields", "software: x"))+record), 0o644); err != nil {
				t.Fatal(err)
			}
			for f, err := range app.Files([]string{path}) {
				if pages, _, err2 := app.Pages(f); err != nil || err2 != nil || f.Form() == app.FormText || len(pages) != 1 {
					t.Errorf("%s: %d pages, %v, %v", name, len(pages), err, err2)
				}
			}
			continue
		}
		pages, result, err := pagesOf(archive)
		if len(pages) != 1 || result.Skipped != 0 || (err != nil) != (name == "no length before it") {
			t.Errorf("%s: %d pages, %d skipped, %v", name, len(pages), result.Skipped, err)
			continue
		}
		page := pages[0]
		if !strings.Contains(string(page.Body), "sailed again") || !strings.HasPrefix(page.URL, "http://gull.example/") || page.FetchedAt != time.Date(2026, 3, 14, 8, 30, 0, 0, time.UTC) {
			t.Errorf("%s: got %+v", name, page)
		}
	}
}

func TestAWebArchivePassesOverTheRest(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]string{
		"warcinfo":   warc("warcinfo", "", "application/warc-fields", "software: x"),
		"request":    warc("request", "http://gull.example/", "application/http;msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
		"metadata":   warc("metadata", "http://gull.example/", "text/html", archivedPage),
		"revisit":    warc("revisit", "http://gull.example/", "application/http;msgtype=response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
		"picture":    answer("200 OK\r\nContent-Type: image/png", "\x89PNG"),
		"robots":     answer("200 OK\r\nContent-Type: text/plain", "User-agent: *"),
		"feed":       answer("200 OK\r\nContent-Type: application/rss+xml", "<rss/>"),
		"redirect":   answer("301 Moved\r\nContent-Type: text/html\r\nLocation: /x", archivedPage),
		"not found":  answer("404 Not Found\r\nContent-Type: text/html", archivedPage),
		"empty":      answer("200 OK\r\nContent-Type: text/html", ""),
		"dns":        warc("response", "dns:gull.example", "text/dns", "20260314 gull.example A 192.0.2.1"),
		"no address": warc("resource", "", "text/html", archivedPage),
	} {
		pages, result, err := pagesOf(record + answer("200 OK\r\nContent-Type: text/html", archivedPage))
		if len(pages) != 1 || result.Skipped != 1 || err != nil {
			t.Errorf("%s: %d pages, %d skipped, %v", name, len(pages), result.Skipped, err)
		}
	}
}

func TestABrokenWebArchiveKeepsWhatCame(t *testing.T) {
	t.Parallel()
	whole := answer("200 OK\r\nContent-Type: text/html", archivedPage)
	for name, archive := range map[string]string{
		"cut in a block":      whole + whole[:len(whole)-40],
		"cut in a header":     whole + whole[:60],
		"a long header":       whole + "WARC/1.0\r\n" + strings.Repeat("X: y\r\n", 20_000) + "\r\n" + whole[:0],
		"a large record":      whole + "WARC/1.0\r\nContent-Length: 99999999999\r\n\r\nx",
		"a bomb":              whole + answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", zipped(strings.Repeat(" ", 40<<20))),
		"broken gzip":         whole + answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", "\x1f\x8b\x08broken"),
		"a negative length":   whole + "WARC/1.0\r\nContent-Length: -5\r\n\r\nx",
		"a length of letters": whole + "WARC/1.0\r\nContent-Length: ten\r\n\r\nx",
	} {
		pages, _, err := pagesOf(archive)
		if len(pages) != 1 || err == nil || !errors.Is(err, news.ErrInvalid) || len(err.Error()) > 400 {
			t.Errorf("%s: %d pages, %v", name, len(pages), err)
		}
	}
	path := filepath.Join(t.TempDir(), "a.warc.gz")
	both := zipped(whole) + zipped(whole)
	if err := os.WriteFile(path, []byte(both[:len(both)-20]), 0o644); err != nil {
		t.Fatal(err)
	}
	for f, err := range app.Files([]string{path}) {
		if pages, _, err2 := app.Pages(f); err != nil || len(pages) != 1 || err2 == nil || !strings.Contains(err2.Error(), "cut off") {
			t.Errorf("a cut gzip file: %d pages, %v, %v", len(pages), err, err2)
		}
	}
}

func FuzzWebArchive(f *testing.F) {
	f.Add([]byte(answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", "5\r\n\x1f\x8b\r\n")))
	f.Add([]byte(warc("resource", "http://a/", "text/html", archivedPage) + "WARC/1.0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		pages, _, err := pagesOf(string(archive))
		if err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Fatal(err)
		}
		for _, page := range pages {
			if page.URL == "" || len(page.Body) == 0 {
				t.Fatalf("an empty page: %+v", page)
			}
		}
	})
}
