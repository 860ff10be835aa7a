package extract

import (
	"strings"
	"unicode"

	"nutgraf/internal/markup"
)

// The bylines that a page shows to its readers.

const (
	plainByline  = "byline beside the headline"
	markedByline = "element marked as byline"
)

// shownAuthors reads the bylines that the page shows near the headline: a line "By …", a link to an author's page, an
// element whose name says that it holds one, a bare name beside the date.
func (d *draft) shownAuthors(outlets []string) (byline, string) {
	var lines, links, marked, bare, far byline
	from := max(0, d.seg.headline)
	for i := max(d.seg.from, from-8); i < d.seg.to; i++ {
		l := &d.page.leaves[i]
		if !l.words() || len(l.text) > 200 || i == d.seg.headline || l.has(inNav|inFooter|inForm|inRelated|inHidden) {
			continue
		}
		near := i < from+bylineReach
		if (near || !d.single) && len(lines.people) == 0 {
			lines.readPieces(bylineIn(l), outlets)
		}
		if !near {
			if len(l.text) < 100 && !l.has(inList|inTable|isHeading|inAside) {
				far.readPieces(bylineIn(l), outlets)
				if l.has(isAuthor) {
					for _, name := range authorLinks(l) {
						far.read(name, outlets, named)
					}
				}
			}
			continue
		}
		if len(links.people) == 0 {
			for _, name := range authorLinks(l) {
				links.read(name, outlets, named)
			}
		}
		if l.has(isAuthor) && len(marked.people) < 4 {
			for _, text := range authorText(l) {
				marked.read(text, outlets, strict)
			}
		}
		if i > from && i < from+8 && len(bare.people) == 0 {
			bare.read(d.bareName(i), outlets, strict)
		}
	}
	all, clue := lines, plainByline
	if len(all.people) == 0 {
		all.people = links.people
	}
	for _, weaker := range []byline{marked, bare} {
		if len(all.people) == 0 {
			all.people, clue = weaker.people, markedByline
		}
	}
	if len(all.people) == 0 && len(far.people) <= 3 { // more are those of other articles
		all.people, clue = far.people, "byline below the text"
	}
	for _, agency := range append(links.agencies, marked.agencies...) {
		all.agencies = addName(all.agencies, agency)
	}
	return all, clue
}

// bareName is the name that a leaf shows without a word, beside a date of its own or of its neighbours, "" when it shows none.
func (d *draft) bareName(i int) string {
	l := &d.page.leaves[i]
	if l.has(isHeading | inList | inTable | inCaption | inAside) {
		return ""
	}
	if len(l.pieces) > 1 && len(l.text) < maxDated && strings.ContainsFunc(l.text, unicode.IsDigit) {
		if first := markup.Fold(l.pieces[0].text); len(first) <= 40 && person(first, strict) && len(d.datesOf(i)) > 0 {
			return first
		}
	}
	if len(l.text) > 40 || len(strings.Fields(l.text)) > 3 || !person(l.text, strict) {
		return ""
	}
	for j := max(0, i-2); j < min(i+3, len(d.page.leaves)); j++ {
		if other := &d.page.leaves[j]; j != i && len(other.text) < 60 && strings.ContainsFunc(other.text, unicode.IsDigit) && len(d.datesOf(j)) > 0 {
			return l.text
		}
	}
	return ""
}

// bylineIn are the pieces of a leaf from "By" on, none when it has no byline.
func bylineIn(l *leaf) []string {
	if bylineAt.MatchString(l.text) && (!endsSentence(l.text) || len(l.text) < 60) {
		return piecesOf(l, 0)
	}
	if name := afterLabel(l); name != "" {
		return []string{name}
	}
	if len(l.pieces) < 2 || len(l.text) > maxDated {
		return nil
	}
	for i := range l.pieces {
		piece := strings.TrimSpace(l.pieces[i].text)
		alone := strings.EqualFold(piece, "by") || strings.EqualFold(piece, "von") || strings.EqualFold(piece, "written by")
		if i+1 < len(l.pieces) && alone || bylineAt.MatchString(piece) {
			return piecesOf(l, i)
		}
	}
	return nil
}

// afterLabel is what follows the colon of a short line that begins as bylines do, in any language of the lists.
func afterLabel(l *leaf) string {
	if len(l.text) > maxDated {
		return ""
	}
	if begins, _ := l.cues(); begins&saysByline == 0 {
		return ""
	}
	i := strings.IndexAny(l.text, ":：")
	if i < 0 || i > 60 {
		return ""
	}
	return strings.TrimLeft(l.text[i:], ":： ")
}

func piecesOf(l *leaf, from int) []string {
	if len(l.pieces) < 2 {
		return []string{l.text}
	}
	var all []string
	for _, p := range l.pieces[from:] {
		if strings.TrimSpace(p.text) != "" {
			all = append(all, markup.Fold(p.text))
		}
	}
	return all
}

// readPieces reads a byline whose parts stand in elements of their own: each for itself, what it is apart from the names
// is a role then; or all of them as one line.
func (b *byline) readPieces(pieces []string, outlets []string) {
	if len(pieces) == 0 {
		return
	}
	if len(pieces) > 1 {
		for i, piece := range pieces {
			// Names end where something stands that is neither one nor glue between two.
			piece = beforeDate(piece)
			before := len(b.people)
			b.read(piece, outlets, strict)
			if len(b.people) == before && len(b.people) > 0 && len(piece) > 8 && i > 0 {
				break
			}
		}
	}
	if len(b.people) == 0 {
		b.read(beforeDate(strings.Join(pieces, " ")), outlets, strict)
	}
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

var weekdays = nameSet(`monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche`)

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
		if !anyIn(link.URL, authorPaths) || len(link.Title) > 80 {
			continue
		}
		name := withoutJob(byPrefix.ReplaceAllString(namePiece(l, link.Title), ""))
		_, slug, _ := strings.Cut(strings.TrimRight(link.URL, "/"), "://")
		slug = slug[strings.LastIndexByte(slug, '/')+1:]
		if person(name, strict) || person(name, named) && squeeze(slug) == squeeze(name) {
			names = append(names, name)
		}
	}
	return names
}

// namePiece is the first piece of a link that is a name, the link's whole text when none is.
func namePiece(l *leaf, title string) string {
	for _, p := range l.pieces {
		if piece := markup.Fold(p.text); p.href != "" && len(piece) < len(title) && strings.HasPrefix(title, piece) && person(piece, strict) {
			return piece
		}
	}
	return title
}

// authorText is the linked names of a byline, or its pieces that are names, or all of it.
func authorText(l *leaf) []string {
	var all []string
	for _, link := range l.links {
		if name := namePiece(l, link.Title); person(name, strict) {
			all = append(all, name)
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
