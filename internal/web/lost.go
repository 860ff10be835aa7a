package web

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// guesses are addresses that people and programs try on any site, and what they mean here.
var guesses = map[string]string{
	"/index.html": "/", "/index.htm": "/", "/index.php": "/", "/home": "/",
	"/rss": "/feed.atom", "/rss.xml": "/feed.atom", "/feed": "/feed.atom", "/feeds": "/feed.atom", "/feed.xml": "/feed.atom", "/index.xml": "/feed.atom",
	"/atom": "/feed.atom", "/atom.xml": "/feed.atom", "/feed/atom": "/feed.atom", "/feed/rss": "/feed.atom", "/feed.rss": "/feed.atom",
	"/news": "/latest", "/podcasts": "/media", "/video": "/media?kind=video", "/videos": "/media?kind=video", "/audio": "/media?kind=audio",
	"/login": "/sign-in", "/signin": "/sign-in", "/topics": "/threads", "/calendar": "/agenda",
}

// shelfNames are the first parts of addresses under which other sites keep their sections.
var shelfNames = []string{"category", "categories", "section", "sections", "topic", "topics", "tag", "news"}

// otherNames are names of sections that other sites use.
var otherNames = map[string]news.Section{
	"tech": news.SectionTech, "sports": news.SectionSport, "economy": news.SectionBusiness, "money": news.SectionBusiness, "arts": news.SectionCulture,
	"environment": news.SectionClimate, "international": news.SectionWorld, "comment": news.SectionOpinion, "opinions": news.SectionOpinion,
}

// guessed is the page that an address which no route knows most likely means; empty: none.
func guessed(address string) string {
	address = strings.ToLower(path.Clean("/" + address))
	if to := guesses[address]; to != "" {
		return to
	}
	parts := strings.Split(strings.Trim(address, "/"), "/")
	if len(parts) == 2 && slices.Contains(shelfNames, parts[0]) {
		parts = parts[1:]
	}
	if len(parts) != 1 {
		return ""
	}
	section := news.Section(parts[0])
	if other, is := otherNames[parts[0]]; is {
		section = other
	}
	if section == "" || !section.Valid() || address == sectionPath(section) {
		return ""
	}
	return sectionPath(section)
}

// missing answers an address that no route knows: with a redirect where it is clear what it means.
func (s *Site) missing(r *http.Request) (*reply, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		if to := guessed(r.URL.Path); to != "" {
			return redirect(http.StatusMovedPermanently, to), nil
		}
	}
	return nil, news.ErrNotFound
}

// What an address that is not here is searched for. One word is no headline: programs that try addresses are not to
// make the database work.
const (
	maxNear      = 5
	maxLostWords = 8
	minLostWords = 2
	minLostWord  = 3 // in characters: shorter ones say little
)

// plumbing are words of addresses that say nothing of what a page was about.
var plumbing = []string{"story", "article", "entity", "source", "thread", "quote", "section", "html", "php", "htm", "index", "www", "wp"}

// lostWords are those of an address that may say what it was about.
func lostWords(address string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(address, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.N, unicode.M) }) {
		number := strings.Trim(word, "0123456789") == ""
		if !number && !slices.Contains(plumbing, strings.ToLower(word)) && utf8.RuneCountInString(word) >= minLostWord && len(words) < maxLostWords {
			words = append(words, word)
		}
	}
	return words
}

// near finds what an address may have been about: articles with all of its words, else with the two longest, and who bears
// a name made of them. That reading fails must not make the failure worse, so nothing is found then.
func (s *Site) near(r *http.Request, words []string) (articles []articleLine, names []entityLine) {
	if len(words) < minLostWords {
		return nil, nil
	}
	longest := slices.Clone(words)
	slices.SortStableFunc(longest, func(a, b string) int { return utf8.RuneCountInString(b) - utf8.RuneCountInString(a) })
	for _, asked := range [][]string{words, longest[:minLostWords]} {
		var all query.And
		for _, word := range asked {
			all.Of = append(all.Of, query.Word{Text: word})
		}
		found, err := s.Reader.Search(r.Context(), all, news.Filter{Limit: maxNear})
		if err != nil {
			return nil, nil
		}
		if len(found.Hits) > 0 {
			articles = worded(found.Hits, func(hit news.Hit) articleLine { return s.articleLine(r, hit.Article, s.Now()) })
			break
		}
	}
	if bearers, err := s.bearers(r, strings.Join(words, " ")); err == nil {
		names = s.entityLines(bearers, maxNear)
	}
	return articles, names
}
