package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// learnedReader tells what is learned of a source.
type learnedReader interface {
	Learned(ctx context.Context, id news.SourceID) (news.Learning, []news.Furniture, error)
}

// pageKeeper changes how pages of a source are read.
type pageKeeper interface {
	PreviewRules(ctx context.Context, id news.SourceID, rules news.PageRules) (Preview, error)
	SetPageRules(ctx context.Context, id news.SourceID, rules news.PageRules) error
	AllowFurniture(ctx context.Context, id news.SourceID, key uint64, allowed bool) error
	AcceptReading(ctx context.Context, id news.SourceID) error
}

// Preview is what the newest kept page of a source gives as it is read now, and as rules would have it.
type Preview struct {
	URL           string
	FetchedAt     time.Time
	Before, After Result
	Missed        []string // rules that pick nothing on it
}

// Result is what reading a page gave.
type Result struct {
	Articles []news.Article
	Problem  string // why there is none
}

// readingView is the owner's page of how the pages of a source are read.
type readingView struct {
	frame
	Source    sourceLine
	Health    *readingLine
	Furniture []furnitureLine
	Rules     []ruleField
	Ruled     bool
	Preview   *previewLine
	Problem   string
}

// readingLine is how the pages of a source are read, in words.
type readingLine struct {
	Facts     []readingFact
	Drifts    []driftLine
	Turns     []driftLine
	Furniture int
	Ruled     bool
	URL       string // of the owner's page
}

type readingFact struct {
	Name        string
	Usual, Late news.Phrase
}

// driftLine is a drift, or the end of one.
type driftLine struct {
	State badge
	Says  news.Phrase
	Do    news.Phrase // for the owner only
	At    stamp
}

type furnitureLine struct {
	Key     string
	Text    string
	Pages   int
	Allowed bool
}

type ruleField struct{ Name, Label, Hint, Value string }

type previewLine struct {
	URL           string
	Fetched       stamp
	Missed        string
	Before, After []previewArticle
	BeforeProblem string
	AfterProblem  string
}

type previewArticle struct {
	Headline, Byline, Image string
	Date                    stamp
	Letters                 int
	Pieces                  []piece
}

var measureNames = []struct {
	measure news.Measure
	name    string
}{
	{news.MeasureLength, news.Word("Length of a text")}, {news.MeasureShare, news.Word("Text's share of a page")}, {news.MeasureHeadline, news.Word("Pages with a headline")},
	{news.MeasureDate, news.Word("Pages with a date")}, {news.MeasureFailures, news.Word("Pages without an article")}, {news.MeasureRules, news.Word("Pages that a rule does not fit")},
}

// readingLine words what is learned of a source; whole says that the owner asks.
func (s *Site) readingLine(id news.SourceID, host string, l news.Learning, furniture []news.Furniture, now time.Time, whole bool) *readingLine {
	line := &readingLine{Ruled: !l.Rules.Empty()}
	for _, m := range measureNames {
		if a, known := l.Averages[m.measure]; known && l.Seen > 0 {
			line.Facts = append(line.Facts, readingFact{m.name, m.measure.Word(a.Slow), m.measure.Word(a.Fast)})
		}
	}
	line.Drifts = driftLines(l.Drifts, host, now, whole)
	for i := len(l.Turns) - 1; i >= 0; i-- {
		line.Turns = append(line.Turns, lineOfTurn(l.Turns[i], now))
	}
	for _, f := range furniture {
		if !f.Allowed {
			line.Furniture++
		}
	}
	if whole {
		line.URL = "/sources/" + id.String() + "/reading"
	}
	return line
}

var (
	worse = badge{news.Word("read worse"), "↓", "warn"}
	again = badge{news.Word("as before"), "✓", "good"}
)

func driftLines(drifts []news.Drift, host string, now time.Time, whole bool) (lines []driftLine) {
	for _, d := range drifts {
		line := driftLine{State: worse, Says: d.Says(), At: when(d.Since, now)}
		if whole {
			line.Do = d.Do(host)
		}
		lines = append(lines, line)
	}
	return lines
}

func lineOfTurn(t news.Turn, now time.Time) driftLine {
	if t.Over {
		return driftLine{State: again, Says: t.Drift.Ended(), At: when(t.At, now)}
	}
	return driftLine{State: worse, Says: t.Drift.Says(), At: when(t.At, now)}
}

// reading shows the owner how pages of a source are read, and lets them rule it.
func (s *Site) reading(r *http.Request) (*reply, error) {
	return s.readingPage(r, nil, nil, "")
}

