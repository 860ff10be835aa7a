package key

import (
	"strings"
	"sync"
	"unicode/utf8"

	"nutgraf/internal/text"
)

// everyday is how commonly ordinary sentences hold a word, between 0 and 1, by the hashes of language and word.
var everyday = sync.OnceValue(func() map[uint64]float32 {
	all := map[uint64]float32{}
	for w := range text.EverydayWords() {
		h := hashString(w.Language) ^ hashWord(w.Word)
		all[h] = max(all[h], float32(w.Percent/100))
	}
	return all
})

// rare is near 1 for a word that tells something and near 0 for one that stands in every text.
func rare(word string, hash, language uint64) float32 {
	if len(word) < 2 {
		return 0.1
	}
	return 1 - min(1, 2*everyday()[hash^language])
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
