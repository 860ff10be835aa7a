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

// write makes an article of lines: "person Ines Mabry, Mabry = mayor of Osk @CC" names an actor with forms, role and country;
// `quote 0 "words"` lets the actor of that number say something, `quote -` nobody.
func write(id int, hours int, story int, lines ...string) ledger.Article {
	a := ledger.Article{ID: news.ArticleID(id), Source: news.SourceID(id), Story: news.StoryID(story), At: noon.Add(time.Duration(hours) * time.Hour), Language: "en"}
	a.Facts.Article = a.ID
	var body strings.Builder
	for _, line := range lines {
		kind, rest, _ := strings.Cut(line, " ")
		switch kind {
		case "language":
			a.Language = rest
		case "quote", "indirect":
			who, words, _ := strings.Cut(rest, " ")
			q := news.Quote{Direct: kind == "quote", Actor: -1, Likely: .9}
			if who != "-" {
				q.Actor = int(who[0] - '0')
			}
			for _, piece := range strings.Split(words, " ... ") {
				q.Parts = append(q.Parts, news.Range{Start: body.Len(), End: body.Len() + len(piece)})
				body.WriteString(piece + " ")
			}
			q.Range = news.Range{Start: q.Parts[0].Start, End: q.Parts[len(q.Parts)-1].End}
			a.Facts.Quotes = append(a.Facts.Quotes, q)
		default:
			rest, country, _ := strings.Cut(rest, " @")
			names, role, _ := strings.Cut(rest, " = ")
			forms := strings.Split(names, ", ")
			a.Facts.Actors = append(a.Facts.Actors, news.Actor{Kind: news.EntityKind(kind), Name: forms[0], Forms: forms, Role: role, Country: country, Female: .5, Mentions: 2})
		}
	}
	a.Text = body.String()
	a.Facts.Text = news.TextKey(a.Text)
	return a
}

// shelf keeps a ledger as a store would, and hands out only what is under the keys of some articles.
type shelf struct {
	profiles map[news.EntityID]news.Profile
	sayings  map[news.SayingID]ledger.KnownSaying
	quoted   map[news.SayingID]map[uint64]bool
	named    map[[2]int64]news.EntityID
	carried  map[[2]int64]news.SayingID
	edits    []news.EntityEdit
	entity   news.EntityID
	saying   news.SayingID
}

func newShelf() *shelf {
	return &shelf{profiles: map[news.EntityID]news.Profile{}, sayings: map[news.SayingID]ledger.KnownSaying{}, quoted: map[news.SayingID]map[uint64]bool{},
		named: map[[2]int64]news.EntityID{}, carried: map[[2]int64]news.SayingID{}, entity: 1, saying: 1}
}

func (s *shelf) known(articles []ledger.Article) ledger.Known {
	k := ledger.Known{Edits: s.edits, Before: map[news.ArticleID][]news.EntityID{}}
	names, quotes := map[string]bool{}, map[uint64]bool{}
	for _, a := range articles {
		for _, key := range ledger.NameKeys(a.Facts) {
			names[key] = true
		}
		for _, q := range a.Facts.Quotes {
			for _, key := range ledger.QuoteKeys(q, a.Text) {
				quotes[key] = true
			}
		}
		for at, id := range s.named {
			if at[0] == int64(a.ID) {
				k.Before[a.ID] = append(k.Before[a.ID], id)
			}
		}
	}
	for id, p := range s.profiles {
		wanted := slices.ContainsFunc(s.edits, func(e news.EntityEdit) bool { return e.Entity == id || e.Other == id })
		if wanted || slices.ContainsFunc(ledger.ProfileKeys(p), func(key string) bool { return names[key] }) {
			k.Profiles = append(k.Profiles, p)
		}
	}
	for id, keys := range s.quoted {
		for key := range keys {
			if quotes[key] {
				k.Sayings = append(k.Sayings, s.sayings[id])
				break
			}
		}
	}
	return k
}

