package extract

import (
	"slices"

	"nutgraf/internal/text"
)

// overlap is the share of words that two titles have in common, 1 when they say the same.
func overlap(a, b string) float64 {
	if a == b {
		return 1
	}
	return titleOf(a).overlap(titleOf(b))
}

// titleWords are the distinct words of a title, in order of their bytes.
type titleWords []string

func titleOf(s string) titleWords {
	terms := text.Terms(s)
	slices.Sort(terms)
	return slices.Compact(terms)
}

func (a titleWords) overlap(b titleWords) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common, i, j = common+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
