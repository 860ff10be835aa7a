package web

import (
	"iter"
	"net/http"
	"strings"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// aliases are the names that somebody or something is known by, for a field that asks for a name.
type aliases func(f query.Field) []string

// ruleFold compares words as the search does: in every form.
var ruleFold = query.Fold{Terms: text.Terms, Word: func(word string) (terms, forms []string) { return stem.Typed(word, stem.Every) }}

// ask makes the queries among the rules ready.
func (m *muting) ask(known aliases) {
	if len(m.asked) == 0 {
		return
	}
	matchers := make([]*query.Matcher, len(m.asked))
	for i, rule := range m.asked {
		_, typed := rule.Parts()
		node, _ := query.Parse(typed) // what was not understood was told when the rule was made
		matchers[i] = query.Compile(inWords(node, known), ruleFold)
	}
	m.queries = query.NewSet(matchers)
}

// matching are the rules whose query a subject matches.
func (m *muting) matching(subject func() *query.Subject) iter.Seq[news.Mute] {
	return func(yield func(news.Mute) bool) {
		if m.queries == nil {
			return
		}
		for i := range m.queries.Matching(subject(), m.now) {
			if !yield(m.asked[i]) {
				return
			}
		}
	}
}

// inWords has a query look for names where pages have them: in the words, by every name that is known.
func inWords(n query.Node, known aliases) query.Node {
	each := func(parts []query.Node) []query.Node {
		all := make([]query.Node, len(parts))
		for i, part := range parts {
			all[i] = inWords(part, known)
		}
		return all
	}
	switch n := n.(type) {
	case query.And:
		return query.And{Of: each(n.Of)}
	case query.Or:
		return query.Or{Of: each(n.Of)}
	case query.Not:
		return query.Not{Of: inWords(n.Of, known)}
	case query.Field:
		switch n.Name {
		case query.FieldPerson, query.FieldPlace, query.FieldOrg:
			any := query.Or{Of: []query.Node{query.Phrase{Text: n.Value}}}
			if known != nil {
				for _, name := range known(n) {
					any.Of = append(any.Of, query.Phrase{Text: name})
				}
			}
			return any
		}
	}
	return n
}

// maxNamesakes is of how many people of one name the other names are looked up.
const maxNamesakes = 5

// ofSaying is the rule that hides a quotation, when one does: that of its story, of what it says or who says it, or of the only
// source that has it.
func (m *muting) ofSaying(said news.Saying) (news.Mute, bool) {
	if m == nil {
		return news.Mute{}, false
	}
	if rule, found := m.stories[said.Story]; found && said.Story != 0 && !rule.TillChange {
		return rule, true
	}
	if len(said.Carriers) > 0 && said.Articles <= 1 {
		if rule, found := m.sources[said.Carriers[0].Source]; found {
			return rule, true
		}
	}
	texts, language := []string{said.Text, said.SpokenBy, said.Role}, ""
	for _, carrier := range said.Carriers[:min(len(said.Carriers), 1)] {
		texts, language = append(texts, carrier.Headline), carrier.Language
	}
	for rule := range m.words(texts...) {
		return rule, true
	}
	for rule := range m.matching(func() *query.Subject { return &query.Subject{Text: apart(language, texts...), At: said.FirstAt} }) {
		return rule, true
	}
	return news.Mute{}, false
}

// unmutedSayings is unmuted for quotations.
func (s *Site) unmutedSayings(r *http.Request, sayings []news.Saying) ([]news.Saying, error) {
	m, err := s.mutingOf(r)
	if err != nil || m == nil {
		return sayings, err
	}
	kept := sayings[:0:0]
	for _, said := range sayings {
		_, hides := m.rules.ofSaying(said)
		if hides && said.Story != 0 {
			m.muted[said.Story.Item()] = true
		}
		if !hides || m.shown {
			kept = append(kept, said)
		}
	}
	return kept, nil
}

// aliasesOf looks the names of rules up in the ledger.
func (s *Site) aliasesOf(r *http.Request) aliases {
	kinds := map[string]news.EntityKind{query.FieldPerson: news.EntityPerson, query.FieldPlace: news.EntityPlace, query.FieldOrg: news.EntityOrganisation}
	return func(f query.Field) (names []string) {
		found, _, err := s.Reader.Entities(r.Context(), news.LedgerFilter{Words: f.Value, Kind: kinds[f.Name], Limit: maxNamesakes})
		if err != nil {
			return nil // then the name as it was typed must do
		}
		for _, e := range found {
			if all := append([]string{e.Name}, e.Aliases...); text.Named(f.Value, all...) > 0 {
				names = append(names, all...)
			}
		}
		return names
	}
}

// storySubject is a story as a list of stories has it. Publishers are those that a story has when it has one.
func storySubject(story news.Story) *query.Subject {
	s := &query.Subject{
		Headline: stem.Terms(story.Headline, story.Language), Text: apart(story.Language, append([]string{story.Summary}, story.Phrases...)...),
		Language: primaryTag(story.Language), Section: string(story.Section), At: story.UpdatedAt,
	}
	if story.Sources <= 1 {
		s.Publishers = []query.Publisher{{Names: [][]string{text.Terms(story.SourceName)}}}
	}
	if story.Image.URL != "" {
		s.Has = append(s.Has, query.HasPicture)
	}
	return s
}

// articleSubject is an article as a river has it.
func articleSubject(a news.Article) *query.Subject {
	s := &query.Subject{
		Headline: stem.Terms(a.Headline, a.Language), Byline: apart("", a.Authors...), Text: stem.Terms(a.Summary, a.Language),
		Language: primaryTag(a.Language), Section: string(a.Section), Kind: string(a.Kind), At: a.Time(),
	}
	publisher := query.Publisher{Country: a.Country, Names: [][]string{text.Terms(a.Outlet)}}
	if publisher.Host = news.HostKey(a.URL); publisher.Host != "" {
		publisher.Names = append(publisher.Names, text.Terms(publisher.Host))
	}
	s.Publishers = []query.Publisher{publisher}
	if a.Image.URL != "" {
		s.Has = append(s.Has, query.HasPicture)
	}
	if a.Kind == news.KindVideo || a.Kind == news.KindAudio {
		s.Has = append(s.Has, string(a.Kind))
	}
	if len(a.Authors) > 0 {
		s.Has = append(s.Has, query.HasByline)
	}
	return s
}

// apart are the terms of some texts in a language, "" where it is not known or they are names, so that no phrase reaches from one into the next.
func apart(language string, texts ...string) (terms []string) {
	for _, t := range texts {
		terms = append(append(terms, stem.Terms(t, language)...), "")
	}
	return terms
}

func primaryTag(language string) string {
	tag, _, _ := strings.Cut(strings.ToLower(language), "-")
	return tag
}

// wordsOnly reports whether what the box of words holds is words and nothing else of the language of queries.
func wordsOnly(n query.Node) bool {
	switch n := n.(type) {
	case query.Word, query.Phrase:
		return true
	case query.And:
		for _, part := range n.Of {
			if _, word := part.(query.Word); !word {
				return false
			}
		}
		return true
	}
	return false
}

// problemsOf tells what of a query is not understood.
func problemsOf(typed string) []news.Phrase {
	_, err := query.Parse(typed)
	return problems(err)
}
