package app_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"testing"
)

// BenchmarkPage asks the running service for pages of the demo press over HTTP, one after the other: kept as for a crowd, made anew for
// anybody, and for the administrator, whose pages are never kept.
func BenchmarkPage(b *testing.B) {
	address, _ := start(b, settings(b.TempDir()))
	awaitDemo(b, address)
	_, front := get(b, address+"/")
	story := regexp.MustCompile(`/story/\d+/[^"]+`).FindString(front)
	_, told := get(b, address+story)
	article := regexp.MustCompile(`/article/\d+/[^"]+`).FindString(told)
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	admin := &http.Client{Jar: jar}
	response, err := admin.PostForm(address+"/sign-in", url.Values{"password": {"correct horse"}, "next": {"/"}}) //nolint:noctx // of a benchmark
	if err != nil || response.Body.Close() != nil || len(jar.Cookies(response.Request.URL)) == 0 {
		b.Fatalf("sign in: %v", err)
	}
	unkept := 0
	for _, page := range []struct{ name, path, also string }{
		{"front", "/", "?"}, {"section", "/section/world", "?"}, {"story", story, "?"}, {"article", article, "?"}, {"search", "/search?q=Tamsel", "&"},
	} {
		for _, reader := range []struct {
			name   string
			client *http.Client
			anew   bool
		}{{"kept", http.DefaultClient, false}, {"anew", http.DefaultClient, true}, {"admin", admin, false}} {
			b.Run(page.name+"/"+reader.name, func(b *testing.B) {
				for b.Loop() {
					path := address + page.path
					if unkept++; reader.anew {
						path += fmt.Sprint(page.also, "anew=", unkept)
					}
					ask, err := http.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
					if err != nil {
						b.Fatal(err)
					}
					ask.Header.Set("Accept-Encoding", "gzip, br, zstd")
					response, err := reader.client.Do(ask)
					if err != nil {
						b.Fatal(err)
					}
					_, err = io.Copy(io.Discard, response.Body)
					if _ = response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
						b.Fatalf("%s: %d, %v", path, response.StatusCode, err)
					}
				}
			})
		}
	}
}
