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
