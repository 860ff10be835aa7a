package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nutgraf/internal/news"
	"nutgraf/internal/query"
	"nutgraf/internal/store"
	"nutgraf/internal/text"
	"nutgraf/internal/text/stem"
)

// shelves is the library, with what the reports say in the ledger, countries and pictures.
func shelves(t *testing.T, s *store.Store) {
	t.Helper()
	understood(t, s)
	settle(t, s)
	store.Exec(t, s, "UPDATE feeds SET next_poll_at = 9999999999999999")
	library(t, s)
	store.Exec(t, s, `UPDATE sources SET country = 'FR' WHERE host = 'lecourrier.example';
		UPDATE sources SET country = 'US' WHERE host IN ('harbour-times.example', 'wen.example', 'a.example');
		UPDATE articles SET image_url = 'http://a.example/1.jpg' WHERE headline IN ('dam talks', 'barrage', 'Title 1')`)
}

func TestFields(t *testing.T) {
	cases := []struct{ query, want string }{
		{"by:halloran", "dam talks"},
		{"person:halloran", "Title 0,Title 1"},
		{`person:"Halloran Ines"`, "Title 0,Title 1"},
		{`person:"ines halloran of old"`, "Title 0,Title 1"},
		{"person:hallo", ""},
		{"person:osk", ""},
		{"place:osk", "Title 0,Title 1,Title 2"},
		{"place:osk -person:halloran", "Title 2"},
		{"place:osk dam", "Title 0"},
		{"org:osk", ""},
		{"person:nobody OR person:marek", "Title 2"},
		{"-person:nobody dam", "Title 0,dam talks,strike"},
		{"person:marek OR lang:fr", "Title 2,barrage"},
		{`person:"!!" talks`, "Title 0,dam talks,strike"},
		{"said:halloran", "Title 0,Title 1"},
		{`said:"will rise"`, "Title 0,Title 1"},
		{`said:"rise will"`, ""},
		{`said:"harbour master"`, "Title 0,Title 1"},
		{"said:dry dam", ""},
		{"said:dry osk", "Title 2"},
		{"said:nothing OR said:dry", "Title 2"},
		{"osk -said:halloran", "Title 2,dam talks"},
		{"in:France", "barrage"},
		{"in:us talks", "Title 0,dam talks,strike"},
		{"in:US lang:zh", "河水"},
		{"in:JP", ""},
		{"in:2026-02-12", "dam talks"},
		{"in:2026-02", "barrage,dam talks,odd,strike,سد,河水"},
		{"in:2025", ""},
		{"after:9000d in:FR", "barrage"},
		{"has:picture talks", "dam talks"},
		{"has:picture in:US", "Title 1,dam talks"},
		{"-has:picture talks", "Title 0,strike"},
		{"has:byline lang:en -osk", "odd,strike"},
		{"has:quote osk", "Title 0,Title 2"},
		{"has:video in:US", "河水"},
		{"has:audio in:US", ""},
	}
	eachEngine(t, func(t *testing.T, s *store.Store) {
		shelves(t, s)
		for _, c := range cases {
			var got []string
			for _, hit := range search(t, s, c.query) {
				got = append(got, hit.Article.Headline)
			}
			slices.Sort(got)
			if got := strings.Join(got, ","); got != c.want {
				t.Errorf("%s found %q, want %q", c.query, got, c.want)
			}
		}
		for _, text := range []string{"has:picture", "-person:halloran", "has:quote has:picture"} {
			if _, err := searchFor(s, text); !errors.Is(err, news.ErrInvalid) {
				t.Errorf("%s: got %v, want invalid", text, err)
			}
		}
		store.Exec(t, s, "UPDATE entities SET hidden = 1 WHERE name = 'Rue Marek'")
		equal(t, "of somebody hidden", len(search(t, s, "person:marek")), 0)
	})
}

// TestMatchAgreesWithTheStore: what a search finds is what the query matches, one article after the other.
func TestMatchAgreesWithTheStore(t *testing.T) {
	eachEngine(t, func(t *testing.T, s *store.Store) {
		shelves(t, s)
		subjects := map[string]*query.Subject{}
		for _, a := range latest(t, s) {
			subjects[a.Headline] = subjectOf(t, s, a.ID)
		}
		equal(t, "articles", len(subjects), 9)
		fold := query.Fold{Terms: text.Terms, Word: func(word string) (terms, forms []string) { return stem.Typed(word, stem.Every) }}
		random := rand.New(rand.NewPCG(1, 2))
		found, all := 0, []*query.Matcher{}
		wanted := map[string][]int{}
		for i := range 400 {
			text := randomQuery(random, 3)
			q, _ := query.Parse(text)
			rule := query.Compile(q, fold)
			all = append(all, rule)
			for name, subject := range subjects {
				if rule.Match(subject, time.Now()) {
					wanted[name] = append(wanted[name], i)
				}
			}
			hits, err := searchFor(s, text)
			if errors.Is(err, news.ErrInvalid) {
				if rule.Seeks() {
					t.Errorf("%s: the store says %v, Seeks says it does", text, err)
				}
				continue
			}
			check(t, err)
			var got, want []string
			for _, hit := range hits {
				got = append(got, hit.Article.Headline)
			}
			for name, subject := range subjects {
				if rule.Match(subject, time.Now()) {
					want = append(want, name)
				}
			}
			slices.Sort(got)
			slices.Sort(want)
			found += len(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s: the store finds %q, Match %q", text, got, want)
			}
		}
		if found < 400 {
			t.Errorf("400 queries found %d articles: too few to tell anything", found)
		}
		set := query.NewSet(all)
		for name, subject := range subjects {
			got := slices.Sorted(set.Matching(subject, time.Now()))
			if !slices.Equal(got, wanted[name]) {
				t.Errorf("%s: the set finds the queries %v, one by one %v", name, got, wanted[name])
			}
		}
	})
}

