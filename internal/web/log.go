package web

import (
	"net/http"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// maxLogged is how many lines the log shows.
const maxLogged = 300

// logView is the public log: what was taken down, and what editors want otherwise than the program would have it.
type logView struct {
	frame
	Lines []logLine
}

// logLine is one word of an editor. It has no text of what it is about.
type logLine struct {
	ID        int64
	At        stamp
	What      news.Phrase
	Publisher string
	Reason    string
	URL       string // of what it is about, while that is there
	Undone    stamp
	Undo      bool // the owner may take it back here

	at time.Time
}

var takenDownWords = map[news.TakedownKind]news.Phrase{
	news.TakedownArticle: news.Say("An article was taken down."), news.TakedownStory: news.Say("A story was taken down."),
	news.TakedownSource: news.Say("A source was taken down."), news.TakedownEntity: news.Say("The page of a person, an organisation or a place was taken down."),
	news.TakedownQuote: news.Say("A quotation was taken down."),
}

var editWords = map[news.EditKind]news.Phrase{
	news.EditJoin: news.Say("Reports were put into one story."), news.EditPart: news.Say("Reports were parted into two stories."),
	news.EditPin: news.Say("A story is kept on top."), news.EditHide: news.Say("A story was taken off the pages."),
}

var whoWords = map[news.EditKind]news.Phrase{
	news.EditJoin: news.Say("Two entries on who is who were made one."), news.EditPart: news.Say("Two entries on who is who were parted."),
	news.EditHide: news.Say("The page of a person, an organisation or a place was taken down."),
}

func (s *Site) log(r *http.Request) (*reply, error) {
	now, say := s.wall(), s.say(r)
	downs, err := s.Reader.Takedowns(r.Context(), maxLogged)
	if err != nil {
		return nil, err
	}
	edits, err := s.Reader.Edits(r.Context())
	if err != nil {
		return nil, err
	}
	who, err := s.Reader.EntityEdits(r.Context())
	if err != nil {
		return nil, err
	}
	view := &logView{frame: s.frame(r, say.T("Log of the editors"))}
	view.Description = say.T("What was taken down here and why, and what editors changed.")
	told := map[int64]bool{} // entities whose takedown is a line already
	for _, d := range downs {
		if d.Kind == news.TakedownEntity && d.Holds() {
			told[d.Of] = true
		}
		view.Lines = append(view.Lines, logLine{ID: d.ID, At: when(d.At, now), What: takenDownWords[d.Kind], Publisher: d.Publisher, Reason: d.Reason,
			Undone: when(d.UndoneAt, now), Undo: view.Owner && d.Holds(), at: d.At})
	}
	for _, e := range edits {
		line := logLine{ID: e.ID, At: when(e.At, now), What: editWords[e.Kind], at: e.At}
		if e.Kind != news.EditHide {
			line.URL = articlePath(e.Article, "")
		}
		view.Lines = append(view.Lines, line)
	}
	for _, e := range who {
		if e.Kind == news.EditHide && told[int64(e.Entity)] {
			continue
		}
		line := logLine{ID: e.ID, At: when(e.At, now), What: whoWords[e.Kind], at: e.At}
		if e.Kind != news.EditHide {
			line.URL = entityPath(e.Entity, "")
		}
		view.Lines = append(view.Lines, line)
	}
	slices.SortStableFunc(view.Lines, func(a, b logLine) int { return b.at.Compare(a.at) })
	view.Lines = top(view.Lines, maxLogged)
	return s.page(r, http.StatusOK, "log", view)
}
