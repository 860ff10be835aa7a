package web

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"

	"github.com/cespare/xxhash/v2"
)

// Pictures brings publishers' pictures, made small.
type Pictures interface {
	// Picture is the picture at an address as a JPEG, at most width wide. It is [news.ErrNotFound] when there is none that
	// can be shown, and [news.ErrUnavailable] when there may be one later.
	Picture(ctx context.Context, address string, width int) ([]byte, error)
	// PictureSize is how large a whole picture is, once that is known; zeros before.
	PictureSize(address string) (width, height int)
}

// pictureWidths are those in which pictures are made. The list is short, so that few are made of each.
var pictureWidths = []int{160, 320, 640, 960, 1280}

// usualWidth is for browsers that do not choose.
const usualWidth = 640

// picture is a publisher's picture as a page shows it: from this site, which made it small, or from its publisher
// where the site has no [Options.Pictures].
type picture struct {
	URL           string
	Set           template.Srcset // of the same in other widths
	Width, Height int             // of the whole one; zeros while unknown
	Caption       string
	Credit        string
}

// pictureOf is nil when an article has no picture there.
func (s *Site) pictureOf(of news.ArticleID, address string) *picture {
	if address = outward(address); address == "" {
		return nil
	}
	if s.Pictures == nil {
		return &picture{URL: address}
	}
	if of == 0 {
		return nil
	}
	p := &picture{}
	name := s.pictureName(of, address)
	set := make([]string, len(pictureWidths))
	for i, width := range pictureWidths {
		at := fmt.Sprintf("/picture/%d/%d/%s", width, of, name)
		set[i] = at + " " + strconv.Itoa(width) + "w"
		if width == usualWidth {
			p.URL = at
		}
	}
	p.Set = template.Srcset(strings.Join(set, ", ")) //nolint:gosec // made of numbers and base64
	p.Width, p.Height = s.Pictures.PictureSize(address)
	return p
}

// captioned is a picture with its words, for pages that show them; its URL is empty when there is none.
func (s *Site) captioned(of news.ArticleID, i news.Image) picture {
	p := s.pictureOf(of, i.URL)
	if p == nil {
		p = &picture{}
	}
	p.Caption, p.Credit = i.Caption, i.Credit
	return *p
}

// illustrate gives the pictures in a text their addresses.
func (s *Site) illustrate(body []piece, of news.ArticleID) {
	for i := range body {
		if body[i].Role == news.RoleImage {
			body[i].Picture = s.pictureOf(of, body[i].URL)
		}
	}
}

// pictureName stands for a picture of an article in our addresses. Nobody else can make one, so nobody can have the site
// fetch what its pages do not show.
func (s *Site) pictureName(of news.ArticleID, address string) string {
	const bytes = 12 // what nobody guesses
	mac := hmac.New(sha256.New, s.PictureKey)
	fmt.Fprintf(mac, "picture %d %s", of, address)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:bytes])
}

// addressesOf are the pictures that an article shows.
func addressesOf(a news.Article) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(a.Image.URL) {
			return
		}
		for _, b := range a.Blocks {
			if b.Role == news.RoleImage && !yield(b.URL) {
				return
			}
		}
	}
}

// How long browsers and caches between keep a picture, and the answer that there is none.
const (
	keepOwnPicture = "private, max-age=31536000, immutable"
	keepNoPicture  = "public, max-age=120"
)

// servePicture answers past the kept pages: a picture takes as long as its publisher does, and is kept elsewhere.
func (s *Site) servePicture(w http.ResponseWriter, r *http.Request) {
	r, err := s.recognize(r)
	var answer *reply
	if err == nil {
		answer, err = s.picture(r)
	}
	h := w.Header()
	if err != nil {
		s.Log.Debug("no picture", "url", r.URL.Path, "err", err)
		answer = plain(statusOf(err), "no picture\n")
		if answer.keep = keepNoPicture; answer.status >= http.StatusInternalServerError {
			answer.keep = "no-store"
			h.Set("Retry-After", "30")
		}
	}
	h.Set("Cache-Control", answer.keep)
	h.Set("Content-Security-Policy", "default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // no other site's pictures live here
	h.Del("Vary")
	if answer.keep != keepAsset {
		h.Set("Vary", "Cookie")
	}
	answer.send(w, r, nil)
}

// picture asks the store each time what of the article may be shown, to this reader, now: a takedown or a stricter
// licence ends its pictures with the next request.
func (s *Site) picture(r *http.Request) (*reply, error) {
	width, err := strconv.Atoi(r.PathValue("width"))
	if err != nil || !slices.Contains(pictureWidths, width) {
		return nil, news.ErrNotFound
	}
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	a, source, err := s.Reader.Article(r.Context(), news.ArticleID(id))
	if err != nil {
		return nil, err
	}
	if a.Hidden {
		return nil, errTakenOff
	}
	address := s.pictureNamed(s.grant(r, source.Licence).Article(a), r.PathValue("name"))
	if address == "" {
		return nil, news.ErrNotFound
	}
	if down, err := s.Reader.PictureTakenDown(r.Context(), address); err != nil || down {
		return nil, cmp.Or(err, errTakenOff)
	}
	body, err := s.Pictures.Picture(r.Context(), address, width)
	if err != nil {
		return nil, err
	}
	answer := &reply{status: http.StatusOK, kind: "image/jpeg", body: body, etag: fmt.Sprintf(`"%x"`, xxhash.Sum64(body)), keep: keepOwnPicture}
	if !s.Private && s.pictureNamed(s.licensed(source.Licence).Article(a), r.PathValue("name")) != "" {
		answer.keep = keepAsset
	}
	return answer, nil
}

// pictureNamed finds the picture of an article that bears a name; empty when it shows none of that name.
func (s *Site) pictureNamed(a news.Article, name string) string {
	for address := range addressesOf(a) {
		if address = outward(address); address != "" && hmac.Equal([]byte(s.pictureName(a.ID, address)), []byte(name)) {
			return address
		}
	}
	return ""
}

// pictureKey is the setting that names pictures.
const pictureKey = "picture key"

// PictureKey is the secret for [Options.PictureKey], made when it is first asked for. Processes that share a database share it.
func PictureKey(ctx context.Context, settings Settings) ([]byte, error) {
	key, err := settings.Setting(ctx, pictureKey)
	if err != nil || key != "" {
		return []byte(key), err
	}
	if err := settings.SetSetting(ctx, pictureKey, rand.Text()); err != nil {
		return nil, err
	}
	key, err = settings.Setting(ctx, pictureKey) // another process may have been faster, or slower
	return []byte(key), cmp.Or(err, missingKey(key))
}

func missingKey(key string) error {
	if key == "" {
		return errors.New("web: the key of pictures was not kept")
	}
	return nil
}
