package quote_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/enrich/actor"
	"nutgraf/internal/enrich/name"
	"nutgraf/internal/enrich/quote"
	"nutgraf/internal/news"
	"nutgraf/internal/text"
)

// talks is an invented report with the ways of quoting that reports have.
const talks = `
MERIDA HARBOR — Velland and the Ostmark Isles had a “fruitful” first day of talks about herring quotas, Miriam Castell, a deputy fisheries adviser, told Harbor News’ Peter Lindqvist in an exclusive interview Tuesday.

“We want a treaty and we made a real step toward one,” Castell said, while acknowledging the risk that the Isles could use their ports as a lever.

Herring, a small fish, feeds half of the coast.

In an official statement on Tuesday’s meeting, Anton Brehmer, director of the Ostmark Fisheries Board, said he hoped both sides would “put more good will” into the growth of their trade.

The new sonar lets the Ostmark Marine Laboratory count the shoals and cut waiting times, laboratory director Robert Ashworth told Harbor News’ Lindqvist.

Closer work lets both countries share what they know about the shoals, Ashworth said.

“Only through such sharing could we learn where the young fish spend the winter, because that changes every year.”

‘More remains to be done’

The meeting that began Tuesday was billed as the “Opening of the Velland-Ostmark Working Group on Herring.”

Castell, leader of the Velland delegation, said the number of experts on both sides “showed that everybody means it.”

“We will know that it works if we see fewer nets on the banks, if we see fewer boats at night,” Castell said. She pointed out that the Isles have already written to the owners of large boats.

“There is plainly more that we have to do,” she said.

Earlier this month, Samuel Whitlock, deputy secretary of the Ostmark Fisheries Board, told Harbor News that the “first cause” of the dispute lies in Velland.

“Demand must fall, as lower demand will bring down the catch,” Whitlock told Harbor News’ Lindqvist.

“I want to stress that fish know no borders. Poachers work together. Our coast guards must work together even more closely than the poachers,” Whitlock said.
`

// said is a quotation in short.
type said struct{ Words, Speaker, Who string }

func read(s, language string) (*text.Prose, []news.Quote, []news.Actor) {
	p := text.Read(s)
	mentions, actors := actor.Find(p, language, "", name.Find(p, language))
	return p, quote.Find(p, language, mentions, actors, nil), actors
}

// words are the words of a quote, the pieces joined, cut after the first few.
func words(p *text.Prose, q news.Quote) string {
	var parts []string
	for _, part := range q.Parts {
		parts = append(parts, part.In(p.Text))
	}
	return strings.Join(parts, " … ")
}

func directly(p *text.Prose, quotes []news.Quote, actors []news.Actor) []said {
	var all []said
	for _, q := range quotes {
		if !q.Direct {
			continue
		}
		who := ""
		if q.Actor >= 0 {
			who = actors[q.Actor].Name
		}
		w := strings.Fields(words(p, q))
		all = append(all, said{strings.Join(w[:min(4, len(w))], " "), q.Speaker.In(p.Text), who})
	}
	return all
}

func TestReportGivesEachQuotationToWhoSaidIt(t *testing.T) {
	t.Parallel()
	p, quotes, actors := read(talks, "en")
	want := []said{
		{"We want a treaty", "Castell", "Miriam Castell"},
		{"put more good will", "Anton Brehmer, director of the Ostmark Fisheries Board", "Anton Brehmer"},
		{"Only through such sharing", "Ashworth", "Robert Ashworth"},
		{"showed that everybody means", "Castell, leader of the Velland delegation", "Miriam Castell"},
		{"We will know that", "Castell", "Miriam Castell"},
		{"There is plainly more", "she", "Miriam Castell"},
		{"first cause", "Samuel Whitlock, deputy secretary of the Ostmark Fisheries Board", "Samuel Whitlock"},
		{"Demand must fall, as", "Whitlock", "Samuel Whitlock"},
		{"I want to stress", "Whitlock", "Samuel Whitlock"},
	}
	if diff := cmp.Diff(want, directly(p, quotes, actors)); diff != "" {
		t.Errorf("what is said (-want +got):\n%s", diff)
	}
}

