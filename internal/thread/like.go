package thread

import (
	"maps"
	"math"
	"slices"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/text"

	"github.com/cespare/xxhash/v2"
)

// profile is what a story can be recognized by in another language.
type profile struct {
	story *told
	clues []clue
	links map[news.StoryID]*profile
}

// clue is one thing that a story names.
type clue struct {
	key    string // under which it is posted: "n" and a skeleton, "#" and a number, "@" and a country, "/" and an address
	latin  string // of a name
	weight float64
}

// profileOf makes the profile of a gist.
func profileOf(s *told, g *Gist) *profile {
	p := &profile{story: s, links: map[news.StoryID]*profile{}}
	names := map[string]float64{}
	for _, n := range g.Names {
		for _, word := range nameWords(n.Text, g.Language) {
			names[word] = max(names[word], math.Sqrt(float64(n.Weight)/16))
		}
	}
	for _, word := range slices.Sorted(maps.Keys(names)) {
		if bones := skeleton(word); len(bones) >= shortestName {
			p.clues = append(p.clues, clue{"n" + bones, word, names[word]})
		}
	}
	for _, n := range g.Numbers {
		p.clues = append(p.clues, clue{key: "#" + hashKey(n), weight: 1})
	}
	for i, code := range g.Places {
		p.clues = append(p.clues, clue{key: "@" + code, weight: 1 / (1 + float64(i)/2)})
	}
	for _, address := range g.Links {
		p.clues = append(p.clues, clue{key: "/" + hashKey(address), weight: 1})
	}
	return p
}

func hashKey(h uint32) string {
	return string([]byte{byte(h), byte(h >> 8), byte(h >> 16), byte(h >> 24)})
}

// nameWords are the words of a name in Latin letters. Countries are clues of their own, and common words none.
func nameWords(name, lang string) (words []string) {
	folded := text.Fold(name)
	if len(placesIn(folded)) > 0 {
		return nil
	}
	if spelling(name) == spaceless {
		return []string{latin(name)}
	}
	for _, word := range strings.FieldsFunc(folded, func(r rune) bool { return r == ' ' || r == '-' || r == '\'' }) {
		if scarcity(lang, word) >= 4.5 && len(placesIn(word)) == 0 {
			words = append(words, latin(word))
		}
	}
	return words
}

// likeness is how much two stories of different languages are about one event.
type abroadLikeness struct {
	cosine  float64
	names   int     // particular to few stories
	leading int     // of them, those that stand in front in both
	numbers float64 // how rare those in common are, together
	address bool
	place   bool
}

// score adds the evidence up: the cosine, and a little for each name beyond those needed, for names that stand in front, and for
// numbers and addresses in common.
func (l abroadLikeness) score() float64 {
	score := l.cosine + 0.05*float64(min(l.names-abroadNames, 3)) + 0.08*float64(min(l.leading, 3)) + 0.03*min(l.numbers, 10)
	if l.address {
		score += 0.4
	}
	return score
}

func (l abroadLikeness) sameEvent() bool {
	backed := l.address || l.numbers >= numbersTell
	enough := l.names >= abroadNames || l.names == abroadNames-1 && backed
	cut := abroadCut
	if !backed && !l.place { // the same people or things, and nothing else: reviews of one film look like that
		cut = namesAlone
	}
	return enough && l.leading > 0 && l.cosine >= abroadLeast && l.score() >= cut
}

// rare is how much a clue tells, by how many of all stories of a language that are remembered have it.
func (c *coverages) rare(lang, key string) float64 {
	return math.Log(float64(c.met[lang]+assumedAbroad) / float64(*c.row(lang, key)+1))
}

func (c *coverages) row(lang, key string) *uint32 {
	return &c.rows[(xxhash.Sum64String(key)^saltOf(lang))>>44]
}

// count adds a gist's clues to those of all stories, or takes them away.
func (c *coverages) count(s *told, g *Gist, n int) {
	for _, x := range profileOf(s, g).clues {
		*c.row(s.lang, x.key) += uint32(n)
	}
	c.met[s.lang] += n
}

// compare weighs what two profiles share.
func (c *coverages) compare(a, b *profile) (l abroadLikeness) {
	dot := 0.0
	used := map[int]bool{}
	for _, x := range a.clues {
		best, at := 0.0, -1
		for j, y := range b.clues {
			if used[j] || x.key[0] != y.key[0] {
				continue
			}
			same := 0.0
			switch {
			case x.key[0] != 'n':
				if x.key == y.key {
					same = 1
				}
			case nearKeys(x.key, y.key):
				if same = alike(x.latin, y.latin); same < soundsAlike {
					same = 0
				}
			}
			if same > best {
				best, at = same, j
			}
		}
		if at < 0 {
			continue
		}
		used[at] = true
		rare := (c.rare(a.story.lang, x.key) + c.rare(b.story.lang, b.clues[at].key)) / 2
		if x.key[0] == 'n' || x.key[0] == '@' {
			dot += best * x.weight * b.clues[at].weight * rare * rare
		}
		switch x.key[0] {
		case 'n':
			if rare >= particularFrom {
				l.names++
				if min(x.weight, b.clues[at].weight) >= leadingFrom {
					l.leading++
				}
			}
		case '#':
			l.numbers += rare
		case '@':
			l.place = true
		case '/':
			l.address = l.address || len(c.posts[x.key]) <= 4
		}
	}
	if dot > 0 {
		l.cosine = dot / math.Sqrt(c.norm(a)*c.norm(b))
	}
	return l
}

// nearKeys reports whether two skeletons may be of one name: the same, or one begins with the other.
func nearKeys(a, b string) bool {
	return a == b || len(a) > len(b) && strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// norm is the squared length of a profile's names and countries.
func (c *coverages) norm(p *profile) float64 {
	sum := 0.0
	for _, x := range p.clues {
		if x.key[0] == 'n' || x.key[0] == '@' {
			w := x.weight * c.rare(p.story.lang, x.key)
			sum += w * w
		}
	}
	return max(sum, 1)
}
