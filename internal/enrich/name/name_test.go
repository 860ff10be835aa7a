package name_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

func TestCountriesAreKnownByNameNationalityAndCapital(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ words, language, want string }{
		{"China", "en", "CN"}, {"the United States", "en", "US"}, {"Chinese", "en", "CN"}, {"Afghan", "en", "AF"}, {"South Korean", "en", "KR"}, {"Beijing", "en", "CN"},
		{"American", "en", "US"}, {"French", "en", "FR"}, {"Dutch", "en", "NL"}, {"Dominican", "en", "DO"}, {"Guinean", "en", "GN"},
		{"Deutschland", "de", "DE"}, {"französischen", "de", "FR"}, {"Franzose", "de", "FR"}, {"Mailand", "de", "IT"},
		{"françaises", "fr", "FR"}, {"Londres", "fr", "GB"}, {"alemana", "es", "DE"}, {"tedeschi", "it", "DE"}, {"chinesa", "pt", "CN"},
		{"российского", "ru", "RU"}, {"России", "ru", "RU"}, {"Лондоне", "ru", "GB"}, {"японцев", "ru", "JP"},
		{"table", "en", ""}, {"este", "es", ""}, {"", "en", ""},
	} {
		if got := name.Country(c.words, c.language); got != c.want {
			t.Errorf("Country(%q, %q) = %q, want %q", c.words, c.language, got, c.want)
		}
	}
}

func TestFirstNamesTellWomenFromMen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first     string
		low, high float64
		known     bool
	}{{"Jennifer", .95, 1, true}, {"John", 0, .05, true}, {"Björn", 0, .1, true}, {"Елена", .9, 1, true}, {"Xqwzy", .5, .5, false}} {
		if likely, known := name.Female(c.first); known != c.known || likely < c.low || likely > c.high {
			t.Errorf("Female(%q) = %v, %v, want %v to %v, %v", c.first, likely, known, c.low, c.high, c.known)
		}
	}
}

const report = `Mira Castellan, the minister of trade of Belgium, told the Harbour Times on Monday that the Chinese delegation would meet her in Geneva.
Castellan said the World Trade Organization and Northwind Shipping Corp had agreed to talks. "We are ready," she said.`

func TestFindsNamesAndWordsOfNationality(t *testing.T) {
	t.Parallel()
	var got []string
	for _, m := range name.Find(text.Read(report), "en") {
		kind := string(m.Kind)
		if m.Word {
			kind = "word"
		}
		if m.Actor != -1 {
			t.Errorf("%q has an actor already", m.In(report))
		}
		got = append(got, kind+" "+m.In(report))
	}
	want := []string{"person Mira Castellan", "place Belgium", "organisation Harbour Times", "word Chinese", "place Geneva", "person Castellan",
		"organisation World Trade Organization", "organisation Northwind Shipping Corp"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestWordsOfNationalityInOtherLanguages(t *testing.T) {
	t.Parallel()
	for language, s := range map[string]string{
		"de": "Die französische Regierung schweigt.", "fr": "Le gouvernement français se tait.", "es": "El gobierno francés calla.",
		"it": "Il governo francese tace.", "pt": "O governo francês cala-se.", "ru": "Молчит французское правительство.", "en": "The French government is silent.",
	} {
		words := 0
		for _, m := range name.Find(text.Read(s), language) {
			if m.Word && name.Country(m.In(s), language) == "FR" {
				words++
			} else {
				t.Errorf("%s: %q is told as a %s", language, m.In(s), m.Kind)
			}
		}
		if words != 1 {
			t.Errorf("%s: %d words of nationality, want 1", language, words)
		}
	}
}

func TestSmallWordsAreNoNationsInEnglish(t *testing.T) {
	t.Parallel()
	if got := name.Find(text.Read("They polish the china of a Polish hotel."), "en"); len(got) != 1 || !got[0].Word || got[0].Start != 27 {
		t.Errorf("got %+v, want only the word Polish", got)
	}
}

func TestNamesEndWhereTheirWordsDo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ language, s, want string }{
		{"de", "Das sagte Miriam Castell am Montag.", "person Miriam Castell"},
		{"de", "Das sagte Jonas Weller im Dezember.", "person Jonas Weller"},
		{"fr", "Nous voterons Orla Fennick pour Valmere.", "person Orla Fennick, place Valmere"},
		{"en", "The UN said on Monday that aid had come. The UN will send more.", "organisation UN, organisation UN"},
		{"en", "“We will not give in,” said Orla Fennick. “We shall see.”", "person Orla Fennick"},
		{"en", "The ferry Isolde Farrant sank off Valmere. The Isolde Farrant was full.", "place Valmere"},
		{"it", "Il traghetto Isolde Farrant è partito da Genova.", "place Genova"},
	} {
		var got []string
		for _, m := range name.Find(text.Read(c.s), c.language) {
			got = append(got, string(m.Kind)+" "+m.In(c.s))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%q has %s, want %s", c.s, got, c.want)
		}
	}
}

func TestLanguagesThatAreNotReadHaveNoNames(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"vi", "zh", "xx", ""} {
		if got := name.Find(text.Read(report), language); len(got) > 0 {
			t.Errorf("%q: %d names", language, len(got))
		}
	}
}

func TestTheSameTextHasTheSameNames(t *testing.T) {
	t.Parallel()
	p := text.Read(strings.Repeat(report+"\n\n", 5))
	first := name.Find(p, "en")
	for range 3 {
		name.Find(text.Read("Other People in Other Places met Anna Berg."), "en") // the room is used again
		if diff := cmp.Diff(first, name.Find(p, "en")); diff != "" {
			t.Fatalf("another time:\n%s", diff)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(report, "en")
	f.Add("Präsident Emil Karvonen\nbesucht US-Außenminister O’Neill (\"Bo\") in St. Petersburg – Moskau", "de")
	f.Add("В Москве сказал Иван Салов.", "ru")
	f.Add("- & - A.B. 7 \xff\xfe iPhone’s", "fr")
	f.Fuzz(func(t *testing.T, s, language string) {
		p := text.Read(s)
		at := 0
		found := name.Find(p, language)
		for _, m := range found {
			if m.Start < at || m.End <= m.Start || m.End > len(s) {
				t.Fatalf("%+v after %d in a text of %d bytes", m, at, len(s))
			}
			at = m.End
		}
		if diff := cmp.Diff(found, name.Find(p, language)); diff != "" {
			t.Fatalf("another time:\n%s", diff)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	long := strings.Repeat(report+"\n\n", 12)
	p := text.Read(long)
	name.Find(p, "en") // weights are read at the first need
	b.SetBytes(int64(len(long)))
	b.ReportAllocs()
	for b.Loop() {
		name.Find(p, "en")
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(p.Tokens)), "ns/token")
}
