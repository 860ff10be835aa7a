package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
)

// articlesOf are the newest articles, at most so many, of a story, a thread, an entity (About), a search (Words) or a
// source, or a section of an edition: of the first of these that a filter names. Of a thread it takes the first and last ones of each of its newest
// stories, so that a long one is seen from its beginning. Articles of hidden stories are left out.
func (s *Store) articlesOf(ctx context.Context, f news.LedgerFilter, most int) (found []news.ArticleID, err error) {
	const visible = " AND NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)"
	var text string
	var args []any
	switch {
	case f.Story != 0:
		text = "SELECT a.id FROM articles a WHERE a.story_id = coalesce((SELECT into_id FROM redirects WHERE from_id = ?), ?)" + visible + " ORDER BY a.pos DESC LIMIT ?"
		args = []any{int64(f.Story), int64(f.Story), most}
	case f.Thread != 0:
		text = `WITH told AS (SELECT id FROM stories WHERE thread_id = coalesce((SELECT into_id FROM thread_redirects WHERE from_id = ?), ?) AND thread_id > 0
				ORDER BY updated_at DESC LIMIT ?),
			placed AS (SELECT a.id, a.pos, row_number() OVER (PARTITION BY a.story_id ORDER BY a.pos) AS first, row_number() OVER (PARTITION BY a.story_id ORDER BY a.pos DESC) AS last
				FROM told CROSS JOIN articles a WHERE a.story_id = told.id` + visible + `)
			SELECT id FROM placed WHERE first <= ? OR last <= ? ORDER BY pos DESC LIMIT ?`
		args = []any{int64(f.Thread), int64(f.Thread), maxThreadStories, tellersEach, tellersEach, most}
	case f.About != 0:
		text = "SELECT a.id FROM namings n CROSS JOIN articles a WHERE n.entity_id = " + thisEntity + " AND a.id = (n.pos & 1073741823)" + visible + " ORDER BY n.pos DESC LIMIT ?"
		args = []any{int64(f.About), int64(f.About), most}
	case strings.TrimSpace(f.Words) != "":
		return s.searched(ctx, f, most)
	case f.Source != 0:
		text = "SELECT a.id FROM articles a WHERE a.source_id = ?" + visible + " ORDER BY a.pos DESC LIMIT ?"
		args = []any{int64(f.Source), most}
	case f.Section != "" && f.Edition.Language != "":
		text = "SELECT a.id FROM articles a WHERE a.lang = ? AND a.section = ?" + visible + " ORDER BY a.pos DESC LIMIT ?"
		args = []any{primaryTag(f.Edition.Language), string(f.Section), most}
	case f.Section != "":
		text = "SELECT a.id FROM articles a WHERE a.section = ?" + visible + " ORDER BY a.pos DESC LIMIT ?"
		args = []any{string(f.Section), most}
	default:
		return nil, nil
	}
	rows, err := s.rows(ctx, text, args...)
	return found, all(rows, err, func(row scanner) error {
		var id news.ArticleID
		err := row.Scan(&id)
		found = append(found, id)
		return err
	})
}

// maxThreadStories is how many stories of a thread are looked at.
const maxThreadStories = 100

func (s *Store) searched(ctx context.Context, f news.LedgerFilter, most int) (found []news.ArticleID, err error) {
	q, _ := query.Parse(f.Words) // what is not understood counts as words
	asked := &question{query: q, filter: news.Filter{Edition: f.Edition, Source: f.Source, Since: f.Since}, began: s.clock()}
	k, err := s.seeker(ctx, asked, false, everywhere)
	if k == nil || err != nil {
		return nil, err
	}
	k.until = asked.began.Add(patience)
	found, _, err = k.ids(ctx, most, nil)
	return found, err
}

// madeOf reads what became of articles in the ledger.
func (s *Store) madeOf(ctx context.Context, articles []news.ArticleID) (map[news.ArticleID]made, error) {
	of := map[news.ArticleID]made{}
	rows, err := s.rows(ctx, "SELECT article_id, made FROM facts WHERE article_id IN (:ids) AND length(made) > 0", ids(s.d, articles))
	return of, all(rows, err, func(row scanner) error {
		var id news.ArticleID
		var packed []byte
		if err := row.Scan(&id, &packed); err != nil {
			return err
		}
		m, err := unpackMade(packed)
		of[id] = m
		return err
	})
}

// Facts returns what is kept of what an article says; [news.ErrNotFound] when nothing is yet.
func (s *Store) Facts(ctx context.Context, article news.ArticleID) (f news.Facts, err error) {
	err = s.one(ctx, func(row scanner) error {
		var packed []byte
		if err := row.Scan(&packed); err != nil {
			return err
		}
		var ok bool
		if f, ok, err = unpackFacts(packed); err == nil && !ok {
			err = news.ErrNotFound
		}
		return err
	}, "SELECT facts FROM facts WHERE article_id = ?", int64(article))
	f.Article = article
	return f, s.fail(fmt.Sprintf("facts of article %d", article), err)
}

// maxTold is how many articles a timeline or a line of figures is made of.
const maxTold = 300

// Happenings returns what the newest articles of a story, a thread, an entity (About) or a search (Words) report, by day:
// what a timeline is chosen from.
func (s *Store) Happenings(ctx context.Context, f news.LedgerFilter) ([]news.Happening, error) {
	happenings, err := s.happenings(ctx, f, func(news.Event) bool { return true })
	return happenings, s.fail("happenings", err)
}

