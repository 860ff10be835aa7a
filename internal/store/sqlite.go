package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"nutgraf/internal/news"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

func sqliteDialect() *dialect {
	return &dialect{
		name:      "sqlite",
		inList:    "IN (SELECT value FROM json_each(?))",
		marks:     [2]string{"[", "]"},
		keeps:     true,
		shards:    1,
		classify:  classifySQLite,
		reserve:   reserveSQLite,
		last:      "SELECT name, last FROM sequences",
		setLast:   setLast,
		restore:   restoreSQLite,
		unindexed: unindexedSQLite,
		snapshot:  nil, // in WAL mode every transaction sees one moment
		check:     "PRAGMA quick_check(1)",
		occupied:  sqliteOccupied,
		sizes:     sqliteSizes,
		tidy:      sqliteTidy,
		search:    sqliteSearch,
		sayings:   sqliteSayings,
		filling:   fillingSQLite,
		filled:    filledSQLite,
		under: func(table, id, order string) string { // through another table: only an IN can see the key
			of := map[string]string{"entity_id": "entities", "saying_id": "sayings"}[id]
			return "SELECT e.id FROM json_each(?) w CROSS JOIN " + of + " e WHERE e.id IN (SELECT " + id + " FROM " + table +
				" WHERE key = w.value ORDER BY " + order + " LIMIT ?)"
		},
		weightiest: func(narrowed string) string { // only a table that a function makes can see the day
			return `WITH RECURSIVE days(day) AS (SELECT ? UNION ALL SELECT day + 1 FROM days WHERE day < ? - 1)
				SELECT days.day, j.value ->> 0 AS pos, j.value ->> 1 AS event, j.key + 1 AS n FROM days CROSS JOIN json_each((
					SELECT json_group_array(json_array(pos, event) ORDER BY weight DESC, pos DESC) FROM
					(SELECT pos, event, weight FROM agenda WHERE day = days.day` + narrowed + ` ORDER BY weight DESC, pos DESC LIMIT ?))) j`
		},
	}
}

// Every connection waits for locks and checks foreign keys. In WAL mode readers and the writer never wait for each
// other. With synchronous = NORMAL a commit is handed to the operating system but not flushed: kill -9 loses
// nothing; a power cut may lose the last transactions, never tear one. Then feeds are polled and entries read once
// more, which is why we do not pay a flush per batch.
const (
	sqliteCommon = "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)"
	sqliteWriter = sqliteCommon + "&_txlock=immediate&_pragma=auto_vacuum(2)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
		"&_pragma=cache_size(-65536)&_pragma=wal_autocheckpoint(4000)&_pragma=journal_size_limit(67108864)"
	sqliteReader = sqliteCommon + "&_pragma=query_only(1)&_pragma=cache_size(-8192)"
)

func (s *Store) openSQLite(ctx context.Context, o Options) error {
	s.d = sqliteDialect()
	path, err := filepath.Abs(o.Path)
	if err != nil {
		return fmt.Errorf("database %q: %w", o.Path, err)
	}
	if err := checkFile(path, o.ReadOnly || o.Beside); err != nil {
		return err
	}
	s.path = path
	if o.Beside && !o.ReadOnly {
		return s.besideSQLite(ctx, path)
	}
	if !o.ReadOnly {
		if s.lock, err = takeLock(filepath.Join(filepath.Dir(path), "nutgraf.lock"), path); err != nil {
			return explainPath(path, err)
		}
		if s.writes, err = openPool(path, sqliteWriter, 1); err != nil {
			return err
		}
		if err := s.ownSQLite(ctx, path); err != nil {
			return explainSQLite(path, err)
		}
	}
	mode := ""
	if o.ReadOnly {
		mode = "&mode=ro"
	}
	if s.reads, err = openPool(path, sqliteReader+mode, sqliteReaders()); err != nil {
		return err
	}
	if o.ReadOnly {
		return s.knownSQLite(ctx, path)
	}
	return nil
}

func sqliteReaders() int { return max(4, 2*runtime.GOMAXPROCS(0)) }

// besideSQLite opens for small changes while another process owns the file: SQLite itself lets the writers take turns.
func (s *Store) besideSQLite(ctx context.Context, path string) (err error) {
	if s.reads, err = openPool(path, sqliteReader, 2); err != nil {
		return err
	}
	if s.writes, err = openPool(path, sqliteWriter, 1); err != nil {
		return err
	}
	return s.knownSQLite(ctx, path)
}

// knownSQLite refuses a file with another schema.
func (s *Store) knownSQLite(ctx context.Context, path string) error {
	p, err := migrator(s.reads, goose.DialectSQLite3, s.d.name)
	if err != nil {
		return err
	}
	return explainSQLite(path, upToDate(ctx, s.reads, p, path))
}

