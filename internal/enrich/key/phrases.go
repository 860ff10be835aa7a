package key

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxRun   = 3 // words of a phrase that is no name
	tellsAt  = 0.7
	minTimes = 2 // a phrase is repeated as often, or stands in the headline
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
	r.runs = r.runs[:0]
	for i := range actors {
		if s := named(&actors[i], len(r.p.Text)); s > 0 {
			r.runs = append(r.runs, run{name: actors[i].Name, score: s})
		}
	}
	r.collect(len(actors) > 0)
	slices.SortStableFunc(r.runs, func(a, b run) int { return cmp.Compare(b.score, a.score) })
	chosen := make([]string, 0, maxPhrases)
	var folded [maxPhrases]string
	for _, c := range r.runs {
		if len(chosen) == maxPhrases {
			break
		}
		s := c.name
		if s == "" {
			s = r.p.Text[r.p.Tokens[c.first].Start:r.p.Tokens[c.first+c.n-1].End]
		}
		f := strings.ToLower(s)
		if !slices.ContainsFunc(folded[:len(chosen)], func(k string) bool { return shares(k, f) }) {
			folded[len(chosen)] = f
			chosen = append(chosen, s)
		}
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
	clear(r.grams)
	for _, s := range r.p.Sentences[:min(len(r.p.Sentences), maxRead)] {
		for i := s.First; i < s.End; i++ {
			h := uint64(offset64)
			rarity := float32(0)
			for n := 1; n <= maxRun && i+n <= s.End; n++ {
				k := i + n - 1
				if !r.tells(k) || n > 1 && (!r.p.Tokens[k].Spaced || strings.Contains(r.p.Text[r.p.Tokens[k-1].End:r.p.Tokens[k].Start], "\n")) {
					break
				}
				if actors && r.inName(k) {
					break
				}
				id := r.terms[k]
				h = (h ^ uint64(id+1)) * prime64
				rarity += r.rarity[id]
				if n == 1 && len(r.p.Word(k)) < 4 || !r.closes(k) {
					continue
				}
				at, known := r.grams[h]
				if !known {
					at = int32(len(r.runs))
					r.grams[h] = at
					r.runs = append(r.runs, run{first: i, n: n})
				}
				r.runs[at].times++
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
	if c.times < minTimes && headed < c.n || c.n == 1 && c.times < 3 {
		return false
	}
	early := 1 - 0.5*float32(r.p.Tokens[c.first].Start)/float32(len(r.p.Text))
	longer := [...]float32{0, 0.5, 1.25, 1.4}[c.n]
	c.score = early * longer * c.times * rarity / float32(c.n) * (1 + 0.5*float32(headed)/float32(c.n))
	return true
}

// tells reports whether token k can stand in a phrase.
func (r *reader) tells(k int) bool {
	if k >= len(r.terms) || r.terms[k] < 0 || r.p.Tokens[k].Kind != text.TokenWord || r.rarity[r.terms[k]] < tellsAt {
		return false
	}
	w := r.p.Word(k)
	c, _ := utf8.DecodeRuneInString(w)
	return len(w) > 2 && unicode.IsLetter(c) && !strings.ContainsAny(w, "'’.") && !r.verbal(w)
}

// closes reports whether a phrase may end with token k.
func (r *reader) closes(k int) bool {
	w := r.p.Word(k)
	return !strings.HasSuffix(w, "ly") && !strings.HasSuffix(w, "ing") && !strings.HasSuffix(w, "ed")
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
