package app

import (
	"fmt"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/rank"
)

// Ranking holds the weights by which stories are put in order; docs/ranking.md tells what they mean. 0 takes the default.
// In the file they stand in a section of their own, [rank].
type Ranking struct {
	RankHalfLife        time.Duration      `help:"After this time a report counts half as much." default:"8h" group:"rank" env:"NUTGRAF_RANK_HALF_LIFE"`
	RankCopy            float64            `help:"What a source counts that only repeats another's text." default:"0.25" group:"rank" env:"NUTGRAF_RANK_COPY"`
	RankCountry         float64            `help:"What twice as many countries among the sources count." default:"1.2" group:"rank" env:"NUTGRAF_RANK_COUNTRY"`
	RankImage           float64            `help:"What a picture counts." default:"1.1" group:"rank" env:"NUTGRAF_RANK_IMAGE"`
	RankNotNews         float64            `help:"What horoscopes, listings and advertising count." default:"0.05" group:"rank" env:"NUTGRAF_RANK_NOT_NEWS"`
	RankSingle          float64            `help:"What a story counts that one source alone has." default:"0.75" group:"rank" env:"NUTGRAF_RANK_SINGLE"`
	RankSections        map[string]float64 `help:"What sections count, such as sport=0.8,opinion=0.6; others 1." default:"opinion=0.6" mapsep:"," group:"rank" env:"NUTGRAF_RANK_SECTIONS"`
	RankTrendingWithin  time.Duration      `help:"Trending: the time whose new sources are compared with those before." default:"3h" group:"rank" env:"NUTGRAF_RANK_TRENDING_WITHIN"`
	RankTrendingSources int                `help:"Trending: fewer sources in all are no trend." default:"3" group:"rank" env:"NUTGRAF_RANK_TRENDING_SOURCES"`
	RankBreakingWithin  time.Duration      `help:"Breaking: the time in which its independent sources must come." default:"45m" group:"rank" env:"NUTGRAF_RANK_BREAKING_WITHIN"`
	RankBreakingSources int                `help:"Breaking: how many must come." default:"5" group:"rank" env:"NUTGRAF_RANK_BREAKING_SOURCES"`
	RankBreakingAge     time.Duration      `help:"Breaking: an older story breaks no more." default:"3h" group:"rank" env:"NUTGRAF_RANK_BREAKING_AGE"`
}

// Weights are those settings as rank takes them. An error names the setting and its range, and wraps news.ErrInvalid.
func (r Ranking) Weights() (rank.Weights, error) {
	w := rank.Weights{
		HalfLife: r.RankHalfLife, Copy: r.RankCopy, Country: r.RankCountry, Image: r.RankImage, NotNews: r.RankNotNews, Single: r.RankSingle,
		TrendingWithin: r.RankTrendingWithin, TrendingSources: r.RankTrendingSources,
		BreakingWithin: r.RankBreakingWithin, BreakingSources: r.RankBreakingSources, BreakingAge: r.RankBreakingAge,
	}
	if len(r.RankSections) > 0 {
		w.Sections = map[news.Section]float64{}
		for section, factor := range r.RankSections {
			w.Sections[news.Section(section)] = factor
		}
	}
	if err := w.Validate(); err != nil {
		return w, fmt.Errorf("--%w", err)
	}
	return w, nil
}
