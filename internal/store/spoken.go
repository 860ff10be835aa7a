package store

import (
	"context"
	"time"

	"nutgraf/internal/text/stem"
)

// spoken are the languages of the articles at some time.
type spoken struct {
	tags map[string]bool
	at   time.Time
}

// spokenFor is how long they are believed: another process may have saved the first article of one.
const spokenFor = time.Minute

// languages tells the languages that articles have, for looking for forms of words in no others; of all when that cannot be
// told.
func (s *Store) languages(ctx context.Context) func(tag string) bool {
	known := s.spoken.Load()
	if known == nil || time.Since(known.at) > spokenFor {
		known = &spoken{tags: map[string]bool{}, at: time.Now()}
		// One step into the index for each language, not one for each article.
		const query = `WITH RECURSIVE each_lang (lang) AS (
				SELECT min(lang) FROM articles
				UNION ALL
				SELECT (SELECT min(a.lang) FROM articles a WHERE a.lang > each_lang.lang) FROM each_lang WHERE lang IS NOT NULL
			) SELECT lang FROM each_lang WHERE lang IS NOT NULL`
		rows, err := s.rows(ctx, query)
		err = all(rows, err, func(row scanner) error {
			var tag string
			err := row.Scan(&tag)
			known.tags[formsOf(tag)] = true
			return err
		})
		if err != nil {
			return stem.Every
		}
		s.spoken.Store(known)
	}
	return func(tag string) bool { return known.tags[tag] }
}

// heard has the languages looked up again when an article has another one.
func (s *Store) heard(drafts []*articleDraft) {
	known := s.spoken.Load()
	for _, d := range drafts {
		if known != nil && !known.tags[formsOf(primaryTag(d.Language))] {
			s.spoken.Store(nil)
			return
		}
	}
}

// formsOf is the tag under which internal/text/stem has a language.
func formsOf(tag string) string {
	if tag == "nb" || tag == "nn" {
		return "no"
	}
	return tag
}
