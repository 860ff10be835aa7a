package query

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// The names of fields.
const (
	FieldHeadline = "headline"
	FieldSource   = "source" // name or host of the publisher
	FieldBy       = "by"     // the author
	FieldPerson   = "person" // somebody of that name is named
	FieldPlace    = "place"
	FieldOrg      = "org"
	FieldSaid     = "said"    // a quotation by somebody of that name, or with these words
	FieldIn       = "in"      // the country of the publisher: two capitals (ISO 3166-1); or a time, see [Field.Span]
	FieldLanguage = "lang"    // BCP 47 primary tag
	FieldSection  = "section" // one of a fixed list, like the two below
	FieldKind     = "kind"
	FieldHas      = "has"
	FieldAfter    = "after"  // published when that time begins or later; see [Field.Span]
	FieldBefore   = "before" // published before that time begins
)

// What has: asks for.
const (
	HasPicture = "picture"
	HasVideo   = "video"  // its form is a video
	HasAudio   = "audio"  // its form is a recording
	HasByline  = "byline" // it names an author
	HasQuote   = "quote"  // it is the first that carries a quotation
)

// Help tells of one field, in English.
type Help struct{ Name, Example, Meaning string }

// Fields lists all fields, with a line about each.
func Fields() []Help {
	all := make([]Help, len(fields))
	for i, f := range fields {
		all[i] = f.Help
	}
	return all
}

type field struct {
	Help
	also []string                          // other names for it
	read func(typed string) (string, bool) // the value as the tree has it; nil: any words
	runs bool                              // a value of several words is read without quotation marks too
}

var fields = []field{
	{Help: Help{FieldHeadline, "headline:dam", "words of the headline"}, also: []string{"title", "intitle"}},
	{Help: Help{FieldSource, "source:gull", "the publisher's name or host has these words"}, also: []string{"site", "outlet", "publisher"}},
	{Help: Help{FieldBy, `by:"Ines Halloran"`, "its author"}, also: []string{"author", "byline"}},
	{Help: Help{FieldPerson, "person:Halloran", "names somebody of that name"}, also: []string{"people"}},
	{Help: Help{FieldPlace, "place:Osk", "names a place of that name"}, also: []string{"location"}},
	{Help: Help{FieldOrg, `org:"Tamsel Board"`, "names an organisation of that name"}, also: []string{"organisation", "organization"}},
	{Help: Help{FieldSaid, `said:"no dam"`, "carries a quotation by somebody of that name, or with these words"}, also: []string{"quote"}},
	{Help: Help{FieldIn, "in:France, in:2026-01", "published in that country, or within that time"}, also: []string{"country", "on"}, read: readIn, runs: true},
	{Help: Help{FieldLanguage, "lang:fr", "in that language"}, also: []string{"language"}, read: readLanguage},
	{Help: Help{FieldSection, "section:science", "on that shelf"}, read: oneOf(Sections(), map[string]string{"sports": "sport", "tech": "technology"})},
	{Help: Help{FieldKind, "kind:opinion", "of that form"}, also: []string{"form"}, read: oneOf(Kinds(), nil)},
	{Help: Help{FieldHas, "has:picture", "has a picture, video, audio, byline or quote"},
		read: oneOf(Haves(), map[string]string{"image": HasPicture, "photo": HasPicture, "author": HasByline, "quotation": HasQuote})},
	{Help: Help{FieldAfter, "after:2026-01-31", "published on that day or later"}, also: []string{"since"}, read: readDate, runs: true},
	{Help: Help{FieldBefore, `before:"last week"`, "published before that"}, also: []string{"until"}, read: readDate, runs: true},
}

// Sections are the values of section:.
func Sections() []string {
	return []string{"world", "politics", "business", "technology", "science", "health", "climate", "culture", "sport", "opinion", "local"}
}

// Kinds are the values of kind:.
func Kinds() []string {
	return []string{"report", "opinion", "live", "video", "audio", "gallery", "review", "release", "stub"}
}

// Haves are the values of has:.
func Haves() []string { return []string{HasPicture, HasVideo, HasAudio, HasByline, HasQuote} }

// fieldOf finds a field by any of its names, in lower case.
func fieldOf(name string) *field { return fieldNames()[name] }

