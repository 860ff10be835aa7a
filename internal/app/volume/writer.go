package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
)

// writer writes one text and notes what it says where.
type writer struct {
	w      *world
	g      *grammar
	f      *frame
	r      *rand.Rand
	b      []byte
	facts  news.Facts
	who    []key      // of the actors, side by side with facts.Actors
	spoken [2]int     // range of {words} in the line that is being written; {0, 0}: none
	actor  int        // whom the line names last
	name   news.Range // where
	day    int        // index of the date in the line; -1: none
	ahead  bool       // that date is to come
	quotes []int      // which quotation of the event each of facts.Quotes is
}

// key names somebody of the world.
type key struct {
	kind news.EntityKind
	n    int // index into people, places, orgs; countries follow the places
}

// line writes a template as a paragraph of its own, or as a further sentence of the last one, and returns where it stands.
func (t *writer) line(template string, words string, further bool) news.Range {
	switch {
	case len(t.b) > 0 && further && t.g.script != chinese:
		t.b = append(t.b, ' ')
	case len(t.b) > 0 && !further:
		t.b = append(t.b, "\n\n"...)
	}
	from, numbers := len(t.b), len(t.facts.Numbers)
	t.spoken, t.actor, t.day, t.ahead = [2]int{}, -1, -1, false
	t.expand(template, words, 0)
	if up := title(string(t.b[from:])); len(up) == len(t.b)-from {
		copy(t.b[from:], up)
	}
	span := news.Range{Start: from, End: len(t.b)}
	for i := numbers; i < len(t.facts.Numbers); i++ {
		t.facts.Numbers[i].Sentence = span
	}
	return span
}

// expand writes a template.
func (t *writer) expand(template, words string, depth int) {
	for template != "" {
		plain, rest, found := strings.Cut(template, "{")
		t.b = append(t.b, plain...)
		if !found {
			return
		}
		slot, after, _ := strings.Cut(rest, "}")
		template = after
		switch {
		case depth > 4:
			t.b = append(t.b, slot...)
		case slot[0] == '#':
			t.figure(slot[1:])
		case slot == "words":
			t.spoken[0] = len(t.b)
			t.expand(words, "", depth+1)
			t.spoken[1] = len(t.b)
		default:
			t.slot(slot, depth)
		}
	}
}

func (t *writer) slot(slot string, depth int) {
	base := strings.TrimRight(slot, "1234")
	at := 0
	if base != slot {
		at = int(slot[len(slot)-1] - '1')
	}
	f, w, s := t.f, t.w, t.g.script
	switch base {
	case "person", "Person":
		p := &w.people[f.people[at]]
		form := p.full(s)
		if base == "Person" {
			form = p.surname[s]
		}
		t.mention(key{news.EntityPerson, f.people[at]}, p.full(s), form, p)
		t.actor, t.name = len(t.b)-len(form), news.Range{Start: len(t.b) - len(form), End: len(t.b)}
	case "role":
		p := &w.people[f.people[at]]
		t.expand(t.roleOf(p), "", depth+1)
	case "place":
		full := w.places[f.places[at]][s]
		t.mention(key{news.EntityPlace, f.places[at]}, full, full, nil)
	case "country":
		full := w.countries[f.countries[at]][s]
		t.mention(key{news.EntityPlace, len(w.places) + f.countries[at]}, full, full, nil)
	case "org":
		full := t.g.org(w, f.orgs[at])
		t.mention(key{news.EntityOrganisation, f.orgs[at]}, full, full, nil)
	case "coined":
		t.b = append(t.b, f.coined[at][s]...)
	case "weekday":
		t.date(t.g.lists["weekdays"][f.at.Weekday()], f.at.Truncate(24*time.Hour), false)
	case "soon":
		form := strings.NewReplacer("{d}", strconv.Itoa(f.soon.Day()), "{m}", t.g.lists["months"][f.soon.Month()-1]).Replace(t.g.lists["date"][0])
		t.date(form, f.soon, true)
	default:
		list := t.g.lists[slot]
		if len(list) == 0 {
			panic(fmt.Sprintf("press/%s.txt: nothing stands for {%s}", t.g.language, slot))
		}
		t.expand(list[f.pick(slot, len(list))], "", depth+1)
	}
}

