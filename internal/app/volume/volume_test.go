package main

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/pipeline"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
)

var noon = time.Date(2031, 5, 17, 12, 0, 0, 0, time.UTC)

// TestGrammars writes every line of every grammar, and holds what it notes to the text.
func TestGrammars(t *testing.T) {
	t.Parallel()
	w := newWorld(1, 300)
	for _, language := range languages {
		g, err := readGrammar(language)
		if err != nil {
			t.Fatal(err)
		}
		if len(g.kinds) < 5 || g.any == nil {
			t.Fatalf("%s: %d kinds", language, len(g.kinds))
		}
		for _, k := range g.kinds {
			r := rand.New(rand.NewPCG(1, 2))
			f := w.newFrame(r, k, noon)
			for _, template := range k.lines['h'] {
				if h := w.headline(g, f, r, template); strings.ContainsAny(h, "{}#") || len(h) < 12 || len(h) > 240 {
					t.Errorf("%s, %s: headline %q", language, k.name, h)
				}
			}
			for range 40 {
				checkText(t, language+", "+k.name, w.text(g, k, f, r, 12))
			}
		}
	}
}

func checkText(t *testing.T, what string, got *writer) {
	t.Helper()
	text := string(got.b)
	if strings.ContainsAny(text, "{}#") || !utf8.ValidString(text) || len(text) < 100 || strings.Contains(text, "  ") {
		t.Errorf("%s: %q", what, text)
	}
	end := 0
	for _, m := range got.facts.Mentions {
		form := m.In(text)
		if m.Start < end || form == "" || !strings.Contains(strings.Join(got.facts.Actors[m.Actor].Forms, "\n"), form) {
			t.Errorf("%s: %q is no name of %q", what, form, got.facts.Actors[m.Actor].Forms)
		}
		end = m.End
	}
	for _, q := range got.facts.Quotes {
		if words := q.Parts[0].In(text); words == "" || !strings.Contains(q.In(text), words) || q.Start >= q.Parts[0].Start || q.Actor < 0 {
			t.Errorf("%s: quotation %q of actor %d in %q", what, q.In(text), q.Actor, text)
		}
	}
	for _, n := range got.facts.Numbers {
		if n.Value <= 0 || !strings.ContainsAny(n.In(text), "0123456789") || n.Sentence.In(text) == "" {
			t.Errorf("%s: figure %+v", what, n)
		}
	}
	for _, e := range got.facts.Events {
		if e.In(text) == "" || e.From.IsZero() || e.Ahead != e.From.After(noon) {
			t.Errorf("%s: event %+v", what, e)
		}
	}
}

// TestFill fills a database and looks at what a site shows of it.
func TestFill(t *testing.T) {
	t.Parallel()
	read := func() (stories []news.Story, counts news.Counts, heads string) {
		ctx := t.Context()
		db, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "nutgraf.db")})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := fill(ctx, db, options{articles: 600, sources: 40, batch: 250, seed: 7, now: noon, span: 300 * 24 * time.Hour}, func(int, time.Duration) {}); err != nil {
			t.Fatal(err)
		}
		if counts, err = db.Counts(ctx); err != nil {
			t.Fatal(err)
		}
		if stories, _, err = db.Stories(ctx, news.Filter{Limit: news.MaxLimit}); err != nil {
			t.Fatal(err)
		}
		for _, s := range stories {
			heads += s.Headline + "\n"
		}
		backlogs, err := db.Backlogs(ctx, noon)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range backlogs {
			if b.Waiting > 0 {
				t.Errorf("%d %s wait: the service would do them again", b.Waiting, b.Stage)
			}
		}
		said, _, err := db.Sayings(ctx, news.LedgerFilter{Direct: true})
		if err != nil || len(said) < news.DefaultLimit {
			t.Errorf("got %d quotations, %v", len(said), err)
		}
		ahead, err := db.Agenda(ctx, noon.Truncate(24*time.Hour), noon.AddDate(0, 0, 60), news.LedgerFilter{})
		if err != nil || len(ahead) == 0 {
			t.Errorf("got %d days to come, %v", len(ahead), err)
		}
		if found, _, err := db.Entities(ctx, news.LedgerFilter{}); err != nil || len(found) < news.DefaultLimit {
			t.Errorf("got %d people and places, %v", len(found), err)
		}
		if _, err := fill(ctx, db, options{articles: 1, sources: 1, batch: 1, now: noon, span: time.Hour}, func(int, time.Duration) {}); err == nil {
			t.Error("a database with news in it was filled")
		}
		return stories, counts, heads
	}
	stories, counts, heads := read()
	if counts.Articles != 600 || counts.Sources != 40 || counts.Feeds != 40 || counts.Stories < 100 || counts.Stories > 500 {
		t.Errorf("got %+v", counts)
	}
	seen, languages := map[string]bool{}, map[string]bool{}
	for _, s := range stories {
		seen[s.Headline], languages[s.Language] = true, true
		if s.UpdatedAt.After(noon) || s.FirstSeenAt.After(s.UpdatedAt) || s.Sources < 1 || s.Independent > s.Sources || len(s.Terms) == 0 {
			t.Errorf("story %+v", s)
		}
	}
	if len(seen) < len(stories)*9/10 || len(languages) < 6 {
		t.Errorf("%d headlines of %d stories differ, in %d languages", len(seen), len(stories), len(languages))
	}
	if _, _, again := read(); again != heads {
		t.Error("the same seed gave other news")
	}
}

// TestPour fills a database in bulk and asks it what a list, a search and a story's page ask.
func TestPour(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "nutgraf.db")
	db, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	o := options{articles: 600, sources: 40, batch: 250, seed: 7, now: noon, span: 300 * 24 * time.Hour, light: true}
	if _, err := fill(ctx, db, o, func(int, time.Duration) {}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = store.Open(ctx, store.Options{Path: path}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Check(ctx); err != nil {
		t.Error(err)
	}
	counts, err := db.Counts(ctx)
	if err != nil || counts.Articles != 600 || counts.Entries != 600 || counts.Stories < 100 {
		t.Errorf("got %+v, %v", counts, err)
	}
	backlogs, err := db.Backlogs(ctx, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range backlogs {
		if b.Waiting > 0 {
			t.Errorf("%d %s wait: the service would do them again", b.Waiting, b.Stage)
		}
	}
	if waiting, err := db.ClaimStories(ctx, 1, pipeline.LinksVersion); err != nil || len(waiting) > 0 {
		t.Errorf("%d stories wait for links, %v", len(waiting), err)
	}
	stories, _, err := db.Stories(ctx, news.Filter{})
	if err != nil || len(stories) == 0 {
		t.Fatalf("got %d stories, %v", len(stories), err)
	}
	for _, s := range stories {
		if articles, err := db.Members(ctx, []news.StoryID{s.ID}); err != nil || len(articles) != s.Articles {
			t.Errorf("story of %d articles has %d, %v", s.Articles, len(articles), err)
		}
	}
	a, _, err := db.Article(ctx, stories[0].Lead)
	if err != nil || a.Text() == "" || a.StoryID != stories[0].ID {
		t.Fatalf("got %+v, %v", a, err)
	}
	q, err := query.Parse(`headline:"` + a.Headline + `"`)
	if err != nil {
		t.Fatal(err)
	}
	found, err := db.Search(ctx, q, news.Filter{})
	if err != nil || !slices.ContainsFunc(found.Hits, func(h news.Hit) bool { return h.Article.ID == a.ID }) {
		t.Errorf("%q finds %d articles without %d, %v", a.Headline, len(found.Hits), a.ID, err)
	}
}
