package feed

import (
	"net/url"
	"path"
	"strings"
	"time"
	"unicode"
)

// indexWords are segments of addresses that lead to lists, services and the house itself rather than to an article.
var indexWords = words(`tag tags topic topics thema themen category categories kategorie kategorien categorie categoria label labels author authors autor autoren
auteur autore byline by profile profiles people user users member members staff search suche recherche cerca busca buscar login signin sign-in
signup register registration registrieren konto account accounts subscribe subscription subscriptions abo abonnement abonnieren suscripcion
newsletter newsletters about about-us ueber-uns uber-uns contact contacts contact-us kontakt impressum imprint privacy privacy-policy
datenschutz terms terms-of-use terms-and-conditions agb legal cookies cookie-policy faq faqs advertise advertising advertisers mediadaten
werbung cart checkout donate sitemap rss feed feeds share print mailto wp-admin wp-login.php wp-login wp-content wp-json cdn-cgi static
assets images img page seite pagina classifieds tv-guide programme-guide comment reply`)

// shelfWords are segments that are lists when they stand last and may hold articles otherwise.
var shelfWords = words(`archive archives archiv archivo pages events calendar kalender games puzzles weather wetter horoscope horoscopes apps app podcasts
comments help hilfe jobs careers shop store support news sport sports blog`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(s) {
		set[word] = true
	}
	return set
}

// articleShape judges from an address alone whether an article lives there: 4 and more is likely, 0 and less is not.
// Articles have dates, numbers and long slugs in their addresses; lists and services have words known for them.
func articleShape(u *url.URL) int {
	place := strings.ToLower(strings.Trim(u.Path, "/"))
	if place == "" {
		return articleQuery(u)
	}
	segments := strings.Split(place, "/")
	last := segments[len(segments)-1]
	extension := path.Ext(last)
	score := 0
	switch extension {
	case ".html", ".htm", ".shtml", ".php", ".aspx", ".asp", ".jsp", ".cms", ".ece", ".story", ".article":
		last = strings.TrimSuffix(last, extension)
		score++
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".pdf", ".mp3", ".mp4", ".zip", ".xml", ".rss", ".atom", ".json", ".js", ".css", ".ics", ".txt", ".doc", ".docx", ".epub":
		return -9
	}
	if last == "index" || last == "default" || last == "home" {
		if len(segments) == 1 {
			return -3
		}
		last = segments[len(segments)-2]
	}
	for i, segment := range segments {
		if indexWords[segment] && (i >= len(segments)-2 || i == 0) {
			score -= 5
			break
		}
	}
	if shelfWords[last] {
		score -= 5
	}
	if _, dated := addressDate(u); dated {
		score += 3
	}
	score += slugShape(last)
	if len(segments) >= 3 {
		score++
	}
	return score + articleQuery(u)/2
}

// slugShape judges the last part of a path: words joined by hyphens, a number, an identifier.
func slugShape(slug string) int {
	hyphens, digits, run, longest, letters, wide := 0, 0, 0, 0, 0, 0
	for _, r := range slug {
		switch {
		case r == '-' || r == '_' || r == '+' || r == ' ':
			hyphens++
			run = 0
			continue
		case r >= '0' && r <= '9':
			digits++
			run++
			longest = max(longest, run)
			continue
		case r >= 0x2e80:
			wide++
		case unicode.IsLetter(r):
			letters++
		}
		run = 0
	}
	score := 0
	switch {
	case hyphens >= 4 && letters >= 12:
		score += 4
	case hyphens >= 3 && letters >= 10:
		score += 3
	case hyphens == 2 && letters >= 8:
		score += 2
	case hyphens == 1 && letters >= 12:
		score++
	}
	switch {
	case longest >= 5:
		score += 3
	case longest == 4 && digits == len(slug):
		score += 2
	case longest >= 3 && hyphens > 0, digits >= 6 && letters > 0:
		score++
	}
	if wide >= 8 {
		score += 3
	}
	if hyphens == 0 && letters > 20 { // slugs of scripts that part words otherwise
		score++
	}
	return score
}

// articleQuery judges addresses that name the article in a query, such as ?p=123 and article.php?id=123.
func articleQuery(u *url.URL) int {
	if u.RawQuery == "" {
		return 0
	}
	query := u.Query()
	for _, key := range []string{"p", "id", "article", "articleid", "article_id", "aid", "story", "storyid", "newsid", "news_id", "nid", "artid", "no", "idxno", "sid", "guid", "itemid"} {
		if value := query.Get(key); len(value) >= 2 && strings.IndexFunc(value, unicode.IsDigit) >= 0 {
			return 4
		}
	}
	for _, key := range []string{"page", "s", "q", "search", "cat", "tag", "author", "sort", "share", "replytocom", "redirect", "paged"} {
		if query.Has(key) {
			return -6
		}
	}
	return 0
}

// addressDate reads the date in an address: /2026/02/03/, /2026-02-03/, /20260203/, /2026/feb/03/.
func addressDate(u *url.URL) (time.Time, bool) {
	place := u.Path
	for i := 0; i < len(place); i++ {
		if !digit(place, i) || (i > 0 && digit(place, i-1)) {
			continue
		}
		if t, ok := dateAt(place[i:]); ok {
			return t, true
		}
	}
	return time.Time{}, false
}

func digit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

// dateAt reads a date at the start of s, which starts with a digit.
func dateAt(s string) (time.Time, bool) {
	year, rest := leadingNumber(s, 8)
	switch len(s) - len(rest) {
	case 8:
		return dayOf(year/10000, year/100%100, year%100)
	case 6:
		if strings.HasPrefix(rest, "/") { // /203105/
			return dayOf(year/100, year%100, 0)
		}
	}
	if len(s)-len(rest) != 4 || rest == "" || strings.IndexByte("/-_.", rest[0]) < 0 {
		return time.Time{}, false
	}
	separator := rest[0]
	month, after := leadingNumber(rest[1:], 2)
	if month == 0 && len(rest) > 4 {
		if end := strings.IndexByte(rest[1:], separator); end >= 3 && end <= 9 {
			month, after = englishMonth(rest[1:1+end]), rest[1+end:]
		}
	}
	if month < 1 || month > 12 {
		return time.Time{}, false
	}
	if after == "" || after[0] != separator {
		return dayOf(year, month, 0)
	}
	day, end := leadingNumber(after[1:], 2)
	if end != "" && digit(end, 0) || day < 1 || day > 31 {
		day = 0
	}
	return dayOf(year, month, day)
}

func englishMonth(name string) int {
	for _, layout := range []string{"Jan", "January"} {
		if t, err := time.Parse(layout, name); err == nil {
			return int(t.Month())
		}
	}
	return 0
}

// dayOf makes a date of plausible numbers; without a day the date is known to the month only, and zero.
func dayOf(year, month, day int) (time.Time, bool) {
	if year < 1990 || year > 2100 || month < 1 || month > 12 || day < 0 || day > 31 {
		return time.Time{}, false
	}
	if day == 0 {
		return time.Time{}, true
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), true
}

func leadingNumber(s string, most int) (int, string) {
	n, i := 0, 0
	for i < most && digit(s, i) {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}