func (t *writer) roleOf(p *person) string {
	roles := t.g.lists["role"]
	return roles[p.role%len(roles)]
}

// org is how a language calls an organisation.
func (g *grammar) org(w *world, n int) string {
	patterns := g.lists["orgs"]
	return strings.ReplaceAll(patterns[w.orgs[n]%len(patterns)], "{}", w.stems[n][g.script])
}

// mention writes a name and notes whose it is.
func (t *writer) mention(who key, full, form string, p *person) {
	at := slices.Index(t.who, who)
	if at < 0 {
		at = len(t.who)
		actor := news.Actor{Kind: who.kind, Name: full, Female: .5, First: len(t.b)}
		if p != nil {
			actor.Role, actor.Female = t.roleOf(p), map[bool]float64{true: .98, false: .02}[p.woman]
		}
		if who.kind == news.EntityPlace {
			actor.Country = countryCodes[who.n%len(countryCodes)]
		}
		if who.kind == news.EntityPlace && who.n >= len(t.w.places) {
			actor.Country = countryCodes[who.n-len(t.w.places)]
		}
		t.who, t.facts.Actors = append(t.who, who), append(t.facts.Actors, actor)
	}
	a := &t.facts.Actors[at]
	a.Mentions++
	if !slices.Contains(a.Forms, form) {
		a.Forms = append(a.Forms, form)
	}
	t.facts.Mentions = append(t.facts.Mentions, news.Mention{Range: news.Range{Start: len(t.b), End: len(t.b) + len(form)}, Kind: who.kind, Actor: at})
	t.b = append(t.b, form...)
}

func (t *writer) date(form string, day time.Time, ahead bool) {
	t.day, t.ahead = len(t.facts.Dates), ahead
	t.facts.Dates = append(t.facts.Dates, news.Date{Range: news.Range{Start: len(t.b), End: len(t.b) + len(form)}, Type: news.DateDay,
		Value: day.Format(time.DateOnly), From: day, Until: day.AddDate(0, 0, 1)})
	t.b = append(t.b, form...)
}

// figure writes a number: "dead 2-30 people", "money:EUR:1000000 3-90 million euros".
func (t *writer) figure(spec string) {
	what, rest, _ := strings.Cut(spec, " ")
	bounds, subject, _ := strings.Cut(rest, " ")
	kind, unit, _ := strings.Cut(what, ":")
	unit, factor, _ := strings.Cut(unit, ":")
	var low, high int
	_, _ = fmt.Sscanf(bounds, "%d-%d", &low, &high) // a grammar's test reads them all
	n := low + t.f.pick(kind+bounds, high-low+1)
	if kind == string(news.NumberDead) && t.r.IntN(6) == 0 {
		n = max(low, n-1-t.r.IntN(2)) // who wrote earlier knew of fewer
	}
	value := float64(n)
	if by, err := strconv.Atoi(factor); err == nil {
		value *= float64(by)
	}
	from := len(t.b)
	t.b = strconv.AppendInt(t.b, int64(n), 10)
	if subject != "" {
		if t.g.script != chinese {
			t.b = append(t.b, ' ')
		}
		t.b = append(t.b, subject...)
	}
	t.facts.Numbers = append(t.facts.Numbers, news.Number{Range: news.Range{Start: from, End: len(t.b)}, Kind: news.NumberKind(kind), Value: value, High: value, Unit: unit, Subject: subject})
}

