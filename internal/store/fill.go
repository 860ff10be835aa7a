package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"nutgraf/internal/news"
)

// Portion is what [Store.Fill] takes at a time: whole stories, and their articles in the order of their times, none of
// which is before those of earlier portions. Who fills numbers them: articles from 1 without a gap, stories rising.
type Portion struct {
	Articles []news.Article // with ID, SourceID, StoryID and FamilyID
	Stories  []news.Story
}

// Filling says which versions of the stages have read and grouped what [Store.Fill] is given, so that none does it again.
type Filling struct{ Read, Grouped, Linked int }

// Fill puts read and grouped news into a database that has sources but no news, for measuring how it serves millions of
// articles. It asks nothing of what the service has to ask of each one (is it known, barred, leased to somebody else?),
// leaves out threads, facts and earlier readings, and lets SQLite write without regard to power cuts. When it fails the
// database is of no use; when it is done, close it and open it again. It tells progress of every portion.
func (s *Store) Fill(ctx context.Context, portions iter.Seq[Portion], of Filling, progress func(articles int)) error {
	if counts, err := s.Counts(ctx); err != nil || counts.Entries > 0 {
		return errors.Join(err, fmt.Errorf("fill: there are %d entries already: %w", counts.Entries, news.ErrConflict))
	}
	if err := s.commands(ctx, s.d.filling); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next := make(chan filler, 2)
	go func() {
		defer close(next)
		for p := range portions {
			select {
			case next <- s.readyPortion(p, of):
			case <-ctx.Done():
				return
			}
		}
	}()
	done := 0
	for more := true; more; {
		began := false
		err := s.write(ctx, "fill", func(ctx context.Context, t *tx) error {
			if began {
				return fmt.Errorf("another process works on this database: %w", news.ErrConflict) // a portion cannot be had twice
			}
			began = true
			var found []*articleDraft
			for last := done; more && done < last+filledAtOnce; {
				var p filler
				if p, more = <-next; !more {
					break
				}
				if err := p.save(ctx, t); err != nil {
					return err
				}
				for _, d := range p.drafts {
					found = append(found, &articleDraft{Article: news.Article{ID: d.ID}, pos: d.pos, terms: d.terms})
				}
				done += len(p.drafts)
				progress(done)
			}
			return t.index(ctx, found) // at once: any other statement between ends a segment of SQLite's index
		})
		if err != nil {
			return err
		}
	}
	if err := errors.Join(ctx.Err(), s.commands(ctx, s.d.filled)); err != nil {
		return err
	}
	for more := s.d.tidy != nil; more; { // in steps: the log of one is as long as all that it writes
		err := s.write(ctx, "merge the search index", func(ctx context.Context, t *tx) (err error) {
			more, err = t.mergeSome(ctx, "article_search", filledStep)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// filledAtOnce is how many articles share a transaction: keys are all over their indexes, whose pages each one writes again.
const filledAtOnce = 200_000

// commands tells the writing connection statements one by one.
func (s *Store) commands(ctx context.Context, statements []string) error {
	for _, statement := range statements {
		if _, err := s.writes.ExecContext(ctx, statement); err != nil {
			return s.fail(statement, err)
		}
	}
	return nil
}

// filler is a portion made ready outside the transaction.
type filler struct {
	Portion
	Filling
	drafts []*articleDraft
	err    error
}

func (s *Store) readyPortion(p Portion, of Filling) filler {
	f := filler{Portion: p, Filling: of, drafts: make([]*articleDraft, len(p.Articles))}
	failed := make([]error, len(p.Articles))
	parallel(len(p.Articles), func(i int) {
		a := p.Articles[i]
		a.EntryID = news.EntryID(a.ID)
		text := a.Text()
		d := &articleDraft{Article: a, textKey: key(a.Headline, text), terms: s.d.search.encode(termsOf(&a, text)), pos: posOf(a.Time(), a.ID)}
		d.addressKey = addressKey(&a)
		d.body, failed[i] = packArticle(&a)
		f.drafts[i] = d
	})
	f.err = errors.Join(failed...)
	return f
}

// insertGrouped is insertArticle for one that is grouped already.
var insertGrouped = strings.NewReplacer("(id, ", "(story_id, family_id, group_version, id, ", "VALUES (", "VALUES (?, ?, ?, ").Replace(insertArticle)

func (f *filler) save(ctx context.Context, t *tx) error {
	if f.err != nil {
		return f.err
	}
	sums := tally{"entries": len(f.drafts), "articles": len(f.drafts)}
	var entries, articles, bodies, linked, states [][]any
	for _, a := range f.drafts {
		id, seen := int64(a.ID), micros(a.SeenAt)
		sums[sourceSum(a.SourceID)]++
		entries = append(entries, []any{id, int64(a.SourceID), guidKey(a.SourceID, a.URL), a.textKey, a.URL,
			micros(a.PublishedAt), seen, seen, int64(stateDone), int64(f.Read)})
		grouped := []any{int64(a.StoryID), int64(a.FamilyID), int64(f.Grouped)}
		articles = append(articles, append(grouped, articleValues(&a.Article, a)...))
		bodies = append(bodies, []any{id, a.body})
	}
	for _, story := range f.Stories {
		linked = append(linked, []any{int64(story.ID), int64(f.Linked)})
		states = append(states, []any{int64(story.ID), micros(story.UpdatedAt), story.Score, primaryTag(story.Language), string(story.Section),
			int64(story.LeadSource), micros(story.UpdatedAt)})
	}
	if err := t.putStories(ctx, f.Stories, nil, sums); err != nil {
		return err
	}
	err := t.bulks(ctx, []bulk{
		{`INSERT INTO entries (id, source_id, guid_key, content_key, guid, published_at, seen_at, due_at, state, version, url, title, updated_at, link_key, title_key)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0, 0, 0)`, entries},
		{insertGrouped, articles},
		{"INSERT INTO article_bodies (article_id, body) VALUES (?, ?)", bodies},
		{"UPDATE stories SET link_version = v.column2 FROM (VALUES (?, ?)) AS v WHERE id = v.column1", linked},
		{`INSERT INTO story_log (story_id, from_at, score, language, section, lead_source, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, states},
	})
	if err != nil {
		return err
	}
	if err := t.number(ctx, f); err != nil {
		return err
	}
	return t.count(ctx, sums)
}

// number has the identifiers of entries and articles go on after those that were filled in.
func (t *tx) number(ctx context.Context, f *filler) error {
	last := int64(f.drafts[len(f.drafts)-1].ID)
	return errors.Join(t.s.d.setLast(ctx, t, "entry", last), t.s.d.setLast(ctx, t, "article", last), t.peak(ctx, f.drafts[len(f.drafts)-1].Time()))
}

// SQLite keeps the pages of all indexes of keys in memory, and gathers some hundred thousand articles for a segment of the
// search index instead of a few hundred. Those are merged sixteen at a time, and at the end until no level has four left,
// which is what a service comes to that has saved them in small steps.
var (
	fillingSQLite = []string{"PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -700000", "PRAGMA wal_autocheckpoint = 100000",
		setSearch("hashsize", 192<<20), setSearch("automerge", 0)}
	filledSQLite = []string{setSearch("hashsize", 1<<20), setSearch("automerge", 4), "PRAGMA wal_checkpoint(TRUNCATE)"}
)

// filledStep is how many pages of the search index are written in one step of the last merging.
const filledStep = 20_000

func setSearch(what string, to int) string {
	return fmt.Sprintf("INSERT INTO article_search (article_search, rank) VALUES ('%s', %d)", what, to)
}
