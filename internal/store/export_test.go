package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"

	"github.com/pressly/goose/v3"
)

// LimitPages makes the disk of a SQLite store seem full after so many pages more; 0 takes the limit away.
func LimitPages(tb testing.TB, s *Store, more int) (again func(more int)) {
	tb.Helper()
	again = func(more int) {
		tb.Helper()
		var pages, most int
		if err := s.writes.QueryRow("PRAGMA page_count").Scan(&pages); err != nil {
			tb.Fatal(err)
		}
		most = pages + more
		if more == 0 {
			most = 1 << 30
		}
		if _, err := s.writes.Exec("PRAGMA max_page_count = " + strconv.Itoa(most)); err != nil {
			tb.Fatal(err)
		}
	}
	again(more)
	return again
}

// Exec runs statements on the writing side, behind the store's back.
func Exec(tb testing.TB, s *Store, statements string) {
	tb.Helper()
	if _, err := s.writes.Exec(statements); err != nil {
		tb.Fatal(err)
	}
}

// Strings returns the first column of a query.
func Strings(tb testing.TB, s *Store, query string) []string {
	tb.Helper()
	var found []string
	rows, err := s.reads.Query(query)
	err = all(rows, err, func(row scanner) error {
		var text string
		err := row.Scan(&text)
		found = append(found, text)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

// Recent is the method with another bound.
func Recent(ctx context.Context, s *Store, since time.Time, most int) ([]news.Article, error) {
	return s.recent(ctx, since, most)
}

// Engine names the engine of a store.
func Engine(s *Store) string { return s.d.name }

// Released makes a database of an older schema, as that program left it, and fills it with statements.
func Released(tb testing.TB, engine, place string, version int64, statements string) {
	tb.Helper()
	p, db := provider(tb, engine, place)
	if _, err := p.UpTo(context.Background(), version); err != nil {
		tb.Fatal(err)
	}
	if _, err := db.Exec(statements); err != nil {
		tb.Fatal(err)
	}
}

// Versions lists the schemas there ever were.
func Versions(tb testing.TB, engine string) []int64 {
	tb.Helper()
	var versions []int64
	p, _ := provider(tb, engine, "")
	for _, source := range p.ListSources() {
		versions = append(versions, source.Version)
	}
	return versions
}

func provider(tb testing.TB, engine, place string) (*goose.Provider, *sql.DB) {
	tb.Helper()
	driver, dialect := "sqlite", goose.DialectSQLite3
	if engine == "postgres" {
		driver, dialect = "pgx", goose.DialectPostgres
	}
	db, err := sql.Open(driver, place)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	p, err := migrator(db, dialect, engine)
	if err != nil {
		tb.Fatal(err)
	}
	return p, db
}

// Unarchive reads a whole backup given as it is before compression.
func Unarchive(tb testing.TB, plain []byte) error {
	tb.Helper()
	u, err := newUnarchiver(bytes.NewReader(squeeze(plain)))
	if err != nil {
		return err
	}
	defer u.close()
	for {
		table, _, row, err := u.next()
		if err != nil || table == "" && row == nil {
			return err
		}
	}
}

// Words is what of HTML counts as its words.
func Words(s string) string { return words(s) }

// NameSome gives some entries their keys, as Open does for all.
func NameSome(tb testing.TB, s *Store) {
	tb.Helper()
	err := s.write(context.Background(), "name", func(ctx context.Context, t *tx) error {
		_, err := t.nameSome(ctx)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// NameEntries gives all entries their keys, as Open does.
func NameEntries(s *Store) error { return s.nameEntries(context.Background()) }

// NameKey is the key of a name as a saying's keys are given, and NameKeyText as it is stored.
func NameKey(name string) uint64 { return uint64(nameKey(name)) }

func NameKeyText(name string) string { return strconv.FormatInt(nameKey(name), 10) }

// UnpackFacts reads facts given as they are before compression; RepackFacts stores and reads them.
func UnpackFacts(plain []byte) (news.Facts, bool) {
	f, ok, err := unpackFacts(append([]byte{factsFormat}, squeeze(plain)...))
	return f, ok && err == nil
}

func RepackFacts(f news.Facts) (news.Facts, bool) {
	f, ok, err := unpackFacts(packFacts(&f))
	return f, ok && err == nil
}

// Archived compresses a backup given as it is before.
func Archived(plain string) []byte { return squeeze([]byte(plain)) }

// SetClock stops the clock by which searches lose patience.
func SetClock(s *Store, at time.Time) { s.clock = func() time.Time { return at } }

// Hurry has that clock go on by so much whenever it is read, and searches look at few articles first.
func Hurry(s *Store, by time.Duration, first int) {
	s.slice = first
	var reads atomic.Int64
	s.clock = func() time.Time { return time.Unix(0, 0).Add(time.Duration(reads.Add(1)) * by) }
}

// Periods are those between two times.
func Periods(from, before time.Time) any { return periods(span{posFloor(from), posFloor(before)}) }

// Slice asks for the places of what a query matches in a slice of time, from its newer end and from its older one.
func Slice(tb testing.TB, s *Store, q query.Node, from, before time.Time, most int) (newer, older []int64) {
	tb.Helper()
	ctx := context.Background()
	k, err := s.seeker(ctx, &question{query: q}, false, everywhere)
	if err != nil {
		tb.Fatal(err)
	}
	ask, done, err := k.asking(ctx, "a.pos")
	if err != nil {
		tb.Fatal(err)
	}
	defer done()
	for upwards, found := range map[bool]*[]int64{false: &newer, true: &older} {
		rows, err := ask(ctx, upwards, span{posFloor(from), posFloor(before)}, most)
		err = all(rows, err, func(row scanner) error {
			var pos int64
			err := row.Scan(&pos)
			*found = append(*found, pos)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return newer, older
}

// LimitAside makes the disk seem full to a restore on SQLite after so many pages; 0 takes the limit away.
func LimitAside(s *Store, pages int) {
	s.aside = ""
	if pages > 0 {
		s.aside = "&_pragma=max_page_count(" + strconv.Itoa(pages) + ")"
	}
}

// Watch has work told as opening a database has it told.
func Watch(s *Store, notice func(text string), how func() string) (done func()) {
	s.notice = notice
	return s.watch(how)
}

// Spoiled fills a database, alters one row and compares.
func Spoiled(ctx context.Context, s *Store, r io.Reader) error {
	archive, err := newUnarchiver(r)
	if err != nil {
		return err
	}
	defer archive.close()
	archive.sums = map[string]*tableSum{}
	return s.write(ctx, "restore", func(ctx context.Context, t *tx) error {
		if err := t.fill(ctx, archive, func() {}); err != nil {
			return err
		}
		if _, err := t.exec(ctx, "UPDATE articles SET headline = 'another' WHERE id = 1"); err != nil {
			return err
		}
		return t.compare(ctx, archive, nil)
	})
}

// Weightiest lists day, place in it, pos and event of the weightiest announcements of days, as the agenda reads them.
func Weightiest(tb testing.TB, s *Store, first, last int64, language string, each int) (found []string) {
	tb.Helper()
	narrowed, args := "", []any{first, last}
	if language != "" {
		narrowed, args = " AND lang = ?", append(args, language)
	}
	rows, err := s.rows(context.Background(), s.d.weightiest(narrowed)+" ORDER BY 1, n", append(args, each)...)
	err = all(rows, err, func(row scanner) error {
		var day, pos, event, n int64
		err := row.Scan(&day, &pos, &event, &n)
		found = append(found, fmt.Sprintf("%d %d %d %d", day, n, pos, event))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return found
}
