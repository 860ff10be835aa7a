package thread

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// When stories of two languages are about one event, see kinshipAbroad. Precision goes first. Judged by eye on the links of three
// days of real pages, and measured on invented coverage in testdata.
const (
	abroadSpan    = 4 * 24 * time.Hour // how long a story waits for others
	abroadApart   = 36 * time.Hour     // between two stories about one event, at most
	abroadCut     = 0.85               // score from which they are …
	namesAlone    = 1.0                // the same when nothing but names is in common
	abroadLeast   = 0.25               // … when their cosine reaches this
	abroadNames   = 3                  // names in common; one less with numbers or an address
	assumedAbroad = 400                // stories that each language is taken to have from the start
	numbersTell   = 4.0                // rarity of such numbers together
	agreeing      = 0.25               // cosine that a story needs with most of a coverage
	leadingFrom   = 1.3                // weight of a name that stands in front: in a headline, or again and again
	soundsAlike   = 0.84
	shortestName  = 3   // consonants of a name that may be compared in another alphabet
	commonSound   = 250 // stories that a skeleton may lead to before it leads to none
	askedAbroad   = 12  // candidates compared, of each language
)

// coverages links stories of several languages about the same event: through names, however they are spelled, through
// numbers, countries and addresses. Each story links to the one of another language that is most like it, when that is
// so the other way round. The stories that hang together are one coverage, named by the oldest.
type coverages struct {
	profiles map[news.StoryID]*profile
	posts    map[string][]*profile     // by clue
	rows     []uint32                  // how many of all stories that are remembered have a clue, by rows of a hash
	met      map[string]int            // such stories, by language
	restored map[news.StoryID]*profile // of each stored coverage one, by its number
	clock    time.Time
}

func newCoverages() *coverages {
	return &coverages{profiles: map[news.StoryID]*profile{}, posts: map[string][]*profile{}, rows: make([]uint32, 1<<20), met: map[string]int{}, restored: map[news.StoryID]*profile{}}
}

// enter remembers a story as it was linked before. Which of a coverage had led to which is found again when they change.
func (c *coverages) enter(s *told, g *Gist, id news.StoryID) {
	s.coverage = id
	if s.to.After(c.clock) {
		c.clock = s.to
	}
	if c.clock.Sub(s.to) > abroadSpan {
		return
	}
	p := c.post(s, g)
	if id == 0 {
		return
	}
	if other := c.restored[id]; other != nil && c.profiles[other.story.id] == other {
		p.links[other.story.id], other.links[s.id] = other, p
		return
	}
	c.restored[id] = p
}

// post puts a story's profile in the place of an earlier one.
func (c *coverages) post(s *told, g *Gist) *profile {
	c.forget(s)
	p := profileOf(s, g)
	c.profiles[s.id] = p
	for _, x := range p.clues {
		c.posts[x.key] = append(c.posts[x.key], p)
	}
	return p
}

// forget takes a story out; its coverage stays what it is.
func (c *coverages) forget(s *told) {
	p := c.profiles[s.id]
	if p == nil {
		return
	}
	for id, other := range p.links {
		delete(other.links, s.id)
		delete(p.links, id)
	}
	for _, x := range p.clues {
		rest := slices.DeleteFunc(c.posts[x.key], func(other *profile) bool { return other == p })
		if len(rest) == 0 {
			delete(c.posts, x.key)
		} else {
			c.posts[x.key] = rest
		}
	}
	delete(c.profiles, s.id)
}

// rival is a story that may be about the same event.
type rival struct {
	*profile
	score float64
}

