package web

import (
	"net/http"
	"slices"

	"nutgraf/internal/news"
)

// Cookies that hold a reader's choices. They say nothing of who reads.
const (
	themeCookie    = "theme"
	languageCookie = "language"
	copiesCookie   = "copies"
	everyLanguage  = "all"
)

const yearSeconds = 365 * 24 * 60 * 60

// choices are how a reader wants the site.
type choices struct {
	Theme    string // "light", "dark", "sepia", or empty for what the device prefers
	Language string // BCP 47 primary tag, or empty for every language
	Copies   string // one of copyModes
}

// choices reads what the reader chose: ?lang= and ?copies= for one page, the cookies for all, else the instance's edition.
func (s *Site) choices(r *http.Request) choices {
	c := choices{Language: s.Edition.Language, Copies: copiesChosen(r)}
	if cookie, err := r.Cookie(themeCookie); err == nil && cookie.Value != "" && slices.Contains(themeNames, cookie.Value) {
		c.Theme = cookie.Value
	}
	wanted := r.URL.Query().Get("lang")
	if cookie, err := r.Cookie(languageCookie); err == nil && wanted == "" {
		wanted = cookie.Value
	}
	switch {
	case wanted == everyLanguage:
		c.Language = ""
	case languageTag(wanted):
		c.Language = wanted
	}
	return c
}

func (s *Site) edition(r *http.Request) news.Edition {
	return news.Edition{Language: s.choices(r).Language}
}

// preferences keeps a choice of theme, of language or of how copies are shown in a cookie and returns to where the reader was.
func (s *Site) preferences(r *http.Request) (*reply, error) {
	if err := r.ParseForm(); err != nil {
		return nil, news.ErrInvalid
	}
	answer := redirect(http.StatusSeeOther, inside(r.PostForm.Get("back")))
	name, value := "", ""
	switch theme, language, copies := r.PostForm.Get("theme"), r.PostForm.Get("language"), r.PostForm.Get("copies"); {
	case slices.Contains(themeNames, theme) && r.PostForm.Has("theme"):
		name, value = themeCookie, theme
	case language == everyLanguage || languageTag(language):
		name, value = languageCookie, language
	case slices.Contains(copyNames, copies):
		name, value = copiesCookie, copies
	default:
		return nil, news.ErrInvalid
	}
	answer.cookie = &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: yearSeconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil}
	return answer, nil
}

var themeNames = []string{"", "light", "sepia", "dark"}

func themes(chosen string) []choice {
	return []choice{
		{Value: "", Name: "Auto", Chosen: chosen == ""}, {Value: "light", Name: "Light", Chosen: chosen == "light"},
		{Value: "sepia", Name: "Sepia", Chosen: chosen == "sepia"}, {Value: "dark", Name: "Dark", Chosen: chosen == "dark"},
	}
}

// languages offers the editions there are news in, once there is more than one.
func languages(counts []news.LanguageCount, chosen string) []choice {
	offered := []choice{{Value: everyLanguage, Name: "All languages", Lang: "en", Dir: "ltr", Chosen: chosen == ""}}
	for _, c := range counts {
		if c.Language == "" || c.Stories == 0 || !languageTag(c.Language) {
			continue
		}
		if len(offered) == maxEditions {
			break
		}
		offered = append(offered, choice{c.Language, languageName(c.Language), c.Language, direction(c.Language), c.Language == chosen})
	}
	if len(offered) < 3 {
		return nil
	}
	return offered
}

// maxEditions is how many languages a masthead holds.
const maxEditions = 9
