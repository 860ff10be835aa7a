package api

import (
	"net/http"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/markup"
	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// article is an article, in a list without its text.
type article struct {
	ID           int64       `json:"id"`
	URL          string      `json:"url"`      // at its publisher
	PageURL      string      `json:"page_url"` // its reading view here
	CanonicalURL string      `json:"canonical_url,omitempty"`
	Headline     string      `json:"headline"`
	Authors      []string    `json:"authors,omitempty"`
	Source       string      `json:"source"`
	SourceID     int64       `json:"source_id"`
	Story        int64       `json:"story,omitempty"`  // id
	Family       int64       `json:"family,omitempty"` // id of the article that first had this text
	Copy         bool        `json:"copy"`
	Relation     string      `json:"relation,omitempty"` // to that one: original, exact, near, shortened, extended; within a story
	Agency       string      `json:"agency,omitempty"`   // that wrote this text; within a story
	Published    string      `json:"published_at,omitempty"`
	Updated      string      `json:"updated_at,omitempty"`
	Seen         string      `json:"seen_at,omitempty"`
	Language     string      `json:"language,omitempty"`
	Kind         string      `json:"kind,omitempty"`
	Section      string      `json:"section,omitempty"`
	Summary      string      `json:"summary,omitempty"`
	Dateline     string      `json:"dateline,omitempty"`
	Truncated    bool        `json:"truncated"`
	Image        *image      `json:"image,omitempty"`
	Tags         []string    `json:"tags,omitempty"`
	Licence      string      `json:"licence"` // what this answer shows: headline, excerpt or full
	Text         string      `json:"text,omitempty"`
	TextGone     string      `json:"text_gone_at,omitempty"` // when it was let go, to save room; text is its opening then, or nothing
	Blocks       []block     `json:"blocks,omitempty"`
	Related      []link      `json:"related,omitempty"`
	Enclosures   []enclosure `json:"enclosures,omitempty"`
}

type block struct {
	Role string `json:"role"`
	Text string `json:"text,omitempty"`
	HTML string `json:"html,omitempty"`
	URL  string `json:"url,omitempty"`
}

type link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type enclosure struct {
	URL    string `json:"url"`
	Type   string `json:"type,omitempty"`
	Length int64  `json:"length,omitempty"`
}

// articleDetail answers /api/v1/articles/{id}.
type articleDetail struct {
	Article article `json:"article"`
}

// hitList answers /api/v1/search.
type hitList struct {
	Query   string `json:"query"`             // as it was understood
	Problem string `json:"problem,omitempty"` // what of it was not
	Order   string `json:"order"`             // relevant or newest
	Hits    []hit  `json:"hits"`
	Reached string `json:"reached,omitempty"` // how far back was looked; absent: at everything
	Tally   *tally `json:"tally,omitempty"`
	Next    string `json:"next"`
}

// tally counts what a search finds by its fields.
type tally struct {
	Counted int                     `json:"counted"`
	More    bool                    `json:"more"` // there are others, which were not counted
	Fields  map[string][]tallyValue `json:"fields"`
}

type tallyValue struct {
	Value string `json:"value"` // as a query writes it
	Name  string `json:"name,omitempty"`
	N     int    `json:"n"`
}

type hit struct {
	Article article  `json:"article"`
	Snippet string   `json:"snippet,omitempty"`
	Matches [][2]int `json:"matches,omitempty"` // byte ranges in snippet
}

// maxQuery is how long a query may be, in bytes.
const maxQuery = 500

func (s *server) article(r *http.Request) (any, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	a, source, err := s.Reader.Article(r.Context(), news.ArticleID(id))
	if err != nil {
		return nil, err
	}
	if a.Hidden {
		return nil, errTakenOff
	}
	if a.Outlet == "" {
		a.Outlet = source.Name
	}
	return articleDetail{s.articleOf(r, licence.For(source, s.DefaultLicence, s.Private), a)}, nil
}

func (s *server) search(r *http.Request) (any, error) {
	f, err := filter(r)
	if err != nil {
		return nil, err
	}
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if q == "" || len(q) > maxQuery {
		return nil, &badRequest{"q: want a query of at most 500 bytes"}
	}
	switch f.Order = news.Order(r.URL.Query().Get("order")); f.Order {
	case "":
		f.Order = news.OrderNewest
	case news.OrderNewest, news.OrderRelevant:
	default:
		return nil, &badRequest{"order: want newest or relevant"}
	}
	node, problem := query.Parse(q)
	found, err := s.Reader.Search(r.Context(), node, f)
	if err != nil {
		return nil, err
	}
	list := hitList{Query: node.String(), Order: string(f.Order), Hits: make([]hit, len(found.Hits)), Next: found.Next, Reached: instant(found.Reached)}
	if r.URL.Query().Get("tally") == "1" {
		if list.Tally, err = s.tally(r, node, f); err != nil {
			return nil, err
		}
	}
	if problem != nil {
		list.Problem = problem.Error()
	}
	for i, h := range found.Hits {
		grant := s.grant(h.Article.Licence)
		h = grant.Hit(h)
		list.Hits[i] = hit{Article: s.articleOf(r, grant, h.Article), Snippet: h.Snippet, Matches: h.Matches}
	}
	return list, nil
}

func (s *server) tally(r *http.Request, node query.Node, f news.Filter) (*tally, error) {
	counts, err := s.Reader.Tally(r.Context(), node, f)
	t := &tally{Counted: counts.Counted, More: counts.More, Fields: map[string][]tallyValue{}}
	for _, field := range counts.Fields {
		for _, v := range field.Values {
			t.Fields[field.Name] = append(t.Fields[field.Name], tallyValue(v))
		}
	}
	return t, err
}

func (s *server) articleOf(r *http.Request, grant licence.Grant, a news.Article) article {
	a = grant.Article(a)
	shown := article{
		ID: int64(a.ID), URL: outward(a.URL), PageURL: s.absolute(r, "/article/"+a.ID.String()), CanonicalURL: outward(a.CanonicalURL),
		Headline: a.Headline, Authors: a.Authors, Source: a.Outlet, SourceID: int64(a.SourceID), Story: int64(a.StoryID),
		Family: int64(a.FamilyID), Copy: a.Copy(), Published: instant(a.PublishedAt), Updated: instant(a.UpdatedAt), Seen: instant(a.SeenAt),
		Language: a.Language, Kind: string(a.Kind), Section: string(a.Section), Summary: a.Summary, Dateline: a.Dateline,
		Truncated: a.Truncated, Image: imageOf(a.Image), Tags: a.Tags, Licence: string(grant.Licence()), Text: a.Text(),
		TextGone: instant(a.GoneAt),
	}
	if a.DateOnly && !a.PublishedAt.IsZero() {
		shown.Published = a.PublishedAt.Format(time.DateOnly)
	}
	for _, b := range a.Blocks {
		shown.Blocks = append(shown.Blocks, block{string(b.Role), b.Text, trusted(b.HTML, a.URL), outward(b.URL)})
	}
	for _, l := range a.Related {
		if address := outward(l.URL); address != "" {
			shown.Related = append(shown.Related, link{l.Title, address})
		}
	}
	for _, e := range a.Enclosures {
		if address := outward(e.URL); address != "" {
			shown.Enclosures = append(shown.Enclosures, enclosure{address, e.Type, e.Length})
		}
	}
	return shown
}

// outward is an address that a client may show as a link: http or https, else nothing.
func outward(address string) string { return markup.Absolute("", address) }

// trusted is the one door through which HTML from outside goes out here.
func trusted(fragment, base string) string {
	if fragment == "" {
		return ""
	}
	return markup.Sanitize(fragment, base)
}
