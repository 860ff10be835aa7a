package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/rank"
	"nutgraf/internal/store"
)

const holder = "volume"

// saver writes events into a database, in the steps in which the service does.
type saver struct {
	db       *store.Store
	world    *world
	grammars []*grammar
	story    news.StoryID // the last one given
	entities map[key]*entity
	entity   news.EntityID
	saying   news.SayingID
	threads  map[news.ThreadID]bool
	spent    map[string]time.Duration
}

// entity is what is known of somebody who was named.
type entity struct{ news.Profile }

func (s *saver) step(name string, do func() error) error {
	began := time.Now()
	err := do()
	s.spent[name] += time.Since(began)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// save writes a batch of events.
func (s *saver) save(ctx context.Context, events []*event, at time.Time) error {
	byURL := map[string]*draft{}
	var entries []news.Entry
	for _, e := range events {
		for _, d := range e.drafts {
			byURL[d.URL] = d
			entries = append(entries, news.Entry{GUID: d.URL, URL: d.URL, Title: d.Headline, Summary: d.Summary, Authors: d.Authors,
				PublishedAt: d.PublishedAt, SeenAt: d.SeenAt, Origin: d.outlet.Name, Language: d.Language})
		}
	}
	return errors.Join(
		s.step("entries", func() error { _, err := s.db.ImportEntries(ctx, entries, at); return err }),
		s.step("articles", func() error { return s.articles(ctx, byURL, at) }),
		s.step("read back", func() error { return s.readBack(ctx, byURL) }),
		s.step("stories", func() error { return s.stories(ctx, events, at) }),
		s.step("links", func() error { return s.links(ctx, events) }),
		s.step("ledger", func() error { return s.ledger(ctx, events, byURL) }),
	)
}

func (s *saver) articles(ctx context.Context, byURL map[string]*draft, at time.Time) error {
	works, err := s.db.ClaimEntries(ctx, at.Add(time.Hour), at.Add(2*time.Hour), len(byURL), 1)
	if err != nil {
		return err
	}
	outcomes := make([]news.Outcome, 0, len(works))
	for _, w := range works {
		d := byURL[w.Entry.URL]
		if d == nil {
			return fmt.Errorf("%s waits to be read, but is not of this batch", w.Entry.URL)
		}
		outcomes = append(outcomes, news.Outcome{Entry: w.Entry, Articles: []news.Article{d.Article}, Version: 1 << 20, LeaseUntil: w.LeaseUntil, Learned: w.Learned})
	}
	return s.db.SaveArticles(ctx, outcomes, at.Add(time.Hour))
}

// readBack learns which numbers the articles have.
func (s *saver) readBack(ctx context.Context, byURL map[string]*draft) error {
	claimed, err := s.db.ClaimArticles(ctx, len(byURL), pipeline.StoriesVersion)
	if err != nil {
		return err
	}
	for _, a := range claimed {
		d := byURL[a.URL]
		if d == nil {
			return fmt.Errorf("%s waits to be grouped, but is not of this batch", a.URL)
		}
		d.ID, d.SourceID, d.Article.Country, d.Weight = a.ID, a.SourceID, a.Country, a.Weight
	}
	return nil
}

func (s *saver) stories(ctx context.Context, events []*event, at time.Time) error {
	g := news.Grouping{Version: pipeline.StoriesVersion, At: at}
	for _, e := range events {
		s.story++
		e.story = storyOf(e, s.story)
		g.Stories = append(g.Stories, e.story)
		for _, d := range e.drafts {
			family := d.ID
			if d.copyOf != nil {
				family = d.copyOf.ID
			}
			d.FamilyID, d.StoryID = family, s.story
			g.Placed = append(g.Placed, news.Placement{Article: d.ID, Story: s.story, Family: family})
		}
	}
	now := time.Now()
	term, err := s.db.AcquireLease(ctx, "stories", holder, now, now.Add(time.Hour))
	if err != nil {
		return err
	}
	return s.db.SaveStories(ctx, holder, term, g, now)
}

// storyOf is what grouping would make of an event.
func storyOf(e *event, id news.StoryID) news.Story {
	first, last := e.drafts[0], e.drafts[len(e.drafts)-1]
	lead := first
	for _, d := range e.drafts {
		if d.Image.URL != "" {
			lead = d
			break
		}
	}
	keys := func(d *draft, n int) news.KeySentence {
		return news.KeySentence{Text: d.facts.Keys[n].In(d.Text()), Article: d.ID, Source: d.SourceID}
	}
	story := news.Story{
		ID: id, Headline: lead.Headline, Summary: lead.Blocks[0].Text, Language: e.grammar.language, Section: e.section, Lead: lead.ID, LeadSource: lead.SourceID,
		Image: lead.Image, Articles: len(e.drafts), FirstSeenAt: first.Time(), UpdatedAt: last.Time(), Phrases: lead.facts.Phrases,
		Keys: []news.KeySentence{keys(lead, 0)},
	}
	if story.Image.URL != "" {
		story.ImageOf, story.ImageSource = lead.ID, lead.SourceID
	}
	sources, own := map[news.SourceID]bool{}, map[news.SourceID]bool{}
	var members []rank.Member
	var lineage news.Lineage
	for _, d := range e.drafts {
		sources[d.SourceID] = true
		family := d.ID
		if d.copyOf == nil {
			own[d.SourceID] = true
		} else {
			family = d.copyOf.ID
			lineage.Family, lineage.Agency, lineage.Owner = family, d.copyOf.outlet.agency, d.copyOf.SourceID
			lineage.Copies = append(lineage.Copies, news.Relative{Article: d.ID, Relation: news.RelationExact})
		}
		if len(d.facts.Keys) > 1 && len(story.Keys) < 3 && d.copyOf == nil {
			story.Keys = append(story.Keys, keys(d, 1))
		}
		members = append(members, rank.Member{Source: d.SourceID, Weight: d.Weight, At: d.Time(), Family: family, Country: d.Article.Country})
	}
	if lineage.Family != 0 {
		story.Lineages = []news.Lineage{lineage}
	}
	story.Sources, story.Independent = len(sources), len(own)
	rank.Score(&story, members)
	return story
}

// links says which stories continue which, and which are the same one in two languages.
func (s *saver) links(ctx context.Context, events []*event) error {
	links := news.Links{Version: pipeline.LinksVersion}
	changed := map[news.ThreadID]bool{}
	for _, e := range events {
		l := news.StoryLink{Story: e.story.ID, Read: true, Gist: []byte{0}, UpdatedAt: e.story.UpdatedAt} // a gist that is made anew when the story goes on
		if b := e.before; b != nil {
			if b.story.Thread == 0 {
				b.story.Thread = news.ThreadID(b.story.ID)
				links.Stories = append(links.Stories, news.StoryLink{Story: b.story.ID, Thread: b.story.Thread, Coverage: b.story.Coverage})
			}
			e.story.Thread, l.Thread = b.story.Thread, b.story.Thread
			l.Fresh = e.story.Keys[len(e.story.Keys)-1:]
			if !changed[l.Thread] {
				changed[l.Thread] = true
				name := s.world.places[e.places[0]][e.grammar.script] + ", " + e.grammar.org(s.world, e.orgs[0])
				links.Threads = append(links.Threads, news.Thread{ID: l.Thread, Name: name, Language: e.grammar.language, Phrases: e.story.Phrases,
					FirstSeenAt: b.story.FirstSeenAt, UpdatedAt: e.story.UpdatedAt})
			}
			e.before = nil // the chain before it is not needed any more
		}
		if a := e.abroad; a != nil {
			if a.story.Coverage == 0 {
				a.story.Coverage = a.story.ID
				links.Stories = append(links.Stories, news.StoryLink{Story: a.story.ID, Thread: a.story.Thread, Coverage: a.story.Coverage})
			}
			e.story.Coverage, l.Coverage = a.story.Coverage, a.story.Coverage
			e.abroad = nil
		}
		links.Stories = append(links.Stories, l)
	}
	slices.SortStableFunc(links.Stories, func(a, b news.StoryLink) int { return int(a.Story - b.Story) })
	now := time.Now()
	term, err := s.db.AcquireLease(ctx, "stories", holder, now, now.Add(time.Hour))
	if err != nil {
		return err
	}
	return s.db.SaveLinks(ctx, holder, term, links, now)
}

// parallel calls do for 0 … n-1 on all cores and returns when all are done.
func parallel(n int, do func(i int)) {
	var all sync.WaitGroup
	work := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	for i := range n {
		work <- i
	}
	close(work)
	all.Wait()
}

// memory makes what the ledger remembers of somebody it met once.
func memory(id news.EntityID, a news.Actor, language string, at time.Time) news.Profile {
	one := ledger.Article{ID: 1, At: at, Language: language, Text: a.Name, Facts: news.Facts{Article: 1, Actors: []news.Actor{a},
		Mentions: []news.Mention{{Range: news.Range{End: len(a.Name)}, Kind: a.Kind}}}}
	for _, p := range ledger.Settle([]ledger.Article{one}, ledger.Known{}, id, 1).Entities {
		if p.ID == id {
			return p
		}
	}
	return news.Profile{Entity: news.Entity{ID: id, Kind: a.Kind, Name: a.Name, Language: language, FirstSeenAt: at}}
}
