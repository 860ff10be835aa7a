package thread

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"nutgraf/internal/news"
)

// When a story links to an earlier one, see affinity. Measured on the threads of the demo press, on invented threads in
// testdata, and by eye on three days of real pages.
const (
	linkCut      = 0.22 // cosine from which two stories link …
	wordsCut     = 0.14 // … when that of their words reaches this
	sharedNames  = 2    // names in common …
	sharedRarity = 12.0 // … of which the rarities, with those of words, add up to so much
	manyNames    = 5    // with so many, particular enough …
	manyRarity   = 26.0
	manyCut      = 0.24
	manyWords    = 0.3  // … this part of the words' cosine does
	supportCut   = 0.09 // mean cosine that a story needs with a thread as a whole
	soughtTraits = 14   // by which a story is found
	threadsAsked = 24   // candidates that are looked at
	asked        = 8    // stories of a thread that are compared for its support
)

// weight is what a trait counts in an affinity.
func (t Trait) weight(rare float64) float64 {
	return float64(t.Weight) / 16 * rare * kindWeight[t.kind()]
}

// affinity says how much two stories are about one matter.
type affinity struct {
	cosine float64
	words  float64 // the cosine of what are no names: of the same people and places, whether it is the same matter
	names  int     // that are in both and particular to few stories
	rarity float64 // of them together; of words half
}

// links reports whether a story continues another, in a language that asks for more or less.
func (a affinity) links(strict float64) bool {
	if a.names >= manyNames && a.rarity >= manyRarity && a.cosine >= manyCut*strict && a.words >= wordsCut*strict*manyWords {
		return true
	}
	return a.cosine >= linkCut*strict && a.words >= wordsCut*strict && a.names >= sharedNames && a.rarity >= sharedRarity
}

// strictness is what the cuts are multiplied by: as long as few stories tell what is particular, and in scripts that show
// no names, a link must be clearer.
func (t *Threads) strictness(lang string) float64 {
	strict := 1 + youngStrict*max(0, 1-float64(t.rarity.stories[lang])/fewStories)
	if plainScripts[lang] {
		strict *= plainStrict
	}
	return strict
}

const (
	youngStrict = 0.35
	plainStrict = 1.3
)

// plainScripts are languages whose script has no capitals, so that names are guessed.
var plainScripts = wordSet("ar fa ur he hi bn mr ne ta te kn ml gu pa or si th lo km my zh ja ko ka am ti ckb ps sd ug yi")

// affinity compares two stories of one language.
func (t *Threads) affinity(lang string, a, b []Trait) affinity {
	salt, stories := saltOf(lang), float64(t.rarity.stories[lang])
	var result affinity
	var all, words product
	for i, j := 0, 0; i < len(a) || j < len(b); {
		var x, y, rare float64
		var kind uint32
		switch {
		case j == len(b) || i < len(a) && a[i].Hash < b[j].Hash:
			kind, x = a[i].kind(), a[i].weight(t.rarity.of(salt, stories, a[i].Hash))
			i++
		case i == len(a) || b[j].Hash < a[i].Hash:
			kind, y = b[j].kind(), b[j].weight(t.rarity.of(salt, stories, b[j].Hash))
			j++
		default:
			rare = t.rarity.of(salt, stories, a[i].Hash)
			kind, x, y = a[i].kind(), a[i].weight(rare), b[j].weight(rare)
			result.share(kind, rare)
			i++
			j++
		}
		all.add(x, y)
		if kind == traitWord || kind == traitPair {
			words.add(x, y)
		}
	}
	result.cosine, result.words = all.cosine(), words.cosine()
	return result
}

// product is the inner product of two vectors, in the making.
type product struct{ dot, a, b float64 }

func (p *product) add(x, y float64) {
	p.dot += x * y
	p.a += x * x
	p.b += y * y
}

func (p *product) cosine() float64 {
	if p.dot == 0 {
		return 0
	}
	return p.dot / math.Sqrt(p.a*p.b)
}

// particularFrom is the rarity from which a trait says anything: about one story in thirty has it.
const particularFrom = 3.4

func (a *affinity) share(kind uint32, rare float64) {
	if rare < particularFrom {
		return
	}
	switch kind {
	case traitName:
		a.names++
		a.rarity += rare
	case traitNamePair: // its words are counted already
		a.rarity += rare / 2
	case traitPair:
		a.rarity += rare / 2
	default:
		a.rarity += rare / 4
	}
}

