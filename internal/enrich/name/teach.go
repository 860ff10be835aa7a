package name

import "nutgraf/internal/text"

// Lesson is a run of tokens that may be part of names, with the signs of each: what a model learns from.
type Lesson struct {
	First int // token of the text
	Signs [][]uint32
}

// Lessons cuts a text into lessons, for the program in train.
func Lessons(p *text.Prose, l *Lists) []Lesson {
	var r reading
	r.read(p, l)
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
