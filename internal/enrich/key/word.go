package key

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// commonWords has the words that many texts of news hold, for some languages: a line in brackets for each, then lines of
// words with how rare they are between 0 and 99. The program in train makes it.
//
//go:embed common.txt
var commonWords string

// rarities are those of common words, between 0 and 1, by the hashes of language and word.
var rarities = sync.OnceValue(func() *rarityTable {
	all := &rarityTable{}
	all.reset(1 << 15)
	for w := range text.EverydayWords() {
		h := hashString(w.Language) ^ hashWord(w.Word)
		all.lower(h, 1-float32(min(1, w.Percent/50)))
	}
	language := uint64(0)
	for line := range strings.Lines(commonWords) {
		line = strings.TrimSpace(line)
		if tag, ok := strings.CutPrefix(line, "["); ok {
			language = hashString(strings.TrimSuffix(tag, "]"))
			continue
		}
		level, words, _ := strings.Cut(line, " ")
		n, _ := strconv.Atoi(level) // the file is ours; a test reads every line
		for w := range strings.FieldsSeq(words) {
			h := language ^ hashWord(w)
			all.lower(h, float32(n)/100)
		}
	}
	return all
})

// listed are the languages whose common words are known, by hash.
var listed = sync.OnceValue(func() map[uint64]bool {
	all := map[uint64]bool{}
	for line := range strings.Lines(commonWords) {
		if tag, ok := strings.CutPrefix(line, "["); ok {
			all[hashString(strings.TrimSuffix(strings.TrimSpace(tag), "]"))] = true
		}
	}
	return all
})

// rarityTable gives hashes rarities; what is not in it is as rare as can be.
type rarityTable struct {
	index
	values []float32
}

func (t *rarityTable) of(h uint64) float32 {
	if id, known := t.find(h); known {
		return t.values[id]
	}
	return 1
}

// lower makes a word at most as rare.
func (t *rarityTable) lower(h uint64, v float32) {
	id, known := t.id(h)
	if !known {
		t.values = append(t.values, 1)
	}
	t.values[id] = min(t.values[id], v)
}

// rare is near 1 for a word that tells something and near 0 for one that stands in every text.
func rare(word string, hash, language uint64) float32 {
	if len(word) < 2 {
		return 0.1
	}
	return rarities().of(hash ^ language)
}

// Plain is a word as the list of common words has it. It is for the program in train.
func Plain(w string) string {
	w = text.Fold(w)
	if n := len(w); n > 3 && w[n-1] == 's' && w[n-2] != 's' {
		w = w[:n-1]
	}
	return w
}

const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// hashString is FNV-1a.
func hashString(s string) uint64 {
	h := uint64(offset64)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * prime64
	}
	return h
}

// hashWord hashes a word folded, a plural "s" off.
func hashWord(w string) uint64 {
	for i := 0; i < len(w); i++ {
		if w[i] >= utf8.RuneSelf {
			w = text.Fold(w)
			break
		}
	}
	if n := len(w); n > 3 && (w[n-1] == 's' || w[n-1] == 'S') && w[n-2] != 's' && w[n-2] != 'S' {
		w = w[:n-1]
	}
	h := uint64(offset64)
	for i := 0; i < len(w); i++ {
		c := w[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * prime64
	}
	return h
}

// leaning are words with which a sentence leans on the one before it.
var leaning = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(`he she it they his her their its this that these those but and yet however meanwhile so also then
		er sie es dieser diese dieses aber und doch dabei il elle ils elles ce cette ces mais et él ella ellos ellas esto este esta pero y
		ele ela eles elas isto mas e lui lei loro questo questa ma он она они это эта этот но и а`) {
		set[w] = true
	}
	return set
})
