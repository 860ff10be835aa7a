package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/news"
)

type quotesReader interface {
	peopleReader
	Entity(ctx context.Context, id news.EntityID) (news.Entity, error)
	Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error)
	Saying(ctx context.Context, id news.SayingID) (news.Saying, error)
	TopSayings(ctx context.Context, f news.LedgerFilter) ([]news.Saying, error)
}

// quotesView is the newest quotations, or those that a search finds.
type quotesView struct {
	frame
	Words, Who, About string
	Since, Before     string
	Indirect          bool         // what articles tell in their own words too
	Speaker, Matter   *entityLine  // who said it, and of whom, when they were found
	Others            []entityLine // of the same name
	Within            string       // address of the story or thread of which alone they are
	OfThread          bool         // it is a thread
	Problem           string
	Asked             bool // something narrows the list
	Sayings           []sayingLine
	Next, First       string
}

// maxOthers is how many others of a name are offered.
const maxOthers = 5

func (s *Site) quotes(r *http.Request) (*reply, error) {
	query, say := r.URL.Query(), s.say(r)
	view := &quotesView{frame: s.frame(r, say.T("Quotes"))}
	f, err := s.quotesAsked(r, view)
	if err != nil {
		return nil, err
	}
	sayings, next, err := s.Reader.Sayings(r.Context(), f)
	if errors.Is(err, news.ErrInvalid) && f.After == "" && f.Words != "" {
		view.Problem, err = s.say(r).Say(problems(err)[0]), nil // what was asked cannot be looked for
	}
	if err != nil {
		return nil, err
	}
	if f.Words == "" && f.Speaker == 0 && f.About == 0 && view.Within == "" { // what was asked for is shown
		if sayings, err = s.unmutedSayings(r, sayings); err != nil {
			return nil, err
		}
	}
	view.Sayings, view.Next = s.sayingLines(r, likelyOnes(sayings), &licence.Quota{}), further(r, next)
	query.Del("after")
	if f.After != "" {
		view.First = strings.TrimSuffix("/quotes?"+query.Encode(), "?")
	}
	view.Asked = query.Encode() != "" && query.Encode() != langQuery(r)
	view.Hidden = view.Asked || f.After != ""
	view.Description = say.T("Who said what, in which outlets it stands, and who had it first.")
	view.follow(say.T("%s: quotes", s.Title), "/quotes", query.Encode())
	view.Schema = s.listed(r, view.Title, worded(likelyOnes(sayings), func(said news.Saying) string { return quotePath(said.ID) }))
	return s.page(r, http.StatusOK, "quotes", view)
}

// quotesAsked reads from the address what is looked for, and notes it in the view.
func (s *Site) quotesAsked(r *http.Request, view *quotesView) (f news.LedgerFilter, err error) {
	query := r.URL.Query()
	view.Words, view.Who, view.About = askedFor(r, "q"), askedFor(r, "who"), askedFor(r, "on")
	view.Since, view.Before, view.Indirect = query.Get("since"), query.Get("before"), query.Get("indirect") != ""
	f = news.LedgerFilter{Words: view.Words, Direct: !view.Indirect, After: query.Get("after"), Limit: limitOf(r)}
	if f.Since, err = dayAsked(view.Since); err != nil {
		return f, err
	}
	if f.Before, err = dayAsked(view.Before); err != nil {
		return f, err
	}
	story, err := idAsked(query.Get("story"))
	if err != nil {
		return f, err
	}
	thread, err := idAsked(query.Get("thread"))
	if err != nil {
		return f, err
	}
	f.Story, f.Thread = news.StoryID(story), news.ThreadID(thread)
	switch {
	case story != 0:
		view.Within = "/story/" + f.Story.String()
	case thread != 0:
		view.Within, view.OfThread = "/thread/"+f.Thread.String(), true
	}
	if err := s.quotesNamed(r, view, &f); err != nil {
		return f, err
	}
	if f.Words == "" && f.Speaker == 0 && f.About == 0 && view.Within == "" {
		f.Edition = s.edition(r)
	}
	return f, nil
}

// quotesNamed finds the people whom the address names. A name that nobody has is looked for among the words.
func (s *Site) quotesNamed(r *http.Request, view *quotesView, f *news.LedgerFilter) error {
	speaker, others, err := s.named(r, "speaker", view.Who)
	if err != nil {
		return err
	}
	matter, _, err := s.named(r, "about", view.About)
	if err != nil {
		return err
	}
	among := func(name string) {
		if name != "" {
			f.Words = strings.TrimSpace(f.Words + ` "` + strings.ReplaceAll(name, `"`, " ") + `"`)
		}
	}
	if speaker.ID == 0 {
		among(view.Who)
	} else {
		line := s.entityLine(speaker)
		f.Speaker, view.Speaker, view.Who, view.Others = speaker.ID, &line, speaker.Name, s.entityLines(others, maxOthers)
	}
	if matter.ID == 0 {
		among(view.About)
	} else {
		line := s.entityLine(matter)
		f.About, view.Matter, view.About = matter.ID, &line, matter.Name
	}
	return nil
}

