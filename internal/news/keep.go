package news

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Age is for how long something is kept, counted from when it came.
type Age time.Duration

// Forever is the age of what is never let go; 0 of what has no age of its own, and is kept like the others.
const Forever Age = math.MaxInt64

// The youngest are kept whatever the rules: learning and grouping still read them.
const (
	MinCaptureAge = Age(24 * time.Hour)      // of raw pages
	MinTextAge    = Age(14 * 24 * time.Hour) // of texts
)

var ageUnits = []struct {
	letter string
	length Age
}{{"y", Age(365 * 24 * time.Hour)}, {"d", Age(24 * time.Hour)}, {"h", Age(time.Hour)}}

// ParseAge reads an age as people write it: 12h, 90d, 2y, forever.
func ParseAge(s string) (Age, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "forever" {
		return Forever, nil
	}
	for _, unit := range ageUnits {
		digits, found := strings.CutSuffix(s, unit.letter)
		if n, err := strconv.Atoi(strings.TrimSpace(digits)); found && err == nil && n > 0 && n <= int(Forever/unit.length) {
			return Age(n) * unit.length, nil
		}
	}
	return 0, fmt.Errorf("%q: want an age such as 90d, 2y or 36h, or forever: %w", s, ErrInvalid)
}

// String writes an age as ParseAge reads it; nothing for none.
func (a Age) String() string {
	switch a {
	case 0:
		return ""
	case Forever:
		return "forever"
	}
	for _, unit := range ageUnits {
		if a%unit.length == 0 {
			return fmt.Sprintf("%d%s", a/unit.length, unit.letter)
		}
	}
	return time.Duration(a).String()
}

// Before is the time until which what came is too old at now; zero: nothing is.
func (a Age) Before(now time.Time) time.Time {
	if a == Forever || a <= 0 {
		return time.Time{}
	}
	return now.Add(-time.Duration(a))
}

// MarshalText and UnmarshalText let ages be settings.
func (a Age) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what ParseAge reads.
func (a *Age) UnmarshalText(b []byte) (err error) {
	*a, err = ParseAge(string(b))
	return err
}

// ByteSize is a number of bytes as people write it.
type ByteSize int64

// ParseByteSize reads 500MB, 50GB, 1.5TB, a plain number, or none.
func ParseByteSize(s string) (ByteSize, error) {
	word := strings.ToUpper(strings.TrimSpace(s))
	if word == "NONE" {
		return 0, nil
	}
	factor := 1.0
	for i, unit := range []string{"KB", "MB", "GB", "TB"} {
		if digits, found := strings.CutSuffix(word, unit); found {
			word, factor = strings.TrimSpace(digits), math.Pow10(3*(i+1))
			break
		}
	}
	n, err := strconv.ParseFloat(word, 64)
	if err != nil || !(n >= 0) || n*factor > 1<<60 {
		return 0, fmt.Errorf("%q: want a size such as 500MB or 50GB, or none: %w", s, ErrInvalid)
	}
	return ByteSize(n * factor), nil
}

// MarshalText writes plain bytes.
func (n ByteSize) MarshalText() ([]byte, error) { return []byte(strconv.FormatInt(int64(n), 10)), nil }

// UnmarshalText reads what ParseByteSize reads.
func (n *ByteSize) UnmarshalText(b []byte) (err error) {
	*n, err = ParseByteSize(string(b))
	return err
}

// Keeping says what is kept, and for how long. What it names goes in this order: raw pages, then texts; of each the oldest first.
type Keeping struct {
	Captures Age   // raw pages as they were fetched
	Texts    Age   // texts of articles, of sources without an age of their own
	Bytes    int64 // of the database, at most; 0: whatever it takes
}

// Old is a raw page or a text that may be let go.
type Old struct {
	ID     int64 // of the entry whose page it is, or of the article whose text
	Source SourceID
	At     time.Time // when it came
	Bytes  int64     // that it takes, as stored
	Stays  bool      // however old it is: somebody wants it, or a stage waits for it
}

// Occupied is the room that a database takes.
type Occupied struct {
	Total int64 // on disk
	Free  int64 // of it, for what comes next
}

// Used is what the stored rows take.
func (o Occupied) Used() int64 { return o.Total - o.Free }

// TableSize is what a table takes.
type TableSize struct {
	Name    string
	Rows    int64
	Bytes   int64 // of the rows
	Indexes []IndexSize
}

// IndexSize is what an index takes.
type IndexSize struct {
	Name  string
	Bytes int64
}

// All is what a table takes with its indexes.
func (t TableSize) All() int64 {
	all := t.Bytes
	for _, index := range t.Indexes {
		all += index.Bytes
	}
	return all
}
