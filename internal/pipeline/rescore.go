package pipeline

import (
	"context"
	"math"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/story"
)

// scoredBy is the setting that holds the name of the weights by which all stored scores were made.
const scoredBy = "scored_by"

// rescoreStep is how many stories one step scores anew.
const rescoreStep = 300

// rescore computes the stored scores anew when the weights have changed: scores of two kinds cannot be compared. It
// goes from the newest story to the oldest, a step a call, between which grouping goes on; whoever is killed on the
// way, or loses the lead, begins again. It returns how many stories it took.
func (p *Pipeline) rescore(ctx context.Context) (int, error) {
	if p.Weights == "" || p.group.scored == p.group.term {
		return 0, nil
	}
	if p.group.below == 0 {
		before, err := p.Store.Setting(ctx, scoredBy)
		if err != nil {
			return 0, err
		}
		if before == p.Weights {
			p.group.scored = p.group.term
			return 0, nil
		}
		p.group.below = math.MaxInt64
	}
	stories, articles, err := p.Store.ScoreBasis(ctx, p.group.below, rescoreStep)
	if err != nil {
		return 0, err
	}
	if len(stories) == 0 {
		if err := p.Store.SetSetting(ctx, scoredBy, p.Weights); err != nil {
			return 0, err
		}
		p.group.scored, p.group.below = p.group.term, 0
		return 0, nil
	}
	members := map[news.StoryID][]story.Member{}
	for _, a := range articles {
		members[a.StoryID] = append(members[a.StoryID], story.Member{
			Source: a.SourceID, Weight: a.Weight, At: a.Time(), Family: a.FamilyID, Country: a.Country,
		})
	}
	for i := range stories {
		p.Score(&stories[i], members[stories[i].ID])
	}
	if err := p.Store.SaveScores(ctx, p.Holder, p.group.term, stories, p.Now(), time.Now()); err != nil {
		return 0, err
	}
	p.group.below = stories[len(stories)-1].ID
	return len(stories), nil
}
