package store

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// This file turns what is learned of a source into what columns hold, and back.

type rulesShape struct {
	Body     string `json:"body,omitempty"`
	Headline string `json:"headline,omitempty"`
	Byline   string `json:"byline,omitempty"`
	Date     string `json:"date,omitempty"`
	Image    string `json:"image,omitempty"`
	Drop     string `json:"drop,omitempty"`
}

type averagesShape struct {
	Seen   int64                 `json:"seen"`
	Missed []string              `json:"missed,omitempty"`
	Of     map[string][3]float64 `json:"of,omitempty"` // slow, fast, spread
}

type driftShape struct {
	What  string   `json:"what"`
	Since int64    `json:"since"` // microseconds
	Was   float64  `json:"was"`
	Is    float64  `json:"is"`
	Rules []string `json:"rules,omitempty"`
}

type turnShape struct {
	driftShape
	At   int64 `json:"at"`
	Over bool  `json:"over,omitempty"`
}

type driftsShape struct {
	Now   []driftShape `json:"now,omitempty"`
	Turns []turnShape  `json:"turns,omitempty"`
}

// packed is JSON of a value that cannot fail to be written.
func packed(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: %T as JSON: %v", v, err))
	}
	return string(b)
}

func packRules(r news.PageRules) string {
	if r.Empty() {
		return ""
	}
	return packed(rulesShape(r))
}

func unpackRules(s string) (news.PageRules, error) {
	var shape rulesShape
	err := unpackColumn("rules", s, &shape)
	return news.PageRules(shape), err
}

func unpackColumn(name, s string, into any) error {
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), into); err != nil {
		return fmt.Errorf("%s of a source, %.40q: %w", name, s, err)
	}
	return nil
}

func packAverages(l *news.Learning) string {
	shape := averagesShape{Seen: l.Seen, Missed: l.Missed, Of: map[string][3]float64{}}
	for what, a := range l.Averages {
		shape.Of[string(what)] = [3]float64{number(a.Slow), number(a.Fast), number(a.Spread)}
	}
	return packed(shape)
}

func unpackAverages(s string, l *news.Learning) error {
	var shape averagesShape
	err := unpackColumn("averages", s, &shape)
	l.Seen, l.Missed, l.Averages = shape.Seen, shape.Missed, map[news.Measure]news.Average{}
	for what, a := range shape.Of {
		l.Averages[news.Measure(what)] = news.Average{Slow: a[0], Fast: a[1], Spread: a[2]}
	}
	return err
}

func shapeOfDrift(d news.Drift) driftShape {
	return driftShape{string(d.What), micros(d.Since), number(d.Was), number(d.Is), d.Rules}
}

func (d driftShape) drift() news.Drift {
	return news.Drift{What: news.Measure(d.What), Since: fromMicros(d.Since), Was: d.Was, Is: d.Is, Rules: d.Rules}
}

func packDrift(l *news.Learning) string {
	if len(l.Drifts)+len(l.Turns) == 0 {
		return ""
	}
	var shape driftsShape
	for _, d := range l.Drifts {
		shape.Now = append(shape.Now, shapeOfDrift(d))
	}
	for _, t := range l.Turns {
		shape.Turns = append(shape.Turns, turnShape{shapeOfDrift(t.Drift), micros(t.At), t.Over})
	}
	return packed(shape)
}

func unpackDrift(s string) (drifts []news.Drift, turns []news.Turn, err error) {
	var shape driftsShape
	err = unpackColumn("drift", s, &shape)
	for _, d := range shape.Now {
		drifts = append(drifts, d.drift())
	}
	for _, t := range shape.Turns {
		turns = append(turns, news.Turn{Drift: t.drift(), At: fromMicros(t.At), Over: t.Over})
	}
	return drifts, turns, err
}

// packPages writes remembered pages: for each its entry, headline, family and blocks.
func packPages(pages []news.PageMemory) []byte {
	b := []byte{}
	for _, p := range pages {
		b = binary.AppendUvarint(b, uint64(p.Entry))
		b = binary.LittleEndian.AppendUint32(b, p.Headline)
		b = binary.LittleEndian.AppendUint32(b, p.Family)
		b = binary.AppendUvarint(b, uint64(len(p.Blocks)))
		for _, block := range p.Blocks {
			b = binary.LittleEndian.AppendUint32(b, block)
		}
	}
	return b
}

// unpackPages reads what packPages wrote, as far as it is whole: what is remembered may be forgotten.
func unpackPages(b []byte) (pages []news.PageMemory) {
	for len(b) > 0 {
		entry, n := binary.Uvarint(b)
		if n <= 0 || len(b) < n+9 {
			return pages
		}
		b = b[n:]
		p := news.PageMemory{Entry: news.EntryID(entry), Headline: binary.LittleEndian.Uint32(b), Family: binary.LittleEndian.Uint32(b[4:])}
		blocks, n := binary.Uvarint(b[8:])
		if b = b[8+max(n, 0):]; n <= 0 || blocks > uint64(len(b)/4) {
			return pages
		}
		p.Blocks = make([]uint32, blocks)
		for i := range p.Blocks {
			p.Blocks[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
		pages, b = append(pages, p), b[4*blocks:]
	}
	return pages
}

// daily is how much later a furniture is met before that is noted.
const daily = 24 * time.Hour
