package main

import (
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// newUnderstandLine reads an article and words what it says for programs.
func newUnderstandLine(in proseLine) understandLine {
	if in.Language == "" {
		in.Language, _ = text.Language(in.Headline + "\n" + in.Text)
	}
	facts := enrich.FactsOf(in.Text, in.Headline, in.Language, in.published)
	line := understandLine{
		ID: in.ID, Names: []nameLine{}, Quotes: []quoteLine{}, Dates: []dateLine{}, Keys: [][2]int{}, Numbers: []numberLine{},
		Events: []eventLine{}, Actors: []actorLine{}, Phrases: facts.Phrases, Lang: in.Language,
	}
	for _, m := range facts.Mentions {
		if !m.Word {
			line.Names = append(line.Names, nameLine{rangeLine(m.Range), string(m.Kind), actorName(facts, m.Actor)})
		}
	}
	for _, q := range facts.Quotes {
		line.Quotes = append(line.Quotes, quoteLine{
			rangeLine: rangeLine(q.Range), Parts: pairs(q.Parts), Clause: rangeOrNil(q.Clause), Direct: q.Direct, Speaker: rangeOrNil(q.Speaker), Cue: rangeOrNil(q.Cue),
			Entity: actorName(facts, q.Actor), Role: q.Role, Told: q.Told, Said: q.At.Value, Likely: q.Likely,
		})
	}
	for _, d := range facts.Dates {
		line.Dates = append(line.Dates, dateLine{rangeLine(d.Range), string(d.Type), d.Value, dayText(d.From), dayText(d.Until)})
	}
	for _, e := range facts.Events {
		line.Events = append(line.Events, eventLine{rangeLine(e.Range), dayText(e.From), dayText(e.Until), e.Ahead, e.Weight})
	}
	for _, n := range facts.Numbers {
		high := n.High
		if high == n.Value {
			high = 0
		}
		line.Numbers = append(line.Numbers, numberLine{rangeLine(n.Range), string(n.Kind), n.Value, high, string(n.Bound), n.Unit, n.Subject})
	}
	for _, a := range facts.Actors {
		line.Actors = append(line.Actors, actorLine{a.Name, string(a.Kind), a.Forms, a.Role, a.Country})
	}
	line.Keys = append(line.Keys, pairs(facts.Keys)...)
	return line
}

// actorName is the name of an actor; "" when there is none.
func actorName(facts news.Facts, at int) string {
	if at < 0 || at >= len(facts.Actors) {
		return ""
	}
	return facts.Actors[at].Name
}

func rangeOrNil(r news.Range) *rangeLine {
	if r.Empty() {
		return nil
	}
	line := rangeLine(r)
	return &line
}

func pairs(ranges []news.Range) (pairs [][2]int) {
	for _, r := range ranges {
		pairs = append(pairs, [2]int{r.Start, r.End})
	}
	return pairs
}

func dayText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
