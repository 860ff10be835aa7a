package name_test

import (
	"testing"

	"nutgraf/internal/enrich/name"
	"nutgraf/internal/text"
)

func TestCountriesAreKnownByNameDemonymAndCapital(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{"China": "CN", "Chinese": "CN", "Afghan": "AF", "Deutschland": "DE", "Россия": "RU", "Paris": "FR", "the United States": "US", "Beijing": "CN", "table": ""} {
		if got := name.Country(words, "en"); got != want {
			t.Errorf("Country(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestFirstNamesTellWomenFromMen(t *testing.T) {
	t.Parallel()
	if likely, known := name.Female("Jennifer"); !known || likely < .9 {
		t.Errorf("Jennifer: %v, %v", likely, known)
	}
	if likely, known := name.Female("John"); !known || likely > .1 {
		t.Errorf("John: %v, %v", likely, known)
	}
	if likely, known := name.Female("Xqwzy"); known || likely != .5 {
		t.Errorf("Xqwzy: %v, %v", likely, known)
	}
}

const report = `Mira Castellan, the minister of trade of Belgium, told the Harbour Times on Monday that the Chinese delegation would meet her in Geneva.
Castellan said the World Trade Organization and Northwind Shipping Corp had agreed to talks. "We are ready," she said.`

func TestFindsNamesInEnglish(t *testing.T) {
	t.Parallel()
	p := text.Read(report)
	for _, m := range name.Find(p, "en") {
		t.Logf("%s %v %q", m.Kind, m.Word, m.In(report))
	}
}

func BenchmarkFind(b *testing.B) {
	long := ""
	for range 12 {
		long += report + "\n\n"
	}
	p := text.Read(long)
	b.SetBytes(int64(len(long)))
	b.ReportAllocs()
	for b.Loop() {
		name.Find(p, "en")
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(p.Tokens)), "ns/token")
}
