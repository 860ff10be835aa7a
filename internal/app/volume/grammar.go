package main

import (
	"embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
)

//go:embed press/*.txt
var press embed.FS

// languages are those of the press, the one with most papers first.
var languages = []string{"en", "de", "fr", "es", "ru", "ar", "zh", "it"}

// grammar is how the papers of a language write. Its file holds lists and kinds of events:
//
//	@list NAME          lines after it are alternatives; {NAME} takes one, the same in all texts of an event
//	@kind NAME SECTION  lines after it begin with what they are for: h headline, l lead, d detail, q quotation, a what is ahead;
//	                    the kind * holds what fits all
//
// In texts stand for: {person} {Person} {role} a name, the surname and the office of the first of four people (person2 …),
// {place} {country} {org} likewise; {coined} an invented word; {weekday} the day of the event, {soon} one to come;
// {words} a quotation; {#KIND[:UNIT[:FACTOR]] LOW-HIGH SUBJECT} a figure.
type grammar struct {
	language string
	script   int
	lists    map[string][]string
	kinds    []*kind
	any      *kind
}

type kind struct {
	name    string
	section news.Section
	lines   map[byte][]string
}

func readGrammar(language string) (*grammar, error) {
	file, err := press.ReadFile("press/" + language + ".txt")
	if err != nil {
		return nil, err
	}
	g := &grammar{language: language, script: scriptOf(language), lists: map[string][]string{}}
	list, in := "", (*kind)(nil)
	for i, line := range strings.Split(string(file), "\n") {
		switch fields := strings.Fields(line); {
		case line == "" || line[0] == '#':
		case fields[0] == "@kind" && len(fields) == 3:
			in, list = &kind{name: fields[1], section: news.Section(fields[2]), lines: map[byte][]string{}}, ""
			if in.name == "*" {
				g.any = in
			} else if g.kinds = append(g.kinds, in); !in.section.Valid() {
				return nil, fmt.Errorf("press/%s.txt:%d: no section %q", language, i+1, fields[2])
			}
		case line[0] == '@':
			list, in = line[1:], nil
		case in != nil && len(line) > 2 && line[1] == ' ':
			in.lines[line[0]] = append(in.lines[line[0]], line[2:])
		case list != "":
			g.lists[list] = append(g.lists[list], line)
		default:
			return nil, fmt.Errorf("press/%s.txt:%d: %q belongs to nothing", language, i+1, line)
		}
	}
	for _, needed := range []string{"quotes", "date", "months", "weekdays", "role", "orgs", "outlets", "agency", "said", "said2"} {
		if len(g.lists[needed]) == 0 {
			return nil, fmt.Errorf("press/%s.txt: no @%s", language, needed)
		}
	}
	return g, nil
}

// kindOf finds the kind of that name.
func (g *grammar) kindOf(name string) *kind {
	for _, k := range g.kinds {
		if k.name == name {
			return k
		}
	}
	return nil
}

// title writes the first letter large.
func title(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if up := unicode.ToUpper(r); utf8.RuneLen(up) == size {
		return string(up) + s[size:]
	}
	return s
}
