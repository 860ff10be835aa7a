package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

type searchReader interface {
	Search(ctx context.Context, q query.Node, f news.Filter) (news.Found, error)
	Tally(ctx context.Context, q query.Node, f news.Filter) (news.Tally, error)
}

// maxQuery is how long a query may be, in bytes.
const maxQuery = 500

type searchView struct {
	frame
	Problems []news.Phrase // what of the query was not understood
	Orders   []tab
	Chips    []chip      // what narrows it
	Narrow   []narrowing // what it can be narrowed with
	Counted  int         // articles that the numbers of those are about, when there are others
	Card     *entityCard // of whom the words name
	Said     []sayingLine
	SaidURL  string // of the quotations whose words match
	results
	Save *saveAct // nil for a visitor
}

// results are a page of what a search found.
type results struct {
	Found       []foundLine
	Relevant    bool        // the best first
	Reached     stamp       // how far back was looked, when there is more
	Nothing     *nothingAct // what else to try; nil: something was found
	Next, First string
}

// foundLine is an article that a search found, with the others that it found of the same story.
type foundLine struct {
	articleLine
	Story  string // address of the story, when it found several articles of it
	Others []articleLine
}

// maxFound is how many articles of one story stand under the first.
const maxFound = 4

// maxFoundQuotes is how many quotations stand beside what a search found.
const maxFoundQuotes = 2

func (s *Site) search(r *http.Request) (*reply, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	view := &searchView{frame: s.frame(r, s.say(r).T("Search"))}
	view.Query, view.Hidden = q, true
	if q == "" {
		return s.page(r, http.StatusOK, "search", view)
	}
	view.Title = s.say(r).T("%s – search", q)
	a := s.asked(r, q)
	found, err := s.find(r, a)
	if err != nil {
		return nil, err
	}
	view.Problems = problems(a.problem)
	if view.results, err = s.results(r, a, found); err != nil {
		return nil, err
	}
	view.Orders, view.Chips = a.orders(), a.chips(s.say(r))
	if err := s.beside(r, a, view); err != nil {
		return nil, err
	}
	if view.Save, err = s.saveAct(r, q); err != nil {
		return nil, err
	}
	view.follow(q, "/search", "q="+url.QueryEscape(q))
	view.dates(q, "/search", "q="+url.QueryEscape(q))
	return s.page(r, http.StatusOK, "search", view)
}

// beside reads what stands beside the first page of what a search found: filters, whom it names, and quotations.
func (s *Site) beside(r *http.Request, a *asking, view *searchView) (err error) {
	if a.filter.After != "" {
		view.First = a.with(a.parts)
		return nil
	}
	if len(view.Found) > 0 {
		view.Narrow, view.Counted = s.narrowings(r, a)
	}
	if view.Card, err = s.cardOf(r, a); err != nil || view.Card != nil {
		return err
	}
	words := plainWords(a.parts)
	if words == "" || len(view.Found) == 0 {
		return nil
	}
	said, _, err := s.Reader.Sayings(r.Context(), news.LedgerFilter{Words: words, Direct: true, Limit: maxFoundQuotes})
	if errors.Is(err, news.ErrInvalid) {
		return nil
	}
	view.Said, view.SaidURL = s.sayingLines(r, likelyOnes(said), &licence.Quota{}), withQuery("/quotes", url.Values{"q": {words}}.Encode())
	return err
}

