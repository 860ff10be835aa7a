package store

import (
	"context"
	"time"

	"nutgraf/internal/news"
)

// Entity returns a person, organisation or place, hidden or not, following the redirect of one that was merged: then its
// ID is not the one asked for.
func (s *Store) Entity(ctx context.Context, id news.EntityID) (e news.Entity, err error) {
	return e, s.fail("entity", news.ErrNotFound)
}

// Entities lists entities that are not hidden: with Words those in one of whose names every word begins a word, those
// that most articles name first, without a next page; else the ones that were named last. Kind and Edition narrow it.
func (s *Store) Entities(ctx context.Context, f news.LedgerFilter) (found []news.Entity, next string, err error) {
	return nil, "", nil
}

// EntitiesOf returns whom and what the newest articles of a story name, or one article does, with how many of those
// articles: those of most first. Articles then counts these articles alone.
func (s *Store) EntitiesOf(ctx context.Context, story news.StoryID, article news.ArticleID) (found []news.Entity, err error) {
	return nil, nil
}

// Company returns who is named together with an entity in its newest articles, those of most articles first. Articles then
// counts these articles alone.
func (s *Store) Company(ctx context.Context, id news.EntityID) (found []news.Entity, err error) {
	return nil, nil
}

// EntityArticles lists the articles that name an entity, light, newest first, narrowed by Edition, Section, Kind,
// Source and Since.
func (s *Store) EntityArticles(ctx context.Context, id news.EntityID, f news.Filter) (articles []news.Article, next string, err error) {
	return nil, "", nil
}

// EntityStories lists the stories in which an entity is named, the one with its newest mention first, narrowed likewise.
func (s *Store) EntityStories(ctx context.Context, id news.EntityID, f news.Filter) (stories []news.Story, next string, err error) {
	return nil, "", nil
}

// Sayings lists quotations with their carriers, newest first: with Words those that hold them (in the words, the
// speaker's name or role, whom it was said to), as query.Parse reads them; narrowed by Speaker, About, Story (any carrier
// in it), Thread, Source (any carrier of it), Edition, Direct, Since and Before. Those of hidden entities are left out.
func (s *Store) Sayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, next string, err error) {
	return nil, "", nil
}

// TopSayings returns direct quotations with a speaker, first carried since then, of the stories with the highest score:
// one a story and a speaker. Edition narrows it.
func (s *Store) TopSayings(ctx context.Context, f news.LedgerFilter) (sayings []news.Saying, err error) {
	return nil, nil
}

// Saying returns a quotation with its carriers.
func (s *Store) Saying(ctx context.Context, id news.SayingID) (saying news.Saying, err error) {
	return saying, s.fail("saying", news.ErrNotFound)
}

// SayingsOf returns the quotations of an article in the order of its text, each with that carrier alone.
func (s *Store) SayingsOf(ctx context.Context, article news.ArticleID) (sayings []news.Saying, err error) {
	return nil, nil
}

// Happenings returns what the newest articles of a story, a thread, an entity (About) or a search (Words) report, by day:
// what a timeline is chosen from.
func (s *Store) Happenings(ctx context.Context, f news.LedgerFilter) (happenings []news.Happening, err error) {
	return nil, nil
}

// Agenda returns what articles announced for the days from a midnight until another one, by day and the weightiest of a
// day first; narrowed by Edition, Story, Thread and About.
func (s *Store) Agenda(ctx context.Context, from, until time.Time, f news.LedgerFilter) (happenings []news.Happening, err error) {
	return nil, nil
}

// CountsOf returns the figures that the newest articles of a story or thread give, oldest first.
func (s *Store) CountsOf(ctx context.Context, f news.LedgerFilter) (counts []news.Count, err error) {
	return nil, nil
}

// Facts returns what is kept of what an article says; [news.ErrNotFound] when nothing is yet.
func (s *Store) Facts(ctx context.Context, article news.ArticleID) (f news.Facts, err error) {
	return f, s.fail("facts", news.ErrNotFound)
}

// Named returns which entity each actor of an article is: by its index in [news.Facts.Actors].
func (s *Store) Named(ctx context.Context, article news.ArticleID) (entities map[int]news.Entity, err error) {
	return nil, nil
}
