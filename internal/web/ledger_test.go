package web_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// told is what a shelf knows beside its articles: who is who, who said what, what happened.
type told struct {
	entities   []news.Entity
	moved      map[news.EntityID]news.EntityID
	sayings    []news.Saying // the newest first
	happenings []news.Happening
	counts     []news.Count
}

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

const (
	deal   = "The river does not read maps, and neither do we"
	waited = "We ran out of coffee, and then of reasons"
	held   = "Not to be quoted by anybody"
)

// carriers make carriers out of articles of the first story, each with a wording.
func (s *shelf) carriers(first int, wordings ...string) (list []news.Carrier) {
	for i, words := range wordings {
		a := s.articles[first+i]
		list = append(list, news.Carrier{Article: a.ID, Source: a.SourceID, At: a.Time(), Text: words, Copy: a.Copy(),
			Headline: a.Headline, URL: a.URL, SourceName: a.Outlet, Language: a.Language, Licence: a.Licence})
	}
	return list
}

func (s *shelf) said(id news.SayingID, by news.Entity, direct bool, likely float64, first int, wordings ...string) news.Saying {
	c := s.carriers(first, wordings...)
	return news.Saying{ID: id, Direct: direct, Text: wordings[0], Speaker: by.ID, SpokenBy: by.Name, Role: by.Role, Likely: likely, FirstAt: c[0].At,
		Articles: len(c), Story: 1, Carriers: c}
}

// speak fills the ledger: the first story's articles are of, in turn, Selwyn Wire (full), Valmere Herald (headline), VBS
// Radio (full), Selwyn Wire, The Harbour Times (excerpt), …
func (s *shelf) speak() {
	marrow := news.Entity{ID: 1, Kind: news.EntityPerson, Name: "Ilse Marrow", Aliases: []string{"Marrow", "Minister Marrow"}, Role: "water minister of Valmere",
		Language: "en", Articles: 14, Sayings: 3, FirstSeenAt: now.Add(-200 * 24 * time.Hour), UpdatedAt: now.Add(-time.Hour)}
	commission := news.Entity{ID: 2, Kind: news.EntityOrganisation, Name: "Tamsel Commission", Role: "joint river authority", Country: "FR", Language: "en", Articles: 9, Sayings: 1,
		FirstSeenAt: now.Add(-90 * 24 * time.Hour), UpdatedAt: now.Add(-2 * time.Hour)}
	selwyn := news.Entity{ID: 3, Kind: news.EntityPlace, Name: "Port Selwyn", Language: "en", Articles: 30, FirstSeenAt: now.Add(-300 * 24 * time.Hour), UpdatedAt: now}
	gone := news.Entity{ID: 4, Kind: news.EntityPerson, Name: "Taken Off", Hidden: true}
	other := news.Entity{ID: 5, Kind: news.EntityPerson, Name: "Marrow Quell", Role: "rower", Language: "en", Articles: 2, FirstSeenAt: now, UpdatedAt: now}
	s.entities = []news.Entity{marrow, commission, selwyn, gone, other}
	s.moved = map[news.EntityID]news.EntityID{900: 1}

	first := s.said(1, marrow, true, .95, 0, deal, deal+" here", deal, deal, deal)
	first.Told, first.SaidFrom, first.SaidUntil = "VBS Radio", date("2031-05-16"), date("2031-05-17")
	nobody := s.said(4, news.Entity{Name: "two delegates"}, true, .8, 2, waited)
	nobody.SpokenBy = "two delegates"
	s.sayings = []news.Saying{
		first,
		s.said(2, marrow, false, .75, 0, "the commission would meet in autumn"),
		s.said(3, commission, true, .9, 1, held), // its only carrier grants its headline
		nobody,
		s.said(5, marrow, true, .3, 4, "A third for each, and one for the herons"),
	}
	event := func(from, until, sentence string, at int, ahead bool) news.Happening {
		a := s.articles[at]
		return news.Happening{From: date(from), Until: date(until), Ahead: ahead, Dated: true, Sentence: sentence, At: news.Range{Start: at, End: at + 9}, Articles: 2, Story: 1,
			Article: a.ID, Source: a.SourceID, PublishedAt: a.Time(), Headline: a.Headline, URL: a.URL, SourceName: a.Outlet, Language: a.Language, Licence: a.Licence}
	}
	s.happenings = []news.Happening{
		event("2031-03-01", "2031-04-01", "Talks began in March.", 0, false),
		event("2031-05-06", "2031-05-07", "Withheld sentence of the Herald.", 1, false),
		event("2031-05-17", "2031-05-18", "The three countries signed before dawn.", 2, false),
		event("2031-05-18", "2031-05-19", "Parliament votes on Sunday; twice, if need be.", 0, true),
		event("2031-06-30", "2031-07-03", "The commission meets in Port Selwyn.", 4, true),
	}
	count := func(value float64, at int, sentence string) news.Count {
		a := s.articles[at]
		return news.Count{Number: news.Number{Kind: news.NumberDead, Value: value, High: value, Subject: "people killed"}, Text: "people", Sentence: sentence, Article: a.ID,
			Source: a.SourceID, At: a.Time(), Headline: a.Headline, URL: a.URL, SourceName: a.Outlet, Language: a.Language, Licence: a.Licence}
	}
	s.counts = []news.Count{count(12, 0, "Twelve people were killed."), count(15, 2, "Fifteen people were killed."), count(12, 1, "Withheld count of twelve.")}
}

