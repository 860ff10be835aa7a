package store

import (
	"fmt"
	"time"

	"nutgraf/internal/news"
)

// ranking is the shape in which a story's terms and arrivals are stored.
type ranking struct {
	Names  []string  `json:"n,omitempty"` // of the terms
	Values []float64 `json:"v,omitempty"`
	// Arrivals are minutes since 1970, the first one whole and each further one beyond the one before, doubled, and
	// one more for a text of its own.
	Arrivals []int64 `json:"a,omitempty"`
}

func packRanking(s *news.Story) ([]byte, error) {
	r := rankingOf(s)
	if len(r.Names)+len(r.Arrivals) == 0 {
		return []byte{}, nil
	}
	return pack(r)
}

func rankingOf(s *news.Story) ranking {
	var r ranking
	for _, t := range s.Terms {
		r.Names, r.Values = append(r.Names, clean(t.Name)), append(r.Values, number(t.Value))
	}
	before := int64(0)
	for _, a := range s.Arrivals {
		minute := a.At.Unix() / 60
		r.Arrivals = append(r.Arrivals, 2*(minute-before)+flag(a.Own))
		before = minute
	}
	return r
}

func (r *ranking) fill(s *news.Story) error {
	if len(r.Names) != len(r.Values) {
		return fmt.Errorf("story %d: %d terms have %d values", s.ID, len(r.Names), len(r.Values))
	}
	for i, name := range r.Names {
		s.Terms = append(s.Terms, news.Term{Name: name, Value: r.Values[i]})
	}
	minute := int64(0)
	for _, n := range r.Arrivals {
		minute += n >> 1
		s.Arrivals = append(s.Arrivals, news.Arrival{At: time.Unix(60*minute, 0).UTC(), Own: n&1 == 1})
	}
	return nil
}

func unpackRanking(b []byte, s *news.Story) error {
	if len(b) == 0 {
		return nil
	}
	var r ranking
	if err := unpack(b, &r); err != nil {
		return fmt.Errorf("ranking of story %d: %w", s.ID, err)
	}
	return r.fill(s)
}
