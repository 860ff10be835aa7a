package ledger

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// memory is what is remembered of an entity in order to recognise it: some 1 kB at most when packed. Lists keep what was seen
// most; halving all counts of a full list lets the new in.
type memory struct {
	Articles  uint32  // that named it
	Woman     int32   // evidence for a woman minus evidence for a man, in hundredths
	RoleDay   uint32  // Unix day of the article whose role is shown
	From, To  uint32  // Unix days of the first and the last article
	Otherwise uint32  // articles that took an organisation for a place, or a place for an organisation
	Forms     []form  // by which articles call it
	Roles     []tally // words of its roles
	Spheres   []tally // walks of life those roles belong to
	Company   []tally // who and what is named beside it
	Countries []tally // two letters as a number
	Languages []tally // likewise
	Stories   []tally // and threads
}

// form is a name and in how many articles it stood.
type form struct {
	text  string
	count uint8
}

// tally is a hash and how often it was seen.
type tally struct {
	hash  uint32
	count uint8
}

const (
	memoryFormat = 1
	maxForms     = 12
	maxForm      = 96 // bytes of a form
	maxRoles     = 24
	maxCompany   = 64
	maxFew       = 6
	maxStories   = 24
)

// count adds one to a hash in a list of at most size.
func count(list []tally, hash uint32, size int) []tally {
	for i := range list {
		if list[i].hash == hash {
			if list[i].count < 255 {
				list[i].count++
			}
			return list
		}
	}
	if len(list) < size {
		return append(list, tally{hash, 1})
	}
	least := 0
	for i := range list {
		if mostFirst(list[i], list[least]) > 0 {
			least = i
		}
	}
	if list[least].count > 1 {
		for i := range list {
			list[i].count = max(1, list[i].count/2)
		}
	}
	list[least] = tally{hash, 1}
	return list
}

func mostFirst(a, b tally) int {
	return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.hash, b.hash))
}

// seen returns how often a hash is in a list.
func seen(list []tally, hash uint32) int {
	for _, t := range list {
		if t.hash == hash {
			return int(t.count)
		}
	}
	return 0
}

// most returns the hash that was seen most; 0 for an empty list.
func most(list []tally) uint32 {
	if len(list) == 0 {
		return 0
	}
	return slices.MinFunc(list, mostFirst).hash
}

func (m *memory) call(text string) {
	if len(text) > maxForm {
		return
	}
	for i := range m.Forms {
		if m.Forms[i].text == text {
			if m.Forms[i].count < 255 {
				m.Forms[i].count++
			}
			return
		}
	}
	if len(m.Forms) >= maxForms {
		m.sort()
		m.Forms = m.Forms[:maxForms-1]
	}
	m.Forms = append(m.Forms, form{text, 1})
}

// sort puts the forms seen most first.
func (m *memory) sort() {
	slices.SortFunc(m.Forms, func(a, b form) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
}

// absorb adds what another one remembers.
func (m *memory) absorb(o *memory) {
	m.Articles += o.Articles
	m.Woman += o.Woman
	m.Otherwise += o.Otherwise
	if o.From != 0 && (m.From == 0 || o.From < m.From) {
		m.From = o.From
	}
	m.To, m.RoleDay = max(m.To, o.To), max(m.RoleDay, o.RoleDay)
	for _, f := range o.Forms {
		for range f.count {
			m.call(f.text)
		}
	}
	for _, l := range []struct {
		mine  *[]tally
		other []tally
		size  int
	}{{&m.Roles, o.Roles, maxRoles}, {&m.Spheres, o.Spheres, maxFew}, {&m.Company, o.Company, maxCompany}, {&m.Countries, o.Countries, maxFew},
		{&m.Languages, o.Languages, maxFew}, {&m.Stories, o.Stories, maxStories}} {
		for _, t := range l.other {
			for range t.count {
				*l.mine = count(*l.mine, t.hash, l.size)
			}
		}
	}
}

// pack writes a memory as it is kept.
func (m *memory) pack() []byte {
	b := append(make([]byte, 0, 512), memoryFormat)
	b = binary.AppendUvarint(b, uint64(m.Articles))
	b = binary.AppendVarint(b, int64(m.Woman))
	for _, n := range []uint32{m.RoleDay, m.From, m.To, m.Otherwise} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	m.sort()
	b = append(b, byte(len(m.Forms)))
	for _, f := range m.Forms {
		b = append(b, f.count, byte(len(f.text)))
		b = append(b, f.text...)
	}
	for _, list := range m.lists() {
		slices.SortFunc(*list, mostFirst)
		b = append(b, byte(len(*list)))
		for _, t := range *list {
			b = append(binary.LittleEndian.AppendUint32(b, t.hash), t.count)
		}
	}
	return b
}

func (m *memory) lists() [6]*[]tally {
	return [6]*[]tally{&m.Roles, &m.Spheres, &m.Company, &m.Countries, &m.Languages, &m.Stories}
}

// unpack reads what pack wrote. What is of another version, or damaged, is forgotten.
func unpack(b []byte) memory {
	var m memory
	r := reader{b: b}
	if r.byte() != memoryFormat {
		return memory{}
	}
	m.Articles = uint32(r.uvarint())
	m.Woman = int32(r.varint())
	for _, n := range []*uint32{&m.RoleDay, &m.From, &m.To, &m.Otherwise} {
		*n = uint32(r.uvarint())
	}
	for range r.byte() {
		n := r.byte()
		if text := r.bytes(int(r.byte())); text != nil && len(m.Forms) < maxForms {
			m.Forms = append(m.Forms, form{string(text), n})
		}
	}
	for _, list := range m.lists() {
		for range r.byte() {
			if hash := r.bytes(4); hash != nil && len(*list) < 255 {
				*list = append(*list, tally{binary.LittleEndian.Uint32(hash), r.byte()})
			}
		}
	}
	if r.bad {
		return memory{}
	}
	return m
}

// reader reads bytes until they end.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) bytes(n int) []byte {
	if r.bad || n > len(r.b) {
		r.bad = true
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad, n = true, 0
	}
	r.b = r.b[n:]
	return x
}

func (r *reader) varint() int64 {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		r.bad, n = true, 0
	}
	r.b = r.b[n:]
	return x
}

func hash32(s string) uint32 { return uint32(xxhash.Sum64String(s)) }

// letters makes a number of two letters.
func letters(code string) uint32 {
	if len(code) < 2 {
		return 0
	}
	return uint32(code[0])<<8 | uint32(code[1])
}
