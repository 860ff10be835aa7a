// Package thread follows stories through months and across languages.
//
// [Threads.Link] takes stories with their articles and says which earlier ones they continue, which of other languages
// report the same event, and what each tells that its thread did not know. It remembers only their [Gist]s: a few
// hundred bytes of names, phrases and numbers, which outlive the window in which stories grow and are kept in the
// database ([Gist.Pack]).
package thread

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// Options are the settings of [Threads]; the zero value of each field gets a default.
type Options struct {
	Span time.Duration // how long a story is remembered after its last article; default 180 days
	Most int           // stories remembered at most, the oldest go first; default 200,000
}

// sweepEvery is how many stories come in between two sweeps.
const sweepEvery = 1000

// lonely is how long a story of one article that nothing follows is remembered.
const lonely = 45 * 24 * time.Hour

// Threads follows stories through time. It remembers the gists of the last months, links each story to earlier ones about
// the same matter, and stories in several languages about the same event. It is not safe for concurrent use.
//
// A thread has the number of the story that began it, for good: that story never leaves it. A thread begins when a second
// story links to a first one. Precision goes first: what two stories share must be particular to them among all that are
// remembered.
type Threads struct {
	options  Options
	clock    time.Time
	stories  map[news.StoryID]*told
	threads  map[news.ThreadID]*thread
	shelves  map[string]*shelf // by language
	rarity   *rarity
	coverage *coverages
	swept    int            // stories added since the last sweep
	reviewed map[string]int // how many stories a language had when all were looked at again

	changedStories map[news.StoryID]bool // since the last pass
	changedThreads map[news.ThreadID]bool
}

// told is a story that is remembered.
type told struct {
	id       news.StoryID
	lang     string
	from, to time.Time
	articles int
	sources  int
	packed   []byte
	thread   news.ThreadID
	coverage news.StoryID
	posted   []uint32 // under which its shelf finds it
	echoes   []Trait  // that another story of its thread has: they are not counted again, see rarity

	round int // of the search that last found it, see shelf.near
	votes float32
}

// thread is a run of stories.
type thread struct {
	news.Thread
	stories []*told // by time
	stored  bool
}

// New returns threads that remember nothing.
func New(o Options) *Threads {
	o.Span, o.Most = cmp.Or(o.Span, 180*24*time.Hour), cmp.Or(o.Most, 200_000)
	return &Threads{options: o, stories: map[news.StoryID]*told{}, threads: map[news.ThreadID]*thread{},
		shelves: map[string]*shelf{}, rarity: newRarity(), coverage: newCoverages(), reviewed: map[string]int{},
		changedStories: map[news.StoryID]bool{}, changedThreads: map[news.ThreadID]bool{}}
}

// Restore remembers a story as it was linked before. Stories may come in any order; the same ones give the same threads.
func (t *Threads) Restore(link news.StoryLink) error {
	g, err := UnpackGist(link.Story, link.Gist)
	if err != nil {
		return err
	}
	s := t.remember(&g, link.Gist)
	t.enter(s, link.Thread)
	if th := t.threads[link.Thread]; th != nil {
		th.stored = true
	}
	t.coverage.enter(s, &g, link.Coverage)
	clear(t.changedStories)
	clear(t.changedThreads)
	return nil
}

// Options are the settings with their defaults.
func (t *Threads) Options() Options { return t.options }

// Telling is a story with its articles, or with the beginning of them.
type Telling struct {
	Story    news.Story
	Articles []news.Article
}

// Link finds the threads and the coverage of new and changed stories, by time, and tells what changed. Stories that
// ended in others are named in merged, by which they are replaced.
func (t *Threads) Link(tellings []Telling, merged map[news.StoryID]news.StoryID) news.Links {
	for _, from := range slices.Sorted(maps.Keys(merged)) {
		t.replace(from, merged[from])
	}
	tellings = slices.Clone(tellings)
	slices.SortFunc(tellings, func(a, b Telling) int {
		return cmp.Or(a.Story.FirstSeenAt.Compare(b.Story.FirstSeenAt), cmp.Compare(a.Story.ID, b.Story.ID))
	})
	gists := make([]Gist, len(tellings))
	batch := make([]*told, len(tellings))
	for i, telling := range tellings { // all are known before the first is linked: their order matters less
		gists[i] = NewGist(telling.Story, telling.Articles)
		batch[i] = t.remember(&gists[i], gists[i].Pack())
		t.changedStories[batch[i].id] = true
	}
	links := news.Links{Merged: map[news.ThreadID]news.ThreadID{}}
	fresh := map[news.StoryID][]news.KeySentence{}
	for i, s := range batch {
		t.follow(s, gists[i].Traits, links.Merged)
		t.coverage.link(t, s, &gists[i])
	}
	t.reconsider(batch, links.Merged)
	for i, s := range batch {
		fresh[s.id] = t.fresh(s, &gists[i], tellings[i].Story.Lead, tellings[i].Articles)
	}
	t.collect(&links, fresh)
	t.sweep()
	return links
}

