package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// tableSum is the sum of a table's rows, whatever their order: engines sort differently.
type tableSum struct {
	columns []string
	rows    int
	lo, hi  uint64 // sums of the halves of every row's hash
	buf     []byte
}

func (s *tableSum) add(values []any) (err error) {
	if s.buf, err = appendRow(s.buf[:0], values); err != nil {
		return err
	}
	hash := sha256.Sum256(s.buf)
	s.rows++
	s.lo += binary.LittleEndian.Uint64(hash[:8])
	s.hi += binary.LittleEndian.Uint64(hash[8:16])
	return nil
}

func (s *tableSum) String() string { return fmt.Sprintf("%016x%016x", s.hi, s.lo) }

// counted adds a row that was read to the sum of its table.
func (u *unarchiver) counted(row []any) error {
	if u.sums == nil {
		return nil
	}
	return u.sums[u.now].add(row)
}

// Contents are what a backup says of itself, and what was found in it.
type Contents struct {
	MadeAt time.Time
	Engine string
	Schema int64
	Rows   int
	Tables []TableContents // as they stand in it
}

// TableContents are a table's rows and their sum, which is the same for the same rows on both engines.
type TableContents struct {
	Name string
	Rows int
	Sum  string
}

// Verify reads a backup to its end. What is cut short or altered is [news.ErrInvalid].
func Verify(ctx context.Context, r io.Reader, progress Progress) (Contents, error) {
	u, err := newUnarchiver(r)
	if err != nil {
		return Contents{}, fmt.Errorf("verify: %w", err)
	}
	defer u.close()
	u.sums = map[string]*tableSum{}
	found := Contents{MadeAt: u.header.MadeAt, Engine: u.header.Engine, Schema: u.header.Schema}
	total := 0
	for _, n := range u.header.Rows {
		total += n
	}
	step := progress.stepper("rows", total)
	for {
		table, _, row, err := u.next()
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && row != nil {
			found.Rows++
			step()
			err = u.counted(row)
		}
		switch {
		case err != nil:
			return Contents{}, fmt.Errorf("verify: %w", err)
		case row == nil && table == "":
			for i, t := range found.Tables {
				sum := u.sums[t.Name]
				found.Tables[i].Rows, found.Tables[i].Sum = sum.rows, sum.String()
			}
			return found, nil
		case row == nil:
			found.Tables = append(found.Tables, TableContents{Name: table})
		}
	}
}

// compare reads the tables of a restored database again, and refuses what is not as it stood in the backup.
func (t *tx) compare(ctx context.Context, archive *unarchiver, progress Progress) error {
	if archive.sums == nil {
		return nil
	}
	total := 0
	for _, n := range archive.rows {
		total += n
	}
	step := progress.stepper("rows compared", total)
	for table, want := range archive.sums {
		got := &tableSum{}
		rows, err := t.QueryContext(ctx, "SELECT "+strings.Join(want.columns, ", ")+" FROM "+table)
		if err != nil {
			return err
		}
		err = closeWith(rows, eachRow(rows, want.columns, func(values []any) error {
			step()
			return got.add(values)
		}))
		if err != nil {
			return err
		}
		if got.rows != want.rows || got.String() != want.String() {
			return fmt.Errorf("table %s is not as in the backup: %d rows of %d, sum %v, not %v: %w", table, got.rows, want.rows, got, want, news.ErrUnavailable)
		}
	}
	return nil
}

// sumTable begins the sum of a table that is about to be read.
func (u *unarchiver) sumTable(name string, columns []string) {
	if u.sums != nil {
		u.sums[name] = &tableSum{columns: slices.Clone(columns)}
	}
}
