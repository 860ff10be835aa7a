package name

import "nutgraf/internal/text"

// Lesson is a run of tokens that may be part of names, with the signs of each: what a model learns from.
type Lesson struct {
	First int // token of the text
	Signs [][]uint32
	Base  []int32 // second pass: what the first one gives each tag, 16 for each token
}

// Lessons cuts a text into lessons, for the program in train.
func Lessons(p *text.Prose, language string, plain bool, l *Lists) []Lesson {
	r := reading{plain: plain}
	r.read(p, language, l)
	var out []Lesson
	for _, run := range r.runs {
		lesson := Lesson{First: run.from}
		for i := run.from; i < run.to; i++ {
			lesson.Signs = append(lesson.Signs, append([]uint32(nil), r.look(run, i)...))
		}
		out = append(out, lesson)
	}
	return out
}

// SecondLessons cuts a text into lessons for the second pass, with what m makes of it in the first.
func SecondLessons(p *text.Prose, language string, l *Lists, m *Model) []Lesson {
	var r reading
	r.read(p, language, l)
	r.first(m)
	r.decode(&m.moves)
	var out []Lesson
	var ends []int
	at := 0
	for _, run := range r.runs {
		out = append(out, Lesson{First: run.from, Base: r.score[16*at : 16*(at+run.to-run.from)]})
		at += run.to - run.from
		ends = append(ends, at)
	}
	k := 0
	r.second(func(at int, signs []uint32) {
		for at >= ends[k] {
			k++
		}
		out[k].Signs = append(out[k].Signs, append([]uint32(nil), signs...))
	})
	return out
}
