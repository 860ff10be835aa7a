package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// maxSources is how many sources one page lists.
const maxSources = 100

// sourcesView lists what is followed, with its health.
type sourcesView struct {
	frame
	Sources  []sourceLine
	Total    int // publishers
	Followed int // feeds
	Trouble  int // feeds an operator may want to look after
	Drifting int // publishers whose pages are read worse than they were
	Filters  []tab
	Sorts    []choice
	Show     string
	Wanted   string // the name that is looked for
	Found    int
	Back     string // this page, for forms
	Next     string
	First    string
	ForOwner bool // what is between the instance and its publishers may be shown
}

// shelves are the filters of the page: each shows feeds in some states.
var shelves = []struct {
	key, name string
	states    []news.FeedState
}{
	{"", "All", nil},
	{"failing", "Failing", []news.FeedState{news.FeedFailing, news.FeedGone}},
	{"silent", "Silent", []news.FeedState{news.FeedSilent}},
	{"blocked", "Blocked", []news.FeedState{news.FeedBlocked}},
	{"waiting", "Waiting", []news.FeedState{news.FeedQuiet, news.FeedNew}},
	{"moved", "Moved", []news.FeedState{news.FeedMoving, news.FeedMoved}},
	{"stopped", "Stopped", []news.FeedState{news.FeedStopped, news.FeedUnlisted, news.FeedGone}},
}

// orders are the ways in which the list is sorted; ties are in order of name.
var orders = []struct {
	key, name string
	compare   func(a, b news.Judged) int
}{
	{"", "by name", func(news.Judged, news.Judged) int { return 0 }},
	{"trouble", "worst first", func(a, b news.Judged) int { return stateOf(a).Worse(stateOf(b)) }},
	{"read", "longest unread first", func(a, b news.Judged) int { return a.SucceededAt.Compare(b.SucceededAt) }},
	{"news", "longest silent first", func(a, b news.Judged) int { return newestOf(a).Compare(newestOf(b)) }},
	{"bytes", "most bytes first", func(a, b news.Judged) int { return cmp.Compare(bytesOf(b), bytesOf(a)) }},
}

func newestOf(j news.Judged) (at time.Time) {
	for _, f := range j.Feeds {
		if f.Health.NewestAt.After(at) {
			at = f.Health.NewestAt
		}
	}
	return at
}

func bytesOf(j news.Judged) (n int64) {
	for _, f := range j.Feeds {
		n += f.Health.Bytes
	}
	return n
}

func (s *Site) sources(r *http.Request) (*reply, error) {
	all, err := s.census.take(r.Context(), s.Reader, s.KeepFor)
	if err != nil {
		return nil, err
	}
	query := r.URL.Query()
	view := &sourcesView{frame: s.frame(r, "Sources"), Total: len(all), Show: query.Get("show"), Wanted: strings.TrimSpace(query.Get("name"))}
	view.Description = "The publishers read here, and how their feeds do."
	view.Hidden = r.URL.RawQuery != ""
	view.Back, view.ForOwner = view.Here, s.Private || view.Owner
	view.follow("How the sources do", "/sources", "")
	view.tabs(all, query)
	found := view.find(all, query.Get("sort"))
	view.Found = len(found)
	from := 0
	if after := query.Get("after"); after != "" {
		from = 1 + slices.IndexFunc(found, func(j news.Judged) bool { return j.Source.ID.String() == after })
		query.Del("after")
		view.First = "/sources"
		if encoded := query.Encode(); encoded != "" {
			view.First += "?" + encoded
		}
	}
	to := min(from+maxSources, len(found))
	now := s.wall()
	for _, j := range found[from:to] {
		view.Sources = append(view.Sources, s.sourceLine(j, now, view.ForOwner))
	}
	if to < len(found) {
		view.Next = further(r, found[to-1].Source.ID.String())
	}
	return s.page(r, http.StatusOK, "sources", view)
}

// tabs counts what each filter would show, and offers those that show something.
func (v *sourcesView) tabs(all []news.Judged, query url.Values) {
	counts := map[news.FeedState]int{}
	for _, j := range all {
		if len(j.Drifts) > 0 {
			v.Drifting++
		}
		v.Followed += len(j.Feeds)
		for _, c := range j.Conditions {
			counts[c.State]++
			if c.State.Trouble() {
				v.Trouble++
			}
		}
	}
	for _, shelf := range shelves {
		n := v.Followed
		if shelf.states != nil {
			n = 0
		}
		for _, state := range shelf.states {
			n += counts[state]
		}
		if n == 0 && shelf.key != "" && shelf.key != v.Show {
			continue
		}
		q := url.Values{}
		for _, key := range []string{"name", "sort"} {
			if query.Get(key) != "" {
				q.Set(key, query.Get(key))
			}
		}
		if shelf.key != "" {
			q.Set("show", shelf.key)
		}
		address := "/sources"
		if encoded := q.Encode(); encoded != "" {
			address += "?" + encoded
		}
		v.Filters = append(v.Filters, tab{shelf.name + " " + count(n), address, shelf.key == v.Show})
	}
	for _, order := range orders {
		v.Sorts = append(v.Sorts, choice{Value: order.key, Name: order.name, Chosen: order.key == query.Get("sort")})
	}
}

// find takes the sources, and of each the feeds, that are wanted, in the order that is wanted.
func (v *sourcesView) find(all []news.Judged, sort string) []news.Judged {
	var states []news.FeedState
	for _, shelf := range shelves {
		if shelf.key == v.Show {
			states = shelf.states
		}
	}
	wanted := text.Fold(v.Wanted)
	var found []news.Judged
	for _, j := range all {
		if wanted != "" && !strings.Contains(text.Fold(j.Source.Name), wanted) && !strings.Contains(j.Source.Host, strings.ToLower(v.Wanted)) {
			continue
		}
		if states == nil {
			found = append(found, j)
			continue
		}
		some := news.Judged{SourceState: j.SourceState}
		some.Feeds = nil
		for i, c := range j.Conditions {
			if slices.Contains(states, c.State) {
				some.Feeds, some.Conditions = append(some.Feeds, j.Feeds[i]), append(some.Conditions, c)
			}
		}
		if len(some.Feeds) > 0 {
			found = append(found, some)
		}
	}
	slices.SortStableFunc(found, func(a, b news.Judged) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Source.Name), strings.ToLower(b.Source.Name)), cmp.Compare(a.Source.ID, b.Source.ID))
	})
	for _, order := range orders {
		if order.key == sort && sort != "" {
			slices.SortStableFunc(found, order.compare)
		}
	}
	return found
}

// wall is the time by which feeds are read, whatever the time of the news.
func (s *Site) wall() time.Time { return time.Now().In(s.Now().Location()) }