// best gives for each other language the story most like p, when it is about the same event.
func (c *coverages) best(p *profile) map[string]rival {
	votes := map[*profile]float64{}
	for _, x := range p.clues {
		posts := c.posts[x.key]
		if len(posts) > commonSound {
			continue
		}
		rare := c.rare(p.story.lang, x.key)
		for _, other := range posts {
			if other.story.lang != p.story.lang && apart(p.story, other.story) <= abroadApart {
				votes[other] += rare * x.weight
			}
		}
	}
	byLang := map[string][]*profile{}
	for other := range votes {
		byLang[other.story.lang] = append(byLang[other.story.lang], other)
	}
	found := map[string]rival{}
	for lang, others := range byLang {
		slices.SortFunc(others, func(a, b *profile) int {
			return cmp.Or(cmp.Compare(votes[b], votes[a]), cmp.Compare(a.story.id, b.story.id))
		})
		for _, other := range others[:min(len(others), askedAbroad)] {
			if l := c.compare(p, other); l.sameEvent() && l.score() > found[lang].score {
				found[lang] = rival{other, l.score()}
			}
		}
	}
	return found
}

// apart is the time between two stories; none when one began while the other went on.
func apart(a, b *told) time.Duration {
	return max(0, a.from.Sub(b.to), b.from.Sub(a.to))
}

// link finds the coverage of a new or changed story.
func (c *coverages) link(t *Threads, s *told, g *Gist) {
	if s.to.After(c.clock) {
		c.clock = s.to
	}
	touched := map[news.StoryID]*profile{}
	if old := c.profiles[s.id]; old != nil {
		maps.Copy(touched, old.links)
	}
	p := c.post(s, g)
	touched[s.id] = p
	best := c.best(p)
	for _, lang := range slices.Sorted(maps.Keys(best)) {
		other := best[lang]
		if back := c.best(other.profile)[s.lang]; back.profile == p && c.agrees(p, other.profile) {
			for id, former := range other.links { // of one language each has one
				if former.story.lang == s.lang {
					delete(other.links, id)
					delete(former.links, other.story.id)
					touched[id] = former
				}
			}
			p.links[other.story.id], other.links[s.id] = other.profile, p
			touched[other.story.id] = other.profile
		}
	}
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		c.name(t, touched[id])
	}
}

// agrees reports whether a story is like most of those, in other languages than its own, that hang together with another.
func (c *coverages) agrees(p, other *profile) bool {
	asked, alike := 0, 0
	for _, m := range together(other) {
		if m != p && m.story.lang != p.story.lang {
			asked++
			if c.compare(p, m).cosine >= agreeing {
				alike++
			}
		}
	}
	return 3*alike >= 2*asked
}

// together are the stories that hang together with p, itself included.
func together(p *profile) map[news.StoryID]*profile {
	members := map[news.StoryID]*profile{p.story.id: p}
	open := []*profile{p}
	for len(open) > 0 {
		next := open[0]
		open = open[1:]
		for id, other := range next.links {
			if members[id] == nil {
				members[id] = other
				open = append(open, other)
			}
		}
	}
	return members
}

// name gives the stories that hang together with p the number of the oldest.
func (c *coverages) name(t *Threads, p *profile) {
	members := together(p)
	oldest := p.story
	for _, m := range members {
		if byBeginning(m.story, oldest) < 0 {
			oldest = m.story
		}
	}
	id := oldest.id
	if len(members) == 1 {
		id = 0
	}
	for _, m := range members {
		if m.story.coverage != id {
			m.story.coverage = id
			t.changedStories[m.story.id] = true
		}
	}
}

// replace follows a story that ended in another.
func (c *coverages) replace(t *Threads, s *told, into news.StoryID) {
	former := map[news.StoryID]*profile{}
	if p := c.profiles[s.id]; p != nil {
		maps.Copy(former, p.links)
	}
	c.forget(s)
	for _, id := range slices.Sorted(maps.Keys(former)) {
		c.name(t, former[id])
	}
}

// sweep drops the profiles of stories that wait no more. What they were linked to stays so.
func (c *coverages) sweep() {
	for _, id := range slices.Sorted(maps.Keys(c.profiles)) {
		if p := c.profiles[id]; c.clock.Sub(p.story.to) > abroadSpan {
			c.forget(p.story)
		}
	}
}
