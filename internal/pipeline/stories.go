package pipeline

import (
	"context"
	"slices"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
	"nutgraf/internal/thread"
)

type storyStore interface {
	AcquireLease(ctx context.Context, name, holder string, now, until time.Time) (term int64, err error)
	ReleaseLease(ctx context.Context, name, holder string) error
	ClaimArticles(ctx context.Context, limit, version int) ([]news.Article, error)
	Recent(ctx context.Context, since time.Time) ([]news.Article, error)
	Members(ctx context.Context, stories []news.StoryID) ([]news.Article, error)
	NthNewest(ctx context.Context, n int) (time.Time, error)
	NextStory(ctx context.Context) (news.StoryID, error)
	Edits(ctx context.Context) ([]news.Edit, error)
	EditsVersion(ctx context.Context) (int64, error)
	Unmet(ctx context.Context) ([]news.StoryID, error)
	SaveStories(ctx context.Context, holder string, term int64, g news.Grouping, now time.Time) error
	Backlogs(ctx context.Context, now time.Time) ([]news.Backlog, error)
	threadStore
	ThinLog(ctx context.Context, now time.Time) (int, error)
	ScoreBasis(ctx context.Context, below news.StoryID, limit int) ([]news.Story, []news.Article, error)
	SaveScores(ctx context.Context, holder string, term int64, stories []news.Story, at, now time.Time) error
	Setting(ctx context.Context, key string) (string, error)
	SetSetting(ctx context.Context, key, value string) error
}

// Grouping has one leader: the holder of this lease.
const (
	leaderLease = "stories"
	repairEvery = 5 * time.Minute
)

// grouper is the leader's state: the window of live stories. It is forgotten whenever a save fails or the term of
// the lease is another, and built again from the store, which alone knows what was agreed.
type grouper struct {
	window   *story.Window
	term     int64
	repaired time.Time
	scored   int64        // term in which all scores were found to be of today's weights, see rescore
	below    news.StoryID // stories from here on are scored anew; 0: none are
	edits    int64        // version of those that the window knows

	threads *thread.Threads // nil: to be remembered from the store
	merged  map[news.StoryID]news.StoryID
	linked  time.Time
}

// stories groups new articles, and links stories when none wait or linking is due. It returns how many of either it took;
// zero when another process leads.
func (p *Pipeline) stories(ctx context.Context) (int, error) {
	leads, err := p.lead(ctx)
	if err != nil || !leads {
		return 0, err
	}
	rescored, err := p.rescore(ctx)
	if err != nil {
		return 0, err
	}
	todo, err := p.Store.ClaimArticles(ctx, 4*p.Batch, StoriesVersion)
	if err != nil {
		return 0, err
	}
	edits, err := p.Store.EditsVersion(ctx)
	if err != nil {
		return 0, err
	}
	repair := p.group.window != nil && time.Since(p.group.repaired) > repairEvery || edits != p.group.edits
	if len(todo) == 0 && !repair {
		linked, err := p.links(ctx)
		return rescored + linked, err
	}
	if p.group.window == nil {
		if err := p.rebuild(ctx); err != nil {
			return 0, err
		}
		if leads, err := p.lead(ctx); err != nil || !leads || p.group.window == nil { // it may have taken long
			return 0, err
		}
	}
	if err := p.obey(ctx, edits); err != nil {
		return 0, err
	}
	if err := p.recall(ctx, storiesOf(todo)); err != nil {
		return 0, err
	}
	if len(todo) > 0 {
		err = p.agree(ctx, p.group.window.Add(todo))
	}
	if err == nil && repair {
		p.group.repaired = time.Now()
		if err = p.agree(ctx, p.group.window.Repair()); err == nil {
			err = p.thin(ctx)
		}
	}
	if err == nil && time.Since(p.group.linked) > linkEvery {
		_, err = p.links(ctx)
	}
	return len(todo) + rescored, err
}

// thin takes from the log of stories what no full hour needs, as much as one repair's pause brings on a busy day.
func (p *Pipeline) thin(ctx context.Context) error {
	for range maxThins {
		if n, err := p.Store.ThinLog(ctx, p.Now()); n == 0 || err != nil {
			return err
		}
	}
	return nil
}

const maxThins = 10

// lead takes or renews the lease. A window of another term is not to be trusted: somebody may have led meanwhile, or
// taken articles away.
func (p *Pipeline) lead(ctx context.Context) (bool, error) {
	now := time.Now()
	term, err := p.Store.AcquireLease(ctx, leaderLease, p.Holder, now, now.Add(p.Term))
	if err != nil || term != p.group.term {
		p.group.window, p.group.threads, p.group.term, p.group.below = nil, nil, term, 0
	}
	return err == nil && term != 0, err
}

// obey tells the window what editors want, when that is new to it. Stories that they want otherwise come back into it.
func (p *Pipeline) obey(ctx context.Context, version int64) error {
	if version == p.group.edits {
		return nil
	}
	edits, err := p.Store.Edits(ctx)
	if err != nil {
		return err
	}
	unmet, err := p.Store.Unmet(ctx)
	if err != nil {
		return err
	}
	if err := p.recall(ctx, unmet); err != nil {
		return err
	}
	p.group.window.Constrain(edits)
	p.group.edits = version
	return nil
}

func storiesOf(articles []news.Article) []news.StoryID {
	var stories []news.StoryID
	for _, a := range articles {
		if a.StoryID != 0 {
			stories = append(stories, a.StoryID)
		}
	}
	slices.Sort(stories)
	return slices.Compact(stories)
}

// recall puts stories back into the window when they have left it: those of articles that were read anew, for example.
func (p *Pipeline) recall(ctx context.Context, stories []news.StoryID) error {
	gone := slices.DeleteFunc(stories, p.group.window.Holds)
	if len(gone) == 0 {
		return nil
	}
	members, err := p.Store.Members(ctx, gone)
	if err == nil {
		p.group.window.Restore(members)
	}
	return err
}

// agree saves a grouping; when it cannot, the window is ahead of what is stored and must go.
func (p *Pipeline) agree(ctx context.Context, g news.Grouping) error {
	g.Version, g.At = StoriesVersion, p.Now()
	err := p.Store.SaveStories(ctx, p.Holder, p.group.term, g, time.Now())
	if err != nil {
		p.group.window = nil
		return err
	}
	p.group.note(g.Merged)
	return nil
}

// rebuild makes the window anew from what is stored.
func (p *Pipeline) rebuild(ctx context.Context) error {
	since := p.Now().Add(-p.Window)
	kept, err := p.Store.NthNewest(ctx, story.Kept) // the window that was lost had these as well, however old
	if err != nil {
		return err
	}
	if kept.Before(since) {
		since = kept
	}
	recent, err := p.Store.Recent(ctx, since)
	if err != nil {
		return err
	}
	next, err := p.Store.NextStory(ctx)
	if err != nil {
		return err
	}
	window := story.New(story.Options{Span: p.Window, Score: p.Score})
	window.Restore(recent)
	window.SetNext(next)
	p.group.window, p.group.repaired, p.group.edits = window, time.Now(), 0
	return nil
}

// resign gives the lease back and forgets the window.
func (g *grouper) resign(ctx context.Context, store storyStore, holder string) error {
	g.window, g.threads = nil, nil
	return store.ReleaseLease(ctx, leaderLease, holder)
}
