package api

import (
	"context"
	"net/http"
	"strconv"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type factsReader interface {
	Facts(ctx context.Context, article news.ArticleID) (news.Facts, error)
	Named(ctx context.Context, article news.ArticleID) (map[int]news.Entity, error)
}

// factsDetail answers /api/v1/articles/{id}/facts. Spans are byte ranges in the article's text, and are there only where that
// text may be shown whole.
type factsDetail struct {
	Article int64        `json:"article"`
	TextKey string       `json:"text_key"` // FNV-1a of the text, 64 bits, hexadecimal
	Licence string       `json:"licence"`  // what this answer shows: headline, excerpt or full
	Names   []factName   `json:"names"`
	Quotes  []factQuote  `json:"quotes"`
	Dates   []factDate   `json:"dates"`
	Events  []factEvent  `json:"events"`
	Numbers []factNumber `json:"numbers"`
	Keys    []*span      `json:"keys,omitempty"` // sentences that tell the article, the most telling first
	Phrases []string     `json:"phrases,omitempty"`
}

// span is a half-open byte range.
type span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type factName struct {
	Kind     string  `json:"kind"`
	Name     string  `json:"name"`
	Entity   int64   `json:"entity,omitempty"` // id
	Role     string  `json:"role,omitempty"`
	Country  string  `json:"country,omitempty"`
	Count    int     `json:"count"` // mentions
	Mentions []*span `json:"mentions,omitempty"`
}

type factQuote struct {
	*span            // absent where the text may not be shown
	Direct   bool    `json:"direct"`
	Parts    []*span `json:"parts,omitempty"`
	SpokenBy *span   `json:"spoken_by,omitempty"`
	Name     *int    `json:"name,omitempty"` // index into names
	Role     string  `json:"role,omitempty"`
	Told     string  `json:"told,omitempty"`
	From     string  `json:"said_from,omitempty"`
	To       string  `json:"said_to,omitempty"`
	Likely   float64 `json:"likely"`
}

type factDate struct {
	*span
	Type  string `json:"type"`
	Value string `json:"value"` // TIMEX3
	From  string `json:"from,omitempty"`
	To    string `json:"to,omitempty"`
}

type factEvent struct {
	*span
	From   string  `json:"from"`
	To     string  `json:"to"`
	Dated  bool    `json:"dated"`
	Ahead  bool    `json:"ahead"`
	Weight float64 `json:"weight"`
}

type factNumber struct {
	*span
	Kind    string  `json:"kind"`
	Value   float64 `json:"value"`
	High    float64 `json:"high"`
	Bound   string  `json:"bound,omitempty"`
	Unit    string  `json:"unit,omitempty"`
	Subject string  `json:"subject,omitempty"`
}

func (s *server) facts(r *http.Request) (any, error) {
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
	told, err := s.Reader.Facts(r.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	named, err := s.Reader.Named(r.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	grant := licence.For(source, s.DefaultLicence, s.Private)
	return factsOf(told, named, grant, grant.View == licence.Full && told.Text == news.TextKey(a.Text())), nil
}

// spanner makes spans, or none where the text is not shown.
type spanner bool

func (open spanner) span(r news.Range) *span {
	if !bool(open) || r.Empty() {
		return nil
	}
	return &span{r.Start, r.End}
}

func (open spanner) spans(ranges []news.Range) (spans []*span) {
	for _, r := range ranges {
		if s := open.span(r); s != nil {
			spans = append(spans, s)
		}
	}
	return spans
}

// factsOf words what an article says; whole says that its text may be shown whole, and is the one that was read.
func factsOf(told news.Facts, named map[int]news.Entity, grant licence.Grant, whole bool) factsDetail {
	open := spanner(whole)
	d := factsDetail{
		Article: int64(told.Article), TextKey: strconv.FormatUint(told.Text, 16), Licence: string(grant.Licence()), Names: make([]factName, len(told.Actors)),
		Quotes: make([]factQuote, len(told.Quotes)), Dates: make([]factDate, len(told.Dates)), Events: make([]factEvent, len(told.Events)),
		Numbers: make([]factNumber, len(told.Numbers)), Keys: open.spans(told.Keys), Phrases: told.Phrases,
	}
	for i, a := range told.Actors {
		d.Names[i] = factName{Kind: string(a.Kind), Name: a.Name, Role: a.Role, Country: a.Country, Count: a.Mentions}
		d.Names[i].Entity = int64(named[i].ID)
		if named[i].Hidden { // an index into names stays what it is
			d.Names[i] = factName{Kind: string(a.Kind)}
		}
	}
	for _, m := range told.Mentions {
		if at := open.span(m.Range); at != nil && m.Actor >= 0 && m.Actor < len(d.Names) {
			d.Names[m.Actor].Mentions = append(d.Names[m.Actor].Mentions, at)
		}
	}
	for i, q := range told.Quotes {
		from, to := days(q.At.From, q.At.Until)
		d.Quotes[i] = factQuote{span: open.span(q.Range), Direct: q.Direct, Parts: open.spans(q.Parts), SpokenBy: open.span(q.Speaker), Role: q.Role, Told: q.Told,
			From: from, To: to, Likely: q.Likely}
		if q.Actor >= 0 && q.Actor < len(d.Names) {
			d.Quotes[i].Name = &q.Actor
		}
	}
	for i, e := range told.Dates {
		from, to := days(e.From, e.Until)
		d.Dates[i] = factDate{open.span(e.Range), string(e.Type), e.Value, from, to}
	}
	for i, e := range told.Events {
		from, to := days(e.From, e.Until)
		d.Events[i] = factEvent{open.span(e.Range), from, to, e.Date >= 0, e.Ahead, e.Weight}
	}
	for i, n := range told.Numbers {
		d.Numbers[i] = factNumber{open.span(n.Range), string(n.Kind), n.Value, n.High, string(n.Bound), n.Unit, n.Subject}
	}
	return d
}
