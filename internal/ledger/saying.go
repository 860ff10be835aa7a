package ledger

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"nutgraf/internal/news"
)

// entry is a saying while articles are settled.
type entry struct {
	news.Saying
	wordings [][]string // words of each, the longest first
	changed  bool
	into     *entry
}

func (e *entry) now() *entry {
	for e.into != nil {
		e = e.into
	}
	return e
}

// sayings are the entries of one pass.
type sayings struct {
	byKey   map[uint64][]*entry
	next    news.SayingID
	changed []*entry
	carried []news.Carrying
	joined  map[news.SayingID]news.SayingID
	who     func(news.EntityID) news.EntityID // after joins
}

func newSayings(known []KnownSaying, next news.SayingID, who func(news.EntityID) news.EntityID) *sayings {
	s := &sayings{byKey: map[uint64][]*entry{}, next: next, joined: map[news.SayingID]news.SayingID{}, who: who}
	known = slices.Clone(known)
	slices.SortStableFunc(known, func(a, b KnownSaying) int { return cmp.Compare(a.ID, b.ID) })
	for i, k := range known {
		if i > 0 && known[i-1].ID == k.ID {
			continue
		}
		e := &entry{Saying: k.Saying}
		for _, w := range append([]string{k.Text}, k.Wordings...) {
			s.word(e, quoteWords(w))
		}
	}
	return s
}

// word adds a wording to an entry, by which it is found.
func (s *sayings) word(e *entry, words []string) {
	if len(words) == 0 || slices.ContainsFunc(e.wordings, func(w []string) bool { return slices.Equal(w, words) }) {
		return
	}
	e.wordings = append(e.wordings, words)
	for _, key := range wordingKeys(words) {
		if !slices.Contains(s.byKey[key], e) {
			s.byKey[key] = append(s.byKey[key], e)
		}
	}
}

// heard is a quote of an article.
type heard struct {
	quote   *news.Quote
	article *Article
	wording string
	words   []string
	speaker news.EntityID
	spoken  string // the speaker's name
}

// settle finds the entries of an article's quotes.
func (s *sayings) settle(a *Article, entities []news.EntityID) {
	for i := range a.Facts.Quotes {
		q := &a.Facts.Quotes[i]
		h := &heard{quote: q, article: a, wording: Wording(*q, a.Text)}
		if h.words = quoteWords(h.wording); len(h.words) == 0 {
			continue
		}
		if q.Actor >= 0 && q.Actor < len(a.Facts.Actors) {
			h.speaker, h.spoken = entities[q.Actor], a.Facts.Actors[q.Actor].Name
		} else {
			h.spoken = describes(q.Speaker.In(a.Text))
		}
		keys := wordingKeys(h.words)
		e := s.find(h, keys)
		if e == nil {
			e = s.open(h)
		} else {
			s.update(e, h)
		}
		s.word(e, h.words)
		s.carried = append(s.carried, news.Carrying{Article: a.ID, Quote: i, Saying: e.ID, Keys: keys})
	}
}

// unsaid words stand for somebody without saying who.
var unsaid = func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(`i we you he she it they one ones who which that this these those some many few most several both others another
		nobody someone somebody anyone anybody everyone everybody none er sie es wir ich man einer eine jemand niemand alle viele einige il elle ils
		elles on nous je celui celle qui ce cela él ella ellos ellas uno una quien lui lei loro chi ele ela eles elas quem он она они оно мы я кто`) {
		all[w] = true
	}
	return all
}()

// describes returns the words for a speaker without a name; empty when they say nothing of who it was: "one", "they", "13".
func describes(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if unsaid[strings.ToLower(words)] || strings.IndexFunc(words, unicode.IsLetter) < 0 {
		return ""
	}
	return words
}

// find returns the entry that a quote is of; entries that are parts of it are joined.
func (s *sayings) find(h *heard, keys []uint64) *entry {
	shared := map[*entry]int{}
	var found []*entry
	for _, key := range keys {
		for _, e := range s.byKey[key] {
			e = e.now()
			if shared[e]++; shared[e] == 1 {
				found = append(found, e)
			}
		}
	}
	slices.SortFunc(found, func(a, b *entry) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a.ID, b.ID)) })
	var best *entry
	top, parts := 0., []*entry(nil)
	for _, e := range found[:min(len(found), MaxCandidates)] {
		like, part := e.like(h, s.who)
		if like <= 0 {
			continue
		}
		if part {
			parts = append(parts, e)
		}
		if like > top {
			best, top = e, like
		}
	}
	for _, e := range parts {
		if e != best && e.fellow(best, s.who) {
			best = s.join(best, e)
		}
	}
	return best
}

