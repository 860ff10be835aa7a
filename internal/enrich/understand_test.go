package enrich_test

import (
	"testing"
	"time"

	"nutgraf/internal/enrich"
	"nutgraf/internal/news"
)

func TestDaysAreThoseOfThePlaceWhereItWasWritten(t *testing.T) {
	t.Parallel()
	a := news.Article{
		ID: 7, Headline: "Osk gets its ferry back", Language: "en", Clues: news.Clues{Zone: "-05:00"},
		PublishedAt: time.Date(2025, 2, 20, 3, 30, 0, 0, time.UTC), // still Wednesday there
		Blocks:      []news.Block{{Role: news.RoleParagraph, Text: "The ferry sailed on Tuesday, Mayor Ilse Brandt said."}},
	}
	facts := enrich.Understand(a)
	if facts.Article != 7 || facts.Text != news.TextKey(a.Text()) {
		t.Errorf("facts of article %d, text %x", facts.Article, facts.Text)
	}
	if len(facts.Dates) != 1 || facts.Dates[0].Value != "2025-02-18" {
		t.Errorf("got dates %+v, want 2025-02-18", facts.Dates)
	}
}

func TestADayIsNoName(t *testing.T) {
	t.Parallel()
	published := time.Date(2025, 2, 19, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"Der Brücke bei Osk schadete nichts. Am Montag wird sie wieder geöffnet.": "",
		"Prime minister Theresa May spoke in Osk in May.":                         "Theresa May",
	} {
		got := ""
		for _, m := range enrich.FactsOf(text, "", "", published).Mentions {
			if name := m.In(text); m.Kind != news.EntityPlace && name != "Osk" {
				got += name
			}
		}
		if got != want {
			t.Errorf("%s: got names %q, want %q", text, got, want)
		}
	}
}

// FuzzFactsOf: whatever stands in a text, all ranges lie in it.
func FuzzFactsOf(f *testing.F) {
	f.Add("“We won,” Ana Brandt told The Gull on Tuesday. 12 people, $3.5m.", "en")
	f.Add("Der Chef, so \"Meier\", sagte: „Ja“ am 3. Mai", "de")
	f.Add("\xff’“”\"\"3.\n\n\n«", "ru")
	f.Fuzz(func(t *testing.T, body, language string) {
		facts := enrich.FactsOf(body, "", language, time.Date(2025, 2, 19, 0, 0, 0, 0, time.UTC))
		in := func(what string, r news.Range) {
			if r != (news.Range{}) && (r.Start < 0 || r.End > len(body) || r.Start >= r.End) {
				t.Errorf("%s at %v of %d bytes", what, r, len(body))
			}
		}
		for _, m := range facts.Mentions {
			in("name", m.Range)
			if m.Actor < 0 || m.Actor >= len(facts.Actors) {
				t.Errorf("actor %d of %d", m.Actor, len(facts.Actors))
			}
		}
		for _, q := range facts.Quotes {
			in("quote", q.Range)
			in("speaker", q.Speaker)
			in("cue", q.Cue)
			in("clause", q.Clause)
			for _, part := range q.Parts {
				in("part", part)
			}
			if q.Actor < -1 || q.Actor >= len(facts.Actors) {
				t.Errorf("speaker %d of %d", q.Actor, len(facts.Actors))
			}
		}
		for _, d := range facts.Dates {
			in("date", d.Range)
		}
		for _, e := range facts.Events {
			in("event", e.Range)
		}
		for _, n := range facts.Numbers {
			in("number", n.Range)
		}
		for _, k := range facts.Keys {
			in("key sentence", k)
		}
	})
}
