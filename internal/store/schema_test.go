package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
	"nutgraf/internal/store/pgtest"
)

// TestSchema keeps docs/schema.*.sql true: a change of the schema shows up as a diff of those files.
func TestSchema(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		engine := store.Engine(s)
		lines := store.Strings(t, s, map[string]string{"sqlite": sqliteSchema, "postgres": postgresSchema}[engine])
		if len(lines) < 20 {
			t.Fatalf("the schema has %d lines", len(lines))
		}
		head := fmt.Sprintf("-- The schema on %s, dumped by the tests of internal/store: go test ./internal/store -run TestSchema -update\n\n", engine)
		golden(t, filepath.Join("..", "..", "docs", "schema."+engine+".sql"), head+strings.Join(lines, "\n")+"\n")
	})
}

const sqliteSchema = `SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite_%'
	AND name NOT LIKE 'article_search_%' AND name NOT LIKE 'saying_search_%' ORDER BY tbl_name, type DESC, name`

const postgresSchema = `SELECT line FROM (
		SELECT c.relname AS tbl, 1 AS part, a.attnum AS n, c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
			|| CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
		FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
		WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
		UNION ALL
		SELECT c.relname, 2, row_number() OVER (ORDER BY k.contype, k.conname), c.relname || ' ' || replace(pg_get_constraintdef(k.oid), current_schema() || '.', '')
		FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		WHERE c.relnamespace = current_schema()::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
		UNION ALL
		SELECT tablename, 3, row_number() OVER (ORDER BY indexname), replace(indexdef, current_schema() || '.', '')
		FROM pg_indexes WHERE schemaname = current_schema()
		UNION ALL
		SELECT proname, 5, 0, 'FUNCTION ' || proname || ' COST ' || procost FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
		UNION ALL
		SELECT relname, 4, 0, 'SEQUENCE ' || relname FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace
	) AS lines WHERE tbl NOT LIKE 'goose%' ORDER BY tbl, part, n`

// TestUpgrade opens databases as every released schema left them.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	bytes := map[string]string{"sqlite": "BLOB", "postgres": "bytea"}
	for engine := range engines() {
		versions := store.Versions(t, engine)
		if len(versions) == 0 {
			t.Fatal("no schema")
		}
		for _, version := range versions {
			t.Run(fmt.Sprintf("%s from %d", engine, version), func(t *testing.T) {
				t.Parallel()
				fixture, err := os.ReadFile(fmt.Sprintf("testdata/released/%04d.sql", version))
				check(t, err)
				o := store.Options{}
				if engine == "postgres" {
					o.URL = pgtest.URL(t)
				} else {
					o.Path = filepath.Join(t.TempDir(), "nutgraf.db")
				}
				store.Released(t, engine, o.Path+o.URL, version, strings.ReplaceAll(string(fixture), "/*bytes*/", bytes[engine]))
				s := open(t, o)
				a, source, err := s.Article(ctx, 1)
				check(t, err)
				equal(t, "text", a.Text(), "The river rose.")
				equal(t, "licence", source.Licence, news.LicenceExcerpt)
				story := must(s.Story(ctx, 2))(t)
				equal(t, "story", []any{story.ID, story.Headline, story.Score}, []any{news.StoryID(1), "Dam talks", 12.5})
				equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{Sources: 1, Feeds: 1, Entries: 2, Articles: 1, Stories: 1})
				works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
				equal(t, "waiting", len(works), 1)
				equal(t, "latest", len(latest(t, s)), 1)
				equal(t, "versions", len(must(s.EntryVersions(ctx, 2))(t)), map[bool]int{true: 1}[version >= 5])
				// Entries of old are known by their links and titles too.
				added := tell(t, s, noon.Add(time.Hour), "http://a.example/feed.xml",
					news.Entry{GUID: "new", URL: "https://www.a.example/1", Title: "Dam talks", Summary: "S", PublishedAt: noon.Add(-time.Hour)},
					news.Entry{GUID: "other", URL: "http://a.example/2/?utm_source=rss", Title: "Strike", PublishedAt: noon.Add(-time.Hour)})
				equal(t, "added", added, 0)
				if version >= 11 {
					ines := must(s.UserNamed(ctx, "Ines"))(t)
					saved, _, err := s.Saved(ctx, ines.ID, "", news.Filter{})
					check(t, err)
					read, _, err := s.History(ctx, ines.ID, news.Filter{})
					check(t, err)
					follows, mutes := must(s.Follows(ctx, ines.ID))(t), must(s.Mutes(ctx, ines.ID, noon))(t)
					equal(t, "a reader's own", []int{len(saved), len(read), len(follows), len(mutes)}, []int{1, 1, 1, 1})
					equal(t, "next user", must(s.AddUser(ctx, news.User{Name: "Bo", Role: news.RoleReader, MadeAt: noon}))(t).ID, ines.ID+1)
				}
				if version >= 12 {
					d := must(s.TakenDown(ctx, news.TakedownArticle, 9))(t)
					equal(t, "takedown", []any{d.Reason, d.By}, []any{"the publisher asked", "desk"})
				}
				if version >= 13 {
					searches := must(s.SavedSearches(ctx, 2))(t)
					equal(t, "saved searches", []any{len(searches), searches[0].Name, searches[0].Query}, []any{1, "Dams", "dam talks"})
				}
				equal(t, "password", must(s.Setting(ctx, "admin_password"))(t), "hash")
			})
		}
	}
}

// TestUpgradeFindsCountries: sources that said nothing of their country are where their domain is, from schema 11 on.
func TestUpgradeFindsCountries(t *testing.T) {
	t.Parallel()
	for engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			o := store.Options{}
			if engine == "postgres" {
				o.URL = pgtest.URL(t)
			} else {
				o.Path = filepath.Join(t.TempDir(), "nutgraf.db")
			}
			store.Released(t, engine, o.Path+o.URL, 10, `INSERT INTO sources (id, host, name, country) VALUES (1, 'a.co.uk', 'A', ''), (2, 'b.de', 'B', ''),
				(3, 'c.io', 'C', ''), (4, 'd.fr', 'D', 'CH'), (5, 'e.example', 'E', '')`)
			s := open(t, o)
			for id, want := range map[news.SourceID]string{1: "GB", 2: "DE", 3: "", 4: "CH", 5: ""} {
				equal(t, fmt.Sprint("country of ", id), must(s.Source(t.Context(), id))(t).Country, want)
			}
		})
	}
}
