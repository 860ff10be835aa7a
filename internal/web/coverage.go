package web

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"nutgraf/internal/message"
	"nutgraf/internal/news"
)

// This file holds the list of a story's articles: by form, by text, and how a long one stays readable.

const (
	maxFamilies   = 200 // texts that a story page shows; the newest win
	shownFamilies = 8   // of each form at once; the rest is folded
	foldedAtLeast = 3   // fewer are not worth a fold
)

// coverage is the texts of one form: reports, opinion, things to hear and see.
type coverage struct {
	Name     string // a message
	Texts    int
	Families []family
	Rest     []family // folded
}

// family is one text and those who carry it too.
type family struct {
	First  articleLine
	Copies []articleLine
	Folded bool // copies stand folded under their text
}

// sift is a way to see a part of the coverage: one language's, or one country's.
type sift struct {
	Name string // a message
	Tabs []sifted
}

type sifted struct {
	tab
	Count int
}

// axis is what coverage can be sifted by.
type axis struct {
	key, name, all string // in an address; of the tabs; of the tab for all
	of             func(news.Article) string
	called         func(string) string // a value, for readers
}

func axes(say *message.Speaker) []axis {
	return []axis{
		{"in", news.Word("Languages"), say.T("All languages"), languageOf, languageName},
		{"of", news.Word("Countries"), say.T("All countries"), countryOf, func(c string) string { return countryIn(say, c) }},
	}
}

func languageOf(a news.Article) string { return a.Language }
func countryOf(a news.Article) string  { return a.Country }

// sifts keeps of the articles what the address asks for, and offers the ways to ask.
func sifts(r *http.Request, say *message.Speaker, path string, articles []news.Article) (chosen []news.Article, ways []sift) {
	query := r.URL.Query()
	chosen = articles
	for _, by := range axes(say) {
		if way := by.sift(query, path, articles); way != nil {
			ways = append(ways, *way)
			chosen = by.only(chosen, query.Get(by.key))
		}
	}
	return chosen, ways
}

func (x axis) only(articles []news.Article, value string) []news.Article {
	if value == "" {
		return articles
	}
	return slices.DeleteFunc(slices.Clone(articles), func(a news.Article) bool { return x.of(a) != value })
}

// sift offers the values that articles have, the most frequent first; nil when there is nothing to choose.
func (x axis) sift(query url.Values, path string, articles []news.Article) *sift {
	counts := map[string]int{}
	for _, a := range articles {
		if value := x.of(a); value != "" {
			counts[value]++
		}
	}
	if len(counts) < 2 {
		return nil
	}
	wanted := query.Get(x.key)
	s := &sift{Name: x.name, Tabs: []sifted{{tab{x.all, x.address(query, path, ""), wanted == ""}, len(articles)}}}
	values := slices.Collect(maps.Keys(counts))
	slices.SortFunc(values, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for _, value := range values {
		s.Tabs = append(s.Tabs, sifted{tab{x.called(value), x.address(query, path, value), wanted == value}, counts[value]})
	}
	return s
}

// address leads to the coverage with one value asked for, and all else as it was.
func (x axis) address(query url.Values, path, value string) string {
	q := url.Values{}
	for _, key := range []string{"in", "of"} {
		if v := query.Get(key); v != "" && key != x.key {
			q.Set(key, v)
		}
	}
	if value != "" {
		q.Set(x.key, value)
	}
	return strings.TrimSuffix(path+"?"+q.Encode(), "?") + "#coverage"
}

// familiesOf sorts articles, oldest first, into their texts: each a list that begins with the first to carry it.
func familiesOf(articles []news.Article) [][]news.Article {
	place := map[news.ArticleID]int{}
	var families [][]news.Article
	for _, a := range articles {
		key := cmp.Or(a.FamilyID, a.ID)
		at, known := place[key]
		if !known {
			at = len(families)
			place[key] = at
			families = append(families, nil)
		}
		families[at] = append(families[at], a)
	}
	for _, f := range families { // the text's own article leads, though a copy may bear an earlier date
		if own := slices.IndexFunc(f, func(a news.Article) bool { return !a.Copy() }); own > 0 {
			first := f[own]
			copy(f[1:own+1], f[:own])
			f[0] = first
		}
	}
	return families
}

// shelves are the forms of coverage, and how many there are of each language and country decides what a line says.
func (s *Site) shelves(r *http.Request, families [][]news.Article, line lineage, folded bool, articles []news.Article) []coverage {
	languages, countries := distinctOf(articles, languageOf), distinctOf(articles, countryOf)
	shelves := []coverage{{Name: news.Word("Reports")}, {Name: news.Word("Opinion and analysis")}, {Name: news.Word("Audio and video")}}
	for _, f := range slices.Backward(families) {
		lines := s.articleLines(r, f)
		line.mark(f, lines)
		row := family{Folded: folded}
		for i, one := range lines {
			if languages < 2 { // then each line need not say it
				one.Language = ""
			}
			if countries > 1 {
				one.Country = f[i].Country
			}
			if i == 0 {
				row.First = one
			} else {
				row.Copies = append(row.Copies, one)
			}
		}
		shelf := &shelves[shelfOf(f[0].Kind)]
		shelf.Texts++
		shelf.Families = append(shelf.Families, row)
	}
	for i := range shelves {
		if c := &shelves[i]; len(c.Families) >= shownFamilies+foldedAtLeast {
			c.Families, c.Rest = c.Families[:shownFamilies], c.Families[shownFamilies:]
		}
	}
	return slices.DeleteFunc(shelves, func(c coverage) bool { return len(c.Families) == 0 })
}

func distinctOf(articles []news.Article, of func(news.Article) string) int {
	seen := map[string]bool{}
	for _, a := range articles {
		if v := of(a); v != "" {
			seen[v] = true
		}
	}
	return len(seen)
}

func shelfOf(kind news.Kind) int {
	switch kind {
	case news.KindOpinion, news.KindReview:
		return 1
	case news.KindAudio, news.KindVideo, news.KindGallery:
		return 2
	}
	return 0
}

// spoken names the languages of the coverage, the most used first.
func spoken(articles []news.Article) []string {
	used := map[string]int{}
	var tags []string
	for _, a := range articles {
		if a.Language == "" {
			continue
		}
		if used[a.Language] == 0 {
			tags = append(tags, a.Language)
		}
		used[a.Language]++
	}
	slices.SortStableFunc(tags, func(a, b string) int { return cmp.Compare(used[b], used[a]) })
	for i, tag := range tags {
		tags[i] = languageName(tag)
	}
	return tags
}
