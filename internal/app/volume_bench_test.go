//go:build unix

package app_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkVolume asks for each kind of page, made anew, of a big database (see internal/app/volume) in the directory
// NUTGRAF_VOLUME or at the address NUTGRAF_VOLUME_URL of a PostgreSQL, and tells the processor time of each beside its time: that holds on a busy machine too. Requests come
// one after the other, and what unpacks in parallel counts all its processors.
func BenchmarkVolume(b *testing.B) {
	data, database := os.Getenv("NUTGRAF_VOLUME"), os.Getenv("NUTGRAF_VOLUME_URL")
	switch {
	case data == "" && database == "":
		b.Skip("not run: pages of a big database; neither NUTGRAF_VOLUME nor NUTGRAF_VOLUME_URL names one")
	case data == "":
		data = b.TempDir()
	}
	c := settings(data)
	c.Database = database
	c.Demo, c.DemoClock = false, ""
	address, _ := start(b, c)
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	owner := &http.Client{Jar: jar}
	response, err := owner.PostForm(address+"/sign-in", url.Values{"password": {"correct horse"}, "next": {"/"}}) //nolint:noctx // of a benchmark
	if err != nil || response.Body.Close() != nil || len(jar.Cookies(response.Request.URL)) == 0 {
		b.Fatalf("sign in: %v", err)
	}
	_, list := get(b, address+"/threads")
	thread := regexp.MustCompile(`/thread/\d+`).FindString(list)
	unkept := 0
	b.Run("stories", func(b *testing.B) { // different ones, the first ones far more often than the last
		zipf := rand.NewZipf(rand.New(rand.NewPCG(1, 1)), 1.1, 1, 9999)
		before := processorTime(b)
		for b.Loop() {
			unkept++
			if response, _ := get(b, fmt.Sprintf("%s/story/%d?anew=%d", address, 1+zipf.Uint64(), unkept)); response.StatusCode != http.StatusOK {
				b.Fatalf("%s: %d", response.Request.URL, response.StatusCode)
			}
		}
		b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/page")
	})
	for _, path := range []string{
		"/", "/latest", "/trending", "/media", "/section/world", "/story/1000", "/story/1000/why", "/article/5000", "/source/7", "/threads", thread,
		"/entity/1", "/entity/20", "/people", "/quotes", "/agenda", "/agenda.ics", "/timeline?q=Orris", "/search?q=glacier", "/search?q=flood", "/sources", "/feed.atom",
	} {
		response, _ := get(b, address+path)
		path = response.Request.URL.RequestURI()
		for _, reader := range []struct {
			name   string
			client *http.Client
		}{{"anew", http.DefaultClient}, {"owner", owner}} {
			b.Run(reader.name+path, func(b *testing.B) {
				before := processorTime(b)
				var bytes int64
				for b.Loop() {
					unkept++
					response, err := reader.client.Get(address + path + map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")] + fmt.Sprint("anew=", unkept)) //nolint:noctx // of a benchmark
					if err != nil {
						b.Fatal(err)
					}
					bytes, err = io.Copy(io.Discard, response.Body)
					if _ = response.Body.Close(); err != nil || response.StatusCode != http.StatusOK {
						b.Fatalf("%s: %d, %v", path, response.StatusCode, err)
					}
				}
				b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/page")
				b.ReportMetric(float64(bytes), "B/page")
			})
		}
	}
}

// processorTime is what this process has used so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
