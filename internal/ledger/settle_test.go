package ledger_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

var noon = time.Date(2031, 5, 14, 12, 0, 0, 0, time.UTC)

func TestWhoIsWhoDoesNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		articles []ledger.Article
		want     string
	}{
		{"a rare name is one person", []ledger.Article{
			write(1, 0, 0, "person Orla Fennick = water minister"), write(2, 50, 0, "person Orla Fennick = minister of water"), write(3, 99, 0, "person Orla Fennick"),
		}, "1.0=2.0=3.0"},
		{"the mayor and the footballer", []ledger.Article{
			write(1, 0, 1, "person Ines Mabry, Mabry = mayor of Osk", "place Osk"), write(2, 1, 1, "person Ines Mabry = mayor", "place Osk"),
			write(3, 2, 2, "person Ines Mabry = goalkeeper", "organisation Harrowgate Rovers"), write(4, 3, 2, "person Ines Mabry = goalkeeper of the Rovers", "organisation Harrowgate Rovers"),
		}, "1.0=2.0 1.1=2.1 3.0=4.0 3.1=4.1"},
		{"a common name needs evidence", []ledger.Article{
			write(1, 0, 1, "person John Smith", "place Osk"), write(2, 200, 2, "person John Smith", "place Brevanne"),
		}, "1.0 1.1 2.0 2.1"},
		{"and has it in its company", []ledger.Article{
			write(1, 0, 1, "person John Smith = lawyer", "person Ines Mabry", "organisation Osk Tramways"), write(2, 200, 2, "person John Smith = lawyer", "person Ines Mabry"),
		}, "1.0=2.0 1.1=2.1 1.2"},
		{"a nickname", []ledger.Article{
			write(1, 0, 1, "person Rosalind Keane = head of customs", "place Osk"), write(2, 1, 1, "person Roz Keane = head of customs", "place Osk"),
		}, "1.0=2.0 1.1=2.1"},
		{"women and men of one name", []ledger.Article{
			woman(write(1, 0, 1, "person Robin Hestrel"), .95), woman(write(2, 0, 2, "person Robin Hestrel"), .05),
		}, "1.0 2.0"},
		{"father and son", []ledger.Article{
			write(1, 0, 1, "person Donald Vane = senator", "organisation Civic Union"), write(2, 0, 1, "person Donald Vane Jr. = senator", "organisation Civic Union"),
		}, "1.0 1.1=2.1 2.0"},
		{"two bodies of one acronym", []ledger.Article{
			write(1, 0, 1, "organisation Standard Council, SC"), write(2, 0, 1, "organisation Supreme Chamber, SC"),
		}, "1.0 2.0"},
		{"a body at work in many countries", []ledger.Article{
			write(1, 0, 1, "organisation Halcyon Yards @FR"), write(2, 0, 2, "organisation Halcyon Yards @DE"),
		}, "1.0=2.0"},
		{"ministries of two countries", []ledger.Article{
			write(1, 0, 1, "organisation Ministry of Health @FR"), write(2, 0, 2, "organisation Ministry of Health @DE"), write(3, 0, 3, "organisation Ministry of Health @FR"),
		}, "1.0=3.0 2.0"},
		{"a country in any language", []ledger.Article{
			write(1, 0, 1, "place United States, U.S. @US"), write(2, 0, 2, "place America @US"), write(3, 0, 3, "language de", "place Vereinigte Staaten @US"), write(4, 0, 4, "place Austin @US"),
		}, "1.0=2.0=3.0 4.0"},
		{"an organisation by long and short name", []ledger.Article{
			write(1, 0, 1, "organisation National Harbour Control Commission, NHCC", "person Yu Haiming"), write(2, 1, 1, "organisation NHCC", "person Yu Haiming"),
		}, "1.0=2.0 1.1=2.1"},
		{"Russian in two cases", []ledger.Article{
			write(1, 0, 1, "language ru", "person Олег Трубецкого"), write(2, 0, 1, "language ru", "person Олег Трубецкой"),
		}, "1.0=2.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, s := range everyOrder(t, c.articles, nil) {
				if got := groups(s.named); got != c.want {
					t.Errorf("order %d: got %s, want %s", i, got, c.want)
				}
			}
		})
	}
}

func woman(a ledger.Article, female float64) ledger.Article {
	a.Facts.Actors[0].Female = female
	return a
}