// problems words what of a query was not understood.
func problems(err error) []news.Phrase {
	if err == nil {
		return nil
	}
	if joined, is := err.(interface{ Unwrap() []error }); is { //nolint:errorlint // of what Parse joined, each is told
		var all []news.Phrase
		for _, one := range joined.Unwrap() {
			all = append(all, problems(one)...)
		}
		return all
	}
	var p query.Problem
	if !errors.As(err, &p) {
		return []news.Phrase{news.Say("A search needs at least one word to look for besides those to leave out.")}
	}
	switch p.Kind {
	case query.TooLong:
		return []news.Phrase{news.Say("The search is too long; its end was left out.")}
	case query.NoValue:
		return []news.Phrase{news.Say("%s: wants a value right after the colon.", p.Field)}
	case query.NoDate:
		return []news.Phrase{news.Say("%[1]s:%[2]s is no date; write it like %[1]s:2026-01-31.", p.Field, p.Value)}
	case query.NoField:
		return []news.Phrase{news.Say("%s: is no field; did you mean %s:?", p.Field, p.Meant)}
	case query.NoSuchValue:
		if p.Meant != "" {
			return []news.Phrase{news.Say("%[1]s: is never %[2]s; did you mean %[1]s:%[3]s?", p.Field, p.Value, p.Meant)}
		}
		return []news.Phrase{news.Say("%s: is never %s.", p.Field, p.Value)}
	case query.Unclosed:
		return []news.Phrase{news.Say("A %s stands alone.", p.Value)}
	case query.BareOperator:
		return []news.Phrase{news.Say("%s joins nothing; it was taken as a word.", p.Value)}
	case query.NoTime:
		return []news.Phrase{news.Say("Nothing is published before %s and after that.", p.Value)}
	}
	return []news.Phrase{news.Say("%s was not understood; it is looked for as words.", strings.TrimPrefix(p.Field+":"+p.Value, ":"))}
}

// asking is a search as an address asks for it.
type asking struct {
	parts   []query.Node // all of which must match
	node    query.Node
	problem error // what of it was not understood; it was searched for nevertheless
	filter  news.Filter
	query   url.Values // of the address, without the place in the list
	now     time.Time
}

// asked reads a search. On a page what fits best comes first, in a feed what is newest, unless the address says otherwise.
func (s *Site) asked(r *http.Request, q string) *asking {
	if len(q) > maxQuery {
		q = strings.ToValidUTF8(q[:maxQuery], "")
	}
	address := r.URL.Query()
	a := &asking{query: address, now: s.Now()}
	a.node, a.problem = query.Parse(q)
	a.problem = errors.Join(a.problem, query.Check(a.node, a.now))
	a.parts = parts(a.node)
	a.filter = news.Filter{After: address.Get("after"), Limit: limitOf(r), Order: news.OrderNewest}
	order := news.Order(address.Get("order"))
	if order == news.OrderRelevant || order != news.OrderNewest && r.URL.Path == "/search" {
		a.filter.Order = news.OrderRelevant
	}
	if len(query.Wanted(a.node)) == 0 { // nothing that could fit better or worse
		a.filter.Order = news.OrderNewest
	}
	if lang := address.Get("lang"); languageTag(lang) { // a search looks everywhere unless the address says otherwise
		a.filter.Edition.Language = lang
	}
	a.query.Set("q", q)
	a.query.Del("after")
	return a
}

// find searches. What cannot be searched for finds nothing, and is a problem to tell.
func (s *Site) find(r *http.Request, a *asking) (news.Found, error) {
	found, err := s.Reader.Search(r.Context(), a.node, a.filter)
	if errors.Is(err, news.ErrInvalid) && a.filter.After == "" {
		a.problem = err
		return news.Found{}, nil
	}
	return found, err
}

// results words what was found. What is muted is marked, not left out: it was asked for.
func (s *Site) results(r *http.Request, a *asking, found news.Found) (v results, err error) {
	if _, err := s.mutingOf(r); err != nil {
		return v, err
	}
	v = results{Found: s.foundLines(r, found.Hits), Relevant: a.filter.Order == news.OrderRelevant, Reached: when(found.Reached, a.now), Next: further(r, found.Next)}
	if !found.Reached.IsZero() && v.Next == "" {
		v.Next = a.with(a.replaced(query.FieldBefore, found.Reached.UTC().Format(time.RFC3339)))
	}
	if len(v.Found) == 0 && a.filter.After == "" {
		v.Nothing, err = s.nothing(r, a)
	}
	return v, err
}

// foundLines puts what was found of one story together, where the first of it stands.
func (s *Site) foundLines(r *http.Request, hits []news.Hit) []foundLine {
	var found []foundLine
	at := map[news.StoryID]int{}
	for i, line := range s.hitLines(r, hits) {
		id := hits[i].Article.StoryID
		first, known := at[id]
		switch {
		case id == 0 || !known:
			at[id] = len(found)
			found = append(found, foundLine{articleLine: line})
		default:
			found[first].Story = storyPath(id, found[first].Headline)
			if len(found[first].Others) < maxFound {
				found[first].Others = append(found[first].Others, line)
			}
		}
	}
	return found
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
