package date_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/date"
	"nutgraf/internal/text"
)

// TestEventsTellWhenItHappened reads articles of our own, on Thursday 1 February 2024.
func TestEventsTellWhenItHappened(t *testing.T) {
	t.Parallel()
	const newsDay = "2024-02-01"
	for name, c := range map[string]struct {
		language, text string
		want           []string // day, or first–last; "ahead"; the beginning of the sentence
	}{
		"the lead's day is that of what follows in the past tense": {"en",
			"The ferry to Osk ran aground on Tuesday, harbour master Nils Averdale said.\n\nDivers brought 40 people ashore. It is the third accident of its kind.",
			[]string{"2024-01-30 The ferr", "2024-01-30 Divers b", newsDay + " It is th"}},
		"what is said to come is two events": {"en",
			"Mayor Ida Kessler said on Wednesday that the bridge will close on 3 March for repairs.",
			[]string{"2024-01-31 Mayor Id", "2024-03-03 ahead Mayor Id"}},
		"what will be is ahead": {"en", "The opera house will open its doors again on 3 March 2024.", []string{"2024-03-03 ahead The oper"}},
		"a month, a year":       {"en", "In November the dam broke near Lindenfell. The mill had burned down in 2019.", []string{"2023-11-01–2023-11-30 In Novem", "2019-01-01–2019-12-31 The mill"}},
		"a date that tells which thing is meant, or in a clause about something else": {"en",
			"The council voted against the plan, which was drawn up in March 2021. Averdale spoke of the 7 October fire again.",
			[]string{newsDay + " The coun", newsDay + " Averdale"}},
		"questions and quotations report nothing":  {"en", "Who opened the dam on Tuesday? “We all saw it on Tuesday night and nobody did a thing,” she said.", nil},
		"a headline with its byline tells nothing": {"en", "Buckets come up dry in the upper valley By Martha Quillow, Wednesday 31 January 2024.", nil},
		"bylines and datelines tell nothing":       {"en", "Mill Street, Port Selwyn, By Piet Sommer, Wednesday 31 January 2024.\n\nThursday 1 February 2024 · 14:00 to 15:00", nil},
		"German":                                   {"de", "Der Damm brach am Dienstag. Am Montag wird der Rat tagen und über die Folgen beraten.", []string{"2024-01-30 Der Damm", "2024-02-05 ahead Am Monta"}},
		"French":                                   {"fr", "La digue a cédé mardi près du port. Le conseil se réunira lundi à Saint-Aubrac.", []string{"2024-01-30 La digue", "2024-02-05 ahead Le conse"}},
		"Spanish, what is said to come":            {"es", "El alcalde dijo que el puente cerrará el 3 de marzo por obras.", []string{"2024-02-01 El alcal", "2024-03-03 ahead El alcal"}},
		"Russian":                                  {"ru", "Плотина рухнула во вторник утром. Совет соберётся в понедельник в порту.", []string{"2024-01-30 Плотина ", "2024-02-05 ahead Совет со"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := text.Read(c.text)
			var got []string
			for _, e := range date.Events(p, c.language, published, date.Find(p, c.language, published)) {
				day := e.From.Format(time.DateOnly)
				if last := e.Until.AddDate(0, 0, -1); !last.Equal(e.From) {
					day += "–" + last.Format(time.DateOnly)
				}
				if e.Ahead {
					day += " ahead"
				}
				got = append(got, fmt.Sprintf("%s %s", day, string([]rune(e.In(c.text))[:8])))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestEventsWeighWhatTheArticleMakesOfThem(t *testing.T) {
	t.Parallel()
	s := "The volcano Mount Eddern erupted on Tuesday and 340 people fled to Port Selwyn.\n\nIt is a mountain. It has a top.\n\nThe goats came home later and ate what they found there. “It was loud and we all ran down the road as fast as we could,” a farmer said of it."
	p := text.Read(s)
	events := date.Events(p, "en", published, date.Find(p, "en", published))
	if len(events) < 2 {
		t.Fatalf("got %d events, want some", len(events))
	}
	for _, e := range events[1:] {
		if e.Weight >= events[0].Weight {
			t.Errorf("%q weighs %.2f, not less than the lead with %.2f", e.In(s), e.Weight, events[0].Weight)
		}
	}
	if got := date.Events(p, "en", time.Time{}, nil); got != nil {
		t.Errorf("without a day of publication: %v", got)
	}
}
