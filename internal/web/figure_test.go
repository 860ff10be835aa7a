package web_test

import (
	"testing"

	"nutgraf/internal/news"
	"nutgraf/internal/web"
)

func TestFigure(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		number news.Number
		want   string
	}{
		{news.Number{Value: 12, High: 12}, "12"},
		{news.Number{Value: 12, High: 15, Bound: news.BoundAtLeast}, "at least 12–15"},
		{news.Number{Value: 12_345, High: 12_345}, "12\u202f345"},
		{news.Number{Kind: news.NumberMoney, Unit: "USD", Value: 3.5e6, High: 3.5e6}, "$3.5\u00a0million"},
		{news.Number{Kind: news.NumberMoney, Unit: "NOK", Value: 1e9, High: 1e9, Bound: news.BoundAbout}, "about NOK\u00a01\u00a0billion"},
		{news.Number{Kind: news.NumberPercent, Unit: "%", Value: 42.25, High: 42.25}, "42.25\u00a0%"},
		{news.Number{Kind: news.NumberMeasure, Unit: "°C", Value: -1.5, High: -1.5}, "\u22121.5\u00a0°C"},
		{news.Number{Value: -1e300, High: -1e300}, "\u2212" + web.Figure(news.Number{Value: 1e300}).String()},
	} {
		if got := web.Figure(c.number).String(); got != c.want {
			t.Errorf("figure(%+v): got %q, want %q", c.number, got, c.want)
		}
	}
}

func TestWorthTelling(t *testing.T) {
	t.Parallel()
	one, two := make([]news.Count, 1), make([]news.Count, 2)
	for _, c := range []struct {
		line news.CountLine
		want bool
	}{
		{news.CountLine{Kind: news.NumberDead, Steps: one, Sources: 1}, true},
		{news.CountLine{Kind: news.NumberDead}, false},
		{news.CountLine{Kind: news.NumberMoney, Steps: one, Sources: 1}, false},
		{news.CountLine{Kind: news.NumberMoney, Steps: one, Sources: 2}, true},
		{news.CountLine{Kind: news.NumberCount, Steps: one, Sources: 5}, false},
		{news.CountLine{Kind: news.NumberCount, Steps: one, Dissent: one, Sources: 3}, true},
		{news.CountLine{Kind: news.NumberPeople, Steps: two, Sources: 3}, true},
		{news.CountLine{Kind: news.NumberPeople, Steps: two, Sources: 2}, false},
	} {
		if got := web.WorthTelling(c.line); got != c.want {
			t.Errorf("worthTelling(%s, %d steps, %d otherwise, %d sources): got %v", c.line.Kind, len(c.line.Steps), len(c.line.Dissent), c.line.Sources, got)
		}
	}
}
