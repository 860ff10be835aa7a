package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"nutgraf/internal/news"
)

func (s *shelf) TakenDown(_ context.Context, kind news.TakedownKind, of int64) (news.Takedown, error) {
	for _, d := range s.downs {
		if d.Kind == kind && d.Of == of && d.Holds() {
			return d, nil
		}
	}
	return news.Takedown{}, news.ErrNotFound
}

func (s *shelf) Takedowns(context.Context, int) ([]news.Takedown, error) { return s.downs, s.read() }

func (s *shelf) Restored(context.Context, news.ArticleID) (news.ArticleID, error) {
	return 0, news.ErrNotFound
}

func (s *shelf) PictureTakenDown(_ context.Context, address string) (bool, error) {
	return s.barred[address], s.fail
}

func (s *shelf) Edits(context.Context) ([]news.Edit, error) { return s.edits, s.read() }

func (s *shelf) EntityEdits(context.Context) ([]news.EntityEdit, error) { return nil, s.read() }

func (s *shelf) TakeDown(_ context.Context, d news.Takedown) (news.Takedown, error) {
	d.ID, d.At = int64(len(s.downs)+1), now
	s.downs = append(s.downs, d)
	return d, s.fail
}

func (s *shelf) UndoTakedown(_ context.Context, id int64) (news.Takedown, error) {
	s.downs[id-1].UndoneAt = now
	return s.downs[id-1], s.fail
}

// TestOnlyTheOwnerTakesDown: the button is theirs, the log and the reason are everybody's.
func TestOnlyTheOwnerTakesDown(t *testing.T) {
	t.Parallel()
	s := world(pictures)
	s.edits = []news.Edit{{ID: 7, Kind: news.EditPin, Article: 100, At: now, By: "ines", Note: "not for the public"}}
	site := newSite(t, options(s))
	if w := post(t, site, "/takedown", "what=/source/1&reason=asked"); w.Code != http.StatusForbidden || len(s.downs) > 0 {
		t.Fatalf("a visitor: got %d, %v", w.Code, s.downs)
	}
	owner := signedIn(t, site, s)
	for _, path := range []string{"/source/1/selwyn-wire", "/article/100", "/story/1", "/quote/1", "/entity/1"} {
		if to := get(t, site, path).Header().Get("Location"); to != "" {
			path = to
		}
		d := page(t, site, path, owner)
		if what := d.Find(".desk-acts input[name=what]").AttrOr("value", ""); what != path {
			t.Errorf("%s: the form is about %q", path, what)
		}
		if n := page(t, site, path).Find(".desk-acts").Length(); n != 0 {
			t.Errorf("%s: a visitor is offered a takedown", path)
		}
	}
	for _, bad := range []string{"what=/source/1&reason=", "what=/source/1&reason=" + strings.Repeat("x", 301)} {
		if w := post(t, site, "/takedown", bad, owner); w.Code != http.StatusSeeOther || len(s.downs) > 0 {
			t.Errorf("%.40s: got %d, %v", bad, w.Code, s.downs)
		}
	}
	for _, bad := range []string{"what=/about&reason=x", "what=&reason=x", "what=/source/x&reason=x", "what=//evil.example/story/1&reason=x"} {
		if w := post(t, site, "/takedown", bad, owner); w.Code != http.StatusBadRequest || len(s.downs) > 0 {
			t.Errorf("%.40s: got %d, %v", bad, w.Code, s.downs)
		}
	}
	if w := post(t, site, "/takedown", "what=/article/98765/a-name&reason=The+publisher+asked", owner); w.Header().Get("Location") != "/log" || len(s.downs) != 1 {
		t.Fatalf("got %d to %q", w.Code, w.Header().Get("Location"))
	}
	if d := s.downs[0]; d.Kind != news.TakedownArticle || d.Of != 98765 || d.Reason != "The publisher asked" {
		t.Errorf("got %+v", d)
	}
	for _, path := range []string{"/article/98765", "/article/98765/any-name"} {
		w := get(t, site, path)
		if w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "The publisher asked") {
			t.Errorf("%s: got %d", path, w.Code)
		}
	}
	text := page(t, site, "/log").Find("main").Text()
	for _, want := range []string{"An article was taken down.", "The publisher asked", "A story is kept on top."} {
		if !strings.Contains(text, want) {
			t.Errorf("the log does not say %q: %q", want, text)
		}
	}
	if strings.Contains(text, "not for the public") || page(t, site, "/log").Find("form[action^='/takedown']").Length() != 0 {
		t.Error("a visitor sees what is the owner's")
	}
	if w := post(t, site, "/takedown/1/undo", ""); w.Code != http.StatusForbidden || !s.downs[0].Holds() {
		t.Errorf("a visitor undoes it: got %d", w.Code)
	}
	if w := post(t, site, "/takedown/1/undo", "", owner); w.Code != http.StatusSeeOther || s.downs[0].Holds() {
		t.Errorf("undo: got %d", w.Code)
	}
	if w := get(t, site, "/article/98765"); w.Code != http.StatusNotFound {
		t.Errorf("undone: got %d", w.Code)
	}
}
