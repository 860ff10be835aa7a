package story

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

const (
	maxAgainst = 60   // articles of a story that each is held against, the newest
	maxSaid    = 6    // names, phrases and numbers that a reason gives of each
	maxSees    = 5    // parts of the decision
	ordinary   = 5000 // imagined articles that say how rare a word is
)

// Why says for each article of one story what holds it there. Words are as rare as everyday language has them: counted in
// the story itself, its own words would be common. So a score may differ from the one that the window decided by.
func Why(members []news.Article) map[news.ArticleID]news.Belonging {
	reasons := make(map[news.ArticleID]news.Belonging, len(members))
	items := readAll(members)
	articles := make(map[news.ArticleID]*news.Article, len(members))
	for i := range members {
		items[i].weighAlone()
		articles[items[i].id] = &members[i]
	}
	slices.SortFunc(items, byTime)
	against := items[max(0, len(items)-maxAgainst):]
	x := &explainer{against: against}
	x.compare(items)
	s := newSharing(against, articles)
	for _, it := range items {
		r := x.reason(it)
		r.Copy = articles[it.id].Copy()
		s.say(&r, articles[it.id])
		reasons[it.id] = r
	}
	return reasons
}

// weighAlone weighs an article's features by the shares of everyday text alone.
func (it *item) weighAlone() {
	for i := range it.features {
		f := &it.features[i]
		rarity := math.Log((ordinary + 1) / (everyday()[row(f.key)]*ordinary + 0.5))
		f.weight = uint16(min(damped[f.count]*float32(max(0.01, rarity))*weightUnit, math.MaxUint16))
	}
	it.measure()
}

// explainer judges each article of a story against the others. Ties lead to places in against.
type explainer struct{ against []*item }

func (x *explainer) compare(items []*item) {
	var b board
	for _, it := range items {
		b.lay(it)
		for j, other := range x.against {
			if other == it || other.lang != it.lang {
				continue
			}
			if l := b.affinity(other); l.mix() >= leastMix {
				it.ties = append(it.ties, tie{int32(j), l})
			}
		}
	}
}

// reason judges an article alone against the rest.
func (x *explainer) reason(it *item) news.Belonging {
	var r news.Belonging
	var rest bunch
	var between bond
	for _, other := range x.against {
		if other == it {
			continue
		}
		if one := bunchOf(other); rest.size == 0 {
			rest = one
		} else {
			rest.join(&one, &bond{})
		}
		for k := range other.ties {
			if to := x.against[other.ties[k].to]; to != it && byTime(to, other) < 0 {
				rest.inner.add(&other.ties[k].like)
			}
		}
	}
	for k := range it.ties {
		between.add(&it.ties[k].like)
		if mix := float64(it.ties[k].like.mix()); mix > r.Likeness {
			r.Nearest, r.Likeness = x.against[it.ties[k].to].id, mix
		}
	}
	r.Likeness = rounded(r.Likeness)
	if between.ties == 0 {
		return r
	}
	var sees [seeCount]float32
	alone := bunchOf(it)
	look(&alone, &rest, &between, &sees)
	r.Score = rounded(merging().Score(sees[:]) - silence(sees[seeGap]))
	names := Sees()
	for _, part := range merging().Explain(sees[:]) {
		if len(r.Sees) < maxSees {
			r.Sees = append(r.Sees, news.Term{Name: names[part.Feature], Value: rounded(part.Weight)})
		}
	}
	return r
}

// rounded has three decimals.
func rounded(v float64) float64 { return math.Round(v*1000) / 1000 }

// sharing finds what is printed in several articles of a story.
type sharing struct {
	texts map[news.ArticleID]string // of those that others are held against: their folded words
	grams map[string]int            // texts that have a word, or two beside each other
}

func newSharing(against []*item, articles map[news.ArticleID]*news.Article) *sharing {
	s := &sharing{texts: map[news.ArticleID]string{}, grams: map[string]int{}}
	last := map[string]news.ArticleID{} // that was counted for a gram
	for _, it := range against {
		terms := text.Terms(strings.Join(linesOf(articles[it.id]), "\n"))
		count := func(gram string) {
			if last[gram] != it.id {
				last[gram] = it.id
				s.grams[gram]++
			}
		}
		for i, term := range terms {
			count(term)
			if i > 0 {
				count(terms[i-1] + " " + term)
			}
		}
		s.texts[it.id] = strings.Join(terms, " ")
	}
	return s
}

