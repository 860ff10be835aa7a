package web

import (
	"context"
	"net/http"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type aboutReader interface {
	Counts(ctx context.Context) (news.Counts, error)
}

// aboutView says what this is and what it keeps to.
type aboutView struct {
	frame
	Counts  news.Counts
	Default string // a message: what is shown of sources whose licence is unknown
	Private bool
}

// unknownWords say what others see of a source without a known licence.
var unknownWords = map[licence.View]string{
	licence.Headline: news.Word("Where none is known, others see headlines only."),
	licence.Excerpt:  news.Word("Where none is known, others see excerpts."),
	licence.Full:     news.Word("Where none is known, others see the full text."),
}

func (s *Site) about(r *http.Request) (*reply, error) {
	counts, err := s.Reader.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	view := &aboutView{
		frame: s.frame(r, say.T("About")), Counts: counts, Private: s.Private,
		Default: unknownWords[licence.Of(news.LicenceUnknown, s.DefaultLicence, false).View],
	}
	view.Description = say.T("What this site is, where its news comes from, and what it keeps to.")
	return s.page(r, http.StatusOK, "about", view)
}

// robots keeps crawlers away from others' texts, from what is worked out for each call, and from what has no end.
func (s *Site) robots(*http.Request) (*reply, error) {
	text := "User-agent: *\nDisallow: /article/\nDisallow: /story/*/why\nDisallow: /search\nDisallow: /welcome\nDisallow: /sign-in\n"
	if s.Private {
		text = "User-agent: *\nDisallow: /\n"
	}
	answer := ok("text/plain; charset=utf-8", []byte(text))
	answer.keep = keepFixed
	return answer, nil
}
