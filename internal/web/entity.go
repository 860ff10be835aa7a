package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/licence"
	"nutgraf/internal/message"
	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

type entityReader interface {
	// Entity follows redirects: the entity's ID may be another than the one asked for.
	Entity(ctx context.Context, id news.EntityID) (news.Entity, error)
	Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error)
	Happenings(ctx context.Context, f news.LedgerFilter) ([]news.Happening, error)
	EntityStories(ctx context.Context, id news.EntityID, f news.Filter) (stories []news.Story, next string, err error)
	Company(ctx context.Context, id news.EntityID) ([]news.Entity, error)
}

// How much of each an entity's page shows.
const (
	readOwn         = 40 // sayings of its, to choose from
	maxOwnSayings   = 8  // what it said
	maxOtherSayings = 4  // what was said of it
	maxAliases      = 8
	maxCompany      = 14
	maxRoles        = 8
	shownStories    = 10 // at once
)

// entityLine is a person, an organisation or a place as lists show it.
type entityLine struct {
	ID       news.EntityID
	URL      string
	Link     template.HTMLAttr
	Name     string
	Kind     string // "Person"
	Role     string
	Tongue   template.HTMLAttr // of the role
	Country  string            // two letters
	Articles int
	Sayings  int
	Updated  stamp
}

// entityView is a person, an organisation or a place: who that is, what it said and what happened.
type entityView struct {
	frame
	entityLine
	Person     bool
	Aliases    []string
	RoleFrom   *carrierLine // the article whose words the role is in, where that is known
	First      stamp
	Said       []sayingLine
	Indirect   []sayingLine // in the words of the articles
	SaidURL    string       // of all that it said
	About      []sayingLine
	AboutURL   string
	Timeline   []happeningLine
	Before     []happeningLine // earlier days of a long timeline, folded
	AgendaURL  string          // of its days to come, for calendars
	Roles      []roleLine      // all that the sayings tell, when those are several
	Stories    []storyLine
	Rest       []storyLine // folded
	Jumps      []tab
	Company    []entityLine
	QuoteFeeds []feedLink
	Next       string
	FirstURL   string
}

func entityPath(id news.EntityID, name string) string {
	return "/entity/" + id.String() + "/" + url.PathEscape(slug(name))
}

var kindLabels = map[news.EntityKind]string{
	news.EntityPerson: news.Word("Person"), news.EntityOrganisation: news.Word("Organisation"), news.EntityPlace: news.Word("Place"),
}

func (s *Site) entityLine(e news.Entity) entityLine {
	path := entityPath(e.ID, e.Name)
	return entityLine{e.ID, path, leadsTo(path), e.Name, kindLabels[e.Kind], e.Role, tongue(e.Language), e.Country, e.Articles, e.Sayings, when(e.UpdatedAt, s.Now())}
}

// entityLines are entities that have a page, at most n.
func (s *Site) entityLines(entities []news.Entity, n int) (lines []entityLine) {
	for _, e := range entities {
		if !e.Hidden && len(lines) < n {
			lines = append(lines, s.entityLine(e))
		}
	}
	return lines
}

// countryIn is the name of a country in a language of the interface, or its letters where it has none.
func countryIn(say *message.Speaker, letters string) string {
	region, err := language.ParseRegion(letters)
	if err != nil || strings.HasPrefix(letters, "X") && letters != "XK" { // X is for private use
		return letters
	}
	names := display.Regions(language.Make(say.Tag))
	if names == nil {
		names = display.English.Regions()
	}
	return cmp.Or(names.Name(region), display.English.Regions().Name(region), letters)
}

// openEntity reads the entity that the address names. One that was taken off is gone.
func (s *Site) openEntity(r *http.Request) (news.Entity, error) {
	id, err := idOf(r)
	if err != nil {
		return news.Entity{}, err
	}
	e, err := s.Reader.Entity(r.Context(), news.EntityID(id))
	if err == nil && e.Hidden {
		return e, errTakenOff
	}
	return e, err
}