// countLines stand in for the room that puts figures in line: two steps, and the rest says otherwise.
func countLines(counts []news.Count) []news.CountLine {
	if len(counts) < 3 {
		return nil
	}
	return []news.CountLine{{Kind: counts[0].Kind, Subject: counts[0].Subject, Steps: counts[:2], Dissent: counts[2:], Sources: len(counts)}}
}

func comingHappenings(h []news.Happening, _ time.Time) []news.Happening { return h }

func firstHappenings(h []news.Happening, limit int) []news.Happening { return h[:min(limit, len(h))] }

func (s *shelf) Entity(_ context.Context, id news.EntityID) (news.Entity, error) {
	id = cmp.Or(s.moved[id], id)
	for _, e := range s.entities {
		if e.ID == id {
			return e, s.read()
		}
	}
	return news.Entity{}, cmp.Or(s.read(), news.ErrNotFound)
}

func (s *shelf) Entities(_ context.Context, f news.LedgerFilter) ([]news.Entity, string, error) {
	var found []news.Entity
	for _, e := range s.entities {
		named := strings.ToLower(e.Name + " " + strings.Join(e.Aliases, " "))
		lacks := func(word string) bool { return !strings.Contains(named, word) }
		if !e.Hidden && (f.Kind == "" || e.Kind == f.Kind) && !slices.ContainsFunc(strings.Fields(strings.ToLower(f.Words)), lacks) {
			found = append(found, e)
		}
	}
	if err := s.read(); err != nil {
		return nil, "", err
	}
	return cutPage(found, news.Filter{After: f.After, Limit: f.Limit})
}

func (s *shelf) open() []news.Entity {
	return slices.DeleteFunc(slices.Clone(s.entities), func(e news.Entity) bool { return e.Hidden })
}

func (s *shelf) EntitiesOf(_ context.Context, story news.StoryID, article news.ArticleID) ([]news.Entity, error) {
	if story != 1 && article != 100 {
		return nil, s.read()
	}
	return s.entities, s.read()
}

func (s *shelf) Company(context.Context, news.EntityID) ([]news.Entity, error) {
	return s.open(), s.read()
}

func (s *shelf) EntityStories(ctx context.Context, id news.EntityID, f news.Filter) ([]news.Story, string, error) {
	f.Limit = min(f.Limit, 20)
	return s.Stories(ctx, f)
}

func (s *shelf) Sayings(_ context.Context, f news.LedgerFilter) ([]news.Saying, string, error) {
	if err := s.read(); err != nil {
		return nil, "", err
	}
	var found []news.Saying
	for _, said := range s.sayings {
		if f.Speaker != 0 && said.Speaker != f.Speaker || f.About != 0 && said.Speaker == f.About || f.Direct && !said.Direct || f.Story != 0 && said.Story != f.Story {
			continue
		}
		if f.Words != "" && !strings.Contains(strings.ToLower(said.Text+" "+said.SpokenBy), strings.ToLower(strings.Trim(f.Words, `"`))) {
			continue
		}
		found = append(found, said)
	}
	return cutPage(found, news.Filter{After: f.After, Limit: f.Limit})
}

func (s *shelf) TopSayings(ctx context.Context, f news.LedgerFilter) ([]news.Saying, error) {
	found, _, err := s.Sayings(ctx, news.LedgerFilter{Direct: true})
	return slices.DeleteFunc(found, func(said news.Saying) bool { return said.Speaker == 0 }), err
}

func (s *shelf) Saying(_ context.Context, id news.SayingID) (news.Saying, error) {
	for _, said := range s.sayings {
		if said.ID == id {
			return said, s.read()
		}
	}
	return news.Saying{}, cmp.Or(s.read(), news.ErrNotFound)
}

func (s *shelf) SayingsOf(_ context.Context, article news.ArticleID) (found []news.Saying, err error) {
	for _, said := range s.sayings {
		for _, c := range said.Carriers {
			if c.Article == article {
				said.Carriers = []news.Carrier{{Article: c.Article, Source: c.Source, At: c.At, Text: c.Text, Copy: c.Copy}} // no more is read
				found = append(found, said)
				break
			}
		}
	}
	return found, s.read()
}

func (s *shelf) Happenings(_ context.Context, f news.LedgerFilter) ([]news.Happening, error) {
	if f.Story > 1 {
		return nil, s.read()
	}
	return s.happenings, s.read()
}

func (s *shelf) Agenda(_ context.Context, from, until time.Time, _ news.LedgerFilter) (found []news.Happening, err error) {
	for _, h := range s.happenings {
		if h.Ahead && h.Until.After(from) && h.From.Before(until) {
			found = append(found, h)
		}
	}
	return found, s.read()
}

func (s *shelf) CountsOf(_ context.Context, f news.LedgerFilter) ([]news.Count, error) {
	if f.Story > 1 {
		return nil, s.read()
	}
	return s.counts, s.read()
}

func (s *shelf) Told(ctx context.Context, f news.LedgerFilter) (t news.Told, err error) {
	sayings, next, err := s.Sayings(ctx, f)
	if err != nil {
		return t, err
	}
	t.Sayings, t.More = sayings, next != ""
	t.Happenings, _ = s.Happenings(ctx, f)
	t.Counts, _ = s.CountsOf(ctx, f)
	if f.Story != 0 {
		t.Entities, err = s.EntitiesOf(ctx, f.Story, 0)
	}
	return t, err
}

// StoryMarks are all the same one.
func (s *shelf) StoryMarks(_ context.Context, list []news.StoryID) (map[news.StoryID]uint64, error) {
	marks := map[news.StoryID]uint64{}
	for _, id := range list {
		marks[id] = s.mark
	}
	return marks, s.read()
}
