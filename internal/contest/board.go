package contest

import (
	"cmp"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"
	"nutgraf/internal/story"
)

const (
	batch       = 256 // pages are grouped at once
	repairShare = 10  // the grouping is repaired when one article in so many is new
)

// Board holds the pages that are there now, and the stories that their news makes. It is not safe for concurrent use.
//
// Its clock is the newest publication time among its pages. A page with a time to live leaves when that much time has
// passed, by that clock, since it was published.
type Board struct {
	pages   map[string]*entry
	byID    map[news.ArticleID]*entry
	next    news.ArticleID
	clock   time.Time
	expiry  expiry
	sites   map[string]news.SourceID
	window  *story.Window
	stories map[news.StoryID]*told
	waiting []news.Article   // not yet grouped
	leaving []news.ArticleID // still in the window
	grouped int              // articles so far
	rough   int              // of these since the last repair
}

// entry is what a board keeps of a page: no text.
type entry struct {
	id        news.ArticleID
	name      string
	published time.Time
	expires   time.Time // zero: never
	counts    bool
	language  string
	category  Category
	headline  string
	source    news.SourceID
	family    news.ArticleID
	story     news.StoryID // 0: not grouped
}

// told is a story with its articles, the most relevant first.
type told struct {
	lead    news.ArticleID
	members []news.ArticleID
}

// NewBoard returns an empty board.
func NewBoard() *Board {
	return &Board{
		pages: map[string]*entry{}, byID: map[news.ArticleID]*entry{}, next: 1, sites: map[string]news.SourceID{},
		window: story.New(story.Options{Score: rank.Score}), stories: map[news.StoryID]*told{},
	}
}

// Len is how many pages there are.
func (b *Board) Len() int { return len(b.pages) }

// Has reports whether a page is there.
func (b *Board) Has(name string) bool { return b.pages[name] != nil }

// Put adds a judged page, or puts it in the place of the one of that name, and reports whether there was one. A page
// without a time counts as published now, by the board's clock; life is its time to live, 0 for one without end.
// It returns the names of the pages whose time is up, which may be its own.
func (b *Board) Put(p Page, life time.Duration) (replaced bool, gone []string) {
	e := b.pages[p.Name]
	if replaced = e != nil; !replaced {
		e = &entry{id: b.next, name: p.Name}
		b.next++
		b.pages[p.Name], b.byID[e.id] = e, e
	}
	a := p.Article
	if a.PublishedAt.IsZero() {
		a.PublishedAt = b.clock
	}
	a.ID, a.SeenAt, a.SourceID = e.id, a.PublishedAt, b.source(&a)
	counted, was := e.counts, e.published
	e.published, e.language, e.category, e.headline, e.source, e.counts = a.PublishedAt, a.Language, p.Category, a.Headline, a.SourceID, p.Counts()
	e.expires = time.Time{}
	if life > 0 {
		e.expires = a.PublishedAt.Add(life)
		b.expiry.push(e, b.pages)
	}
	if counted {
		b.takeOut(e)
	}
	if e.counts {
		if b.waiting = append(b.waiting, a); len(b.waiting) >= batch {
			b.add()
		}
	}
	b.wind(was, e.published)
	return replaced, b.sweep()
}

// Delete takes a page away and reports whether it was there.
func (b *Board) Delete(name string) bool {
	e := b.pages[name]
	if e == nil {
		return false
	}
	if e.counts {
		b.takeOut(e)
	}
	delete(b.pages, name)
	delete(b.byID, e.id)
	b.wind(e.published, time.Time{})
	return true
}

// source numbers the sites of articles.
func (b *Board) source(a *news.Article) news.SourceID {
	site := cmp.Or(news.HostKey(a.URL), a.Outlet)
	if b.sites[site] == 0 {
		b.sites[site] = news.SourceID(len(b.sites) + 1)
	}
	return b.sites[site]
}

// takeOut takes a page out of its story.
func (b *Board) takeOut(e *entry) {
	if at := slices.IndexFunc(b.waiting, func(a news.Article) bool { return a.ID == e.id }); at >= 0 {
		b.waiting = slices.Delete(b.waiting, at, at+1)
	}
	if s := b.stories[e.story]; s != nil {
		s.members = slices.DeleteFunc(s.members, func(id news.ArticleID) bool { return id == e.id })
		if len(s.members) == 0 {
			delete(b.stories, e.story)
		}
	}
	e.story = 0
	b.leaving = append(b.leaving, e.id)
}

// sweep takes away what has outlived its time.
func (b *Board) sweep() (gone []string) {
	for {
		e := b.expiry.pop(b.clock)
		if e == nil {
			return gone
		}
		if b.pages[e.name] == e {
			b.Delete(e.name)
			gone = append(gone, e.name)
		}
	}
}

// wind sets the clock when a page has another time than it had; zero: it is new, or gone.
func (b *Board) wind(was, now time.Time) {
	if b.clock.Equal(was) && now.Before(was) { // it was the newest: another one is now
		b.clock = time.Time{}
		for _, e := range b.pages {
			if e.published.After(b.clock) {
				b.clock = e.published
			}
		}
	}
	if now.After(b.clock) {
		b.clock = now
	}
}

// add takes out what is gone and groups what waits. A repair looks at much of the window: it is due when as many articles are new as a share of
// those that were there, so that a collection is not looked at too often while it grows.
func (b *Board) add() {
	if len(b.leaving) > 0 { // first, for what waits may be the same page, changed
		b.note(b.window.Remove(b.leaving...))
		b.leaving = nil
	}
	if len(b.waiting) > 0 {
		b.note(b.window.Add(b.waiting))
	}
	b.grouped += len(b.waiting)
	b.rough += len(b.waiting)
	b.waiting = nil
	if b.rough >= max(4*batch, b.grouped/repairShare) {
		b.repair()
	}
}

// settle makes what is there ready to be told.
func (b *Board) settle() {
	b.add()
	if b.rough > 0 {
		b.repair()
	}
}

func (b *Board) repair() {
	b.rough = 0
	b.note(b.window.Repair())
}

// note takes over what a pass of the grouping changed.
func (b *Board) note(g news.Grouping) {
	placed := map[news.StoryID][]news.ArticleID{}
	for _, p := range g.Placed {
		if e := b.byID[p.Article]; e != nil {
			e.family = p.Family
			placed[p.Story] = append(placed[p.Story], p.Article)
		}
	}
	for from := range g.Merged {
		delete(b.stories, from)
	}
	for i := range g.Stories {
		s := &g.Stories[i]
		members := b.window.Central(s.ID)
		if members == nil { // it has left the window already
			if old := b.stories[s.ID]; old != nil {
				members = old.members
			}
			members = append(members, placed[s.ID]...)
		}
		b.stories[s.ID] = &told{s.Lead, members}
		for _, id := range members {
			if e := b.byID[id]; e != nil {
				e.story = s.ID
			}
		}
	}
}
