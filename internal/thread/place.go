package thread

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"nutgraf/internal/text"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countries leads from folded names of countries, in some sixty languages (Unicode's CLDR), to their two letters.
var countries = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	regions := regionCodes()
	for _, tag := range display.Supported.Tags() {
		namer := display.Regions(tag)
		if namer == nil {
			continue
		}
		for _, region := range regions {
			name := namer.Name(region)
			folded := text.Fold(name)
			if utf8.RuneCountInString(folded) < 2 || strings.EqualFold(name, region.String()) {
				continue
			}
			if _, known := names[folded]; !known {
				names[folded] = region.String()
			}
		}
	}
	for name, code := range map[string]string{
		"usa": "US", "u.s": "US", "us": "US", "america": "US", "washington": "US", "сша": "US", "ee. uu": "US", "etats-unis": "US",
		"uk": "GB", "britain": "GB", "london": "GB", "england": "GB", "kremlin": "RU", "moscow": "RU", "beijing": "CN", "brussels": "BE",
		"paris": "FR", "berlin": "DE", "kyiv": "UA", "kiev": "UA", "tehran": "IR", "tokyo": "JP", "delhi": "IN", "new delhi": "IN",
	} {
		names[name] = code
	}
	return names
})

// regionCodes are the countries of ISO 3166.
func regionCodes() (regions []language.Region) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if r, err := language.ParseRegion(string([]rune{a, b})); err == nil && r.IsCountry() && r.Canonicalize() == r {
				regions = append(regions, r)
			}
		}
	}
	return regions
}

// placesIn gives the country that a folded name is, and how surely.
func placesIn(name string) map[string]float64 {
	if code, known := countries()[name]; known {
		return map[string]float64{code: 1}
	}
	return nil
}

// places are the countries that a story is about, the most prominent first.
func (r *reading) places() []string {
	codes := slices.SortedFunc(maps.Keys(r.where), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.where[b], r.where[a]), cmp.Compare(a, b))
	})
	return codes[:min(len(codes), maxPlaces)]
}
