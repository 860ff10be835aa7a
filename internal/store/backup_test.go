package store_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/store"
)

// noise is what no compression makes smaller.
func noise(seed, n int) []byte {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// furnish puts something into every table.
func furnish(tb testing.TB, s *store.Store) {
	tb.Helper()
	ctx := context.Background()
	made := articles(tb, s, "a.example", 5)
	var g news.Grouping
	for i, a := range made {
		g.Stories = append(g.Stories, fullStory(news.StoryID(i+1), a.SourceID))
		g.Placed = append(g.Placed, news.Placement{Article: a.ID, Story: news.StoryID(i + 1), Family: a.ID})
	}
	group(tb, s, g)
	group(tb, s, news.Grouping{Merged: map[news.StoryID]news.StoryID{5: 4}})
	page := news.Entry{GUID: "page", URL: "http://b.example/1", Capture: &news.Capture{URL: "u", FetchedAt: noon, Body: noise(1, 5000)}}
	must(s.ImportEntries(ctx, []news.Entry{page}, noon))(tb)
	read(tb, s, func(w news.Work) []news.Article { return []news.Article{fullArticle(w)} })
	must(s.ImportEntries(ctx, []news.Entry{{GUID: "waits", Title: "t"}}, noon))(tb)
	check(tb, s.SetSetting(ctx, "admin_password", "hash"))
	check(tb, s.Sessions().Commit("token", []byte("x"), time.Now().Add(time.Hour)))
	must(s.ClaimEntries(ctx, noon, noon.Add(100*time.Hour), 10, 1))(tb)
}

// inventory is what a store shows.
func inventory(tb testing.TB, s *store.Store) map[string]any {
	tb.Helper()
	ctx := context.Background()
	var exported []news.Article
	check(tb, s.ExportArticles(ctx, func(a news.Article, _ news.Source) error {
		exported = append(exported, a)
		return nil
	}))
	stories, _, err := s.Stories(ctx, news.Filter{})
	check(tb, err)
	return map[string]any{
		"articles": exported, "stories": stories, "sources": must(s.Sources(ctx))(tb), "counts": must(s.Counts(ctx))(tb),
		"languages": must(s.Languages(ctx))(tb), "reasons": must(s.Reasons(ctx))(tb), "merged": must(s.Story(ctx, 5))(tb),
		"password": must(s.Setting(ctx, "admin_password"))(tb), "backlogs": must(s.Backlogs(ctx, noon))(tb),
		"next": must(s.NextStory(ctx))(tb), "found": search(tb, s, "river OR dam"),
	}
}

func TestBackupAndRestoreAcrossEngines(t *testing.T) {
	t.Parallel()
	for from, openFrom := range engines() {
		for to, openTo := range engines() {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				ctx := context.Background()
				old := openFrom(t)
				furnish(t, old)
				var archive bytes.Buffer
				steps := 0
				check(t, old.Backup(ctx, &archive, func(string, int, int) { steps++ }))
				s := openTo(t)
				check(t, s.Restore(ctx, bytes.NewReader(archive.Bytes()), func(string, int, int) { steps++ }))
				want := inventory(t, old)
				equal(t, "restored", inventory(t, s), want)
				if steps < 2 {
					t.Error("no progress was told")
				}
				// Leases and sign-ins are not restored; what waited is claimed at once, and new numbers are new.
				works := must(s.ClaimEntries(ctx, noon, noon.Add(time.Minute), 10, 1))(t)
				equal(t, "waiting", len(works), 1)
				if _, found, _ := s.Sessions().Find("token"); found {
					t.Error("a sign-in was restored")
				}
				articles(t, s, "c.example", 1)
				equal(t, "counts", must(s.Counts(ctx))(t).Articles, 7)
				if err := s.Restore(ctx, bytes.NewReader(archive.Bytes()), nil); !errors.Is(err, news.ErrConflict) {
					t.Errorf("into a database in use: got %v, want conflict", err)
				}
			})
		}
	}
}

func TestADamagedBackupChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		old := engines()["sqlite"](t)
		furnish(t, old)
		var archive bytes.Buffer
		check(t, old.Backup(ctx, &archive, nil))
		whole := archive.Bytes()
		damaged := map[string][]byte{"empty": nil, "text": []byte("not a backup"), "followed": append(bytes.Clone(whole), whole...)}
		for cut := 1; cut < len(whole); cut += len(whole) / 12 {
			damaged["cut"+news.StoryID(cut).String()] = whole[:cut]
			altered := bytes.Clone(whole)
			altered[cut] ^= 0x10
			damaged["altered"+news.StoryID(cut).String()] = altered
		}
		for name, b := range damaged {
			if err := s.Restore(ctx, bytes.NewReader(b), nil); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("%s: got %v, want invalid", name, err)
			}
		}
		equal(t, "counts", must(s.Counts(ctx))(t), news.Counts{})
		check(t, s.Restore(ctx, bytes.NewReader(whole), nil))
	})
}

// TestABackupWithStrayRowsIsDamaged: rows that belong to nothing are the backup's fault, not another process's.
func TestABackupWithStrayRowsIsDamaged(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		stray := "T\x05facts\x02\x0aarticle_id\x03posRi\x02i\x02" + "T\x08entities\x01\x02id" // the next table has the first one's rows written
		header := `{"format":1,"schema":10,"rows":{},"last_ids":{}}`
		archive := store.Archived("nutgraf backup\n" + header + "\n" + stray)
		if err := s.Restore(context.Background(), bytes.NewReader(archive), nil); !errors.Is(err, news.ErrInvalid) || errors.Is(err, news.ErrConflict) {
			t.Errorf("got %v, want invalid", err)
		}
	})
}

func TestABackupIsOneMoment(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		furnish(t, s)
		before := must(s.Counts(ctx))(t)
		var archive bytes.Buffer
		slow := writer(func(b []byte) (int, error) {
			if archive.Len() == 0 {
				articles(t, s, "meanwhile.example", 3)
			}
			return archive.Write(b)
		})
		check(t, s.Backup(ctx, slow, nil))
		restored := engines()["sqlite"](t)
		check(t, restored.Restore(ctx, &archive, nil))
		equal(t, "counts", must(restored.Counts(ctx))(t), before)
		broken := writer(func([]byte) (int, error) { return 0, errors.New("no space") })
		if err := s.Backup(ctx, broken, nil); err == nil {
			t.Error("a backup that could not be written was no error")
		}
	})
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

func FuzzUnarchive(f *testing.F) {
	const head = "nutgraf backup\n{\"format\":1}\n"
	f.Add([]byte(head + "T\x08settings\x02\x04name\x05valueRt\x01at\x01bE{}\n"))
	f.Add([]byte(head + "T\x01x\x01\x01yRb\xff\xff\xff\xff\x03"))
	f.Add([]byte(head + "Rn"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		if err := store.Unarchive(t, plain); err != nil && !errors.Is(err, news.ErrInvalid) {
			t.Errorf("got %v, want invalid", err)
		}
	})
}
