package rank_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC)

// scored is the score of a story of these members.
func scored(members ...rank.Member) float64 {
	var s news.Story
	rank.Score(&s, members)
	return s.Score
}

func TestScore(t *testing.T) {
	t.Parallel()
	a, b := rank.Member{Source: 1, Weight: 1, At: noon, Family: 1}, rank.Member{Source: 2, Weight: 1, At: noon, Family: 2}
	later := func(m rank.Member, d time.Duration) rank.Member {
		m.At = m.At.Add(d)
		return m
	}
	base := scored(a, b)
	cases := []struct {
		name    string
		members []rank.Member
		want    float64 // beyond base
	}{
		{"a second article of the same source adds nothing", []rank.Member{a, b, {Source: 1, Weight: 1, At: noon, Family: 3}}, 0},
		{"twice the sources is one more", []rank.Member{a, b, {Source: 3, At: noon, Family: 3}, {Source: 4, At: noon, Family: 4}}, 1},
		{"a copy adds a quarter of a source", []rank.Member{a, b, {Source: 3, Weight: 1, At: noon, Family: 1}}, math.Log2(2.25 / 2)},
		{"a half-life later is one more", []rank.Member{later(a, rank.HalfLife), later(b, rank.HalfLife)}, 1},
		{"an older report counts by its age", []rank.Member{a, later(b, -rank.HalfLife)}, math.Log2(1.5 / 2)},
		{"weight counts", []rank.Member{{Source: 1, Weight: 4, At: noon, Family: 1}, {Source: 2, Weight: 4, At: noon, Family: 2}}, 2},
		{"no weight is the usual one", []rank.Member{{Source: 1, At: noon, Family: 1}, {Source: 2, At: noon, Family: 2}}, 0},
		{"a second country counts", []rank.Member{{Source: 1, At: noon, Country: "XA"}, {Source: 2, At: noon, Country: "XB"}}, math.Log2(1.2)},
		{"one source alone counts less", []rank.Member{a}, math.Log2(0.75) - 1},
		{"what has no weight is not heard", []rank.Member{a, b, {Source: 3, Weight: -1, At: noon}, {Source: 4, Weight: math.NaN(), At: noon}}, 0},
	}
	for _, c := range cases {
		if got := scored(c.members...) - base; math.Abs(got-c.want) > 1e-5 {
			t.Errorf("%s: got %+.6f, want %+.6f", c.name, got, c.want)
		}
		reversed := slices.Clone(c.members)
		slices.Reverse(reversed)
		if scored(reversed...) != scored(c.members...) {
			t.Errorf("%s: depends on the order of members", c.name)
		}
	}
	if got := scored(); got != 0 {
		t.Errorf("no members: got %v, want 0", got)
	}
}

// TestTermsAddUp holds the promise of every explanation: to the last bit, whatever the story and the weights.
func TestTermsAddUp(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 8))
	for range 2000 {
		w := rank.Weights{HalfLife: time.Duration(1+r.IntN(48)) * time.Hour, Country: 1 + r.Float64(), Single: 0.01 + 0.9*r.Float64()}
		s := news.Story{ID: 1, Headline: "H", NotNews: r.IntN(4) == 0, Section: news.Sections()[r.IntN(11)], FirstSeenAt: noon.Add(-99 * time.Hour)}
		var members []rank.Member
		for range 1 + r.IntN(30) {
			members = append(members, rank.Member{Source: news.SourceID(r.IntN(20)), Weight: r.ExpFloat64(), Family: news.ArticleID(1 + r.IntN(9)),
				At: noon.Add(-time.Duration(r.IntN(1e9)) * 100 * time.Microsecond), Country: []string{"", "XA", "XB", "XC"}[r.IntN(4)]})
		}
		w.Score(&s, members)
		if got := total(s.Terms); got != s.Score || s.Score == 0 {
			t.Fatalf("terms add up to %v, the score is %v: %+v", got, s.Score, s.Terms)
		}
		if r.IntN(3) == 0 {
			s.PinnedUntil = noon.Add(time.Hour)
		}
		other := s
		other.ID, other.Score, other.Terms = 2, s.Score-news.Grain, slices.Clone(s.Terms)
		other.Terms[0].Value -= news.Grain
		slots := w.Top([]news.Story{other, s}, noon, news.Edition{}, "", 9)
		if a, b := total(slots[0].Terms), total(slots[1].Terms); slots[0].Story.ID != 1 || a-b != news.Grain {
			t.Fatalf("slots: %v and %v, want them a grain apart", a, b)
		}
	}
}

func total(terms []news.Term) (sum float64) {
	for _, term := range slices.Backward(terms) { // not the way they were added
		sum += term.Value
	}
	return sum
}

func TestWeights(t *testing.T) {
	t.Parallel()
	if err := (rank.Weights{}).Validate(); err != nil {
		t.Errorf("the defaults: %v", err)
	}
	bad := map[string]rank.Weights{
		"rank-half-life 0.01667 h: want 0.25 to 720 h":  {HalfLife: time.Minute},
		"rank-copy 1.5: want 0.01 to 1":                 {Copy: 1.5},
		"rank-country NaN: want 1 to 4":                 {Country: math.NaN()},
		"rank-sections sport -1: want 0.01 to 100":      {Sections: map[news.Section]float64{"sport": -1}},
		"rank-sections: there is no section \"yachts\"": {Sections: map[news.Section]float64{"yachts": 2}},
		"rank-breaking-within 4h0m0s":                   {BreakingWithin: 4 * time.Hour},
	}
	for want, w := range bad {
		if err := w.Validate(); err == nil || !strings.HasPrefix(err.Error(), want) || !errors.Is(err, news.ErrInvalid) {
			t.Errorf("got %v, want %q …", err, want)
		}
	}
	if a, b := (rank.Weights{}).String(), (rank.Weights{HalfLife: rank.HalfLife, Single: 0.75}).String(); a != b {
		t.Errorf("the same weights have two names: %s, %s", a, b)
	}
	if a, b := (rank.Weights{}).String(), (rank.Weights{Sections: map[news.Section]float64{"sport": 0.5}}).String(); a == b {
		t.Errorf("other weights have the same name: %s", a)
	}
}

