package pipeline

import (
	"context"
	"maps"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/thread"
)

type threadStore interface {
	ClaimStories(ctx context.Context, limit, version int) ([]news.Story, error)
	Tellers(ctx context.Context, stories []news.StoryID) ([]news.Article, error)
	Gists(ctx context.Context, since time.Time, most int, yield func(news.StoryLink) error) error
	SaveLinks(ctx context.Context, holder string, term int64, links news.Links, now time.Time) error
}

// LinksVersion is the version of the step that links stories. Raising it has all stories linked anew, slowly, when nothing
// newer waits.
const LinksVersion = 1

const (
	linkBatch = 128              // stories linked at a time
	linkEvery = 30 * time.Second // at the latest, while articles keep coming
)

// links finds the threads and the coverage of stories that changed. It returns how many it took. Only the leader calls it, by
// itself, after what was grouped has been saved.
func (p *Pipeline) links(ctx context.Context) (int, error) {
	p.group.linked = time.Now()
	todo, err := p.Store.ClaimStories(ctx, linkBatch, LinksVersion)
	if err != nil || len(todo) == 0 {
		return 0, err
	}
	if p.group.threads == nil {
		if err := p.recollect(ctx); err != nil {
			return 0, err
		}
		if leads, err := p.lead(ctx); err != nil || !leads || p.group.threads == nil { // it may have taken long
			return 0, err
		}
	}
	stories := make([]news.StoryID, len(todo))
	for i, s := range todo {
		stories[i] = s.ID
	}
	tellers, err := p.Store.Tellers(ctx, stories)
	if err != nil {
		return 0, err
	}
	links := p.group.threads.Link(tellings(todo, tellers), p.group.merged)
	links.Version = LinksVersion
	p.group.merged = nil
	if err := p.Store.SaveLinks(ctx, p.Holder, p.group.term, links, time.Now()); err != nil {
		p.group.threads = nil // it is ahead of what is stored
		return 0, err
	}
	return len(todo), nil
}

// tellings gives stories their articles.
func tellings(stories []news.Story, articles []news.Article) []thread.Telling {
	of := map[news.StoryID][]news.Article{}
	for _, a := range articles {
		of[a.StoryID] = append(of[a.StoryID], a)
	}
	told := make([]thread.Telling, len(stories))
	for i, s := range stories {
		told[i] = thread.Telling{Story: s, Articles: of[s.ID]}
	}
	return told
}

// recollect remembers the stories of the last months, as they are stored.
func (p *Pipeline) recollect(ctx context.Context) error {
	threads := thread.New(p.Threads)
	o := threads.Options()
	err := p.Store.Gists(ctx, p.Now().Add(-o.Span), o.Most, func(l news.StoryLink) error {
		_ = threads.Restore(l) // one of another version is made anew when its turn comes
		return nil
	})
	if err == nil {
		p.group.threads, p.group.merged = threads, nil
	}
	return err
}

// merged notes that stories ended in others, for the next linking.
func (g *grouper) note(merged map[news.StoryID]news.StoryID) {
	if g.threads == nil || len(merged) == 0 {
		return
	}
	if g.merged == nil {
		g.merged = map[news.StoryID]news.StoryID{}
	}
	maps.Copy(g.merged, merged)
}
