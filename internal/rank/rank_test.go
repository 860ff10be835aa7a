package rank_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2031, 5, 4, 12, 0, 0, 0, time.UTC)

func TestScore(t *testing.T) {
	t.Parallel()
	one := rank.Member{Source: 1, Weight: 1, At: noon, Family: 1}
	base := rank.Score([]rank.Member{one})
	cases := []struct {
		name    string
		members []rank.Member
		want    float64 // beyond base
	}{
		{"a second article of the same source adds nothing", []rank.Member{one, {Source: 1, Weight: 1, At: noon, Family: 2}}, 0},
		{"a second source doubles", []rank.Member{one, {Source: 2, Weight: 1, At: noon, Family: 2}}, 1},
		{"a copy adds a quarter", []rank.Member{one, {Source: 2, Weight: 1, At: noon, Family: 1}}, math.Log2(1.25)},
		{"a half-life later is one more", []rank.Member{{Source: 1, Weight: 1, At: noon.Add(rank.HalfLife), Family: 1}}, 1},
		{"weight counts", []rank.Member{{Source: 1, Weight: 4, At: noon, Family: 1}}, 2},
		{"no weight is the usual one", []rank.Member{{Source: 1, At: noon, Family: 1}}, 0},
	}
	for _, c := range cases {
		if got := rank.Score(c.members) - base; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: got %+.4f, want %+.4f", c.name, got, c.want)
		}
		reversed := slices.Clone(c.members)
		slices.Reverse(reversed)
		if rank.Score(reversed) != rank.Score(c.members) {
			t.Errorf("%s: depends on the order of members", c.name)
		}
	}
	if got := rank.Score(nil); got != 0 {
		t.Errorf("no members: got %v, want 0", got)
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
	page := rank.Front(stories(), noon, news.Edition{Language: "en"})
	places, seen, top := map[news.Place]int{}, map[news.StoryID]bool{}, map[news.Section]int{}
	for _, slot := range page.Slots {
		places[slot.Place]++
		if seen[slot.Story.ID] {
			t.Errorf("story %d stands twice", slot.Story.ID)
		}
		seen[slot.Story.ID] = true
		if !strings.Contains(slot.Why, "source") || !strings.Contains(slot.Why, "newest") {
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
	if lead := page.Slots[0]; lead.Story.ID != 3 || !strings.Contains(lead.Why, "image") {
		t.Errorf("lead: got story %d (%s), want 3, which has an image", lead.Story.ID, lead.Why)
	}
	for id := news.StoryID(901); id <= 903; id++ {
		if seen[id] {
			t.Errorf("story %d does not belong on this page", id)
		}
	}
	shuffled := stories()
	slices.Reverse(shuffled)
	if diff := cmp.Diff(page, rank.Front(shuffled, noon, news.Edition{Language: "en"})); diff != "" {
		t.Errorf("front depends on the order of candidates:\n%s", diff)
	}
	if got := rank.Front(nil, noon, news.Edition{}); len(got.Slots) != 0 {
		t.Errorf("empty front has %d slots", len(got.Slots))
	}
}

func TestSection(t *testing.T) {
	t.Parallel()
	page := rank.Section(stories(), noon, news.Edition{}, news.SectionSport)
	if len(page.Slots) != 4 || page.Slots[0].Place != news.PlaceLead {
		t.Fatalf("got %d slots, want four beginning with a lead", len(page.Slots))
	}
	for _, slot := range page.Slots {
		if slot.Story.Section != news.SectionSport {
			t.Errorf("story %d is %q", slot.Story.ID, slot.Story.Section)
		}
	}
}

func TestTrending(t *testing.T) {
	t.Parallel()
	story := func(id news.StoryID, sources int, life, quiet time.Duration) news.Story {
		return news.Story{ID: id, Headline: "Headline", Sources: sources, FirstSeenAt: noon.Add(-life - quiet), UpdatedAt: noon.Add(-quiet)}
	}
	got := rank.Trending([]news.Story{
		story(1, 9, 20*time.Hour, time.Hour),
		story(2, 6, 2*time.Hour, time.Minute),
		story(3, 2, time.Hour, time.Minute),
		story(4, 20, time.Hour, 24*time.Hour),
	}, noon, news.Edition{}, 5)
	var ids []news.StoryID
	for _, slot := range got {
		ids = append(ids, slot.Story.ID)
	}
	if diff := cmp.Diff([]news.StoryID{2, 1}, ids); diff != "" {
		t.Fatalf("trending (-want +got):\n%s", diff)
	}
	if want := "6 sources within 2 hours"; got[0].Why != want {
		t.Errorf("why: got %q, want %q", got[0].Why, want)
	}
}

func TestWhy(t *testing.T) {
	t.Parallel()
	s := news.Story{Sources: 9, Independent: 4, UpdatedAt: noon.Add(-20 * time.Minute)}
	if got, want := rank.Why(s, noon), "9 sources, 4 independent reports, newest 20 minutes ago"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s = news.Story{Sources: 1, Independent: 1, UpdatedAt: noon.Add(-50 * time.Hour)}
	if got, want := rank.Why(s, noon), "1 source, newest 2 days ago"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
