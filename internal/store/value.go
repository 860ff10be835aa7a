package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"nutgraf/internal/news"

	"github.com/klauspost/compress/zstd"
)

// This file turns values of the vocabulary into what columns hold, and back.

// micros is how times are stored: microseconds since 1970, 0 for the zero time. Years no calendar of news needs
// count as unknown, so that a hostile date can overflow nothing.
func micros(t time.Time) int64 {
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return 0
	}
	return t.UnixMicro()
}

func fromMicros(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// posOf is an article's place in the river: larger is newer. Two engines sort by it and SQLite's search index uses it
// as its rowid; that needs articles below 2^30, a hundred times the size we plan for, and times before 2242.
func posOf(at time.Time, id news.ArticleID) int64 {
	return posFloor(at) | int64(id)&posMask
}

// posFloor is the smallest place of any article of that second or later.
func posFloor(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return min(max(at.Unix(), 0), 1<<33-1) << posBits
}

// timeAt is the time of what has a place, to the second.
func timeAt(pos int64) time.Time { return time.Unix(pos>>posBits, 0).UTC() }

const (
	posBits = 30
	posMask = 1<<posBits - 1
)

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// clean makes a string storable in both engines: PostgreSQL takes neither NUL nor broken UTF-8, and one such string
// would fail the whole batch.
func clean(s string) string {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

// clip is clean for what an index holds: PostgreSQL's take no more than 2,700 bytes.
func clip(s string, most int) string {
	s = clean(s)
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// What columns of texts hold at most, in bytes: no page means more, and lists show hundreds of rows. The text of an
// article and the words of a feed are not in columns but packed, and have no limit of their own.
const (
	maxAddress  = 2048 // of a feed; it is in an index
	maxURL      = 8 << 10
	maxHeadline = 4 << 10 // captions too
	maxText     = 64 << 10
	maxName     = 500 // of an outlet, an author, a place
	maxNames    = 200 // how many of them
)

// address is clean for addresses: half of one leads nowhere, so one that is too long is none.
func address(s string) string {
	if len(s) > maxURL {
		return ""
	}
	return clean(s)
}

// number keeps what no engine can sort out of the database.
func number(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// key hashes its parts to 64 bits. At ten million rows the odds that any two collide are one in 400,000, and then one
// entry counts as known: a price for an index of eight bytes that no long guid can break.
func key(parts ...string) int64 {
	h := sha256.New()
	var n [8]byte
	for _, part := range parts {
		binary.LittleEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	var sum [sha256.Size]byte
	return int64(binary.LittleEndian.Uint64(h.Sum(sum[:0])))
}

// guidKey identifies an entry within its source.
func guidKey(source news.SourceID, guid string) int64 { return key(source.String(), guid) }

// addressKey identifies an article within its source by the address it lives at, or is nil when it has none. A
// canonical address that is only the site's front page is a mistake many sites make on every page.
func addressKey(a *news.Article) any {
	address := bare(a.CanonicalURL)
	if address == "" {
		address = bare(a.URL)
	}
	if address == "" {
		return nil
	}
	return key(a.SourceID.String(), address, fmt.Sprint(a.Part))
}

// bare reduces an address to what names a page: no scheme, no fragment; "" when it names none.
func bare(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Path == "" || u.Path == "/") && u.RawQuery == "" {
		return ""
	}
	u.Scheme, u.Fragment, u.RawFragment, u.User = "", "", "", nil
	u.Host = strings.ToLower(u.Host)
	return u.String()
}

// list is a column of strings: JSON, empty for none.
func list(items []string) string {
	if len(items) == 0 {
		return ""
	}
	items = items[:min(len(items), maxNames)]
	cleaned := make([]string, len(items))
	for i, item := range items {
		cleaned[i] = clip(item, maxName)
	}
	b, err := json.Marshal(cleaned)
	if err != nil {
		panic(fmt.Sprintf("store: strings as JSON: %v", err)) // cannot fail
	}
	return string(b)
}

func fromList(s string) ([]string, error) {
	if s == "" {
		return nil, nil
	}
	var items []string
	if err := json.Unmarshal([]byte(s), &items); err != nil {
		return nil, fmt.Errorf("list %.40q: %w", s, err)
	}
	return items, nil
}

// pack makes JSON of a value, compressed when that saves anything worth saving. JSON begins with "{", zstd never.
func pack(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	if b.Len() < 200 {
		return bytes.TrimSpace(b.Bytes()), nil
	}
	return squeeze(b.Bytes()), nil
}

func unpack(b []byte, v any) error {
	if len(b) > 0 && b[0] != '{' {
		var err error
		if b, err = unsqueeze(b); err != nil {
			return err
		}
	}
	return json.Unmarshal(b, v)
}

// zstd's coders are made once: they are safe for concurrent use in this form and costly to make.
var (
	squeezer, _   = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest))
	unsqueezer, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(256<<20))
)

func squeeze(b []byte) []byte { return squeezer.EncodeAll(b, make([]byte, 0, len(b)/4+64)) }

func unsqueeze(b []byte) ([]byte, error) {
	out, err := unsqueezer.DecodeAll(b, nil)
	if err != nil {
		return nil, fmt.Errorf("stored bytes do not decompress: %w", err)
	}
	return out, nil
}
