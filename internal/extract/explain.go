package extract

import (
	"strings"

	"nutgraf/internal/news"
)

// Judgement is what became of one leaf of a page, and why.
type Judgement struct {
	Text    string
	Role    news.Role // [news.RoleBoilerplate] when it is in no article
	Score   float64   // log-odds that it is text of the article; 0 for plain text, whose lines are judged by rules
	Reasons []Reason  // the weightiest first; none for plain text
}

// Reason is what one feature of a leaf added to its score.
type Reason struct {
	Feature string
	Value   float64
	Weight  float64 // log-odds
}

// maxReasons of a judgement are told.
const maxReasons = 4

// Explain tells how each leaf of a page was judged, in reading order, beside what [Read] gives. The error is that of Read.
func Explain(content []byte, at Context) (Reading, []Judgement, error) {
	r, err := Read(content, at)
	if at.ContentType == RecordType {
		return r, nil, err
	}
	p, readErr := read(content, at, trained)
	if readErr != nil {
		return r, nil, err
	}
	roles := rolesOf(r.Articles)
	var all []Judgement
	for i := range p.leaves {
		if l := &p.leaves[i]; l.words() {
			j := Judgement{Text: l.text, Role: roles.of(l.text)}
			if !p.plain {
				j.Score = l.score
			}
			all = append(all, j)
		}
	}
	if !p.plain {
		p.reasons(all)
	}
	return r, all, err
}

// reasons parts the scores of all leaves with words among their features.
func (p *page) reasons(all []Judgement) {
	w := trained()
	names, secondNames := FeatureNames()
	s := p.survey(p.head())
	scores := make([]float64, len(s.at))
	rows := make([]row, len(s.at))
	for n, i := range s.at {
		s.first(&rows[n], n)
		if scores[n] = menuScore; !p.leaves[i].menu() {
			scores[n] = w.first.Score(rows[n].values)
		}
	}
	sums := s.gather(scores)
	for n := range s.at {
		by, called, values := w.first, names, rows[n].values
		if scores[n] >= hopeless {
			var r row
			s.second(&r, n, scores, sums)
			by, called, values = w.second, secondNames, r.values
		}
		reasons := by.Explain(values)
		for _, reason := range reasons[:min(len(reasons), maxReasons)] {
			all[n].Reasons = append(all[n].Reasons, Reason{called[reason.Feature], float64(values[reason.Feature]), reason.Weight})
		}
	}
}

// blockRoles are the roles of texts in articles.
type blockRoles struct {
	exact map[string]news.Role
	parts []news.Block // captions and credits, which may be parts of a leaf
}

func rolesOf(articles []news.Article) blockRoles {
	r := blockRoles{exact: map[string]news.Role{}}
	for _, a := range articles {
		r.exact[a.Headline] = "headline"
		for _, link := range a.Related {
			r.exact[link.Title] = news.RoleRelated
		}
		for _, b := range a.Blocks {
			if b.Text == "" {
				continue
			}
			r.exact[b.Text] = b.Role
			if b.Role == news.RoleCaption || b.Role == news.RoleCredit {
				r.parts = append(r.parts, b)
			}
		}
	}
	return r
}

func (r blockRoles) of(text string) news.Role {
	if role, known := r.exact[text]; known {
		return role
	}
	for _, b := range r.parts {
		if strings.Contains(text, b.Text) {
			return b.Role
		}
	}
	return news.RoleBoilerplate
}
