package news_test

import (
	"slices"
	"testing"
	"time"

	"nutgraf/internal/news"
)

func TestVisitsEndAfterIdleTime(t *testing.T) {
	t.Parallel()
	noon := time.Date(2031, 5, 17, 12, 0, 0, 0, time.UTC)
	var u news.User
	for _, step := range []struct {
		at     time.Time
		stored bool
		since  time.Time
	}{
		{noon, true, time.Time{}}, {noon.Add(30 * time.Second), false, time.Time{}}, {noon.Add(20 * time.Minute), true, time.Time{}},
		{noon.Add(50 * time.Minute), true, time.Time{}}, {noon.Add(81 * time.Minute), true, noon.Add(50 * time.Minute)},
	} {
		if stored := u.Visit(step.at); stored != step.stored || !u.SinceAt.Equal(step.since) {
			t.Errorf("at %v: got stored %t, since %v; want %t, %v", step.at, stored, u.SinceAt, step.stored, step.since)
		}
	}
}

func TestSectionsInAUsersOrder(t *testing.T) {
	t.Parallel()
	o := news.ReaderOptions{Order: []news.Section{news.SectionSport, "nonsense", news.SectionSport}, Hidden: []news.Section{news.SectionWorld}}
	got := o.Sections()
	if got[0] != news.SectionSport || slices.Contains(got, news.SectionWorld) || len(got) != len(news.Sections())-1 {
		t.Errorf("got %v", got)
	}
}

func TestCountryOfHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"gull.co.ke": "KE", "gull.uk": "GB", "gull.de": "DE", "gull.io": "", "gull.tv": "", "gull.com": "", "de": "", "": "", ".de": "", "a.1x": "", "gull.example": "",
	} {
		if got := news.CountryOfHost(host); got != want {
			t.Errorf("%q: got %q, want %q", host, got, want)
		}
	}
}

func TestMuteRulesAreTextThatReadsBack(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind        news.MuteKind
		value, rule string
		back        string
	}{
		{news.MuteWords, ` dam  "talks" `, `"dam talks"`, "dam talks"}, {news.MuteName, "Ines Halloran", `name:"Ines Halloran"`, "Ines Halloran"},
		{news.MuteSource, "4", "source:4", "4"}, {news.MuteSection, "sport", "section:sport", "sport"}, {news.MuteStory, "7", "story:7", "7"},
	} {
		rule := news.MuteRule(c.kind, c.value)
		kind, back := news.Mute{Rule: rule}.Parts()
		if rule != c.rule || kind != c.kind || back != c.back || (news.Mute{Rule: rule}).Validate() != nil {
			t.Errorf("%s %q: got %s, which reads as %s %q", c.kind, c.value, rule, kind, back)
		}
	}
}
