package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// draft is an article that is not saved yet.
type draft struct {
	news.Article
	outlet *outlet
	facts  news.Facts
	who    []key  // of the actors
	quotes []int  // of the event, side by side with facts.Quotes
	copyOf *draft // whose text it carries; nil: its own
	key    int64  // of its text in the store
}

// event is a story that is not saved yet.
type event struct {
	*frame
	grammar *grammar
	serial  int
	size    int
	drafts  []*draft // oldest first
	story   news.Story
	before  *event // the event that it continues
	abroad  *event // the same one, told in another language first
}

// mill makes events in the order of their times. What it remembers has a bound.
type mill struct {
	world    *world
	grammars []*grammar
	outlets  map[string][]*outlet
	r        *rand.Rand
	now      time.Time
	until    time.Time // nothing of a batch is later
	span     time.Duration
	total    int
	even     bool   // as much in every hour; and batches follow each other in time, as Store.Fill wants them
	lines    int    // of a text, at least; at most three times as many
	made     int    // articles
	serial   int    // events
	pictures string // under which every other picture is served; empty: none is
	open     map[string][]*event
	last     *event // of which another language may tell
}

// maxOpen is how many events of a language may be continued.
const maxOpen = 400

// batch makes events of about n articles, complete with their texts; none when all are made.
func (m *mill) batch(n int) []*event {
	var events []*event
	for some := 0; some < n && m.made < m.total; {
		e := m.event()
		some, m.made = some+e.size, m.made+e.size
		events = append(events, e)
	}
	if m.even {
		m.until = m.time()
	}
	parallel(len(events), func(i int) { m.write(events[i]) })
	return events
}

// time is when the next event is.
func (m *mill) time() time.Time {
	return m.now.Add(-m.age(1 - float64(m.made)/float64(m.total))).Truncate(time.Second)
}

// event decides on the next event: when it was, where, how many wrote of it, and what it continues.
func (m *mill) event() *event {
	at := m.time()
	e := &event{serial: m.serial, size: min(m.size(m.now.Sub(at)), m.total-m.made)}
	m.serial++
	e.grammar = m.grammars[share(m.r.IntN(2*len(m.grammars)))%len(m.grammars)]
	kinds := e.grammar.kinds
	k := kinds[m.r.IntN(len(kinds))]
	open := m.open[e.grammar.language]
	switch last := m.last; {
	case last != nil && last.grammar != e.grammar && e.grammar.kindOf(last.kind) != nil && m.r.IntN(4) == 0:
		e.frame, e.abroad = last.frame, last
		e.size = min(e.size, 6)
		m.last = nil
		return e
	case len(open) > 0 && m.r.IntN(5) == 0 && at.Sub(open[len(open)/2].at) > 12*time.Hour:
		i := m.r.IntN(len(open)/2 + 1)
		e.before = open[i]
		e.frame = e.before.next(m.r, k, m.world, at)
		m.open[e.grammar.language] = append(slices.Delete(open, i, i+1), e)
	default:
		e.frame = m.world.newFrame(m.r, k, at)
		if m.r.IntN(4) == 0 {
			if open = append(open, e); len(open) > maxOpen {
				open = slices.Delete(open, 0, 1)
			}
			m.open[e.grammar.language] = open
		}
	}
	if m.r.IntN(3) == 0 {
		m.last = e
	}
	return e
}

// recent is the share of the articles that is of the last three days, spread evenly; the others grow more and more until then.
const recent = .09

// age is how old an event is of which that share of all articles is not older.
func (m *mill) age(share float64) time.Duration {
	if m.even {
		return time.Duration(share * float64(m.span))
	}
	days := min(72*time.Hour, m.span/4)
	if share < recent {
		return time.Duration(share / recent * float64(days))
	}
	x := (share - recent) / (1 - recent)
	return days + time.Duration(x*x*float64(m.span-days))
}

// size is how many articles an event has: mostly one or two, rarely eighty, and few in its first minutes.
func (m *mill) size(age time.Duration) int {
	n := math.Pow(1-m.r.Float64(), -1/1.15)
	return int(min(n, 80, 1+age.Minutes()/5))
}

