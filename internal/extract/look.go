package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// look is what is counted in the words of a leaf, once.
type look struct {
	words, longest        int // in letters
	commas, stops, quotes int
	digits, capitals      float64 // share of letters and digits
	title, summary        float64 // share of words that the page's title, or its description, has too
	told                  float64 // share of three words in a row that stand in the body that its JSON-LD tells; -1: tells none
	ends                  float64 // 1 as a sentence does, .5 with a colon, 0
	hash                  uint64  // of the folded words
	twin                  int     // leaves before with the same words
	cues                  wordCue
	group                 int // of leaves of the same design
}

// cueNames are in the order of the bits of wordCue.
var cueNames = [...]string{
	"furniture", "consent", "promo", "share", "related", "onward", "credit", "credit at the end", "caption", "date", "byline", "helper",
	"correction", "comment", "paywall", "bio", "agency", "live",
}

const (
	hashStart = 14695981039346656037 // FNV-1a
	hashPrime = 1099511628211
)

// eachWord calls f with the hash of each word, in lower case. In scripts without spaces each letter is a word.
func eachWord(s string, f func(hash uint64, letters int)) {
	hash, letters := uint64(hashStart), 0
	end := func() {
		if letters > 0 {
			f(hash, letters)
			hash, letters = hashStart, 0
		}
	}
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if r |= 0x20; r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				hash = (hash ^ uint64(r)) * hashPrime
				letters++
				continue
			}
			if r != '\'' {
				end()
			}
		case r >= 0x0e00 && r < 0x0e80, r >= 0x2e80 && r < 0xac00, r >= 0x20000:
			end()
			f((hashStart^uint64(r))*hashPrime, 1)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			hash = (hash ^ uint64(unicode.ToLower(r))) * hashPrime
			letters++
		case unicode.IsMark(r) || r == '’':
		default:
			end()
		}
	}
	end()
}

// words is a set of hashes.
type wordSet map[uint64]struct{}

func (set wordSet) addWords(s string) {
	eachWord(s, func(hash uint64, _ int) { set[hash] = struct{}{} })
}

func (set wordSet) addTriples(s string) {
	var a, b uint64
	eachWord(s, func(c uint64, _ int) {
		set[triple(a, b, c)] = struct{}{}
		a, b = b, c
	})
}

func triple(a, b, c uint64) uint64 { return (a*31+b)*hashPrime ^ c }

// claimed are the words that the page's head says the article has.
type claimed struct{ title, summary, body wordSet }

func (p *page) claimed(ld linked) claimed {
	c := claimed{wordSet{}, wordSet{}, wordSet{}}
	for _, s := range []string{p.evidence.title, p.evidence.first("og:title"), ld.headline} {
		c.title.addWords(s)
	}
	for _, s := range []string{p.evidence.first("og:description"), p.evidence.first("description"), ld.summary} {
		c.summary.addWords(s)
	}
	if len(ld.body) > 200 {
		c.body.addTriples(ld.body)
	}
	return c
}

// lookAt counts in the words of a leaf.
func lookAt(l *leaf, c *claimed) look {
	k := look{told: -1, hash: hashStart}
	var a, b uint64
	title, summary, triples, told := 0, 0, 0, 0
	eachWord(l.text, func(hash uint64, letters int) {
		k.words++
		k.longest = max(k.longest, letters)
		k.hash = k.hash*hashPrime ^ hash
		if _, in := c.title[hash]; in {
			title++
		}
		if _, in := c.summary[hash]; in {
			summary++
		}
		if len(c.body) > 0 {
			if k.words >= 3 {
				triples++
				if _, in := c.body[triple(a, b, hash)]; in {
					told++
				}
			}
			a, b = b, hash
		}
	})
	if k.words > 0 {
		k.title, k.summary = float64(title)/float64(k.words), float64(summary)/float64(k.words)
	}
	if triples > 0 {
		k.told = float64(told) / float64(triples)
	}
	k.countSigns(l.text)
	switch {
	case l.sentence():
		k.ends = 1
	case strings.HasSuffix(l.text, ":") || strings.HasSuffix(l.text, "："):
		k.ends = .5
	}
	begins, within := l.cues()
	k.cues = begins | within
	return k
}

func (k *look) countSigns(s string) {
	digits, capitals, letters := 0, 0, 0
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z':
			letters++
		case r >= 'A' && r <= 'Z':
			letters++
			capitals++
		case r >= '0' && r <= '9':
			digits++
		case r == ',' || r == '，' || r == '、' || r == '،' || r == ';':
			k.commas++
		case r == '.' || r == '。' || r == '!' || r == '?' || r == '।' || r == '？' || r == '！' || r == '۔':
			k.stops++
		case r == '"' || r == '“' || r == '”' || r == '«' || r == '»' || r == '„' || r == '「':
			k.quotes++
		case r >= utf8.RuneSelf:
			if unicode.IsUpper(r) {
				capitals++
			}
			letters++
		}
	}
	if all := float64(digits + letters); all > 0 {
		k.digits, k.capitals = float64(digits)/all, float64(capitals)/all
	}
}

// tagRank orders elements by how often they hold text.
func tagRank(a atom.Atom) float64 {
	switch a {
	case atom.P:
		return 9
	case atom.Blockquote:
		return 8
	case atom.Pre:
		return 7
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return 6
	case atom.Li:
		return 5
	case atom.Dd, atom.Dt:
		return 4
	case atom.Tr, atom.Td, atom.Th:
		return 3
	case atom.Div:
		return 2
	case atom.Section, atom.Article, atom.Main, atom.Body:
		return 1
	}
	return 0
}

func headingLevel(a atom.Atom) float64 {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5, atom.H6:
		return 5
	}
	return 0
}
