package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// keptLine is something that a user saved or read, as lists show it.
type keptLine struct {
	Kind    string // "article" or "story", as forms name it
	ID      int64
	Story   *storyLine
	Article *articleLine
	Gone    bool // nothing of it may be shown
	Note    string
	At      stamp
}

// keptLines words what was kept, as far as this reader may see it now.
func (s *Site) keptLines(r *http.Request, kept []news.Kept) []keptLine {
	now := s.Now()
	return worded(kept, func(k news.Kept) keptLine {
		line := keptLine{Kind: string(k.Kind), ID: k.ID, Gone: k.Gone, Note: k.Note, At: when(k.At, now)}
		switch {
		case k.Story != nil:
			story := s.storyLine(r, *k.Story, now)
			line.Story = &story
		case k.Article != nil:
			article := s.articleLine(r, *k.Article, now)
			line.Article = &article
		}
		return line
	})
}

// savedView is what a user saved, the newest first.
type savedView struct {
	frame
	Words string
	Kept  []keptLine
	Next  string
	First string
	Keyed []feedLink // its feeds, once the user has a key
}

func (s *Site) saved(r *http.Request) (*reply, error) {
	m, words, after := mineOf(r), askedFor(r, "q"), r.URL.Query().Get("after")
	kept, next, err := s.Users.Saved(r.Context(), m.ID, words, news.Filter{After: after})
	if err != nil {
		return nil, err
	}
	view := &savedView{frame: s.frame(r, s.say(r).T("Saved")), Words: words, Kept: s.keptLines(r, kept), Next: further(r, next), Keyed: s.keyedFeeds(r, "/saved")}
	view.frame.Hidden = true
	if after != "" {
		view.First = strings.TrimSuffix("/saved?"+url.Values{"q": {words}}.Encode(), "?q=")
	}
	return s.page(r, http.StatusOK, "saved", view)
}

// save keeps an article or a story with a note, or takes it out.
func (s *Site) save(r *http.Request) (*reply, error) {
	item, err := itemOf(r)
	if err != nil {
		return nil, err
	}
	if r.PostFormValue("remove") != "" {
		err = s.Users.Unsave(r.Context(), mineOf(r).ID, item)
	} else {
		err = s.Users.Save(r.Context(), mineOf(r).ID, item, strings.TrimSpace(r.PostFormValue("note")), s.Now())
	}
	if err != nil {
		return nil, err
	}
	return s.done(r), nil
}

// savedFeed lists what the user of a key saved.
func (s *Site) savedFeed(r *http.Request) (*channel, error) {
	kept, _, err := s.Users.Saved(r.Context(), mineOf(r).ID, "", news.Filter{})
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.say(r).T("Saved"), "/saved")
	for _, k := range kept {
		var i item
		switch {
		case k.Story != nil:
			i = s.storyItems(r, []news.Story{*k.Story})[0]
		case k.Article != nil:
			i = s.articleItems(r, []news.Article{*k.Article})[0]
		default:
			continue
		}
		if k.Note != "" {
			i.Summary = strings.TrimSpace(k.Note + "\n\n" + i.Summary)
		}
		i.Updated = k.At
		c.Items = append(c.Items, i)
	}
	return c, nil
}

// savedItem is a line of the export as JSON.
type savedItem struct {
	Kind     string    `json:"kind"`
	ID       int64     `json:"id"`
	URL      string    `json:"url"` // here
	Gone     bool      `json:"gone,omitempty"`
	Headline string    `json:"headline,omitempty"`
	Source   string    `json:"source,omitempty"`
	Original string    `json:"original,omitempty"` // at the publisher
	Note     string    `json:"note,omitempty"`
	SavedAt  time.Time `json:"saved_at"`
}

// allSaved reads all that a user saved, as far as they may see it.
func (s *Site) allSaved(r *http.Request) ([]savedItem, error) {
	items := []savedItem{}
	for after := ""; ; {
		kept, next, err := s.Users.Saved(r.Context(), mineOf(r).ID, "", news.Filter{After: after, Limit: news.MaxLimit})
		if err != nil {
			return nil, err
		}
		for _, line := range s.keptLines(r, kept) {
			i := savedItem{Kind: line.Kind, ID: line.ID, URL: s.absolute(r, fmt.Sprintf("/%s/%d", line.Kind, line.ID)), Gone: line.Gone, Note: line.Note, SavedAt: line.At.at.UTC()}
			switch {
			case line.Story != nil:
				i.Headline, i.Source = line.Story.Headline, line.Story.Source
			case line.Article != nil:
				i.Headline, i.Source, i.Original = line.Article.Headline, line.Article.Source, line.Article.Publisher
			}
			items = append(items, i)
		}
		if after = next; next == "" {
			return items, nil
		}
	}
}

func (s *Site) savedJSON(r *http.Request) (*reply, error) {
	items, err := s.allSaved(r)
	if err != nil {
		return nil, err
	}
	body, err := json.MarshalIndent(map[string]any{"saved": items}, "", " ")
	if err != nil {
		return nil, err
	}
	return ok("application/json", append(body, '\n')), nil
}

func (s *Site) savedMarkdown(r *http.Request) (*reply, error) {
	items, err := s.allSaved(r)
	if err != nil {
		return nil, err
	}
	say := s.say(r)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", markdown(say.T("Saved")))
	for _, i := range items {
		name := i.Headline
		if i.Gone {
			name = say.T("Taken off")
		}
		fmt.Fprintf(&b, "- [%s](<%s>)", markdown(name), i.URL)
		if i.Source != "" {
			fmt.Fprintf(&b, ", %s", markdown(i.Source))
		}
		if i.Original != "" {
			fmt.Fprintf(&b, ", <%s>", i.Original)
		}
		fmt.Fprintf(&b, " (%s)\n", i.SavedAt.Format(time.DateOnly))
		for line := range strings.SplitSeq(i.Note, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				fmt.Fprintf(&b, "  > %s\n", markdown(line))
			}
		}
	}
	return ok("text/markdown; charset=utf-8", []byte(b.String())), nil
}

// markdown keeps words from being read as marks.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < ' ':
			r = ' '
		case strings.ContainsRune("\\`*_{}[]<>#+!|~", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
