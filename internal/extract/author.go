package extract

import (
	"strings"
	"unicode"

	"nutgraf/internal/markup"
)

// Who wrote an article is told by JSON-LD, meta tags and embedded JSON, and by the line under its headline. The head often
// names all who ever touched the page, or the house; readers are shown who wrote it. So the line decides where it is plain.

// byliners gathers the people and agencies of the article and says what they rest on.
func (d *draft) byliners() {
	outlets := []string{d.Outlet, d.page.evidence.host(), hostName(d.at.URL)}
	shown, clue := d.shownAuthors(outlets)
	var head byline
	headClue := ""
	if d.told {
		head, headClue = d.claimedAuthors(outlets)
	}
	chosen := head
	d.Clues.Authors = headClue
	switch {
	case len(shown.people) == 0:
	case len(head.people) == 0, clue == plainByline && apart(head.people, shown.people), within(shown.people, head.people), clue == plainByline && within(head.people, shown.people):
		chosen.people = shown.people
		d.Clues.Authors = clue
	}
	d.Authors = chosen.people
	for _, more := range [][]string{chosen.agencies, shown.agencies, d.signedAgencies()} {
		for _, agency := range more {
			if !sameOutlet(agency, []string{d.Outlet}, true) {
				d.Agencies = addName(d.Agencies, agency)
			}
		}
	}
	if len(d.Authors) == 0 {
		d.Clues.Authors = ""
	}
}

// claimedAuthors are those of the head, the surest source that names a person first.
func (d *draft) claimedAuthors(outlets []string) (byline, string) {
	var all byline
	for _, one := range d.ld.authors {
		switch {
		case one.group && !wireName(one.name):
		case one.person && len(strings.Fields(one.name)) > 1:
			all.read(one.name, nil, named) // may be who the site is named for
		default:
			all.read(one.name, outlets, named)
		}
	}
	if len(all.people) > 0 || d.page.plain {
		return all, "JSON-LD author"
	}
	e := &d.page.evidence
	for _, name := range e.authors {
		all.read(name, outlets, named)
	}
	if label := e.meta["twitter:written-by"]; label != "" && len(all.people) == 0 {
		all.read(e.meta[label], outlets, named)
	}
	if len(all.people) > 0 {
		return all, "meta author"
	}
	if s := e.story(); s != nil {
		for _, one := range s.authors {
			all.read(one.name, outlets, strict)
		}
	}
	return all, "embedded JSON"
}

const (
	plainByline  = "byline beside the headline"
	markedByline = "element marked as byline"
)

// shownAuthors reads the bylines that the page shows near the headline: a line "By …", a link to an author's page, an
// element whose name says that it holds one.
func (d *draft) shownAuthors(outlets []string) (byline, string) {
	var lines, links, marked byline
	from := max(0, d.seg.headline)
	for i := max(0, from-8); i < d.seg.to; i++ {
		l := &d.page.leaves[i]
		near := i < from+bylineReach && !l.has(inNav|inFooter|inForm|inRelated)
		if !l.words() || len(l.text) > 200 || i == d.seg.headline || !near && d.single && len(lines.people) > 0 {
			continue
		}
		if line := bylineIn(l); line != "" && (near || !d.single) && len(lines.people) == 0 {
			lines.read(line, outlets, strict)
		}
		if !near {
			continue
		}
		if names := authorLinks(l); len(names) > 0 && len(links.people) == 0 {
			for _, name := range names {
				links.read(name, outlets, named)
			}
		}
		if l.has(isAuthor) && len(marked.people) < 4 {
			for _, text := range authorText(l) {
				marked.read(text, outlets, strict)
			}
		}
	}
	all := lines
	clue := plainByline
	if len(all.people) == 0 {
		all.people = links.people
	}
	if len(all.people) == 0 {
		all.people, clue = marked.people, markedByline
	}
	for _, agency := range append(links.agencies, marked.agencies...) {
		all.agencies = addName(all.agencies, agency)
	}
	return all, clue
}

// bylineIn is the part of a leaf from "By" on, "" when it has none.
func bylineIn(l *leaf) string {
	if bylineAt.MatchString(l.text) && (!endsSentence(l.text) || len(l.text) < 60) {
		return beforeDate(l.line())
	}
	if len(l.pieces) < 2 || len(l.text) > maxDated {
		return ""
	}
	for i := range l.pieces {
		piece := strings.TrimSpace(l.pieces[i].text)
		alone := strings.EqualFold(piece, "by") || strings.EqualFold(piece, "von") || strings.EqualFold(piece, "written by")
		if i+1 < len(l.pieces) && alone || bylineAt.MatchString(piece) {
			rest := make([]string, 0, len(l.pieces)-i)
			for _, p := range l.pieces[i:] {
				rest = append(rest, p.text)
			}
			return beforeDate(markup.Fold(strings.Join(rest, " ")))
		}
	}
	return ""
}

// beforeDate cuts a byline where digits begin, and the month or weekday before them.
func beforeDate(s string) string {
	i := strings.IndexFunc(s, unicode.IsDigit)
	if i < 0 {
		return s
	}
	words := strings.Fields(s[:i])
	for len(words) > 1 {
		last := strings.ToLower(strings.Trim(words[len(words)-1], ".,|·•–—-"))
		if _, month := monthNamed(last); !month && last != "" && last != "on" && last != "updated" && last != "published" && !weekdays[last] {
			break
		}
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

var weekdays = wordSet(`monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche`)

// authorPaths are what the addresses of authors' pages have in them.
var authorPaths = []string{"/author/", "/authors/", "/autor/", "/autoren/", "/auteur/", "/auteurs/", "/autore/", "/autori/", "/profile/", "/profiles/", "/people/", "/staff/",
	"/contributor/", "/contributors/", "/journalist/", "/journalists/", "/reporter/", "/reporters/", "/byline/", "/by/", "/writer/", "/writers/", "/columnist/", "/producers/", "/editors/", "/user/", "/users/", "/team/", "/redakteur/", "/redaktion/", "/correspondents/", "author="}

// authorLinks are the names in a short leaf that link to the page of an author.
func authorLinks(l *leaf) []string {
	if len(l.links) == 0 || len(l.text) > maxDated {
		return nil
	}
	var names []string
	for _, link := range l.links {
		if anyIn(link.URL, authorPaths) && person(withoutJob(byPrefix.ReplaceAllString(link.Title, "")), strict) && len(link.Title) < 60 {
			names = append(names, link.Title)
		}
	}
	return names
}

// authorText is the linked names of a byline, or its pieces that are names, or all of it.
func authorText(l *leaf) []string {
	var all []string
	for _, link := range l.links {
		if person(link.Title, strict) {
			all = append(all, link.Title)
		}
	}
	if all != nil {
		return all
	}
	for _, p := range l.pieces {
		if piece := strings.Trim(p.text, " \n\t|·•,"); person(piece, strict) {
			all = append(all, piece)
		}
	}
	if all != nil {
		return all
	}
	return []string{beforeDate(l.line())}
}

// within reports whether all of the names are among the others, which are more.
func within(names, others []string) bool {
	if len(names) >= len(others) {
		return false
	}
	for _, name := range names {
		if !known(name, others) {
			return false
		}
	}
	return true
}

// apart reports whether no name is among the others.
func apart(names, others []string) bool {
	for _, name := range names {
		if known(name, others) {
			return false
		}
	}
	return true
}

func known(name string, among []string) bool {
	key := squeeze(name)
	for _, other := range among {
		if squeeze(other) == key {
			return true
		}
	}
	return false
}
