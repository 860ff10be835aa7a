package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// mutesView is a user's rules, with what each hid lately, and the one that is tried out.
type mutesView struct {
	frame
	Rules   []muteLine
	Tried   *muteLine
	Problem string
	Unclear []string // what of a query was not understood
	Kind    string   // of the form, as it was filled in
	Value   string
	For     string
	Looked  int // stories that were held against the rules
	Cut     bool
	Kinds   []choice
	Ends    []choice
	Shelves []choice
}

// muteLine is a rule as its page shows it.
type muteLine struct {
	ID       int64
	Kind     string // its name
	Raw      string // of a form
	Value    string
	Words    string // what is muted
	URL      string // of the source or story
	Until    stamp
	Last     string // day on which it holds, of a form; empty where it has no end
	Change   bool
	Hid      int
	Examples []storyLine
}

// A preview looks at so many stories of so many days.
const (
	previewDays     = 7
	previewStories  = 2000
	previewExamples = 8
)

var muteKinds = []struct {
	kind news.MuteKind
	name string
}{
	{news.MuteWords, news.Word("Words")}, {news.MuteName, news.Word("Name")}, {news.MuteSection, news.Word("Section")},
	{news.MuteSource, news.Word("Source")}, {news.MuteStory, news.Word("Story")}, {news.MuteQuery, news.Word("Search")},
}

// muteEnds are for how many days a rule can hold.
var muteEnds = []struct {
	days string
	name string
}{{"", news.Word("for good")}, {"1", news.Word("for a day")}, {"7", news.Word("for a week")}, {"30", news.Word("for a month")}}

func (s *Site) mutes(r *http.Request) (*reply, error) {
	mutes, err := s.Users.Mutes(r.Context(), mineOf(r).ID, s.Now())
	if err != nil {
		return nil, err
	}
	asked := r.URL.Query()
	view := &mutesView{frame: s.frame(r, s.say(r).T("Muted")), Kind: asked.Get("kind"), Value: asked.Get("value"), For: asked.Get("for")}
	view.frame.Hidden = true
	var tried *news.Mute
	if view.Value != "" || asked.Get("kind") == string(news.MuteSection) {
		rule, err := s.muteOf(r, asked.Get)
		if kind, _ := rule.Parts(); err == nil && (kind == news.MuteQuery || kind == news.MuteWords) {
			for _, problem := range problemsOf(view.Value) {
				view.Unclear = append(view.Unclear, s.say(r).Say(problem))
			}
		}
		if err != nil {
			view.Problem = s.say(r).T("That cannot be muted. Words need one letter at least, and 200 bytes at most.")
		} else if !slices.ContainsFunc(mutes, func(kept news.Mute) bool { return kept.Rule == rule.Rule && sameDay(kept.Until, rule.Until) }) {
			tried = &rule
		}
	}
	if err := s.preview(r, view, mutes, tried); err != nil {
		return nil, err
	}
	view.offer()
	return s.page(r, http.StatusOK, "mutes", view)
}

func sameDay(a, b time.Time) bool {
	return a.UTC().Format(time.DateOnly) == b.UTC().Format(time.DateOnly)
}

// offer fills the lists of the form.
func (v *mutesView) offer() {
	for _, k := range muteKinds[:3] { // the others are muted from their own pages
		v.Kinds = append(v.Kinds, choice{Value: string(k.kind), Name: k.name, Chosen: v.Kind == string(k.kind)})
	}
	for _, e := range muteEnds {
		v.Ends = append(v.Ends, choice{Value: e.days, Name: e.name, Chosen: v.For == e.days})
	}
	for _, section := range news.Sections() {
		v.Shelves = append(v.Shelves, choice{Value: string(section), Name: sectionName(section), Chosen: v.Value == string(section)})
	}
}

// preview holds the stories of the last days against each rule, the kept ones and the one that is tried out.
func (s *Site) preview(r *http.Request, view *mutesView, kept []news.Mute, tried *news.Mute) error {
	now := s.Now()
	if len(kept) == 0 && tried == nil {
		return nil
	}
	stories, cut, err := s.lately(r, now)
	if err != nil {
		return err
	}
	view.Looked, view.Cut = len(stories), cut
	all, hid := newMuting(kept, now, s.aliasesOf(r)), map[int64]int{}
	for _, story := range stories { // each is split into words once, however many rules there are
		counted := map[int64]bool{}
		for rule := range all.hiding(story) {
			if !counted[rule.ID] {
				counted[rule.ID] = true
				hid[rule.ID]++
			}
		}
	}
	for _, rule := range kept {
		line := s.muteLine(rule, now)
		line.Hid = hid[rule.ID]
		view.Rules = append(view.Rules, line)
	}
	if tried == nil {
		return nil
	}
	line, alone := s.muteLine(*tried, now), newMuting([]news.Mute{*tried}, now, s.aliasesOf(r))
	for _, story := range stories {
		if !alone.story(story) {
			continue
		}
		if line.Hid++; len(line.Examples) < previewExamples {
			line.Examples = append(line.Examples, s.storyLine(r, story, now))
		}
	}
	view.Tried = &line
	return nil
}