// open makes a new entry.
func (s *sayings) open(h *heard) *entry {
	e := &entry{Saying: news.Saying{ID: s.next, Direct: h.quote.Direct}}
	s.next++
	e.first(h)
	e.Speaker, e.Likely = h.speaker, h.quote.Likely
	e.when(h.quote)
	s.touch(e)
	return e
}

// first makes an article the first carrier.
func (e *entry) first(h *heard) {
	e.Text, e.SpokenBy, e.FirstAt, e.Story = h.wording, h.spoken, h.article.At, h.article.Story
	if h.quote.Role != "" {
		e.Role = h.quote.Role
	}
	if h.quote.Told != "" {
		e.Told = h.quote.Told
	}
	if h.speaker != 0 {
		e.Speaker = h.speaker
	}
}

func (e *entry) when(q *news.Quote) {
	if e.SaidFrom.IsZero() && q.At.Type != "" && !q.At.From.IsZero() {
		e.SaidFrom, e.SaidUntil = q.At.From, q.At.Until
	}
}

// update lets an entry learn from another carrier.
func (s *sayings) update(e *entry, h *heard) {
	before := e.Saying
	switch {
	case h.article.At.Before(e.FirstAt):
		e.first(h)
	case e.Speaker == 0 && h.speaker != 0:
		e.Speaker, e.SpokenBy = h.speaker, h.spoken
	}
	if e.SpokenBy == "" {
		e.SpokenBy = h.spoken
	}
	if e.Role == "" {
		e.Role = h.quote.Role
	}
	if e.Told == "" {
		e.Told = h.quote.Told
	}
	e.when(h.quote)
	e.Likely = max(e.Likely, h.quote.Likely)
	if !sameSaying(&before, &e.Saying) {
		s.touch(e)
	}
}

func sameSaying(a, b *news.Saying) bool {
	return a.Text == b.Text && a.Speaker == b.Speaker && a.SpokenBy == b.SpokenBy && a.Role == b.Role && a.Told == b.Told &&
		a.SaidFrom.Equal(b.SaidFrom) && a.Likely == b.Likely && a.FirstAt.Equal(b.FirstAt) && a.Story == b.Story
}

func (s *sayings) touch(e *entry) {
	if !e.changed {
		e.changed = true
		s.changed = append(s.changed, e)
	}
}

// join makes two entries one: the older number stays.
func (s *sayings) join(a, b *entry) *entry {
	if b.ID < a.ID {
		a, b = b, a
	}
	b.into = a
	s.joined[b.ID] = a.ID
	for from, into := range s.joined {
		if into == b.ID {
			s.joined[from] = a.ID
		}
	}
	if b.FirstAt.Before(a.FirstAt) {
		a.Text, a.FirstAt, a.Story = b.Text, b.FirstAt, b.Story
	}
	if a.Speaker == 0 && b.Speaker != 0 {
		a.Speaker, a.SpokenBy = b.Speaker, b.SpokenBy
	}
	a.Role, a.Told = cmp.Or(a.Role, b.Role), cmp.Or(a.Told, b.Told)
	if a.SaidFrom.IsZero() {
		a.SaidFrom, a.SaidUntil = b.SaidFrom, b.SaidUntil
	}
	for _, w := range b.wordings {
		s.word(a, w)
	}
	s.touch(a)
	return a
}

// entries returns the sayings that are new or changed.
func (s *sayings) entries() []news.Saying {
	var out []news.Saying
	for _, e := range s.changed {
		if e.into == nil {
			e.Speaker = s.who(e.Speaker)
			e.Carriers = nil
			out = append(out, e.Saying)
		}
	}
	slices.SortFunc(out, func(a, b news.Saying) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// carryings returns which saying each quote is after all joins.
func (s *sayings) carryings() []news.Carrying {
	for i := range s.carried {
		if into, ok := s.joined[s.carried[i].Saying]; ok {
			s.carried[i].Saying = into
		}
	}
	return s.carried
}
