package extract

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	byPrefix = regexp.MustCompile(`(?i)^\s*(?:written by|reported by|posted by|published by|story by|words by|text by|by|von|par|por|da|di|door|av|af|przez|autor(?:in|es)?|author|auteur|автор(?:ы)?|текст|文|記者|记者|par)\s*[:：]?\s+`)
	nameGlue = regexp.MustCompile(`(?i)\s*(?:,|;|\||·|•|&|/|\s(?:and|und|et|y|e|og|och|en|i|и|with|mit)\s)\s*`)
	// credentials are the degrees behind a name, and what East Asian bylines put there.
	credentials = regexp.MustCompile(`(?:,?\s+(?:MD|M\.D\.|PhD|Ph\.D\.|MS|RD|RDN|MPH|JD|MBA|CPA|CFP|DO|RN|CFA|Jr|기자|記者|记者|報導))+\.?$`)
	byLine      = regexp.MustCompile(`^(?:By|BY|Von|Par|Por|Di|Door|Av) \p{Lu}`)
)

// notPeople are words that mark a byline part as something other than a person.
var notPeople = map[string]bool{
	"reporter": true, "correspondent": true, "editor": true, "staff": true, "writer": true, "writers": true, "news": true,
	"associated": true, "press": true, "reuters": true, "afp": true, "dpa": true, "ap": true, "pti": true, "ians": true,
	"ani": true, "bloomberg": true, "agency": true, "agencies": true, "newsroom": true, "desk": true, "team": true,
	"redaktion": true, "redacción": true, "redacao": true, "redazione": true, "rédaction": true, "редакция": true, "admin": true,
	"administrator": true, "editorial": true, "contributor": true, "contributors": true, "columnist": true, "journalist": true,
	"producer": true, "photographer": true, "published": true, "updated": true, "editors": true, "guest": true, "post": true,
	"chief": true, "analyst": true, "host": true, "bureau": true, "magazine": true, "times": true, "online": true,
	"service": true, "media": true, "wire": true, "wires": true, "newspaper": true, "tv": true, "radio": true, "senior": true,
	"special": true, "senioreditor": true, "minutes": true, "read": true, "author": true, "apa": true, "efe": true, "ansa": true,
	"sid": true, "agencia": true, "agence": true, "webdesk": true, "video": true, "cnn": true, "bbc": true, "npr": true, "subscribe": true,
	"head": true, "director": true, "manager": true, "president": true, "company": true, "size": true, "name": true, "nachrichten": true,
	"arts": true, "report": true, "founder": true, "ceo": true, "email": true, "comment": true, "text": true, "share": true, "by": true,
	"university": true, "institute": true, "network": true, "digital": true, "com": true, "www": true, "http": true, "https": true,
}

const (
	maxAuthors  = 12
	bylineReach = 25 // leaves below the headline in which a marked byline is the article's
)

// people reads the persons named in bylines: without "By", roles, agencies, handles and the outlet's own name.
func people(bylines []string, outlets []string) []string {
	var all []string
	seen := map[string]bool{}
	for _, byline := range bylines {
		if len(byline) > 400 || strings.HasPrefix(byline, "http") {
			continue
		}
		byline = byPrefix.ReplaceAllString(strings.TrimSpace(byline), "")
		for _, part := range nameGlue.Split(byline, maxAuthors+1) {
			name := strings.TrimSpace(byPrefix.ReplaceAllString(part, ""))
			if i := strings.IndexAny(name, "(<@["); i > 0 {
				name = strings.TrimSpace(name[:i])
			}
			if name == "" || !person(name) || sameOutlet(name, outlets, false) {
				continue
			}
			name = properCase(credentials.ReplaceAllString(name, ""))
			if key := squeeze(name); !seen[key] && len(all) < maxAuthors {
				seen[key] = true
				all = append(all, name)
			}
		}
	}
	return all
}

// person reports whether a byline part looks like a person's name.
func person(s string) bool {
	if n := utf8.RuneCountInString(s); n < 2 || n > 50 || strings.ContainsAny(s, "@:/?!0123456789") {
		return false
	}
	parts := strings.Fields(s)
	if len(parts) > 6 {
		return false
	}
	upper, letters := 0, 0
	for _, part := range parts {
		if notPeople[strings.ToLower(strings.Trim(part, ".,'’"))] {
			return false
		}
		r, _ := utf8.DecodeRuneInString(part)
		if unicode.IsLetter(r) {
			letters++
			if !unicode.IsLower(r) {
				upper++
			}
		}
	}
	if letters == 0 || upper*2 < letters {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	return len(parts) > 1 || first > 0x2e80 // one word alone is no full name, except in scripts without spaces
}

// properCase turns a name in capitals into a name: "JANE O'HARA" becomes "Jane O'Hara".
func properCase(s string) string {
	if s != strings.ToUpper(s) || s == strings.ToLower(s) || utf8.RuneCountInString(s) < 5 {
		return s
	}
	start := true
	return strings.Map(func(r rune) rune {
		was := start
		start = !unicode.IsLetter(r)
		if was {
			return r
		}
		return unicode.ToLower(r)
	}, s)
}

// authors gathers the people from all evidence, the surest first: JSON-LD, meta tags, marked elements, a line "By …".
func (p *page) authors(ld linked, from, to int, outlets []string) []string {
	if found := people(namesOf(ld.authors), outlets); len(found) > 0 {
		return found
	}
	if !p.plain {
		if found := people(p.evidence.authors, outlets); len(found) > 0 {
			return found
		}
	}
	var marked, lines []string
	for i := max(0, from-8); i < to; i++ {
		l := &p.leaves[i]
		if !l.words() || len(l.text) > 200 || i < from && !l.has(isAuthor) {
			continue
		}
		if l.has(isAuthor) && len(marked) < 4 && !l.has(inNav|inFooter|inForm|inRelated) && i < from+bylineReach {
			marked = append(marked, authorText(l)...)
		}
		if byLine.MatchString(l.text) && !endsSentence(l.text) && len(lines) < 2 {
			lines = append(lines, l.text)
		}
	}
	if found := people(lines, outlets); len(found) > 0 {
		return found
	}
	return people(marked, outlets)
}

// authorText is the linked names of a byline, or all of it when nothing in it is linked.
func authorText(l *leaf) []string {
	var linked []string
	for _, link := range l.links {
		if person(link.Title) {
			linked = append(linked, link.Title)
		}
	}
	if linked == nil {
		return []string{l.text}
	}
	return linked
}

func namesOf(all []claimed) []string {
	var names []string
	for _, one := range all {
		names = append(names, one.name)
	}
	return names
}
