package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// saveAct offers to keep a search, or leads to where it is kept.
type saveAct struct {
	Query, Name string
	URL         string // of the kept one; empty: it is not kept
}

// keptSearch is a search that a user keeps, as lists show it.
type keptSearch struct {
	news.SavedSearch
	URL    string
	Seen   stamp
	Fresh  string        // how many of what it finds are new; empty: none, or nobody looked
	Newest []articleLine // of /yours
}

type searchesView struct {
	frame
	Searches []keptSearch
	Most     int
}

// keptSearchView is the page of a kept search: what it finds, the newest first, with what came since the last visit marked.
type keptSearchView struct {
	frame
	Kept     news.SavedSearch
	Edit     string // address of the search itself
	Problems []news.Phrase
	Since    stamp
	Fresh    string
	Keyed    []feedLink
	results
}

// How much of kept searches is looked at for other pages.
const (
	maxLookedAt  = 20             // searches whose new finds are counted
	maxFresh     = 20             // new finds of one are counted up to this
	freshEarlier = 48 * time.Hour // so much older than the last visit may be what came after it
	yoursShown   = 4              // searches on /yours
	yoursNewest  = 3              // articles of each
)

func searchPath(id int64) string { return "/searches/" + strconv.FormatInt(id, 10) }

// saveAct says whether a search is kept; nil for a visitor.
func (s *Site) saveAct(r *http.Request, q string) (*saveAct, error) {
	m := mineOf(r)
	if m == nil && !s.Private || len(q) > maxQuery {
		return nil, nil //nolint:nilnil // it cannot be kept
	}
	act := &saveAct{Query: q, Name: strings.ToValidUTF8(q[:min(60, len(q))], "")}
	if m == nil { // who reaches a private site is its owner once there is something to keep
		return act, nil
	}
	kept, err := s.Users.SavedSearches(r.Context(), m.ID)
	for _, search := range kept {
		if search.Query == q {
			act.Name, act.URL = search.Name, searchPath(search.ID)
		}
	}
	return act, err
}

// searches lists what the user searches for again and again.
func (s *Site) searches(r *http.Request) (*reply, error) {
	kept, err := s.Users.SavedSearches(r.Context(), mineOf(r).ID)
	if err != nil {
		return nil, err
	}
	now := s.Now()
	view := &searchesView{frame: s.frame(r, s.say(r).T("Searches")), Most: news.MaxSavedSearches}
	view.frame.Hidden = true
	for i, search := range kept {
		line := keptSearch{SavedSearch: search, URL: searchPath(search.ID), Seen: when(search.SeenAt, now)}
		if i < maxLookedAt {
			if line.Fresh, err = s.freshIn(r, search); err != nil {
				return nil, err
			}
		}
		view.Searches = append(view.Searches, line)
	}
	return s.page(r, http.StatusOK, "searches", view)
}

// freshIn counts what of a search came since it was last open.
func (s *Site) freshIn(r *http.Request, search news.SavedSearch) (string, error) {
	a := s.asked(r, search.Query)
	a.filter = news.Filter{Order: news.OrderNewest, Since: search.SeenAt.Add(-freshEarlier), Limit: maxFresh}
	found, err := s.find(r, a)
	n := countFresh(found.Hits, search.SeenAt)
	return freshWord(n, n == maxFresh && found.Next != ""), err
}

func countFresh(hits []news.Hit, since time.Time) (n int) {
	for _, hit := range hits {
		if hit.Article.SeenAt.After(since) {
			n++
		}
	}
	return n
}

