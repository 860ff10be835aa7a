package enrich_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/golden"
	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// score counts what is found of what there is.
type score struct{ right, found, wanted int }

func (s score) String() string {
	p, r := 100*float64(s.right)/float64(max(1, s.found)), 100*float64(s.right)/float64(max(1, s.wanted))
	return fmt.Sprintf("P %5.1f  R %5.1f  F %5.1f  of %d", p, r, 2*p*r/max(1, p+r), s.wanted)
}

// TestWhatAReaderUnderstandsQuality holds how much of what a reader understands of the demo press is understood.
func TestWhatAReaderUnderstandsQuality(t *testing.T) {
	t.Parallel()
	articles, stories := readLabels(t)
	if stories < 60 {
		t.Errorf("got %d stories, want 60 or more", stories)
	}
	scores := map[string]*score{}
	for _, what := range []string{"people", "organisations", "places", "roles", "quotes", "speakers", "told"} {
		scores[what] = new(score)
	}
	var settled []ledger.Article
	actors := make([]map[string]int, len(articles)) // of each label
	for i, a := range articles {
		facts := enrich.FactsOf(a.item.Text(), a.item.Headline, a.item.Language, a.item.PublishedAt)
		facts.Article = news.ArticleID(i + 1)
		settled = append(settled, ledger.Article{ID: facts.Article, Story: news.StoryID(a.story), At: a.item.PublishedAt, Language: a.item.Language, Text: a.item.Text(), Facts: facts})
		actors[i] = a.measure(t, facts, scores)
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%d stories, %d articles\n", stories, len(articles))
	for _, what := range []string{"people", "roles", "quotes", "speakers", "told"} {
		fmt.Fprintf(&table, "%-28s %v\n", what, scores[what])
	}
	for _, what := range []string{"organisations", "places"} { // only those that matter are labelled
		fmt.Fprintf(&table, "%-28s          R %5.1f           of %d\n", what, 100*float64(scores[what].right)/float64(scores[what].wanted), scores[what].wanted)
	}
	together, backwards := ledger.Settle(settled, ledger.Known{}, 1, 1).Named, oneByOne(settled)
	for _, kind := range news.EntityKinds() {
		fmt.Fprintf(&table, "%-28s %v\n", "same "+kind, across(t, articles, actors, together, kind))
		fmt.Fprintf(&table, "%-28s %v\n", "  one by one, newest first", across(t, articles, actors, backwards, kind))
	}
	golden.Check(t, "understanding.txt", table.String())
}

// measure counts what is right in one article and returns which actor each label is.
func (a labelled) measure(t *testing.T, facts news.Facts, scores map[string]*score) map[string]int {
	body := a.item.Text()
	actors := map[string]int{}
	for _, l := range a.labels {
		if l.kind == "quote" {
			continue
		}
		s := scores[map[string]string{"person": "people", "organisation": "organisations", "place": "places"}[l.kind]]
		s.wanted++
		at := slices.IndexFunc(facts.Actors, func(x news.Actor) bool { return string(x.Kind) == l.kind && l.names(x) })
		if at < 0 {
			t.Logf("%s: no %s %q", a.item.ID(), l.kind, l.forms[0])
		} else {
			s.right++
			actors[l.who] = at
		}
		if l.kind == "person" {
			a.measureRole(t, l, at, facts, scores["roles"])
		}
	}
	for i, x := range facts.Actors {
		if x.Kind != news.EntityPerson {
			continue
		}
		scores["people"].found++
		if !slices.Contains(values(actors), i) {
			t.Logf("%s: %q is no person, or another's", a.item.ID(), x.Forms)
		}
	}
	a.measureQuotes(t, body, facts, actors, scores)
	return actors
}

func values(m map[string]int) []int {
	var v []int
	for _, x := range m {
		v = append(v, x)
	}
	return v
}

// names reports whether an actor has all forms of a label.
func (l label) names(a news.Actor) bool {
	for _, form := range l.forms {
		if !slices.ContainsFunc(a.Forms, func(f string) bool {
			return strings.EqualFold(strings.TrimPrefix(f, "the "), form) || f == form[strings.LastIndexByte(form, ' ')+1:] && strings.HasPrefix(form, "Lord ")
		}) {
			return false
		}
	}
	return true
}

func (a labelled) measureRole(t *testing.T, l label, at int, facts news.Facts, s *score) {
	got := ""
	if at >= 0 {
		got = facts.Actors[at].Role
	}
	if l.role != "" {
		s.wanted++
	}
	if got != "" {
		s.found++
	}
	switch {
	case l.role != "" && alike(got, l.role):
		s.right++
	case got != l.role:
		t.Logf("%s: %s is %q, want %q", a.item.ID(), l.who, got, l.role)
	}
}

// alike reports whether two roles share half of their words.
func alike(a, b string) bool {
	x, y := text.Terms(a), text.Terms(b)
	same := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			same++
		}
	}
	return 2*same >= max(len(x), len(y)) && same > 0 || same > 0 && (strings.Contains(a, b) || strings.Contains(b, a))
}

