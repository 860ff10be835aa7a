package name

import (
	"sync"

	"nutgraf/internal/text"
)

// reading is a text on its way to names. Readings are used again and again, so that none is made per article.
type reading struct {
	p       *text.Prose
	words   []word
	runs    []run
	signs   []uint32 // of one token
	score   []int32  // labels for each open token, in the order of the runs
	tags    []uint8  // label of each token
	seen    table    // what words do elsewhere in the text
	index   table
	tallies []tally
	path    path
	ships   map[uint32]bool // names behind a word for a ship
	english bool            // its words of nationality have capitals
	plain   bool            // words are not known, only lists and shapes
}

// run is a half-open range of tokens that may be part of a name, within one sentence.
type run struct{ from, to, sentence int }

// inner are words and marks that stand inside names although they have no capital, in all languages that are read.
var inner = sync.OnceValue(func() map[uint32]bool {
	return hashes(`of the and for on in at to de la le les des du d' l' el los las del y e da do dos das di della dei degli delle der den dem und für von vom van zu zum zur
	im am an bin ibn al el ul ur abu ben bint ter ten te af av og i и на de' dell' nell' all' sul en et a au aux sur sous par pour con per dal st. vs
	- & ' . / – ’`)
})

func hashes(words string) map[uint32]bool {
	all := map[uint32]bool{}
	p := text.Read(words)
	for i := range p.Tokens {
		all[HashWord(p.Word(i))] = true
	}
	return all
}

// read sets the words of a text and the runs in which names can be.
func (r *reading) read(p *text.Prose, language string, lists *Lists) {
	r.p, r.english = p, language == "en"
	tongue := Tongue(language)
	folds := folds()
	if cap(r.words) < len(p.Tokens) {
		r.words = make([]word, len(p.Tokens)+len(p.Tokens)/2)
		r.tags = make([]uint8, cap(r.words))
	}
	r.words, r.tags = r.words[:len(p.Tokens)], r.tags[:len(p.Tokens)]
	clear(r.tags)
	for i, t := range p.Tokens {
		w := &r.words[i]
		w.read(p.Text[t.Start:t.End], t.Kind, folds)
		if !t.Spaced {
			w.flags |= glued
		}
		w.lists, _ = lists.word(w.folded)
		if t.Kind != text.TokenMark {
			local, group := lists.word(Local(tongue, w.folded))
			w.lists, w.group = w.lists|local, group
			if !r.english {
				w.lower(language)
			}
		}
	}
	r.runs = r.runs[:0]
	for s := range p.Sentences {
		r.sentence(s, lists)
	}
	r.repeats()
}

// sentence finds the runs of a sentence, and what its words are lists' phrases of.
func (r *reading) sentence(s int, lists *Lists) {
	from, to := r.p.Sentences[s].First, r.p.Sentences[s].End
	r.open(from, to)
	for i := from; i < to; {
		end, capitals := i, false
		for end < to && r.words[end].flags&open != 0 {
			capitals = capitals || r.words[end].flags&named != 0
			end++
		}
		if capitals {
			from, to := r.trim(i, end)
			r.phrases(from, to, lists)
			r.head(from, to)
			r.runs = append(r.runs, run{from, to, s})
		}
		i = max(end, i+1)
	}
}

// open marks the words of a sentence that may be part of names, and how it is written.
func (r *reading) open(from, to int) {
	common := r.manner(from, to)
	begun := false
	inner := inner()
	for i := from; i < to; i++ {
		w := &r.words[i]
		w.flags |= common
		if !begun && w.flags&mark == 0 {
			w.flags |= first
			begun = true
			if !r.english && (w.lists&closed != 0 || w.lists&functional != 0 && w.lists&nameLists == 0) {
				w.shrink() // "Die", "Selon": only the place gives it a capital
			}
		}
		if i > 0 && r.words[i-1].flags&mark != 0 && quotation(r.p.Word(i-1)) {
			w.flags |= quoted
		}
		switch {
		case w.flags&upper != 0, w.flags&small != 0 && mixed(r.p.Word(i)):
			w.flags |= open | named
		case w.flags&number != 0, inner[w.folded]:
			w.flags |= open
		}
	}
}

// manner returns what a sentence as a whole says of its words.
func (r *reading) manner(from, to int) flags {
	var big, little, numbers int
	shouting := true
	for i := from; i < to; i++ {
		switch f := r.words[i].flags; {
		case f&upper != 0:
			big++
			if f&caps == 0 && r.p.Tokens[i].End-r.p.Tokens[i].Start > 2 {
				shouting = false // one word such as "Smith" and it is a list of names
			}
		case f&small != 0:
			little++
		case f&number != 0:
			numbers++
		}
	}
	var common flags
	switch {
	case shouting && little == 0 && big > 1:
		common = shouted
	case big > 3 && big > 2*little:
		common = titled
	}
	if 3*numbers > to-from {
		common |= figures
	}
	return common
}

