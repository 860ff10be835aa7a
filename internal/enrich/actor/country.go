package actor

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"nutgraf/internal/text"
)

// countryCode returns the two letters of the country that a name or a word of nationality means; "" for others.
func countryCode(name string) string { return countries()[countryKey(name)] }

// placeCountry returns the country in which a known place lies.
func placeCountry(name string) string { return "" }

func countryKey(name string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text.Fold(name), "the "), ".", "")
}

// countryName returns a country's name in a language.
func countryName(code, lang string) string {
	region, err := language.ParseRegion(code)
	if code == "" || err != nil {
		return ""
	}
	tag, _ := language.Parse(lang)
	if namer := display.Regions(tag); namer != nil {
		return namer.Name(region)
	}
	return display.English.Regions().Name(region)
}

var countries = sync.OnceValue(func() map[string]string {
	m := map[string]string{"us": "US", "usa": "US", "america": "US", "uk": "GB", "britain": "GB", "great britain": "GB"}
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
