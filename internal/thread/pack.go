package thread

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"nutgraf/internal/news"
)

// gistFormat is the first byte of a packed gist. One of another format is made anew from the story's articles.
const gistFormat = 1

var errGist = errors.New("not a gist of this version")

// Pack writes a gist in the form in which it is kept. What linking reads for every candidate comes first.
func (g *Gist) Pack() []byte {
	b := append(make([]byte, 0, 768), gistFormat, byte(len(g.Language)))
	b = append(b, g.Language...)
	b = binary.AppendVarint(b, g.From.Unix())
	b = binary.AppendUvarint(b, uint64(max(0, g.To.Unix()-g.From.Unix())))
	b = binary.AppendUvarint(b, uint64(max(0, g.Articles)))
	b = binary.AppendUvarint(b, uint64(max(0, g.Sources)))
	b = append(b, byte(len(g.Traits)))
	for _, t := range g.Traits {
		b = append(binary.LittleEndian.AppendUint32(b, t.Hash), t.Weight)
	}
	for _, list := range [][]Name{g.Names, g.Topics} {
		b = append(b, byte(len(list)))
		for _, n := range list {
			b = append(b, n.Weight, byte(len(n.Text)))
			b = append(b, n.Text...)
		}
	}
	b = append(b, byte(len(g.Known)))
	for _, k := range g.Known {
		b = binary.LittleEndian.AppendUint16(b, k)
	}
	for _, list := range [][]uint32{g.Numbers, g.Links} {
		b = append(b, byte(len(list)))
		for _, h := range list {
			b = binary.LittleEndian.AppendUint32(b, h)
		}
	}
	b = append(b, byte(len(g.Places)))
	for _, p := range g.Places {
		b = append(b, p[0], p[1])
	}
	return b
}

// unpacker reads what Pack wrote; after the first thing missing it gives zeros.
type unpacker struct {
	rest []byte
	bad  bool
}

func (u *unpacker) take(n int) []byte {
	if n > len(u.rest) {
		u.bad, u.rest = true, nil
		return make([]byte, n)
	}
	b := u.rest[:n]
	u.rest = u.rest[n:]
	return b
}

func (u *unpacker) count() int { return int(u.take(1)[0]) }

func (u *unpacker) uvarint() uint64 {
	v, n := binary.Uvarint(u.rest)
	if n <= 0 {
		u.bad, u.rest = true, nil
		return 0
	}
	u.rest = u.rest[n:]
	return v
}

func (u *unpacker) varint() int64 {
	v, n := binary.Varint(u.rest)
	if n <= 0 {
		u.bad, u.rest = true, nil
		return 0
	}
	u.rest = u.rest[n:]
	return v
}

// UnpackGist reads a packed gist of a story.
func UnpackGist(id news.StoryID, packed []byte) (Gist, error) {
	if len(packed) == 0 || packed[0] != gistFormat {
		return Gist{}, fmt.Errorf("gist of story %d: %w", id, errGist)
	}
	u := &unpacker{rest: packed[1:]}
	g := Gist{Story: id, Language: string(u.take(u.count()))}
	g.From = time.Unix(u.varint(), 0).UTC()
	g.To = g.From.Add(time.Duration(min(u.uvarint(), math.MaxInt64/uint64(time.Second))) * time.Second)
	g.Articles, g.Sources = int(u.uvarint()), int(u.uvarint())
	g.Traits = u.traits()
	for _, list := range []*[]Name{&g.Names, &g.Topics} {
		for range u.count() {
			weight, size := u.take(1)[0], u.count()
			*list = append(*list, Name{string(u.take(size)), weight})
		}
	}
	for range u.count() {
		g.Known = append(g.Known, binary.LittleEndian.Uint16(u.take(2)))
	}
	for _, list := range []*[]uint32{&g.Numbers, &g.Links} {
		for range u.count() {
			*list = append(*list, binary.LittleEndian.Uint32(u.take(4)))
		}
	}
	for range u.count() {
		g.Places = append(g.Places, string(u.take(2)))
	}
	if u.bad {
		return Gist{}, fmt.Errorf("gist of story %d ends early: %w", id, errGist)
	}
	return g, nil
}

func (u *unpacker) traits() []Trait {
	traits := make([]Trait, u.count())
	for i := range traits {
		b := u.take(5)
		traits[i] = Trait{binary.LittleEndian.Uint32(b), b[4]}
	}
	return traits
}

// traitsOf reads the traits alone.
func traitsOf(packed []byte) []Trait {
	u := &unpacker{rest: packed[1:]}
	u.take(u.count())
	u.varint()
	for range 3 {
		u.uvarint()
	}
	return u.traits()
}
