package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const entityColumns = `e.id, e.kind, e.name, e.aliases, e.role, e.country, e.language, e.articles, e.sayings, e.first_seen_at, e.updated_at, e.hidden`

// scanEntity reads entityColumns and whatever columns follow them.
func scanEntity(row scanner, e *news.Entity, after ...any) error {
	var aliases string
	var first, updated, hidden int64
	err := row.Scan(append([]any{&e.ID, &e.Kind, &e.Name, &aliases, &e.Role, &e.Country, &e.Language, &e.Articles, &e.Sayings, &first, &updated, &hidden}, after...)...)
	if err != nil {
		return err
	}
	e.FirstSeenAt, e.UpdatedAt, e.Hidden = fromMicros(first), fromMicros(updated), hidden != 0
	e.Aliases, err = fromList(aliases)
	return err
}

// thisEntity is an entity, or the one it was merged into; it takes the identifier twice.
const thisEntity = "coalesce((SELECT into_id FROM entity_redirects WHERE from_id = ?), ?)"

// entityNow is the identifier of an entity, or of the one it was merged into.
func (s *Store) entityNow(ctx context.Context, id news.EntityID) (now news.EntityID, err error) {
	if id == 0 {
		return 0, nil
	}
	err = s.one(ctx, func(row scanner) error { return row.Scan(&now) }, "SELECT "+thisEntity, int64(id), int64(id))
	return now, err
}

// Entity returns a person, organisation or place, hidden or not, following the redirect of one that was merged: then its
// ID is not the one asked for.
func (s *Store) Entity(ctx context.Context, id news.EntityID) (e news.Entity, err error) {
	const query = "SELECT " + entityColumns + " FROM entities e WHERE e.id = " + thisEntity
	err = s.one(ctx, func(row scanner) error { return scanEntity(row, &e) }, query, int64(id), int64(id))
	return e, s.fail(fmt.Sprintf("entity %d", id), err)
}

// Entities lists entities that are not hidden: with Words those in one of whose names every word begins a word, those
// that most articles name first, without a next page; else the ones that were named last. Kind and Edition narrow it.
func (s *Store) Entities(ctx context.Context, f news.LedgerFilter) (found []news.Entity, next string, err error) {
	if strings.TrimSpace(f.Words) != "" {
		found, err = s.namedLike(ctx, f)
		return found, "", s.fail("entities", err)
	}
	var w where
	w.entities(f)
	if f.After != "" {
		parts, err := parseCursor(f.After, "e", 2)
		if err != nil {
			return nil, "", err
		}
		at, err1 := strconv.ParseInt(parts[0], 10, 64)
		id, err2 := strconv.ParseInt(parts[1], 10, 64)
		if err1 != nil || err2 != nil {
			return nil, "", fmt.Errorf("page after %.40q: %w", f.After, news.ErrInvalid)
		}
		w.and("(e.updated_at, e.id) < (?, ?)", at, id)
	}
	limit := limitOf(news.Filter{Limit: f.Limit})
	query := "SELECT " + entityColumns + " FROM entities e" + w.text + " ORDER BY e.updated_at DESC, e.id DESC LIMIT ?"
	if found, err = s.entities(ctx, query, append(w.args, limit+1)...); err != nil {
		return nil, "", s.fail("entities", err)
	}
	if len(found) > limit {
		found = found[:limit]
		last := found[limit-1]
		next = cursor("e", strconv.FormatInt(micros(last.UpdatedAt), 10), last.ID.String())
	}
	return found, next, nil
}

func (w *where) entities(f news.LedgerFilter) {
	w.and("e.hidden = 0 AND e.articles > 0")
	if f.Kind != "" {
		w.and("e.kind = ?", string(f.Kind))
	}
	if f.Edition.Language != "" {
		w.and("e.language = ?", primaryTag(f.Edition.Language))
	}
}

func (s *Store) entities(ctx context.Context, query string, args ...any) (found []news.Entity, err error) {
	rows, err := s.rows(ctx, query, args...)
	return found, all(rows, err, func(row scanner) error {
		var e news.Entity
		err := scanEntity(row, &e)
		found = append(found, e)
		return err
	})
}

const (
	maxBegun   = 5000 // words that are looked at because they begin as was asked
	maxBearers = 1000 // entities of theirs whose names are compared
)

