package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"nutgraf/internal/news"
)

// takedownReader tells what was taken down.
type takedownReader interface {
	TakenDown(ctx context.Context, kind news.TakedownKind, of int64) (news.Takedown, error)
	Takedowns(ctx context.Context, limit int) ([]news.Takedown, error)
	// PictureTakenDown reports whether a picture went with an article, whoever else shows it.
	PictureTakenDown(ctx context.Context, address string) (bool, error)
	Restored(ctx context.Context, was news.ArticleID) (news.ArticleID, error)
	Edits(ctx context.Context) ([]news.Edit, error)
	EntityEdits(ctx context.Context) ([]news.EntityEdit, error)
}

// takedownKeeper takes things down for good, and back.
type takedownKeeper interface {
	TakeDown(ctx context.Context, d news.Takedown) (news.Takedown, error)
	UndoTakedown(ctx context.Context, id int64) (news.Takedown, error)
}

// takedownKinds are what the first part of an address leads to.
var takedownKinds = map[string]news.TakedownKind{
	"article": news.TakedownArticle, "story": news.TakedownStory, "source": news.TakedownSource, "entity": news.TakedownEntity, "quote": news.TakedownQuote,
}

// named reads from an address of the site what it is of: "/story/7/a-name" is story 7.
func named(path string) (kind news.TakedownKind, of int64, ok bool) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	number, _, _ := strings.Cut(rest, "/")
	number, _, _ = strings.Cut(number, "?")
	of, err := strconv.ParseInt(number, 10, 64)
	kind, ok = takedownKinds[first]
	return kind, of, ok && err == nil && of > 0
}

// goneView says that something was taken down, when and why.
type goneView struct {
	frame
	Reason string
	When   stamp
}

// takenDown is the page of what is not there because it was taken down; nil where that is not why. What was taken down and
// taken back leads to where it is now.
func (s *Site) takenDown(r *http.Request, err error) *reply {
	kind, of, ok := named(r.URL.Path)
	if !ok || !errors.Is(err, news.ErrNotFound) && !errors.Is(err, errTakenOff) {
		return nil
	}
	d, err := s.Reader.TakenDown(r.Context(), kind, of)
	if err != nil {
		if now, err := s.Reader.Restored(r.Context(), news.ArticleID(of)); kind == news.TakedownArticle && err == nil {
			return redirect(http.StatusMovedPermanently, articlePath(now, ""))
		}
		return nil
	}
	view := &goneView{frame: s.frame(r, s.say(r).T("This was taken down.")), Reason: d.Reason, When: when(d.At, s.wall())}
	view.Hidden, view.Canonical = true, ""
	answer, err := s.page(r, http.StatusGone, "gone", view)
	if err != nil {
		return nil
	}
	return answer
}

// takeDown takes down what the address in the form leads to, with the reason that the owner gives.
func (s *Site) takeDown(r *http.Request) (*reply, error) {
	say := s.say(r)
	kind, of, ok := named(r.PostFormValue("what"))
	if !ok {
		return nil, news.ErrInvalid
	}
	d := news.Takedown{Kind: kind, Of: of, Reason: strings.TrimSpace(r.PostFormValue("reason")), By: say.T("the administrator")}
	if err := d.Validate(); err != nil {
		s.flash(r, say.T("Nothing was taken down: %s.", reason(err)))
		return redirect(http.StatusSeeOther, inside(r.PostFormValue("what"))), nil
	}
	// Who leaves the page does not stop it halfway.
	if _, err := s.Desk.TakeDown(context.WithoutCancel(r.Context()), d); err != nil {
		return nil, err
	}
	s.census.forget(r.Context())
	s.flash(r, say.T("It is taken down, and stays away. A cache between here and a reader may show it for a minute."))
	return redirect(http.StatusSeeOther, "/log"), nil
}

func (s *Site) undoTakedown(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if _, err := s.Desk.UndoTakedown(context.WithoutCancel(r.Context()), id); err != nil {
		return nil, err
	}
	s.census.forget(r.Context())
	s.flash(r, s.say(r).T("The takedown is undone. What it took away is read again, as time allows."))
	return redirect(http.StatusSeeOther, "/log"), nil
}