func stories() []news.Story {
	var all []news.Story
	for i := range 60 {
		sections := news.Sections()
		s := news.Story{ID: news.StoryID(i + 1), Headline: "Headline", Language: "en", Section: sections[(i/4)%len(sections)],
			Articles: 5, Sources: 1 + i%6, Independent: 1 + i%3, Score: 100 - float64(i)/4,
			FirstSeenAt: noon.Add(-5 * time.Hour), UpdatedAt: noon.Add(-time.Duration(i) * time.Minute)}
		if i == 2 {
			s.Image.URL = "https://orvale.example/dam.jpg"
		}
		all = append(all, s)
	}
	all = append(all,
		news.Story{ID: 901, Headline: "Titre", Language: "fr", Score: 500, FirstSeenAt: noon},
		news.Story{ID: 902, Headline: "From tomorrow", Language: "en", Score: 500, FirstSeenAt: noon.Add(time.Hour)},
		news.Story{ID: 903, Language: "en", Score: 500})
	return all
}

func TestFront(t *testing.T) {
	t.Parallel()
	page := rank.Weights{}.Front(stories(), noon, news.Edition{Language: "en"})
	places, seen, top := map[news.Place]int{}, map[news.StoryID]bool{}, map[news.Section]int{}
	for _, slot := range page.Slots {
		places[slot.Place]++
		if seen[slot.Story.ID] {
			t.Errorf("story %d stands twice", slot.Story.ID)
		}
		seen[slot.Story.ID] = true
		if !strings.Contains(slot.Why.String(), "source") || !strings.Contains(slot.Why.String(), "newest") {
			t.Errorf("slot of story %d does not explain itself: %q", slot.Story.ID, slot.Why)
		}
		if slot.Place != news.PlaceSection {
			top[slot.Story.Section]++
		}
	}
	if places[news.PlaceLead] != 1 || places[news.PlaceSecond] != 4 {
		t.Errorf("got %v, want one lead and four seconds", places)
	}
	for section, n := range top {
		if n > 2 {
			t.Errorf("%d of the first five are %q, want at most two", n, section)
		}
	}
	if lead := page.Slots[0]; lead.Story.ID != 3 || !strings.Contains(lead.Why.String(), "picture") {
		t.Errorf("lead: got story %d (%s), want 3, which has an image", lead.Story.ID, lead.Why)
	}
	for id := news.StoryID(901); id <= 903; id++ {
		if seen[id] {
			t.Errorf("story %d does not belong on this page", id)
		}
	}
	shuffled := stories()
	slices.Reverse(shuffled)
	if diff := cmp.Diff(page, rank.Weights{}.Front(shuffled, noon, news.Edition{Language: "en"})); diff != "" {
		t.Errorf("front depends on the order of candidates:\n%s", diff)
	}
	if got := (rank.Weights{}).Front(nil, noon, news.Edition{}); len(got.Slots) != 0 {
		t.Errorf("empty front has %d slots", len(got.Slots))
	}
}

func TestSection(t *testing.T) {
	t.Parallel()
	page := rank.Weights{}.Section(stories(), noon, news.Edition{}, news.SectionSport)
	if len(page.Slots) != 4 || page.Slots[0].Place != news.PlaceLead {
		t.Fatalf("got %d slots, want four beginning with a lead", len(page.Slots))
	}
	for _, slot := range page.Slots {
		if slot.Story.Section != news.SectionSport {
			t.Errorf("story %d is %q", slot.Story.ID, slot.Story.Section)
		}
	}
}

func TestTrendingTellsItsHours(t *testing.T) {
	t.Parallel()
	s := invent(t, 1, "dam", []string{"at=23h30m,20h,90m,80m,50m,10m,5m"})
	slots := rank.Weights{}.Trending([]news.Story{s}, noon, news.Edition{}, 5)
	if len(slots) != 1 {
		t.Fatalf("got %d slots, want 1", len(slots))
	}
	want := make([]int, 24)
	want[0], want[3], want[22], want[23] = 1, 1, 2, 3
	if diff := cmp.Diff(want, slots[0].Hours); diff != "" {
		t.Errorf("hours (-want +got):\n%s", diff)
	}
	if got, want := slots[0].Why.String(), "5 new sources within 3 hours, 2 sources before"; got != want {
		t.Errorf("why: got %q, want %q", got, want)
	}
	if len(slots[0].Terms) != 2 || total(slots[0].Terms) <= 0 {
		t.Errorf("terms: %+v", slots[0].Terms)
	}
	if got := (rank.Weights{}).Trending([]news.Story{s}, noon.Add(-4*time.Hour), news.Edition{}, 5); len(got) != 0 {
		t.Errorf("four hours ago: got %d slots, want none: its growth was to come", len(got))
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	s := news.Story{Sources: 9, Independent: 4, UpdatedAt: noon.Add(-20 * time.Minute)}
	if got, want := rank.Why(s, noon).String(), "9 sources, 4 independent reports, newest 20 minutes ago"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s = news.Story{Sources: 1, Independent: 1, UpdatedAt: noon.Add(-50 * time.Hour)}
	if got, want := rank.Why(s, noon).String(), "one source alone, newest 2 days ago"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