// ownSQLite makes the file ours: schema up to date, and no lease left of a process that was killed. Holding the lock
// proves that there is no other.
func (s *Store) ownSQLite(ctx context.Context, path string) error {
	p, err := migrator(s.writes, goose.DialectSQLite3, s.d.name)
	if err != nil {
		return err
	}
	if err := clearAside(path); err != nil {
		return err
	}
	if err := upgrade(ctx, p, path, s, func() int64 { return sizeOfFile(path + "-wal") }); err != nil {
		return err
	}
	if err := s.nameEntries(ctx); err != nil {
		return err
	}
	if err := s.indexNothing(ctx); err != nil {
		return err
	}
	return s.write(ctx, "clear leases", func(ctx context.Context, t *tx) error {
		for _, query := range []string{
			"UPDATE entries SET lease_until = 0 WHERE lease_until > 0",
			"UPDATE feeds SET lease_until = 0 WHERE lease_until > 0",
			"UPDATE hubs SET lease_until = 0 WHERE lease_until > 0",
			"UPDATE leases SET lease_until = 0 WHERE lease_until > 0",
		} {
			if _, err := t.exec(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
}

// sizeOfFile is 0 for one that is not there.
func sizeOfFile(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// openPool opens connections lazily; "?", "#" and "%" in a file's name must not be taken for parts of an address.
func openPool(path, options string, most int) (*sql.DB, error) {
	name := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
	if !strings.HasPrefix(name, "/") {
		name = "/" + name // C:/… on Windows
	}
	db, err := sql.Open("sqlite", "file://"+name+"?"+options)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db, nil
}

// checkFile finds the common mistakes before SQLite words them in its own way.
func checkFile(path string, mustBe bool) error {
	if path == "" {
		return fmt.Errorf("no database named: %w", news.ErrInvalid)
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder: name the database file in it: %w", path, news.ErrInvalid)
	case err == nil:
		file, err := os.Open(path)
		if err != nil {
			return explainPath(path, err)
		}
		return file.Close()
	case !errors.Is(err, fs.ErrNotExist):
		return explainPath(path, err)
	case mustBe:
		return fmt.Errorf("there is no database at %s: choose another --data, or make it with \"nutgraf serve\": %w", path, news.ErrNotFound)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return explainPath(path, err)
	}
	return nil
}

// explainPath words the errors of files and folders.
func explainPath(path string, err error) error {
	dir := filepath.Dir(path)
	switch {
	case err == nil || errors.Is(err, news.ErrConflict):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the folder %s does not exist: make it, or choose another --data: %w: %w", dir, news.ErrUnavailable, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("no permission to use %s: make the folder %s belong to the user who runs nutgraf, or choose another --data: %w: %w", path, dir, news.ErrUnavailable, err)
	}
	return fmt.Errorf("cannot use %s (is the disk full or read-only?): choose another --data: %w: %w", path, news.ErrUnavailable, err)
}

// explainSQLite words what SQLite finds wrong with a file.
func explainSQLite(path string, err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s is not a database of nutgraf: choose another --data, or move that file away: %w: %w", path, news.ErrInvalid, err)
	case sqlite3.SQLITE_CORRUPT:
		return fmt.Errorf("%s is damaged: restore a backup into another place: %w: %w", path, news.ErrUnavailable, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%s cannot be written (read-only disk, or another owner?): choose another --data: %w: %w", path, news.ErrUnavailable, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return explainDisk(path, err)
	}
	return fmt.Errorf("open %s: %w", path, err)
}

// explainDisk words what SQLite says of a disk.
func explainDisk(path string, err error) error {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("the disk of %s is full: make room: %w: %w", path, news.ErrUnavailable, err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the disk of %s is full, or fails: make room, and look at the system's log: %w: %w", path, news.ErrUnavailable, err)
	}
	return err
}

func classifySQLite(err error) (kind error, again bool) {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return nil, false
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
		sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM:
		return news.ErrUnavailable, false
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return news.ErrUnavailable, false // it has waited long enough
	case sqlite3.SQLITE_CONSTRAINT:
		return news.ErrConflict, false
	}
	return nil, false
}

func reserveSQLite(ctx context.Context, t *tx, kind string, n int) ([]int64, error) {
	var last int64
	const query = "UPDATE sequences SET last = last + ? WHERE name = ? RETURNING last"
	if err := t.each(ctx, func(row scanner) error { return row.Scan(&last) }, query, n, kind); err != nil {
		return nil, err
	}
	given := make([]int64, n)
	for i := range given {
		given[i] = last - int64(n-i-1)
	}
	return given, nil
}

func setLast(ctx context.Context, t *tx, kind string, last int64) error {
	_, err := t.exec(ctx, "UPDATE sequences SET last = ? WHERE name = ?", last, kind)
	return err
}
