package app_test

import (
	"testing"

	"nutgraf/internal/app"
	"nutgraf/internal/news"
	"nutgraf/internal/rank"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

// TestRankingDefaults holds the defaults that --help shows to those that rank has.
func TestRankingDefaults(t *testing.T) {
	t.Parallel()
	var flags app.Ranking
	parser, err := kong.New(&flags)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parser.Parse(nil); err != nil {
		t.Fatal(err)
	}
	got, err := flags.Weights()
	if err != nil {
		t.Fatal(err)
	}
	want := rank.Default()
	if got.String() != want.String() {
		t.Errorf("got %s, want %s", got, want)
	}
	want.Sections = map[news.Section]float64{news.SectionOpinion: 0.6}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("weights (-want +got):\n%s", diff)
	}
	if zero, err := (app.Ranking{}).Weights(); err != nil || zero.String() != want.String() {
		t.Errorf("without any setting: got %s, %v", zero, err)
	}
}
