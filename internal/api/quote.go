package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

// quoteList answers all calls that list quotations.
type quoteList struct {
	Quotes []quote `json:"quotes"`
	Next   string  `json:"next"`
}

// quoteDetail answers /api/v1/quotes/{id}.
type quoteDetail struct {
	Quote quote `json:"quote"`
}

// quote is one quotation, in however many articles it stands.
type quote struct {
	ID       int64     `json:"id"`
	URL      string    `json:"url"`    // its page here
	Direct   bool      `json:"direct"` // in quotation marks; else in an article's words
	Text     string    `json:"text,omitempty"`
	Speaker  int64     `json:"speaker,omitempty"` // id of an entity
	SpokenBy string    `json:"spoken_by,omitempty"`
	Role     string    `json:"role,omitempty"`
	Told     string    `json:"told,omitempty"` // whom, or which outlet
	From     string    `json:"said_from,omitempty"`
	To       string    `json:"said_to,omitempty"` // the last day on which it can have been said
	Likely   float64   `json:"likely"`
	FirstAt  string    `json:"first_at,omitempty"`
	Articles int       `json:"articles"`
	Story    int64     `json:"story,omitempty"`
	Carriers []carrier `json:"carriers"` // the first one first
}

// carrier is an article that carries a quotation.
type carrier struct {
	Article  int64  `json:"article"`
	Headline string `json:"headline"`
	Source   string `json:"source"`
	SourceID int64  `json:"source_id"`
	URL      string `json:"url,omitempty"` // of the words at the publisher, or of the article
	At       string `json:"at,omitempty"`
	Copy     bool   `json:"copy"`
	Other    bool   `json:"other_wording"`
	Text     string `json:"text,omitempty"` // its wording, where that is another one
}

func (s *server) quotes(r *http.Request) (any, error) {
	f, err := ledgerFilter(r)
	if err != nil {
		return nil, err
	}
	query := r.URL.Query()
	ids := map[string]int64{"speaker": 0, "about": 0, "story": 0, "thread": 0, "source": 0}
	for name := range ids {
		if text := query.Get(name); text != "" {
			id, err := strconv.ParseInt(text, 10, 64)
			if err != nil || id < 1 {
				return nil, &badRequest{name + ": want an id"}
			}
			ids[name] = id
		}
	}
	f.Speaker, f.About, f.Source = news.EntityID(ids["speaker"]), news.EntityID(ids["about"]), news.SourceID(ids["source"])
	f.Story, f.Thread = news.StoryID(ids["story"]), news.ThreadID(ids["thread"])
	return s.quotesBy(r, f)
}

// ledgerFilter reads what all lists of quotations take.
func ledgerFilter(r *http.Request) (news.LedgerFilter, error) {
	f, err := filter(r)
	if err != nil {
		return news.LedgerFilter{}, err
	}
	query := r.URL.Query()
	wanted := news.LedgerFilter{Words: strings.TrimSpace(query.Get("q")), Edition: f.Edition, After: f.After, Limit: f.Limit}
	if len(wanted.Words) > maxQuery {
		return wanted, &badRequest{"q: want a query of at most 500 bytes"}
	}
	switch query.Get("direct") {
	case "", "0", "false":
	case "1", "true":
		wanted.Direct = true
	default:
		return wanted, &badRequest{"direct: want 1 for quotations in quotation marks only"}
	}
	if wanted.Since, err = timeAsked(r, "since"); err == nil {
		wanted.Before, err = timeAsked(r, "before")
	}
	return wanted, err
}

// timeAsked reads a day or a time; zero when it is not given.
func timeAsked(r *http.Request, name string) (time.Time, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := news.ParseHour(text)
	if err != nil {
		return at, &badRequest{name + ": want a day such as 2031-05-17, or a time such as 2031-05-17T09:00Z"}
	}
	return at, nil
}

func (s *server) quotesBy(r *http.Request, f news.LedgerFilter) (any, error) {
	sayings, next, err := s.Reader.Sayings(r.Context(), f)
	if err != nil {
		return nil, err
	}
	list := quoteList{Quotes: make([]quote, len(sayings)), Next: next}
	var quota licence.Quota
	for i, said := range sayings {
		list.Quotes[i] = s.quoteOf(r, said, &quota)
	}
	return list, nil
}

func (s *server) entityQuotes(r *http.Request) (any, error) {
	f, err := ledgerFilter(r)
	if err != nil {
		return nil, err
	}
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	f.Speaker = e.ID
	return s.quotesBy(r, f)
}

func (s *server) storyQuotes(r *http.Request) (any, error) {
	f, err := ledgerFilter(r)
	if err != nil {
		return nil, err
	}
	told, err := s.openStory(r)
	if err != nil {
		return nil, err
	}
	f.Story = told.ID
	return s.quotesBy(r, f)
}

func (s *server) threadQuotes(r *http.Request) (any, error) {
	f, err := ledgerFilter(r)
	if err != nil {
		return nil, err
	}
	th, err := s.openThread(r)
	if err != nil {
		return nil, err
	}
	f.Thread = th.ID
	return s.quotesBy(r, f)
}

func (s *server) quote(r *http.Request) (any, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	said, err := s.Reader.Saying(r.Context(), news.SayingID(id))
	if err != nil {
		return nil, err
	}
	if said.Speaker != 0 {
		if e, err := s.Reader.Entity(r.Context(), said.Speaker); err == nil && e.Hidden {
			return nil, errTakenOff
		}
	}
	return quoteDetail{s.quoteOf(r, said, &licence.Quota{})}, nil
}

func (s *server) quoteOf(r *http.Request, said news.Saying, quota *licence.Quota) quote {
	shown, quoted := quota.Saying(said, s.grant)
	from, to := days(said.SaidFrom, said.SaidUntil)
	q := quote{
		ID: int64(said.ID), URL: s.absolute(r, "/quote/"+said.ID.String()), Direct: said.Direct, Text: shown.Text, Speaker: int64(said.Speaker), SpokenBy: said.SpokenBy,
		Role: said.Role, Told: said.Told, From: from, To: to, Likely: said.Likely, FirstAt: instant(said.FirstAt), Articles: said.Articles,
		Story: int64(said.Story), Carriers: make([]carrier, len(said.Carriers)),
	}
	for i, c := range said.Carriers {
		grant := s.grant(c.Licence)
		q.Carriers[i] = carrier{
			Article: int64(c.Article), Headline: c.Headline, Source: c.SourceName, SourceID: int64(c.Source), URL: passage(c.URL, grant.Key(c.Text)), At: instant(c.At),
			Copy: c.Copy, Other: c.Text != said.Carriers[0].Text,
		}
		if i != quoted && q.Carriers[i].Other {
			q.Carriers[i].Text = quota.Take(grant, c.Article, c.Text)
		}
	}
	return q
}

// passage leads to words at their publisher; where nothing of them may be shown, to the page.
func passage(address, shown string) string { return news.WordsAddress(outward(address), shown) }

// days writes the first and the last day of a span; empty when they are unknown.
func days(from, until time.Time) (first, last string) {
	if from.IsZero() {
		return "", ""
	}
	first = from.Format(time.DateOnly)
	if last = first; until.After(from) {
		last = until.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	return first, last
}
