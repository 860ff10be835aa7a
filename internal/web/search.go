package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

type searchReader interface {
	Search(ctx context.Context, q query.Node, f news.Filter) (news.Found, error)
}

// maxQuery is how long a query may be, in bytes.
const maxQuery = 500

type searchView struct {
	frame
	Problems []news.Phrase // what of the query was not understood
	Card     *entityCard   // of whom the words name
	Tabs     []tab         // by form
	Found    []foundLine
	Next     string
	First    string
}

// foundLine is an article that a search found, with the others that it found of the same story.
type foundLine struct {
	articleLine
	Story  string // address of the story, when it found several articles of it
	Others []articleLine
}

// maxFound is how many articles of one story stand under the first.
const maxFound = 4

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
	view.Problems = problems(problem)
	view.Found, view.Next, view.Tabs = s.foundLines(r, hits), further(r, next), searchTabs(q)
	if r.URL.Query().Get("after") != "" {
		view.First = "/search?q=" + url.QueryEscape(q)
	} else if view.Card, err = s.entityCard(r, askedFor(r, "q")); err != nil {
		return nil, err
	}
	view.follow(q, "/search", "q="+url.QueryEscape(q))
	view.dates(q, "/search", "q="+url.QueryEscape(q))
	return s.page(r, http.StatusOK, "search", view)
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

// kindAsked is what of a query says which form is wanted.
var kindAsked = regexp.MustCompile(`(?i)(^|\s)kind:\S+`)

// searchTabs are the same search, for one form each.
func searchTabs(q string) []tab {
	asked := strings.ToLower(strings.TrimSpace(kindAsked.FindString(q)))
	rest := strings.TrimSpace(kindAsked.ReplaceAllString(q, ""))
	if rest == "" {
		return nil
	}
	tabs := []tab{{news.Word("Everything"), "/search?q=" + url.QueryEscape(rest), asked == ""}}
	for _, kind := range filteredKinds {
		word := "kind:" + string(kind)
		tabs = append(tabs, tab{formNames[kind], "/search?q=" + url.QueryEscape(rest+" "+word), asked == word})
	}
	return tabs
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
	found, err := s.Reader.Search(r.Context(), node, news.Filter{
		Edition: edition, After: r.URL.Query().Get("after"), Limit: limitOf(r),
	})
	if errors.Is(err, news.ErrInvalid) && r.URL.Query().Get("after") == "" {
		return nil, "", err, nil // what was asked cannot be searched for
	}
	return found.Hits, found.Next, problem, err
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
