package server

import (
	"encoding/binary"
	"hash/crc32"
	"time"

	"nutgraf/internal/contest"
)

// record is one change as the log keeps it: a page as it came, or that it was taken away.
type record struct {
	deleted bool
	name    string
	life    time.Duration // time to live; 0: without end
	body    []byte
}

// A record begins with a mark by which it is found again behind damage, a check sum of all that follows it, what it is,
// the time to live in seconds and the lengths of name and body, which come behind.
const (
	mark       = "\x1dpg\x02"
	headLength = 24
	maxName    = 255
)

const (
	kindPut    = 1
	kindDelete = 2
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encode appends a record.
func (r record) encode(b []byte) []byte {
	start := len(b)
	b = append(b, mark...)
	b = append(b, 0, 0, 0, 0) // the check sum
	kind := byte(kindPut)
	if r.deleted {
		kind = kindDelete
	}
	b = append(b, kind, 0)
	b = binary.BigEndian.AppendUint16(b, uint16(len(r.name)))
	b = binary.BigEndian.AppendUint64(b, uint64(r.life/time.Second))
	b = binary.BigEndian.AppendUint32(b, uint32(len(r.body)))
	b = append(append(b, r.name...), r.body...)
	binary.BigEndian.PutUint32(b[start+4:], crc32.Checksum(b[start+8:], castagnoli))
	return b
}

// length tells from a record's head how long it is; 0 when this is no head.
func length(head []byte) int {
	if len(head) < headLength || string(head[:4]) != mark {
		return 0
	}
	name, body := int(binary.BigEndian.Uint16(head[10:])), int(binary.BigEndian.Uint32(head[20:]))
	if kind := head[8]; kind != kindPut && kind != kindDelete || name == 0 || name > maxName || body > contest.MaxPage {
		return 0
	}
	return headLength + name + body
}

// decode reads a whole record; it keeps the bytes. It reports whether they are as they were written.
func decode(b []byte) (record, bool) {
	if length(b) != len(b) || binary.BigEndian.Uint32(b[4:]) != crc32.Checksum(b[8:], castagnoli) {
		return record{}, false
	}
	name := int(binary.BigEndian.Uint16(b[10:]))
	return record{
		deleted: b[8] == kindDelete, life: time.Duration(binary.BigEndian.Uint64(b[12:])) * time.Second,
		name: string(b[headLength : headLength+name]), body: b[headLength+name:],
	}, true
}