func (s *Store) happenings(ctx context.Context, f news.LedgerFilter, wanted func(news.Event) bool) (happenings []news.Happening, err error) {
	articles, err := s.articlesOf(ctx, f, maxTold)
	if err != nil {
		return nil, err
	}
	tellers, err := s.tell(ctx, articles, func(facts *news.Facts) bool { return slices.ContainsFunc(facts.Events, wanted) })
	return happeningsOf(tellers, wanted), err
}

func happeningsOf(tellers []teller, wanted func(news.Event) bool) (happenings []news.Happening) {
	for i := range tellers {
		for _, e := range tellers[i].facts.Events {
			if !wanted(e) {
				continue
			}
			if h := tellers[i].happening(e); h.Sentence != "" {
				happenings = append(happenings, h)
			}
		}
	}
	slices.SortStableFunc(happenings, func(a, b news.Happening) int { return a.From.Compare(b.From) })
	return happenings
}

const (
	maxAgenda    = 400 // happenings of one read
	maxAgendaDay = 60  // of one day, when few days are asked for
	fewAgendaDay = 4   // of one day, at least
	maxAgendaLen = 400 // days
)

// Agenda returns what articles announced for the days from a midnight until another one, by day and the weightiest of a
// day first; narrowed by Edition, or to the newest articles of Story, Thread, About, Words, Source or Section.
func (s *Store) Agenda(ctx context.Context, from, until time.Time, f news.LedgerFilter) (happenings []news.Happening, err error) {
	first := epochDay(from)
	last := min(epochDay(until), first+maxAgendaLen)
	limit := maxAgenda
	if f.Limit > 0 {
		limit = min(f.Limit, maxAgenda)
	}
	if f.Story != 0 || f.Thread != 0 || f.About != 0 || strings.TrimSpace(f.Words) != "" || f.Source != 0 || f.Section != "" {
		happenings, err = s.happenings(ctx, news.LedgerFilter{Story: f.Story, Thread: f.Thread, About: f.About, Words: f.Words, Source: f.Source, Section: f.Section, Edition: f.Edition},
			func(e news.Event) bool { return e.Ahead && epochDay(e.From) >= first && epochDay(e.From) < last })
	} else {
		happenings, err = s.agenda(ctx, first, last, f, limit)
	}
	slices.SortStableFunc(happenings, func(a, b news.Happening) int {
		return cmp.Or(a.From.Compare(b.From), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Article, b.Article))
	})
	return happenings[:min(len(happenings), limit)], s.fail("agenda", err)
}

// agenda takes the weightiest happening of each day first, then the next of each, until there are enough: few for each of many days, or
// many of a few.
func (s *Store) agenda(ctx context.Context, first, last int64, f news.LedgerFilter, most int) (happenings []news.Happening, err error) {
	if last <= first {
		return nil, nil
	}
	each := min(maxAgendaDay, max(fewAgendaDay, 4*most/max(int(last-first), 1))) // days differ: some leave room to others
	args, narrowed := []any{first, last}, ""
	if f.Edition.Language != "" {
		args, narrowed = append(args, primaryTag(f.Edition.Language)), " AND lang = ?"
	}
	query := "SELECT g.event, g.n, a.id FROM (" + s.d.weightiest(narrowed) + `) g CROSS JOIN articles a WHERE a.id = (g.pos & 1073741823)
		AND NOT EXISTS (SELECT 1 FROM stories h WHERE h.id = a.story_id AND h.hidden <> 0)`
	type announcement struct {
		event, place int
		article      news.ArticleID
	}
	var found []announcement
	rows, err := s.rows(ctx, query, append(args, each)...)
	err = all(rows, err, func(row scanner) error {
		var one announcement
		err := row.Scan(&one.event, &one.place, &one.article)
		found = append(found, one)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b announcement) int { return cmp.Compare(a.place, b.place) })
	events := map[news.ArticleID][]int{}
	var articles []news.ArticleID
	for _, one := range found[:min(len(found), most)] {
		events[one.article], articles = append(events[one.article], one.event), append(articles, one.article)
	}
	tellers, err := s.tell(ctx, articles, func(facts *news.Facts) bool { return len(facts.Events) > 0 })
	for i := range tellers {
		t := &tellers[i]
		for _, event := range events[t.ID] {
			if event >= len(t.facts.Events) {
				continue
			}
			if h := t.happening(t.facts.Events[event]); h.Sentence != "" {
				happenings = append(happenings, h)
			}
		}
	}
	return happenings, err
}

// CountsOf returns the figures that the newest articles of a story or thread give, oldest first.
func (s *Store) CountsOf(ctx context.Context, f news.LedgerFilter) (counts []news.Count, err error) {
	articles, err := s.articlesOf(ctx, f, maxTold)
	if err != nil {
		return nil, s.fail("figures", err)
	}
	tellers, err := s.tell(ctx, articles, func(facts *news.Facts) bool { return len(facts.Numbers) > 0 })
	return countsOf(tellers), s.fail("figures", err)
}

func countsOf(tellers []teller) (counts []news.Count) {
	for i := range tellers {
		for _, n := range tellers[i].facts.Numbers {
			counts = append(counts, tellers[i].count(n))
		}
	}
	return counts
}