func randomQuery(random *rand.Rand, depth int) string {
	leaves := []string{
		"talks", "talk", "dams", "talking", "dam", "osk", "osk's", "minister", "ministers", "水", "水位", "halloran", `"dam talks"`, `"about the dam"`, "—", "walrus", "headline:talks", "headline:dam", "by:halloran", "by:varrick",
		"source:harbour", "source:wen.example", "source:example", "lang:en", "lang:fr", "section:world", "section:business", "kind:report", "kind:opinion", "kind:video",
		"person:halloran", "person:marek", "person:nobody", "place:osk", "place:!", "org:osk", "said:halloran", `said:"will rise"`, "said:dry", "said:walrus",
		"in:US", "in:France", "in:JP", "in:2026-02", "in:2026-03-10", "after:2026-02-14", "before:2026-02-14", "after:9000d", `before:"9000d ago"`,
		"has:picture", "has:byline", "has:quote", "has:video",
	}
	if depth == 0 || random.IntN(3) == 0 {
		return leaves[random.IntN(len(leaves))]
	}
	one, other := randomQuery(random, depth-1), randomQuery(random, depth-1)
	switch random.IntN(5) {
	case 0:
		return "(" + one + " OR " + other + ")"
	case 1:
		return one + " OR " + other
	case 2:
		return "-(" + one + ") " + other
	}
	return one + " " + other
}

// subjectOf is an article as a query sees it.
func subjectOf(tb testing.TB, s *store.Store, id news.ArticleID) *query.Subject {
	tb.Helper()
	ctx := context.Background()
	a, source, err := s.Article(ctx, id)
	check(tb, err)
	subject := &query.Subject{
		Headline: stem.Terms(a.Headline, a.Language), Byline: stem.Terms(strings.Join(a.Authors, " \n "), ""), Text: stem.Terms(a.Summary+"\n\n"+a.Text(), a.Language),
		Publishers: []query.Publisher{{Host: source.Host, Country: source.Country, Names: [][]string{text.Terms(source.Name), text.Terms(source.Host)}}},
		Section:    string(a.Section), Kind: string(a.Kind), At: a.Time(),
	}
	subject.Language, _, _ = strings.Cut(strings.ToLower(a.Language), "-")
	if a.Image.URL != "" {
		subject.Has = append(subject.Has, query.HasPicture)
	}
	if len(a.Authors) > 0 {
		subject.Has = append(subject.Has, query.HasByline)
	}
	if a.Kind == news.KindVideo {
		subject.Has = append(subject.Has, query.HasVideo)
	}
	forms := func(e news.Entity) (forms [][]string) {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			forms = append(forms, text.Terms(name))
		}
		return forms
	}
	fields := map[news.EntityKind]string{news.EntityPerson: query.FieldPerson, news.EntityPlace: query.FieldPlace, news.EntityOrganisation: query.FieldOrg}
	for _, e := range must(s.Named(ctx, id))(tb) {
		subject.Names = append(subject.Names, query.Name{Field: fields[e.Kind], Forms: forms(e)})
	}
	for _, q := range must(s.SayingsOf(ctx, id))(tb) {
		saying := query.Saying{Speaker: text.Terms(q.SpokenBy + " \n " + q.Role + " \n " + q.Told), Words: text.Terms(q.Text)}
		if q.Speaker != 0 {
			saying.Forms = forms(must(s.Entity(ctx, q.Speaker))(tb))
		}
		subject.Sayings = append(subject.Sayings, saying)
		if must(s.Saying(ctx, q.ID))(tb).Carriers[0].Article == id {
			subject.Has = append(subject.Has, query.HasQuote)
		}
	}
	return subject
}

// TestQueryKnowsTheVocabulary: the fixed lists of the language are those of the news.
func TestQueryKnowsTheVocabulary(t *testing.T) {
	t.Parallel()
	var sections []string
	for _, section := range news.Sections() {
		sections = append(sections, string(section))
	}
	equal(t, "sections", query.Sections(), sections)
	equal(t, "kinds", query.Kinds(), []string{string(news.KindReport), string(news.KindOpinion), string(news.KindLive), string(news.KindVideo), string(news.KindAudio),
		string(news.KindGallery), string(news.KindReview), string(news.KindRelease), string(news.KindStub)})
}
