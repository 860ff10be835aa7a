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
	Filters  []ward
	Sorts    []option
	Show     string
	Wanted   string // the name that is looked for
	Found    int
	Back     string // this page, for forms
	Next     string
	First    string
	ForOwner bool // what is between the instance and its publishers may be shown
}

// ward is a filter, with how many feeds it shows.
type ward struct {
	badge
	Name, URL string
	Count     int
	Here      bool
}

// shelves are the filters of the page: each shows feeds in some states.
var shelves = []struct {
	key, name string
	states    []news.FeedState
}{
	{"", news.Word("All"), nil},
	{"failing", news.Word("Failing"), []news.FeedState{news.FeedFailing, news.FeedGone}},
	{"silent", news.Word("Silent"), []news.FeedState{news.FeedSilent}},
	{"blocked", news.Word("Blocked"), []news.FeedState{news.FeedBlocked}},
	{"waiting", news.Word("Waiting"), []news.FeedState{news.FeedQuiet, news.FeedNew}},
	{"moved", news.Word("Moved"), []news.FeedState{news.FeedMoving, news.FeedMoved}},
	{"stopped", news.Word("Stopped"), []news.FeedState{news.FeedStopped, news.FeedUnlisted, news.FeedGone}},
}

// orders are the ways in which the list is sorted; ties are in order of name.
var orders = []struct {
	key, name string
	compare   func(a, b news.Judged) int
}{
	{"", news.Word("worst first"), worseOf},
	{"name", news.Word("by name"), func(news.Judged, news.Judged) int { return 0 }},
	{"read", news.Word("longest unread first"), func(a, b news.Judged) int { return a.SucceededAt.Compare(b.SucceededAt) }},
	{"news", news.Word("longest silent first"), func(a, b news.Judged) int { return newestOf(a).Compare(newestOf(b)) }},
	{"bytes", news.Word("most bytes first"), func(a, b news.Judged) int { return cmp.Compare(bytesOf(b), bytesOf(a)) }},
}

// worseOf puts first what needs an operator: feeds in trouble, the worst first, then pages that are read worse than before.
func worseOf(a, b news.Judged) int {
	trouble := func(j news.Judged) int {
		switch state := stateOf(j); {
		case state.Trouble():
			return 0
		case len(j.Drifts) > 0:
			return 1
		case state == "" || state == news.FeedStopped || state == news.FeedUnlisted: // so it was wanted
			return 3
		}
		return 2
	}
	return cmp.Or(cmp.Compare(trouble(a), trouble(b)), stateOf(a).Worse(stateOf(b)))
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
	say := s.say(r)
	view := &sourcesView{frame: s.frame(r, say.T("Sources")), Total: len(all), Show: query.Get("show"), Wanted: strings.TrimSpace(query.Get("name"))}
	view.Description = say.T("The publishers read here, and how their feeds do.")
	view.Hidden = r.URL.RawQuery != ""
	view.Back, view.ForOwner = view.Here, s.Private || view.Owner
	view.follow(say.T("How the sources do"), "/sources", "")
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
		one := ward{Name: shelf.name, URL: address, Count: n, Here: shelf.key == v.Show}
		if shelf.states != nil {
			one.badge = badges[shelf.states[0]]
		}
		v.Filters = append(v.Filters, one)
	}
	for _, order := range orders {
		v.Sorts = append(v.Sorts, option{Value: order.key, Name: news.Say(order.name), Chosen: order.key == query.Get("sort")})
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
		if order.key == sort {
			slices.SortStableFunc(found, order.compare)
		}
	}
	return found
}

// wall is the time by which feeds are read, whatever the time of the news.
func (s *Site) wall() time.Time { return time.Now().In(s.Now().Location()) }
