package rank_test

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/golden"
	"nutgraf/internal/news"
	"nutgraf/internal/rank"
)

// preference is a case of testdata/preferences.txt.
type preference struct {
	name    string
	stories map[string]news.Story
	order   []string
	wishes  [][]string // a verb and the stories that it is about
}

// TestQualityOfRank counts how many of the preferences in testdata/preferences.txt the order keeps, and holds the
// figures in testdata/quality.txt. A preference that is not kept is named there.
func TestQualityOfRank(t *testing.T) {
	t.Parallel()
	kept, asked := map[string]int{}, map[string]int{}
	var missed []string
	for _, c := range preferences(t) {
		for _, wish := range c.wishes {
			asked[wish[0]]++
			if c.keeps(wish) {
				kept[wish[0]]++
			} else {
				missed = append(missed, fmt.Sprintf("missed in %q: %s\n", c.name, strings.Join(wish, " ")))
			}
		}
	}
	var b strings.Builder
	for _, verb := range []string{"top", "lead", "absent", "trending", "calm", "breaking", "quiet"} {
		if asked[verb] == 0 {
			t.Errorf("no case asks for %q", verb)
		}
		fmt.Fprintf(&b, "%s %d of %d\n", verb, kept[verb], asked[verb])
	}
	b.WriteString(strings.Join(missed, ""))
	t.Log("\n" + b.String())
	golden.Check(t, "quality.txt", b.String())
}

// keeps reports whether a wish is kept. Wishes of order were cut into pairs.
func (c *preference) keeps(wish []string) bool {
	var all []news.Story
	for _, name := range c.order {
		all = append(all, c.stories[name])
	}
	w, e := rank.Weights{}, news.Edition{}
	place := func(slots []news.Slot, name string) int {
		return slices.IndexFunc(slots, func(s news.Slot) bool { return s.Story.Headline == name })
	}
	top, trending := w.Top(all, noon, e, "", 99), w.Trending(all, noon, e, 99)
	verb, about := wish[0], wish[1:]
	switch verb {
	case "top", "trending":
		slots := top
		if verb == "trending" {
			slots = trending
		}
		for i, name := range about {
			if at := place(slots, name); at < 0 || i > 0 && at < place(slots, about[i-1]) {
				return false
			}
		}
		return true
	case "lead":
		page := w.Front(all, noon, e)
		return len(page.Slots) > 0 && page.Slots[0].Place == news.PlaceLead && page.Slots[0].Story.Headline == about[0]
	case "calm":
		return place(trending, about[0]) < 0
	case "absent":
		return place(top, about[0]) < 0 && place(w.Front(all, noon, e).Slots, about[0]) < 0
	}
	at := place(top, about[0])
	return at >= 0 && top[at].Breaking == (verb == "breaking")
}

func preferences(t *testing.T) []*preference {
	t.Helper()
	f, err := os.Open("testdata/preferences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases []*preference
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		verb, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "" || line[0] == '#':
		case verb == "case":
			cases = append(cases, &preference{name: rest, stories: map[string]news.Story{}})
		case slices.Contains([]string{"top", "lead", "absent", "trending", "calm", "breaking", "quiet"}, verb):
			c := cases[len(cases)-1]
			names := strings.Split(rest, " > ")
			for i := range max(1, len(names)-1) {
				c.wishes = append(c.wishes, append([]string{verb}, names[i:min(i+2, len(names))]...))
			}
		default:
			c := cases[len(cases)-1]
			c.order = append(c.order, verb)
			c.stories[verb] = invent(t, news.StoryID(len(c.order)), verb, strings.Fields(rest))
		}
	}
	for _, c := range cases {
		for _, wish := range c.wishes {
			for _, name := range wish[1:] {
				if _, known := c.stories[name]; !known {
					t.Fatalf("case %q asks for %q, which it does not tell", c.name, name)
				}
			}
		}
	}
	return cases
}

// invent makes the story of a line.
func invent(t *testing.T, id news.StoryID, name string, facts []string) news.Story {
	t.Helper()
	fact := map[string]string{"sources": "1", "from": "1h", "to": "1h", "copies": "0", "countries": "0", "weight": "1"}
	for _, f := range facts {
		key, value, _ := strings.Cut(f, "=")
		fact[key] = value
	}
	number := func(key string) int {
		n, err := strconv.Atoi(fact[key])
		if err != nil {
			t.Fatalf("%s: %s=%q", name, key, fact[key])
		}
		return n
	}
	age := func(text string) time.Duration {
		d, err := time.ParseDuration(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return d
	}
	var ages []time.Duration
	if at, given := fact["at"]; given {
		for _, text := range strings.Split(at, ",") {
			ages = append(ages, age(text))
		}
	} else {
		from, to, n := age(fact["from"]), age(fact["to"]), number("sources")
		for i := range n {
			ages = append(ages, from-(from-to)*time.Duration(i)/time.Duration(max(1, n-1)))
		}
		ages[n-1] = to
	}
	weight, err := strconv.ParseFloat(fact["weight"], 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	s := news.Story{ID: id, Headline: name, Language: "en", Section: news.SectionWorld, Articles: len(ages), Sources: len(ages), Lead: 1}
	if section, given := fact["section"]; given {
		s.Section = news.Section(section)
	}
	var members []rank.Member
	for i, age := range ages {
		m := rank.Member{Source: news.SourceID(i + 1), Weight: weight, At: noon.Add(-age), Family: news.ArticleID(i + 1)}
		if i >= len(ages)-number("copies") {
			m.Family = 1
		} else {
			s.Independent++
		}
		if n := number("countries"); n > 0 {
			m.Country = string(rune('A'+i%n)) + "X"
		}
		if s.FirstSeenAt.IsZero() || m.At.Before(s.FirstSeenAt) {
			s.FirstSeenAt = m.At
		}
		if m.At.After(s.UpdatedAt) {
			s.UpdatedAt = m.At
		}
		members = append(members, m)
	}
	_, picture := fact["picture"]
	_, s.NotNews = fact["notnews"]
	_, s.Hidden = fact["hidden"]
	if picture {
		s.Image.URL = "https://orvale.example/dam.jpg"
	}
	if _, held := fact["pinned"]; held {
		s.PinnedUntil = noon.Add(time.Hour)
	}
	rank.Score(&s, members)
	return s
}
