package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

func TestWhatIsRememberedStaysSmall(t *testing.T) {
	t.Parallel()
	s := newShelf()
	for i := range 600 {
		lines := []string{fmt.Sprintf("person Orla Fennick, Orla %c. Fennick, Fennick = minister of matter %d", 'A'+i%26, i)}
		for n := range 20 {
			lines = append(lines, fmt.Sprintf("organisation League of Quarter %d and %d", i, n))
		}
		s.settle(write(i+1, i, i, lines...))
		if i == 0 {
			continue
		}
		for id := range s.profiles { // the others are of no matter here
			if s.profiles[id].Kind != news.EntityPerson {
				delete(s.profiles, id)
			}
		}
	}
	if len(s.profiles) != 1 {
		t.Fatalf("got %d people, want 1", len(s.profiles))
	}
	for _, p := range s.profiles {
		if len(p.Memory) > 1500 {
			t.Errorf("memory of %d bytes, want 1500 at most", len(p.Memory))
		}
		if keys := ledger.ProfileKeys(p); len(keys) > 32 || p.Name != "Orla Fennick" || len(p.Aliases) > 12 {
			t.Errorf("%q, also %q, under %d keys", p.Name, p.Aliases, len(keys))
		}
		if got, want := p.FirstSeenAt, noon; !got.Equal(want) || !p.UpdatedAt.Equal(noon.Add(599*time.Hour)) {
			t.Errorf("seen from %v to %v", got, p.UpdatedAt)
		}
		if p.Role != "minister of matter 599" {
			t.Errorf("role %q, want that of the newest article", p.Role)
		}
	}
}

func TestADamagedMemoryIsForgotten(t *testing.T) {
	t.Parallel()
	s := newShelf()
	s.settle(write(1, 0, 1, "person Orla Fennick = minister", "organisation Court of Rivers"))
	for id, p := range s.profiles {
		whole := p.Memory
		for length := range whole {
			p.Memory = whole[:length]
			s.profiles[id] = p
			second := []ledger.Article{write(2, 1, 1, "person Orla Fennick", "organisation Court of Rivers")}
			if out := ledger.Settle(second, s.known(second), 10, 1); len(out.Named) != 2 {
				t.Fatalf("cut to %d of %d bytes: got %d names, want 2", length, len(whole), len(out.Named))
			}
		}
	}
}

func FuzzSettle(f *testing.F) {
	f.Add("Orla Fennick", "minister of water", "A river cannot read a treaty, but three governments can", []byte{1, 3, 4})
	f.Add("Олег Трубецкой", "", "— …", []byte{})
	f.Add("", " ", "a", []byte{1})
	f.Fuzz(func(t *testing.T, name, role, words string, memory []byte) {
		if len(words) == 0 {
			return
		}
		a := ledger.Article{ID: 1, At: noon, Language: "en", Text: words}
		for _, kind := range news.EntityKinds() {
			a.Facts.Actors = append(a.Facts.Actors, news.Actor{Kind: kind, Name: name, Forms: []string{name}, Role: role, Female: .5})
		}
		a.Facts.Quotes = []news.Quote{{Range: news.Range{End: len(words)}, Parts: []news.Range{{End: len(words)}}, Direct: true}, {Range: news.Range{Start: -1, End: 1 << 20}, Actor: 77}}
		known := ledger.Known{Profiles: []news.Profile{{Entity: news.Entity{ID: 3, Kind: news.EntityPerson, Name: name}, Memory: memory}}}
		out := ledger.Settle([]ledger.Article{a}, known, 10, 10)
		again := ledger.Settle([]ledger.Article{a}, known, 10, 10)
		if len(out.Named) != len(again.Named) || len(out.Carried) != len(again.Carried) || fmt.Sprint(out.Entities) != fmt.Sprint(again.Entities) {
			t.Fatal("the same articles settle in two ways")
		}
		for _, n := range out.Named {
			if n.Entity == 0 || n.Actor >= len(a.Facts.Actors) {
				t.Fatalf("naming %+v", n)
			}
		}
	})
}
