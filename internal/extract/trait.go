package extract

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// traits adds what a candidate is like, for the forest that judges stacks.
func (p *splitter) traits(r *row, c *candidate) {
	r.add("plain", truth(p.plain))
	for _, f := range families {
		r.of(f.name, "family", truth(f.name == c.name))
	}
	for i, name := range doubtNames {
		r.of(name, "doubt", float64(c.doubts>>i&1))
	}
	r.add("rules weight", c.weight(p.total))
	r.add("boxed", truth(c.boxed))
	p.sizeTraits(r, c)
	p.headerTraits(r, c)
	p.dateTraits(r, c)
	p.titleTraits(r, c)
	p.pageTraits(r, c)
	p.textTraits(r, c)
}

var doubtNames = []string{"one article", "live", "agenda", "weak", "terse", "few", "uncovered", "echoes", "scraps"}

// sizeTraits are how much text is under the headers and elsewhere.
func (p *splitter) sizeTraits(r *row, c *candidate) {
	sorted := slices.Sorted(slices.Values(c.sizes))
	n := len(sorted)
	least, middle, most := sorted[0], sorted[(n-1)/2], sorted[n-1]
	before := 0
	for i := range p.leaves[:c.heads[0].start] {
		before += p.running(i)
	}
	r.add("parts", float64(n))
	r.add("parts of headers", share(n, len(c.headers)))
	r.add("covered", share(c.covered, p.total))
	r.add("least", float64(least))
	r.add("middle", float64(middle))
	r.add("most", float64(most))
	r.add("least of middle", share(least, middle))
	r.add("middle of most", share(middle, most))
	r.add("most of covered", share(most, c.covered))
	r.add("first of middle", share(c.sizes[0], middle))
	r.add("last of middle", share(c.sizes[n-1], middle))
	r.add("letters before", share(before, p.total))
	r.add("lines before, share", share(c.heads[0].start, len(p.leaves)))
	r.add("lines after", share(len(p.leaves)-c.parts[n-1].stop, len(p.leaves)))
}

// headerTraits are what the headers have in common.
func (p *splitter) headerTraits(r *row, c *candidate) {
	n := len(c.heads)
	is := func(name string, f func(h *header) bool) {
		count, later := 0, 0
		for i := range c.heads {
			if f(&c.heads[i]) {
				if count++; i > 0 {
					later++
				}
			}
		}
		r.of(name, "share", share(count, n))
		r.of(name, "first", truth(count > later))
	}
	is("date below", func(h *header) bool { return h.below&cueDate != 0 })
	is("byline below", func(h *header) bool { return h.below&cueBy != 0 })
	is("date above", func(h *header) bool { return h.above&cueDate != 0 })
	is("byline above", func(h *header) bool { return h.above&cueBy != 0 })
	is("clock", func(h *header) bool { return (h.below|h.above)&cueClock != 0 })
	is("nothing", func(h *header) bool { return h.below == 0 && h.above == 0 && !h.again })
	is("tail", func(h *header) bool { return h.tail&cueTail != 0 })
	is("onward", func(h *header) bool { return h.tail&cueOnward != 0 })
	is("again", func(h *header) bool { return h.again })
	is("linked", func(h *header) bool { return h.linked })
	is("source", func(h *header) bool { return h.source > 0 })
	is("heading", func(h *header) bool { return p.heading(h) })
	is("label", func(h *header) bool { return h.start < h.headline })
	forms := map[string]int{}
	top := 0
	for i := range c.heads {
		forms[c.heads[i].form]++
		top = max(top, forms[c.heads[i].form])
	}
	r.add("same form", share(top, n))
	r.add("forms", float64(len(forms)))
	r.add("form of first", share(forms[c.heads[0].form], n))
	r.add("length of form", float64(len(c.heads[n-1].form)))
	// The same form elsewhere on the page: a date and byline below another line.
	before, others := 0, 0
	for i := range p.all {
		if h := &p.all[i]; forms[h.form] == 0 && (h.below != 0 || h.again) {
			if others++; h.headline < c.heads[0].headline {
				before++
			}
		}
	}
	r.add("other headers", share(others, n))
	r.add("other headers before", float64(before))
	var by []string
	for i := range c.heads {
		for j := c.heads[i].start; j < c.heads[i].end; j++ {
			if p.cues[j]&cueBy != 0 || j == c.heads[i].source && j > 0 {
				by = append(by, p.leaves[j].text)
				break
			}
		}
	}
	signed := len(by)
	slices.Sort(by)
	r.add("distinct bylines", share(len(slices.Compact(by)), signed))
}

