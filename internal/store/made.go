package store

import (
	"fmt"

	"nutgraf/internal/news"
)

// made is what became of an article in the ledger: all that has to go when its text does.
type made struct {
	Entities []news.EntityID // by actor; 0: nobody
	Sayings  []news.SayingID // by quote; 0: none
	Days     []aheadDay

	// Of an article that waits to be read again: whom it named and what it carried. They stay, uncounted, until it is
	// read: else they would get other numbers.
	Orphans []news.EntityID
	Unheard []news.SayingID
}

// aheadDay is a row of the agenda.
type aheadDay struct {
	day   int64
	event int
}

func (m *made) pack() []byte {
	p := packer{}
	putIDs(&p, m.Entities)
	putIDs(&p, m.Sayings)
	p.count(len(m.Days))
	for _, d := range m.Days {
		p.signed(int(d.day))
		p.count(d.event)
	}
	if len(m.Orphans)+len(m.Unheard) > 0 {
		putIDs(&p, m.Orphans)
		putIDs(&p, m.Unheard)
	}
	return p.b
}

func putIDs[ID ~int64](p *packer, list []ID) {
	p.count(len(list))
	for _, id := range list {
		p.count(int(id))
	}
}

func idsIn[ID ~int64](u *unpacker) []ID { return many(u, func() ID { return ID(u.count()) }) }

func unpackMade(b []byte) (m made, err error) {
	if len(b) == 0 {
		return m, nil
	}
	u := unpacker{b: b}
	m.Entities, m.Sayings = idsIn[news.EntityID](&u), idsIn[news.SayingID](&u)
	m.Days = many(&u, func() aheadDay { return aheadDay{int64(u.signed()), u.count()} })
	if len(u.b) > 0 {
		m.Orphans, m.Unheard = idsIn[news.EntityID](&u), idsIn[news.SayingID](&u)
	}
	if u.err != nil {
		return m, fmt.Errorf("made of an article: %w", u.err)
	}
	return m, nil
}