func TestASurnameAloneNeedsAKnownBearer(t *testing.T) {
	t.Parallel()
	s := newShelf()
	s.settle(write(1, 0, 1, "person Olaf Brandvold = chancellor", "place Berlin @DE", "organisation Bundestag"))
	s.settle(write(2, 1, 1, "person Olaf Brandvold = chancellor", "place Berlin @DE"))
	s.settle(write(3, 2, 2, "person Brandvold", "place Osk"))
	s.settle(write(4, 3, 1, "person Brandvold = chancellor", "place Berlin @DE"))
	if got, want := groups(s.named), "1.0=2.0=4.0 1.1=2.1=4.1 1.2 3.1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEditorsHaveTheLastWord(t *testing.T) {
	t.Parallel()
	articles := []ledger.Article{
		write(1, 0, 1, "person Ines Mabry = mayor"), write(2, 1, 2, "person Ines Mabry = goalkeeper"), write(3, 2, 2, "person Ines Mabry = goalkeeper"),
		write(4, 3, 1, "person Ines Mabry = mayor"),
	}
	s := newShelf()
	s.settle(articles[:2]...)
	s.edits = []news.EntityEdit{{ID: 1, Kind: news.EditJoin, Entity: 1, Other: 2, At: noon}}
	out := s.settle(articles[2])
	if out.Merged[2] != 1 {
		t.Errorf("merged %v, want 2 → 1", out.Merged)
	}
	s.settle(articles[3])
	if got, want := groups(s.named), "1.0=2.0=3.0=4.0"; got != want {
		t.Errorf("joined: got %s, want %s", got, want)
	}
	s.edits = append(s.edits, news.EntityEdit{ID: 2, Kind: news.EditPart, Entity: 1, Article: 3, At: noon.Add(time.Hour)})
	s.settle(articles[2])
	if got, want := groups(s.named), "1.0=2.0=4.0 3.0"; got != want {
		t.Errorf("parted: got %s, want %s", got, want)
	}
	s.settle(articles...)
	if got, want := groups(s.named), "1.0=2.0=4.0 3.0"; got != want {
		t.Errorf("read again: got %s, want %s", got, want)
	}
}

func TestReadingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	articles := []ledger.Article{
		write(1, 0, 1, "person Orla Fennick, Fennick = water minister @IE", "organisation Court of Rivers", `quote 0 A river cannot read a treaty, but three governments can`),
		write(2, 1, 1, "person Orla Fennick", "place Lindenfell", `quote 0 three governments can, said the river in a treaty`),
	}
	s := newShelf()
	s.settle(articles...)
	before, sayings, profiles := groups(s.named), groups(s.carried), maps.Clone(s.profiles)
	s.settle(articles...)
	if got := groups(s.named); got != before {
		t.Errorf("got %s, want %s", got, before)
	}
	if got := groups(s.carried); got != sayings {
		t.Errorf("got %s, want %s", got, sayings)
	}
	for id, p := range s.profiles {
		if was := profiles[id]; p.Name != was.Name || p.Role != was.Role || string(p.Memory) != string(was.Memory) {
			t.Errorf("entity %d was %+v, is %+v", id, was, p)
		}
	}
}