// dateTraits are how the dates of the headers follow each other.
func (p *splitter) dateTraits(r *row, c *candidate) {
	var dates []time.Time
	for _, h := range c.heads {
		for j := h.start; j < h.end; j++ {
			if at, dated := p.dates[j]; dated && j != h.headline {
				dates = append(dates, at)
				break
			}
		}
	}
	rising, falling, same, late := 0, 0, 0, 0
	distinct := map[int64]bool{}
	var low, high time.Time
	for i, at := range dates {
		distinct[at.Unix()] = true
		if i == 0 || at.Before(low) {
			low = at
		}
		if i == 0 || at.After(high) {
			high = at
		}
		if i == 0 {
			continue
		}
		switch at.Compare(dates[i-1]) {
		case 1:
			rising++
		case -1:
			falling++
		default:
			same++
		}
		if at.After(dates[0]) {
			late++
		}
	}
	n := len(dates) - 1
	r.add("dates", share(len(dates), len(c.heads)))
	r.add("rising", share(rising, n))
	r.add("falling", share(falling, n))
	r.add("same", share(same, n))
	r.add("after the first", share(late, n))
	r.add("distinct dates", share(len(distinct), len(dates)))
	r.add("days", math.Log1p(high.Sub(low).Hours()/24))
	r.add("dates elsewhere", share(len(p.dates)-len(dates), len(c.heads)))
}

// titleTraits are what the headlines are like.
func (p *splitter) titleTraits(r *row, c *candidate) {
	n := len(c.heads)
	var letters []int
	sum, ask, dated, numbered, says, named, often, lower, stop := 0, 0, 0, 0, 0, 0, 0, 0, 0
	distinct := map[string]bool{}
	for _, h := range c.heads {
		l := &p.leaves[h.headline]
		letters = append(letters, l.chars)
		sum += l.chars
		first, _ := utf8.DecodeRuneInString(l.text)
		last, _ := utf8.DecodeLastRuneInString(l.text)
		ask += count(last == '?' || last == '？')
		numbered += count(unicode.IsDigit(first))
		lower += count(unicode.IsLower(first))
		stop += count(l.sentence())
		says += count(speaker(l.text) || wroteLine.MatchString(l.text))
		named += count(namesOnly(l.text))
		if _, _, is := readDate(l.text); is && len(l.text) < 200 {
			dated++
		}
		key := strings.ToLower(l.text)
		often += count(len(p.said[key]) > 1+count(h.again))
		distinct[key] = true
	}
	slices.Sort(letters)
	r.add("headline letters", share(sum, n))
	r.add("shortest headline", float64(letters[0]))
	r.add("longest headline", float64(letters[n-1]))
	r.add("headline spread", share(letters[n-1], letters[0]))
	r.add("headline asks", share(ask, n))
	r.add("headline dated", share(dated, n))
	r.add("headline numbered", share(numbered, n))
	r.add("headline in small", share(lower, n))
	r.add("headline a sentence", share(stop, n))
	r.add("headline speaks", share(says, n))
	r.add("headline names", share(named, n))
	r.add("headline elsewhere", share(often, n))
	r.add("distinct headlines", share(len(distinct), n))
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// pageTraits are what the rest of the page is like.
func (p *splitter) pageTraits(r *row, c *candidate) {
	in := map[int]bool{}
	for _, h := range c.heads {
		in[h.headline] = true
	}
	others, heads, headingsIn, first := 0, 0, 0, -1
	for i := range p.leaves {
		if p.cues[i]&cueTitle == 0 {
			continue
		}
		if first < 0 && (p.leaves[i].has(isHeading) || len(strings.Fields(p.leaves[i].text)) > 4) {
			first = i
		}
		others += count(!in[i])
		if p.leaves[i].has(isHeading) {
			if heads++; !in[i] && i > c.heads[0].headline {
				headingsIn++
			}
		}
	}
	title := firstOf(p.evidence.first("og:title"), p.evidence.title)
	r.add("other titles", share(others, len(c.heads)))
	r.add("headings", share(heads, len(c.heads)))
	r.add("headings inside", share(headingsIn, len(c.heads)))
	r.add("headlined before", float64(c.heads[0].headline-first))
	r.add("h1", truth(p.leaves[c.heads[0].headline].tag == atom.H1))
	r.add("later h1", truth(p.leaves[c.heads[1].headline].tag == atom.H1))
	r.add("as the page", overlap(p.leaves[c.heads[0].headline].text, title[:min(len(title), 400)]))
	r.add("og article", truth(strings.EqualFold(p.evidence.first("og:type"), "article")))
	r.add("linked data", truth(p.evidence.article().headline != ""))
}
