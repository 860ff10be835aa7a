package web

import (
	"errors"
	"net/http"

	"nutgraf/internal/news"
)

// failureView is what a reader sees when there is nothing to see.
type failureView struct {
	frame
	Status int
	Words  string
	Advice string
}

// failureWords say, for each status, what happened and what to do.
var failureWords = map[int][2]string{
	http.StatusNotFound:              {"This page is not here.", "It may never have been, or its publisher took it back. Search may find what you were after."},
	http.StatusGone:                  {"This was taken off by the editors.", "Its address stays, but what it told is not shown here any more."},
	http.StatusBadRequest:            {"That could not be understood.", "Something in the address or the form is not as it should be. Go back and try again."},
	http.StatusForbidden:             {"That is for the administrator.", "Sign in and try again."},
	http.StatusConflict:              {"Somebody else was faster.", "Things changed meanwhile. Go back, look again, and repeat it if it is still wanted."},
	http.StatusRequestEntityTooLarge: {"That is too much.", "The file or form is larger than this site takes."},
	http.StatusTooManyRequests:       {"Too many attempts.", "Wait a minute, then try again."},
	http.StatusServiceUnavailable:    {"The news cannot be read just now.", "The database does not answer. Nothing is lost; try again in a moment."},
	http.StatusInternalServerError:   {"Something broke here.", "It is our fault, and it has been noted. Try again in a moment."},
}

// slowWords stand where the database answers, but not soon enough.
var slowWords = [2]string{"This page took too long.",
	"It was stopped so that others get their turn. Try again in a moment; a search finds sooner with a rarer word in it."}

// missing answers an address that no route knows.
func (s *Site) missing(*http.Request) (*reply, error) { return nil, news.ErrNotFound }

// failure makes the page of an error, and tells the log of those an operator must know.
func (s *Site) failure(r *http.Request, err error) *reply {
	if gone := s.takenDown(r, err); gone != nil {
		return gone
	}
	status := statusOf(err)
	if status >= http.StatusInternalServerError && r.Context().Err() == nil {
		s.Log.Error("page failed", "url", r.URL.Path, "err", err)
	}
	words := failureWords[status]
	if errors.Is(err, errSlow) {
		words = slowWords
	}
	view := &failureView{frame: s.frame(r, words[0]), Status: status, Words: words[0], Advice: words[1]}
	view.Hidden = true
	answer, err := s.page(r, status, "failure", view)
	if err != nil {
		s.Log.Error("page of an error failed", "err", err)
		return &reply{status: status, kind: "text/plain; charset=utf-8", body: []byte(words[0] + "\n")}
	}
	return answer
}
