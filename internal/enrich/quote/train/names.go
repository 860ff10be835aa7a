package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// understand reads a document.
func understand(d document) understood {
	p := text.Read(d.text)
	mentions, actors := simpleNames(p)
	return understood{d, p, mentions, actors}
}

// simpleNames takes runs of words with capitals for people; who shares the last word is one.
func simpleNames(p *text.Prose) ([]news.Mention, []news.Actor) {
	var mentions []news.Mention
	var actors []news.Actor
	by := map[string]int{}
	for _, s := range p.Sentences {
		for i := s.First; i < s.End; {
			if !capitalised(p, i) || i == s.First && (i+1 >= s.End || !capitalised(p, i+1)) && by[p.Word(i)] == 0 {
				i++
				continue
			}
			k := i
			for k < s.End && capitalised(p, k) {
				k++
			}
			last := p.Word(k - 1)
			if by[last] == 0 {
				actors = append(actors, news.Actor{Kind: news.EntityPerson, Name: p.Text[p.Tokens[i].Start:p.Tokens[k-1].End], Female: .5})
				by[last] = len(actors)
			}
			mentions = append(mentions, news.Mention{Range: news.Range{Start: p.Tokens[i].Start, End: p.Tokens[k-1].End}, Kind: news.EntityPerson, Actor: by[last] - 1})
			i = k
		}
	}
	return mentions, actors
}

func capitalised(p *text.Prose, i int) bool {
	if p.Tokens[i].Kind != text.TokenWord {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.Word(i))
	return unicode.IsUpper(r) && !small[strings.ToLower(p.Word(i))]
}

var small = map[string]bool{"the": true, "a": true, "an": true, "i": true, "he": true, "she": true, "they": true, "we": true, "it": true, "but": true, "and": true, "in": true, "on": true, "at": true, "for": true, "if": true, "as": true, "when": true, "while": true, "that": true, "this": true, "there": true, "you": true, "what": true, "so": true, "of": true, "to": true, "his": true, "her": true, "its": true}
