package extract

import "strings"

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
	if len(all.people) > 0 {
		return all, "embedded JSON"
	}
	for _, name := range append(namesOf(d.ld.authors), e.authors...) {
		if ownName(name, outlets) {
			all.read(name, nil, strict)
		}
	}
	return all, "author named as the site"
}

func namesOf(all []credited) []string {
	var names []string
	for _, one := range all {
		if !one.group {
			names = append(names, one.name)
		}
	}
	return names
}

// ownName reports whether a site has the name of its author: "Ann Poe" and "Ann Poe's letters", but not "The Herald".
func ownName(name string, outlets []string) bool {
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 3 || !sameOutlet(name, outlets, false) {
		return false
	}
	switch strings.ToLower(words[0]) {
	case "the", "der", "die", "das", "le", "la", "les", "el", "il", "de", "het", "al", "our", "my":
		return false
	}
	return true
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
