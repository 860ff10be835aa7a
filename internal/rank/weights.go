package rank

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"nutgraf/internal/news"
)

// HalfLife is the time after which a report counts half as much as a new one, unless [Weights] say otherwise.
const HalfLife = 8 * time.Hour

// Weights decide what counts how much. The zero value of each field stands for its default. All but the times and
// counts are factors: 1 changes nothing.
type Weights struct {
	HalfLife time.Duration // after which a report counts half as much; default 8 h
	Copy     float64       // for a source that only repeats another one's text; default 0.25
	Country  float64       // for twice as many countries among the sources; default 1.2
	Image    float64       // for a story with a picture; default 1.1
	NotNews  float64       // for horoscopes, listings, advertising; default 0.05
	Single   float64       // for a story that one source alone has; default 0.75
	Sections map[news.Section]float64

	TrendingWithin  time.Duration // whose new sources are compared with those before; default 3 h
	TrendingSources int           // fewer in all are no trend; default 3
	BreakingWithin  time.Duration // in which so many independent sources must come; default 45 min
	BreakingSources int           // default 5
	BreakingAge     time.Duration // a story older than this breaks no more; default 3 h
}

// opinionFactor is for the one section that is no news by its nature, unless Sections say otherwise.
const opinionFactor = 0.6

// setting is one weight with its range. Durations are in hours.
type setting struct {
	name               string // in the configuration
	value, least, most float64
	unit               string
}

// Default returns the weights that the zero value stands for.
func Default() Weights { return usual }

var usual = Weights{
	HalfLife: HalfLife, Copy: 0.25, Country: 1.2, Image: 1.1, NotNews: 0.05, Single: 0.75,
	TrendingWithin: 3 * time.Hour, TrendingSources: 3,
	BreakingWithin: 45 * time.Minute, BreakingSources: 5, BreakingAge: 3 * time.Hour,
}

func (w Weights) settings() []setting {
	all := []setting{
		{"half-life", w.HalfLife.Hours(), 0.25, 24 * 30, " h"},
		{"copy", w.Copy, 0.01, 1, ""},
		{"country", w.Country, 1, 4, ""},
		{"image", w.Image, 0.25, 4, ""},
		{"not-news", w.NotNews, 0.001, 1, ""},
		{"single", w.Single, 0.01, 1, ""},
		{"trending-within", w.TrendingWithin.Hours(), 0.25, 12, " h"},
		{"trending-sources", float64(w.TrendingSources), 2, 1000, ""},
		{"breaking-within", w.BreakingWithin.Hours(), 0.1, 12, " h"},
		{"breaking-sources", float64(w.BreakingSources), 2, 1000, ""},
		{"breaking-age", w.BreakingAge.Hours(), 0.1, 24, " h"},
	}
	for _, section := range slices.Sorted(maps.Keys(w.Sections)) {
		all = append(all, setting{"sections " + string(section), w.Sections[section], 0.01, 100, ""})
	}
	return all
}

// Validate says which weight is out of its range; 0 stands for the default, but in Sections. The error wraps
// [news.ErrInvalid].
func (w Weights) Validate() error {
	for _, s := range w.settings() {
		given := s.value != 0 || strings.HasPrefix(s.name, "sections")
		if given && !(s.value >= s.least && s.value <= s.most) {
			return fmt.Errorf("rank-%s %.4g%s: want %.4g to %.4g%s: %w", s.name, s.value, s.unit, s.least, s.most, s.unit, news.ErrInvalid)
		}
	}
	for section := range w.Sections {
		if section == "" || !section.Valid() {
			return fmt.Errorf("rank-sections: there is no section %.40q, only %v: %w", section, news.Sections(), news.ErrInvalid)
		}
	}
	if s := w.full(); s.BreakingWithin > s.BreakingAge {
		return fmt.Errorf("rank-breaking-within %v: want no more than rank-breaking-age, which is %v: %w", s.BreakingWithin, s.BreakingAge, news.ErrInvalid)
	}
	return nil
}

// full fills in the defaults.
func (w Weights) full() Weights {
	w.HalfLife, w.Copy, w.Country = cmp.Or(w.HalfLife, usual.HalfLife), cmp.Or(w.Copy, usual.Copy), cmp.Or(w.Country, usual.Country)
	w.Image, w.NotNews, w.Single = cmp.Or(w.Image, usual.Image), cmp.Or(w.NotNews, usual.NotNews), cmp.Or(w.Single, usual.Single)
	w.TrendingWithin, w.TrendingSources = cmp.Or(w.TrendingWithin, usual.TrendingWithin), cmp.Or(w.TrendingSources, usual.TrendingSources)
	w.BreakingWithin, w.BreakingAge = cmp.Or(w.BreakingWithin, usual.BreakingWithin), cmp.Or(w.BreakingAge, usual.BreakingAge)
	w.BreakingSources = cmp.Or(w.BreakingSources, usual.BreakingSources)
	return w
}

// section is the factor of a section.
func (w Weights) section(s news.Section) float64 {
	if factor := w.Sections[s]; factor != 0 {
		return factor
	}
	if s == news.SectionOpinion {
		return opinionFactor
	}
	return 1
}

// String names all that the stored scores depend on: with other weights they must be computed anew.
func (w Weights) String() string {
	w = w.full()
	var b strings.Builder
	fmt.Fprintf(&b, "%v copy=%g country=%g image=%g not-news=%g single=%g", w.HalfLife, w.Copy, w.Country, w.Image, w.NotNews, w.Single)
	for _, s := range news.Sections() {
		if factor := w.section(s); factor != 1 {
			fmt.Fprintf(&b, " %s=%g", s, factor)
		}
	}
	return b.String()
}
