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

In an official account of Tuesday’s meeting, Anton Brehmer, director of the Ostmark Fisheries Board, said he hoped both sides would “put more good will” into the growth of their trade.

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
