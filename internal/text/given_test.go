package text_test

import (
	"testing"

	"nutgraf/internal/text"
)

func TestShortGivenNamesMeanFullOnes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"jen", "jennifer", true}, {"bill", "william", true}, {"alex", "alexandra", true}, {"alex", "alexander", true}, {"bob", "rob", true},
		{"alexander", "alexandra", false}, {"john", "james", false}, {"jennifer", "jennifer", true}, {"ines", "agnes", false},
	} {
		if got := text.SameGiven(c.a, c.b); got != c.want {
			t.Errorf("%s and %s: got %v, want %v", c.a, c.b, got, c.want)
		}
		if got := text.SameGiven(c.b, c.a); got != c.want {
			t.Errorf("%s and %s: got %v, want %v", c.b, c.a, got, c.want)
		}
	}
}

func TestAllCasesOfANameHaveOneStem(t *testing.T) {
	t.Parallel()
	for _, cases := range [][]string{
		{"путин", "путина", "путину", "путиным", "путине"},
		{"зеленский", "зеленского", "зеленскому", "зеленским", "зеленском"},
		{"захарова", "захаровой", "захарову"},
		{"сергей", "сергея", "сергею", "сергеем", "сергее"},
		{"дмитрий", "дмитрия", "дмитрию", "дмитрием", "дмитрии"},
		{"москва", "москвы", "москве", "москву", "москвой"},
		{"трамп", "трампа", "трампу", "трампом", "трампе"},
		{"меркель"},
	} {
		for _, form := range cases {
			if got, want := text.NameStem(text.Fold(form)), text.NameStem(text.Fold(cases[0])); got != want {
				t.Errorf("%s: got %s, want %s", form, got, want)
			}
		}
	}
	for _, word := range []string{"merkel", "jones", "李", ""} {
		if got := text.NameStem(word); got != word {
			t.Errorf("%s: got %s, want it as it is", word, got)
		}
	}
}

func TestCountriesAreNotTheirCapitals(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"the United States": "US", "U.S.": "US", "America": "US", "China": "CN", "Deutschland": "DE", "России": "RU", "la France": "", "Beijing": "",
		"Germany": "DE", "США": "US", "Mexico": "MX", "Mexico City": "", "": "",
	} {
		if got := text.CountryOf(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if got := text.CountryIn("DE", "fr"); got != "Allemagne" {
		t.Errorf("got %q, want Allemagne", got)
	}
}

func TestTheNominativeRanksFirst(t *testing.T) {
	t.Parallel()
	for nominative, others := range map[string][]string{
		"Владимир Зеленский": {"Владимира Зеленского", "Владимиру Зеленскому", "Владимиром Зеленским"},
		"Мария Захарова":     {"Марии Захаровой", "Марию Захарову"},
		"Олег Трубецкой":     {"Олега Трубецкого", "Олегом Трубецким"},
	} {
		for _, other := range others {
			if text.CaseRank(nominative) >= text.CaseRank(other) {
				t.Errorf("%s has %d, %s %d", nominative, text.CaseRank(nominative), other, text.CaseRank(other))
			}
		}
	}
	if got := text.CaseRank("Jennifer Marlow"); got != 0 {
		t.Errorf("got %d, want 0", got)
	}
}
