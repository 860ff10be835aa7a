package main

import (
	"strings"
	"unicode"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

// page is a doc as a text with the spans of its names.
type page struct {
	*doc
	prose *text.Prose
	spans []span
	tags  []name.Tag // of each token
	fold  int
	loose []bool // tokens whose tag is not known, or may be Other when it is Outside
}

type span struct {
	start, end, kind int
}

// style is how tokens are put together again: real news has normal spacing, what measuring tools build may have a space
// between all tokens.
type style struct {
	spaced bool
	lines  bool // a line a sentence
	upper  bool // everything in capitals, as headlines
	title  bool // every word with one
}

// write puts the tokens of a doc together.
func write(d *doc, st style) page {
	var b strings.Builder
	p := page{doc: d}
	for s, sentence := range d.sentences {
		if s > 0 {
			last := d.sentences[s-1]
			if end := last[len(last)-1].word; st.lines || end != "." && end != "?" && end != "!" && end != `"` {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		opened := map[string]bool{}
		glue := true
		for i, t := range sentence {
			w := t.word
			switch w {
			case "-LRB-", "-LSB-", "-LCB-":
				w = "("
			case "-RRB-", "-RSB-", "-RCB-":
				w = ")"
			case "``", "''":
				w = `"`
			}
			if st.upper {
				w = strings.ToUpper(w)
			} else if st.title && len(w) > 3 {
				w = titleCase(w)
			}
			space := !glue
			glue = false
			if !st.spaced {
				switch {
				case w == `"` || w == "'" && i+1 < len(sentence):
					if opened[w] {
						space = false
					} else {
						glue = true
					}
					opened[w] = !opened[w]
				case strings.ContainsAny(w[:1], ".,;:!?)]}%") && !digits(w):
					space = false
				case strings.HasPrefix(w, "'") && len(w) <= 3 || strings.EqualFold(w, "n't") || strings.HasPrefix(w, "’") && len(w) <= 5:
					space = false
				case w == "(" || w == "[" || w == "$" || w == "£" || w == "#":
					glue = true
				}
			}
			if space {
				b.WriteByte(' ')
			}
			start := b.Len()
			b.WriteString(w)
			if t.kind == none {
				continue
			}
			if n := len(p.spans); !t.fresh && n > 0 && p.spans[n-1].kind == t.kind && i > 0 && sentence[i-1].kind == t.kind {
				p.spans[n-1].end = b.Len()
			} else {
				p.spans = append(p.spans, span{start, b.Len(), t.kind})
			}
		}
	}
	p.prose = text.Read(b.String())
	p.align()
	return p
}

func digits(w string) bool {
	for _, r := range w {
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

func titleCase(w string) string {
	r := []rune(w)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// align gives the tokens of the text the tags of the spans that cover them.
func (p *page) align() {
	p.tags, p.loose = make([]name.Tag, len(p.prose.Tokens)), make([]bool, len(p.prose.Tokens))
	for i := range p.tags {
		p.tags[i] = name.Outside
		p.loose[i] = p.any
	}
	for _, s := range p.spans {
		from := p.prose.TokenAt(s.start)
		to := from
		for to < len(p.prose.Tokens) && p.prose.Tokens[to].Start < s.end {
			to++
		}
		for i := from; i < to; i++ {
			part := name.Inside
			switch {
			case to == from+1:
				part = name.Unit
			case i == from:
				part = name.Begin
			case i == to-1:
				part = name.Last
			}
			p.tags[i], p.loose[i] = name.TagOf(s.kind, part), false
		}
	}
}