// kinship is a story that another one may continue.
type kinship struct {
	to     *told
	cosine float64
}

// follow finds the thread of a story.
func (t *Threads) follow(s *told, traits []Trait, merged map[news.ThreadID]news.ThreadID) {
	if s.thread == news.ThreadID(s.id) && t.threads[s.thread] != nil {
		// it began this thread, and stays
	} else if s.thread != 0 && !t.supports(s, traits, t.threads[s.thread]) {
		t.enter(s, 0)
	}
	salt, stories := saltOf(s.lang), float64(t.rarity.stories[s.lang])
	near := t.shelves[s.lang].near(s, traits, func(tr Trait) float64 { return tr.weight(t.rarity.of(salt, stories, tr.Hash)) })
	strict := t.strictness(s.lang)
	var parents []kinship
	for _, other := range near {
		if a := t.affinity(s.lang, traits, traitsOf(other.packed)); a.links(strict) {
			parents = append(parents, kinship{other, a.cosine})
		}
	}
	slices.SortFunc(parents, func(a, b kinship) int { return cmp.Or(cmp.Compare(b.cosine, a.cosine), cmp.Compare(a.to.id, b.to.id)) })
	for _, p := range parents {
		t.join(s, p.to, traits, merged)
	}
}

// join brings two linked stories into one thread, when the thread as a whole supports it.
func (t *Threads) join(s, parent *told, traits []Trait, merged map[news.ThreadID]news.ThreadID) {
	theirs := t.threads[parent.thread]
	ours := t.threads[s.thread]
	switch {
	case ours != nil && ours == theirs:
	case ours == nil && theirs == nil:
		first := s
		if parent.from.Before(s.from) || parent.from.Equal(s.from) && parent.id < s.id {
			first = parent
		}
		id := t.vacant(first, s, parent)
		t.enter(s, id)
		t.enter(parent, id)
	case ours == nil:
		if t.supports(s, traits, theirs) {
			t.enter(s, theirs.ID)
		}
	case theirs == nil:
		if t.supports(parent, traitsOf(parent.packed), ours) {
			t.enter(parent, ours.ID)
		}
	default:
		t.unite(ours, theirs, merged)
	}
}

// vacant is the number of a new thread: that of the story which begins it, or of the other one, when a thread of the first
// number lives on without it.
func (t *Threads) vacant(first *told, pair ...*told) news.ThreadID {
	if t.threads[news.ThreadID(first.id)] == nil {
		return news.ThreadID(first.id)
	}
	for _, s := range pair {
		if t.threads[news.ThreadID(s.id)] == nil {
			return news.ThreadID(s.id)
		}
	}
	return 0
}

// sample is a thread's first story and its last ones.
func (th *thread) sample() []*told {
	if len(th.stories) <= asked {
		return th.stories
	}
	return append([]*told{th.stories[0]}, th.stories[len(th.stories)-asked+1:]...)
}

// supports reports whether a story is about the same matter as a thread as a whole: on the mean, or as half of it.
func (t *Threads) supports(s *told, traits []Trait, th *thread) bool {
	if th == nil {
		return false
	}
	sum, n := 0.0, 0
	for _, other := range th.sample() {
		if other != s {
			sum += t.affinity(s.lang, traits, traitsOf(other.packed)).cosine
			n++
		}
	}
	return n > 0 && sum >= supportCut*float64(n)
}

// unite makes two threads one, when each supports most stories of the other. The larger one stays, of equals the older.
func (t *Threads) unite(a, b *thread, merged map[news.ThreadID]news.ThreadID) {
	if len(b.stories) > len(a.stories) || len(b.stories) == len(a.stories) && b.ID < a.ID {
		a, b = b, a
	}
	agree := 0
	sample := b.sample()
	for _, s := range sample {
		if t.supports(s, traitsOf(s.packed), a) {
			agree++
		}
	}
	if agree*3 < len(sample)*2 {
		return
	}
	for _, s := range slices.Clone(b.stories) {
		t.enter(s, a.ID)
	}
	delete(t.threads, b.ID)
	delete(t.changedThreads, b.ID)
	merged[b.ID] = a.ID
	for _, from := range slices.Sorted(maps.Keys(merged)) {
		if merged[from] == b.ID {
			merged[from] = a.ID
		}
	}
}
