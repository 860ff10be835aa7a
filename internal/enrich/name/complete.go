package name

import (
	"strings"
	"sync"

	"nutgraf/internal/text"
)

// Names of bodies go on with small letters in many languages: "Commission européenne", "Томского государственного университета".
// The models, which have the capitals of English at their root, find where they begin; complete gives them their ends.

// adjectives are the ends of words that belong to the name of a body before them.
var adjectives = map[string][]string{
	"fr": strings.Fields("éen éenne éens éennes ien ienne ais aise al ale aux ales el elle elles els ique iques iste istes if ive"),
	"es": strings.Fields("al ales ico ica eo ea eos eas ano ana ista istas ivo iva és esa ario aria"),
	"it": strings.Fields("ale ali ico ica eo ea ano ana ista isti ivo iva ese ario aria"),
	"pt": strings.Fields("al ais ico ica eu eia ano ana ista istas ivo iva ês esa ário ária"),
	"ru": strings.Fields("ый ого ому ым ом ая ой ую ое ий его ему им ем яя ей юю ее"),
}

// complete sets tags of what the fields do not see, in languages other than English.
func (r *reading) complete(language string, lists *Lists) {
	for i, tag := range r.tags {
		if tag/4 == Other {
			r.tags[i] = Outside
		}
	}
	for _, s := range r.p.Sentences {
		for i := s.First; i < s.End; i++ {
			switch {
			case r.words[i].flags&small != 0 && r.words[i].lists&ListThe != 0 && r.tags[i] != Outside && r.tags[i]%4 == Begin: // "Le Parti"
				_, end := r.spanAt(i, s.End)
				kind := int(r.tags[i] / 4)
				r.tags[i] = Outside
				r.mark(i+1, end, kind)
			case r.words[i].flags&upper == 0:
			case r.knownBody(i, s.End, lists):
			case i > s.First+1 && r.quotedBody(i, s.First, s.End):
			case language == "ru" && r.adjectiveBody(i, s.End):
			case r.tags[i] == Outside:
				r.known(i)
			case r.tags[i]%4 == Begin:
				r.correct(i, s.End)
			}
			if tag := r.tags[i]; tag != Outside && tag/4 == Organisation && (tag%4 == Last || tag%4 == Unit) && r.words[i].lists&ListBodyWord != 0 && language != "ru" {
				r.extend(i, s.End, adjectives[language])
			}
		}
		r.join(s.First, s.End)
	}
}

// known marks a word that is the name of one thing only.
func (r *reading) known(i int) {
	w := &r.words[i]
	if w.flags&(shouted|titled) != 0 || w.lists&(functional|ListSurname|ListFirstName|ListBodyWord|ListPlaceWord|ListNation) != 0 {
		return
	}
	switch bits := w.lists & (ListBody | ListCountry | ListRegion | ListTown); {
	case bits == ListBody:
		r.mark(i, i+1, Organisation)
	case bits&ListBody == 0 && bits != 0 && (bits != ListTown || w.flags&first == 0):
		r.mark(i, i+1, Place)
	}
}

// correct gives a name that begins at i the type that its first word has: "Universidad de Granada" is no place.
func (r *reading) correct(i, end int) {
	w, kind := &r.words[i], int(r.tags[i]/4)
	to := i + 1
	for to < end && r.tags[to] != Outside && r.tags[to]%4 != Begin && r.tags[to]%4 != Unit {
		to++
	}
	const people, places = ListFirstName | ListRareFirstName | ListSurname, ListTown | ListCountry | ListRegion
	switch {
	case kind == Place && w.lists&ListBodyWord != 0 && w.lists&ListPlaceWord == 0:
		r.mark(i, to, Organisation)
	case (kind == Person || (kind == Place || to == i+3) && r.words[i+1].lists&(ListFirstName|ListTown|ListBodyWord) == ListFirstName) && w.lists&places != 0 && w.lists&people == 0: // "Екатеринбурга Юрий Ферапонтов"
		r.mark(i, i+1, Place)
		r.mark(i+1, to, Person)
	case kind == Organisation && w.lists&ListFirstName != 0 && w.lists&(ListBody|ListBodyWord) == 0 && to == i+2 && r.words[i+1].lists&(ListBody|ListBodyWord|places) == 0 && w.spans == 0:
		r.mark(i, to, Person)
	}
}