// fewStories is how many stories of a language are too few to tell what is particular: until there are more, all are looked at
// again whenever an eighth is new.
const fewStories = 400

// reconsider follows all stories of the batch's languages anew while there are few of them.
func (t *Threads) reconsider(batch []*told, merged map[news.ThreadID]news.ThreadID) {
	few := map[string]bool{}
	for _, s := range batch {
		if n := t.rarity.stories[s.lang]; n < fewStories && n > t.reviewed[s.lang]+t.reviewed[s.lang]/8 {
			few[s.lang], t.reviewed[s.lang] = true, n
		}
	}
	if len(few) == 0 {
		return
	}
	var again []*told
	for _, s := range t.stories {
		if few[s.lang] {
			again = append(again, s)
		}
	}
	slices.SortFunc(again, byBeginning)
	for _, s := range again {
		t.follow(s, traitsOf(s.packed), merged)
	}
}

func byBeginning(a, b *told) int { return cmp.Or(a.from.Compare(b.from), cmp.Compare(a.id, b.id)) }

// collect writes down what changed since the last pass.
func (t *Threads) collect(links *news.Links, fresh map[news.StoryID][]news.KeySentence) {
	for _, id := range slices.Sorted(maps.Keys(t.changedStories)) {
		if s := t.stories[id]; s != nil {
			sentences, read := fresh[id]
			links.Stories = append(links.Stories, news.StoryLink{Story: id, Thread: s.thread, Coverage: s.coverage, Fresh: sentences, Read: read, Gist: s.packed, UpdatedAt: s.to})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(t.changedThreads)) {
		th := t.threads[id]
		if th == nil || len(th.stories) < 2 && !th.stored { // one that has lost its stories tells so
			continue
		}
		th.stored = true
		t.describe(th)
		links.Threads = append(links.Threads, th.Thread)
		if len(th.stories) == 0 {
			delete(t.threads, id)
		}
	}
	clear(t.changedStories)
	clear(t.changedThreads)
	for from, into := range links.Merged {
		for further, more := links.Merged[into]; more; further, more = links.Merged[into] {
			into = further
		}
		links.Merged[from] = into
	}
}

// remember takes a gist in, in the place of an earlier one of the same story, whose thread and coverage stay.
func (t *Threads) remember(g *Gist, packed []byte) *told {
	s := t.stories[g.Story]
	if s == nil {
		s = &told{id: g.Story}
		t.stories[g.Story] = s
		t.swept++
	} else {
		t.forgetWords(s)
	}
	s.lang, s.from, s.to, s.articles, s.sources, s.packed = g.Language, g.From, g.To, g.Articles, g.Sources, packed
	if s.to.After(t.clock) {
		t.clock = s.to
	}
	if th := t.threads[s.thread]; th != nil {
		th.sort()
		t.changedThreads[th.ID] = true
	}
	t.coverage.count(s, g, 1)
	t.rarity.add(s.lang, g.Traits)
	t.echo(s, g.Traits)
	if t.shelves[s.lang] == nil {
		t.shelves[s.lang] = newShelf()
	}
	t.shelves[s.lang].add(s, g.Traits)
	return s
}

// forgetWords takes a story's words out of the index.
func (t *Threads) forgetWords(s *told) {
	t.rarity.count(s.lang, s.echoes, 1)
	s.echoes = nil
	t.rarity.remove(s.lang, traitsOf(s.packed))
	if g, err := UnpackGist(s.id, s.packed); err == nil {
		t.coverage.count(s, &g, -1)
	}
	t.shelves[s.lang].remove(s)
}

// enter puts a story into a thread; zero puts it into none.
func (t *Threads) enter(s *told, id news.ThreadID) {
	if s.thread == id {
		return
	}
	if old := t.threads[s.thread]; old != nil {
		old.stories = slices.DeleteFunc(old.stories, func(other *told) bool { return other == s })
		t.changedThreads[old.ID] = true
		t.rarity.count(s.lang, s.echoes, 1)
		s.echoes = nil
	}
	s.thread = id
	t.changedStories[s.id] = true
	if id == 0 {
		return
	}
	th := t.threads[id]
	if th == nil {
		th = &thread{Thread: news.Thread{ID: id}}
		t.threads[id] = th
	}
	th.stories = append(th.stories, s)
	th.sort()
	t.echo(s, traitsOf(s.packed))
	t.changedThreads[id] = true
}

// echo takes out of the count what other stories of the thread have too: a matter that goes on for months does not make its
// names common.
func (t *Threads) echo(s *told, traits []Trait) {
	th := t.threads[s.thread]
	if th == nil {
		return
	}
	known := map[uint32]bool{}
	for _, other := range th.stories {
		if other != s {
			for _, trait := range traitsOf(other.packed) {
				known[trait.Hash] = true
			}
		}
	}
	s.echoes = nil
	for _, trait := range traits {
		if known[trait.Hash] {
			s.echoes = append(s.echoes, trait)
		}
	}
	t.rarity.count(s.lang, s.echoes, ^uint32(0))
}

func (th *thread) sort() {
	slices.SortFunc(th.stories, byBeginning)
}
