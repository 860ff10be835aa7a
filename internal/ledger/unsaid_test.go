package ledger_test

import (
	"testing"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

func TestWordsThatSayNothingAreNoSpeaker(t *testing.T) {
	t.Parallel()
	for speaker, want := range map[string]string{"one": "", "They": "", "13": "", "two\nofficials": "two officials", "one of the nine": "one of the nine"} {
		const said = "a river cannot read a treaty but three governments can "
		a := write(1, 0, 1)
		a.Text = said + speaker
		a.Facts.Quotes = []news.Quote{{Range: news.Range{End: len(said) - 1}, Parts: []news.Range{{End: len(said) - 1}}, Direct: true, Actor: -1, Likely: 1,
			Speaker: news.Range{Start: len(said), End: len(a.Text)}}}
		got := ledger.Settle([]ledger.Article{a}, ledger.Known{}, 1, 1).Sayings
		if len(got) != 1 || got[0].SpokenBy != want {
			t.Errorf("%q: got %+v, want %q", speaker, got, want)
		}
	}
}
