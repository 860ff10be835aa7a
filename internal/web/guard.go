package web

import (
	"fmt"
	"net/http"
	"net/url"

	"nutgraf/internal/news"
)

// Bytes that a request's body may have.
const (
	smallBody = 64 << 10
	opmlBody  = 10<<20 + smallBody // a file of 10 MiB and the form around it
	hubBody   = 10 << 20           // a feed, as large as one that is polled
)

// policyFor lets a page load this site's own style, script and pictures, publishers' pictures where the site brings none, and
// publishers' sounds and films when a reader plays them; nothing else. No style and no script may stand in a page itself.
func policyFor(ownPictures bool) string {
	pictures := "img-src 'self' data:; "
	if !ownPictures {
		pictures = "img-src 'self' https: http: data:; "
	}
	return "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
		pictures + "media-src 'self' https: http:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// guard sets the headers that every answer has.
func guard(next http.Handler, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()")
		next.ServeHTTP(w, r)
	})
}

// owned lets only the administrator through.
func (s *Site) owned(do action) action {
	return func(r *http.Request) (*reply, error) {
		if !s.owner(r) {
			return nil, news.ErrForbidden
		}
		return do(r)
	}
}

// errStranger is a visitor where something belongs to a user.
var errStranger = fmt.Errorf("nobody is signed in: %w", news.ErrForbidden)

// welcomed lets users through. On a private instance whoever comes is the owner as a reader, without the right to
// administer: the session that says so begins here.
func (s *Site) welcomed(r *http.Request) (*http.Request, error) {
	if mineOf(r) != nil {
		return r, nil
	}
	if !s.Private {
		return r, errStranger
	}
	u, err := s.Users.User(r.Context(), news.OwnerID)
	if err != nil {
		return r, err
	}
	s.Sessions.Put(r.Context(), readerKey, u.ID.String()+" "+secretMark(localMark, u.Epoch))
	return s.visits(r, u, false), nil
}

// turnAway asks a visitor to sign in, and to come back to the page.
func (s *Site) turnAway(r *http.Request) *reply {
	if r.Header.Get("X-Nutgraf") == "1" {
		return &reply{status: http.StatusForbidden, kind: "text/plain; charset=utf-8", body: []byte(errStranger.Error() + "\n")}
	}
	back := r.URL.RequestURI()
	if r.Method != http.MethodGet {
		back = inside(r.PostFormValue("back"))
	}
	return redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(back))
}

// foreign answers a write that another site sent in the reader's name.
func (s *Site) foreign(*http.Request) (*reply, error) { return nil, news.ErrForbidden }
