package web

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"nutgraf/internal/news"
)

type sectionReader interface {
	Stories(ctx context.Context, f news.Filter) (stories []news.Story, next string, err error)
	Latest(ctx context.Context, f news.Filter) (articles []news.Article, next string, err error)
}

// sectionView is a section's front: one story with its picture, a few beside it, then the rest in order.
type sectionView struct {
	frame
	Name    string
	Lead    *storyLine // on the first page
	Seconds []storyLine
	Rest    []storyLine
	Next    string
	First   string      // the section's first page, when this is a later one
	Others  []otherLine // what leads other sections
	Past    *pastView
	Earlier string
}

// otherLine is the story that leads another section.
type otherLine struct {
	Section tab
	Story   storyLine
}

const (
	sectionSeconds = 3
	maxOthersAside = 6 // sections
)

func (s *Site) sectionPage(r *http.Request) (*reply, error) {
	if to := guessed(r.URL.Path); to != "" { // another site's name of it
		return redirect(http.StatusMovedPermanently, to), nil
	}
	at, err := s.pastHour(r)
	if err != nil {
		return nil, err
	}
	section, stories, next, err := s.sectionStories(r, at)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	name := say.T(sectionName(section))
	view := &sectionView{frame: s.frame(r, name), Name: name, Next: further(r, next)}
	view.Description = say.T("%s: news from the publishers chosen here, most reported first.", name)
	view.follow(s.Title+": "+name, r.URL.Path, langQuery(r))
	view.dates(s.Title+": "+name, r.URL.Path, langQuery(r))
	view.Schema = s.collection(r, name, stories)
	if view.Past, err = s.past(r, &view.frame, at); err != nil {
		return nil, err
	}
	if r.URL.Query().Get("after") != "" {
		view.First, view.Rest = r.URL.Path, s.storyLines(r, stories)
		view.Hidden = true
		return s.page(r, http.StatusOK, "section", view)
	}
	now := s.Now()
	if view.Past != nil {
		now = at
	} else {
		view.Earlier = atHour(r, now.Truncate(time.Hour))
	}
	page := s.Section(stories, now, s.edition(r), section)
	if view.Past == nil {
		view.Live = s.live(r, url.Values{"section": {string(section)}}, slotNumbers(page))
	}
	lines := s.slotLines(r, page.Slots, now)
	if len(lines) > 0 {
		view.Lead, lines = &lines[0], lines[1:]
		view.Seconds = top(lines, sectionSeconds)
		view.Rest = lines[len(view.Seconds):]
	}
	if view.Past == nil && len(stories) > 0 {
		if view.Others, err = s.otherSections(r, section); err != nil {
			return nil, err
		}
	}
	return s.page(r, http.StatusOK, "section", view)
}

// otherSections are the highest stories of other sections, those with the highest first.
func (s *Site) otherSections(r *http.Request, but news.Section) ([]otherLine, error) {
	stories, _, err := s.Reader.Stories(r.Context(), news.Filter{Edition: s.edition(r), Limit: maxCandidates})
	if err != nil {
		return nil, err
	}
	seen := map[news.Section]bool{"": true, but: true}
	var others []otherLine
	for _, story := range visible(stories) {
		if seen[story.Section] || story.NotNews || len(others) == maxOthersAside {
			continue
		}
		seen[story.Section] = true
		name := tab{Name: sectionName(story.Section), URL: sectionPath(story.Section)}
		others = append(others, otherLine{name, s.storyLine(r, story, s.Now())})
	}
	return others, nil
}

// sectionStories reads what the address asks for, as of that time; zero: now.
func (s *Site) sectionStories(r *http.Request, at time.Time) (news.Section, []news.Story, string, error) {
	section := news.Section(r.PathValue("section"))
	if section == "" || !section.Valid() {
		return "", nil, "", news.ErrNotFound
	}
	stories, next, err := s.Reader.Stories(r.Context(), news.Filter{
		Edition: s.edition(r), Section: section, At: at, After: r.URL.Query().Get("after"), Limit: limitOf(r),
	})
	if err != nil {
		return "", nil, "", err
	}
	stories, err = s.unmuted(r, visible(stories))
	return section, stories, next, err
}
