package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// assets serves the static files. Each has its content's hash in its name, so that browsers keep it for a year and
// never show an old one. The files of static/css and of static/js are sent as one each, in the order of their names.
type assets struct {
	fresh   bool // read anew each time, for design work
	files   fs.FS
	names   map[string]string // "style.css" → "style.1f2e3d4c.css"
	replies map[string]*reply // by hashed name
}

// joined are the static files that are made of the files in a folder.
var joined = map[string]string{"style.css": "static/css", "script.js": "static/js"}

// builtInAssets are the embedded files: all sites of a process share them, and what they are packed to.
var builtInAssets = sync.OnceValues(func() (*assets, error) { return newAssets(embedded, false) })

func newAssets(files fs.FS, fresh bool) (*assets, error) {
	a := &assets{fresh: fresh, files: files, names: map[string]string{}, replies: map[string]*reply{}}
	entries, err := fs.ReadDir(files, "static")
	if err != nil {
		return nil, fmt.Errorf("web: static files: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		if err := a.add(entry.Name()); err != nil {
			return nil, err
		}
	}
	for name := range joined {
		if err := a.add(name); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// add takes a file in, under the name that tells its content.
func (a *assets) add(name string) error {
	body, err := a.read(name)
	if err != nil {
		return fmt.Errorf("web: static file: %w", err)
	}
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
	if a.fresh {
		hashed = name
	}
	a.names[name], a.replies[hashed] = hashed, ok(mime.TypeByExtension(ext), body)
	a.replies[hashed].packed.best = true
	return nil
}

// read is the content of a file, or of the files that make it.
func (a *assets) read(name string) ([]byte, error) {
	folder := joined[name]
	if folder == "" {
		return fs.ReadFile(a.files, "static/"+name)
	}
	parts, err := fs.Glob(a.files, folder+"/*"+path.Ext(name)) // sorted
	if err != nil || len(parts) == 0 {
		return nil, errors.Join(err, fmt.Errorf("nothing in %s", folder))
	}
	var whole []byte
	for _, part := range parts {
		body, err := fs.ReadFile(a.files, part)
		if err != nil {
			return nil, err
		}
		whole = append(append(whole, body...), '\n')
	}
	return whole, nil
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
	answer, found := a.replies[name]
	if !found {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "404 page not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Cache-Control", keepAsset)
	if a.fresh {
		body, _ := a.read(name)
		answer = ok(answer.kind, body)
		w.Header().Set("Cache-Control", "no-store")
	}
	answer.send(w, r, forStatic)
}