// join makes one name of two people with a particle between: "Ana" dos "Santos".
func (r *reading) join(from, end int) {
	for i := from + 1; i+1 < end; i++ {
		a, b := r.tags[i-1], r.tags[i+1]
		if r.tags[i] != Outside || a/4 != Person || b/4 != Person || a%4 != Last && a%4 != Unit || b%4 != Begin && b%4 != Unit || !particles()[r.words[i].folded] {
			continue
		}
		start, stop := i-1, i+2
		for r.tags[start]%4 != Begin && r.tags[start]%4 != Unit && start > from {
			start--
		}
		for b%4 == Begin && stop < end && r.tags[stop-1]%4 != Last {
			stop++
		}
		r.mark(start, stop, Person)
	}
}

// particles stand between first names and surnames.
var particles = sync.OnceValue(func() map[uint32]bool {
	return hashes("de da do dos das di del della von vom van zu der den ter la du al el bin ibn")
})

// mark makes the tokens the name of one type.
func (r *reading) mark(from, to, kind int) {
	for i := from; i < to; i++ {
		part := Inside
		switch {
		case to == from+1:
			part = Unit
		case i == from:
			part = Begin
		case i == to-1:
			part = Last
		}
		r.tags[i] = TagOf(kind, part)
	}
}

// free reports whether no name is cut when the tokens become one.
func (r *reading) free(from, to int) bool {
	opens := r.tags[from] == Outside || r.tags[from]%4 == Begin || r.tags[from]%4 == Unit
	last := r.tags[to-1]
	return opens && (last == Outside || last%4 == Last || last%4 == Unit)
}

// knownBody marks a body from the lists that has small words in it.
func (r *reading) knownBody(i, end int, lists *Lists) bool {
	h, most, small := r.words[i].folded, 0, false
	for n := 2; n <= 6 && i+n <= end; n++ {
		w := &r.words[i+n-1]
		h = joined(h, w.folded)
		small = small || w.flags&upper == 0
		if bits, _ := lists.word(h); bits&ListBody != 0 && small {
			most = n
		}
	}
	if most == 0 || !r.free(i, i+most) {
		return false
	}
	r.mark(i, i+most, Organisation)
	return true
}

// quotedBody marks a name in quotation marks behind a word that heads bodies: "компания «Кестрел»".
func (r *reading) quotedBody(i, from, end int) bool {
	if !quotation(r.p.Word(i-1)) || r.words[i-2].flags&mark != 0 || r.words[i-2].lists&ListBodyWord == 0 {
		return false
	}
	for to := i + 1; to < end && to <= i+5; to++ {
		if quotation(r.p.Word(to)) {
			if r.free(i, to) {
				r.mark(i, to, Organisation)
			}
			return true
		}
	}
	return false
}

// adjectiveBody marks what begins with an adjective and ends with a word that heads bodies or places: "Томского государственного университета".
func (r *reading) adjectiveBody(i, end int) bool {
	for n := 0; n < 3 && i+n+1 < end && ends(r.p.Word(i+n), adjectives["ru"]); n++ {
		next := &r.words[i+n+1]
		if next.flags&small == 0 {
			return false
		}
		kind := -1
		switch {
		case next.lists&ListBodyWord != 0:
			kind = Organisation
		case next.lists&ListPlaceWord != 0:
			kind = Place
		}
		if kind >= 0 && r.words[i].lists&functional == 0 {
			if r.free(i, i+n+2) {
				r.mark(i, i+n+2, kind)
			}
			return true
		}
	}
	return false
}

// extend adds adjectives to the name of a body that ends at i.
func (r *reading) extend(i, end int, adjectives []string) {
	to := i + 1
	for to < end && to <= i+2 && r.p.Tokens[to].Kind == text.TokenWord && r.words[to].flags&small != 0 &&
		(r.words[to].lists&ListNation != 0 || ends(r.p.Word(to), adjectives)) && r.words[to].lists&(functional&^ListCommon) == 0 {
		to++
	}
	if to == i+1 {
		return
	}
	from := i
	for r.tags[from]%4 != Begin && r.tags[from]%4 != Unit && from > 0 {
		from--
	}
	r.mark(from, to, Organisation)
}

// ends reports whether a word of five bytes and more has one of the ends.
func ends(word string, all []string) bool {
	if len(word) < 5 {
		return false
	}
	for _, end := range all {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}