// freshWord tells a number, and whether there may be more; empty: none.
func freshWord(n int, more bool) string {
	switch {
	case n == 0:
		return ""
	case more:
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}

// keptSearchPage is what a kept search finds.
func (s *Site) keptSearchPage(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	var search news.SavedSearch
	if r.Method == http.MethodGet && !prefetched(r) {
		search, err = s.Users.OpenSearch(r.Context(), mineOf(r).ID, id, s.Now())
	} else {
		search, err = s.savedSearch(r, id)
	}
	if err != nil {
		return nil, err
	}
	a := s.asked(r, search.Query)
	found, err := s.find(r, a)
	if err != nil {
		return nil, err
	}
	view := &keptSearchView{
		frame: s.frame(r, search.Name), Kept: search, Edit: withQuery("/search", url.Values{"q": {search.Query}}.Encode()), Problems: problems(a.problem),
		Since: when(search.BeforeAt, a.now), Keyed: s.keyedFeeds(r, searchPath(id)),
	}
	view.frame.Hidden = true
	if view.results, err = s.results(r, a, found); err != nil {
		return nil, err
	}
	if a.filter.After != "" {
		view.First = searchPath(id)
	} else {
		n := countFresh(found.Hits, search.BeforeAt)
		view.Fresh = freshWord(n, n == len(found.Hits) && found.Next != "")
	}
	view.markFresh(found.Hits, search.BeforeAt)
	return s.page(r, http.StatusOK, "keptsearch", view)
}

// markFresh marks what came after a moment as new.
func (v *results) markFresh(hits []news.Hit, since time.Time) {
	fresh := map[news.Item]bool{}
	for _, hit := range hits {
		fresh[hit.Article.ID.Item()] = hit.Article.SeenAt.After(since)
	}
	mark := func(line articleLine) {
		if line.mark != nil {
			line.mark.New = fresh[line.mark.items[0]]
		}
	}
	for _, found := range v.Found {
		mark(found.articleLine)
		for _, other := range found.Others {
			mark(other)
		}
	}
}

// savedSearch is one of the user's.
func (s *Site) savedSearch(r *http.Request, id int64) (news.SavedSearch, error) {
	kept, err := s.Users.SavedSearches(r.Context(), mineOf(r).ID)
	if err != nil {
		return news.SavedSearch{}, err
	}
	for _, search := range kept {
		if search.ID == id {
			return search, nil
		}
	}
	return news.SavedSearch{}, fmt.Errorf("search %d: %w", id, news.ErrNotFound)
}

// saveSearch keeps a search under a name, renames one, or with remove forgets it.
func (s *Site) saveSearch(r *http.Request) (*reply, error) {
	user, name := mineOf(r).ID, strings.Join(strings.Fields(r.PostFormValue("name")), " ")
	if r.PostFormValue("id") == "" {
		now := s.Now()
		_, err := s.Users.SaveSearch(r.Context(), news.SavedSearch{
			User: user, Name: name, Query: strings.TrimSpace(r.PostFormValue("q")), MadeAt: now, SeenAt: now, BeforeAt: now,
		})
		if err != nil {
			return nil, err
		}
		s.flash(r, s.say(r).T("The search is saved."))
		return s.done(r), nil
	}
	id, err := parseID(r.PostFormValue("id"))
	if err != nil {
		return nil, err
	}
	if r.PostFormValue("remove") != "" {
		err = s.Users.RemoveSearch(r.Context(), user, id)
	} else {
		err = s.Users.RenameSearch(r.Context(), user, id, name)
	}
	if err != nil {
		return nil, err
	}
	return s.done(r), nil
}

// keptSearchFeed lists what a kept search of the user of a key finds.
func (s *Site) keptSearchFeed(r *http.Request) (*channel, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	search, err := s.savedSearch(r, id)
	if err != nil {
		return nil, err
	}
	found, err := s.find(r, s.asked(r, search.Query))
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+search.Name, searchPath(id))
	c.Items = s.hitItems(r, found.Hits)
	return c, nil
}

// newestKept are the searches made last, each with the newest that it finds.
func (s *Site) newestKept(r *http.Request) (lines []keptSearch, err error) {
	kept, err := s.Users.SavedSearches(r.Context(), mineOf(r).ID)
	for _, search := range top(kept, yoursShown) {
		a := s.asked(r, search.Query)
		a.filter = news.Filter{Order: news.OrderNewest, Limit: yoursNewest}
		found, err := s.find(r, a)
		if err != nil {
			return nil, err
		}
		newest := worded(found.Hits, func(hit news.Hit) articleLine {
			line := s.articleLine(r, hit.Article, a.now)
			if line.mark != nil {
				line.mark.New = hit.Article.SeenAt.After(search.SeenAt)
			}
			return line
		})
		lines = append(lines, keptSearch{SavedSearch: search, URL: searchPath(search.ID), Newest: newest})
	}
	return lines, err
}
