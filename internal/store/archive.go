package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"time"

	"nutgraf/internal/news"

	"github.com/klauspost/compress/zstd"
)

// A backup is one zstd stream that knows nothing of the engine it came from:
//
//	"nutgraf backup\n"
//	the header: one line of JSON
//	'T' name columns…                a table begins; strings are a length (uvarint) and bytes
//	'R' value…                       a row: 'n', 'i' varint, 'f' 8 bytes, 't' string, 'b' bytes
//	'E' and one line of JSON         the end: rows of each table, SHA-256 of all before the 'E'
//
// What stops before its end, or differs from its sum, is no backup.
const (
	archiveMagic  = "nutgraf backup\n"
	archiveFormat = 1
	maxValue      = 1 << 30 // bytes of one value
)

type archiveHeader struct {
	Format  int              `json:"format"`
	Schema  int64            `json:"schema"` // of the database it was made from
	MadeAt  time.Time        `json:"made_at"`
	Engine  string           `json:"engine"` // for people
	Rows    map[string]int   `json:"rows"`   // about, for showing progress
	LastIDs map[string]int64 `json:"last_ids"`
}

type archiveEnd struct {
	Rows   map[string]int `json:"rows"`
	SHA256 string         `json:"sha256"`
}

// archiver writes a backup.
type archiver struct {
	zip  *zstd.Encoder
	out  *bufio.Writer
	sum  hash.Hash
	rows map[string]int
	now  string // the table being written
	buf  []byte
}

func newArchiver(w io.Writer, header archiveHeader) (*archiver, error) {
	zip, err := zstd.NewWriter(w)
	if err != nil {
		return nil, err
	}
	a := &archiver{zip: zip, sum: sha256.New(), rows: map[string]int{}}
	a.out = bufio.NewWriterSize(io.MultiWriter(zip, a.sum), 64<<10)
	line, err := json.Marshal(header)
	if err != nil {
		return nil, err
	}
	a.out.WriteString(archiveMagic)
	a.out.Write(line)
	return a, a.out.WriteByte('\n')
}

func (a *archiver) table(name string, columns []string) error {
	a.now = name
	a.rows[name] = 0
	b := append(a.buf[:0], 'T')
	b = appendString(b, name)
	b = binary.AppendUvarint(b, uint64(len(columns)))
	for _, column := range columns {
		b = appendString(b, column)
	}
	a.buf = b
	_, err := a.out.Write(b)
	return err
}

func appendString[S ~string | ~[]byte](b []byte, s S) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (a *archiver) row(values []any) (err error) {
	a.rows[a.now]++
	if a.buf, err = appendRow(append(a.buf[:0], 'R'), values); err != nil {
		return fmt.Errorf("table %s: %w", a.now, err)
	}
	_, err = a.out.Write(a.buf)
	return err
}

func appendRow(b []byte, values []any) ([]byte, error) {
	for _, value := range values {
		switch v := value.(type) {
		case nil:
			b = append(b, 'n')
		case int64:
			b = binary.AppendVarint(append(b, 'i'), v)
		case float64:
			b = binary.LittleEndian.AppendUint64(append(b, 'f'), math.Float64bits(v))
		case string:
			b = appendString(append(b, 't'), v)
		case []byte:
			b = appendString(append(b, 'b'), v)
		default:
			return nil, fmt.Errorf("a column holds a %T", value)
		}
	}
	return b, nil
}

// close writes the end.
func (a *archiver) close() error {
	if err := a.out.Flush(); err != nil {
		return err
	}
	line, err := json.Marshal(archiveEnd{a.rows, hex.EncodeToString(a.sum.Sum(nil))})
	if err != nil {
		return err
	}
	a.out.WriteByte('E')
	a.out.Write(line)
	a.out.WriteByte('\n')
	return errors.Join(a.out.Flush(), a.zip.Close())
}

// unarchiver reads a backup.
type unarchiver struct {
	zip     *zstd.Decoder
	in      *bufio.Reader
	sum     hash.Hash
	header  archiveHeader
	rows    map[string]int
	now     string
	columns int
	raw     []byte               // of the mark being read
	sums    map[string]*tableSum // nil: nobody asks
}

