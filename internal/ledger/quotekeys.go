package ledger

import (
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	shingle      = 4 // words under one key
	window       = 3 // of this many shingles in a row one is a key: six words in common share one at least
	maxQuoteKeys = 24
)

// QuoteKeys returns hashes under which the same words are found again, a part of them or more than them: those of an
// entry of the ledger are what [news.Carrying] has of its carriers. At most 24; quotes of fewer than four words have one that only
// the very same words have (Schleimer 2003, winnowing).
func QuoteKeys(q news.Quote, text string) []uint64 { return wordingKeys(quoteWords(Wording(q, text))) }

// Wording returns the words of a quote to the letter, its pieces joined by " … ".
func Wording(q news.Quote, text string) string {
	var pieces []string
	for _, part := range q.Parts {
		if piece := strings.Trim(part.In(text), " \t\n,"); piece != "" {
			pieces = append(pieces, piece)
		}
	}
	if len(pieces) == 0 {
		return strings.Trim(q.In(text), " \t\n,\"“”„«»")
	}
	return strings.Join(pieces, " … ")
}

// quoteWords returns the words of a quotation in the form in which they are compared.
func quoteWords(wording string) []string { return text.Terms(strings.ReplaceAll(wording, "’", "'")) }

func wordingKeys(words []string) []uint64 {
	if len(words) == 0 {
		return nil
	}
	if len(words) < shingle {
		return []uint64{xxhash.Sum64String("=" + strings.Join(words, " "))}
	}
	shingles := text.Shingles(words, shingle)
	var keys []uint64
	for from := 0; from == 0 || from+window <= len(shingles); from++ {
		if low := slices.Min(shingles[from:min(from+window, len(shingles))]); !slices.Contains(keys, low) {
			keys = append(keys, low)
		}
	}
	if len(keys) > maxQuoteKeys {
		slices.Sort(keys)
		keys = keys[:maxQuoteKeys]
	}
	return keys
}
