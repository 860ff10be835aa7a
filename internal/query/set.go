package query

import (
	"iter"
	"time"
)

// Set is many queries that are held against one subject after the other. Most are not even looked at, because none of
// their words is in it.
type Set struct {
	rules  []*Matcher
	under  map[string][]int // rules by a term that must be there
	always []int            // those without
}

// NewSet makes a set of queries. It is not changed afterwards, and may be used by many at once.
func NewSet(rules []*Matcher) *Set {
	set := &Set{rules: rules, under: map[string][]int{}}
	for i, rule := range rules {
		if rule.anchors == nil {
			set.always = append(set.always, i)
		}
		for _, term := range rule.anchors {
			set.under[term] = append(set.under[term], i)
		}
	}
	return set
}

// Matching gives the indexes of the queries that a subject matches when they are asked at now, each once, in no order.
func (set *Set) Matching(s *Subject, now time.Time) iter.Seq[int] {
	return func(yield func(int) bool) {
		s.read()
		for _, i := range set.always {
			if set.rules[i].matches(s, now) && !yield(i) {
				return
			}
		}
		if len(set.under) == 0 {
			return
		}
		seen := map[int]bool{}
		for term := range s.terms() {
			for _, i := range set.under[term] {
				if seen[i] {
					continue
				}
				seen[i] = true
				if set.rules[i].matches(s, now) && !yield(i) {
					return
				}
			}
		}
	}
}

// terms are all that a rule can have as its anchor.
func (s *Subject) terms() iter.Seq[string] {
	return func(yield func(string) bool) {
		for term := range s.words {
			if !yield(term) {
				return
			}
		}
		each := func(lists ...[]string) bool {
			for _, list := range lists {
				for _, term := range list {
					if !yield(term) {
						return false
					}
				}
			}
			return true
		}
		for _, n := range s.Names {
			if !each(n.Forms...) {
				return
			}
		}
		for _, q := range s.Sayings {
			if !each(q.Speaker, q.Words) || !each(q.Forms...) {
				return
			}
		}
	}
}
