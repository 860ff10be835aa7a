package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"nutgraf/internal/news"
)

type peopleReader interface {
	Entities(ctx context.Context, f news.LedgerFilter) (entities []news.Entity, next string, err error)
}

// peopleView is the directory of who and what is in the news, or those of a name.
type peopleView struct {
	frame
	Tabs    []tab
	Letters []tab // with which a word of a name begins
	Words   string
	Kind    string // what the tab is for
	Found   []entityLine
	Next    string
	First   string
}

// kindTabs are the words of the tabs; the keys are also the words in addresses.
var kindTabs = []struct {
	kind news.EntityKind
	name string
}{
	{"", news.Word("All")}, {news.EntityPerson, news.Word("People")}, {news.EntityOrganisation, news.Word("Organisations")}, {news.EntityPlace, news.Word("Places")},
}

// alphabet is the letters with which names begin, of the script of a language.
func alphabet(language string) string {
	switch language {
	case "ar", "fa", "ur":
		return "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي"
	case "ru", "uk", "bg", "sr", "mk", "be":
		return "А Б В Г Д Е Ж З И К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Э Ю Я"
	case "el":
		return "Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω"
	}
	return "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"
}

func (s *Site) people(r *http.Request) (*reply, error) {
	query, say := r.URL.Query(), s.say(r)
	found, next, err := s.directory(r)
	if err != nil {
		return nil, err
	}
	words := askedFor(r, "q")
	view := &peopleView{frame: s.frame(r, say.T("People and places")), Words: words, Kind: query.Get("kind"), Found: s.entityLines(found, len(found)), Next: further(r, next)}
	if words != "" {
		view.Title, view.Hidden = say.T("%s – people and places", words), true
	}
	for _, t := range kindTabs {
		to := url.Values{}
		if t.kind != "" {
			to.Set("kind", string(t.kind))
		}
		if words != "" {
			to.Set("q", words)
		}
		view.Tabs = append(view.Tabs, tab{t.name, strings.TrimSuffix("/people?"+to.Encode(), "?"), string(t.kind) == view.Kind})
	}
	for _, letter := range strings.Fields(alphabet(s.edition(r).Language)) {
		to := url.Values{"q": {letter}}
		if view.Kind != "" {
			to.Set("kind", view.Kind)
		}
		view.Letters = append(view.Letters, tab{letter, "/people?" + to.Encode(), words == letter})
	}
	if query.Get("after") != "" {
		query.Del("after")
		view.First, view.Hidden = strings.TrimSuffix("/people?"+query.Encode(), "?"), true
	}
	query.Del("after")
	view.Description = say.T("People, organisations and places in the news: what they said and what happened.")
	view.follow(say.T("%s: people and places", s.Title), "/people", query.Encode())
	view.Schema = s.listed(r, view.Title, worded(found, func(e news.Entity) string { return entityPath(e.ID, e.Name) }))
	return s.page(r, http.StatusOK, "people", view)
}

// directory reads what the address asks for: those of a name anywhere, else those of the edition that were named last.
func (s *Site) directory(r *http.Request) ([]news.Entity, string, error) {
	kind := news.EntityKind(r.URL.Query().Get("kind"))
	if kind != "" && kindLabels[kind] == "" {
		return nil, "", news.ErrNotFound
	}
	f := news.LedgerFilter{Words: askedFor(r, "q"), Kind: kind, After: r.URL.Query().Get("after"), Limit: 2 * news.DefaultLimit}
	if f.Words == "" {
		f.Edition = s.edition(r)
	}
	return s.Reader.Entities(r.Context(), f)
}

// askedFor is what a reader typed in a field, no longer than is looked for.
func askedFor(r *http.Request, name string) string {
	words := strings.TrimSpace(r.URL.Query().Get(name))
	if len(words) > maxQuery {
		words = strings.ToValidUTF8(words[:maxQuery], "")
	}
	return words
}

func (s *Site) peopleFeed(r *http.Request) (*channel, error) {
	found, _, err := s.directory(r)
	if err != nil {
		return nil, err
	}
	c := s.channelOf(r, s.Title+": "+s.say(r).T("People and places"), "/people")
	for _, e := range found {
		c.Items = append(c.Items, item{
			ID: s.absolute(r, "/entity/"+e.ID.String()), URL: s.absolute(r, entityPath(e.ID, e.Name)), Headline: e.Name, Source: s.Title,
			Summary: e.Role, Section: kindLabels[e.Kind], Language: e.Language, Published: e.FirstSeenAt, Updated: e.UpdatedAt,
		})
	}
	return c, nil
}
