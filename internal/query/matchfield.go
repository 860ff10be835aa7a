package query

import (
	"slices"
	"strings"
	"time"
)

func (fold Fold) field(f Field) *Matcher {
	value := strings.ToLower(strings.TrimSpace(f.Value))
	is := func(of func(s *Subject) string) *Matcher {
		return &Matcher{seeks: true, matches: func(s *Subject, _ time.Time) bool { return of(s) == value }}
	}
	switch f.Name {
	case FieldHeadline:
		return fold.word(f.Value, 0, 1)
	case FieldBy:
		return fold.word(f.Value, 1, 2)
	case FieldSource:
		return publisher(value, fold.Terms(f.Value))
	case FieldPerson, FieldPlace, FieldOrg:
		return name(f.Name, fold.Terms(f.Value))
	case FieldSaid:
		return saying(fold.Terms(f.Value))
	case FieldLanguage:
		return is(func(s *Subject) string { return s.Language })
	case FieldSection:
		return is(func(s *Subject) string { return s.Section })
	case FieldKind:
		return is(func(s *Subject) string { return s.Kind })
	case FieldHas: // nearly everything has a picture: that is nothing to look for
		return &Matcher{matches: func(s *Subject, _ time.Time) bool { return slices.Contains(s.Has, value) }}
	}
	if country := f.Country(); country != "" {
		return &Matcher{seeks: true, matches: func(s *Subject, _ time.Time) bool {
			return slices.ContainsFunc(s.Publishers, func(p Publisher) bool { return p.Country == country })
		}}
	}
	return dated(f)
}

func dated(f Field) *Matcher {
	if _, _, ok := f.Span(time.Time{}.AddDate(2000, 0, 0)); !ok {
		return nil
	}
	return &Matcher{seeks: true, matches: func(s *Subject, now time.Time) bool {
		from, until, _ := f.Span(now)
		from, until = from.Truncate(time.Second), until.Truncate(time.Second)
		switch f.Name {
		case FieldAfter:
			return !s.At.Before(from)
		case FieldBefore:
			return s.At.Before(from)
		}
		return !s.At.Before(from) && s.At.Before(until)
	}}
}

// publisher looks for a host, or for words next to each other in a name or host.
func publisher(host string, phrase []string) *Matcher {
	return &Matcher{seeks: true, matches: func(s *Subject, _ time.Time) bool {
		return slices.ContainsFunc(s.Publishers, func(p Publisher) bool {
			return p.Host == host || slices.ContainsFunc(p.Names, func(name []string) bool { return contains(name, phrase) })
		})
	}}
}

// name looks for a name with all of the words, in any order.
func name(field string, wanted []string) *Matcher {
	if len(wanted) == 0 {
		return nil
	}
	return &Matcher{anchors: rarest(wanted), seeks: true, matches: func(s *Subject, _ time.Time) bool {
		return slices.ContainsFunc(s.Names, func(n Name) bool { return n.Field == field && bears(n.Forms, wanted) })
	}}
}

func saying(phrase []string) *Matcher {
	if len(phrase) == 0 {
		return nil
	}
	return &Matcher{anchors: rarest(phrase), seeks: true, matches: func(s *Subject, _ time.Time) bool {
		return slices.ContainsFunc(s.Sayings, func(one Saying) bool {
			return contains(one.Words, phrase) || contains(one.Speaker, phrase) || bears(one.Forms, phrase)
		})
	}}
}

// bears reports whether one of some names has all of the words.
func bears(forms [][]string, words []string) bool {
	return slices.ContainsFunc(forms, func(form []string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(form, word) })
	})
}

// contains reports whether the words of part, of which there are some, stand next to each other in whole.
func contains(whole, part []string) bool {
	for i := 0; len(part) > 0 && i+len(part) <= len(whole); i++ {
		if slices.Equal(whole[i:i+len(part)], part) {
			return true
		}
	}
	return false
}