// TestReportTellsRoleAudienceAndDay reads what stands beside a saying.
func TestReportTellsRoleAudienceAndDay(t *testing.T) {
	t.Parallel()
	p := text.Read(talks)
	mentions, actors := actor.Find(p, "en", "", name.Find(p, "en"))
	var dates []news.Date
	for _, words := range []string{"interview Tuesday", "Tuesday’s", "began Tuesday", "Earlier this month"} {
		at := strings.Index(talks, words)
		day := strings.TrimPrefix(strings.TrimPrefix(words, "interview "), "began ")
		end := at + len(words)
		dates = append(dates, news.Date{Range: news.Range{Start: end - len(day), End: end}, Type: news.DateDay})
	}
	type beside struct{ Words, Cue, Told, Role, At string }
	var got []beside
	for _, q := range quote.Find(p, "en", mentions, actors, dates) {
		w := strings.Fields(words(p, q))
		switch b := (beside{strings.Join(w[:min(3, len(w))], " "), q.Cue.In(talks), q.Told, q.Role, q.At.In(talks)}); b.Words {
		case "MERIDA HARBOR —", "put more good", "The new sonar", "that the Isles", "first cause", "Demand must fall,":
			got = append(got, b)
		}
	}
	want := []beside{
		{"MERIDA HARBOR —", "told", "Harbor News", "deputy fisheries adviser", "Tuesday"},
		{"put more good", "said", "in an official statement", "director of the Ostmark Fisheries Board", ""},
		{"The new sonar", "told", "Harbor News", "laboratory director", ""},
		{"that the Isles", "pointed out", "", "deputy fisheries adviser", ""},
		{"first cause", "told", "Harbor News", "deputy secretary of the Ostmark Fisheries Board", "Earlier this month"},
		{"Demand must fall,", "told", "Harbor News", "deputy secretary of the Ostmark Fisheries Board", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("beside what is said (-want +got):\n%s", diff)
	}
}

// TestReportedSpeech reads what articles tell in their own words.
func TestReportedSpeech(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, words, speaker, cue string }{
		{"Officials said that the bridge would open in May.", "that the bridge would open in May", "Officials", "said"},
		{"The bridge will open in May, according to the ministry.", "The bridge will open in May", "the ministry", "according to"},
		{"The bridge will open in May, officials said.", "The bridge will open in May", "officials", "said"},
		{"Miriam Castell told reporters that the bridge would open in May.", "that the bridge would open in May", "Miriam Castell", "told"},
		{"The company denied that it had paid the mayor.", "that it had paid the mayor", "The company", "denied"},
	} {
		p, quotes, _ := read(c.text, "en")
		if len(quotes) != 1 {
			t.Errorf("%q: %d quotes, want one", c.text, len(quotes))
			continue
		}
		q := quotes[0]
		if diff := cmp.Diff([]string{c.words, c.speaker, c.cue}, []string{words(p, q), q.Speaker.In(p.Text), q.Cue.In(p.Text)}); diff != "" || q.Direct || q.Likely < .4 {
			t.Errorf("%q: direct %v, likely %.2f (-want +got):\n%s", c.text, q.Direct, q.Likely, diff)
		}
	}
}

// TestFewWordsKeepTheirClause: the marks bound the quotation, and what it is part of stands beside it.
func TestFewWordsKeepTheirClause(t *testing.T) {
	t.Parallel()
	p, quotes, _ := read("Anton Brehmer said he hoped both sides would “put more good will” into their trade.", "en")
	if len(quotes) != 1 || quotes[0].In(p.Text) != "“put more good will”" || quotes[0].Clause.In(p.Text) != "he hoped both sides would “put more good will” into their trade" {
		t.Errorf("got %+v", quotes)
	}
}
