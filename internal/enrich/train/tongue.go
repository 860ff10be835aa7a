package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Languages share one model, and those with many texts would take the place of the others: each of these groups has its own share of
// the signs. Signs that several groups would keep leave room, which goes to the signs that tell most in any.
const (
	tongueEnglish = iota
	tongueRussian // and its neighbours in the same letters
	tongueOther
	tongues
)

var shares = [tongues]float64{.3, .35, .35}

func tongue(d *doc) int {
	language := d.language
	if language == "" { // words and headlines of ours
		language = "en"
		if strings.ContainsFunc(d.article.Headline, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			language = "ru"
		}
	}
	switch language[:2] {
	case "en", "pc": // and Nigerian Pidgin
		return tongueEnglish
	case "ru", "uk", "be", "bg":
		return tongueRussian
	}
	return tongueOther
}

// keep returns in their order the size best of what scores rate, each group of languages having its share.
func keep(scores [tongues][]float64, size int) []int {
	n := len(scores[0])
	size = min(size, n)
	taken := make([]bool, n)
	order := make([]int, n)
	var kept []int
	pick := func(score []float64, limit int) {
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
		for _, id := range order {
			if limit == 0 || len(kept) == size || score[id] <= 0 {
				return
			}
			limit--
			if !taken[id] {
				taken[id] = true
				kept = append(kept, id)
			}
		}
	}
	best := make([]float64, n)
	for t, score := range scores {
		pick(score, int(shares[t]*float64(size)))
		for id, s := range score {
			best[id] = max(best[id], s)
		}
	}
	pick(best, size)
	slices.Sort(kept)
	return kept
}
