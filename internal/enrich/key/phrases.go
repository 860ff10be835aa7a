package key

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
)

const (
	maxRun     = 3 // words of a phrase that is no name
	maxSingle  = 3 // phrases of one word
	maxNames   = 6
	maxTried   = 48
	minTimes   = 2 // a phrase is repeated as often, or stands in the headline
	tellsAt    = 0.45
	besideAt   = 0.25 // of a word beside others that tell
	everydayAt = 0.9  // where only everyday words are known
)

// run is words beside each other that may be a phrase.
type run struct {
	first, n int // tokens
	times    float32
	score    float32
	name     string // of an actor; the tokens mean nothing then
}

// phrases chooses the key phrases.
func (r *reader) phrases(actors []news.Actor) []string {
	r.runs, r.least, r.beside = r.runs[:0], tellsAt, besideAt
	if !listed()[r.language] {
		r.least, r.beside = everydayAt, everydayAt
	}
	for i := range actors {
		if s := named(&actors[i], len(r.p.Text)); s > 0 && !r.word(i) {
			r.runs = append(r.runs, run{name: actors[i].Name, score: s})
		}
	}
	r.collect(len(actors) > 0)
	slices.SortStableFunc(r.runs, func(a, b run) int { return cmp.Compare(b.score, a.score) })
	chosen, single, names := make([]string, 0, maxPhrases), 0, 0
	var kept [maxPhrases]run
	var folded [maxPhrases]string
	for _, c := range r.runs[:min(len(r.runs), maxTried)] {
		if c.name == "" && c.n == 1 && single == maxSingle || c.name != "" && names == maxNames {
			continue
		}
		s := c.name
		if s == "" {
			s = r.p.Text[r.p.Tokens[c.first].Start:r.p.Tokens[c.first+c.n-1].End]
		}
		f := strings.ToLower(s)
		at := slices.IndexFunc(folded[:len(chosen)], func(k string) bool { return shares(k, f) })
		switch {
		case at < 0 && len(chosen) < maxPhrases:
			at = len(chosen)
			chosen = append(chosen, s)
			switch c.n {
			case 0:
				names++
			case 1:
				single++
			}
		case at >= 0 && kept[at].n == 1 && c.n > 1 && 2*c.times >= kept[at].times: // the word is mostly said as part of the phrase
			single--
		default:
			continue
		}
		chosen[at], folded[at], kept[at] = s, f, c
	}
	return chosen
}

// named scores an actor: by how often and how early it is named.
func named(a *news.Actor, length int) float32 {
	if a.Mentions == 0 || a.Name == "" {
		return 0
	}
	early := 1 - 0.5*float32(a.First)/float32(max(1, length))
	return early * (1 + float32(min(a.Mentions, 8)))
}

// word reports whether an actor is only meant by words such as "Chinese", and never named.
func (r *reader) word(actor int) bool {
	meant := false
	for i := range r.mentions {
		if r.mentions[i].Actor == actor {
			if !r.mentions[i].Word {
				return false
			}
			meant = true
		}
	}
	return meant
}

// shares reports whether one phrase stands in the other, or half of its words do.
func shares(a, b string) bool {
	both, all := 0, 0
	for w := range strings.FieldsSeq(a) {
		all++
		for v := range strings.FieldsSeq(b) {
			if w == v || strings.TrimSuffix(w, "s") == strings.TrimSuffix(v, "s") {
				both++
				break
			}
		}
	}
	other := strings.Count(b, " ") + 1
	return both > 0 && 2*both >= min(all, other)
}

// collect finds runs of telling words, and counts them.
func (r *reader) collect(actors bool) {
	names := len(r.runs)
	r.grams.reset(len(r.terms) / 2)
	for _, s := range r.p.Sentences[:min(len(r.p.Sentences), maxRead)] {
		for i := s.First; i < s.End; i++ {
			h := uint64(offset64)
			rarity := float32(0)
			for n := 1; n <= maxRun && i+n <= s.End; n++ {
				k := i + n - 1
				if !r.tells(k) || n > 1 && !r.p.Tokens[k].Spaced {
					break
				}
				if actors && r.inName(k) {
					break
				}
				id := r.terms[k]
				h = (h ^ uint64(id+1)) * prime64
				rarity += r.rarity[id]
				if n == 1 && r.traits[id]&traitShort != 0 || r.traits[id]&traitCloses == 0 {
					continue
				}
				at, known := r.grams.id(h)
				if !known {
					r.runs = append(r.runs, run{first: i, n: n})
				}
				r.runs[names+int(at)].times++
			}
		}
	}
	kept := r.runs[:0]
	for _, c := range r.runs {
		if c.name != "" || r.rate(&c) {
			kept = append(kept, c)
		}
	}
	r.runs = kept
}

