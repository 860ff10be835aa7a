package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// assets serves the static files. Each has its content's hash in its name, so that browsers keep it for a year and
// never show an old one.
type assets struct {
	fresh  bool // read anew each time, for design work
	files  fs.FS
	names  map[string]string // "style.css" → "style.1f2e3d4c.css"
	bodies map[string][]byte // by hashed name
}

func newAssets(files fs.FS, fresh bool) (*assets, error) {
	a := &assets{fresh: fresh, files: files, names: map[string]string{}, bodies: map[string][]byte{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	for _, entry := range entries {
		body, err := fs.ReadFile(files, "static/"+entry.Name())
		if err != nil {
			return nil, fmt.Errorf("web: static file: %w", err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(entry.Name())
		hashed := strings.TrimSuffix(entry.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		if fresh {
			hashed = entry.Name()
		}
		a.names[entry.Name()], a.bodies[hashed] = hashed, body
	}
	return a, nil
}

// path is the address of a static file; empty for one that is not there.
func (a *assets) path(name string) string {
	if a.names[name] == "" {
		return ""
	}
	return "/static/" + a.names[name]
}

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	body, found := a.bodies[name]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if a.fresh {
		body, _ = fs.ReadFile(a.files, "static/"+name)
		w.Header().Set("Cache-Control", "no-store")
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	_, _ = w.Write(body) // the reader may be gone
}
