package ledger

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"nutgraf/internal/text"
)

// isCountry reports whether a place with the code of a country is that country itself, in one of the languages that are read.
func isCountry(name, code string) bool {
	if code == "" {
		return false
	}
	return countryNames()[strings.ReplaceAll(strings.TrimPrefix(text.Fold(name), "the "), ".", "")] == code
}

var countryNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{
		"us": "US", "usa": "US", "america": "US", "uk": "GB", "britain": "GB", "great britain": "GB", "uae": "AE", "emirates": "AE",
		"drc": "CD", "holland": "NL", "czech republic": "CZ", "burma": "MM", "ivory coast": "CI", "russian federation": "RU", "turkey": "TR",
		"macedonia": "MK", "swaziland": "SZ", "cape verde": "CV", "usa amerika": "US", "grossbritannien": "GB", "etats-unis": "US", "сша": "US",
		"рф": "RU", "великобритания": "GB", "eeuu": "US", "ee uu": "US", "eua": "US", "stati uniti": "US",
	}
	for _, tag := range []language.Tag{language.English, language.German, language.French, language.Spanish, language.Italian, language.Portuguese, language.Russian} {
		namer := display.Regions(tag)
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				code := string(a) + string(b)
				region, err := language.ParseRegion(code)
				if err != nil || !region.IsCountry() || region.Canonicalize() != region {
					continue
				}
				if name := namer.Name(region); name != "" {
					m[strings.ReplaceAll(text.Fold(name), ".", "")] = code
				}
			}
		}
	}
	return m
})