// quote writes what somebody says: the n-th quotation of the event.
func (t *writer) quote(template, words string, n int) {
	span := t.line(template, words, false)
	part := news.Range{Start: t.spoken[0], End: t.spoken[1]}
	whole := part
	if open := t.g.lists["quotes"][0]; strings.HasSuffix(string(t.b[span.Start:part.Start]), open) {
		whole.Start -= len(open)
	}
	shut := t.g.lists["quotes"][1]
	if at := strings.Index(string(t.b[part.End:span.End]), shut); at >= 0 && at < 6 {
		whole.End, part.End = part.End+at+len(shut), part.End+at
	}
	q := news.Quote{Range: whole, Parts: []news.Range{part}, Direct: true, Actor: -1, Likely: .9 + float64(n%9)/100}
	if t.actor >= 0 {
		q.Speaker = t.name
		for _, m := range t.facts.Mentions {
			if m.Range == t.name {
				q.Actor = m.Actor
				q.Role = t.facts.Actors[m.Actor].Role
			}
		}
	}
	if t.day >= 0 {
		q.At = t.facts.Dates[t.day]
	}
	t.facts.Quotes, t.quotes = append(t.facts.Quotes, q), append(t.quotes, n)
}

// event notes that a sentence tells what happened, or will.
func (t *writer) event(span news.Range, weight float64) {
	e := news.Event{Range: span, Date: t.day, Ahead: t.ahead, Weight: weight}
	day := t.f.at.Truncate(24 * time.Hour)
	if t.day >= 0 {
		day = t.facts.Dates[t.day].From
	}
	e.From, e.Until = day, day.AddDate(0, 0, 1)
	t.facts.Events = append(t.facts.Events, e)
}

// headline writes a template without noting anything.
func (w *world) headline(g *grammar, f *frame, r *rand.Rand, template string) string {
	t := writer{w: w, g: g, f: f, r: r}
	t.expand(template, "", 0)
	return title(string(t.b))
}

// text writes a report of about so many lines.
func (w *world) text(g *grammar, k *kind, f *frame, r *rand.Rand, lines int) *writer {
	t := &writer{w: w, g: g, f: f, r: r}
	lead := t.line(one(r, k.lines['l']), "", false)
	t.event(lead, .9)
	t.facts.Keys = []news.Range{lead}
	details := slices.Concat(k.lines['d'], g.any.lines['d'])
	r.Shuffle(len(details), func(i, j int) { details[i], details[j] = details[j], details[i] })
	words := slices.Concat(k.lines['q'], g.any.lines['q'])
	said := 0
	start := 0
	if len(words) > 0 {
		start = r.IntN(len(words))
	}
	for i := range min(lines, len(details)) {
		span := t.line(details[i], "", i > 0 && r.IntN(3) == 0)
		if t.day >= 0 && i < 3 {
			t.event(span, .4)
		}
		if i == 0 {
			t.facts.Keys = append(t.facts.Keys, span)
		}
		if said < min(3, len(words)) && r.IntN(3) == 0 {
			n := (start + said) % len(words)
			list := g.lists["said"]
			if n%2 == 1 {
				list = g.lists["said2"]
			}
			t.quote(one(r, list), words[n], n)
			said++
		}
	}
	if ahead := k.lines['a']; len(ahead) > 0 && r.IntN(3) == 0 {
		t.event(t.line(one(r, ahead), "", false), .5)
	}
	for i := range t.facts.Actors {
		a := &t.facts.Actors[i]
		slices.SortFunc(a.Forms, func(x, y string) int { return len(y) - len(x) })
		if at := strings.Index(string(t.b), a.Role); a.Role != "" && at >= 0 {
			a.RoleAt = news.Range{Start: at, End: at + len(a.Role)}
		} else {
			a.Role = ""
		}
	}
	for i := range t.facts.Quotes {
		if q := &t.facts.Quotes[i]; q.Actor >= 0 {
			q.Role = t.facts.Actors[q.Actor].Role
		}
	}
	t.facts.Text = news.TextKey(string(t.b))
	if !utf8.Valid(t.b) {
		panic("a text that is no UTF-8")
	}
	return t
}