// readingPage is the page with rules that were entered but not kept, when there are any, and what they would do.
func (s *Site) readingPage(r *http.Request, entered *news.PageRules, p *Preview, problem string) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	state, err := s.Reader.SourceState(r.Context(), news.SourceID(id))
	if err != nil {
		return nil, err
	}
	learned, furniture, err := s.Reader.Learned(r.Context(), state.Source.ID)
	if err != nil {
		return nil, err
	}
	now := s.wall()
	view := &readingView{frame: s.frame(r, s.say(r).T("How %s is read", state.Source.Name)), Problem: problem, Ruled: !learned.Rules.Empty()}
	view.Hidden = true
	view.Source = s.sourceLine(news.Judge([]news.SourceState{state}, nil, now)[0], now, true)
	view.Health = s.readingLine(state.Source.ID, state.Source.Host, learned, furniture, now, true)
	for _, f := range furniture {
		view.Furniture = append(view.Furniture, furnitureLine{strconv.FormatUint(f.Key, 16), f.Text, f.Pages, f.Allowed})
	}
	rules := learned.Rules
	if entered != nil {
		rules = *entered
	}
	view.Rules = fieldsOf(rules)
	if p != nil {
		view.Preview = lineOfPreview(p, now)
	}
	return s.page(r, http.StatusOK, "reading", view)
}

func fieldsOf(r news.PageRules) []ruleField {
	hints := map[string][2]string{
		"body": {news.Word("Text"), "div.story-text"}, "drop": {news.Word("Never part of it"), ".newsletter, .ad"}, "headline": {news.Word("Headline"), "h1.title"},
		"byline": {news.Word("Byline"), ".author a"}, "date": {news.Word("Date"), "time.published"}, "image": {news.Word("Picture"), "figure.lead img"},
	}
	var fields []ruleField
	for _, rule := range r.Named() {
		fields = append(fields, ruleField{rule.Name, hints[rule.Name][0], hints[rule.Name][1], rule.Selector})
	}
	return fields
}

func lineOfPreview(p *Preview, now time.Time) *previewLine {
	return &previewLine{
		URL: outward(p.URL), Fetched: when(p.FetchedAt, now), Missed: strings.Join(p.Missed, ", "),
		Before: previewArticles(p.Before, now), After: previewArticles(p.After, now), BeforeProblem: p.Before.Problem, AfterProblem: p.After.Problem,
	}
}

// maxPreviewed is how many articles of a page a preview shows.
const maxPreviewed = 3

func previewArticles(r Result, now time.Time) (shown []previewArticle) {
	for _, a := range r.Articles[:min(len(r.Articles), maxPreviewed)] {
		one := previewArticle{
			Headline: a.Headline, Byline: strings.Join(a.Authors, ", "), Image: outward(a.Image.URL), Letters: len([]rune(a.Text())),
			Pieces: bodyOf(a.Blocks, a.URL, a.Image.URL, ""),
		}
		if !a.PublishedAt.IsZero() {
			one.Date = when(a.PublishedAt, now)
			if a.DateOnly {
				one.Date = onDay(a.PublishedAt, now)
			}
		}
		shown = append(shown, one)
	}
	return shown
}

// rulePages previews or keeps the rules that the owner entered.
func (s *Site) rulePages(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	rules := news.PageRules{Body: field("body"), Drop: field("drop"), Headline: field("headline"), Byline: field("byline"), Date: field("date"), Image: field("image")}
	if r.PostFormValue("do") == "save" {
		err := s.Desk.SetPageRules(r.Context(), news.SourceID(id), rules)
		if errors.Is(err, news.ErrInvalid) {
			return s.readingPage(r, &rules, nil, s.say(r).T("Nothing was kept: %s.", reason(err)))
		}
		if err != nil {
			return nil, err
		}
		return s.doneReading(r, id, s.say(r).T("The rules are kept. What was read before is read again by them, as time allows.")), nil
	}
	preview, err := s.Desk.PreviewRules(r.Context(), news.SourceID(id), rules)
	switch {
	case errors.Is(err, news.ErrInvalid):
		return s.readingPage(r, &rules, nil, s.say(r).T("There is no preview: %s.", reason(err)))
	case errors.Is(err, news.ErrNotFound):
		return s.readingPage(r, &rules, nil, s.say(r).T("There is no preview: no page of this source is kept yet."))
	case err != nil:
		return nil, err
	}
	return s.readingPage(r, &rules, &preview, "")
}

// allowFurniture takes a block out of the furniture, or puts it back.
func (s *Site) allowFurniture(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	key, err := strconv.ParseUint(r.PostFormValue("key"), 16, 64)
	if err != nil {
		return nil, fmt.Errorf("block %.20q: %w", r.PostFormValue("key"), news.ErrInvalid)
	}
	allowed := r.PostFormValue("allowed") == "yes"
	if err := s.Desk.AllowFurniture(r.Context(), news.SourceID(id), key, allowed); err != nil {
		return nil, err
	}
	return s.doneReading(r, id, s.say(r).T("The last articles are read again by that, as time allows.")), nil
}

func (s *Site) acceptReading(r *http.Request) (*reply, error) {
	id, err := idOf(r)
	if err != nil {
		return nil, err
	}
	if err := s.Desk.AcceptReading(r.Context(), news.SourceID(id)); err != nil {
		return nil, err
	}
	return s.doneReading(r, id, s.say(r).T("How it is read now counts as usual.")), nil
}

func (s *Site) doneReading(r *http.Request, id int64, message string) *reply {
	s.census.forget(r.Context())
	s.flash(r, message)
	return redirect(http.StatusSeeOther, "/sources/"+strconv.FormatInt(id, 10)+"/reading")
}
