package text

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// CountryOf returns the two letters (ISO 3166-1) of the country that bears a name in one of the languages whose names are read, in
// whatever case; "" for a name of anything else, its capital too.
func CountryOf(name string) string { return countryNames()[countryKey(name)] }

// CountryIn returns the name of a country in a language, in English where that is not known.
func CountryIn(code, lang string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	if tag, err := language.Parse(lang); err == nil {
		if namer := display.Regions(tag); namer != nil {
			return namer.Name(region)
		}
	}
	return display.English.Regions().Name(region)
}

func countryKey(name string) string {
	words := strings.Fields(strings.ReplaceAll(Fold(name), ".", ""))
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	for i, w := range words {
		words[i] = NameStem(w)
	}
	return strings.Join(words, " ")
}

var countryNames = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for name, code := range map[string]string{
		"us": "US", "usa": "US", "america": "US", "united states of america": "US", "uk": "GB", "britain": "GB", "great britain": "GB",
		"uae": "AE", "drc": "CD", "dr congo": "CD", "holland": "NL", "czech republic": "CZ", "burma": "MM", "ivory coast": "CI", "russian federation": "RU",
		"turkey": "TR", "macedonia": "MK", "swaziland": "SZ", "cape verde": "CV", "people's republic of china": "CN", "vatican": "VA",
		"grossbritannien": "GB", "amerika": "US", "turkei": "TR", "tschechische republik": "CZ", "niederlande": "NL", "emirate": "AE",
		"grande-bretagne": "GB", "pays-bas": "NL", "emirats arabes unis": "AE", "birmanie": "MM", "amerique": "US",
		"eeuu": "US", "ee uu": "US", "gran bretana": "GB", "holanda": "NL", "eua": "US", "gra-bretanha": "GB", "stati uniti d'america": "US", "gran bretagna": "GB",
		"сша": "US", "рф": "RU", "россииская федерация": "RU", "великобритания": "GB", "кнр": "CN", "америка": "US", "кндр": "KP", "оаэ": "AE", "белоруссия": "BY",
	} {
		m[countryKey(name)] = code
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
					m[countryKey(name)] = code
				}
			}
		}
	}
	return m
})
