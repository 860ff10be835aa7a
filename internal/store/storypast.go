package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// pastStories is Stories as they stood at f.At. It reads an index from the highest score that any story had then, and
// passes over the states that had ended or not begun.
func (s *Store) pastStories(ctx context.Context, f news.Filter) ([]news.Story, string, error) {
	if f.Order == news.OrderUpdated {
		return nil, "", fmt.Errorf("stories of a past hour by time of update: they are ordered by score only: %w", news.ErrInvalid)
	}
	at := micros(f.At)
	w := where{}
	w.and("s.score <= (SELECT score FROM story_peaks WHERE hour <= ? ORDER BY hour DESC LIMIT 1)", at/microsInHour)
	w.and("s.from_at <= ? AND s.until_at > ?", at, at)
	w.stories(f)
	if err := w.afterStory(f); err != nil {
		return nil, "", err
	}
	w.text = strings.ReplaceAll(w.text, "s.id", "s.story_id")
	limit := limitOf(f)
	query := `WITH page AS (SELECT s.story_id AS id, s.from_at AS begun FROM story_log s` + w.text + ` ORDER BY s.score DESC, s.story_id DESC LIMIT ?)
		SELECT l.story_id, l.score, l.language, l.section, l.lead_source, l.image_source, l.updated_at, l.detail, coalesce(o.name, ''), coalesce(o.licence, '')
		FROM page JOIN story_log l ON l.story_id = page.id AND l.from_at = page.begun LEFT JOIN sources o ON o.id = l.lead_source`
	var stories []news.Story
	var bare []news.StoryID
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		var story news.Story
		var updated int64
		var detail []byte
		err := row.Scan(&story.ID, &story.Score, &story.Language, &story.Section, &story.LeadSource, &story.ImageSource, &updated, &detail,
			&story.SourceName, &story.Licence)
		story.UpdatedAt = fromMicros(updated)
		switch {
		case err != nil:
		case len(detail) == 0:
			bare = append(bare, story.ID)
		default:
			err = unpackState(detail, &story)
		}
		stories = append(stories, story)
		return err
	})
	if err == nil && len(bare) > 0 {
		err = s.dress(ctx, stories, bare)
	}
	if err != nil {
		return nil, "", s.fail("stories of a past hour", err)
	}
	slices.SortFunc(stories, func(a, b news.Story) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.ID, a.ID)) })
	next := ""
	if len(stories) > limit {
		stories = stories[:limit]
		next = storyCursor(f.Order, stories[limit-1])
	}
	return stories, next, nil
}

// dress fills in the stories that stand as they stood before there was a log.
func (s *Store) dress(ctx context.Context, stories []news.Story, bare []news.StoryID) error {
	byID := map[news.StoryID]news.Story{}
	const query = "SELECT " + storyColumns + " FROM stories s LEFT JOIN sources o ON o.id = s.lead_source WHERE s.id IN (:ids)"
	rows, err := s.rows(ctx, query, ids(s.d, bare))
	err = all(rows, err, func(row scanner) error {
		story, err := scanStory(row)
		byID[story.ID] = story
		return err
	})
	for i := range stories {
		if story, found := byID[stories[i].ID]; found {
			stories[i] = story
		}
	}
	return err
}

// LoggedSince is the beginning of the hour from which on pages can be looked back at; zero when nothing is logged yet.
func (s *Store) LoggedSince(ctx context.Context) (since time.Time, err error) {
	err = s.one(ctx, func(row scanner) error {
		var hour int64
		err := row.Scan(&hour)
		since = fromMicros(hour * microsInHour)
		return err
	}, "SELECT hour FROM story_peaks ORDER BY hour LIMIT 1")
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return since, s.fail("beginning of the log", err)
}

// keepMinutes is for how long every state is kept; of older hours only how each ended.
const keepMinutes = 3 * 24 * time.Hour

// thinStep is how many states one step takes away.
const thinStep = 500

// ThinLog takes a few of the states away that were over before their hour was, and are old enough; it returns how many. What
// stood before such a state stands in its place until it ended, so that a story has no gap. At the full hour nothing changes.
func (s *Store) ThinLog(ctx context.Context, now time.Time) (n int, err error) {
	err = s.write(ctx, "thin the log of stories", func(ctx context.Context, t *tx) error {
		n = 0
		type stretch struct{ story, from, until int64 }
		var gone []stretch // by story and time; neighbours joined
		var rows [][]any
		const query = `SELECT story_id, from_at, until_at FROM (SELECT story_id, from_at, until_at FROM story_log
			WHERE spare = 1 AND from_at < ? ORDER BY from_at LIMIT ?) AS old ORDER BY story_id, from_at`
		err := t.each(ctx, func(row scanner) error {
			var one stretch
			if err := row.Scan(&one.story, &one.from, &one.until); err != nil {
				return err
			}
			rows = append(rows, []any{one.story, one.from})
			if last := len(gone) - 1; last >= 0 && gone[last].story == one.story && gone[last].until == one.from {
				gone[last].until = one.until
			} else {
				gone = append(gone, one)
			}
			return nil
		}, query, micros(now.Add(-keepMinutes)), thinStep)
		if err != nil || len(rows) == 0 {
			return err
		}
		n = len(rows)
		if _, err := t.bulk(ctx, `UPDATE story_log SET spare = 2 FROM (VALUES (?, ?)) AS v
			WHERE story_id = v.column1 AND from_at = v.column2`, rows); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "DELETE FROM story_log WHERE spare = 2"); err != nil {
			return err
		}
		var longer [][]any
		for _, one := range gone {
			longer = append(longer, []any{one.story, one.from, one.until})
		}
		_, err = t.bulk(ctx, `UPDATE story_log SET until_at = v.column3 FROM (VALUES (?, ?, ?)) AS v
			WHERE story_id = v.column1 AND until_at = v.column2`, longer)
		return err
	})
	return n, err
}

// removeLog takes some states out that show what a source wrote or pictured, and returns how many.
func (t *tx) removeLog(ctx context.Context, source news.SourceID) (int, error) {
	const mark = `UPDATE story_log SET spare = 2 WHERE (story_id, from_at) IN (
		SELECT story_id, from_at FROM story_log WHERE lead_source = ? OR (image_source = ? AND image_source > 0) LIMIT ?)`
	n, err := t.exec(ctx, mark, int64(source), int64(source), maxRemoved)
	if err != nil || n == 0 {
		return 0, err
	}
	_, err = t.exec(ctx, "DELETE FROM story_log WHERE spare = 2")
	return int(n), err
}