// named finds whom an address names: by number, or by words; then others of that name come back too. The zero Entity is nobody.
func (s *Site) named(r *http.Request, parameter, words string) (news.Entity, []news.Entity, error) {
	id, err := idAsked(r.URL.Query().Get(parameter))
	if err != nil {
		return news.Entity{}, nil, err
	}
	if id != 0 {
		e, err := s.Reader.Entity(r.Context(), news.EntityID(id))
		if err == nil && e.Hidden {
			err = errTakenOff
		}
		return e, nil, err
	}
	if words == "" {
		return news.Entity{}, nil, nil
	}
	found, err := s.bearers(r, words)
	if err != nil || len(found) == 0 {
		return news.Entity{}, nil, err
	}
	return found[0], found[1:], nil
}

// idAsked reads a number in a query; zero when there is none.
func idAsked(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	return parseID(text)
}

// dayAsked reads a day of a form; zero when there is none.
func dayAsked(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("%.40q is no day such as 2031-05-17: %w", text, news.ErrInvalid)
	}
	return day, nil
}

// quoteView is one quotation with all that carry it.
type quoteView struct {
	frame
	Said     sayingLine
	Story    *storyLine
	Carriers []carrierLine
}

func (s *Site) quote(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	said, err := s.Reader.Saying(r.Context(), news.SayingID(id))
	if err != nil {
		return nil, err
	}
	if elsewhere := settled(r, quotePath(said.ID)); elsewhere != nil {
		return elsewhere, nil
	}
	if said.Speaker != 0 {
		e, err := s.Reader.Entity(r.Context(), said.Speaker)
		switch {
		case err == nil && e.Hidden:
			return nil, errTakenOff
		case err != nil && !errors.Is(err, news.ErrNotFound):
			return nil, err
		}
	}
	var quota licence.Quota
	view := &quoteView{frame: s.frame(r, s.say(r).T("Quote")), Said: s.sayingLine(r, said, &quota)}
	view.Crumbs = s.way(r, tab{Name: s.say(r).T("Quotes"), URL: "/quotes"})
	if said.SpokenBy != "" {
		view.Title = s.say(r).T("Quote of %s", said.SpokenBy)
	}
	view.Hidden = true // the words are their publishers', and so is their place in a search engine
	view.Schema = s.quotation(r, said, view.Said)
	now := s.Now()
	for i, c := range said.Carriers {
		line := s.carrierLine(r, said, i, now)
		if line.Other {
			line.Wording = quota.Take(s.grant(r, c.Licence), c.Article, c.Text)
		}
		view.Carriers = append(view.Carriers, line)
	}
	if said.Story != 0 {
		story, err := s.Reader.Story(r.Context(), said.Story)
		if err != nil && !errors.Is(err, news.ErrNotFound) {
			return nil, err
		}
		if err == nil && !story.Hidden {
			line := s.storyLine(r, story, now)
			view.Story = &line
		}
	}
	return s.page(r, http.StatusOK, "quote", view)
}

// quotesFeed lists quotations as items: the title is who said it and where, the text the words.
func (s *Site) quotesFeed(r *http.Request) (*channel, error) {
	view := &quotesView{}
	f, err := s.quotesAsked(r, view)
	if err != nil {
		return nil, err
	}
	sayings, _, err := s.Reader.Sayings(r.Context(), f)
	if err != nil {
		return nil, err
	}
	title := s.Title + ": " + s.say(r).T("Quotes")
	if view.Speaker != nil {
		title += ", " + view.Speaker.Name
	}
	c := s.channelOf(r, title, "/quotes")
	var quota licence.Quota
	for _, said := range likelyOnes(sayings) {
		line := s.sayingLine(r, said, &quota)
		if line.Words == "" {
			continue
		}
		quoted := said.Carriers[0]
		c.Items = append(c.Items, item{
			ID: s.absolute(r, line.URL), URL: s.absolute(r, line.URL), Headline: spokenBy(line) + ": " + quoted.Headline, Summary: wordsOf(line),
			Source: quoted.SourceName, Language: quoted.Language, Published: said.FirstAt, Updated: said.FirstAt,
		})
	}
	return c, nil
}

// spokenBy names the speaker where there is room for a name only.
func spokenBy(line sayingLine) string {
	if line.Speaker == "" {
		return "Unnamed"
	}
	return line.Speaker
}

// wordsOf sets marks around words that stand in such.
func wordsOf(line sayingLine) string {
	if line.Direct {
		return "“" + line.Words + "”"
	}
	return line.Words
}

// maxDayQuotes is how many quotes of the day a front page has.
const maxDayQuotes = 3

// dayQuotes are the quotes of the day of the stories that rank highest.
func (s *Site) dayQuotes(r *http.Request, edition news.Edition, now time.Time) ([]sayingLine, error) {
	sayings, err := s.Reader.TopSayings(r.Context(), news.LedgerFilter{Edition: edition, Direct: true, Since: now.Add(-24 * time.Hour), Limit: 2 * maxDayQuotes})
	if err == nil {
		sayings, err = s.unmutedSayings(r, sayings)
	}
	if err != nil {
		return nil, err
	}
	return top(s.sayingLines(r, sayings, &licence.Quota{}), maxDayQuotes), nil
}

// quotesOf is the address of the quotations of something that has a number.
func quotesOf(what string, id string) string { return "/quotes?" + url.Values{what: {id}}.Encode() }
