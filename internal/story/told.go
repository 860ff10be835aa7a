package story

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

const (
	maxSentences     = 3   // of an article that are kept as candidates
	maxSentenceBytes = 320 // a longer sentence is none that a reader takes in at once
	minSentenceWords = 7
	readForSentences = 2000 // bytes of a text in which they stand
)

// told is what an article may lend to the telling of its story. The window keeps it; its copies' sentences go.
type told struct {
	origin
	sentences []string // to the letter, the best first
	headline  float32  // merit of the headline by its form, see headlineMerit
	picture   float32  // likewise of the picture; none below zero
}

// tell reads what a story may need of an article.
func tell(a *news.Article, body string) told {
	return told{originOf(a), sentencesOf(body), headlineMerit(a), pictureMerit(a)}
}

// dated matches the dateline that a text begins with: "BEIJING (AP) — ", "NEW YORK, May 2 - ", "OSK: ".
var dated = regexp.MustCompile(`^(?:\p{Lu}[\p{L} .,'’/-]{1,40}(?:, \p{L}+ \d{1,2})?\s*(?:\([^)]{2,30}\))?\s*[—–-]{1,2}\s+|\([^)]{2,30}\)\s*[—–-]{1,2}\s+|\p{Lu}[\p{Lu} .,'’/-]{2,30}:\s+)`)

// leaning are words with which a sentence leans on the one before it.
var leaning = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`he she it they his her their its this that these those but and yet however meanwhile so also then i we
		er sie es dieser diese dieses aber und doch dabei il elle ils elles ce cette ces mais et él ella ellos ellas esto este esta pero y
		ele ela eles elas isto mas e lui lei loro questo questa ma он она они это эта этот но и а`) {
		set[w] = true
	}
	return set
}()

// sentencesOf chooses sentences that could stand for a text: early ones, with names and numbers, that need no others to
// be understood.
func sentencesOf(body string) []string {
	type candidate struct {
		text  string
		score float64
	}
	var found []candidate
	at := 0
	for paragraph := range strings.SplitSeq(text.Prefix(body, readForSentences), "\n") {
		for _, span := range text.Sentences(paragraph) {
			s := paragraph[span.Start:span.End]
			if at < 2 {
				s = s[len(dated.FindString(s)):]
			}
			at++
			if score, ok := sentenceMerit(s); ok {
				found = append(found, candidate{s, score - 0.12*float64(min(at, 12))})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	var kept []string
	for _, c := range found[:min(len(found), maxSentences)] {
		kept = append(kept, strings.Clone(c.text))
	}
	return kept
}

// sentenceMerit judges a sentence by its form; ok is false for one that cannot stand alone.
func sentenceMerit(s string) (merit float64, ok bool) {
	last, _ := utf8.DecodeLastRuneInString(s)
	if len(s) > maxSentenceBytes || strings.ContainsRune("?:…,;", last) || unicode.IsLetter(last) || unicode.IsDigit(last) ||
		strings.ContainsAny(s, "@{}|©") || strings.Contains(s, "://") {
		return 0, false
	}
	if words := strings.Count(s, " ") + 1; words < minSentenceWords && utf8.RuneCountInString(s) < 4*words*minSentenceWords {
		return 0, false // in a script without spaces a word counts four characters
	}
	if strings.Count(s, `"`)%2 != 0 || strings.Count(s, "“") != strings.Count(s, "”") && !strings.Contains(s, "„") {
		return 0, false // a part of what somebody said
	}
	names, digits := capitals(s)
	merit = 0.1 * float64(min(names, 4))
	if digits {
		merit += 0.15
	}
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune("\"“„«'‘「", first) {
		merit -= 0.3 // who speaks, only the sentence before tells
	}
	if first, _, _ := strings.Cut(s, " "); leaning[strings.ToLower(strings.Trim(first, ",“\""))] {
		merit -= 0.3
	}
	return merit, true
}

// capitals counts the words within a sentence that begin with a capital letter, and says whether there is a number.
func capitals(s string) (names int, digits bool) {
	inWord, first := false, true
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits, inWord = true, true
		case unicode.IsLetter(r):
			if !inWord && !first && unicode.IsUpper(r) {
				names++
			}
			inWord, first = true, false
		case r != '\'' && r != '’' && r != '-':
			inWord = false
		}
	}
	return names, digits
}
