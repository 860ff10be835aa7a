package enrich

import (
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// Signs are what the linear model sees of an article: hashes of words, pairs of words and pieces of words, group by
// group. Nothing in them depends on the language. A sign that occurs twice in a group is there once.
type Signs struct {
	Hashes []uint32
	Ends   [groups]int // Hashes[Ends[g-1]:Ends[g]] is group g
}

// The groups of signs; each weighs the same however many signs it has.
const (
	groupHeadline = iota // its words
	groupPieces          // its pairs and pieces of words, and how it is made
	groupText            // the words of headline and text
	groupPairs           // their pairs
	groupInside          // pieces of the words that the text begins with
	groupAddress
	groupHost
	groups
)

// How much of an article is read: what comes later seldom changes its section.
const (
	readBytes = 2400 // of summary and body
	stem      = 5    // characters at the start of a longer word that stand for all its forms
)

// scratch is memory for reading one article.
type scratch struct {
	signs Signs
	seen  [1 << 13]uint32 // hashes of the group at hand, each with its round
	round [1 << 13]uint32
	now   uint32
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

// Read returns the signs of an article. It is for the program in train.
func Read(a news.Article) Signs {
	s := &scratch{}
	s.read(&a)
	return s.signs
}

func (s *scratch) read(a *news.Article) {
	s.signs.Hashes = s.signs.Hashes[:0]
	headline := text.Terms(a.Headline)
	s.begin()
	s.words(headline, 1)
	s.end(groupHeadline)
	s.pairs(headline, 2)
	s.pieces(headline, 2)
	s.shape(a.Headline, headline)
	s.end(groupPieces)
	body := text.Terms(opening(a))
	s.words(headline, 3)
	s.words(body, 3)
	s.end(groupText)
	s.pairs(headline, 4)
	s.pairs(body, 4)
	s.end(groupPairs)
	s.pieces(body[:min(len(body), 70)], 6)
	s.end(groupInside)
	s.address(a)
}

// opening returns the start of what an article says below its headline.
func opening(a *news.Article) string {
	var b strings.Builder
	b.Grow(readBytes + utf8.UTFMax)
	add := func(part string) {
		if room := readBytes - b.Len(); room > 0 && part != "" {
			b.WriteByte(' ')
			if len(part) > room {
				for room > 0 && !utf8.RuneStart(part[room]) {
					room--
				}
				part = part[:room]
			}
			b.WriteString(part)
		}
	}
	add(a.Summary)
	for _, block := range a.Blocks {
		if b.Len() >= readBytes {
			break
		}
		if block.Role.Body() {
			add(block.Text)
		}
	}
	return b.String()
}

func (s *scratch) begin() { s.now++ }

func (s *scratch) end(group int) {
	s.signs.Ends[group] = len(s.signs.Hashes)
	s.now++
}

// add notes a sign unless its group has it.
func (s *scratch) add(hash uint32) {
	hash ^= hash >> 15
	hash *= 0x2C1B3C6D
	hash ^= hash >> 13
	const mask = uint32(len(s.seen) - 1)
	for i, tries := hash&mask, 0; ; i, tries = (i+1)&mask, tries+1 {
		if s.round[i] != s.now {
			s.round[i], s.seen[i] = s.now, hash
			break
		}
		if s.seen[i] == hash || tries > 64 {
			return
		}
	}
	s.signs.Hashes = append(s.signs.Hashes, hash)
}

const prime = 0x01000193

func hashOf(s string, kind uint32) uint32 {
	h := kind * 0x9E3779B1
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * prime
	}
	return h
}

// words adds each word, and the stem of each longer one.
func (s *scratch) words(terms []string, kind uint32) {
	for _, term := range terms {
		term = figures(term)
		s.add(hashOf(term, kind))
		if short := start(term, stem); len(short) < len(term) {
			s.add(hashOf(short, kind|8))
		}
	}
}

// pairs adds each two neighbours by their stems.
func (s *scratch) pairs(terms []string, kind uint32) {
	before := uint32(0)
	for _, term := range terms {
		h := hashOf(start(figures(term), stem), kind|16)
		if before != 0 {
			s.add(before*31 + h)
		}
		before = h
	}
}

// figures makes all numbers of one length one word.
func figures(term string) string {
	if digits(term) {
		return "0000"[:min(len(term), 4)]
	}
	return term
}

// pieces adds every run of four characters within a word, its ends marked.
func (s *scratch) pieces(terms []string, kind uint32) {
	for _, term := range terms {
		var last [4]uint32 // hashes of the runs that end at the character before, by length
		count := 0
		step := func(r uint32) {
			last[3] = last[2]
			last[2] = last[1]
			last[1] = last[0]
			last[0] = r
			if count++; count >= 4 {
				h := kind * 0x85EBCA77
				for _, c := range last {
					h = (h ^ c) * 0x9E3779B1
					h ^= h >> 16
				}
				s.add(h)
			}
		}
		step(' ')
		for _, r := range term {
			step(uint32(r))
		}
		step(' ')
	}
}

// shape adds how a headline is made: whether it begins with a number, asks, shouts, is short.
func (s *scratch) shape(headline string, terms []string) {
	if len(terms) == 0 {
		return
	}
	if digits(terms[0]) {
		s.add(hashOf("number first", 4))
	}
	s.add(hashOf("first "+start(terms[0], stem), 4))
	if strings.ContainsAny(headline, "?？؟") {
		s.add(hashOf("question", 4))
	}
	if strings.ContainsAny(headline, "!！") {
		s.add(hashOf("shout", 4))
	}
	if len(terms) < 4 {
		s.add(hashOf("short", 4))
	}
}

// address adds the words of an article's path and host, the section names among them, and pieces of the host.
func (s *scratch) address(a *news.Article) {
	var u *url.URL
	for _, address := range []string{a.CanonicalURL, a.URL} {
		if parsed, err := url.Parse(address); err == nil && parsed.Host != "" {
			u = parsed
			break
		}
	}
	if u == nil {
		s.end(groupAddress)
		s.end(groupHost)
		return
	}
	for _, word := range pathWords(*a) {
		if word == "www" || word == "" {
			continue
		}
		s.add(hashOf(word, 5))
		if section, ok := shelfWords()[word]; ok {
			s.add(hashOf(string(section), 7))
		}
	}
	s.end(groupAddress)
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if cut := strings.LastIndexByte(host, '.'); cut > 0 {
		host = host[:cut] // the ending tells the country, not the subject
	}
	s.pieces(strings.FieldsFunc(host, func(r rune) bool { return r == '.' || r == '-' }), 9)
	s.end(groupHost)
}

// start returns the first n characters of a word.
func start(word string, n int) string {
	if len(word) <= n {
		return word
	}
	i := 0
	for range n {
		if i >= len(word) {
			return word
		}
		_, size := utf8.DecodeRuneInString(word[i:])
		i += size
	}
	return word[:i]
}

func digits(word string) bool {
	for i := 0; i < len(word); i++ {
		if word[i] < '0' || word[i] > '9' {
			return false
		}
	}
	return word != ""
}