func newUnarchiver(r io.Reader) (*unarchiver, error) {
	zip, err := zstd.NewReader(r, zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, broken(err)
	}
	u := &unarchiver{zip: zip, in: bufio.NewReaderSize(zip, 64<<10), sum: sha256.New(), rows: map[string]int{}}
	magic := make([]byte, len(archiveMagic))
	if _, err := io.ReadFull(u.in, magic); err != nil || string(magic) != archiveMagic {
		zip.Close()
		return nil, fmt.Errorf("this is no backup of nutgraf: %w", news.ErrInvalid)
	}
	line, err := u.in.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &u.header)
	}
	if err != nil {
		zip.Close()
		return nil, broken(err)
	}
	u.sum.Write(magic)
	u.sum.Write(line)
	return u, nil
}

func (u *unarchiver) close() { u.zip.Close() }

func broken(err error) error {
	return fmt.Errorf("the backup is cut short or damaged: %w: %w", news.ErrInvalid, err)
}

// next reads a table's beginning (name and columns) or a row; all are nil at the true end.
func (u *unarchiver) next() (table string, columns []string, row []any, err error) {
	kind, err := u.in.ReadByte()
	if err != nil {
		return "", nil, nil, broken(noEOF(err))
	}
	u.raw = append(u.raw[:0], kind)
	switch kind {
	case 'T':
		table, columns, err = u.tableHead()
		u.sum.Write(u.raw)
	case 'R':
		row, err = u.values()
		u.rows[u.now]++
		u.sum.Write(u.raw)
	case 'E':
		err = u.end()
	default:
		err = fmt.Errorf("mark %q", kind)
	}
	if err != nil {
		err = broken(noEOF(err))
	}
	return table, columns, row, err
}

func (u *unarchiver) tableHead() (string, []string, error) {
	name, err := u.bytes(100)
	if err != nil {
		return "", nil, err
	}
	n, err := u.uvarint()
	if err != nil || n > 200 {
		return "", nil, fmt.Errorf("%d columns: %w", n, errors.Join(err, errDamaged))
	}
	columns := make([]string, n)
	for i := range columns {
		column, err := u.bytes(100)
		if err != nil {
			return "", nil, err
		}
		columns[i] = string(column)
	}
	u.now, u.columns = string(name), len(columns)
	u.rows[u.now] += 0
	u.sumTable(u.now, columns)
	return u.now, columns, nil
}

var errDamaged = errors.New("impossible value")

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func (u *unarchiver) values() ([]any, error) {
	row := make([]any, u.columns)
	for i := range row {
		kind, err := u.in.ReadByte()
		if err != nil {
			return nil, err
		}
		u.raw = append(u.raw, kind)
		switch kind {
		case 'n':
		case 'i':
			var n uint64
			n, err = u.uvarint()
			row[i] = int64(n>>1) ^ -int64(n&1)
		case 'f':
			var b [8]byte
			_, err = io.ReadFull(u.in, b[:])
			u.raw = append(u.raw, b[:]...)
			row[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[:]))
		case 't':
			var b []byte
			b, err = u.bytes(maxValue)
			row[i] = string(b)
		case 'b':
			row[i], err = u.bytes(maxValue)
		default:
			err = errDamaged
		}
		if err != nil {
			return nil, err
		}
	}
	return row, nil
}

func (u *unarchiver) uvarint() (uint64, error) {
	n, err := binary.ReadUvarint(u.in)
	u.raw = binary.AppendUvarint(u.raw, n)
	return n, err
}

// bytes reads a string; it allocates as the bytes come, whatever length they claim to have.
func (u *unarchiver) bytes(most uint64) ([]byte, error) {
	n, err := u.uvarint()
	if err != nil {
		return nil, err
	}
	if n > most {
		return nil, errDamaged
	}
	b := make([]byte, min(n, 1<<20))
	if _, err := io.ReadFull(u.in, b); err != nil {
		return nil, err
	}
	if left := int64(n) - int64(len(b)); left > 0 {
		more := bytes.NewBuffer(b)
		if _, err := io.CopyN(more, u.in, left); err != nil {
			return nil, err
		}
		b = more.Bytes()
	}
	u.raw = append(u.raw, b...)
	return b, nil
}

func (u *unarchiver) end() error {
	line, err := u.in.ReadBytes('\n')
	if err != nil {
		return err
	}
	var end archiveEnd
	if err := json.Unmarshal(line, &end); err != nil {
		return err
	}
	if end.SHA256 != hex.EncodeToString(u.sum.Sum(nil)) {
		return errors.New("its check sum differs")
	}
	for table, n := range end.Rows {
		if u.rows[table] != n {
			return fmt.Errorf("table %s has %d rows of %d", table, u.rows[table], n)
		}
	}
	if _, err := u.in.ReadByte(); err != io.EOF {
		return errors.New("something follows its end")
	}
	return nil
}
