package web

import (
	"cmp"
	"net/http"
	"slices"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// Cookies that hold a reader's choices. They say nothing of who reads.
const (
	themeCookie    = "theme"
	languageCookie = "language"
	copiesCookie   = "copies"
	tongueCookie   = "tongue"
	sizeCookie     = "size"
	regionCookie   = "region"
	everyLanguage  = "all"
	everyRegion    = "all"
)

const yearSeconds = 365 * 24 * 60 * 60

// choices are how a reader wants the site.
type choices struct {
	Theme    string // one of themeNames; empty for what the device prefers
	Size     string // of letters, one of sizeNames; empty for what the browser has
	Language string // BCP 47 primary tag, or empty for every language
	Region   string // a country, or empty for all
	Copies   string // one of copyModes
	Tongue   string // of the interface: one of message.Languages
}

// choices reads what the reader chose: ?lang= and ?copies= for one page, the cookies for all, else the instance's edition.
func (s *Site) choices(r *http.Request) choices {
	c := choices{Language: s.Edition.Language, Copies: copiesChosen(r), Tongue: tongueChosen(r)}
	if theme := chosenBy(r, themeCookie); theme != "" && slices.Contains(themeNames, theme) {
		c.Theme = theme
	}
	if size := chosenBy(r, sizeCookie); size != "" && slices.Contains(sizeNames, size) {
		c.Size = size
	}
	wanted := cmp.Or(r.URL.Query().Get("lang"), chosenBy(r, languageCookie))
	switch {
	case wanted == everyLanguage:
		c.Language = ""
	case languageTag(wanted):
		c.Language = wanted
	}
	c.Region = s.Edition.Region
	switch region := cmp.Or(r.URL.Query().Get("region"), chosenBy(r, regionCookie)); {
	case region == everyRegion:
		c.Region = ""
	case region != "" && news.Region(region):
		c.Region = region
	}
	return c
}

// chosenBy is what a reader chose: what is kept of a user, else the cookie of that name.
func chosenBy(r *http.Request, name string) string {
	if m := mineOf(r); m != nil {
		if value, chosen := m.Options.Choices[name]; chosen {
			return value
		}
	}
	if cookie, err := r.Cookie(name); err == nil {
		return cookie.Value
	}
	return ""
}

// tongueChosen is the language in which the interface speaks: ?tongue= for one page, the reader's choice, else what the browser asks for.
func tongueChosen(r *http.Request) string {
	wanted := cmp.Or(r.URL.Query().Get("tongue"), chosenBy(r, tongueCookie))
	if slices.Contains(message.Languages(), wanted) {
		return wanted
	}
	return message.Match(r.Header.Get("Accept-Language"))
}

// say is who speaks to this reader.
func (s *Site) say(r *http.Request) *message.Speaker { return message.For(tongueChosen(r)) }

func (s *Site) edition(r *http.Request) news.Edition {
	chosen := s.choices(r)
	return news.Edition{Language: chosen.Language, Region: chosen.Region}
}

// preferences keeps a choice of theme, of the letters' size, of language or of how copies are shown in a cookie and returns to where the reader was.
func (s *Site) preferences(r *http.Request) (*reply, error) {
	if err := r.ParseForm(); err != nil {
		return nil, news.ErrInvalid
	}
	answer := redirect(http.StatusSeeOther, inside(r.PostForm.Get("back")))
	name, value := "", ""
	switch theme, language, copies := r.PostForm.Get("theme"), r.PostForm.Get("language"), r.PostForm.Get("copies"); {
	case slices.Contains(themeNames, theme) && r.PostForm.Has("theme"):
		name, value = themeCookie, theme
	case r.PostForm.Has("size") && slices.Contains(sizeNames, r.PostForm.Get("size")):
		name, value = sizeCookie, r.PostForm.Get("size")
	case language == everyLanguage || languageTag(language):
		name, value = languageCookie, language
	case slices.Contains(copyNames, copies):
		name, value = copiesCookie, copies
	case slices.Contains(message.Languages(), r.PostForm.Get("tongue")):
		name, value = tongueCookie, r.PostForm.Get("tongue")
	case r.PostForm.Has("region") && (r.PostForm.Get("region") == everyRegion || r.PostForm.Get("region") != "" && news.Region(r.PostForm.Get("region"))):
		name, value = regionCookie, r.PostForm.Get("region")
	default:
		return nil, news.ErrInvalid
	}
	if m := mineOf(r); m != nil { // it goes with the user to other devices
		err := s.Users.SetUser(r.Context(), m.ID, func(u *news.User) error { u.Options.Choose(name, value); return nil })
		if err != nil {
			return nil, err
		}
	}
	answer.cookie = &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: yearSeconds,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil}
	return answer, nil
}

var (
	themeNames = []string{"", "light", "sepia", "dark", "eink"}
	sizeNames  = []string{"small", "", "large", "largest"}
)

func themes(chosen string) []choice {
	return offer(themeNames, chosen, news.Word("Auto"), news.Word("Light"), news.Word("Sepia"), news.Word("Dark"), news.Word("E-ink"))
}

// sizes offers sizes of letters.
func sizes(chosen string) []choice {
	return offer(sizeNames, chosen, news.Word("Small"), news.Word("Normal"), news.Word("Large"), news.Word("Largest"))
}

// offer pairs values with their names.
func offer(values []string, chosen string, names ...string) (offered []choice) {
	for i, value := range values {
		offered = append(offered, choice{Value: value, Name: names[i], Chosen: value == chosen})
	}
	return offered
}

// languages offers the editions there are news in, once there is more than one.
func languages(counts []news.LanguageCount, chosen string) []choice {
	offered := []choice{{Value: everyLanguage, Name: news.Word("All languages"), Chosen: chosen == ""}}
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

// tongues offers the languages of the interface.
func tongues(chosen string) []choice {
	var offered []choice
	for _, tag := range message.Languages() {
		offered = append(offered, choice{tag, languageName(tag), tag, direction(tag), tag == chosen})
	}
	return offered
}