// write makes the articles of an event.
func (m *mill) write(e *event) {
	r := rand.New(rand.NewPCG(e.frame.seed, uint64(e.serial)))
	k := e.grammar.kindOf(e.kind)
	papers := m.outlets[e.grammar.language]
	var agency *draft
	for i := range e.size {
		paper := papers[zipf(r, len(papers))]
		if i == 0 && e.size > 2 && r.IntN(2) == 0 {
			paper = papers[0]
			if len(papers) > 7 && papers[7].agency != "" && r.IntN(3) == 0 {
				paper = papers[7]
			}
		}
		d := &draft{outlet: paper}
		if agency != nil && r.IntN(5) < 2 && paper != agency.outlet {
			*d = *agency
			d.outlet, d.copyOf = paper, agency
		} else {
			t := m.world.text(e.grammar, k, e.frame, r, m.lines+r.IntN(2*m.lines+1))
			d.facts, d.who, d.quotes = t.facts, t.who, t.quotes
			for paragraph := range strings.SplitSeq(string(t.b), "\n\n") {
				d.Blocks = append(d.Blocks, news.Block{Role: news.RoleParagraph, Text: paragraph})
			}
			if i == 0 && paper.agency != "" {
				agency = d
				d.Agencies = []string{paper.agency}
			}
		}
		m.dress(d, e, k, r, i)
		e.drafts = append(e.drafts, d)
	}
	slices.SortStableFunc(e.drafts, func(a, b *draft) int { return a.PublishedAt.Compare(b.PublishedAt) })
}

// dress gives an article all that is not text.
func (m *mill) dress(d *draft, e *event, k *kind, r *rand.Rand, i int) {
	paper := d.outlet
	if d.copyOf == nil || r.IntN(3) == 0 {
		d.Headline = m.world.headline(e.grammar, e.frame, r, one(r, k.lines['h']))
	}
	delay := time.Duration(min(r.ExpFloat64()*5, 60) * float64(time.Hour))
	if room := m.until.Sub(e.at); delay > room {
		delay = time.Duration(r.Float64() * float64(room))
	}
	if i == 0 {
		delay = 0
	}
	d.PublishedAt = e.at.Add(delay).Truncate(time.Second)
	d.SeenAt, d.FetchedAt = minTime(d.PublishedAt.Add(time.Duration(1+r.IntN(500))*time.Second), m.now), minTime(d.PublishedAt.Add(600*time.Second), m.now)
	if r.IntN(12) == 0 {
		d.UpdatedAt = minTime(d.PublishedAt.Add(40*time.Minute), m.now)
	}
	d.URL = fmt.Sprintf("%s%s/%d-%d.html", paper.Home, cmp.Or(string(e.section), "news"), e.serial, i)
	d.CanonicalURL, d.Outlet, d.Language, d.Section = d.URL, paper.Name, e.grammar.language, e.section
	d.Kind, d.Summary, d.Dateline, d.Authors, d.Image, d.Enclosures = news.KindReport, "", "", nil, news.Image{}, nil
	if e.section == news.SectionOpinion {
		d.Kind = news.KindOpinion
	}
	if r.IntN(3) > 0 {
		p := &m.world.people[(len(m.world.people)-1)-zipf(r, len(m.world.people)/3)] // reporters are seldom in the news
		d.Authors = []string{p.full(e.grammar.script)}
	}
	if d.copyOf != nil && d.copyOf.outlet.agency != "" {
		d.Agencies = []string{d.copyOf.outlet.agency}
	}
	d.Tags = []string{m.world.places[e.places[0]][e.grammar.script]}
	if text := d.Blocks[0].Text; r.IntN(2) == 0 {
		d.Summary = text
	}
	d.Paywall = paper.paywall && r.IntN(5) < 3
	d.Truncated = d.Paywall && r.IntN(2) == 0
	place := m.world.places[e.places[0]]
	if r.IntN(20) < 11 {
		number := e.serial*100 + i
		address := fmt.Sprintf("%spictures/%d.jpg", paper.Home, number)
		if m.pictures != "" && r.IntN(2) == 0 {
			address = fmt.Sprintf("%s%d.jpg", m.pictures, number)
		}
		d.Image = news.Image{URL: address, Caption: place[e.grammar.script], Credit: paper.Name}
	}
	if d.copyOf == nil && (paper.media != news.KindReport && r.IntN(2) == 0 || r.IntN(40) == 0) {
		d.Kind = news.KindAudio
		d.Enclosures = []news.Enclosure{{URL: fmt.Sprintf("%saudio/%d.mp3", paper.Home, e.serial), Type: "audio/mpeg", Length: int64(1_000_000 + r.IntN(40_000_000))}}
		if paper.media == news.KindVideo {
			d.Kind = news.KindVideo
			d.Enclosures = []news.Enclosure{{URL: fmt.Sprintf("%svideo/%d.mp4", paper.Home, e.serial), Type: "video/mp4", Length: int64(5_000_000 + r.IntN(90_000_000))}}
		}
	}
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
