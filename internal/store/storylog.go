package store

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"nutgraf/internal/news"
)

// The log of stories holds every state that each story had, so that the pages of a past hour can be laid out again as
// they stood. Whoever changes stories calls beforeStories, changes them, and then logStories for those that are
// still there, in one transaction.

// forever is the until_at of states that stand.
const forever = 1<<63 - 1

const microsInHour = int64(time.Hour / time.Microsecond)

// storyState is the shape in which the log stores a state, beside its columns. It holds what lists and pages show; what
// only the story's own page tells, such as its key sentences, is not logged.
type storyState struct {
	Headline    string `json:"headline"`
	Summary     string `json:"summary,omitempty"`
	Lead        int64  `json:"lead,omitempty"`
	ImageURL    string `json:"image,omitempty"`
	Caption     string `json:"caption,omitempty"`
	Credit      string `json:"credit,omitempty"`
	ImageOf     int64  `json:"image_of,omitempty"`
	Articles    int    `json:"articles,omitempty"`
	Sources     int    `json:"sources,omitempty"`
	Independent int    `json:"independent,omitempty"`
	FirstSeenAt int64  `json:"first,omitempty"`
	Thread      int64  `json:"thread,omitempty"`
	Coverage    int64  `json:"coverage,omitempty"`
	NotNews     bool   `json:"not_news,omitempty"`
	Hidden      bool   `json:"hidden,omitempty"`
	PinnedUntil int64  `json:"pinned,omitempty"`
	ranking
}

func packState(s *news.Story) ([]byte, error) {
	return pack(storyState{
		Headline: s.Headline, Summary: s.Summary, Lead: int64(s.Lead), ImageURL: s.Image.URL, Caption: s.Image.Caption, Credit: s.Image.Credit,
		ImageOf: int64(s.ImageOf), Articles: s.Articles, Sources: s.Sources, Independent: s.Independent, FirstSeenAt: micros(s.FirstSeenAt),
		Thread: int64(s.Thread), Coverage: int64(s.Coverage), NotNews: s.NotNews, Hidden: s.Hidden, PinnedUntil: micros(s.PinnedUntil),
		ranking: rankingOf(s),
	})
}

func unpackState(b []byte, s *news.Story) error {
	var d storyState
	if err := unpack(b, &d); err != nil {
		return fmt.Errorf("logged story %d: %w", s.ID, err)
	}
	s.Headline, s.Summary, s.Lead = d.Headline, d.Summary, news.ArticleID(d.Lead)
	s.Image = news.Image{URL: d.ImageURL, Caption: d.Caption, Credit: d.Credit}
	s.ImageOf, s.Articles, s.Sources, s.Independent = news.ArticleID(d.ImageOf), d.Articles, d.Sources, d.Independent
	s.FirstSeenAt, s.Thread, s.Coverage = fromMicros(d.FirstSeenAt), news.ThreadID(d.Thread), news.StoryID(d.Coverage)
	s.NotNews, s.Hidden, s.PinnedUntil = d.NotNews, d.Hidden, fromMicros(d.PinnedUntil)
	return d.fill(s)
}

// beforeStories prepares the log for a change of those stories: what stood before there was a log is written down.
func (t *tx) beforeStories(ctx context.Context, stories []news.StoryID, at time.Time) error {
	if err := t.peak(ctx, at); err != nil {
		return err
	}
	var bare []news.StoryID
	const query = "SELECT story_id FROM story_log WHERE story_id IN (:ids) AND until_at = ? AND length(detail) = 0"
	err := t.each(ctx, func(row scanner) error {
		var id news.StoryID
		err := row.Scan(&id)
		bare = append(bare, id)
		return err
	}, query, ids(t.s.d, stories), int64(forever))
	if err != nil || len(bare) == 0 {
		return err
	}
	states, err := t.storiesByID(ctx, bare)
	if err != nil {
		return err
	}
	var rows [][]any
	for i := range states {
		detail, err := packState(&states[i])
		if err != nil {
			return err
		}
		rows = append(rows, []any{int64(states[i].ID), int64(forever), detail})
	}
	_, err = t.bulk(ctx, `UPDATE story_log SET detail = v.column3 FROM (VALUES (?, ?, ?)) AS v
		WHERE story_id = v.column1 AND until_at = v.column2`, rows)
	return err
}

// peak notes the highest score there is in the hour of that time.
func (t *tx) peak(ctx context.Context, at time.Time) error {
	const query = `INSERT INTO story_peaks (hour, score) SELECT ?, coalesce(max(score), 0) FROM stories WHERE true
		ON CONFLICT (hour) DO UPDATE SET score = CASE WHEN excluded.score > story_peaks.score THEN excluded.score ELSE story_peaks.score END`
	_, err := t.exec(ctx, query, micros(at)/microsInHour)
	return err
}