// namedLike finds entities by the words of their names, the last of which may be cut short. The longest word drives.
func (s *Store) namedLike(ctx context.Context, f news.LedgerFilter) ([]news.Entity, error) {
	terms := text.Terms(clip(f.Words, maxName))
	if len(terms) == 0 {
		return nil, nil
	}
	driver := slices.MaxFunc(terms, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	// Whole words first, those of most articles first of them; then words that begin so.
	const whole = `SELECT entity_id FROM (SELECT entity_id, rank FROM entity_words WHERE word = ? ORDER BY rank DESC, entity_id DESC LIMIT ?) AS w`
	const begun = `SELECT entity_id FROM (SELECT entity_id, rank FROM (SELECT entity_id, rank FROM entity_words WHERE word > ? AND word < ? LIMIT ?) AS x
		ORDER BY rank DESC LIMIT ?) AS w`
	var w where
	w.and("e.id IN ("+whole+" UNION "+begun+")", driver, maxBearers, driver, driver+"\U0010FFFF", maxBegun, maxBearers)
	w.entities(f)
	found, err := s.entities(ctx, "SELECT "+entityColumns+" FROM entities e"+w.text+" ORDER BY e.articles DESC, e.id", w.args...)
	found = slices.DeleteFunc(found, func(e news.Entity) bool { return !bears(&e, terms) })
	return found[:min(len(found), limitOf(news.Filter{Limit: f.Limit}))], err
}

// bears reports whether in one of an entity's names every term begins a word.
func bears(e *news.Entity, terms []string) bool {
	return slices.ContainsFunc(append([]string{e.Name}, e.Aliases...), func(name string) bool {
		words := text.Terms(name)
		return !slices.ContainsFunc(terms, func(term string) bool {
			return !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, term) })
		})
	})
}

// EntitiesOf returns whom and what the newest articles of a story name, or one article does, with how many of those
// articles: those of most first. Articles then counts these articles alone.
func (s *Store) EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) (found []news.Entity, err error) {
	articles := []news.ArticleID{article}
	if article == 0 {
		if articles, err = s.articlesOf(ctx, news.LedgerFilter{Story: story}, maxCompany); err != nil {
			return nil, s.fail("entities", err)
		}
	}
	of, err := s.madeOf(ctx, articles)
	if err == nil {
		found, err = s.together(ctx, slices.Collect(maps.Values(of)), 0)
	}
	return found, s.fail("entities", err)
}

// maxCompany is how many articles are looked at for who is named in them together.
const maxCompany = 200

// Company returns who is named together with an entity in its newest articles, those of most articles first. Articles
// then counts these articles alone.
func (s *Store) Company(ctx context.Context, id news.EntityID) (found []news.Entity, err error) {
	articles, err := s.articlesOf(ctx, news.LedgerFilter{About: id}, maxCompany)
	var of map[news.ArticleID]made
	if err == nil {
		of, err = s.madeOf(ctx, articles)
	}
	if err == nil {
		found, err = s.together(ctx, slices.Collect(maps.Values(of)), id)
	}
	return found, s.fail(fmt.Sprintf("company of entity %d", id), err)
}

