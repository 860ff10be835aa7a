package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// slugBytes is how long the readable part of an address gets, cut to whole words.
const slugBytes = 60

// slug makes the readable part of an address out of a headline: folded words of any script, joined by "-".
func slug(headline string) string {
	var b strings.Builder
	words := strings.FieldsFunc(text.Fold(headline), func(r rune) bool {
		return r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	for _, word := range words {
		if b.Len() > 0 && b.Len()+1+len(word) > slugBytes {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(word)
		if b.Len() > slugBytes { // a script without spaces
			break
		}
	}
	if b.Len() == 0 || b.Len() > 4*slugBytes {
		return "-"
	}
	return b.String()
}

func storyPath(id news.StoryID, headline string) string {
	words := slug(headline)
	if "/story/"+id.String()+"/"+words == whyPath(id) {
		words = "-" // that is the address of another page
	}
	return "/story/" + id.String() + "/" + url.PathEscape(words)
}

func articlePath(id news.ArticleID, headline string) string {
	return "/article/" + id.String() + "/" + url.PathEscape(slug(headline))
}

func sourcePath(id news.SourceID, name string) string {
	return "/source/" + id.String() + "/" + url.PathEscape(slug(name))
}

func sectionPath(section news.Section) string { return "/section/" + string(section) }

// idOf reads the number in a page's address. What is none is not found, not invalid: nobody links there.
func idOf(r *http.Request) (int64, error) {
	return parseID(r.PathValue("id"))
}

func parseID(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id < 1 {
		return 0, news.ErrNotFound
	}
	return id, nil
}

// settled is a redirect to the canonical address, or nil when the request is there already.
func settled(r *http.Request, canonical string) *reply {
	if r.URL.EscapedPath() == canonical {
		return nil
	}
	if decoded, err := url.PathUnescape(canonical); err == nil && r.URL.Path == decoded {
		return nil
	}
	if r.URL.RawQuery != "" {
		canonical += "?" + r.URL.RawQuery
	}
	return redirect(http.StatusMovedPermanently, canonical)
}

// absolute makes a path of this site an address. The request's Host is believed only when no address is set.
func (s *Site) absolute(r *http.Request, path string) string {
	if s.BaseURL != "" {
		return strings.TrimSuffix(s.BaseURL, "/") + path
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + path
}

// withQuery is a path with a query, which may be empty.
func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// further is the address of a listing's next page; empty at its end.
func further(r *http.Request, next string) string {
	if next == "" {
		return ""
	}
	q := r.URL.Query()
	q.Set("after", next)
	return r.URL.Path + "?" + q.Encode()
}

// inside takes a path of this site from a form and nothing that leads away from it.
func inside(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return u.RequestURI()
}

// outward is a publisher's address that a page may link to: http or https, else nothing.
func outward(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}