func (s *Site) entity(r *http.Request) (*reply, error) {
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	path := entityPath(e.ID, e.Name)
	if elsewhere := settled(r, path); elsewhere != nil {
		return elsewhere, nil
	}
	after := r.URL.Query().Get("after")
	stories, next, err := s.Reader.EntityStories(r.Context(), e.ID, news.Filter{After: after, Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	stories = visible(stories)
	view := &entityView{frame: s.frame(r, e.Name), entityLine: s.entityLine(e), Person: e.Kind == news.EntityPerson,
		First: when(e.FirstSeenAt, s.Now()), Stories: s.storyLines(r, stories), Next: further(r, next)}
	view.Aliases = top(slices.DeleteFunc(slices.Clone(e.Aliases), func(a string) bool { return a == e.Name }), maxAliases)
	if len(view.Stories) >= shownStories+foldedAtLeast {
		view.Stories, view.Rest = view.Stories[:shownStories], view.Stories[shownStories:]
	}
	view.Canonical = s.absolute(r, path)
	view.Crumbs = s.way(r, tab{Name: s.say(r).T("People and places"), URL: "/people"}, tab{Name: e.Name})
	view.Description = s.say(r).T("%s: what was said and what happened.", strings.Trim(e.Name+", "+e.Role, ", "))
	view.follow(e.Name, "/entity/"+e.ID.String(), "")
	view.dates(e.Name, "/entity/"+e.ID.String(), "")
	view.Card.Kind = "profile"
	quotes := frame{}
	quotes.follow(s.say(r).T("What %s said", e.Name), "/quotes", "speaker="+e.ID.String())
	view.QuoteFeeds = quotes.Feeds
	view.Schema = s.entityMarkup(r, e, view.Aliases)
	if after != "" {
		view.FirstURL, view.Hidden = path, true
		return s.page(r, http.StatusOK, "entity", view)
	}
	if err := s.tellEntity(r, view, e); err != nil {
		return nil, err
	}
	return s.page(r, http.StatusOK, "entity", view)
}

// tellEntity fills in what was said and what happened.
func (s *Site) tellEntity(r *http.Request, view *entityView, e news.Entity) error {
	var quota licence.Quota
	said, more, err := s.Reader.Sayings(r.Context(), news.LedgerFilter{Speaker: e.ID, Limit: readOwn})
	if err != nil {
		return err
	}
	direct, indirect := byClass(said)
	view.Said = s.sayingLines(r, top(direct, maxOwnSayings), &quota)
	view.Indirect = s.sayingLines(r, top(indirect, maxIndirect), &quota)
	view.RoleFrom = s.roleFrom(r, e, said)
	view.Roles = s.roleLines(r, said)
	if more != "" || len(direct) > maxOwnSayings || len(indirect) > maxIndirect {
		view.SaidURL = quotesOf("speaker", e.ID.String())
	}
	about, more, err := s.Reader.Sayings(r.Context(), news.LedgerFilter{About: e.ID, Direct: true, Limit: maxOtherSayings})
	if err != nil {
		return err
	}
	view.About = s.sayingLines(r, about, &quota)
	if more != "" {
		view.AboutURL = quotesOf("about", e.ID.String())
	}
	happenings, err := s.Reader.Happenings(r.Context(), news.LedgerFilter{About: e.ID})
	if err != nil {
		return err
	}
	if view.Before, view.Timeline = s.timeline(r, happenings, &quota); ahead(happenings, s.Now()) {
		view.AgendaURL = "/entity/" + e.ID.String() + "/agenda.ics"
	}
	company, err := s.Reader.Company(r.Context(), e.ID)
	view.Company = s.entityLines(company, maxCompany)
	view.jump()
	return err
}

// jump lists the parts of a page that has several.
func (v *entityView) jump() {
	if len(v.Said)+len(v.Indirect) == 0 {
		return
	}
	v.Jumps = []tab{{Name: news.Word("Quotes"), URL: "#quotes"}, {Name: news.Word("Stories"), URL: "#stories"}}
	if len(v.About) > 0 {
		v.Jumps = append(v.Jumps, tab{Name: news.Word("Said by others"), URL: "#about"})
	}
	if len(v.Timeline) > 0 {
		v.Jumps = append(v.Jumps, tab{Name: news.Word("Timeline"), URL: "#timeline"})
	}
}

// roleLine is what somebody was called when they spoke, with the newest article that says so.
type roleLine struct {
	Role string
	carrierLine
}

// roleLines are the roles in which somebody spoke, the newest first; none when there is one only, for that stands on top.
func (s *Site) roleLines(r *http.Request, said []news.Saying) (lines []roleLine) {
	seen := map[string]bool{}
	for _, one := range said {
		key := text.Fold(one.Role)
		if key == "" || seen[key] || len(one.Carriers) == 0 || len(lines) == maxRoles {
			continue
		}
		seen[key] = true
		lines = append(lines, roleLine{one.Role, s.carrierLine(r, one, 0, s.Now())})
	}
	if len(lines) < 2 {
		return nil
	}
	return lines
}

// roleFrom is the newest article in which an entity speaks in the role that its page shows.
func (s *Site) roleFrom(r *http.Request, e news.Entity, said []news.Saying) *carrierLine {
	for _, one := range said {
		if e.Role != "" && one.Role == e.Role && len(one.Carriers) > 0 {
			line := s.carrierLine(r, one, 0, s.Now())
			return &line
		}
	}
	return nil
}

// ahead reports whether something is still to come.
func ahead(happenings []news.Happening, now time.Time) bool {
	return slices.ContainsFunc(happenings, func(h news.Happening) bool { return h.Ahead && h.Until.After(now) })
}

// entityCard is who a search names, with the last of what was said.
type entityCard struct {
	entityLine
	Said []sayingLine
}

// maxCardSayings is how many quotations a card has.
const maxCardSayings = 2

// entityCard finds whom words name, all of them; nil for nobody.
func (s *Site) entityCard(r *http.Request, words string) (*entityCard, error) {
	if text.Named(words, words) == 0 {
		return nil, nil //nolint:nilnil // no card is no error
	}
	found, err := s.bearers(r, words)
	if err != nil || len(found) == 0 || nameLikeness(words, found[0]) == 0 {
		return nil, err
	}
	said, _, err := s.Reader.Sayings(r.Context(), news.LedgerFilter{Speaker: found[0].ID, Direct: true, Limit: maxCardSayings})
	if err != nil {
		return nil, err
	}
	return &entityCard{s.entityLine(found[0]), s.sayingLines(r, said, &licence.Quota{})}, nil
}

// bearers are entities that bear a name, or one that begins so: those of exactly that name first.
func (s *Site) bearers(r *http.Request, name string) ([]news.Entity, error) {
	found, _, err := s.Reader.Entities(r.Context(), news.LedgerFilter{Words: name, Limit: maxOthers + 1})
	slices.SortStableFunc(found, func(a, b news.Entity) int { return nameLikeness(name, b) - nameLikeness(name, a) })
	return found, err
}

func nameLikeness(words string, e news.Entity) int {
	return text.Named(words, append([]string{e.Name}, e.Aliases...)...)
}

// entityFeed lists the stories in which an entity is named.
func (s *Site) entityFeed(r *http.Request) (*channel, error) {
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	stories, _, err := s.Reader.EntityStories(r.Context(), e.ID, news.Filter{Limit: limitOf(r)})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, e.Name, entityPath(e.ID, e.Name))
	c.Language = e.Language
	c.Items = s.storyItems(r, visible(stories))
	return c, nil
}

// entityCalendar is what is announced of an entity.
func (s *Site) entityCalendar(r *http.Request) (*reply, error) {
	e, err := s.openEntity(r)
	if err != nil {
		return nil, err
	}
	return s.agendaCalendar(r, s.Title+": "+e.Name, news.LedgerFilter{About: e.ID})
}
