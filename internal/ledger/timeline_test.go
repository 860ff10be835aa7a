package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nutgraf/internal/ledger"
	"nutgraf/internal/news"
)

func at(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// told makes a happening of one day, as an article tells it.
func told(article int, published, day, sentence string, weight float64) news.Happening {
	h := news.Happening{Article: news.ArticleID(article), PublishedAt: at(published).Add(10 * time.Hour), From: at(day), Dated: true,
		Sentence: sentence, Weight: weight, Articles: 1}
	h.Until = h.From.AddDate(0, 0, 1)
	h.Ahead = h.From.After(at(published))
	return h
}

func lines(happenings []news.Happening) (out []string) {
	for _, h := range happenings {
		out = append(out, fmt.Sprintf("%s %d %s", h.From.Format(time.DateOnly), h.Articles, h.Sentence))
	}
	return out
}

func TestTimelineChoosesDaysThatManyTellOf(t *testing.T) {
	t.Parallel()
	month := told(6, "2024-02-08", "2023-11-01", "The wells had begun to fall in November.", .6)
	month.Until = at("2023-12-01")
	year := told(6, "2024-02-08", "2023-01-01", "The wells were measured all year.", .9)
	year.Until = at("2024-01-01")
	got := lines(ledger.Timeline([]news.Happening{
		told(1, "2024-02-02", "2024-02-01", "Mount Eddern erupted on Thursday and the villages below were emptied.", .8),
		told(2, "2024-02-02", "2024-02-01", "The volcano Mount Eddern erupted on Thursday.", .8),
		told(3, "2024-02-02", "2024-02-01", "The volcano Mount Eddern erupted on Thursday.", .8), // a copy
		told(4, "2024-02-08", "2024-02-07", "Villagers went home below Mount Eddern on Wednesday.", .7),
		told(5, "2024-02-08", "2024-02-07", "Villagers and their goats went home on Wednesday.", .7),
		told(5, "2024-02-08", "2024-02-05", "A goat was found on Monday.", .2),
		told(5, "2024-02-08", "2024-02-05", "The goat ate on Monday.", .1),
		month, year,
	}, 3))
	want := []string{
		"2023-11-01 1 The wells had begun to fall in November.",
		"2024-02-01 2 Mount Eddern erupted on Thursday and the villages below were emptied.",
		"2024-02-07 2 Villagers and their goats went home on Wednesday.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	if got := ledger.Timeline(nil, 5); len(got) != 0 {
		t.Errorf("a timeline of nothing: %v", got)
	}
}

func TestTimelineDoesNotDependOnOrder(t *testing.T) {
	t.Parallel()
	var all []news.Happening
	for i := range 60 {
		day := at("2024-01-01").AddDate(0, 0, i%12).Format(time.DateOnly)
		all = append(all, told(i%9, "2024-02-01", day, fmt.Sprintf("The ferry carried %d goats to Osk for the %d. time.", i%7, i), float64(i%5)/5))
	}
	want := lines(ledger.Timeline(all, 6))
	for i := range all {
		j := (i * 37) % len(all)
		all[i], all[j] = all[j], all[i]
	}
	if diff := cmp.Diff(want, lines(ledger.Timeline(all, 6))); diff != "" {
		t.Errorf("in another order (-want +got):\n%s", diff)
	}
}

func TestAgendaFoldsWhatIsToldTwice(t *testing.T) {
	t.Parallel()
	march := told(7, "2024-02-01", "2024-03-01", "The bridge will close in March.", .6)
	march.Until = at("2024-04-01")
	got := lines(ledger.Agenda([]news.Happening{
		told(1, "2024-02-01", "2024-03-05", "The Osk opera will open its new house on 5 March.", .8),
		told(2, "2024-02-02", "2024-03-05", "On 5 March the opera of Osk will open the house.", .6),
		told(3, "2024-02-02", "2024-03-05", "Dockers will vote on a strike on 5 March.", .6),
		told(4, "2024-02-02", "2024-02-20", "The court will hear the case on 20 February.", .6),
		told(5, "2024-01-02", "2024-01-20", "The fair will begin on 20 January.", .9), // over
		told(6, "2024-02-10", "2024-02-10", "The ferry sailed today.", .9),            // no more ahead
		march,
	}, at("2024-02-10").Add(15*time.Hour)))
	want := []string{
		"2024-02-20 1 The court will hear the case on 20 February.",
		"2024-03-05 2 The Osk opera will open its new house on 5 March.",
		"2024-03-05 1 Dockers will vote on a strike on 5 March.",
		"2024-03-01 1 The bridge will close in March.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agenda (-want +got):\n%s", diff)
	}
}

func BenchmarkTimeline(b *testing.B) {
	var all []news.Happening
	for i := range 2000 {
		day := at("2024-01-01").AddDate(0, 0, i%90).Format(time.DateOnly)
		all = append(all, told(i%300, "2024-04-01", day, fmt.Sprintf("The ferry number %d carried %d goats from Port Selwyn to Osk and back.", i, i%7), float64(i%5)/5))
	}
	b.ReportAllocs()
	for b.Loop() {
		ledger.Timeline(all, 20)
	}
}
