package enrich_test

import (
	"os"
	"slices"
	"testing"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
)

// rows of a model of two signs.
func rows() []enrich.Row {
	r := make([]enrich.Row, 2)
	r[0].Bucket, r[0].Weights[2], r[0].Weights[5] = 7, 3, -.5
	r[1].Bucket, r[1].Weights[11] = 4_000_000, 100
	return r
}

func TestModelSurvivesPacking(t *testing.T) {
	t.Parallel()
	bias := [16]float32{1: .5}
	b, err := enrich.MarshalLinear(bias, rows())
	if err != nil {
		t.Fatal(err)
	}
	packed, err := enrich.ParseLinear(b)
	if err != nil {
		t.Fatal(err)
	}
	whole := enrich.NewLinear(bias, rows())
	for _, hashes := range [][]uint32{nil, {7}, {4_000_000}, {7, 4_000_000, 9}} {
		s := enrich.Signs{Hashes: hashes}
		for g := range s.Ends {
			s.Ends[g] = len(hashes)
		}
		got, want := packed.Believe(&s, false), whole.Believe(&s, false)
		for c := range want {
			if d := got[c] - want[c]; d > .03 || d < -.03 {
				t.Errorf("%v, class %d: got %.3f, want %.3f", hashes, c, got[c], want[c])
			}
		}
	}
}

func TestBrokenModelIsAnError(t *testing.T) {
	t.Parallel()
	b, err := enrich.MarshalLinear([16]float32{}, rows())
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(b) {
		if _, err := enrich.ParseLinear(b[:n]); err == nil {
			t.Errorf("%d of %d bytes pass for a model", n, len(b))
		}
	}
}

func TestSameSignsWhoeverReadsThem(t *testing.T) {
	t.Parallel()
	a := article("https://sport.orvale.example/football/2026/rovers-win", "Rovers win 3-1, again", match)
	first, second := enrich.Read(a), enrich.Read(a)
	if !slices.Equal(first.Hashes, second.Hashes) || first.Ends != second.Ends {
		t.Error("the same article gave other signs the second time")
	}
	if n := len(first.Hashes); n < 100 || n > 1000 {
		t.Errorf("got %d signs of a short report", n)
	}
	long := a
	for range 2000 {
		long.Blocks = append(long.Blocks, a.Blocks...)
	}
	if n := len(enrich.Read(long).Hashes); n > 6000 {
		t.Errorf("got %d signs of a very long text: only its beginning is read", n)
	}
}

func BenchmarkContest(b *testing.B) {
	text, err := os.ReadFile("../../docs/design.md") // prose of some length
	if err != nil {
		b.Fatal(err)
	}
	a := article("https://orvale.example/politics/a1", "Council of Orvale agrees on the future of the old mill", string(text[:min(len(text), 3000)]))
	enrich.Contest(a)
	b.ReportAllocs()
	for b.Loop() {
		enrich.Contest(a)
	}
}

func BenchmarkLoadModel(b *testing.B) {
	packed, err := os.ReadFile("sections.bin")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := enrich.ParseLinear(packed); err != nil {
			b.Fatal(err)
		}
	}
}

func TestContest(t *testing.T) {
	t.Parallel()
	cases := []struct {
		headline, body, want string
		news                 bool
	}{
		{"Rovers win the cup final", match, "sports", true},
		{"Horoscope for Tuesday: what the stars say to Leo and Virgo", "Aries: a day for patience. Taurus: watch your money. Gemini: a letter arrives.", "other", true},
		{"How to choose a kettle", "Ten tips before you buy. Measure your kitchen, compare the prices, and think of how much tea you drink.", "", false},
		{"Гороскоп на вторник для всех знаков зодиака", "Овнам стоит отдохнуть. Тельцам повезет в деньгах. Близнецов ждет встреча.", "other", true},
		{"Сборная Орвале обыграла соперников со счетом 3:1", "Нападающий забил два гола, тренер похвалил команду после матча чемпионата.", "sports", true},
		{"Banque d'Orvale : les profits en hausse de 12 %", "Le bénéfice trimestriel de la banque a progressé, et ses actions ont gagné 3 % en bourse.", "economy", true},
	}
	for _, c := range cases {
		category, isNews := enrich.Contest(article("", c.headline, c.body))
		if isNews != c.news || c.want != "" && category != c.want {
			t.Errorf("%s: got %s, news %v; want %s, news %v", c.headline, category, isNews, c.want, c.news)
		}
	}
	if category, _ := enrich.Contest(news.Article{}); category == "" {
		t.Error("an empty article has no category: want some, never none")
	}
}