// logStories ends the states of those stories that are not as they were, and begins new ones for those that are still
// stored, as they are stored now. A clock that was set back changes a state in its place: there is never one that ends
// before it begins.
func (t *tx) logStories(ctx context.Context, stories []news.StoryID, at time.Time) error {
	if len(stories) == 0 {
		return nil
	}
	before, err := t.standing(ctx, stories)
	if err != nil {
		return err
	}
	after, err := t.storiesByID(ctx, stories)
	if err != nil {
		return err
	}
	now, latest := micros(at), micros(at)
	var begun [][]any
	for i := range after {
		row, err := stateRow(&after[i])
		if err != nil {
			return err
		}
		was, known := before[after[i].ID]
		if known && was.same(row) {
			delete(before, after[i].ID)
			continue
		}
		from := max(now, was.from)
		latest = max(latest, from)
		begun = append(begun, append([]any{int64(after[i].ID), from}, row...))
	}
	if err := t.endStates(ctx, slices.Sorted(maps.Keys(before)), now); err != nil {
		return err
	}
	const begin = `INSERT INTO story_log (story_id, from_at, score, language, section, lead_source, image_source, updated_at, detail)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	if _, err := t.bulk(ctx, begin, begun); err != nil {
		return err
	}
	if latest/microsInHour != now/microsInHour {
		if err := t.peak(ctx, fromMicros(latest)); err != nil {
			return err
		}
	}
	return t.peak(ctx, at)
}

// endStates ends the states of stories that stand: those that began later than now are gone, as if they had never been.
func (t *tx) endStates(ctx context.Context, stories []news.StoryID, now int64) error {
	if len(stories) == 0 {
		return nil
	}
	const end = `UPDATE story_log SET until_at = ?, spare = CASE WHEN from_at / ? = ? THEN 1 ELSE 0 END
		WHERE story_id IN (:ids) AND until_at = ? AND from_at < ?`
	list := ids(t.s.d, stories)
	if _, err := t.exec(ctx, end, now, microsInHour, now/microsInHour, list, int64(forever), now); err != nil {
		return err
	}
	_, err := t.exec(ctx, "DELETE FROM story_log WHERE story_id IN (:ids) AND until_at = ?", list, int64(forever))
	return err
}

// state is one that stands: when it began, and its other columns.
type state struct {
	from                               int64
	score                              float64
	language, section                  string
	leadSource, imageSource, updatedAt int64
	detail                             []byte
}

// stateRow are the columns of a state from score on.
func stateRow(s *news.Story) ([]any, error) {
	detail, err := packState(s)
	return []any{s.Score, s.Language, string(s.Section), int64(s.LeadSource), int64(s.ImageSource), micros(s.UpdatedAt), detail}, err
}

func (was *state) same(row []any) bool {
	last := len(row) - 1
	return slices.Equal([]any{was.score, was.language, was.section, was.leadSource, was.imageSource, was.updatedAt}, row[:last]) &&
		bytes.Equal(was.detail, row[last].([]byte))
}

// standing reads the states of stories that stand.
func (t *tx) standing(ctx context.Context, stories []news.StoryID) (map[news.StoryID]state, error) {
	found := map[news.StoryID]state{}
	const query = `SELECT story_id, from_at, score, language, section, lead_source, image_source, updated_at, detail
		FROM story_log WHERE story_id IN (:ids) AND until_at = ?`
	err := t.each(ctx, func(row scanner) error {
		var id news.StoryID
		var one state
		err := row.Scan(&id, &one.from, &one.score, &one.language, &one.section, &one.leadSource, &one.imageSource, &one.updatedAt, &one.detail)
		found[id] = one
		return err
	}, query, ids(t.s.d, stories), int64(forever))
	return found, err
}

// beginLog logs the stories that have no state in the log, as a backup of an older program brings them.
func (t *tx) beginLog(ctx context.Context, at time.Time) error {
	const query = `INSERT INTO story_log (story_id, from_at, score, language, section, lead_source, updated_at)
		SELECT id, ?, score, language, section, lead_source, updated_at FROM stories
		WHERE NOT EXISTS (SELECT 1 FROM story_log l WHERE l.story_id = stories.id AND l.until_at = ?)`
	n, err := t.exec(ctx, query, micros(at), int64(forever))
	if err != nil || n == 0 {
		return err
	}
	return t.peak(ctx, at)
}

// storiesByID reads stories as they are stored.
func (t *tx) storiesByID(ctx context.Context, list []news.StoryID) (stories []news.Story, err error) {
	const query = "SELECT " + storyColumns + " FROM stories s LEFT JOIN sources o ON o.id = s.lead_source WHERE s.id IN (:ids) ORDER BY s.id"
	err = t.each(ctx, func(row scanner) error {
		story, err := scanStory(row)
		stories = append(stories, story)
		return err
	}, query, ids(t.s.d, list))
	return stories, err
}
