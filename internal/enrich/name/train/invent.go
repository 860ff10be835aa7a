package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
)

// inventor writes news about nothing: pages of invented.txt with names filled in by chance, for free models. What it names may
// exist, what it says of it never happened.
type inventor struct {
	chance *rand.Rand
	known  map[string][]string  // names by kind
	given  map[string][2]string // on this page, by slot: the whole name, and its short form
}

// invent writes each page of invented.txt so many times.
func (t *training) invent(dir, own string, times int) ([]doc, error) {
	known, err := knownNames(dir, own)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(own + "/invented.txt")
	if err != nil {
		return nil, err
	}
	in := &inventor{chance: rand.New(rand.NewPCG(t.seed, 11)), known: known}
	var docs []doc
	for range times {
		for _, page := range strings.Split(string(b), "\n\n") {
			d := doc{set: "invented", clean: true, weight: .5}
			in.given = map[string][2]string{}
			for _, line := range strings.Split(strings.TrimSpace(page), "\n") {
				if strings.HasPrefix(line, "#") {
					continue
				}
				times := 1
				if rest, ok := strings.CutPrefix(line, "*"); ok {
					most, rest, _ := strings.Cut(rest, " ")
					n, err := strconv.Atoi(most)
					if err != nil {
						return nil, fmt.Errorf("invented.txt: %q: begin a line that repeats with * and how often", line)
					}
					line, times = rest, 1+in.chance.IntN(n)
				}
				for range times {
					s, err := in.line(line)
					if err != nil {
						return nil, fmt.Errorf("invented.txt: %q: %w", line, err)
					}
					d.sentences = append(d.sentences, s)
				}
			}
			if len(d.sentences) > 0 {
				docs = append(docs, d)
			}
		}
	}
	return docs, nil
}

// line fills in one line.
func (in *inventor) line(s string) (sentence []token, err error) {
	for _, word := range strings.Fields(in.choose(s)) {
		if !strings.Contains(word, "<") {
			sentence = append(sentence, token{word: word, kind: none})
			continue
		}
		var made []token
		for rest := word; rest != ""; { // "<nn>.<n>" is one word
			before, slot, found := strings.Cut(rest, "<")
			if before != "" {
				made = glue(made, []token{{word: before, kind: none}})
			}
			if !found {
				break
			}
			slot, rest, found = strings.Cut(slot, ">")
			if !found {
				return nil, fmt.Errorf("a < has no >")
			}
			filled, err := in.fill(slot)
			if err != nil {
				return nil, err
			}
			made = glue(made, filled)
		}
		sentence = append(sentence, made...)
	}
	return sentence, nil
}

// glue joins the last word with the next, if neither is a name.
func glue(a, b []token) []token {
	if len(a) > 0 && len(b) > 0 && a[len(a)-1].kind == none && b[0].kind == none {
		a[len(a)-1].word += b[0].word
		b = b[1:]
	}
	return append(a, b...)
}

// choose takes one of each {x|y}, the inner ones first.
func (in *inventor) choose(s string) string {
	for {
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return s
		}
		start := strings.LastIndexByte(s[:end], '{')
		if start < 0 {
			return s
		}
		all := strings.Split(s[start+1:end], "|")
		s = s[:start] + all[in.chance.IntN(len(all))] + s[end+1:]
	}
}

// fill returns the tokens of a slot.
func (in *inventor) fill(slot string) ([]token, error) {
	small := strings.ToLower(slot)
	loud := small != slot && strings.ToUpper(slot[:1]) == slot[:1]
	kind, mark, again := strings.Cut(small, ".")
	value, err := in.value(kind, mark, again)
	if err != nil {
		return nil, err
	}
	if loud {
		value = strings.ToUpper(value)
	}
	class, ok := slotKinds[kind]
	if !ok {
		class = none
	}
	var out []token
	for i, w := range strings.Fields(value) {
		out = append(out, token{word: w, kind: class, fresh: i == 0 && class >= 0})
	}
	return out, nil
}

// value returns a name for a slot: the one that its mark has already, or a new one.
func (in *inventor) value(kind, mark string, again bool) (string, error) {
	family, short := kind, 0
	if f, ok := shortOf[kind]; ok {
		family, short = f, 1
	}
	if !again {
		made, err := in.fresh(family)
		return made[short], err
	}
	slot := family + "." + mark
	if family == "side" || family == "country" {
		slot = "country." + mark
	}
	for _, alike := range [...]string{"team.", "club.", "county.", "firm."} { // "short" of whatever has the mark
		if kind == "short" {
			if v, ok := in.given[alike+mark]; ok {
				return v[1], nil
			}
		}
	}
	if kind == "nickcity" || kind == "nickname" {
		slot = "nick." + mark
	}
	v, ok := in.given[slot]
	if !ok {
		var err error
		if v, err = in.fresh(family); err != nil {
			return "", err
		}
		in.given[slot] = v
	}
	if kind == "nickname" { // behind the town
		return v[0][len(v[1]):], nil
	}
	return v[short], nil
}