var fieldNames = sync.OnceValue(func() map[string]*field {
	byName := map[string]*field{}
	for i := range fields {
		byName[fields[i].Name] = &fields[i]
		for _, other := range fields[i].also {
			byName[other] = &fields[i]
		}
	}
	return byName
})

// choices are the values that a field can have, if it has a list of them.
func (f *field) choices() []string {
	switch f.Name {
	case FieldSection:
		return Sections()
	case FieldKind:
		return Kinds()
	case FieldHas:
		return Haves()
	}
	return nil
}

func oneOf(values []string, also map[string]string) func(string) (string, bool) {
	return func(typed string) (string, bool) {
		typed = strings.ToLower(typed)
		for _, value := range values {
			if typed == value || typed == value+"s" {
				return value, true
			}
		}
		value, known := also[typed]
		return value, known
	}
}

// readLanguage takes a tag, or the English name of a language that has a tag of two letters.
func readLanguage(typed string) (string, bool) {
	typed = strings.ToLower(typed)
	tag, _, _ := strings.Cut(strings.ReplaceAll(typed, "_", "-"), "-")
	if len(tag) == 2 || len(tag) == 3 {
		if base, err := language.ParseBase(tag); err == nil {
			return base.String(), true
		}
	}
	tag, known := languageNames()[typed]
	return tag, known
}

var languageNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	namer := display.English.Languages()
	eachPair(func(pair string) {
		if base, err := language.ParseBase(strings.ToLower(pair)); err == nil && base.String() == strings.ToLower(pair) {
			names[strings.ToLower(namer.Name(base))] = base.String()
		}
	})
	delete(names, "")
	return names
})

func readIn(typed string) (string, bool) {
	if value, ok := readDate(typed); ok {
		return value, true
	}
	code := strings.ToUpper(typed)
	if len(code) == 2 {
		if isCode(code) && code[0] == 'X' { // ISO leaves these to users
			return code, true
		}
		if region, err := language.ParseRegion(code); err == nil && region.IsCountry() {
			return region.Canonicalize().String(), true
		}
	}
	code, known := countryNames()[countryKey(typed)]
	return code, known
}

// Country is the country that an in: field asks for: two capitals; empty where it asks for a time.
func (n Field) Country() string {
	if n.Name == FieldIn && isCode(n.Value) {
		return n.Value
	}
	return ""
}

func isCode(s string) bool {
	return len(s) == 2 && 'A' <= s[0] && s[0] <= 'Z' && 'A' <= s[1] && s[1] <= 'Z'
}

// countryKey is a name of a country as it is compared.
func countryKey(name string) string {
	name = strings.NewReplacer("&", " and ", ".", "", "-", " ", "’", "'", "ã", "a", "é", "e", "í", "i", "ô", "o", "ç", "c", "ü", "u", "Å", "a", "å", "a").Replace(strings.ToLower(name))
	words := strings.Fields(name)
	if len(words) > 1 && words[0] == "the" {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

var countryNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	namer := display.English.Regions()
	eachPair(func(code string) {
		if region, err := language.ParseRegion(code); err == nil && region.IsCountry() && region.Canonicalize() == region {
			if name := namer.Name(region); name != "" {
				names[countryKey(name)] = code
			}
		}
	})
	for name, code := range map[string]string{
		"usa": "US", "america": "US", "united states of america": "US", "britain": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
		"uae": "AE", "drc": "CD", "dr congo": "CD", "congo": "CG", "holland": "NL", "czech republic": "CZ", "turkey": "TR", "turkiye": "TR", "burma": "MM", "ivory coast": "CI",
		"macedonia": "MK", "swaziland": "SZ", "vatican": "VA", "hong kong": "HK", "macau": "MO", "palestine": "PS",
	} {
		names[name] = code
	}
	return names
})

func eachPair(do func(pair string)) {
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			do(string(a) + string(b))
		}
	}
}

// grows reports whether the value could be read together with words that happen to follow it, if it stood without
// quotation marks: "may" before "2026".
func (n Field) grows() bool {
	f := fieldOf(n.Name)
	return f != nil && f.runs && !isCode(n.Value) && !isoDate(n.Value)
}
