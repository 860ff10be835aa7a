package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"nutgraf/internal/news"
)

// subscriber takes up new publishers.
type subscriber interface {
	// Find looks for what can be followed at an address, best first. page says that the page itself is wanted, whose
	// articles are where the selectors say; empty ones leave that to the search.
	Find(ctx context.Context, address string, page bool, s news.Selectors) ([]Offer, error)
	Subscribe(ctx context.Context, wanted []news.Subscription) ([]news.Feed, error)
	ImportOPML(ctx context.Context, document []byte) ([]news.Feed, error)
}

// demoPress is the invented publishers inside the program.
type demoPress interface {
	StartDemo(ctx context.Context) error
	RemoveDemo(ctx context.Context) error
	DemoRunning() bool
}

// Pack is a choice of publishers to begin with.
type Pack struct {
	Name          string // its word in forms, unique
	Title         string
	Description   string
	Region        string // under which it is offered
	Subscriptions []news.Subscription
}

// welcomeView shows newcomers in, and later adds publishers.
type welcomeView struct {
	frame
	Unset   bool // nobody chose a password yet
	Empty   bool // no feed is followed yet
	Regions []region
	Page    pageForm
}

// region is the packs offered under one heading.
type region struct {
	Name  string
	Packs []packLine
}

type packLine struct {
	Name, Title, Description string
	Sources                  int
	Sample                   string // names of the first few
}

func (s *Site) welcome(r *http.Request) (*reply, error) {
	counts, err := s.Reader.Counts(r.Context())
	if err != nil {
		return nil, err
	}
	hash, err := s.Reader.Setting(r.Context(), passwordKey)
	if err != nil {
		return nil, err
	}
	view := &welcomeView{frame: s.frame(r, s.say(r).T("Choose your publishers")), Unset: hash == "", Empty: counts.Feeds == 0}
	view.Hidden = true
	for _, pack := range s.Packs {
		at := slices.IndexFunc(view.Regions, func(g region) bool { return g.Name == pack.Region })
		if at < 0 {
			at = len(view.Regions)
			view.Regions = append(view.Regions, region{Name: pack.Region})
		}
		view.Regions[at].Packs = append(view.Regions[at].Packs, lineOfPack(pack))
	}
	answer, err := s.page(r, http.StatusOK, "welcome", view)
	if err != nil {
		return nil, err
	}
	answer.fresh = true
	return answer, nil
}

const sampleNames = 4

func lineOfPack(pack Pack) packLine {
	line := packLine{Name: pack.Name, Title: pack.Title, Description: pack.Description, Sources: len(pack.Subscriptions)}
	var names []string
	for _, sub := range pack.Subscriptions {
		if name := sub.Title; name != "" && len(names) < sampleNames {
			names = append(names, name)
		}
	}
	line.Sample = strings.Join(names, ", ")
	if len(pack.Subscriptions) > len(names) && len(names) > 0 {
		line.Sample += " …"
	}
	return line
}

// addPacks follows all publishers of the packs that were ticked.
func (s *Site) addPacks(r *http.Request) (*reply, error) {
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("packs: %w", news.ErrInvalid)
	}
	var wanted []news.Subscription
	for _, pack := range s.Packs {
		if slices.Contains(r.PostForm["pack"], pack.Name) {
			wanted = append(wanted, pack.Subscriptions...)
		}
	}
	if len(wanted) == 0 {
		return s.tell(r, s.say(r).T("Tick at least one pack.")), nil
	}
	feeds, err := s.Desk.Subscribe(r.Context(), wanted)
	if err != nil {
		return nil, err
	}
	s.flash(r, s.say(r).N("Now following %d feed. Its news arrives within moments.", "Now following %d feeds. Their news arrives within moments.", len(feeds)))
	return redirect(http.StatusSeeOther, "/"), nil
}

// importOPML follows all feeds of an uploaded list. The file is read as it comes; the body's limit bounds it.
func (s *Site) importOPML(r *http.Request) (*reply, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("opml: %w", news.ErrInvalid)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return s.tell(r, s.say(r).T("Choose a file first.")), nil
		}
		if err != nil {
			return nil, fmt.Errorf("opml: %w: %w", err, news.ErrInvalid)
		}
		if part.FormName() != "opml" {
			continue
		}
		document, err := io.ReadAll(part)
		if err != nil {
			return nil, fmt.Errorf("opml: %w: %w", err, news.ErrInvalid)
		}
		if len(document) == 0 {
			return s.tell(r, s.say(r).T("Choose a file first.")), nil
		}
		feeds, err := s.Desk.ImportOPML(r.Context(), document)
		if errors.Is(err, news.ErrInvalid) {
			return s.tell(r, s.say(r).T("Nothing was added: %s.", reason(err))), nil
		}
		if err != nil {
			return nil, err
		}
		s.flash(r, s.say(r).N("The list has %d feed; it is followed now.", "The list has %d feeds; all are followed now.", len(feeds)))
		return redirect(http.StatusSeeOther, "/"), nil
	}
}

func (s *Site) startDemo(r *http.Request) (*reply, error) {
	if err := s.Desk.StartDemo(r.Context()); err != nil {
		return nil, err
	}
	return redirect(http.StatusSeeOther, "/"), nil
}

func (s *Site) removeDemo(r *http.Request) (*reply, error) {
	if err := s.Desk.RemoveDemo(r.Context()); err != nil {
		return nil, err
	}
	return s.tell(r, s.say(r).T("The invented publishers are gone, with all they published.")), nil
}

// tell returns to the welcome page with a message.
func (s *Site) tell(r *http.Request, message string) *reply {
	s.flash(r, message)
	return redirect(http.StatusSeeOther, "/welcome")
}

// reason is an error in words for a reader: without the names of its kinds at the end.
func reason(err error) string {
	words := err.Error()
	for _, kind := range []error{news.ErrInvalid, news.ErrNotFound, news.ErrConflict, news.ErrForbidden, news.ErrUnavailable} {
		words = strings.TrimSuffix(words, ": "+kind.Error())
	}
	return strings.TrimSuffix(words, ".")
}