// rate scores a run; false: it is no phrase.
func (r *reader) rate(c *run) bool {
	headed, rarity := 0, float32(0)
	for k := c.first; k < c.first+c.n; k++ {
		id := r.terms[k]
		rarity += r.rarity[id]
		if r.headed[id] {
			headed++
		}
	}
	capital := r.capital(c)
	if mean := rarity / float32(c.n); mean < r.least && !(capital && c.n > 1 && mean > besideAt) {
		return false
	}
	if c.times < minTimes && headed < c.n || c.n == 1 && c.times < 3 && !(capital && c.times >= minTimes) {
		return false
	}
	early := 1 - 0.5*float32(r.p.Tokens[c.first].Start)/float32(len(r.p.Text))
	longer := [...]float32{0, 0.5, 1.25, 1.4}[c.n]
	if capital {
		longer *= 1.5 // a name, most likely
	}
	c.score = early * longer * c.times * rarity / float32(c.n) * (1 + 0.5*float32(headed)/float32(c.n))
	return true
}

// capital reports whether a run is written like a name within a sentence.
func (r *reader) capital(c *run) bool {
	for k := c.first; k < c.first+c.n; k++ {
		if first, _ := utf8.DecodeRuneInString(r.p.Word(k)); !unicode.IsUpper(first) {
			return false
		}
	}
	return c.n > 1 || c.first > r.p.Sentences[r.p.SentenceAt(r.p.Tokens[c.first].Start)].First
}

// trait is what a word may do in a phrase.
type trait uint8

const (
	traitInside trait = 1 << iota // it may stand in one
	traitCloses                   // it may end one
	traitShort                    // it is none alone
)

func (r *reader) trait(w string) trait {
	var t trait
	first, _ := utf8.DecodeRuneInString(w)
	if len(w) > 2 && unicode.IsLetter(first) && strings.IndexByte(w, '\'') < 0 && strings.IndexByte(w, '.') < 0 && !strings.Contains(w, "’") && !r.verbal(w) {
		t = traitInside
	}
	if !strings.HasSuffix(w, "ly") && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "ed") {
		t |= traitCloses
	}
	if len(w) < 4 {
		t |= traitShort
	}
	return t
}

// tells reports whether token k can stand in a phrase.
func (r *reader) tells(k int) bool {
	if k >= len(r.terms) {
		return false
	}
	id := r.terms[k]
	return id >= 0 && r.traits[id]&traitInside != 0 && r.rarity[id] >= r.beside
}

// verbal reports whether a word is one that says, does or joins, in English.
func (r *reader) verbal(w string) bool {
	var buffer [24]byte
	return len(w) <= 12 && r.language == english && doing[string(lower(buffer[:0], w))]
}

var english = hashString("en")

// doing are English words that belong to no phrase.
var doing = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`said says say saying told tell asked added according including made make makes making take takes took taken taking
		get gets got getting give gives gave given giving come comes came coming goes went gone going know knows knew known think thinks thought
		see sees saw seen seeing find finds found want wants wanted need needs needed use uses used using put keep keeps kept let lets begin began
		seem seems seemed show shows showed shown hear heard play run runs ran move moves moved live lives lived believe believes believed hold holds
		held bring brings brought happen happens happened must could would should may might shall cannot being been does did doing done having
		because while where when which what whose whom there here this that these those them they their then than very just even also only still
		already however though although since until during before after between among against about above below under over into onto upon within
		without through toward towards across along around behind beyond near every each both either neither some many much more most other others
		another such same own few several less least first second third last next one two three four five six seven eight nine ten monday tuesday
		wednesday thursday friday saturday sunday january february march april june july august september october november december today
		yesterday tomorrow year years month months week weeks day days time times hour hours minute minutes ago really things thing something
		anything everything nothing someone anyone everyone called call calls look looks looked looking like likely become became becomes
		start started starts turn turned turns remain remained remains return returned left leave leaves expected expect work works worked
		good great best better well back down away again ever never always often people man men woman women mr mrs ms dr percent million billion`) {
		set[w] = true
	}
	return set
}()

// inName reports whether token k stands in a name.
func (r *reader) inName(k int) bool {
	start := r.p.Tokens[k].Start
	low, high := 0, len(r.mentions)
	for low < high {
		if mid := (low + high) / 2; r.mentions[mid].End <= start {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low < len(r.mentions) && r.mentions[low].Start <= start
}
