package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

type searchReader interface {
	Search(ctx context.Context, q query.Node, f news.Filter) (hits []news.Hit, next string, err error)
}

// maxQuery is how long a query may be, in bytes.
const maxQuery = 500

type searchView struct {
	frame
	Problem string      // what of the query was not understood
	Card    *entityCard // of whom the words name
	Hits    []articleLine
	Next    string
	First   string
}

func (s *Site) search(r *http.Request) (*reply, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	view := &searchView{frame: s.frame(r, s.say(r).T("Search"))}
	view.Query, view.Hidden = q, true
	if q == "" {
		return s.page(r, http.StatusOK, "search", view)
	}
	view.Title = s.say(r).T("%s – search", q)
	hits, next, problem, err := s.hits(r)
	if err != nil {
		return nil, err
	}
	if _, err := s.mutingOf(r); err != nil { // what is muted is marked, not left out: it was asked for
		return nil, err
	}
	if problem != nil {
		view.Problem = reason(problem)
	}
	view.Hits, view.Next = s.hitLines(r, hits), further(r, next)
	if r.URL.Query().Get("after") != "" {
		view.First = "/search?q=" + url.QueryEscape(q)
	} else if view.Card, err = s.entityCard(r, askedFor(r, "q")); err != nil {
		return nil, err
	}
	view.follow(q, "/search", "q="+url.QueryEscape(q))
	return s.page(r, http.StatusOK, "search", view)
}

// hits searches for what the address asks. A problem is for the reader; the search was made nevertheless.
func (s *Site) hits(r *http.Request) (hits []news.Hit, next string, problem, err error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if len(q) > maxQuery {
		q = strings.ToValidUTF8(q[:maxQuery], "")
	}
	node, problem := query.Parse(q)
	edition := news.Edition{} // a search looks everywhere unless the address says otherwise
	if lang := r.URL.Query().Get("lang"); languageTag(lang) {
		edition.Language = lang
	}
	hits, next, err = s.Reader.Search(r.Context(), node, news.Filter{
		Edition: edition, After: r.URL.Query().Get("after"), Limit: news.DefaultLimit,
	})
	if errors.Is(err, news.ErrInvalid) && r.URL.Query().Get("after") == "" {
		return nil, "", err, nil // what was asked cannot be searched for
	}
	return hits, next, problem, err
}

func (s *Site) hitLines(r *http.Request, hits []news.Hit) []articleLine {
	now := s.Now()
	lines := make([]articleLine, len(hits))
	for i, hit := range hits {
		grant := s.grant(r, hit.Article.Licence)
		hit = grant.Hit(hit)
		lines[i] = s.lineOf(grant, hit.Article, now)
		lines[i].Marked = marked(hit.Snippet, hit.Matches)
		lines[i].mark = mineOf(r).markArticle(hit.Article)
	}
	return lines
}

// marked cuts a snippet into runs, found and not found.
func marked(snippet string, matches [][2]int) []piece {
	var runs []piece
	end := 0
	for _, m := range matches {
		if m[0] < end || m[1] <= m[0] || m[1] > len(snippet) {
			continue
		}
		if m[0] > end {
			runs = append(runs, piece{Text: snippet[end:m[0]]})
		}
		runs = append(runs, piece{Text: snippet[m[0]:m[1]], Mark: true})
		end = m[1]
	}
	if end < len(snippet) {
		runs = append(runs, piece{Text: snippet[end:]})
	}
	return runs
}
