package main

import (
	"slices"

	"nutgraf/internal/enrich/name"
)

// sequences turns pages into what is trained on; signs get ids in f when they occur often enough.
func (f *field) sequences(pages []page, cut func(p *page) []name.Lesson) []sequence {
	type raw struct {
		page   int
		lesson name.Lesson
	}
	var all []raw
	counts := map[uint32]int{}
	for i := range pages {
		for _, l := range cut(&pages[i]) {
			all = append(all, raw{i, l})
			for _, signs := range l.Signs {
				for _, h := range signs {
					counts[h]++
				}
			}
		}
	}
	f.ids = map[uint32]int32{}
	for h, n := range counts {
		if n >= f.least && h != 0 {
			f.keys = append(f.keys, h)
		}
	}
	slices.Sort(f.keys)
	for i, h := range f.keys {
		f.ids[h] = int32(i)
	}
	var out []sequence
	for _, r := range all {
		p := &pages[r.page]
		s := sequence{weight: max(p.weight, .01)}
		n := len(r.lesson.Signs)
		for _, v := range r.lesson.Base {
			s.base = append(s.base, float32(v)/steps)
		}
		s.gold = append(s.gold, p.tags[r.lesson.First:r.lesson.First+n]...)
		s.free = p.loose[r.lesson.First : r.lesson.First+n]
		mend(s.gold)
		for i, signs := range r.lesson.Signs {
			ids := make([]int32, 0, len(signs))
			for _, h := range signs {
				if id, ok := f.ids[h]; ok {
					ids = append(ids, id)
				}
			}
			s.signs = append(s.signs, ids)
			s.loose = s.loose || s.free[i]
		}
		out = append(out, s)
	}
	return out
}

// mend takes out names that a run cuts.
func mend(gold []name.Tag) {
	for i := 0; i < len(gold); i++ {
		t := gold[i]
		if t == name.Outside || t%4 == name.Unit {
			continue
		}
		end := i + 1
		for end < len(gold) && gold[end]/4 == t/4 && gold[end]%4 == name.Inside {
			end++
		}
		if t%4 == name.Begin && end < len(gold) && gold[end] == t/4*4+name.Last {
			i = end
			continue
		}
		gold[i] = name.Outside
	}
}