// together counts the entities of articles, without one of them and without those that are hidden.
func (s *Store) together(ctx context.Context, of []made, without news.EntityID) ([]news.Entity, error) {
	counts := map[news.EntityID]int{}
	for _, m := range of {
		for _, id := range distinct(m.Entities, nil) {
			counts[id]++
		}
	}
	list := make([]news.EntityID, 0, len(counts))
	for id := range counts {
		list = append(list, id)
	}
	slices.SortFunc(list, func(a, b news.EntityID) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	list = list[:min(len(list), maxCompany)]
	byID, err := s.standing(ctx, append(list, without))
	if err != nil {
		return nil, err
	}
	without = byID[without].ID
	var found []news.Entity
	at := map[news.EntityID]int{}
	for _, id := range list {
		e := byID[id]
		if e.ID == 0 || e.ID == without || e.Hidden {
			continue
		}
		i, known := at[e.ID]
		if !known {
			i = len(found)
			at[e.ID] = i
			e.Articles = 0
			found = append(found, e)
		}
		found[i].Articles += counts[id]
	}
	return found, nil
}

// standing reads entities by identifiers that may be of merged ones.
func (s *Store) standing(ctx context.Context, list []news.EntityID) (map[news.EntityID]news.Entity, error) {
	byID := map[news.EntityID]news.Entity{}
	const query = `SELECT id, ` + entityColumns + ` FROM entities e WHERE e.id IN (:ids)
		UNION ALL SELECT r.from_id, ` + entityColumns + ` FROM entity_redirects r JOIN entities e ON e.id = r.into_id WHERE r.from_id IN (:ids)`
	wanted := ids(s.d, distinct(list, nil))
	rows, err := s.rows(ctx, query, wanted, wanted)
	return byID, all(rows, err, func(row scanner) error {
		var id news.EntityID
		var e news.Entity
		err := scanEntity(leading{row, &id}, &e)
		byID[id] = e
		return err
	})
}

// leading reads one column before those that are asked for.
type leading struct {
	scanner
	first any
}

func (l leading) Scan(places ...any) error {
	return l.scanner.Scan(append([]any{l.first}, places...)...)
}

// Named returns which entity each actor of an article is, by its index in [news.Facts] Actors.
func (s *Store) Named(ctx context.Context, article news.ArticleID) (map[int]news.Entity, error) {
	named := map[int]news.Entity{}
	m, err := s.madeOf(ctx, []news.ArticleID{article})
	if err == nil && len(m) > 0 {
		var byID map[news.EntityID]news.Entity
		byID, err = s.standing(ctx, m[article].Entities)
		for actor, id := range m[article].Entities {
			if e := byID[id]; e.ID != 0 {
				named[actor] = e
			}
		}
	}
	return named, s.fail(fmt.Sprintf("entities of article %d", article), err)
}

// EntityArticles lists the articles that name an entity, light, newest first, narrowed by Edition, Section, Kind,
// Source and Since.
func (s *Store) EntityArticles(ctx context.Context, id news.EntityID, f news.Filter) (articles []news.Article, next string, err error) {
	w, err := namedIn(id, f)
	if err != nil {
		return nil, "", err
	}
	limit := limitOf(f)
	query := "SELECT " + lightColumns + " FROM namings n CROSS JOIN articles a LEFT JOIN sources o ON o.id = a.source_id" + w.text + " ORDER BY n.pos DESC LIMIT ?"
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		a, err := scanLight(row)
		articles = append(articles, a)
		return err
	})
	if err != nil {
		return nil, "", s.fail(fmt.Sprintf("articles of entity %d", id), err)
	}
	if len(articles) > limit {
		articles = articles[:limit]
		next = articleCursor(articles[limit-1])
	}
	return articles, next, nil
}

// namedIn are the articles a that name an entity, by namings n.
func namedIn(id news.EntityID, f news.Filter) (w where, err error) {
	w.and("n.entity_id = "+thisEntity+" AND a.id = (n.pos & "+strconv.Itoa(posMask)+")", int64(id), int64(id))
	return w, w.articles(f, "n.pos")
}

// EntityStories lists the stories in which an entity is named, the one with its newest mention first, narrowed likewise.
func (s *Store) EntityStories(ctx context.Context, id news.EntityID, f news.Filter) (stories []news.Story, next string, err error) {
	w, err := namedIn(id, f)
	if err != nil {
		return nil, "", err
	}
	w.and("a.story_id > 0")
	w.and("NOT EXISTS (SELECT 1 FROM articles b JOIN namings m ON m.entity_id = n.entity_id AND m.pos = b.pos WHERE b.story_id = a.story_id AND b.pos > n.pos)")
	limit := limitOf(f)
	query := "SELECT " + storyColumns + `, n.pos FROM namings n CROSS JOIN articles a JOIN stories s ON s.id = a.story_id
		LEFT JOIN sources o ON o.id = s.lead_source LEFT JOIN sources i ON i.id = s.image_source` + w.text + " ORDER BY n.pos DESC LIMIT ?"
	var places []int64
	rows, err := s.rows(ctx, query, append(w.args, limit+1)...)
	err = all(rows, err, func(row scanner) error {
		var pos int64
		story, err := scanStory(row, &pos)
		stories, places = append(stories, story), append(places, pos)
		return err
	})
	if err != nil {
		return nil, "", s.fail(fmt.Sprintf("stories of entity %d", id), err)
	}
	if len(stories) > limit {
		stories = stories[:limit]
		next = cursor("a", strconv.FormatInt(places[limit-1], 10))
	}
	return stories, next, s.fail("stories", s.voices(ctx, stories))
}