// settle settles a batch of articles and keeps what comes of it.
func (s *shelf) settle(articles ...ledger.Article) news.Ledger {
	out := ledger.Settle(articles, s.known(articles), s.entity, s.saying)
	for _, p := range out.Entities {
		s.profiles[p.ID] = p
		s.entity = max(s.entity, p.ID+1)
	}
	for from, into := range out.Merged {
		delete(s.profiles, from)
		for at, id := range s.named {
			if id == from {
				s.named[at] = into
			}
		}
	}
	for _, n := range out.Named {
		s.named[[2]int64{int64(n.Article), int64(n.Actor)}] = n.Entity
		s.entity = max(s.entity, n.Entity+1)
	}
	for _, said := range out.Sayings {
		k := s.sayings[said.ID]
		k.Saying = said
		s.sayings[said.ID] = k
		s.saying = max(s.saying, said.ID+1)
	}
	for _, c := range out.Carried {
		s.carried[[2]int64{int64(c.Article), int64(c.Quote)}] = c.Saying
		if s.quoted[c.Saying] == nil {
			s.quoted[c.Saying] = map[uint64]bool{}
		}
		for _, key := range c.Keys {
			s.quoted[c.Saying][key] = true
		}
		for _, a := range articles {
			if a.ID == c.Article {
				k := s.sayings[c.Saying]
				k.Wordings = append(k.Wordings, ledger.Wording(a.Facts.Quotes[c.Quote], a.Text))
				s.sayings[c.Saying] = k
			}
		}
	}
	for from, into := range out.Joined {
		k := s.sayings[into]
		k.Wordings = append(k.Wordings, s.sayings[from].Wordings...)
		s.sayings[into] = k
		maps.Copy(s.quoted[into], s.quoted[from])
		delete(s.sayings, from)
		delete(s.quoted, from)
		for at, id := range s.carried {
			if id == from {
				s.carried[at] = into
			}
		}
	}
	return out
}

// groups writes who is whom: "1.0=2.0 3.0" when the first actors of articles 1 and 2 are one.
func groups[ID comparable](of map[[2]int64]ID) string {
	by := map[ID][]string{}
	for at, id := range of {
		by[id] = append(by[id], fmt.Sprintf("%d.%d", at[0], at[1]))
	}
	var all []string
	for _, members := range by {
		slices.Sort(members)
		all = append(all, strings.Join(members, "="))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// everyOrder settles articles together, one by one, backwards and shuffled, and returns what came of each.
func everyOrder(t *testing.T, articles []ledger.Article, prepare func(*shelf)) []*shelf {
	t.Helper()
	var all []*shelf
	settle := func(batches ...[]ledger.Article) {
		s := newShelf()
		if prepare != nil {
			prepare(s)
		}
		for _, batch := range batches {
			s.settle(batch...)
		}
		all = append(all, s)
	}
	each := func(articles []ledger.Article) (batches [][]ledger.Article) {
		for _, a := range articles {
			batches = append(batches, []ledger.Article{a})
		}
		return batches
	}
	settle(articles)
	settle(each(articles)...)
	back := slices.Clone(articles)
	slices.Reverse(back)
	settle(each(back)...)
	for seed := range uint64(6) {
		mixed := slices.Clone(articles)
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		settle(each(mixed)...)
	}
	return all
}

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
		{"ministries of two countries", []ledger.Article{
			write(1, 0, 1, "organisation Ministry of Health @FR"), write(2, 0, 2, "organisation Ministry of Health @DE"), write(3, 0, 3, "organisation Ministry of Health @FR"),
		}, "1.0=3.0 2.0"},
		{"a country in any language", []ledger.Article{
			write(1, 0, 1, "place United States, U.S. @US"), write(2, 0, 2, "place America @US"), write(3, 0, 3, "language de", "place Vereinigte Staaten @US"), write(4, 0, 4, "place Austin @US"),
		}, "1.0=2.0=3.0 4.0"},
		{"an organisation by long and short name", []ledger.Article{
			write(1, 0, 1, "organisation National Narcotics Control Commission, NNCC", "person Yu Haibin"), write(2, 1, 1, "organisation NNCC", "person Yu Haibin"),
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