// trim takes off what no name begins or ends with.
func (r *reading) trim(from, to int) (int, int) {
	for from < to && r.words[from].flags&(named|number) == 0 && (r.words[from].flags&small == 0 || r.words[from].lists == 0) {
		from++
	}
	for to > from && r.words[to-1].flags&(named|number) == 0 {
		to--
	}
	return from, to
}

// mixed reports whether a capital stands inside a word that begins small, as in "iPhone" and "al-Qaeda's".
func mixed(s string) bool {
	for i := 1; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return true
		}
	}
	return false
}

func quotation(s string) bool {
	switch s {
	case `"`, "“", "”", "„", "«", "»", "‘", "’", "'", "`", "‚", "‹", "›":
		return true
	}
	return false
}

// phrases sets which lists' phrases the words of a run are part of, and where in them: alone, first, inside or last.
func (r *reading) phrases(from, to int, lists *Lists) {
	for i := from; i < to; i++ {
		h := uint32(0)
		for n := 1; n <= 5 && i+n <= to; n++ {
			h = joined(h, r.words[i+n-1].folded)
			if n == 1 {
				continue // single words have their lists already
			}
			bits, _ := lists.word(h)
			if bits == 0 {
				continue
			}
			for k := i; k < i+n; k++ {
				at := uint32(1) // inside
				switch k {
				case i:
					at = 0
				case i + n - 1:
					at = 2
				}
				r.words[k].spans |= bits & 0xFF << (8 * at)
			}
		}
	}
}

// what each word does elsewhere in the text.
const (
	isSmall = 1 << iota // stands there without capital
	isBig               // stands there with one inside a sentence, not behind a quotation mark
)

// repeats notes for each word how it is written in the whole text.
func (r *reading) repeats() {
	r.seen.reset(len(r.words))
	for i := range r.words {
		w := &r.words[i]
		switch {
		case w.flags&small != 0:
			*r.seen.at(w.folded) |= isSmall
		case w.flags&upper != 0 && w.flags&(first|quoted|shouted|titled) == 0:
			*r.seen.at(w.folded) |= isBig
		}
	}
}

// nameLists are the lists of names.
const nameLists = ListCountry | ListTown | ListRegion | ListBody | ListPeople | ListFirstName | ListSurname | ListNation | ListShort

// closed are the lists of small words, which some people have for a name ("Le").
const closed = ListThe | ListIn | ListOf | ListAnd

// functional are the lists of words that are no part of names.
const functional = closed | ListSay | ListCommon | ListCalendar | ListTitle | ListKin

// lower takes the capital off a German noun that is no name, so that it is read as it would be in other languages.
func (w *word) lower(language string) {
	if language == "de" && w.flags&upper != 0 && w.lists&(ListCommon|ListTitle|ListKin|ListCalendar) != 0 && w.lists&(nameLists|ListBodyWord|ListPlaceWord) == 0 {
		w.shrink()
	}
}

// shrink makes a word one that begins small.
func (w *word) shrink() {
	w.flags = w.flags&^upper | small
	w.shape = smallShape
}

// smallShape is the shape of words of two small letters and more.
var smallShape = func() uint32 {
	var w word
	w.read("aa", text.TokenWord, new([0x530]rune))
	return w.shape
}()

// head notes for each token of a run which words that head names of bodies and places stand before it and behind it, and how near.
func (r *reading) head(from, to int) {
	const heads = ListBodyWord | ListPlaceWord | ListTitle
	code := func(i, d int) uint32 { return (r.words[i].lists&heads)<<8 | uint32(d) }
	for i := from; i < to; i++ {
		var before, after, linked uint32
		for d := 1; d <= 5 && i-d >= from; d++ {
			w := &r.words[i-d]
			if w.lists&ListOf != 0 {
				linked = 1
			}
			if w.flags&upper != 0 && w.lists&heads != 0 {
				before = code(i-d, min(d, 3))
				break
			}
		}
		for d := 1; d <= 4 && i+d < to; d++ {
			if w := &r.words[i+d]; w.flags&upper != 0 && w.lists&heads != 0 {
				after = code(i+d, min(d, 3))
				break
			}
		}
		if before|after != 0 {
			r.words[i].headed, r.words[i].tailed = mix(before, linked+1), after
		}
	}
}