// lately reads the stories of the last days, the newest first, and says whether there were more than it takes.
func (s *Site) lately(r *http.Request, now time.Time) (stories []news.Story, cut bool, err error) {
	f := news.Filter{Edition: s.edition(r), Order: news.OrderUpdated, Since: now.AddDate(0, 0, -previewDays), Limit: news.MaxLimit}
	for len(stories) < previewStories {
		some, next, err := s.Reader.Stories(r.Context(), f)
		if err != nil {
			return nil, false, err
		}
		stories = append(stories, some...)
		if f.After = next; next == "" {
			return stories, false, nil
		}
	}
	return stories, true, nil
}

func (s *Site) muteLine(m news.Mute, now time.Time) muteLine {
	kind, value := m.Parts()
	line := muteLine{ID: m.ID, Raw: string(kind), Value: value, Words: value, Until: when(m.Until, now), Change: m.TillChange}
	for _, k := range muteKinds {
		if k.kind == kind {
			line.Kind = k.name
		}
	}
	if !m.Until.IsZero() {
		line.Last = m.Until.AddDate(0, 0, -1).In(now.Location()).Format(time.DateOnly)
	}
	switch kind {
	case news.MuteSection:
		line.Words = sectionName(news.Section(value))
	case news.MuteSource, news.MuteStory:
		line.Words, line.URL = m.Name, fmt.Sprintf("/%s/%s", kind, value)
		if line.Words == "" {
			line.Words = line.URL
		}
	}
	return line
}

// muteOf reads a rule from a form: kind and value, for so many days or until a day, of a story also until it changes.
func (s *Site) muteOf(r *http.Request, value func(string) string) (news.Mute, error) {
	kind, what, now := news.MuteKind(value("kind")), value("value"), s.Now()
	if kind == news.MuteSection && value("section") != "" {
		what = value("section")
	}
	if kind == news.MuteWords {
		node, _ := query.Parse(what)
		if !wordsOnly(node) {
			kind = news.MuteQuery
		}
	}
	if kind == news.MuteQuery {
		node, _ := query.Parse(what)
		if !query.Compile(node, ruleFold).Seeks() {
			return news.Mute{}, fmt.Errorf("a mute that only says what to leave out: %w", news.ErrInvalid)
		}
	}
	m := news.Mute{Rule: news.MuteRule(kind, what), MadeAt: now}
	if days, err := strconv.Atoi(value("for")); err == nil && days > 0 && days < 4000 {
		m.Until = now.AddDate(0, 0, days)
	}
	if day, err := time.ParseInLocation(time.DateOnly, value("until"), now.Location()); err == nil {
		m.Until = day.AddDate(0, 0, 1)
	}
	m.TillChange = kind == news.MuteStory && value("for") == "change"
	if err := m.Validate(); err != nil {
		return m, err
	}
	id, _ := strconv.ParseInt(what, 10, 64)
	switch kind {
	case news.MuteStory:
		story, err := s.Reader.Story(r.Context(), news.StoryID(id))
		if err != nil {
			return m, err
		}
		m.Rule = news.MuteRule(kind, story.ID.String())
		m.Name, m.AsOf, m.Independent = story.Headline, story.UpdatedAt, story.Independent
	case news.MuteSource:
		source, err := s.Reader.Source(r.Context(), news.SourceID(id))
		if err != nil {
			return m, err
		}
		m.Name = source.Name
	}
	return m, nil
}

// mute keeps a rule, or with remove ends it.
func (s *Site) mute(r *http.Request) (*reply, error) {
	m := mineOf(r)
	if number := r.PostFormValue("remove"); number != "" {
		id, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil {
			return nil, news.ErrInvalid
		}
		if err := s.Users.RemoveMute(r.Context(), m.ID, id); err != nil {
			return nil, err
		}
		return s.done(r), nil
	}
	rule, err := s.muteOf(r, r.PostFormValue)
	if err != nil {
		return nil, err
	}
	if _, err := s.Users.AddMute(r.Context(), m.ID, rule); err != nil {
		return nil, err
	}
	if r.Header.Get("X-Nutgraf") == "" {
		s.flash(r, s.say(r).T("It is muted."))
	}
	return s.done(r), nil
}