// linesOf are the headline and the sentences of the part of an article that is compared.
func linesOf(a *news.Article) []string {
	lines := []string{text.Prefix(a.Headline, maxHeadline)}
	body := text.Prefix(a.Text(), maxWords*8)
	for _, span := range text.Sentences(body) {
		lines = append(lines, body[span.Start:span.End])
	}
	return lines
}

// others is how many articles beside one have these folded words.
func (s *sharing) others(key string, than news.ArticleID) int {
	words := strings.SplitN(key, " ", 3)
	n := s.grams[strings.Join(words[:min(len(words), 2)], " ")]
	if n == 0 {
		return 0
	}
	if len(words) > 2 {
		n = 0
		for _, t := range s.texts {
			if within(key, t) {
				n++
			}
		}
	}
	if within(key, s.texts[than]) {
		n--
	}
	return n
}

// say fills in the names, phrases and numbers that an article shares.
func (s *sharing) say(r *news.Belonging, a *news.Article) {
	t := &teller{lang: xxhash.Sum64String(a.Language)}
	lines := linesOf(a)
	var names, phrases, numbers saying
	small := map[string]bool{} // words that stand there without a capital letter too, and are no names
	for _, l := range lines {
		last, before := "", "" // the word before, as printed and folded
		for word := range strings.FieldsSeq(l) {
			bare, terms := strings.TrimFunc(word, beside), text.Terms(word)
			if len(terms) != 1 {
				last = ""
				continue
			}
			key := terms[0]
			if strings.ToLower(bare) == bare {
				small[key] = true
			}
			number := '0' <= key[0] && key[0] <= '9'
			if number && len(key) > 1 {
				numbers.add(bare, key, s.others(key, a.ID))
			}
			if number || t.rare(key) < tellingWord || calendar[key] {
				last = ""
				continue
			}
			if last != "" && strings.HasPrefix(word, bare) {
				phrases.add(last+" "+bare, before+" "+key, s.others(before+" "+key, a.ID))
			}
			if last, before = bare, key; !strings.HasSuffix(word, bare) {
				last = "" // no phrase goes on beyond what stands there
			}
		}
	}
	for i, l := range lines {
		if i > 0 || !titled(l) {
			for _, run := range t.runs(l) {
				s.name(&names, run, a.ID, func(word string) bool { return !small[word] && t.rare(word) >= tellingWord })
			}
		}
	}
	var taken []string
	r.Names, taken = names.most(taken)
	r.Phrases, _ = phrases.most(taken)
	r.Numbers, _ = numbers.most(nil)
}

const tellingWord = 0.8 // how rare a word of a phrase is, see teller.rare

// beside reports whether a character is no part of the word beside it.
func beside(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }

// name adds a name, or the longest part of it that others have too: they may leave out a title or a first name.
// Not every word may stand alone.
func (s *sharing) name(into *saying, run string, of news.ArticleID, alone func(word string) bool) {
	words := strings.Fields(run)
	for n := len(words); n > 0; n-- {
		for from := len(words) - n; from >= 0; from-- {
			part := words[from : from+n]
			if joints[part[0]] || joints[part[n-1]] {
				continue
			}
			key := strings.Join(text.Terms(strings.Join(part, " ")), " ")
			if key == "" || n == 1 && !alone(key) {
				continue
			}
			if others := s.others(key, of); others > 0 {
				into.add(strings.Join(part, " "), key, others)
				return
			}
		}
	}
}

// saying is words that an article shares with others, in its order.
type saying []said

type said struct {
	text, key string
	others    int
}

func (s *saying) add(text, key string, others int) {
	at := slices.IndexFunc(*s, func(one said) bool { return one.key == key })
	switch {
	case others == 0:
	case at < 0:
		*s = append(*s, said{text, key, others})
	case shouts((*s)[at].text) && !shouts(text):
		(*s)[at].text = text
	}
}

// most gives those that most others have, none of which has a word of another one or of those taken; and all that are taken then.
func (s saying) most(taken []string) (texts, all []string) {
	slices.SortStableFunc(s, func(a, b said) int { return b.others - a.others })
	for _, one := range s {
		words := strings.Fields(one.key)
		if len(texts) < maxSaid && !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(taken, w) }) {
			texts, taken = append(texts, one.text), append(taken, words...)
		}
	}
	return texts, taken
}
