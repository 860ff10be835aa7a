package app_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/app"
	"nutgraf/internal/fetch"
	"nutgraf/internal/news"
)

// painted is a JPEG of a size.
func painted(t testing.TB, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = byte(i * i >> 8)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bombPNG claims to be large, in a few bytes.
func bombPNG() []byte {
	head := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0)
	binary.BigEndian.PutUint32(head[4:], 30_000)
	binary.BigEndian.PutUint32(head[8:], 30_000)
	out := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(out, head...), crc32.ChecksumIEEE(head))
}

// pictureServer serves pictures on this machine, counts who asks, and is all that the client may call.
func pictureServer(t *testing.T, routes map[string]http.HandlerFunc) (address string, asked *atomic.Int64, get func(context.Context, fetch.Request) (*fetch.Response, error)) {
	t.Helper()
	asked = &atomic.Int64{}
	mux := http.NewServeMux()
	for path, handler := range routes {
		mux.HandleFunc(path, handler)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	client := fetch.New(fetch.Options{AllowNetworks: []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}, Timeout: time.Second, PerHost: 4})
	t.Cleanup(client.Close)
	return server.URL, asked, client.Get
}

func sends(body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }
}

func TestGallery(t *testing.T) {
	t.Parallel()
	large := painted(t, 2000, 1000)
	address, asked, get := pictureServer(t, map[string]http.HandlerFunc{"/a.jpg": sends(large), "/small.jpg": sends(painted(t, 200, 100))})
	dir := t.TempDir()
	g := app.NewGallery(get, app.OpenShelf(dir, 1<<20, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	for _, width := range []int{640, 160, 1280, 640, 960} {
		body, err := g.Picture(t.Context(), address+"/a.jpg", width)
		if err != nil {
			t.Fatal(err)
		}
		m, err := jpeg.Decode(bytes.NewReader(body))
		if err != nil || m.Bounds().Dx() != width || m.Bounds().Dy() != width/2 {
			t.Errorf("%d: got %v, %v", width, m.Bounds(), err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the publisher was asked %d times for one picture", n)
	}
	if w, h := g.PictureSize(address + "/a.jpg"); w != 2000 || h != 1000 {
		t.Errorf("its size: got %dx%d", w, h)
	}
	for _, width := range []int{160, 320, 1280} {
		body, err := g.Picture(t.Context(), address+"/small.jpg", width)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := jpeg.Decode(bytes.NewReader(body)); err != nil || m.Bounds().Dx() != min(width, 200) {
			t.Errorf("a small one in %d: got %v, %v", width, m.Bounds(), err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 6 {
		t.Errorf("the shelf has %d files, want 4 and 2: %v", len(files), err)
	}
	// Another process finds what this one kept, and asks nobody.
	again := app.NewGallery(get, app.OpenShelf(dir, 1<<20, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	before := asked.Load()
	if _, err := again.Picture(t.Context(), address+"/a.jpg", 320); err != nil || asked.Load() != before {
		t.Errorf("after a restart: %v, asked %d times", err, asked.Load()-before)
	}
}

// TestGalleryHostile: none of these is a picture, none takes long, and none is asked for again and again.
func TestGalleryHostile(t *testing.T) {
	t.Parallel()
	whole := painted(t, 800, 600)
	private := "http://127.0.0.2:9"
	if listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.2:0"); err == nil { // where this machine has such an address
		server := &httptest.Server{Listener: listener, Config: &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			t.Error("a service of this machine was called")
		})}}
		server.Start()
		t.Cleanup(server.Close)
		private = server.URL
	}
	address, asked, get := pictureServer(t, map[string]http.HandlerFunc{
		"/page":      sends([]byte("<!doctype html><title>Sign in</title>")),
		"/svg":       sends([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)),
		"/bomb":      sends(bombPNG()),
		"/truncated": sends(whole[:len(whole)/2]),
		"/broken": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(whole)))
			_, _ = w.Write(whole[:len(whole)/2])
		},
		"/endless": func(w http.ResponseWriter, r *http.Request) {
			for chunk := make([]byte, 1<<20); r.Context().Err() == nil; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		},
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write(whole[:100])
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
		"/private": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, private+"/admin.jpg", http.StatusFound)
		},
		"/metadata": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/latest/", http.StatusFound)
		},
		"/gone": http.NotFound,
	})
	g := app.NewGallery(get, app.OpenShelf(t.TempDir(), 1<<20, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	for _, path := range []string{"/page", "/svg", "/bomb", "/truncated", "/broken", "/endless", "/slow", "/private", "/metadata", "/gone"} {
		began := time.Now()
		if body, err := g.Picture(t.Context(), address+path, 640); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("%s: got %d bytes, %v; want not found", path, len(body), err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s took %v", path, took)
		}
		before := asked.Load()
		if _, err := g.Picture(t.Context(), address+path, 320); !errors.Is(err, news.ErrNotFound) || asked.Load() != before {
			t.Errorf("%s again: got %v, asked %d times more", path, err, asked.Load()-before)
		}
	}
	if w, h := g.PictureSize(address + "/bomb"); w != 0 || h != 0 {
		t.Errorf("a bomb has a size: %dx%d", w, h)
	}
}

// TestGalleryCrowd: a picture that many want at once is fetched once, in whatever widths, and made once in each; who
// leaves does not spoil it for the others.
func TestGalleryCrowd(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	body := painted(t, 1000, 500)
	address, asked, get := pictureServer(t, map[string]http.HandlerFunc{"/a.jpg": func(w http.ResponseWriter, r *http.Request) {
		<-release
		_, _ = w.Write(body)
	}})
	g := app.NewGallery(get, app.OpenShelf(t.TempDir(), 1<<20, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	var all sync.WaitGroup
	for i := range 60 {
		all.Go(func() {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if i%3 == 0 {
				cancel() // and left
			}
			if _, err := g.Picture(ctx, address+"/a.jpg", []int{160, 320, 640, 960}[i%4]); err != nil {
				t.Errorf("reader %d: %v", i, err)
			}
		})
	}
	close(release)
	all.Wait()
	if n := asked.Load(); n != 1 {
		t.Errorf("the publisher was asked %d times", n)
	}
}

// TestShelfEvicts: the folder stays within its limit, and what was wanted last stays.
func TestShelfEvicts(t *testing.T) {
	t.Parallel()
	routes := map[string]http.HandlerFunc{}
	for i := range 12 {
		routes[fmt.Sprintf("/%d.jpg", i)] = sends(painted(t, 300+i, 200))
	}
	address, asked, get := pictureServer(t, routes)
	dir, limit := t.TempDir(), int64(5*len(painted(t, 300, 200)))
	g := app.NewGallery(get, app.OpenShelf(dir, limit, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	want := func(i int) {
		if _, err := g.Picture(t.Context(), fmt.Sprintf("%s/%d.jpg", address, i), 1280); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 12 {
		want(i)
		want(0) // which stays for being wanted
	}
	if n := asked.Load(); n != 12 {
		t.Errorf("asked %d times for 12 pictures", n)
	}
	sum := int64(0)
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*"))
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		sum += info.Size()
	}
	if sum > limit || len(files) < 3 {
		t.Errorf("%d files of %d bytes stand where %d may", len(files), sum, limit)
	}
	if want(1); asked.Load() != 13 {
		t.Errorf("the one that was wanted longest ago is still there")
	}
	// A smaller limit holds from the next start.
	app.OpenShelf(dir, limit/3, slog.New(slog.DiscardHandler))
	if files, _ = filepath.Glob(filepath.Join(dir, "*", "*")); len(files) > 2 {
		t.Errorf("%d files are left of a limit of a third", len(files))
	}
}

// TestShelfBroken: a file that is not what its name says is made anew.
func TestShelfBroken(t *testing.T) {
	t.Parallel()
	address, asked, get := pictureServer(t, map[string]http.HandlerFunc{"/a.jpg": sends(painted(t, 300, 200))})
	dir := t.TempDir()
	g := app.NewGallery(get, app.OpenShelf(dir, 1<<20, slog.New(slog.DiscardHandler)), slog.New(slog.DiscardHandler))
	good, err := g.Picture(t.Context(), address+"/a.jpg", 1280)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*", "*.jpg"))
	if len(files) != 1 {
		t.Fatalf("got %v", files)
	}
	for n, spoil := range []func() error{
		func() error { return os.WriteFile(files[0], good[:len(good)/2], 0o600) },
		func() error { return os.WriteFile(files[0], append([]byte{0}, good[1:]...), 0o600) },
		func() error { return os.Remove(files[0]) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		body, err := g.Picture(t.Context(), address+"/a.jpg", 1280)
		if err != nil || !bytes.Equal(body, good) || asked.Load() != int64(n+2) {
			t.Errorf("spoilt %d: got %d bytes, %v, asked %d times", n, len(body), err, asked.Load())
		}
	}
	// What a process that was killed left half written is swept out, and names of others are let be.
	half, other := filepath.Join(filepath.Dir(files[0]), "new-123"), filepath.Join(dir, "notes.txt")
	for _, name := range []string{half, other} {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	app.OpenShelf(dir, 1<<20, slog.New(slog.DiscardHandler))
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Error("what was half written is still there")
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("a file of somebody else: %v", err)
	}
}

// TestShelfFull: where nothing can be written, pictures are served all the same, and the log says so once.
func TestShelfFull(t *testing.T) {
	t.Parallel()
	address, _, get := pictureServer(t, map[string]http.HandlerFunc{"/a.jpg": sends(painted(t, 300, 200)), "/b.jpg": sends(painted(t, 300, 200))})
	dir := filepath.Join(t.TempDir(), "a file, no folder")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	log := slog.New(slog.NewTextHandler(&told, nil))
	for name, g := range map[string]interface {
		Picture(context.Context, string, int) ([]byte, error)
	}{
		"no folder": app.NewGallery(get, app.OpenShelf(dir, 1<<20, log), log),
		"too small": app.NewGallery(get, app.OpenShelf(t.TempDir(), 10, log), log),
		"none":      app.NewGallery(get, app.OpenShelf(t.TempDir(), 0, log), log),
	} {
		for _, path := range []string{"/a.jpg", "/b.jpg", "/a.jpg"} {
			if body, err := g.Picture(t.Context(), address+path, 160); err != nil || len(body) == 0 {
				t.Errorf("%s: %s: %v", name, path, err)
			}
		}
	}
	if n := strings.Count(told.String(), "pictures are not kept"); n != 1 {
		t.Errorf("the log says so %d times: %s", n, &told)
	}
}