func TestWhichQuotationIsWhich(t *testing.T) {
	t.Parallel()
	keane := "person Rosalind Keane = head of customs"
	fennick := "person Orla Fennick = water minister"
	for _, c := range []struct {
		name     string
		articles []ledger.Article
		want     string
	}{
		{"the same words", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 A river cannot read a treaty, but three governments can`),
			write(2, 1, 1, fennick, `quote 0 A river cannot read a treaty but three governments can.`),
		}, "1.0=2.0"},
		{"small variants", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 We came for a river and we leave with a floor under it, and a floor is what you build on`),
			write(2, 1, 1, fennick, `quote 0 We came for the river and we leave with a floor under it, and a floor is what you build upon`),
		}, "1.0=2.0"},
		{"a part of longer words, in any order", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 We came for a river and we leave with a floor under it. A floor is what you build on`),
			write(2, 1, 1, fennick, `quote 0 we leave with a floor under it`),
			write(3, 2, 1, fennick, `quote 0 A floor is what you build on`),
		}, "1.0=2.0=3.0"},
		{"pieces", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 We came for a river ... and we leave with a floor under it`),
			write(2, 1, 1, fennick, `quote 0 We came for a river and we leave with a floor under it`),
		}, "1.0=2.0"},
		{"short words of two people", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 we are very pleased`), write(2, 1, 1, keane, `quote 0 we are very pleased`),
		}, "1.0 2.0"},
		{"short words of one person in one story", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 a promise we keep`), write(2, 1, 1, fennick, `quote 0 a promise we keep`),
		}, "1.0=2.0"},
		{"a speaker who is told once only", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 A river cannot read a treaty, but three governments can`),
			write(2, 1, 1, `quote - A river cannot read a treaty, but three governments can`),
		}, "1.0=2.0"},
		{"a common phrase of nobody, years apart", []ledger.Article{
			write(1, 0, 1, `quote - more needs to be done`), write(2, 9999, 2, `quote - more needs to be done`),
		}, "1.0 2.0"},
		{"indirect speech of near the same words", []ledger.Article{
			write(1, 0, 1, fennick, `indirect 0 she would meet the farmers of Lindenfell on her return`), write(2, 1, 1, fennick, `indirect 0 she would meet farmers of Lindenfell on her return`),
			write(3, 1, 1, keane, `indirect 0 she would meet the farmers of Lindenfell on her return`),
		}, "1.0=2.0 3.0"},
		{"other words", []ledger.Article{
			write(1, 0, 1, fennick, `quote 0 The river belongs to nobody and we shall not sell a drop of it`),
			write(2, 1, 1, fennick, `quote 0 The river belongs to nobody but the fish, and they have not signed anything`),
		}, "1.0 2.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i, s := range everyOrder(t, c.articles, nil) {
				if got := groups(s.carried); got != c.want {
					t.Errorf("order %d: got %s, want %s", i, got, c.want)
				}
			}
		})
	}
}

func TestTheFirstCarrierGivesTheWords(t *testing.T) {
	t.Parallel()
	articles := []ledger.Article{
		write(1, 0, 7, "person Orla Fennick = water minister", `quote 0 A river cannot read a treaty, but three governments can`),
		write(2, 5, 8, "person Orla Fennick = minister", `quote 0 A river can not read a treaty, but three governments can`),
	}
	for i, s := range everyOrder(t, articles, nil) {
		if len(s.sayings) != 1 {
			t.Fatalf("order %d: got %d sayings, want 1", i, len(s.sayings))
		}
		for _, said := range s.sayings {
			if !strings.Contains(said.Text, "cannot") || !said.FirstAt.Equal(noon) || said.Story != 7 || said.SpokenBy != "Orla Fennick" || said.Speaker == 0 {
				t.Errorf("order %d: got %+v", i, said.Saying)
			}
		}
	}
}

func BenchmarkSettle(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	given := strings.Fields("Ada Bert Cora Dirk Edda Finn Greta Hans Ines Jonas Karla Lars Mina Nils Olga Piet Rosa Sven Tilda Udo")
	sur := strings.Fields("Abel Brand Castell Dorn Ebel Falk Gruber Holm Iversen Jansen Keller Lorenz Marsh Nagel Oakes Peake Quist Renner Strake Tamm")
	person := func() string {
		return given[random.IntN(len(given))] + " " + sur[random.IntN(len(sur))]
	}
	words := strings.Fields("river treaty water summer farmers minister said promise table gauge number night crane shift money budget ferry island hospital vote tram mayor line town bridge")
	var articles []ledger.Article
	for i := range 4000 {
		lines := []string{"place Osk", "place France @FR", "organisation Court of Rivers", "organisation Union of Crane Workers"}
		for range 6 {
			lines = append(lines, "person "+person()+" = director of the "+words[random.IntN(len(words))])
		}
		for range 4 {
			var said []string
			for range 18 {
				said = append(said, words[random.IntN(len(words))])
			}
			lines = append(lines, fmt.Sprintf("quote %d %s", 4+random.IntN(6), strings.Join(said, " ")))
		}
		articles = append(articles, write(i+1, i, i/4, lines...))
	}
	known := newShelf()
	known.settle(articles[:2000]...)
	state := ledger.Known{}
	for _, p := range known.profiles {
		state.Profiles = append(state.Profiles, p)
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		at := 2000 + i%20*100
		ledger.Settle(articles[at:at+100], state, known.entity, known.saying)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/article")
}

func TestATownThatArticlesTakeForABodyIsOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		articles []ledger.Article
		want     int
		kind     news.EntityKind
	}{
		"in two articles": {[]ledger.Article{write(1, 0, 0, "place Valdorn"), write(2, 1, 0, "organisation Valdorn"), write(3, 2, 0, "place Valdorn")}, 1, news.EntityPlace},
		"in one":          {[]ledger.Article{write(1, 0, 0, "organisation Valdorn", "place Valdorn"), write(2, 1, 0, "place Valdorn"), write(3, 2, 0, "place Valdorn"), write(4, 3, 0, "place Valdorn")}, 1, news.EntityPlace},
		"but where the town is known its club is another": {[]ledger.Article{write(1, 0, 0, "place Barcelona @ES"), write(2, 1, 0, "organisation Barcelona")}, 2, news.EntityPlace},
	} {
		shelf := newShelf()
		for _, a := range c.articles {
			shelf.settle(a)
		}
		if len(shelf.profiles) != c.want {
			t.Errorf("%s: %d entities, want %d", name, len(shelf.profiles), c.want)
		}
		if first := shelf.profiles[1]; first.Kind != c.kind {
			t.Errorf("%s: the first is a %s, want a %s", name, first.Kind, c.kind)
		}
	}
}

func TestACountryGoesByItsName(t *testing.T) {
	t.Parallel()
	shelf := newShelf()
	for i := range 3 {
		shelf.settle(write(i+1, i, 0, "language ru", "place Россией, России @RU"))
	}
	got := shelf.profiles[1]
	if len(shelf.profiles) != 1 || got.Name != "Россия" || !slices.Contains(got.Aliases, "Россией") || !slices.Contains(got.Aliases, "России") {
		t.Errorf("%d entities, the first is %s, also %q; want Россия by both forms", len(shelf.profiles), got.Name, got.Aliases)
	}
}
