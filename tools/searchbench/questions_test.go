package searchbench

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"nutgraf/internal/text"
)

// question is a query, in the form that each engine makes its own of.
type question struct {
	class string
	text  string // as a reader types it
	all   string // words that must be there, with spaces
	any   string // or one of these
	not   string
	exact bool // all is a phrase
}

var classes = []string{"rare word", "common word", "two common", "phrase", "any of ten", "common, not another", "name"}

// questionsOf makes queries of words that the articles hold, the same for every run over the same articles. Words are plain ones of
// letters, which all engines take for words.
func questionsOf(t *testing.T, folder string) []question {
	in := map[string]int{}
	names, phrases := map[string]int{}, map[string]int{}
	n := 0
	err := read(t, folder, func(d document) error {
		n++
		seen := map[string]bool{}
		for _, term := range text.Terms(d.text) {
			if plain(term) && !seen[term] {
				seen[term] = true
				in[term]++
			}
		}
		if words := strings.Fields(d.from.Text()); n%97 == 0 && d.from.Language == "en" && len(words) > 20 {
			for i := 5; i+3 < 20; i++ {
				three := words[i : i+3]
				if !slices.ContainsFunc(three, func(w string) bool { return !plain(w) }) {
					phrases[strings.Join(three, " ")]++
				}
				if two := words[i : i+2]; !slices.ContainsFunc(two, func(w string) bool { return !plain(w) || !unicode.IsUpper(rune(w[0])) }) {
					names[strings.Join(two, " ")]++
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	of := func(least, most int) []string {
		var words []string
		for word, count := range in {
			if count >= least && count <= most {
				words = append(words, word)
			}
		}
		slices.Sort(words)
		return words
	}
	rare, middle, common := of(2, 20), of(max(n/1000, 3), max(n/200, 4)), of(n/20, n)
	r := rand.New(rand.NewPCG(8, 3))
	pick := func(words []string) string {
		if len(words) == 0 {
			t.Fatal("the articles have no such words")
		}
		return words[r.IntN(len(words))]
	}
	var questions []question
	for range *each {
		a, b := pick(common), pick(common)
		var ten []string
		for range 10 {
			ten = append(ten, pick(middle))
		}
		phrase, name := pick(sorted(phrases)), pick(sorted(names))
		w, x := pick(rare), pick(middle)
		questions = append(questions,
			question{class: "rare word", text: w, all: w},
			question{class: "common word", text: a, all: a},
			question{class: "two common", text: a + " " + b, all: a + " " + b},
			question{class: "phrase", text: `"` + phrase + `"`, all: phrase, exact: true},
			question{class: "any of ten", text: strings.Join(ten, " OR "), any: strings.Join(ten, " ")},
			question{class: "common, not another", text: a + " -" + x, all: a, not: x},
			question{class: "name", text: name, all: name},
		)
	}
	return questions
}

func plain(word string) bool {
	return len(word) > 1 && !strings.ContainsFunc(word, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) })
}

func sorted(words map[string]int) []string {
	var list []string
	for word := range words {
		list = append(list, word)
	}
	slices.Sort(list)
	return list
}