func (a labelled) measureQuotes(t *testing.T, body string, facts news.Facts, actors map[string]int, scores map[string]*score) {
	claimed := map[int]bool{}
	for _, l := range a.labels {
		if l.kind != "quote" {
			continue
		}
		scores["quotes"].wanted++
		span := l.find(body)
		at := slices.IndexFunc(facts.Quotes, func(q news.Quote) bool {
			return q.Direct && slices.ContainsFunc(q.Parts, func(p news.Range) bool {
				return 2*(min(p.End, span.End)-max(p.Start, span.Start)) > min(p.End-p.Start, span.End-span.Start)
			})
		})
		if at < 0 {
			t.Logf("%s: no quotation %q", a.item.ID(), span.In(body))
			continue
		}
		claimed[at] = true
		scores["quotes"].right++
		scores["quotes"].found++
		q := facts.Quotes[at]
		s := scores["speakers"]
		s.wanted++
		s.found++
		who, known := actors[l.who]
		switch {
		case l.who == "-" && q.Actor < 0, known && q.Actor == who:
			s.right++
		default:
			t.Logf("%s: %q is said by %q, want %s", a.item.ID(), span.In(body), q.Speaker.In(body), l.who)
		}
		told := scores["told"]
		if l.told != "" {
			told.wanted++
		}
		if q.Told != "" {
			told.found++
		}
		switch {
		case l.told != "" && alike(q.Told, l.told):
			told.right++
		case q.Told != l.told:
			t.Logf("%s: %q is told %q, want %q", a.item.ID(), span.In(body), q.Told, l.told)
		}
	}
	for i, q := range facts.Quotes {
		if !q.Direct {
			continue
		}
		if !claimed[i] { // several labels may stand in one
			scores["quotes"].found++
			t.Logf("%s: %q is no quotation", a.item.ID(), q.In(body))
		}
	}
}

// oneByOne settles articles alone, the newest first, as they come when an archive is read.
func oneByOne(articles []ledger.Article) []news.Naming {
	articles = slices.Clone(articles)
	slices.SortFunc(articles, func(a, b ledger.Article) int { return b.At.Compare(a.At) })
	profiles := map[news.EntityID]news.Profile{}
	var named []news.Naming
	next := news.EntityID(1)
	for _, a := range articles {
		out := ledger.Settle([]ledger.Article{a}, ledger.Known{Profiles: slices.Collect(maps.Values(profiles))}, next, 1)
		for _, p := range out.Entities {
			profiles[p.ID] = p
			next = max(next, p.ID+1)
		}
		for from, into := range out.Merged {
			delete(profiles, from)
			for i := range named {
				if named[i].Entity == from {
					named[i].Entity = into
				}
			}
		}
		for _, n := range out.Named {
			next = max(next, n.Entity+1)
		}
		named = append(named, out.Named...)
	}
	return named
}

// across counts pairs of articles that name one entity.
func across(t *testing.T, articles []labelled, actors []map[string]int, namings []news.Naming, kind news.EntityKind) score {
	named := map[[2]int]news.EntityID{}
	for _, n := range namings {
		named[[2]int{int(n.Article), n.Actor}] = n.Entity
	}
	type sighting struct {
		article int
		who     string
		entity  news.EntityID
	}
	var all []sighting
	for i, a := range articles {
		for _, l := range a.labels {
			if l.kind != string(kind) {
				continue
			}
			s := sighting{i, l.who, 0}
			if at, ok := actors[i][l.who]; ok {
				s.entity = named[[2]int{i + 1, at}]
			}
			all = append(all, s)
		}
	}
	var s score
	for i, x := range all {
		for _, y := range all[:i] {
			same, found := x.who == y.who, x.entity != 0 && x.entity == y.entity
			if same {
				s.wanted++
			}
			if found {
				s.found++
			}
			if same && found {
				s.right++
			} else if found {
				t.Logf("%s and %s: %s and %s are held for one", articles[x.article].item.ID(), articles[y.article].item.ID(), x.who, y.who)
			} else if same && x.entity != 0 && y.entity != 0 {
				t.Logf("%s and %s: %s is held for two", articles[x.article].item.ID(), articles[y.article].item.ID(), x.who)
			}
		}
	}
	return s
}
